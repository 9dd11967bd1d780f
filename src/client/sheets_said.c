/* SPDX-License-Identifier: MIT */
/* What was said to a sheet. */
#include <string.h>

#include "client/sheets_list.h"
#include "worksheet/answers.h"

bool sheets_is_filing(const struct sheet_rows *r, const struct rows_filed *f, uint64_t sheet)
{
	const struct rows_filed *now = rows_filed_by_id(r, sheet);

	return now && (f == now || (f->assigned && f->assigned == now->assigned) ||
		       (f->sheet && f->sheet == now->sheet));
}

struct telling {
	struct sheets_list *list;
	const struct sheets_world *world;
	struct response *form; /* an empty one, to look items up; NULL: it is not here */
	struct pl_comment *all;
	size_t count;
};

static const char *copy(struct telling *t, const char *s)
{
	return arena_text(&t->list->mem, s);
}

static const char *question_of(struct telling *t, const char *item)
{
	const struct blank *b = t->form && *item ? answers_find(t->form, str_of(item)) : NULL;

	return b ? copy(t, b->item->text) : "";
}

static void add(struct telling *t, const struct rows_filed *f, const struct rows_noted *n)
{
	const struct sheets_world *w = t->world;
	const char *item = copy(t, n->item);

	if (n->what != ROWS_COMMENT && n->what != ROWS_AGAIN)
		return;
	t->all[t->count++] = (struct pl_comment) {
		.item = item,
		.question = question_of(t, item),
		.who = copy(t, w->name(w->user, f->group, n->by)),
		.text = copy(t, n->text),
		.utc_ms = n->utc_ms,
		.mine = n->by == w->self,
		.asks_again = n->what == ROWS_AGAIN,
	};
}

/* What this person has said, and is not at the server. */
static void add_kept(struct telling *t, const struct sheet_rows *r, const struct rows_filed *f)
{
	for (size_t i = 0; i < r->acts_count; i++) {
		const struct rows_act *a = &r->acts[i];
		const bool again = rows_act_is(a, rows_note_word(ROWS_AGAIN));
		const struct rows_noted n = { .by = t->world->self,
					      .utc_ms = a->utc_ms,
					      .what = again ? ROWS_AGAIN : ROWS_COMMENT,
					      .item = a->m.c.p,
					      .text = a->m.b.p };

		if (a->m.s != f->number ||
		    (!again && !rows_act_is(a, rows_note_word(ROWS_COMMENT))))
			continue;
		add(t, f, &n);
		t->all[t->count - 1].is_kept = true;
	}
}

static struct response *empty_form(const struct sheets_world *w, const struct rows_filed *f)
{
	struct sheets_form form;

	return f && w->form(w->user, f->form, &form) ? response_new(form.q, w->clock) : NULL;
}

size_t sheets_comments(struct sheets_list *l, const struct sheet_rows *r,
		       const struct sheets_world *w, uint64_t sheet,
		       const struct pl_comment **out)
{
	struct telling t = { .list = l, .world = w };

	arena_reset(&l->mem);
	t.form = empty_form(w, rows_filed_by_id(r, sheet));
	t.all = arena_get(&l->mem, (r->noted_count + r->acts_count + 1) * sizeof(*t.all));
	for (size_t i = 0; i < r->filed_count; i++) {
		const struct rows_filed *f = &r->filed[i];
		struct rows_noted *notes;
		size_t n;

		if (!sheets_is_filing(r, f, sheet))
			continue;
		n = rows_notes(r, f->number, &notes);
		for (size_t k = 0; k < n; k++)
			add(&t, f, &notes[k]);
		add_kept(&t, r, f);
	}
	response_free(t.form);
	*out = t.all;
	return t.count;
}
