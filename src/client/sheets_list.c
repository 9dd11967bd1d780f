/* SPDX-License-Identifier: MIT */
#include "client/sheets_list.h"

#include <stdlib.h>
#include <string.h>

/* ---- life ---- */

static void finish_out(struct sheets_rows_out *o)
{
	arena_finish(&o->mem);
	free(o->all);
}

void sheets_list_finish(struct sheets_list *l)
{
	finish_out(&l->own);
	finish_out(&l->group);
	finish_out(&l->one);
	arena_finish(&l->mem);
	arena_finish(&l->trend_mem);
	arena_finish(&l->case_mem);
	arena_finish(&l->review_mem);
	free(l->scores.all);
	free(l->trends);
	free(l->cases);
	free(l->reviews);
	*l = (struct sheets_list) { 0 };
}

void sheets_list_forms_changed(struct sheets_list *l)
{
	l->scores.count = 0;
}

/* ---- one sheet, from what there is of it ---- */

struct making {
	struct sheets_list *list;
	const struct sheet_rows *rows;
	const struct sheets_world *world;
	struct sheets_rows_out *out;
	/* All that the person has finished: whose they are. */
	struct sheets_done *done;
	size_t done_count;
	int64_t done_of;
	struct arena done_mem;
};

static const char *copy(struct making *k, const char *s)
{
	return arena_text(&k->out->mem, s);
}

static const char *name(struct making *k, int64_t group, int64_t member)
{
	return member ? copy(k, k->world->name(k->world->user, group, member)) : "";
}

static struct pl_sheet *add(struct making *k, uint64_t id, int64_t member, int64_t group)
{
	struct sheets_rows_out *o = k->out;

	if (o->count == o->size) {
		o->size = o->size ? o->size * 2 : 16;
		o->all = mem_grow(o->all, o->size * sizeof(*o->all));
	}
	o->all[o->count] = (struct pl_sheet) { .id = id,
					       .member = member,
					       .who = name(k, group, member),
					       .mine = member == k->world->self,
					       .group = group,
					       .from = "",
					       .words = "",
					       .reader = "",
					       .reviewer = "",
					       .score = { .before = -1 } };
	return &o->all[o->count++];
}

static void set_form(struct making *k, struct pl_sheet *s, const char *form, const char *title)
{
	struct sheets_form f = { 0 };

	s->form = copy(k, form);
	if (k->world->form(k->world->user, form, &f)) {
		s->title = copy(k, f.title);
		s->kind = f.kind;
	} else {
		s->title = copy(k, title && *title ? title : form);
	}
}

static void set_assigned(struct making *k, struct pl_sheet *s, const struct rows_assigned *a)
{
	if (!a)
		return;
	s->from = name(k, a->group, a->by);
	s->words = copy(k, a->words);
	s->due_utc_ms = a->due_utc_ms;
	if (s->state == PL_SHEET_ASSIGNED || s->state == PL_SHEET_DRAFT)
		s->group = a->group; /* where it is to go */
}

/* Whose done ones these are, is looked up once for several in a row. */
static void look_at(struct making *k, int64_t member)
{
	if (k->done_of == member)
		return;
	arena_finish(&k->done_mem);
	k->done_of = member;
	k->done_count = sheets_done(k->rows, k->world, member, &k->done_mem, &k->done);
}

static void set_score(struct making *k, struct pl_sheet *s, uint64_t key, int64_t member)
{
	look_at(k, member);
	for (size_t i = 0; i < k->done_count; i++) {
		const struct sheets_scored *n;

		if (k->done[i].key != key)
			continue;
		n = sheets_scored(&k->list->scores, k->world, &k->done[i]);
		s->answered = n->answered;
		s->questions = n->questions;
		s->danger = s->danger || (n->measure && n->score.danger > 0);
		s->score = sheets_score(&k->list->scores, k->world, k->done, i);
		return;
	}
}

