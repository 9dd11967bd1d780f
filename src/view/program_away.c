/* SPDX-License-Identifier: MIT */
/* When a facilitator has no time: series of the kind PL_AWAY, so that clashes are told. */
#include <string.h>
#include <strings.h>

#include "view/plan.h"

enum { DAY_MINUTES = 1440 };

/* "to", which is only there to be read. */
static void skip_to(const char **at)
{
	if (strncasecmp(*at, "to ", 3) == 0)
		*at += 3 + strspn(*at + 3, " ");
}

/* From a day to a day, whole; or from a time to a time of one day.  Repeats as daily. */
static bool read_away(struct stage *s, const char **at, struct pl_pattern *p,
		      struct pl_local *from)
{
	struct pl_local to = { 0 };
	bool has_time, has_day;

	if (!moment_take_day(at, p->zone, stage_now(s), from))
		return false;
	has_time = moment_take_time(at, from);
	skip_to(at);
	has_day = moment_take_day(at, p->zone, moment_noon_utc_ms(p->zone, from), &to);
	if (has_time && has_day)
		return false;
	if (!has_time) {
		p->start_utc_ms = moment_day_utc_ms(p->zone, from, 0);
		p->minutes = DAY_MINUTES;
		p->repeats = has_day ? PL_REPEATS_DAILY : PL_REPEATS_NOT;
		p->until_utc_ms = has_day ? moment_day_utc_ms(p->zone, &to, 1) - 1000 : 0;
		return !has_day || p->until_utc_ms > p->start_utc_ms;
	}
	to = *from;
	if (!moment_take_time(at, &to))
		return false;
	p->start_utc_ms = pl_utc_ms(p->zone, from);
	p->minutes = (int)((pl_utc_ms(p->zone, &to) - p->start_utc_ms) / 60000);
	return p->minutes > 0;
}

int program_away(struct stage *s, const char *rest)
{
	struct pl_pattern p = { .every = 1 };
	struct pl_local from;

	if (!session_leads(s))
		return plan_say(s, PROGRAM_LEADERS_ONLY, "");
	memcpy(p.zone, plan_zone(s), strnlen(plan_zone(s), sizeof(p.zone) - 1));
	if (!session_given(rest) || !read_away(s, &rest, &p, &from))
		return session_how(s, "away");
	if (*rest && (p.repeats != PL_REPEATS_NOT || !words_read_every_week(rest)))
		return session_how(s, "away");
	if (*rest) {
		pl_local(p.zone, p.start_utc_ms, &from);
		p.repeats = PL_REPEATS_WEEKLY;
		p.weekdays = 1u << from.weekday;
	}
	return plan_add_series(
		s,
		&(struct pl_series) {
			.group = s->group,
			.kind = PL_AWAY,
			.title = words_program(&s->model.mem, PROGRAM_AWAY, "", ""),
			.leader = pl_client_self(s->client).id,
			.track = "",
			.bring = "" },
		&p);
}
