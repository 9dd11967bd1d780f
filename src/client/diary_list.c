/* SPDX-License-Identifier: MIT */
/*
 * When things are, and what they are to this person.  Who is expected where is what the
 * server's diary_who.c says, as far as it can be known here.
 */
#include <stdlib.h>
#include <string.h>

#include "client/diary_in.h"

bool diary_leads(const struct diary_world *w)
{
	return w->role == PL_FACILITATOR || w->role == PL_ADMIN;
}

const char *diary_name(const struct diary_world *w, int64_t group, int64_t member)
{
	const struct pl_person *people;
	size_t n;

	if (member && w->group(w->user, group, &people, &n))
		for (size_t i = 0; i < n; i++)
			if (people[i].id == member)
				return people[i].name;
	return "";
}

bool diary_is_in(const struct diary_world *w, int64_t group)
{
	const struct pl_person *people;
	size_t n;

	return w->group(w->user, group, &people, &n);
}

/* ---- seats ---- */

static bool is_at(const struct pl_request *r, int64_t series, int64_t original_utc_ms)
{
	return r->series == series && r->original_utc_ms == original_utc_ms;
}

static bool leads_to(const struct pl_request *r, int64_t series, int64_t original_utc_ms)
{
	return r->what == PL_ASK_SWAP && r->to_series == series &&
	       r->to_original_utc_ms == original_utc_ms;
}

/* That somebody cannot come is said, not asked for: it counts before the server knows it. */
static bool is_absence(const struct pl_request *r)
{
	return r->what == PL_ASK_ABSENT &&
	       (r->state == PL_REQUEST_KEPT || r->state == PL_REQUEST_ASKED ||
		r->state == PL_REQUEST_GRANTED);
}

/* What the requests of one person make of one occurrence. */
enum seat { SEAT_AS_IS, SEAT_GIVEN, SEAT_LEFT };

static enum seat seat_of(const struct diary *p, int64_t member, int64_t series,
			 int64_t original_utc_ms)
{
	enum seat seat = SEAT_AS_IS;

	for (size_t i = 0; i < p->request_count; i++) {
		const struct pl_request *r = &p->request_list[i];
		const bool here = is_at(r, series, original_utc_ms);

		if (r->member != member)
			continue;
		if (here && is_absence(r))
			return SEAT_LEFT;
		if (r->state != PL_REQUEST_GRANTED)
			continue;
		if (leads_to(r, series, original_utc_ms) || (here && r->what == PL_ASK_SIGN_UP))
			seat = SEAT_GIVEN;
		else if (here && r->what == PL_ASK_SWAP && seat == SEAT_AS_IS)
			seat = SEAT_LEFT;
	}
	return seat;
}

static bool is_guest(const struct diary *p, int64_t member, int64_t group)
{
	for (size_t i = 0; i < p->guests_count; i++)
		if (p->guests[i].member == member && p->guests[i].group == group)
			return true;
	return false;
}

/* Whose role brings them to it. */
static bool is_for(enum pl_role role, const struct pl_series *s)
{
	if (role == PL_FACILITATOR || role == PL_ADMIN || s->kind == PL_AWAY || s->optional)
		return false;
	return role != PL_FAMILY || s->kind == PL_FAMILY_SESSION;
}

static bool is_expected(const struct diary *p, const struct diary_world *w,
			const struct diary_series *s, const struct occur *o)
{
	const enum seat seat = seat_of(p, w->self, s->pub.id, o->original_utc_ms);

	if (o->cancelled || s->pub.kind == PL_AWAY || seat == SEAT_LEFT)
		return false;
	if (seat == SEAT_GIVEN)
		return true;
	return diary_is_in(w, s->pub.group) && is_for(w->role, &s->pub) &&
	       !is_guest(p, w->self, s->pub.group);
}

/* As far as is known here: what others ask for is told to those who lead. */
static int count_taken(const struct diary *p, const struct diary_world *w,
		       const struct diary_series *s, int64_t original_utc_ms)
{
	const struct pl_person *people;
	size_t n;
	int taken = 0;

	if (!w->group(w->user, s->pub.group, &people, &n))
		return 0;
	for (size_t i = 0; i < n; i++) {
		const enum seat seat = seat_of(p, people[i].id, s->pub.id, original_utc_ms);

		if (people[i].presence == PL_FORMER)
			continue;
		taken += seat == SEAT_GIVEN ||
			 (seat == SEAT_AS_IS && is_for(people[i].role, &s->pub) &&
			  !is_guest(p, people[i].id, s->pub.group));
	}
	return taken;
}

/* ---- occurrences ---- */

static struct diary_row *add(struct diary_rows *r)
{
	if (r->count == r->size) {
		r->size = r->size ? r->size * 2 : 64;
		r->all = mem_grow(r->all, r->size * sizeof(*r->all));
	}
	return &r->all[r->count++];
}

void diary_rows_finish(struct diary_rows *r)
{
	free(r->all);
	*r = (struct diary_rows) { 0 };
}

/* Apart for each series and moment, and the same each time. */
static uint64_t id_of(uint64_t stem, int64_t original_utc_ms)
{
	return stem << 33 | ((uint64_t)original_utc_ms / 1000 & 0x1ffffffffULL);
}

static uint64_t hash(const char *s)
{
	uint64_t h = 5381;

	while (*s)
		h = h * 33 + (unsigned char)*s++;
	return h & 0x3fffffff;
}

static const struct pl_request *newest_of(const struct diary *p, const struct diary_world *w,
					  int64_t series, int64_t original_utc_ms)
{
	const struct pl_request *newest = NULL;

	for (size_t i = 0; i < p->request_count; i++) {
		const struct pl_request *r = &p->request_list[i];

		if (r->member != w->self || !is_at(r, series, original_utc_ms))
			continue;
		if (diary_stands(r))
			return r;
		newest = newest ? newest : r;
	}
	return newest;
}

