/* SPDX-License-Identifier: MIT */
#include "server/logs.h"

#include <stdlib.h>

enum { PAGE = 500 };

static void finish(struct logs *l, const char *why)
{
	record_finish(&l->record);
	free(l->groups);
	l->groups = NULL;
	l->end(l->user, why);
}

static void ask(struct logs *l, struct store_req r,
		void (*done)(void *user, const struct store_reply *r))
{
	r.done = done;
	r.user = l;
	store_submit(l->server->store, &r);
}

static void next_group(struct logs *l);
static void next_page(struct logs *l);

static void on_page(void *user, const struct store_reply *r)
{
	struct logs *l = user;
	struct err err = r->err;

	for (size_t i = 0; i < r->count && err.code == ERR_NONE; i++) {
		record_take(&l->record, &r->messages[i], &err);
		l->read_seq = r->messages[i].seq;
	}
	if (err.code != ERR_NONE) {
		finish(l, err.text);
		return;
	}
	if (r->count == PAGE) {
		next_page(l);
		return;
	}
	l->each(l->user, &l->record);
	record_finish(&l->record);
	next_group(l);
}

static void next_page(struct logs *l)
{
	ask(l,
	    (struct store_req) { .op = STORE_EVENTS,
				 .group = l->record.group,
				 .seq = l->read_seq,
				 .limit = PAGE },
	    on_page);
}

static void on_first(void *user, const struct store_reply *r)
{
	struct logs *l = user;

	if (r->err.code != ERR_NONE) {
		finish(l, r->err.text);
	} else if (r->seq == 0) {
		next_group(l);
	} else {
		record_begin(&l->record, l->groups[l->at - 1], r->seq);
		l->read_seq = r->seq >= 2 ? r->seq - 2 : 0;
		next_page(l);
	}
}

static void next_group(struct logs *l)
{
	if (l->server->ending) {
		finish(l, "the server ends");
		return;
	}
	if (l->at == l->count) {
		finish(l, NULL);
		return;
	}
	ask(l,
	    (struct store_req) {
		    .op = STORE_SESSION, .group = l->groups[l->at++], .utc_ms = l->since_ms },
	    on_first);
}

static void on_groups(void *user, const struct store_reply *r)
{
	struct logs *l = user;

	if (r->err.code != ERR_NONE) {
		finish(l, r->err.text);
		return;
	}
	l->groups = mem_get((r->count + 1) * sizeof(*l->groups));
	for (size_t i = 0; i < r->count; i++)
		l->groups[l->count++] = r->groups[i].id;
	next_group(l);
}

void logs_read(struct logs *l)
{
	ask(l, (struct store_req) { .op = STORE_GROUPS, .member = l->member }, on_groups);
}