/* What was said to it, at the server; `first` gives who has read it. */
static void set_note(struct making *k, struct pl_sheet *s, const struct rows_filed *f,
		     const struct rows_noted *n)
{
	const bool others = n->by != k->world->self;

	if (n->what == ROWS_COMMENT || n->what == ROWS_AGAIN) {
		s->comments += n->by != f->member;
		s->comments_new = s->comments_new || (others && !n->told);
	}
	if (n->what == ROWS_REVIEWED && !*s->reviewer)
		s->reviewer = name(k, f->group, n->by);
	if (n->by == f->member)
		return;
	if (!s->read_utc_ms) {
		s->reader = name(k, f->group, n->by);
		s->read_utc_ms = n->utc_ms;
	}
	if (n->what == ROWS_AGAIN)
		s->state = PL_SHEET_AGAIN;
	else if (s->state != PL_SHEET_AGAIN)
		s->state = PL_SHEET_READ;
}

/* What this person has done to it and is on its way. */
static void set_acts(struct making *k, struct pl_sheet *s, const struct rows_filed *f)
{
	const int64_t self = k->world->self;

	for (size_t i = 0; i < k->rows->acts_count; i++) {
		const struct rows_act *a = &k->rows->acts[i];
		struct rows_noted n = { .by = self, .utc_ms = a->utc_ms, .told = true };
		int what = 0;

		if (a->m.s != f->number)
			continue;
		while (what < ROWS_NOTES && !rows_act_is(a, rows_note_word(what)))
			what++;
		n.what = (enum rows_note)what;
		if (what < ROWS_NOTES)
			set_note(k, s, f, &n);
	}
}

static void set_filed(struct making *k, struct pl_sheet *s, const struct rows_filed *f)
{
	struct rows_noted *notes;
	const size_t n = rows_notes(k->rows, f->number, &notes);

	s->state = PL_SHEET_AT_CLINIC;
	s->group = f->group;
	s->utc_ms = f->utc_ms;
	s->danger = f->danger;
	set_assigned(k, s, f->assigned ? rows_find_assigned(k->rows, f->assigned) : NULL);
	for (size_t i = 0; i < n; i++)
		set_note(k, s, f, &notes[i]);
	set_acts(k, s, f);
}

/* One that is the server's, and nothing of this device's. */
static void add_filed(struct making *k, const struct rows_filed *f)
{
	struct pl_sheet *s = add(k, rows_filed_id(k->rows, f), f->member, f->group);

	set_form(k, s, f->form, NULL);
	set_filed(k, s, f);
	set_score(k, s, SHEETS_FILED | (uint64_t)f->number, f->member);
}

static void add_assigned(struct making *k, const struct rows_assigned *a)
{
	struct pl_sheet *s = add(k, SHEETS_ASSIGNED | (uint64_t)a->number, a->member, a->group);
	struct sheets_form f = { 0 };

	s->state = PL_SHEET_ASSIGNED;
	set_form(k, s, a->form, a->title);
	set_assigned(k, s, a);
	if (k->world->form(k->world->user, a->form, &f))
		s->questions = f.questions;
}

/* Finished on this device: is it kept, on its way, refused, or at the clinic? */
static void set_finished(struct making *k, struct pl_sheet *s, const struct sheet *o)
{
	const struct rows_act *a = rows_sending(k->rows, o->id);
	const struct rows_filed *f = rows_filed_of(k->rows, o->id);
	const bool is_there = f && (f->number == o->filed || f->utc_ms >= o->utc_ms);

	s->state = a ? PL_SHEET_SENDING : o->state;
	s->failure = o->failure;
	s->danger = o->danger;
	if (s->state == PL_SHEET_AT_CLINIC)
		s->state = PL_SHEET_KEPT; /* and not any more: its row is gone */
	if (s->state != PL_SHEET_KEPT)
		s->group = o->group;
	if (!a && is_there && o->state == PL_SHEET_AT_CLINIC)
		set_filed(k, s, f);
	set_score(k, s, o->id, k->world->self);
}

