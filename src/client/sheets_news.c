/* SPDX-License-Identifier: MIT */
#include "client/sheets_news.h"

#include <stdlib.h>
#include <string.h>

/* ---- life, and notes ---- */

void sheets_news_init(struct sheets_news *n)
{
	*n = (struct sheets_news) { 0 };
}

void sheets_news_finish(struct sheets_news *n)
{
	for (size_t i = 0; i < n->count; i++)
		arena_finish(&n->notes[i].mem);
	free(n->notes);
	free(n->list);
	free(n->gone_title);
	sheets_news_init(n);
}

void sheets_news_said(struct sheets_news *n, size_t count)
{
	if (count > n->count)
		count = n->count;
	for (size_t i = 0; i < count; i++)
		arena_finish(&n->notes[i].mem);
	n->count -= count;
	if (n->count)
		memmove(n->notes, n->notes + count, n->count * sizeof(*n->notes));
}

void sheets_news_add(struct sheets_news *n, const struct pl_sheet_note *note, int64_t row)
{
	struct sheets_note *at;

	if (n->count == SHEETS_NEWS_MAX)
		sheets_news_said(n, 1);
	n->notes = mem_grow(n->notes, (n->count + 1) * sizeof(*n->notes));
	at = &n->notes[n->count++];
	*at = (struct sheets_note) { .pub = *note, .row = row };
	at->pub.title = arena_text(&at->mem, note->title);
	at->pub.who = arena_text(&at->mem, note->who);
}

size_t sheets_news_list(struct sheets_news *n, const struct pl_sheet_note **out)
{
	n->list = mem_grow(n->list, (n->count + 1) * sizeof(*n->list));
	for (size_t i = 0; i < n->count; i++)
		n->list[i] = n->notes[i].pub;
	*out = n->list;
	return n->count;
}

void sheets_news_all_anew(struct sheets_news *n)
{
	size_t kept = 0;

	n->is_first = n->is_anew = true;
	n->more = 0;
	for (size_t i = 0; i < n->count; i++) {
		if (n->notes[i].of_batch)
			arena_finish(&n->notes[i].mem);
		else
			n->notes[kept++] = n->notes[i];
	}
	n->count = kept;
}

/* ---- what a note is about ---- */

/* Borrowed from the form, or the row. */
static const char *title_of(const struct sheets_world *w, const char *form, const char *title)
{
	struct sheets_form f;

	if (w->form(w->user, form, &f))
		return f.title;
	return title && *title ? title : form;
}

/* One of a batch: beyond the first ones they are counted. */
static void tell(struct sheets_news *n, const struct pl_sheet_note *note)
{
	if (n->told == SHEETS_NEWS_EACH) {
		n->more++;
		return;
	}
	n->told++;
	sheets_news_add(n, note, 0);
	n->notes[n->count - 1].of_batch = true;
}

static struct pl_sheet_note about_filed(const struct sheet_rows *r,
					const struct sheets_world *w,
					const struct rows_filed *f, enum pl_sheet_news what)
{
	return (struct pl_sheet_note) { .what = what,
					.sheet = rows_filed_id(r, f),
					.title = title_of(w, f->form, NULL),
					.who = w->name(w->user, f->group, f->member),
					.utc_ms = f->utc_ms };
}

void sheets_news_add_filed(struct sheets_news *n, const struct sheet_rows *r,
			   const struct sheets_world *w, const struct rows_filed *f,
			   const struct pl_sheet_note *note)
{
	struct pl_sheet_note full = about_filed(r, w, f, note->what);

	full.failure = note->failure;
	sheets_news_add(n, &full, 0);
}

static struct pl_sheet_note about_assigned(const struct sheets_world *w,
					   const struct rows_assigned *a,
					   enum pl_sheet_news what)
{
	return (struct pl_sheet_note) { .what = what,
					.sheet = SHEETS_ASSIGNED | (uint64_t)a->number,
					.title = title_of(w, a->form, a->title),
					.who = w->name(w->user, a->group, a->by),
					.utc_ms = a->due_utc_ms };
}

/* ---- a batch ---- */

static void begin(struct sheets_news *n, const struct sheet_rows *r)
{
	n->in_batch = true;
	n->is_first = n->is_first || r->version == 0;
	n->batch_size = 0;
	n->told = n->more = 0;
}

