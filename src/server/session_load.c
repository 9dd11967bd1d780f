/* SPDX-License-Identifier: MIT */
/* A group's newest session, as its log has it, when the server starts. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/log.h"
#include "server/chain.h"
#include "server/papers.h"
#include "server/session.h"

enum { PAGE = 500 };

void session_next_mark(const char *before, const struct store_req *r, char out[SECRET_HASH])
{
	unsigned char hash[crypto_generichash_BYTES];
	crypto_generichash_state st;
	char head[128];
	struct buf own;
	struct str row;
	int n = snprintf(head, sizeof(head), "%s\n%" PRId64 " %" PRId64 " %" PRId64 "\n",
			 before, r->group, r->seq, r->utc_ms);

	buf_init(&own, CHAIN_HEAD_MAX + r->a.n);
	row = chain_of(r->a, &own);
	crypto_generichash_init(&st, NULL, 0, sizeof(hash));
	crypto_generichash_update(&st, (const unsigned char *)head, (size_t)n);
	crypto_generichash_update(&st, (const unsigned char *)row.p, row.n);
	crypto_generichash_final(&st, hash, sizeof(hash));
	sodium_bin2hex(out, SECRET_HASH, hash, sizeof(hash));
	buf_finish(&own);
}

static void over(struct session *at, const char *why)
{
	const bool goes_on = at->catches_up;

	if (why)
		log_event(LOG_ERROR_, "session_log",
			  "group=%" PRId64 " event=%" PRId64 " why=\"%s\"", at->group,
			  at->read_seq, why);
	at->ready = !why;
	at->catches_up = false;
	if (at->ready && !meeting_runs(hub_meeting(at->server->hub, at->group)))
		papers_drop(at->server, at->group);
	server_loaded(at->server);
	if (goes_on)
		session_go(at);
}

bool session_is_log_start(const struct store_message *row)
{
	return row->text.n == 0;
}

/* The mark of the row before is only read, and so is that of the last that was dropped. */
static const char *take_row(struct session *at, const struct store_message *row)
{
	struct meeting_event e;
	char mark[SECRET_HASH];
	const struct store_req r = {
		.group = at->group, .seq = row->seq, .utc_ms = row->utc_ms, .a = row->text
	};

	at->read_seq = row->seq;
	if (row->mark.n != SECRET_HASH - 1)
		return "a mark is missing";
	if (session_is_log_start(row)) {
		meeting_resume(hub_meeting(at->server->hub, at->group), row->seq + 1);
	} else if (row->seq >= at->from_seq) {
		session_next_mark(at->mark, &r, mark);
		if (!str_is(row->mark, mark))
			return "the log was changed: its marks do not fit";
		if (!meeting_read(row->text, &e))
			return "an event cannot be read";
		e.seq = row->seq;
		e.utc_ms = row->utc_ms;
		if (!hub_happen(at->server->hub, at->group, &e))
			return "an event does not fit those before it";
	}
	memcpy(at->mark, row->mark.p, row->mark.n);
	at->mark[row->mark.n] = '\0';
	return NULL;
}

static void ask_page(struct session *at);

static void on_page(void *user, const struct store_reply *r)
{
	struct session *at = user;
	const char *why = r->err.code == ERR_NONE ? NULL : "the store could not read it";

	for (size_t i = 0; i < r->count && !why; i++)
		why = take_row(at, &r->messages[i]);
	if (!why && r->count == PAGE) {
		ask_page(at);
		return;
	}
	over(at, why);
}

static void ask_page(struct session *at)
{
	store_submit(at->server->store, &(struct store_req) { .op = STORE_EVENTS,
							      .group = at->group,
							      .seq = at->read_seq,
							      .limit = PAGE,
							      .done = on_page,
							      .user = at });
}

static void on_session(void *user, const struct store_reply *r)
{
	struct session *at = user;

	if (r->err.code != ERR_NONE) {
		over(at, "the store could not read it");
		return;
	}
	at->restarts = true;
	/* Before the first session somebody may have said that they are not safe; or there may be
	 * the mark of the last one that was dropped. */
	at->from_seq = r->seq ? r->seq : 1;
	at->read_seq = r->seq >= 2 ? r->seq - 2 : 0;
	meeting_resume(hub_meeting(at->server->hub, at->group), at->from_seq);
	ask_page(at);
}

void session_catch_up(struct session *at)
{
	const struct meeting *m = hub_meeting(at->server->hub, at->group);

	at->ready = false;
	at->catches_up = true;
	at->read_seq = m->seq;
	at->from_seq = m->seq + 1;
	at->server->loading++;
	ask_page(at);
}

void session_load(struct server *s, const struct store_group *g)
{
	struct session *at = session_of(s, g->id);

	if (at)
		return;
	at = mem_get(sizeof(*at));
	*at = (struct session) {
		.next = s->sessions, .server = s, .group = g->id, .lived_ms = g->last_utc_ms
	};
	s->sessions = at;
	s->loading++;
	store_submit(s->store, &(struct store_req) { .op = STORE_SESSION,
						     .group = g->id,
						     .done = on_session,
						     .user = at });
}

void session_finish_all(struct server *s)
{
	while (s->sessions) {
		struct session *at = s->sessions;

		s->sessions = at->next;
		free(at);
	}
}