static void add_own(struct making *k, const struct sheet *o)
{
	struct pl_sheet *s = add(k, o->id, k->world->self, 0);

	s->utc_ms = o->utc_ms;
	s->state = PL_SHEET_DRAFT;
	set_form(k, s, o->form, NULL);
	if (sheet_is_finished(o))
		set_finished(k, s, o);
	set_assigned(k, s, o->assignment ? rows_find_assigned(k->rows, o->assignment) : NULL);
	if (!s->questions) {
		s->answered = o->answered;
		s->questions = o->questions;
	}
}

static struct making begin(struct sheets_list *l, const struct sheet_rows *r,
			   const struct sheets_world *w, struct sheets_rows_out *out)
{
	out->count = 0;
	arena_reset(&out->mem);
	return (struct making) { .list = l, .rows = r, .world = w, .out = out, .done_of = -1 };
}

/* ---- own ones ---- */

static const struct sheet *own_for(const struct sheets_world *w, int64_t assigned)
{
	for (size_t i = 0; i < w->own->count; i++)
		if (w->own->all[i].assignment == assigned)
			return &w->own->all[i];
	return NULL;
}

/* Assigned by their date (none: last), then drafts, then what is finished. */
static int rank(const struct pl_sheet *s)
{
	if (s->state == PL_SHEET_ASSIGNED)
		return s->due_utc_ms ? 0 : 1;
	return s->state == PL_SHEET_DRAFT ? 2 : 3;
}

