/* SPDX-License-Identifier: MIT */
/* Those who lead ask for the hours of their group. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/access.h"
#include "server/weekly.h"
#include "server/logs.h"

struct telling {
	struct asking *asking;
	struct server *server;
	struct weekly hours;
	struct logs logs;
	int64_t reader, device; /* who asked */
	int underway;           /* rows of the access log that are on their way */
	bool failed;
};

/* The week is the server's own, as in a person's attendance: the one in which the middle of the
 * asker's is. */
static bool find_week(int64_t from_ms, int64_t now_ms, struct week *out)
{
	const int64_t middle_ms = from_ms + INT64_C(84) * 3600000;
	const int64_t far_ms = WEEKLY_BACK_DAYS * INT64_C(86400000);

	return middle_ms > now_ms - far_ms && middle_ms < now_ms + far_ms &&
	       week_of(middle_ms, out);
}

const char *weekly_may(const struct peer *p, const struct wire_msg *m)
{
	struct week week;

	(void)p;
	return find_week(m->d, clock_utc_ms(), &week) ? NULL : WIRE_E_GONE;
}

static void tell(const struct telling *t)
{
	struct peer *p = t->asking->peer;
	const struct weekly *h = &t->hours;

	for (size_t i = 0; i < h->count && p->hub; i++)
		hub_tell(t->server->hub, p->hub,
			 &(struct wire_msg) { .type = WIRE_HOURS,
					      .has = WIRE_G | WIRE_D | WIRE_U | WIRE_N |
						     WIRE_K | WIRE_S,
					      .g = h->group,
					      .d = h->week.from_ms,
					      .u = h->people[i].member,
					      .n = h->people[i].had,
					      .k = h->people[i].planned,
					      .s = h->people[i].missed + 1 });
	if (p->hub)
		hub_tell(t->server->hub, p->hub,
			 &(struct wire_msg) { .type = WIRE_HOURS,
					      .has = WIRE_G | WIRE_D | WIRE_K,
					      .g = h->group,
					      .d = h->week.from_ms,
					      .k = t->server->conf->target_hours * INT64_C(60) +
						   1 });
}

/* `why` NULL: all is here, and noted. */
static void end(struct telling *t, const char *why)
{
	struct asking *a = t->asking;

	if (!why)
		tell(t);
	else if (a->peer->hub)
		hub_error(t->server->hub, a->peer->hub, WIRE_E_STORE, t->hours.group, 0);
	if (why && !t->server->ending)
		log_event(LOG_ERROR_, "hours", "why=\"%s\"", why);
	weekly_finish(&t->hours);
	free(t);
	asking_end(a);
}

static void on_log(void *user, const struct record *r)
{
	weekly_log(&((struct telling *)user)->hours, r);
}

static void on_noted(void *user, const struct store_reply *r)
{
	struct telling *t = user;

	if (r->err.code != ERR_NONE)
		t->failed = true;
	if (--t->underway == 0)
		end(t, t->failed ? "it could not be noted who reads it" : NULL);
}

static void note(struct telling *t, int64_t member)
{
	const struct peer *p = t->asking->peer;
	const struct access_note n = { .what = ACCESS_HOURS,
				       .whose = member,
				       .by = t->reader,
				       .device = t->device,
				       .group = t->hours.group,
				       .day_utc_ms = t->hours.week.from_ms };
	struct store_req r;
	struct buf row;

	buf_init(&row, ACCESS_ROW_MAX);
	r = access_req(&n, clock_utc_ms(), &row);
	r.done = on_noted;
	r.user = t;
	t->underway++;
	store_submit(p->server->store, &r);
	buf_finish(&row);
}

static void on_end(void *user, const char *why)
{
	struct telling *t = user;

	if (why || !t->hours.count || !t->asking->peer->hub) {
		end(t, why);
		return;
	}
	for (size_t i = 0; i < t->hours.count; i++)
		note(t, t->hours.people[i].member);
}

static void on_members(void *user, const struct store_reply *r)
{
	struct telling *t = user;

	for (size_t i = 0; i < r->count && t->hours.count < WEEKLY_PEOPLE_MAX; i++)
		if (str_is(r->users[i].role, "patient") && !r->users[i].disabled)
			weekly_add(&t->hours, r->users[i].id);
	if (r->err.code == ERR_NONE)
		logs_read(&t->logs);
	else
		end(t, r->err.text);
}

void weekly_ask(struct peer *p, const struct wire_msg *m)
{
	struct telling *t = mem_get(sizeof(*t));

	t->server = p->server;
	t->reader = hub_member(p->hub);
	t->device = hub_device(p->hub);
	t->asking = mem_get(sizeof(*t->asking));
	conn_hold(p, t->asking);
	t->hours = (struct weekly) { .program = p->server->plan.program,
				     .group = m->g,
				     .now_ms = clock_utc_ms() };
	find_week(m->d, t->hours.now_ms, &t->hours.week);
	t->logs = (struct logs) { .server = p->server,
				  .since_ms = t->hours.week.from_ms,
				  .each = on_log,
				  .end = on_end,
				  .user = t };
	store_submit(p->server->store, &(struct store_req) { .op = STORE_MEMBERS,
							     .group = m->g,
							     .done = on_members,
							     .user = t });
}
