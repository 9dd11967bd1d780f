/* SPDX-License-Identifier: MIT */
/* What would come of the changes, in words, before they happen. */
#include <stdlib.h>
#include <string.h>

#include "view/plan.h"

enum { TOLD_MAX = 4, ROWS_MAX = 200, PROBLEMS_MAX = 8, THESE_MAX = 500 };

static const char *name_of(struct stage *s, int64_t member, int64_t group)
{
	const struct pl_person *people;
	const size_t n = pl_client_people(s->client, group, &people);

	for (size_t i = 0; i < n; i++)
		if (people[i].id == member)
			return people[i].name;
	return "";
}

const char *plan_change(struct stage *s, struct arena *a, const struct pl_changed *c)
{
	const struct pl_series *series = c->series ? c->series : plan_series_of(s, c->id);
	const int64_t group = series ? series->group : c->group;
	const char *title = series ? series->title : "";
	char *words =
		arena_fmt(a, "%s", words_change(a, c, title, name_of(s, c->leader, group)));

	model_clean(words);
	return words;
}

/* Sentences, the first of them. */
static void add_rows(struct arena *a, const struct pl_previewed *seen, struct buf *out)
{
	const char **rows;
	const size_t n = plan_rows(a, seen, &rows);

	for (size_t i = 0; i < n && i < TOLD_MAX; i++)
		buf_addf(out, "\n%s", rows[i]);
	if (n > TOLD_MAX)
		buf_addf(out, "\n%s", words_more(a, n - TOLD_MAX));
}

int plan_tell_text(struct stage *s, struct buf *all)
{
	int bits;

	model_clean(all->p);
	bits = stage_tell(s, buf_text(all));
	buf_finish(all);
	return bits;
}

static bool is_row(const struct pl_preview *a, const struct pl_preview *b)
{
	const struct pl_occurrence *x = a->after ? a->after : a->before;
	const struct pl_occurrence *y = b->after ? b->after : b->before;

	return x->id == y->id && x->start_utc_ms == y->start_utc_ms;
}

/* A copy: the next preview takes away what these point to. */
static struct pl_preview *copy(struct arena *a, const struct pl_previewed *seen)
{
	struct pl_preview *rows = arena_get(a, (seen->rows_count + 1) * sizeof(*rows));
	struct pl_occurrence *o = arena_get(a, (seen->rows_count + 1) * sizeof(*o));

	for (size_t i = 0; i < seen->rows_count; i++) {
		const struct pl_preview *row = &seen->rows[i];

		o[i] = row->after ? *row->after : *row->before;
		rows[i].after = &o[i];
	}
	return rows;
}

/* Of all that would come, what is of these too: their clashes are those with all changes. */
static size_t keep_these(struct arena *a, struct pl_previewed *all,
			 const struct pl_preview *these, size_t n)
{
	struct pl_preview *kept = arena_get(a, (all->rows_count + 1) * sizeof(*kept));
	size_t count = 0;

	for (size_t i = 0; i < all->rows_count; i++)
		for (size_t k = 0; k < n; k++)
			if (is_row(&all->rows[i], &these[k])) {
				kept[count++] = all->rows[i];
				break;
			}
	all->rows = kept;
	return count;
}

/* Of the changes from `from` on, but with the clashes of all; where they alone make no sense,
 * or are many, of all. */
static enum pl_failure look(struct stage *s, size_t from, struct pl_previewed *out)
{
	const struct plan *p = plan_of(s);
	struct pl_previewed alone = { 0 };
	struct pl_preview *these;
	enum pl_failure f = PL_FAIL_GONE;

	if (from)
		f = pl_client_preview(s->client, p->changes + from, p->count - from, &alone);
	these = f == PL_OK && alone.rows_count <= THESE_MAX ? copy(&s->model.mem, &alone)
							    : NULL;
	f = pl_client_preview(s->client, p->changes, p->count, out);
	if (f != PL_OK || !these)
		return f;
	out->rows_count = keep_these(&s->model.mem, out, these, alone.rows_count);
	out->people = alone.people;
	return PL_OK;
}

enum pl_failure plan_preview(struct stage *s, size_t from, struct buf *out)
{
	struct arena *mem = &s->model.mem;
	struct pl_previewed seen;
	const enum pl_failure f = look(s, from, &seen);

	if (f != PL_OK)
		return f;
	buf_addf(out, "\n%s", words_preview_sum(mem, seen.rows_count, seen.people));
	add_rows(mem, &seen, out);
	return PL_OK;
}

/* Of the changes from `from` on, which are new; what cannot be is taken out again. */
static int tell_added(struct stage *s, size_t from)
{
	struct plan *p = plan_of(s);
	struct arena *mem = &s->model.mem;
	enum pl_failure f;
	struct buf all;

	buf_init(&all, sizeof(s->answer) - 1);
	buf_adds(&all, plan_change(s, mem, &p->changes[from]));
	if (p->count > from + 1)
		buf_addf(&all, " %s", words_more_sessions(mem, p->count - from - 1));
	f = plan_preview(s, from, &all);
	if (f != PL_OK) {
		p->count = from;
		buf_finish(&all);
		return stage_tell(s, words_change_failure(f)) | DID_KEEP;
	}
	if (from)
		buf_addf(&all, "\n%s", words_plan_waits(mem, p->count));
	buf_addf(&all, "\n%s", words_program(mem, PROGRAM_PLAN_HOW, "", ""));
	return plan_tell_text(s, &all);
}

