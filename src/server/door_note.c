/* SPDX-License-Identifier: MIT */
/* The skeleton of a note, for who leads the group: of its newest session, when that is over. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/access.h"
#include "server/door.h"
#include "server/note.h"

enum { PAGE = 500 };

struct noting {
	struct call *call;
	struct note note;
	int64_t group, read_seq;
	char *group_name;
};

static void finish(struct noting *n)
{
	note_finish(&n->note);
	free(n->group_name);
	free(n);
}

static void fail(struct noting *n, const char *code)
{
	call_fail(n->call, code);
	finish(n);
}

static void answer(struct noting *n)
{
	struct body_field f = { .key = "note", .there = true };
	size_t size = 0;
	FILE *out = open_memstream(&f.text, &size);

	note_text(&n->note, out);
	fclose(out);
	call_answer(n->call, &f, 1);
	free(f.text);
	finish(n);
}

static void on_noted(void *user, const struct store_reply *r)
{
	if (r->err.code == ERR_NONE)
		answer(user);
	else
		fail(user, "store");
}

static void note_access(struct noting *n)
{
	const struct access_note note = { .what = ACCESS_NOTE,
					  .whose = n->note.member,
					  .by = n->call->member,
					  .device = n->call->device,
					  .group = n->group };
	struct buf row;

	buf_init(&row, ACCESS_ROW_MAX);
	call_ask(n->call, access_req(&note, clock_utc_ms(), &row), n, on_noted);
	buf_finish(&row);
}

static void ask_page(struct noting *n);

static void on_page(void *user, const struct store_reply *r)
{
	struct noting *n = user;
	struct err err = r->err;

	for (size_t i = 0; i < r->count && err.code == ERR_NONE; i++) {
		n->read_seq = r->messages[i].seq;
		note_take(&n->note, &r->messages[i], &err);
	}
	if (err.code != ERR_NONE) {
		log_event(LOG_ERROR_, "note_failed", "why=\"%s\"", err.text);
		fail(n, "store");
	} else if (r->count == PAGE) {
		ask_page(n);
	} else if (!note_is_due(&n->note, &err)) {
		fail(n, "session");
	} else {
		note_access(n);
	}
}

static void ask_page(struct noting *n)
{
	const struct store_req page = {
		.op = STORE_EVENTS, .group = n->group, .seq = n->read_seq, .limit = PAGE
	};

	if (n->call->server->ending)
		fail(n, "store");
	else
		call_ask(n->call, page, n, on_page);
}

/* The mark of the event before it is read, too: the chain is checked from there. */
static void on_session(void *user, const struct store_reply *r)
{
	struct noting *n = user;

	if (r->err.code != ERR_NONE || !r->seq) {
		fail(n, r->err.code == ERR_NONE ? "session" : "store");
		return;
	}
	note_begin(&n->note, n->group, r->seq);
	n->read_seq = r->seq >= 2 ? r->seq - 2 : 0;
	ask_page(n);
}

static void on_groups(void *user, const struct store_reply *r)
{
	struct noting *n = user;

	for (size_t i = 0; i < r->count; i++)
		if (r->groups[i].id == n->group)
			n->group_name = mem_dup(r->groups[i].name.p, r->groups[i].name.n);
	n->note.group = n->group_name;
	if (!n->group_name)
		fail(n, "store");
	else
		call_ask(n->call, (struct store_req) { .op = STORE_SESSION, .group = n->group },
			 n, on_session);
}

static void on_whom(void *user, const struct store_reply *r)
{
	struct noting *n = user;
	struct call *c = n->call;

	if (r->err.code != ERR_NONE) {
		fail(n, "store");
		return;
	}
	if (!r->count || !hub_has_person(c->server->hub, n->group, r->users[0].id)) {
		fail(n, "name");
		return;
	}
	free(c->name);
	c->name = mem_dup(r->users[0].name.p, r->users[0].name.n);
	n->note.name = c->name;
	n->note.member = r->users[0].id;
	call_ask(c, (struct store_req) { .op = STORE_GROUPS }, n, on_groups);
}

void door_note(struct call *c)
{
	const int64_t group = c->body[CALL_GROUP].number;
	const char *no = call_take_name(c);
	struct noting *n;

	if (no) {
		call_fail(c, no);
		return;
	}
	n = mem_get(sizeof(*n));
	*n = (struct noting) { .call = c, .group = group };
	call_ask(c, (struct store_req) { .op = STORE_USER_FIND, .a = str_of(c->name) }, n,
		 on_whom);
}