/* What is taken back is told by the name that it had. */
static void note_gone(struct sheets_news *n, const struct sheet_rows *r,
		      const struct sheets_world *w, const struct wire_msg *m)
{
	const struct rows_assigned *a =
		m->type == WIRE_ASSIGNED ? rows_find_assigned(r, m->s) : NULL;
	const char *title;

	n->gone = 0;
	if (!a || m->has & WIRE_U || a->member != w->self || rows_filed_for(r, a->number))
		return;
	title = title_of(w, a->form, a->title);
	n->gone = SHEETS_ASSIGNED | (uint64_t)a->number;
	free(n->gone_title);
	n->gone_title = mem_dup(title, strlen(title));
}

void sheets_news_before(struct sheets_news *n, const struct sheet_rows *r,
			const struct sheets_world *w, const struct wire_msg *m)
{
	if (!n->in_batch)
		begin(n, r);
	n->batch_size += m->x.n + m->b.n + 64;
	n->had = (m->type == WIRE_ASSIGNED && rows_find_assigned(r, m->s)) ||
		 (m->type == WIRE_FILED && rows_find_filed(r, m->s)) ||
		 (m->type == WIRE_NOTED && rows_find_noted(r, m->s));
	note_gone(n, r, w, m);
}

static void taken_assigned(struct sheets_news *n, const struct sheet_rows *r,
			   const struct sheets_world *w, const struct wire_msg *m)
{
	const struct rows_assigned *a = rows_find_assigned(r, m->s);
	struct pl_sheet_note note;

	if (n->gone) {
		note = (struct pl_sheet_note) { .what = PL_SHEET_NEWS_CANCELLED,
						.sheet = n->gone,
						.title = n->gone_title };
		tell(n, &note);
	}
	if (!a || n->had || a->member != w->self || rows_filed_for(r, a->number))
		return;
	note = about_assigned(w, a, PL_SHEET_NEWS_ASSIGNED);
	tell(n, &note);
}

static void taken_filed(struct sheets_news *n, const struct sheet_rows *r,
			const struct sheets_world *w, const struct wire_msg *m)
{
	const struct rows_filed *f = rows_find_filed(r, m->s);
	struct pl_sheet_note note;

	if (!f || n->had || f->member == w->self || f->danger)
		return; /* of danger see sheets_news_look */
	note = about_filed(r, w, f, PL_SHEET_NEWS_FILED);
	tell(n, &note);
}

/* To whose sheet it is, and to those who lead; of what the person themselves did nothing. */
static const struct {
	enum pl_sheet_news what;
	bool to_me, to_leaders;
} note_rows[ROWS_NOTES] = {
	[ROWS_READ] = { PL_SHEET_NEWS_READ, true, false },
	[ROWS_COMMENT] = { PL_SHEET_NEWS_COMMENT, true, true },
	[ROWS_AGAIN] = { PL_SHEET_NEWS_AGAIN, true, false },
	[ROWS_REVIEWED] = { PL_SHEET_NEWS_REVIEWED, false, true },
};

static void taken_noted(struct sheets_news *n, const struct sheet_rows *r,
			const struct sheets_world *w, const struct wire_msg *m)
{
	const struct rows_noted *d = rows_find_noted(r, m->s);
	const struct rows_filed *f = d ? rows_find_filed(r, d->filed) : NULL;
	struct pl_sheet_note note;

	if (!f || n->had || d->by == w->self)
		return;
	if (f->member == w->self ? !note_rows[d->what].to_me : !note_rows[d->what].to_leaders)
		return;
	note = about_filed(r, w, f, note_rows[d->what].what);
	note.who = w->name(w->user, f->group, d->by);
	note.utc_ms = d->utc_ms;
	tell(n, &note);
}

void sheets_news_taken(struct sheets_news *n, const struct sheet_rows *r,
		       const struct sheets_world *w, const struct wire_msg *m)
{
	static void (*const rows[WIRE_TYPES])(struct sheets_news *, const struct sheet_rows *,
					      const struct sheets_world *,
					      const struct wire_msg *) = {
		[WIRE_ASSIGNED] = taken_assigned,
		[WIRE_FILED] = taken_filed,
		[WIRE_NOTED] = taken_noted,
	};

	if (n->is_first)
		return;
	if (rows[m->type])
		rows[m->type](n, r, w, m);
	if (m->type == WIRE_FILED)
		sheets_news_look(n, r, w); /* danger waits for nothing */
}

