/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/sorted.h"
#include "client/sheets_list.h"
#include "worksheet/answers.h"

/* ---- one ---- */

static void read_values(const struct response *r, struct sheets_scored *out)
{
	const struct questionnaire *q = response_form(r);
	size_t n = 0;

	for (size_t i = 0; i < q->count && n < SHEETS_VALUES; i++) {
		const struct blank *b;

		if (q->items[i]->type != ITEM_TYPE_INTEGER)
			continue;
		b = response_twins(r, q->items[i]);
		if (b && blank_answered(b) && b->value.kind == VALUE_INTEGER)
			out->values[n] = (int)b->value.number;
		n++;
	}
}

static void work_out(const struct sheets_world *w, const struct sheets_done *d,
		     struct sheets_scored *out)
{
	struct sheets_form form;
	struct response_place place;
	struct response *r;

	for (size_t i = 0; i < SHEETS_VALUES; i++)
		out->values[i] = INT_MIN;
	if (!w->form(w->user, d->form, &form))
		return;
	r = response_new(form.q, w->clock);
	out->known = true;
	out->measure = score_measure(form.q);
	if (!answers_read(r, str_of(d->answers), NULL) ||
	    (out->measure && !score_of(out->measure, r, &out->score)))
		out->measure = NULL;
	place = response_place(r, NULL);
	out->answered = (int)place.answered;
	out->questions = (int)place.of;
	read_values(r, out);
	response_free(r);
}

const struct sheets_scored *sheets_scored(struct sheets_scores *s, const struct sheets_world *w,
					  const struct sheets_done *d)
{
	const size_t from = sorted_place(s->all, s->count, SORTED_BY(struct sheets_scored, id),
					 (int64_t)d->key);

	if (from == s->count || s->all[from].id != d->key) {
		s->all = mem_grow(s->all, (s->count + 1) * sizeof(*s->all));
		memmove(&s->all[from + 1], &s->all[from],
			(s->count++ - from) * sizeof(*s->all));
		s->all[from] = (struct sheets_scored) { .utc_ms = INT64_MIN };
	}
	if (s->all[from].utc_ms != d->utc_ms || !s->all[from].known) {
		s->all[from] = (struct sheets_scored) { .id = d->key, .utc_ms = d->utc_ms };
		work_out(w, d, &s->all[from]);
	}
	return &s->all[from];
}

/* ---- all of a person ---- */

static int by_time(const void *a, const void *b)
{
	const struct sheets_done *x = a, *y = b;

	if (x->utc_ms != y->utc_ms)
		return x->utc_ms < y->utc_ms ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

/* Is it a finished sheet of this device, which has it already?  One that is being changed is as it
 * was until it is sent. */
static bool is_here(const struct sheet_rows *r, const struct sheets_world *w,
		    const struct rows_filed *f)
{
	const struct sheet *s = sheets_find(w->own, rows_filed_id(r, f));

	return s && sheet_is_finished(s);
}

/* A sheet that was sent from here, its answer lost: the row is it. */
static bool is_coming(const struct sheet_rows *r, const struct sheets_world *w,
		      const struct rows_filed *f)
{
	const struct rows_act *a = f->member == w->self ? rows_came_back(r, f) : NULL;

	return a && a->sheet;
}

size_t sheets_done(const struct sheet_rows *r, const struct sheets_world *w, int64_t member,
		   struct arena *mem, struct sheets_done **out)
{
	struct sheets_done *all =
		arena_get(mem, (r->filed_count + w->own->count + 1) * sizeof(*all));
	size_t n = 0;

	for (size_t i = 0; member == w->self && i < w->own->count; i++) {
		const struct sheet *o = &w->own->all[i];

		if (sheet_is_finished(o))
			all[n++] = (struct sheets_done) { o->id,
							  o->utc_ms,
							  o->form,
							  o->answers ? o->answers : "",
							  rows_filed_of(r, o->id),
							  true };
	}
	for (size_t i = 0; i < r->filed_count; i++) {
		const struct rows_filed *f = &r->filed[i];

		if (f->member == member && !is_here(r, w, f) && !rows_is_older(r, f) &&
		    !is_coming(r, w, f))
			all[n++] = (struct sheets_done) { SHEETS_FILED | (uint64_t)f->number,
							  f->utc_ms,
							  f->form,
							  f->answers,
							  f,
							  false };
	}
	qsort(all, n, sizeof(*all), by_time);
	*out = all;
	return n;
}

struct pl_score sheets_score(struct sheets_scores *s, const struct sheets_world *w,
			     const struct sheets_done *all, size_t at)
{
	struct sheets_scored now = *sheets_scored(s, w, &all[at]);
	struct pl_score out = { .before = -1 };

	if (!now.measure)
		return out;
	out.measure = now.measure->name;
	out.sum = now.score.sum;
	out.most = now.measure->most;
	out.missing = (int)now.score.missing;
	out.band = (enum pl_band)now.score.band;
	for (size_t i = at; i > 0 && out.before < 0; i--) {
		const struct sheets_scored *b;

		if (all[i - 1].utc_ms >= all[at].utc_ms)
			continue;
		b = sheets_scored(s, w, &all[i - 1]);
		if (b->measure != now.measure || b->score.missing)
			continue;
		out.before = b->score.sum;
		out.before_utc_ms = all[i - 1].utc_ms;
	}
	return out;
}
