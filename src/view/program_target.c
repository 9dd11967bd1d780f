/* SPDX-License-Identifier: MIT */
/* Which series and which session of it is meant by what was typed. */
#include <stdlib.h>
#include <string.h>

#include "view/plan.h"

enum { SPAN_DAYS = 90, YEAR_DAYS = 366 };

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

int plan_say(struct stage *s, enum program_word w, const char *what)
{
	return stage_tell(s, words_program(&s->model.mem, w, model_text(&s->model, what), "")) |
	       DID_KEEP;
}

/* The number of a series: "3", or before a point "3.2026-12-01". */
static bool take_number(const char **at, int64_t *n)
{
	char *end;

	if (!session_given(*at) || **at < '0' || **at > '9')
		return false;
	*n = strtoll(*at, &end, 10);
	if (*end && !strchr(" .\t\n", *end))
		return false;
	*at = end + strspn(end, " .\t\n");
	return true;
}

/* The series; 0, or the bits of what was told in its place. */
int plan_take_series(struct stage *s, const char **at, const char *verb, struct plan_target *t)
{
	int64_t n;

	*t = (struct plan_target) { 0 };
	if (!session_leads(s))
		return plan_say(s, PROGRAM_LEADERS_ONLY, "");
	if (!take_number(at, &n))
		return session_how(s, verb);
	t->series = plan_series(s, n);
	if (!t->series)
		return plan_say(s, PROGRAM_NO_SUCH_SERIES, "");
	return pl_pattern_of(t->series, &t->pattern) ? 0 : plan_say(s, PROGRAM_UNREADABLE, "");
}

static void take(struct plan_target *t, const struct pl_occurrence *o)
{
	t->original_utc_ms = o->original_utc_ms;
	t->start_utc_ms = o->start_utc_ms;
	t->end_utc_ms = o->end_utc_ms;
}

/* What begins on that day, else what was to begin on it. */
bool plan_session_on(struct stage *s, struct plan_target *t, const struct pl_local *day)
{
	const int64_t from = moment_day_utc_ms(t->pattern.zone, day, 0);
	const int64_t to = moment_day_utc_ms(t->pattern.zone, day, 1);
	const struct pl_occurrence *all, *planned = NULL;
	const size_t n = pl_client_schedule(s->client, from - SPAN_DAYS * day_ms,
					    to + SPAN_DAYS * day_ms, &all);

	for (size_t i = 0; i < n; i++) {
		if (all[i].series != t->series->id || all[i].source != PL_OF_THE_PROGRAM)
			continue;
		if (all[i].original_utc_ms >= from && all[i].original_utc_ms < to)
			planned = &all[i];
		if (all[i].start_utc_ms < from || all[i].start_utc_ms >= to)
			continue;
		take(t, &all[i]);
		return true;
	}
	if (planned)
		take(t, planned);
	return planned != NULL;
}

static bool is_changed(const struct pl_occurrence *o)
{
	return o->cancelled || o->moved || o->substitute;
}

/* The next that takes place; `changed`: the next that is not as it was planned. */
bool plan_next_session(struct stage *s, struct plan_target *t, bool changed)
{
	const struct pl_occurrence *all;
	const size_t n = pl_client_schedule(s->client, stage_now(s),
					    stage_now(s) + YEAR_DAYS * day_ms, &all);

	for (size_t i = 0; i < n; i++) {
		if (all[i].series != t->series->id || all[i].source != PL_OF_THE_PROGRAM ||
		    (changed ? !is_changed(&all[i]) : all[i].cancelled))
			continue;
		take(t, &all[i]);
		return true;
	}
	return false;
}

/* Those of the days from `first` to `last`, at most PLAN_SPAN_MAX. */
static bool sessions_from(struct stage *s, const struct pl_local *first,
			  const struct pl_local *last, bool changed, struct plan_target *t)
{
	const int64_t from = moment_day_utc_ms(t->pattern.zone, first, 0);
	const int64_t to = moment_day_utc_ms(t->pattern.zone, last, 1);
	const struct pl_occurrence *all;
	const size_t n = pl_client_schedule(s->client, from, to, &all);

	for (size_t i = 0; i < n && t->originals_count < PLAN_SPAN_MAX; i++) {
		if (all[i].series != t->series->id || all[i].source != PL_OF_THE_PROGRAM ||
		    all[i].start_utc_ms < from ||
		    (changed ? !is_changed(&all[i]) : all[i].cancelled))
			continue;
		t->originals[t->originals_count++] = all[i].original_utc_ms;
	}
	return t->originals_count > 0;
}

static bool one_session(struct stage *s, const struct pl_local *day, bool changed,
			struct plan_target *t)
{
	if (day ? !plan_session_on(s, t, day) : !plan_next_session(s, t, changed))
		return false;
	t->originals[0] = t->original_utc_ms;
	t->originals_count = 1;
	return true;
}

int plan_take_sessions(struct stage *s, const char **at, bool changed, struct plan_target *t)
{
	const char *zone = t->pattern.zone;
	struct pl_local first, last;
	bool found;

	if (!moment_take_day(at, zone, stage_now(s), &first))
		found = one_session(s, NULL, changed, t);
	else if (!moment_take_day(at, zone, moment_noon_utc_ms(zone, &first), &last))
		found = one_session(s, &first, changed, t);
	else if (moment_day_utc_ms(zone, &last, 0) < moment_day_utc_ms(zone, &first, 0))
		return plan_say(s, PROGRAM_END_FIRST, "");
	else
		found = sessions_from(s, &first, &last, changed, t);
	return found ? 0 : plan_say(s, PROGRAM_NO_SUCH_SESSION, t->series->title);
}

struct pl_changed plan_changed(const struct plan_target *t, enum pl_change what)
{
	return (struct pl_changed) { .what = what,
				     .id = t->series->id,
				     .group = t->series->group,
				     .original_utc_ms = t->original_utc_ms };
}