/* Is it still to be done, and not on its way? */
static bool is_to_do(const struct sheet_rows *r, const struct sheets_world *w,
		     const struct rows_assigned *a)
{
	const struct sheet *s = sheets_find(w->own, SHEETS_ASSIGNED | (uint64_t)a->number);

	return a->member == w->self && !rows_filed_for(r, a->number) &&
	       !(s && sheet_is_finished(s));
}

/* Who has never had anything is told by nothing when the first thing comes. */
static void tell_first(struct sheets_news *n, const struct sheet_rows *r,
		       const struct sheets_world *w)
{
	n->is_first = n->is_first && n->batch_size >= SHEETS_PART_BYTES;
	if (n->is_first)
		return;
	for (size_t i = 0; !n->is_anew && i < r->assigned_count; i++) {
		const struct pl_sheet_note note =
			about_assigned(w, &r->assigned[i], PL_SHEET_NEWS_ASSIGNED);

		if (is_to_do(r, w, &r->assigned[i]))
			tell(n, &note);
	}
	n->is_anew = false;
}

void sheets_news_after(struct sheets_news *n, const struct sheet_rows *r,
		       const struct sheets_world *w)
{
	if (n->is_first)
		tell_first(n, r, w);
	if (n->more)
		sheets_news_add(n,
				&(struct pl_sheet_note) { .what = PL_SHEET_NEWS_MORE,
							  .count = n->more },
				0);
	for (size_t i = 0; i < n->count; i++)
		n->notes[i].of_batch = false;
	n->in_batch = false;
	n->told = n->more = 0;
	sheets_news_look(n, r, w);
}

/* ---- as things are ---- */

static bool is_noted(const struct sheets_news *n, enum pl_sheet_news what, int64_t row)
{
	for (size_t i = 0; i < n->count; i++)
		if (n->notes[i].pub.what == what && n->notes[i].row == row)
			return true;
	return false;
}

static void look_at_danger(struct sheets_news *n, const struct sheet_rows *r,
			   const struct sheets_world *w)
{
	for (size_t i = 0; i < r->filed_count; i++) {
		const struct rows_filed *f = &r->filed[i];
		struct pl_sheet_note note;

		if (!f->danger || f->told || f->member == w->self || rows_reviewer(r, f) ||
		    is_noted(n, PL_SHEET_NEWS_DANGER, f->number))
			continue;
		note = about_filed(r, w, f, PL_SHEET_NEWS_DANGER);
		sheets_news_add(n, &note, f->number);
	}
}

static bool may_be_due(const struct sheet_rows *r, const struct sheets_world *w,
		       const struct rows_assigned *a)
{
	return a->due_utc_ms && !a->told && is_to_do(r, w, a);
}

void sheets_news_look(struct sheets_news *n, const struct sheet_rows *r,
		      const struct sheets_world *w)
{
	look_at_danger(n, r, w);
	for (size_t i = 0; i < r->assigned_count; i++) {
		const struct rows_assigned *a = &r->assigned[i];
		struct pl_sheet_note note;

		if (!may_be_due(r, w, a) || a->due_utc_ms - SHEETS_SOON_MS > w->now_utc_ms ||
		    is_noted(n, PL_SHEET_NEWS_DUE, a->number))
			continue;
		note = about_assigned(w, a, PL_SHEET_NEWS_DUE);
		sheets_news_add(n, &note, a->number);
	}
}

int64_t sheets_news_due_ms(const struct sheet_rows *r, const struct sheets_world *w)
{
	int64_t first = -1;

	for (size_t i = 0; i < r->assigned_count; i++) {
		const struct rows_assigned *a = &r->assigned[i];
		const int64_t in = a->due_utc_ms - SHEETS_SOON_MS - w->now_utc_ms;

		if (may_be_due(r, w, a) && in > 0 && (first < 0 || in < first))
			first = in;
	}
	return first;
}