int plan_add(struct stage *s, const struct pl_changed *c)
{
	struct plan *p = plan_of(s);

	if (!plan_keep(p, c))
		return plan_say(s, PROGRAM_PLAN_FULL, "");
	return tell_added(s, p->count - 1);
}

int plan_add_each(struct stage *s, const struct plan_target *t, const struct pl_changed *c)
{
	struct plan *p = plan_of(s);
	const size_t from = p->count;
	struct pl_changed one = *c;

	for (size_t i = 0; i < t->originals_count; i++) {
		one.original_utc_ms = t->originals[i];
		if (plan_keep(p, &one))
			continue;
		p->count = from;
		return plan_say(s, PROGRAM_PLAN_FULL, "");
	}
	return tell_added(s, from);
}

int plan_add_series(struct stage *s, const struct pl_series *series, const struct pl_pattern *p)
{
	struct pl_series own = *series;
	char *lines = pl_pattern_lines(p);
	int bits;

	if (!lines)
		return stage_tell(s, words_change_failure(PL_FAIL_NOT_NOW)) | DID_KEEP;
	own.lines = lines;
	bits = plan_add(s, &(struct pl_changed) {
				   .what = PL_CHANGE_NEW, .group = own.group, .series = &own });
	free(lines);
	return bits;
}

/* A file */

static void add_problems(struct stage *s, const struct pl_import *in, struct buf *out)
{
	struct arena *mem = &s->model.mem;
	size_t told = 0;

	for (; told < in->problems_count && told < PROBLEMS_MAX; told++)
		buf_addf(out, "\n%s", words_calendar_problem(mem, &in->problems[told]));
	if (in->problems_total > told)
		buf_addf(out, "\n%s",
			 words_problems_more(mem, (int)(in->problems_total - told)));
}

static bool add_all(struct plan *p, const struct pl_import *in)
{
	for (size_t i = 0; i < in->changes_count; i++)
		if (!plan_keep(p, &in->changes[i]))
			return false;
	return true;
}

int plan_import(struct stage *s, const char *path)
{
	struct plan *p = plan_of(s);
	const size_t before = p->count;
	struct arena *mem = &s->model.mem;
	struct pl_import in = { 0 };
	struct buf all;
	const enum pl_failure f = pl_client_import(s->client, path, s->group, &in);

	if (f != PL_OK && !in.problems_count)
		return stage_tell(s, words_change_failure(f)) | DID_KEEP;
	buf_init(&all, sizeof(s->answer) - 1);
	buf_adds(&all, in.changes_count ? words_import_sum(mem, &in)
					: words_program(mem, PROGRAM_IMPORT_NONE, path, ""));
	add_problems(s, &in, &all);
	if (!add_all(p, &in)) {
		p->count = before;
		buf_addf(&all, "\n%s", words_program(mem, PROGRAM_PLAN_FULL, "", ""));
	} else if (in.changes_count && plan_preview(s, before, &all) == PL_OK) {
		buf_addf(&all, "\n%s", words_program(mem, PROGRAM_PLAN_HOW, "", ""));
	}
	return plan_tell_text(s, &all);
}

/* The view's part */

static void tell_row(struct model *out, uint64_t id, enum item_role role, const char *text)
{
	model_add(out, id, role)->text = model_text(out, text);
}

static void tell_preview(struct stage *s, struct model *out)
{
	const struct plan *p = plan_of(s);
	struct pl_previewed seen = { 0 };
	const enum pl_failure f = pl_client_preview(s->client, p->changes, p->count, &seen);
	const char **rows = NULL;
	const size_t n = f == PL_OK ? plan_rows(&out->mem, &seen, &rows) : 0;

	tell_row(out, view_id(ID_PLAN, 1), ITEM_HEADING,
		 words_program(&out->mem, PROGRAM_PREVIEW_TITLE, "", ""));
	tell_row(out, view_id(ID_PLAN, 2), ITEM_NOTICE,
		 f == PL_OK ? words_preview_sum(&out->mem, seen.rows_count, seen.people)
			    : words_change_failure(f));
	for (size_t i = 0; i < n && i < ROWS_MAX; i++)
		tell_row(out, view_id(ID_PLAN, 0x100000 + i), ITEM_NOTICE, rows[i]);
	if (n > ROWS_MAX)
		tell_row(out, view_id(ID_PLAN, 3), ITEM_NOTICE,
			 words_more_sessions(&out->mem, n - ROWS_MAX));
}

void plan_tell(struct stage *s, struct model *out)
{
	const struct plan *p = plan_of(s);

	if (!p->count)
		return;
	tell_row(out, view_id(ID_PLAN, 0), ITEM_HEADING, words_plan_waits(&out->mem, p->count));
	for (size_t i = 0; i < p->count; i++) {
		struct item *it = model_add(out, view_id(ID_PLAN, 0x1000 + i), ITEM_CHOICE);

		it->who = arena_fmt(&out->mem, "%zu", i + 1);
		it->text = plan_change(s, &out->mem, &p->changes[i]);
	}
	tell_preview(s, out);
	tell_row(out, view_id(ID_PLAN, 4), ITEM_NOTICE,
		 words_program(&out->mem, PROGRAM_PLAN_HOW, "", ""));
}
