/* SPDX-License-Identifier: MIT */
/*
 * A person's own attendance, out of the logs of their groups: each session of the last
 * weeks, and the week's minutes against the target.  One group after the other, a page at a
 * time, so that all who talk come in between.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/record.h"
#include "server/server_in.h"
#include "server/week.h"

enum { DAYS = 28, PAGE = 500 };

struct own {
	struct asking *asking;
	struct server *server;
	int64_t member;
	int64_t *groups;
	size_t count, at;
	struct record record;
	int64_t read_seq;
	struct week week;
	int64_t minutes; /* of the week */
};

static void finish(struct own *o)
{
	struct asking *a = o->asking;

	record_finish(&o->record);
	free(o->groups);
	free(o);
	asking_end(a);
}

static void tell(struct own *o, const struct wire_msg *m)
{
	if (o->asking->peer->hub)
		hub_attended(o->server->hub, o->asking->peer->hub, m);
}

static void fail(struct own *o, const char *why)
{
	log_event(LOG_ERROR_, "attendance", "why=\"%s\"", why);
	finish(o);
}

/* Of each session what was counted, and what stands where that was corrected. */
static void tell_session(struct own *o, const struct meeting *m)
{
	const struct record_correction *c =
		record_corrected(&o->record, m->opened_seq, o->member);
	struct wire_msg w = { .type = WIRE_ATTENDED,
			      .has = WIRE_D | WIRE_N | WIRE_G | WIRE_S,
			      .g = o->record.group,
			      .s = m->opened_seq,
			      .d = m->opened_ms / 1000 * 1000,
			      .n = record_counted(m, o->member) };

	if (!record_was_there(m, o->member) && !c)
		return;
	if (c) {
		w.has |= WIRE_K | WIRE_U | WIRE_B;
		w.k = c->minutes + 1;
		w.u = c->by;
		w.b = str_of(c->why);
	}
	tell(o, &w);
	if (m->opened_ms >= o->week.from_ms)
		o->minutes += record_minutes(&o->record, m, o->member);
}

static void tell_week(struct own *o)
{
	const int64_t target = o->server->conf->target_hours * INT64_C(60);

	tell(o, &(struct wire_msg) { .type = WIRE_ATTENDED,
				     .has = WIRE_D | WIRE_N | (target ? WIRE_K : 0u),
				     .d = o->week.from_ms,
				     .n = o->minutes,
				     .k = target });
	finish(o);
}

static void next_group(struct own *o);
static void next_page(struct own *o);

static void on_page(void *user, const struct store_reply *r)
{
	struct own *o = user;
	struct err err = r->err;

	for (size_t i = 0; i < r->count && err.code == ERR_NONE; i++) {
		record_take(&o->record, &r->messages[i], &err);
		o->read_seq = r->messages[i].seq;
	}
	if (err.code != ERR_NONE) {
		fail(o, err.text);
		return;
	}
	if (r->count == PAGE) {
		next_page(o);
		return;
	}
	for (size_t i = 0; i < o->record.sessions_count; i++)
		tell_session(o, o->record.sessions[i]);
	record_finish(&o->record);
	next_group(o);
}

static void ask(struct own *o, struct store_req r,
		void (*done)(void *user, const struct store_reply *r))
{
	r.done = done;
	r.user = o;
	store_submit(o->server->store, &r);
}

static void next_page(struct own *o)
{
	ask(o,
	    (struct store_req) { .op = STORE_EVENTS,
				 .group = o->record.group,
				 .seq = o->read_seq,
				 .limit = PAGE },
	    on_page);
}

static void on_first(void *user, const struct store_reply *r)
{
	struct own *o = user;

	if (r->err.code != ERR_NONE) {
		fail(o, r->err.text);
	} else if (r->seq == 0) {
		next_group(o);
	} else {
		record_begin(&o->record, o->groups[o->at - 1], r->seq);
		o->read_seq = r->seq >= 2 ? r->seq - 2 : 0;
		next_page(o);
	}
}

static void next_group(struct own *o)
{
	if (o->server->ending) {
		finish(o);
		return;
	}
	if (o->at == o->count) {
		tell_week(o);
		return;
	}
	ask(o,
	    (struct store_req) { .op = STORE_SESSION,
				 .group = o->groups[o->at++],
				 .utc_ms = clock_utc_ms() - DAYS * INT64_C(86400000) },
	    on_first);
}

static void on_groups(void *user, const struct store_reply *r)
{
	struct own *o = user;

	if (r->err.code != ERR_NONE) {
		fail(o, r->err.text);
		return;
	}
	o->groups = mem_get((r->count + 1) * sizeof(*o->groups));
	for (size_t i = 0; i < r->count; i++)
		o->groups[o->count++] = r->groups[i].id;
	next_group(o);
}

void attended_ask(struct peer *p)
{
	struct own *o = mem_get(sizeof(*o));

	o->server = p->server;
	o->member = hub_member(p->hub);
	o->asking = mem_get(sizeof(*o->asking));
	conn_hold(p, o->asking);
	week_of(clock_utc_ms(), &o->week);
	ask(o, (struct store_req) { .op = STORE_GROUPS, .member = o->member }, on_groups);
}
