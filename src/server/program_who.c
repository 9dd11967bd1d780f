/* SPDX-License-Identifier: MIT */
/* Who sees what, and who is expected where. */
#include <stdlib.h>

#include "server/program_in.h"
#include "server/rights.h"

bool program_leads(const struct program *p, int64_t group, int64_t member)
{
	const struct person *who = program_person(p, group, member);

	return who && who->leads;
}

unsigned program_is(const struct program *p, int64_t group, int64_t member)
{
	return right_in_group(program_person(p, group, member),
			      program_leads(p, group, member));
}

static bool leads_series(const struct program *p, int64_t number, int64_t member)
{
	const struct series *s = program_any_series(p, number);

	return s && program_leads(p, s->group, member);
}

bool program_answers(const struct program *p, const struct request *r, int64_t member)
{
	return leads_series(p, r->series, member) || leads_series(p, r->to_series, member);
}

/* Has one of this member's groups a series of that track? */
static bool has_track(const struct program *p, const char *track, int64_t member)
{
	for (size_t i = 0; i < p->series_count; i++) {
		const struct series *s = p->series[i];

		if (!s->gone && str_is(str_of(s->track), track) &&
		    program_person(p, s->group, member))
			return true;
	}
	return false;
}

bool program_sees(const struct program *p, const struct series *s, int64_t member)
{
	const struct person *who = program_person(p, s->group, member);

	if (who)
		return s->kind != KIND_AWAY || who->leads;
	return *s->track && s->kind != KIND_AWAY && has_track(p, s->track, member);
}

bool program_open(const struct request *r)
{
	return !r->gone && (r->state == WIRE_REQUEST_ASKED || r->state == WIRE_REQUEST_WAITING);
}

bool program_stands(const struct request *r)
{
	return program_open(r) || (!r->gone && r->state == WIRE_REQUEST_GRANTED);
}

bool program_find(const struct series *s, int64_t original_utc_ms, struct occur *out)
{
	return s && s->calendar && occur_find(s->calendar, 0, original_utc_ms, "UTC", out);
}

/* What was granted of one occurrence */

struct grants {
	const struct series *series;
	int64_t original_utc_ms;
	const struct request *but; /* this one does not count */
	const struct request **all;
	size_t n;
};

static bool leads_to(const struct request *r, const struct grants *g)
{
	return r->to_series == g->series->number && r->to_original_utc_ms == g->original_utc_ms;
}

static bool is_of(const struct request *r, const struct grants *g)
{
	return (r->series == g->series->number && r->original_utc_ms == g->original_utc_ms) ||
	       leads_to(r, g);
}

static void grants_find(const struct program *p, struct grants *g)
{
	for (size_t i = 0; i < p->requests_count; i++) {
		const struct request *r = p->requests[i];

		if (r->gone || r->state != WIRE_REQUEST_GRANTED || r == g->but ||
		    r->what == ASK_LATE || r->what == ASK_LISTENING || !is_of(r, g))
			continue;
		g->all = mem_grow(g->all, (g->n + 1) * sizeof(*g->all));
		g->all[g->n++] = r;
	}
}

bool program_by_itself(const struct series *s, const struct person *who)
{
	return !who->leads && !who->disabled && !who->guest &&
	       !(s->flags & WIRE_SERIES_OPTIONAL) && s->kind != KIND_AWAY &&
	       (!who->family || s->kind == KIND_FAMILY);
}

static bool expected(const struct grants *g, const struct person *who)
{
	bool comes = program_by_itself(g->series, who), seat = false, absent = false;

	if (who->leads || who->disabled || g->series->kind == KIND_AWAY)
		return false;
	for (size_t i = 0; i < g->n; i++) {
		const struct request *r = g->all[i];

		if (r->member != who->member)
			continue;
		if (r->what == ASK_ABSENT)
			absent = true;
		else if (r->what == ASK_SIGN_UP || leads_to(r, g))
			seat = true;
		else
			comes = false;
	}
	return (comes || seat) && !absent;
}

static bool would_come(const struct program *p, struct grants *g, int64_t member)
{
	const struct person *who = program_person(p, g->series->group, member);
	bool yes;

	if (!who)
		return false;
	grants_find(p, g);
	yes = expected(g, who);
	free(g->all);
	return yes;
}

bool program_expected(const struct program *p, const struct series *s, int64_t original_utc_ms,
		      int64_t member)
{
	struct grants g = { .series = s, .original_utc_ms = original_utc_ms };

	return would_come(p, &g, member);
}

bool program_expected_without(const struct program *p, const struct series *s,
			      const struct request *r)
{
	struct grants g = { .series = s, .original_utc_ms = r->original_utc_ms, .but = r };

	return would_come(p, &g, r->member);
}

bool program_has_seat(const struct program *p, const struct series *s, int64_t original_utc_ms)
{
	struct grants g = { .series = s, .original_utc_ms = original_utc_ms };
	int64_t taken = 0;

	if (s->cap == 0)
		return true;
	grants_find(p, &g);
	for (size_t i = 0; i < p->people_count; i++)
		if (p->people[i]->group == s->group)
			taken += expected(&g, p->people[i]);
	/* One whose place in the group is not known yet has a seat, too. */
	for (size_t i = 0; i < g.n; i++)
		taken += leads_to(g.all[i], &g) &&
			 !program_person(p, s->group, g.all[i]->member);
	free(g.all);
	return taken < s->cap;
}

bool program_belongs(const struct program *p, const struct request *swap)
{
	const struct series *from = program_any_series(p, swap->series);
	const struct series *to = program_any_series(p, swap->to_series);
	const struct person *who = to ? program_person(p, to->group, swap->member) : NULL;

	return who && !who->guest && from && from->group != to->group;
}

int64_t program_before(const struct program *p, const struct request *r)
{
	int64_t n = 0;

	for (size_t i = 0; i < p->requests_count; i++) {
		const struct request *o = p->requests[i];

		n += !o->gone && o->state == WIRE_REQUEST_WAITING && o->number < r->number &&
		     o->series == r->series && o->original_utc_ms == r->original_utc_ms;
	}
	return n;
}