static void set_times(struct pl_occurrence *out, const struct occur *o)
{
	out->start_utc_ms = o->start_utc_ms;
	out->end_utc_ms = o->end_utc_ms;
	out->all_day = o->all_day;
	out->cancelled = o->cancelled;
	out->moved = o->moved;
	out->title = o->title;
	out->place = o->place;
	out->why = o->why;
	out->leader = out->bring = out->zone = "";
}

static struct diary_row of_series(const struct diary *p, const struct diary_world *w,
				  const struct diary_series *s, const struct occur *o)
{
	const struct calendar_event *e = calendar_event(s->when, 0);
	struct diary_row r = { .leader = o->leader ? o->leader : s->pub.leader };
	struct pl_occurrence *out = &r.pub;

	set_times(out, o);
	out->id = id_of((uint64_t)s->pub.id, o->original_utc_ms);
	out->source = PL_OF_THE_PROGRAM;
	out->series = s->pub.id;
	out->original_utc_ms = o->original_utc_ms;
	out->group = s->pub.group;
	out->kind = s->pub.kind;
	out->leader = diary_name(w, s->pub.group, r.leader);
	out->bring = s->pub.bring;
	out->zone = e->zone;
	out->substitute = o->substitute && o->leader != s->pub.leader;
	out->optional = s->pub.optional;
	out->counts = s->pub.counts;
	out->leads = r.leader == w->self;
	out->expected = is_expected(p, w, s, o) ||
			(out->leads && !o->cancelled && s->pub.kind != PL_AWAY);
	out->cap = s->pub.cap;
	out->taken = out->cap ? count_taken(p, w, s, o->original_utc_ms) : 0;
	out->request = newest_of(p, w, s->pub.id, o->original_utc_ms);
	return r;
}

static struct diary_row of_my_own(const struct calendar *c, const struct occur *o)
{
	struct diary_row r = { 0 };

	set_times(&r.pub, o);
	r.pub.id = id_of(1u << 30 | hash(calendar_event(c, o->event)->uid), o->original_utc_ms);
	r.pub.source = PL_OF_MY_OWN;
	r.pub.zone = calendar_event(c, o->event)->zone;
	return r;
}

static size_t list_calendar(struct diary *p, const struct diary_world *w, struct calendar *c,
			    const int64_t span[2])
{
	size_t n;

	if (!p->scratch)
		p->scratch = mem_get(OCCUR_MAX * sizeof(*p->scratch));
	n = occur_list(c, span[0], span[1], w->zone, p->scratch, OCCUR_MAX);
	return n < OCCUR_MAX ? n : OCCUR_MAX;
}

void diary_list_series(struct diary *p, const struct diary_world *w,
		       const struct diary_series *s, const int64_t span[2],
		       struct diary_rows *out)
{
	const size_t n = s->when ? list_calendar(p, w, s->when, span) : 0;

	for (size_t i = 0; i < n; i++)
		*add(out) = of_series(p, w, s, &p->scratch[i]);
}

static int by_start(const void *a, const void *b)
{
	const struct pl_occurrence *x = &((const struct diary_row *)a)->pub;
	const struct pl_occurrence *y = &((const struct diary_row *)b)->pub;

	if (x->start_utc_ms != y->start_utc_ms)
		return x->start_utc_ms < y->start_utc_ms ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

void diary_sort(struct diary_rows *r)
{
	if (r->count)
		qsort(r->all, r->count, sizeof(*r->all), by_start);
}

/* Whoever has this has no time for something else. */
static bool is_busy(const struct pl_occurrence *o)
{
	return !o->cancelled && !o->all_day &&
	       (o->source == PL_OF_MY_OWN || o->expected || (o->kind == PL_AWAY && o->leads));
}

static void set_clash(struct pl_occurrence *a, const struct pl_occurrence *b)
{
	if (!a->clash && !a->cancelled && !a->all_day && is_busy(b) &&
	    !(a->source == PL_OF_MY_OWN && b->source == PL_OF_MY_OWN))
		a->clash = b->title;
}

static void set_clashes(struct diary_rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t k = i + 1; k < r->count; k++) {
			struct pl_occurrence *a = &r->all[i].pub, *b = &r->all[k].pub;

			if (b->start_utc_ms >= a->end_utc_ms)
				break;
			set_clash(a, b);
			set_clash(b, a);
		}
}

void diary_list(struct diary *p, const struct diary_world *w, const int64_t span[2],
		struct diary_rows *out)
{
	size_t n;

	diary_list_requests(p, w);
	for (size_t i = 0; i < p->series_count; i++)
		if (p->series[i].pub.kind != PL_AWAY || diary_leads(w))
			diary_list_series(p, w, &p->series[i], span, out);
	n = p->overlay ? list_calendar(p, w, p->overlay, span) : 0;
	for (size_t i = 0; i < n; i++)
		*add(out) = of_my_own(p->overlay, &p->scratch[i]);
	diary_sort(out);
	if (out->count > OCCUR_MAX)
		out->count = OCCUR_MAX;
	set_clashes(out);
}

bool diary_occurrence(struct diary *p, const struct diary_world *w, int64_t series,
		      int64_t original_utc_ms, struct diary_row *out)
{
	const struct diary_series *s = diary_find(p, series);
	struct occur o;

	diary_list_requests(p, w);
	if (!s || !s->when || !occur_find(s->when, 0, original_utc_ms, w->zone, &o))
		return false;
	*out = of_series(p, w, s, &o);
	return true;
}
