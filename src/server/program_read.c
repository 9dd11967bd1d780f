/* SPDX-License-Identifier: MIT */
/* For calendars and hours: what somebody is expected at. */
#include <stdlib.h>

#include "server/program_in.h"

bool program_is_expected(const struct program *p, int64_t member, int64_t series,
			 int64_t original_utc_ms)
{
	const struct series *s = program_series(p, series);

	return s && program_expected(p, s, original_utc_ms, member);
}

bool program_is_absent(const struct program *p, int64_t member, int64_t series,
		       int64_t original_utc_ms)
{
	for (size_t i = 0; i < p->requests_count; i++) {
		const struct request *r = p->requests[i];

		if (!r->gone && r->member == member && r->what == ASK_ABSENT &&
		    r->state == WIRE_REQUEST_GRANTED && r->series == series &&
		    r->original_utc_ms == original_utc_ms)
			return true;
	}
	return false;
}

/* Of one series: how many are in `out` now. */
static size_t add_sessions(const struct program *p, const struct series *s, int64_t member,
			   const struct occur *at, struct program_session *out)
{
	if (at->cancelled || !program_expected(p, s, at->original_utc_ms, member))
		return 0;
	*out = (struct program_session) { .series = s->number,
					  .group = s->group,
					  .original_utc_ms = at->original_utc_ms,
					  .start_utc_ms = at->start_utc_ms,
					  .end_utc_ms = at->end_utc_ms,
					  .counts = s->flags & WIRE_SERIES_COUNTS };
	return 1;
}

size_t program_sessions(const struct program *p, int64_t member,
			const struct program_span *span, struct program_session *out,
			size_t size)
{
	struct occur *at = mem_get(OCCUR_MAX * sizeof(*at));
	struct program_session one;
	size_t count = 0;

	for (size_t i = 0; i < p->series_count; i++) {
		const struct series *s = p->series[i];
		size_t n;

		if (!s->calendar || !program_person(p, s->group, member))
			continue;
		n = occur_list(s->calendar, span->from_utc_ms, span->to_utc_ms, "UTC", at,
			       OCCUR_MAX);
		for (size_t k = 0; k < n && k < OCCUR_MAX; k++) {
			if (at[k].start_utc_ms < span->from_utc_ms ||
			    !add_sessions(p, s, member, &at[k], &one))
				continue;
			if (count < size)
				out[count] = one;
			count++;
		}
	}
	free(at);
	return count;
}

/* Plans */

static bool has(const int64_t *all, size_t n, int64_t ms)
{
	for (size_t i = 0; i < n; i++)
		if (all[i] == ms)
			return true;
	return false;
}

static void add(int64_t **all, size_t *n, int64_t ms)
{
	if (has(*all, *n, ms))
		return;
	*all = mem_grow(*all, (*n + 1) * sizeof(**all));
	(*all)[(*n)++] = ms;
}

static void look_at(const struct program *p, const struct series *s, int64_t member,
		    struct program_plan *plan, int64_t ms)
{
	const bool comes = program_expected(p, s, ms, member);

	if (plan->single && comes)
		add(&plan->only, &plan->only_count, ms);
	if (!plan->single && !comes)
		add(&plan->absent, &plan->absent_count, ms);
}

/* By what was asked for, of one occurrence after the other. */
static void look(const struct program *p, const struct series *s, int64_t member,
		 struct program_plan *plan)
{
	for (size_t i = 0; i < p->requests_count; i++) {
		const struct request *r = p->requests[i];

		if (r->gone || r->member != member ||
		    (r->series != s->number && r->to_series != s->number))
			continue;
		if (r->version > plan->version)
			plan->version = r->version;
		if (r->series == s->number)
			look_at(p, s, member, plan, r->original_utc_ms);
		if (r->to_series == s->number)
			look_at(p, s, member, plan, r->to_original_utc_ms);
	}
}

/* False: there is nothing in it for them. */
static bool make(const struct program *p, const struct series *s, int64_t member,
		 struct program_plan *out)
{
	const struct person *who = program_person(p, s->group, member);

	if (!who || !s->calendar || s->kind == KIND_AWAY || who->disabled)
		return false;
	*out = (struct program_plan) { .series = s->number,
				       .version = s->version,
				       .calendar = s->calendar };
	if (who->leads)
		return s->leader == member;
	out->single = !program_by_itself(s, who);
	look(p, s, member, out);
	return !out->single || out->only_count;
}

size_t program_plans(const struct program *p, int64_t member, struct program_plan **out)
{
	struct program_plan *all = mem_get((p->series_count + 1) * sizeof(*all));
	size_t n = 0;

	for (size_t i = 0; i < p->series_count; i++)
		n += make(p, p->series[i], member, &all[n]);
	*out = all;
	return n;
}

void program_plans_free(struct program_plan *plans, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(plans[i].absent);
		free(plans[i].only);
	}
	free(plans);
}
