/* SPDX-License-Identifier: MIT */
#include "client/sheets_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/sorted.h"

static const char *const note_words[ROWS_NOTES] = {
	[ROWS_READ] = "read",
	[ROWS_COMMENT] = "comment",
	[ROWS_AGAIN] = "again",
	[ROWS_REVIEWED] = "reviewed",
};

const char *rows_note_word(enum rows_note what)
{
	return note_words[what];
}

static void drop_text(const char *s)
{
	free((char *)(uintptr_t)s);
}

static const char *copy(struct str s)
{
	return mem_dup(s.n ? s.p : "", s.n);
}

/* ---- life ---- */

void rows_init(struct sheet_rows *r)
{
	*r = (struct sheet_rows) { 0 };
}

static void drop_assigned(struct rows_assigned *a)
{
	drop_text(a->form);
	drop_text(a->title);
	drop_text(a->words);
}

static void drop_filed(struct rows_filed *f)
{
	drop_text(f->form);
	drop_text(f->sum);
	drop_text(f->answers);
}

static void drop_noted(struct rows_noted *n)
{
	drop_text(n->item);
	drop_text(n->text);
}

void rows_finish(struct sheet_rows *r)
{
	for (size_t i = 0; i < r->assigned_count; i++)
		drop_assigned(&r->assigned[i]);
	for (size_t i = 0; i < r->filed_count; i++)
		drop_filed(&r->filed[i]);
	for (size_t i = 0; i < r->noted_count; i++)
		drop_noted(&r->noted[i]);
	for (size_t i = 0; i < r->acts_count; i++)
		arena_finish(&r->acts[i].mem);
	free(r->assigned);
	free(r->filed);
	free(r->noted);
	free(r->acts);
	free(r->crisis_text);
	rows_init(r);
}

/* ---- finding ---- */

struct rows_assigned *rows_find_assigned(const struct sheet_rows *r, int64_t number)
{
	for (size_t i = 0; i < r->assigned_count; i++)
		if (r->assigned[i].number == number)
			return &r->assigned[i];
	return NULL;
}

/* Where the one with this number is, or would be. */
static size_t filed_place(const struct sheet_rows *r, int64_t number)
{
	return sorted_place(r->filed, r->filed_count, SORTED_BY(struct rows_filed, number),
			    number);
}

struct rows_filed *rows_find_filed(const struct sheet_rows *r, int64_t number)
{
	const size_t i = filed_place(r, number);

	return i < r->filed_count && r->filed[i].number == number ? &r->filed[i] : NULL;
}

struct rows_noted *rows_find_noted(const struct sheet_rows *r, int64_t number)
{
	for (size_t i = 0; i < r->noted_count; i++)
		if (r->noted[i].number == number)
			return &r->noted[i];
	return NULL;
}