static int by_rank(const void *a, const void *b)
{
	const struct pl_sheet *x = a, *y = b;
	const int first = rank(x), second = rank(y);
	const int64_t at = first == 0 ? x->due_utc_ms : y->utc_ms;
	const int64_t to = first == 0 ? y->due_utc_ms : x->utc_ms;

	if (first != second)
		return first - second;
	if (at != to)
		return at < to ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static size_t end(struct making *k, int (*order)(const void *, const void *),
		  const struct pl_sheet **out)
{
	arena_finish(&k->done_mem);
	if (k->out->count)
		qsort(k->out->all, k->out->count, sizeof(*k->out->all), order);
	*out = k->out->all;
	return k->out->count;
}

static bool is_plan(struct making *k, const char *form)
{
	struct sheets_form f = { 0 };

	return k->world->form(k->world->user, form, &f) && f.kind == PL_FORM_SAFETY_PLAN;
}

size_t sheets_list_own(struct sheets_list *l, const struct sheet_rows *r,
		       const struct sheets_world *w, const struct pl_sheet **out)
{
	struct making k = begin(l, r, w, &l->own);

	for (size_t i = 0; i < w->own->count; i++)
		if (!is_plan(&k, w->own->all[i].form))
			add_own(&k, &w->own->all[i]);
	look_at(&k, w->self);
	for (size_t i = 0; i < k.done_count; i++)
		if (!k.done[i].is_here && !is_plan(&k, k.done[i].form) &&
		    !sheets_find(w->own, rows_filed_id(r, k.done[i].filed)) &&
		    !(k.done[i].filed->assigned && own_for(w, k.done[i].filed->assigned)))
			add_filed(&k, k.done[i].filed);
	for (size_t i = 0; i < r->assigned_count; i++) {
		const struct rows_assigned *a = &r->assigned[i];

		if (a->member == w->self && !own_for(w, a->number) &&
		    !rows_filed_for(r, a->number))
			add_assigned(&k, a);
	}
	return end(&k, by_rank, out);
}

/* ---- those of a group ---- */

bool sheets_leads(const struct sheets_world *w, int64_t group, int64_t member)
{
	const struct pl_person *people;
	size_t n;

	if (!w->people(w->user, group, &people, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (people[i].id == member)
			return people[i].role == PL_FACILITATOR || people[i].role == PL_ADMIN;
	return false;
}

/* To be reviewed, not read, overdue, assigned, the rest. */
static int need(const struct pl_sheet *s)
{
	if (s->danger && !*s->reviewer)
		return 0;
	if (s->state == PL_SHEET_AT_CLINIC)
		return 1;
	return s->state == PL_SHEET_ASSIGNED ? 2 : 3;
}

/* Assigned: what was due first, which is overdue first; the rest: newest first. */
static int by_need(const void *a, const void *b)
{
	const struct pl_sheet *x = a, *y = b;
	const int first = need(x), second = need(y);
	int64_t at = y->utc_ms, to = x->utc_ms;

	if (first != second)
		return first - second;
	if (first == 2) {
		at = x->due_utc_ms ? x->due_utc_ms : INT64_MAX;
		to = y->due_utc_ms ? y->due_utc_ms : INT64_MAX;
	}
	if (at != to)
		return at < to ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* What another has taken the place of stays while its danger was not seen to. */
static bool is_of_use(const struct sheet_rows *r, const struct rows_filed *f)
{
	return !rows_is_older(r, f) || (f->danger && !rows_reviewer(r, f));
}

static bool is_sought(const struct making *k, struct sheets_whose whose,
		      const struct rows_filed *f)
{
	return f->group == whose.group && f->member != k->world->self &&
	       (!whose.member || f->member == whose.member) && is_of_use(k->rows, f);
}

static bool came_before(const struct sheet_rows *r, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (r->filed[i].member == r->filed[at].member)
			return true;
	return false;
}

/* Person by person: what each has finished is gathered once. */
static void add_of_group(struct making *k, struct sheets_whose whose)
{
	const struct sheet_rows *r = k->rows;

	for (size_t i = 0; i < r->filed_count; i++)
		for (size_t n = came_before(r, i) ? r->filed_count : i; n < r->filed_count; n++)
			if (r->filed[n].member == r->filed[i].member &&
			    is_sought(k, whose, &r->filed[n]))
				add_filed(k, &r->filed[n]);
}

size_t sheets_list_group(struct sheets_list *l, const struct sheet_rows *r,
			 const struct sheets_world *w, struct sheets_whose whose,
			 const struct pl_sheet **out)
{
	struct making k = begin(l, r, w, &l->group);

	add_of_group(&k, whose);
	for (size_t i = 0; i < r->assigned_count; i++) {
		const struct rows_assigned *a = &r->assigned[i];

		if (a->group == whose.group && a->member != w->self &&
		    (!whose.member || a->member == whose.member) &&
		    !rows_filed_for(r, a->number) && !rows_about(r, "unassign", a->number))
			add_assigned(&k, a);
	}
	return end(&k, by_need, out);
}

/* ---- one ---- */

/* An assigned one that was begun here is what was begun. */
static void find_one(struct making *k, uint64_t id)
{
	const struct sheet *o = sheets_find(k->world->own, id);
	const struct rows_filed *f = o ? NULL : rows_filed_by_id(k->rows, id);
	const struct rows_assigned *a =
		o || f || !(id & SHEETS_ASSIGNED) ? NULL : rows_assigned_by_id(k->rows, id);

	if (a && a->member == k->world->self && own_for(k->world, a->number))
		o = own_for(k->world, a->number);
	if (o)
		add_own(k, o);
	else if (f)
		add_filed(k, f);
	else if (a)
		add_assigned(k, a);
}

const struct pl_sheet *sheets_list_one(struct sheets_list *l, const struct sheet_rows *r,
				       const struct sheets_world *w, uint64_t id)
{
	struct making k = begin(l, r, w, &l->one);

	find_one(&k, id);
	arena_finish(&k.done_mem);
	return l->one.count ? &l->one.all[0] : NULL;
}

const struct pl_sheet *sheets_list_filed(struct sheets_list *l, const struct sheet_rows *r,
					 const struct sheets_world *w,
					 const struct rows_filed *f)
{
	struct making k = begin(l, r, w, &l->one);

	add_filed(&k, f);
	arena_finish(&k.done_mem);
	return &l->one.all[0];
}
