/* SPDX-License-Identifier: MIT */
/* What would come of changes. */
#include <stdlib.h>
#include <string.h>

#include "client/diary_revise.h"
#include "client/diary_in.h"

static bool differ(const struct diary_row *a, const struct diary_row *b)
{
	const struct pl_occurrence *x = &a->pub, *y = &b->pub;

	return x->start_utc_ms != y->start_utc_ms || x->end_utc_ms != y->end_utc_ms ||
	       x->cancelled != y->cancelled || a->leader != b->leader || x->kind != y->kind ||
	       x->cap != y->cap || x->optional != y->optional || x->counts != y->counts ||
	       strcmp(x->title, y->title) != 0 || strcmp(x->place, y->place) != 0 ||
	       strcmp(x->bring, y->bring) != 0;
}

static const struct diary_row *find(const struct diary_rows *r, const struct diary_row *like)
{
	for (size_t i = 0; like->pub.series && i < r->count; i++)
		if (r->all[i].pub.id == like->pub.id)
			return &r->all[i];
	return NULL;
}

static bool overlap(const struct pl_occurrence *a, const struct pl_occurrence *b)
{
	return a->start_utc_ms < b->end_utc_ms && b->start_utc_ms < a->end_utc_ms;
}

static void set_busy(struct pl_preview *v, const struct diary_row *after,
		     const struct diary_rows *all)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct diary_row *r = &all->all[i];

		if (r == after || r->pub.cancelled || !overlap(&r->pub, &after->pub))
			continue;
		if (!v->leader_busy && after->leader && r->leader == after->leader)
			v->leader_busy = r->pub.title;
		if (!v->place_busy && *after->pub.place && r->pub.kind != PL_AWAY &&
		    strcmp(r->pub.place, after->pub.place) == 0)
			v->place_busy = r->pub.title;
	}
}

static void add(struct revision *e, const struct diary_row *before,
		const struct diary_row *after)
{
	struct pl_preview *v = &e->list[e->list_count++];

	*v = (struct pl_preview) { before ? &before->pub : NULL, after ? &after->pub : NULL,
				   NULL, NULL };
	if (after && !after->pub.cancelled)
		set_busy(v, after, &e->all);
}

static int by_start(const void *a, const void *b)
{
	const struct pl_preview *x = a, *y = b;
	const struct pl_occurrence *p = x->before ? x->before : x->after;
	const struct pl_occurrence *q = y->before ? y->before : y->after;

	if (p->start_utc_ms != q->start_utc_ms)
		return p->start_utc_ms < q->start_utc_ms ? -1 : 1;
	return p->id < q->id ? -1 : p->id > q->id;
}

/* What was, what will be, and all that will be at that time beside it. */
static void list(struct revision *e, struct diary *p, const struct diary_world *w)
{
	const int64_t span[2] = { w->now_utc_ms, w->now_utc_ms + REVISION_DAYS * DIARY_DAY_MS };

	diary_list_requests(p, w);
	for (size_t i = 0; i < e->count; i++) {
		const struct diary_series *was = diary_find(p, e->rows[i].now.pub.id);

		if (was)
			diary_list_series(p, w, was, span, &e->before);
		if (!e->rows[i].gone)
			diary_list_series(p, w, &e->rows[i].now, span, &e->all);
	}
	diary_sort(&e->before);
	e->fresh = e->all.count;
	for (size_t i = 0; i < p->series_count; i++) {
		bool edited = false;

		for (size_t k = 0; k < e->count; k++)
			edited = edited || e->rows[k].now.pub.id == p->series[i].pub.id;
		if (!edited)
			diary_list_series(p, w, &p->series[i], span, &e->all);
	}
}

/* Those of all groups of which something changes, but this person. */
static int count_people(const struct revision *e, const struct diary_world *w)
{
	int64_t *seen = NULL;
	int n = 0;

	for (size_t i = 0; i < e->count; i++) {
		const struct pl_person *people;
		size_t count;

		if (e->rows[i].now.pub.kind == PL_AWAY ||
		    !w->group(w->user, e->rows[i].now.pub.group, &people, &count))
			continue;
		for (size_t k = 0; k < count; k++) {
			int at = 0;

			while (at < n && seen[at] != people[k].id)
				at++;
			if (at < n || people[k].id == w->self ||
			    people[k].presence == PL_FORMER)
				continue;
			seen = mem_grow(seen, (size_t)(n + 1) * sizeof(*seen));
			seen[n++] = people[k].id;
		}
	}
	free(seen);
	return n;
}

void revision_preview(struct revision *e, struct diary *p, const struct diary_world *w)
{
	struct diary_rows after;

	list(e, p, w);
	after = (struct diary_rows) { e->all.all, e->fresh, 0 };
	e->list = mem_get((e->before.count + after.count + 1) * sizeof(*e->list));
	for (size_t i = 0; i < e->before.count; i++) {
		const struct diary_row *is = find(&after, &e->before.all[i]);

		if (!is || differ(&e->before.all[i], is))
			add(e, &e->before.all[i], is);
	}
	for (size_t i = 0; i < after.count; i++)
		if (!find(&e->before, &after.all[i]))
			add(e, NULL, &after.all[i]);
	if (e->list_count)
		qsort(e->list, e->list_count, sizeof(*e->list), by_start);
	e->people = e->list_count ? count_people(e, w) : 0;
}