static size_t note_place(const struct sheet_rows *r, int64_t filed, int64_t number)
{
	size_t from = 0, to = r->noted_count;

	while (from < to) {
		const size_t middle = (from + to) / 2;
		const struct rows_noted *n = &r->noted[middle];

		if (n->filed < filed || (n->filed == filed && n->number < number))
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

size_t rows_notes(const struct sheet_rows *r, int64_t filed, struct rows_noted **out)
{
	const size_t from = note_place(r, filed, 0), to = note_place(r, filed + 1, 0);

	*out = r->noted;
	if (from)
		*out += from;
	return to - from;
}

struct rows_filed *rows_filed_for(const struct sheet_rows *r, int64_t assigned)
{
	struct rows_filed *newest = NULL;

	for (size_t i = 0; assigned && i < r->filed_count; i++)
		if (r->filed[i].assigned == assigned &&
		    (!newest || r->filed[i].number > newest->number))
			newest = &r->filed[i];
	return newest;
}

struct rows_filed *rows_filed_of(const struct sheet_rows *r, uint64_t sheet)
{
	struct rows_filed *newest = NULL;

	for (size_t i = 0; sheet && i < r->filed_count; i++)
		if (r->filed[i].sheet == sheet &&
		    (!newest || r->filed[i].number > newest->number))
			newest = &r->filed[i];
	return newest;
}

void rows_link(struct sheet_rows *r, struct rows_filed *f, uint64_t sheet)
{
	f->sheet = sheet;
	r->refiled = r->refiled || sheet & SHEETS_FILED;
}

bool rows_is_older(const struct sheet_rows *r, const struct rows_filed *f)
{
	return (f->assigned && rows_filed_for(r, f->assigned) != f) ||
	       (f->sheet && rows_filed_of(r, f->sheet) != f) ||
	       (r->refiled && rows_filed_of(r, SHEETS_FILED | (uint64_t)f->number));
}

uint64_t rows_filed_id(const struct sheet_rows *r, const struct rows_filed *f)
{
	if (rows_is_older(r, f))
		return SHEETS_FILED | (uint64_t)f->number;
	if (f->sheet)
		return f->sheet;
	return f->assigned ? SHEETS_ASSIGNED | (uint64_t)f->assigned
			   : SHEETS_FILED | (uint64_t)f->number;
}

struct rows_filed *rows_filed_by_id(const struct sheet_rows *r, uint64_t id)
{
	struct rows_filed *f = rows_filed_of(r, id);

	if (!f && id & SHEETS_FILED)
		f = rows_find_filed(r, (int64_t)(id & ~SHEETS_FILED));
	if (!f && id & SHEETS_ASSIGNED)
		f = rows_filed_for(r, (int64_t)(id & ~SHEETS_ASSIGNED));
	return f;
}

struct rows_assigned *rows_assigned_by_id(const struct sheet_rows *r, uint64_t id)
{
	const struct rows_filed *f;

	if (id & SHEETS_ASSIGNED)
		return rows_find_assigned(r, (int64_t)(id & ~SHEETS_ASSIGNED));
	f = rows_filed_by_id(r, id);
	return f && f->assigned ? rows_find_assigned(r, f->assigned) : NULL;
}

int64_t rows_reviewer(const struct sheet_rows *r, const struct rows_filed *f)
{
	struct rows_noted *notes;
	const size_t n = rows_notes(r, f->number, &notes);

	for (size_t i = 0; i < n; i++)
		if (notes[i].what == ROWS_REVIEWED)
			return notes[i].by;
	return 0;
}

/* ---- rows ---- */

static void remove_at(void *all, size_t *count, size_t size, size_t i)
{
	char *at = (char *)all + i * size;

	(*count)--;
	memmove(at, at + size, (*count - i) * size);
}

static void forget_assigned(struct sheet_rows *r, int64_t number)
{
	struct rows_assigned *a = rows_find_assigned(r, number);

	if (!a)
		return;
	drop_assigned(a);
	remove_at(r->assigned, &r->assigned_count, sizeof(*a), (size_t)(a - r->assigned));
}

/* What was said to it goes with it. */
static void forget_filed(struct sheet_rows *r, int64_t number)
{
	struct rows_filed *f = rows_find_filed(r, number);
	struct rows_noted *notes;

	if (!f)
		return;
	for (size_t n = rows_notes(r, number, &notes); n > 0; n--) {
		drop_noted(&notes[n - 1]);
		remove_at(r->noted, &r->noted_count, sizeof(*notes),
			  (size_t)(notes - r->noted) + n - 1);
	}
	drop_filed(f);
	remove_at(r->filed, &r->filed_count, sizeof(*f), (size_t)(f - r->filed));
}

static bool take_assigned(struct sheet_rows *r, const struct wire_msg *m)
{
	struct rows_assigned *a = rows_find_assigned(r, m->s);

	if (!(m->has & WIRE_U)) {
		forget_assigned(r, m->s);
		return true;
	}
	if (!m->c.n)
		return false;
	if (!a) {
		r->assigned =
			mem_grow(r->assigned, (r->assigned_count + 1) * sizeof(*r->assigned));
		a = &r->assigned[r->assigned_count++];
		*a = (struct rows_assigned) { .number = m->s };
	} else {
		drop_assigned(a);
	}
	*a = (struct rows_assigned) { .number = m->s,
				      .group = m->g,
				      .member = m->u,
				      .by = m->k,
				      .due_utc_ms = m->d > 0 ? m->d : 0,
				      .form = copy(m->c),
				      .title = copy(m->x),
				      .words = copy(m->b),
				      .told = a->told,
				      .is_fresh = true };
	return true;
}

static struct rows_filed *add_filed(struct sheet_rows *r, int64_t number)
{
	const size_t i = filed_place(r, number);

	r->filed = mem_grow(r->filed, (r->filed_count + 1) * sizeof(*r->filed));
	memmove(&r->filed[i + 1], &r->filed[i], (r->filed_count++ - i) * sizeof(*r->filed));
	r->filed[i] = (struct rows_filed) { .number = number };
	return &r->filed[i];
}

static bool take_filed(struct sheet_rows *r, const struct wire_msg *m)
{
	struct rows_filed *f = rows_find_filed(r, m->s);

	if (!(m->has & WIRE_U)) {
		forget_filed(r, m->s);
		return true;
	}
	if (!m->c.n)
		return false;
	if (!f)
		f = add_filed(r, m->s);
	else
		drop_filed(f);
	*f = (struct rows_filed) { .number = m->s,
				   .member = m->u,
				   .group = m->g,
				   .assigned = m->k,
				   .utc_ms = m->d > 0 ? m->d : 0,
				   .sheet = f->sheet,
				   .form = copy(m->c),
				   .sum = copy(m->x),
				   .answers = copy(m->b),
				   .danger = m->n == 1,
				   .told = f->told,
				   .is_fresh = true };
	return true;
}

static struct rows_noted *add_noted(struct sheet_rows *r, int64_t filed, int64_t number)
{
	const size_t i = note_place(r, filed, number);

	r->noted = mem_grow(r->noted, (r->noted_count + 1) * sizeof(*r->noted));
	memmove(&r->noted[i + 1], &r->noted[i], (r->noted_count++ - i) * sizeof(*r->noted));
	r->noted[i] = (struct rows_noted) { .number = number };
	return &r->noted[i];
}

static bool take_noted(struct sheet_rows *r, const struct wire_msg *m)
{
	struct rows_noted *n = rows_find_noted(r, m->s), *notes;
	int what = 0;

	while (what < ROWS_NOTES && !str_is(m->r, note_words[what]))
		what++;
	if (what == ROWS_NOTES || (n && n->filed != m->k) ||
	    (!n && rows_notes(r, m->k, &notes) >= SHEETS_NOTES_EACH))
		return false;
	if (!n)
		n = add_noted(r, m->k, m->s);
	else
		drop_noted(n);
	*n = (struct rows_noted) { .number = m->s,
				   .filed = m->k,
				   .by = m->u,
				   .utc_ms = m->d > 0 ? m->d : 0,
				   .what = (enum rows_note)what,
				   .item = copy(m->c),
				   .text = copy(m->b),
				   .told = n->told,
				   .is_fresh = true };
	return true;
}

static bool take_clinic(struct sheet_rows *r, const struct wire_msg *m)
{
	const bool is_there = str_is(m->r, "crisis") && m->b.n;

	if (!is_there && m->r.n && !str_is(m->r, "crisis"))
		return false;
	if (!is_there && r->crisis != m->s)
		return true;
	free(r->crisis_text);
	r->crisis_text = is_there ? mem_dup(m->b.p, m->b.n) : NULL;
	r->crisis = is_there ? m->s : 0;
	r->crisis_utc_ms = is_there && m->d > 0 ? m->d : 0;
	r->crisis_fresh = true;
	return true;
}

bool rows_take(struct sheet_rows *r, const struct wire_msg *m)
{
	static bool (*const takes[WIRE_TYPES])(struct sheet_rows *, const struct wire_msg *) = {
		[WIRE_ASSIGNED] = take_assigned,
		[WIRE_FILED] = take_filed,
		[WIRE_NOTED] = take_noted,
		[WIRE_CLINIC] = take_clinic,
	};

	return takes[m->type] && takes[m->type](r, m);
}

/* ---- what did not come again ---- */

void rows_connected(struct sheet_rows *r)
{
	for (size_t i = 0; i < r->assigned_count; i++)
		r->assigned[i].is_fresh = false;
	for (size_t i = 0; i < r->filed_count; i++)
		r->filed[i].is_fresh = false;
	for (size_t i = 0; i < r->noted_count; i++)
		r->noted[i].is_fresh = false;
	r->crisis_fresh = false;
}

bool rows_next_stale(const struct sheet_rows *r, int64_t now_utc_ms, struct rows_gone *out)
{
	const int64_t told_from = now_utc_ms - SHEETS_TOLD_DAYS * INT64_C(86400000);

	for (size_t i = 0; i < r->assigned_count; i++)
		if (!r->assigned[i].is_fresh) {
			*out = (struct rows_gone) { WIRE_ASSIGNED, r->assigned[i].number };
			return true;
		}
	for (size_t i = 0; i < r->filed_count; i++)
		if (!r->filed[i].is_fresh && r->filed[i].utc_ms >= told_from) {
			*out = (struct rows_gone) { WIRE_FILED, r->filed[i].number };
			return true;
		}
	for (size_t i = 0; i < r->noted_count; i++) {
		const struct rows_filed *f = rows_find_filed(r, r->noted[i].filed);

		if (!r->noted[i].is_fresh && (!f || f->is_fresh)) {
			*out = (struct rows_gone) { WIRE_NOTED, r->noted[i].number };
			return true;
		}
	}
	*out = (struct rows_gone) { WIRE_CLINIC, r->crisis };
	return r->crisis && !r->crisis_fresh;
}

static void forget_noted(struct sheet_rows *r, int64_t number)
{
	struct rows_noted *n = rows_find_noted(r, number);

	if (!n)
		return;
	drop_noted(n);
	remove_at(r->noted, &r->noted_count, sizeof(*n), (size_t)(n - r->noted));
}

void rows_drop(struct sheet_rows *r, struct rows_gone gone)
{
	if (gone.type == WIRE_ASSIGNED)
		forget_assigned(r, gone.number);
	if (gone.type == WIRE_FILED)
		forget_filed(r, gone.number);
	if (gone.type == WIRE_NOTED)
		forget_noted(r, gone.number);
	if (gone.type == WIRE_CLINIC)
		take_clinic(r, &(struct wire_msg) { .s = gone.number });
}
