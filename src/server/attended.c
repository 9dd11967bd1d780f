/* SPDX-License-Identifier: MIT */
/* A person's own attendance, out of the logs of their groups: each session of the last weeks, and
 * the week's minutes against the target. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/logs.h"
#include "server/week.h"

enum { DAYS = 28 };

struct own {
	struct asking *asking;
	struct server *server;
	int64_t member;
	struct logs logs;
	struct week week;
	int64_t minutes; /* of the week */
};

static void tell(struct own *o, const struct wire_msg *m)
{
	if (o->asking->peer->hub)
		hub_tell(o->server->hub, o->asking->peer->hub, m);
}

/* Of each session what was counted, and what stands where that was corrected. */
static void tell_session(struct own *o, const struct record *r, const struct meeting *m)
{
	const struct record_correction *c = record_corrected(r, m->opened_seq, o->member);
	struct wire_msg w = { .type = WIRE_ATTENDED,
			      .has = WIRE_D | WIRE_N | WIRE_G | WIRE_S,
			      .g = r->group,
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
		o->minutes += record_minutes(r, m, o->member);
}

static void on_log(void *user, const struct record *r)
{
	for (size_t i = 0; i < r->sessions_count; i++)
		tell_session(user, r, r->sessions[i]);
}

static void tell_week(struct own *o)
{
	const int64_t target = o->server->conf->target_hours * INT64_C(60);

	tell(o, &(struct wire_msg) { .type = WIRE_ATTENDED,
				     .has = WIRE_D | WIRE_N | (target ? WIRE_K : 0u),
				     .d = o->week.from_ms,
				     .n = o->minutes,
				     .k = target });
}

static void on_end(void *user, const char *why)
{
	struct own *o = user;
	struct asking *a = o->asking;

	if (why && !o->server->ending)
		log_event(LOG_ERROR_, "attendance", "why=\"%s\"", why);
	if (!why)
		tell_week(o);
	free(o);
	asking_end(a);
}

void attended_ask(struct peer *p)
{
	struct own *o = mem_get(sizeof(*o));

	o->server = p->server;
	o->member = hub_member(p->hub);
	o->asking = mem_get(sizeof(*o->asking));
	conn_hold(p, o->asking);
	week_of(clock_utc_ms(), &o->week);
	o->logs = (struct logs) { .server = p->server,
				  .member = o->member,
				  .since_ms = clock_utc_ms() - DAYS * INT64_C(86400000),
				  .each = on_log,
				  .end = on_end,
				  .user = o };
	logs_read(&o->logs);
}
