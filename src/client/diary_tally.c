/* SPDX-License-Identifier: MIT */
/* The week's minutes, and what would restore them; and the hours of a group. */
#include <stdlib.h>
#include <string.h>

#include "client/diary_in.h"
#include "client/diary_tally.h"
#include "schedule/zone.h"

enum { WEEK_DAYS = 7, MONDAY = 1 };

/* The server's week, where it has told of this one; else that of here, from Monday. */
static int64_t week_of(const struct diary_world *w, const struct tally_told *t, int64_t *end)
{
	const int64_t week_ms = WEEK_DAYS * DIARY_DAY_MS;
	int64_t from = t->week_utc_ms;

	*end = from + week_ms;
	if (from && w->now_utc_ms >= from && w->now_utc_ms < *end)
		return from;
	from = zone_week(w->zone, w->now_utc_ms, 0, MONDAY);
	*end = zone_week(w->zone, w->now_utc_ms, 1, MONDAY);
	return from;
}

static int minutes_left(const struct diary_world *w, const struct pl_occurrence *o)
{
	const int64_t from = o->start_utc_ms > w->now_utc_ms ? o->start_utc_ms : w->now_utc_ms;

	return o->end_utc_ms > from ? (int)((o->end_utc_ms - from) / DIARY_MINUTE_MS) : 0;
}

/* Has this person said that they cannot come to something of this track? */
static bool misses_track(const struct diary *p, const char *track,
			 const struct diary_rows *rows)
{
	for (size_t i = 0; *track && i < rows->count; i++) {
		const struct pl_occurrence *o = &rows->all[i].pub;
		const struct diary_series *s = diary_find(p, o->series);

		if (s && !o->cancelled && o->request && o->request->what == PL_ASK_ABSENT &&
		    diary_stands(o->request) && strcmp(s->pub.track, track) == 0)
			return true;
	}
	return false;
}

static bool is_offer(const struct diary *p, const struct diary_world *w,
		     const struct diary_rows *rows, const struct pl_occurrence *o)
{
	const struct diary_series *s = diary_find(p, o->series);

	if (!s || !o->counts || o->cancelled || o->expected || o->kind == PL_AWAY ||
	    o->start_utc_ms <= w->now_utc_ms || (o->cap && o->taken >= o->cap))
		return false;
	if (o->request && diary_stands(o->request))
		return false;
	return diary_is_in(w, o->group) || misses_track(p, s->pub.track, rows);
}

void diary_tally(struct diary *p, const struct diary_world *w, struct tally *t,
		 struct pl_tally *out)
{
	struct diary_rows rows = { 0 };
	int64_t span[2];

	span[0] = week_of(w, &t->told, &span[1]);
	*out = (struct pl_tally) { .week_utc_ms = span[0],
				   .target = t->told.target,
				   .had = t->told.week_utc_ms == span[0] ? t->told.had : -1 };
	diary_list(p, w, span, &rows);
	t->offers = mem_grow(t->offers, (rows.count + 1) * sizeof(*t->offers));
	for (size_t i = 0; i < rows.count; i++) {
		const struct pl_occurrence *o = &rows.all[i].pub;

		if (o->series && o->expected && o->counts && o->start_utc_ms < span[1])
			out->planned += minutes_left(w, o);
		if (!diary_leads(w) && is_offer(p, w, &rows, o))
			t->offers[out->offers_count++] = *o;
	}
	out->offers = t->offers;
	diary_rows_finish(&rows);
}

void tally_finish(struct tally *t)
{
	free(t->offers);
	*t = (struct tally) { 0 };
}

/* ---- hours ---- */

void hours_finish(struct hours *h)
{
	free(h->rows);
	free(h->coming);
	*h = (struct hours) { 0 };
}

void hours_disconnect(struct hours *h)
{
	h->coming_count = 0;
	h->due = false;
}

/* What they said of the sessions of this week, as far as it is known here. */
static int count_absent(const struct diary *p, int64_t group, int64_t member,
			int64_t week_utc_ms)
{
	int n = 0;

	for (size_t i = 0; i < p->requests_count; i++) {
		const struct pl_request *r = &p->requests[i].pub;
		const struct diary_series *s = diary_find(p, r->series);

		n += r->what == PL_ASK_ABSENT && r->state == PL_REQUEST_GRANTED &&
		     r->member == member && s && s->pub.group == group &&
		     r->original_utc_ms >= week_utc_ms &&
		     r->original_utc_ms < week_utc_ms + WEEK_DAYS * DIARY_DAY_MS;
	}
	return n;
}

static int small(int64_t n)
{
	return n > INT32_MAX ? INT32_MAX : (int)n;
}

static int by_need(const void *a, const void *b)
{
	const struct pl_hours *x = a, *y = b;
	const int64_t had = (int64_t)x->had + x->planned, other = (int64_t)y->had + y->planned;

	if (had != other)
		return had < other ? -1 : 1;
	return x->had != y->had ? (x->had < y->had ? -1 : 1) : x->member > y->member;
}

static void add(struct hours *h, const struct diary *p, const struct wire_msg *m)
{
	if (h->coming_count == DIARY_HOURS_MAX)
		return;
	h->coming = mem_grow(h->coming, (h->coming_count + 1) * sizeof(*h->coming));
	h->coming[h->coming_count++] =
		(struct pl_hours) { .member = m->u,
				    .who = "",
				    .had = small(m->n),
				    .planned = small(m->k),
				    .missed = m->has & WIRE_S ? small(m->s - 1) : 0,
				    .absent = count_absent(p, m->g, m->u, m->d) };
}

bool hours_take(struct hours *h, const struct diary *p, const struct wire_msg *m)
{
	struct pl_hours *before = h->rows;

	if (m->u) {
		add(h, p, m);
		return false;
	}
	h->group = m->g;
	h->rows = h->coming;
	h->count = h->coming_count;
	h->coming = before;
	h->coming_count = 0;
	for (size_t i = 0; i < h->count; i++)
		h->rows[i].target = small(m->k - 1);
	if (h->count)
		qsort(h->rows, h->count, sizeof(*h->rows), by_need);
	return true;
}
