/* SPDX-License-Identifier: MIT */
/* How one number goes: sums of measures, and whole numbers of what is filled in every day. */
#include <limits.h>
#include <string.h>

#include "client/sheets_list.h"

/* Mood, and hours of sleep: more is better.  Of every other number less is. */
static const struct {
	const char *form, *item;
} better[] = {
	{ "check-in", "1" },
	{ "check-in", "3" },
};

static bool less_is_better(const char *form, const char *item)
{
	for (size_t i = 0; i < sizeof(better) / sizeof(better[0]); i++)
		if (strcmp(better[i].form, form) == 0 && strcmp(better[i].item, item) == 0)
			return false;
	return true;
}

struct plotting {
	struct sheets_list *list;
	const struct sheets_world *world;
	const struct sheets_done *done;
	size_t done_count;
	size_t count;
};

static const char *copy(struct plotting *p, const char *s)
{
	return arena_text(&p->list->trend_mem, s);
}

/* The sum (`at` -1), or the whole number `at` of the form's; false: this sheet has none. */
static bool number_of(struct plotting *p, const struct sheets_done *d, int at, int *out)
{
	const struct sheets_scored *s = sheets_scored(&p->list->scores, p->world, d);

	if (at < 0) {
		*out = s->score.sum;
		return s->measure && !s->score.missing;
	}
	*out = s->values[at];
	return s->values[at] != INT_MIN;
}

static void add(struct plotting *p, const struct pl_trend *like, int at)
{
	struct pl_point *points =
		arena_get(&p->list->trend_mem, (p->done_count + 1) * sizeof(*points));
	struct sheets_list *l = p->list;
	struct pl_trend t = *like;

	for (size_t i = 0; i < p->done_count; i++) {
		int value;

		if (strcmp(p->done[i].form, like->form) != 0 ||
		    !number_of(p, &p->done[i], at, &value))
			continue;
		points[t.count++] = (struct pl_point) { p->done[i].utc_ms, value };
		t.least = value < t.least ? value : t.least;
		t.most = value > t.most ? value : t.most;
	}
	t.points = points;
	if (t.count < 2)
		return;
	t.form = copy(p, like->form);
	t.title = copy(p, like->title);
	l->trends = mem_grow(l->trends, (p->count + 1) * sizeof(*l->trends));
	l->trends[p->count++] = t;
}

static int limit(const struct sheet_value *v, int otherwise)
{
	return v->kind == VALUE_INTEGER ? (int)v->number : otherwise;
}

static void add_questions(struct plotting *p, const char *name, const struct questionnaire *q)
{
	int at = 0;

	for (size_t i = 0; i < q->count && at < SHEETS_VALUES; i++) {
		const struct sheet_item *item = q->items[i];

		if (item->type != ITEM_TYPE_INTEGER)
			continue;
		add(p,
		    &(struct pl_trend) { .form = name,
					 .title = item->text,
					 .least = limit(&item->least, INT_MAX),
					 .most = limit(&item->most, INT_MIN),
					 .less_is_better =
						 less_is_better(name, item->link_id) },
		    at++);
	}
}

static void add_form(struct plotting *p, const char *name)
{
	struct sheets_form f;
	const struct score_measure *m;

	if (!p->world->form(p->world->user, name, &f))
		return;
	m = score_measure(f.q);
	if (m)
		add(p,
		    &(struct pl_trend) { .form = name,
					 .title = f.title,
					 .most = m->most,
					 .less_is_better = true },
		    -1);
	else if (f.kind == PL_FORM_CHECK_IN || f.kind == PL_FORM_URGE)
		add_questions(p, name, f.q);
}

static bool came_before(const struct sheets_done *all, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(all[i].form, all[at].form) == 0)
			return true;
	return false;
}

size_t sheets_trends(struct sheets_list *l, const struct sheet_rows *r,
		     const struct sheets_world *w, int64_t member, const struct pl_trend **out)
{
	struct plotting p = { .list = l, .world = w };
	struct sheets_done *done;

	arena_reset(&l->trend_mem);
	p.done_count = sheets_done(r, w, member ? member : w->self, &l->trend_mem, &done);
	p.done = done;
	for (size_t i = 0; i < p.done_count; i++)
		if (!came_before(done, i))
			add_form(&p, done[i].form);
	*out = l->trends;
	return p.count;
}
