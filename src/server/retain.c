/* SPDX-License-Identifier: MIT */
/*
 * One group after the other, one kind after the other, a little at a time: the next is asked
 * for when the store has answered for the one before, so that all who talk come in between.
 */
#include "server/retain.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/cases.h"
#include "server/lapse.h"
#include "server/plan.h"
#include "server/session.h"
#include "server/trouble.h"

int64_t retain_before_ms(int64_t now_utc_ms, int64_t days)
{
	const int64_t before = now_utc_ms - days * 86400000;

	return days > 0 && before > 0 ? before : 0;
}

static int64_t message_days(const struct conf *c)
{
	return c->keep_messages;
}

static int64_t attendance_days(const struct conf *c)
{
	return (int64_t)c->keep_attendance * RETAIN_YEAR_DAYS;
}

/* They end by an answer that none, or not so many as might have, went. */
static const struct kind {
	enum store_op op;
	const char *what;
	int limit;
	int64_t (*days)(const struct conf *c);
} kinds[] = {
	{ STORE_MESSAGES_DROP, "messages", RETAIN_LIMIT, message_days },
	{ STORE_EVENTS_DROP, "events", 1, attendance_days },
	{ STORE_REPORTS_DROP, "reports", 1, attendance_days },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static void go(struct server *s);

static void next(struct server *s)
{
	if (s->retain.count)
		log_event(LOG_INFO_, "dropped", "group=%" PRId64 " %s=%" PRId64,
			  s->retain.at->group, kinds[s->retain.kind].what, s->retain.count);
	s->retain.count = 0;
	s->retain.kind++;
}

static void on_gone(void *user, const struct store_reply *r)
{
	struct server *s = user;
	const struct kind *k = &kinds[s->retain.kind];
	const bool good = r->err.code == ERR_NONE;

	if (!good)
		trouble_log("drop_failed", &r->err);
	s->retain.count += r->id;
	s->retain.went |= r->id > 0;
	if (k->op == STORE_MESSAGES_DROP && good)
		hub_put_first(s->hub, s->retain.at->group, r->seq);
	if (!good || r->id < k->limit)
		next(s);
	go(s);
}

/* The log of the database still has what went. */
static void over(struct server *s)
{
	const struct store_req wipe = { .op = STORE_WIPE };

	if (s->retain.went)
		store_submit(s->store, &wipe);
	s->retain.went = s->retain.runs = false;
}

static bool next_kind(struct server *s, int64_t *before_ms)
{
	for (; s->retain.at; s->retain.at = s->retain.at->next, s->retain.kind = 0) {
		for (; s->retain.kind < KINDS; s->retain.kind++) {
			*before_ms = retain_before_ms(clock_utc_ms(),
						      kinds[s->retain.kind].days(s->conf));
			if (*before_ms)
				return true;
		}
	}
	return false;
}

static void go(struct server *s)
{
	int64_t before_ms, group;

	if (s->ending || !next_kind(s, &before_ms)) {
		over(s);
		return;
	}
	group = s->retain.at->group;
	store_submit(s->store,
		     &(struct store_req) { .op = kinds[s->retain.kind].op,
					   .group = group,
					   .utc_ms = before_ms,
					   .limit = kinds[s->retain.kind].limit,
					   .seq = !meeting_runs(hub_meeting(s->hub, group)),
					   .done = on_gone,
					   .user = s });
}

/* The access log is of all groups. */
static void drop_access(struct server *s);

static void on_access_gone(void *user, const struct store_reply *r)
{
	struct server *s = user;
	const struct store_req wipe = { .op = STORE_WIPE };

	if (r->err.code != ERR_NONE)
		log_event(LOG_ERROR_, "drop_failed", "why=\"%s\"", r->err.text);
	if (r->id <= 0 || s->ending)
		return;
	log_event(LOG_INFO_, "dropped", "reads=%" PRId64, r->id);
	store_submit(s->store, &wipe);
	drop_access(s);
}

static void drop_access(struct server *s)
{
	const int64_t days = (int64_t)s->conf->keep_access * RETAIN_YEAR_DAYS;
	const struct store_req drop = { .op = STORE_ACCESS_DROP,
					.utc_ms = retain_before_ms(clock_utc_ms(), days),
					.limit = RETAIN_LIMIT,
					.done = on_access_gone,
					.user = s };

	if (drop.utc_ms)
		store_submit(s->store, &drop);
}

/* Somebody may have set the clock: see lapse.h. */
static bool may_go(struct server *s)
{
	const int64_t now_ms = clock_utc_ms(), last_ms = lapse_last_ms(s->conf);
	const enum lapse lapse = lapse_judge(last_ms, now_ms);
	struct err err = { 0 };

	s->retain.waits = lapse == LAPSE_WAITS;
	if (s->retain.waits)
		log_event(LOG_ERROR_, "retain_waits",
			  "days=%" PRId64 " do=\"porchlightd clock confirm\"",
			  (now_ms - last_ms) / 86400000);
	else if (!lapse_went(s->conf, now_ms, &err))
		trouble_log("drop_failed", &err);
	return lapse == LAPSE_GOES;
}

static void on_day(void *user)
{
	struct server *s = user;

	loop_timer_set(s->retain.timer, RETAIN_EACH_MS);
	if (s->retain.runs || !may_go(s))
		return;
	drop_access(s);
	plan_retain(s, retain_before_ms(clock_utc_ms(), attendance_days(s->conf)));
	cases_retain(s, retain_before_ms(clock_utc_ms(), attendance_days(s->conf)));
	s->retain.runs = true;
	s->retain.at = s->sessions;
	s->retain.kind = 0;
	go(s);
}

void retain_begin(struct server *s)
{
	hub_keep(s->hub, s->conf->keep_messages, s->conf->keep_attendance);
	s->retain.timer = loop_timer_create(s->loop, on_day, s);
	on_day(s);
}

void retain_again(struct server *s)
{
	if (s->retain.waits)
		on_day(s);
}

void retain_end(struct server *s)
{
	if (s->retain.timer)
		loop_timer_destroy(s->retain.timer);
}
