/* SPDX-License-Identifier: MIT */
/* Who needs what, and who needs it most. */
#include <stdlib.h>
#include <string.h>

#include "client/sheets_list.h"

/* ---- the order ---- */

static int rise(const struct pl_score *s)
{
	return s->measure && s->before >= 0 ? s->sum - s->before : 0;
}

/* What a clinician would look at: it rose by a step that matters, or is in the last band. */
static bool is_worrying(const struct pl_score *s)
{
	return s->measure && !s->missing &&
	       (rise(s) >= SHEETS_RISE || s->band == PL_BAND_SEVERE);
}

static int more_first(int a, int b)
{
	return a < b ? 1 : a > b ? -1 : 0;
}

int sheets_case_order(const struct pl_case *a, const struct pl_case *b)
{
	const int keys[][2] = {
		{ a->alerts, b->alerts },
		{ is_worrying(&a->score), is_worrying(&b->score) },
		{ is_worrying(&a->score) ? rise(&a->score) : 0,
		  is_worrying(&b->score) ? rise(&b->score) : 0 },
		{ a->missed, b->missed },
		{ a->overdue, b->overdue },
		{ a->unread, b->unread },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i][0] != keys[i][1])
			return more_first(keys[i][0], keys[i][1]);
	return strcmp(a->who, b->who);
}

static int by_order(const void *a, const void *b)
{
	const struct pl_case *x = a, *y = b;
	const int order = sheets_case_order(x, y);

	return order ? order : x->member < y->member ? -1 : x->member > y->member;
}

/* ---- one person ---- */

struct counting {
	struct sheets_list *list;
	const struct sheet_rows *rows;
	const struct sheets_world *world;
	struct arena mem;
	int64_t group;
};

/* Has somebody who is not the person themselves read it, or said something to it? */
static bool is_read(const struct counting *k, const struct rows_filed *f)
{
	struct rows_noted *notes;
	const size_t n = rows_notes(k->rows, f->number, &notes);

	for (size_t i = 0; i < n; i++)
		if (notes[i].by != f->member)
			return true;
	return rows_about(k->rows, rows_note_word(ROWS_READ), f->number) != NULL;
}

static bool is_alert(const struct counting *k, const struct rows_filed *f)
{
	return f->danger && !rows_reviewer(k->rows, f) &&
	       !rows_about(k->rows, rows_note_word(ROWS_REVIEWED), f->number);
}

static void count_filed(const struct counting *k, struct pl_case *c)
{
	for (size_t i = 0; i < k->rows->filed_count; i++) {
		const struct rows_filed *f = &k->rows->filed[i];
		struct sheets_form form;

		if (f->member != c->member || f->group != k->group)
			continue;
		c->alerts += is_alert(k, f);
		c->unread += !rows_is_older(k->rows, f) && !is_read(k, f);
		if (f->utc_ms > c->check_in_utc_ms &&
		    k->world->form(k->world->user, f->form, &form) &&
		    form.kind == PL_FORM_CHECK_IN)
			c->check_in_utc_ms = f->utc_ms;
	}
}

static void count_assigned(const struct counting *k, struct pl_case *c)
{
	for (size_t i = 0; i < k->rows->assigned_count; i++) {
		const struct rows_assigned *a = &k->rows->assigned[i];

		if (a->member != c->member || a->group != k->group ||
		    rows_filed_for(k->rows, a->number) ||
		    rows_about(k->rows, "unassign", a->number))
			continue;
		c->assigned++;
		c->overdue += a->due_utc_ms && a->due_utc_ms < k->world->now_utc_ms;
	}
}

/* Is `a` worse news than `b`?  What rose more; where nothing did, what is the larger part of
 * its most. */
static bool is_worse(const struct pl_score *a, const struct pl_score *b)
{
	const int up = rise(a) > 0 ? rise(a) : 0, other = rise(b) > 0 ? rise(b) : 0;

	if (!b->measure || up != other)
		return !b->measure || up > other;
	return a->sum * b->most > b->sum * a->most;
}

static bool is_newest(const struct counting *k, const struct sheets_done *all, size_t n,
		      size_t at, const char *measure)
{
	for (size_t i = at + 1; i < n; i++) {
		const struct sheets_scored *s =
			sheets_scored(&k->list->scores, k->world, &all[i]);

		if (s->measure && !s->score.missing && strcmp(s->measure->name, measure) == 0)
			return false;
	}
	return true;
}

static void find_score(struct counting *k, struct pl_case *c)
{
	struct sheets_done *all;
	const size_t n = sheets_done(k->rows, k->world, c->member, &k->mem, &all);

	for (size_t i = 0; i < n; i++) {
		const struct pl_score s = sheets_score(&k->list->scores, k->world, all, i);

		if (!s.measure || s.missing || !is_newest(k, all, n, i, s.measure) ||
		    !is_worse(&s, &c->score))
			continue;
		c->score = s;
		c->score_utc_ms = all[i].utc_ms;
	}
}

size_t sheets_caseload(struct sheets_list *l, const struct sheet_rows *r,
		       const struct sheets_world *w, int64_t group, const struct pl_case **out)
{
	struct counting k = { .list = l, .rows = r, .world = w, .group = group };
	const struct pl_person *people = NULL;
	size_t n = 0, count = 0;

	arena_reset(&l->case_mem);
	if (!w->people(w->user, group, &people, &n))
		n = 0;
	l->cases = mem_grow(l->cases, (n + 1) * sizeof(*l->cases));
	for (size_t i = 0; i < n; i++) {
		struct pl_case *c = &l->cases[count];

		if (people[i].role != PL_PATIENT || people[i].presence == PL_FORMER ||
		    people[i].id == w->self)
			continue;
		*c = (struct pl_case) { .member = people[i].id,
					.who = arena_text(&l->case_mem, people[i].name),
					.missed = w->missed(w->user, group, people[i].id),
					.score = { .before = -1 } };
		count_filed(&k, c);
		count_assigned(&k, c);
		find_score(&k, c);
		count++;
	}
	arena_finish(&k.mem);
	if (count)
		qsort(l->cases, count, sizeof(*l->cases), by_order);
	*out = l->cases;
	return count;
}

static struct pl_case *review_of(struct sheets_list *l, size_t *count, int64_t member)
{
	for (size_t i = 0; i < *count; i++)
		if (l->reviews[i].member == member)
			return &l->reviews[i];
	l->reviews = mem_grow(l->reviews, (*count + 1) * sizeof(*l->reviews));
	l->reviews[*count] = (struct pl_case) {
		.member = member, .who = "", .missed = -1, .score = { .before = -1 }
	};
	return &l->reviews[(*count)++];
}

size_t sheets_to_review(struct sheets_list *l, const struct sheet_rows *r,
			const struct sheets_world *w, int64_t group, const struct pl_case **out)
{
	const struct counting k = { .list = l, .rows = r, .world = w, .group = group };
	size_t count = 0;

	arena_reset(&l->review_mem);
	for (size_t i = 0; i < r->filed_count; i++) {
		const struct rows_filed *f = &r->filed[i];
		struct pl_case *c;
		const char *who;

		if (f->group != group || f->member == w->self || !is_alert(&k, f))
			continue;
		c = review_of(l, &count, f->member);
		who = w->name(w->user, group, f->member);
		if (!c->alerts++)
			c->who = arena_text(&l->review_mem, who);
	}
	*out = l->reviews;
	return count;
}
