/* SPDX-License-Identifier: MIT */
/* What the faces see of worksheets: of this device and of the server's together. */
#include <stdlib.h>
#include <string.h>

#include "client/cache_cases.h"
#include "client/core.h"

size_t pl_client_sheets(struct pl_client *c, const struct pl_sheet **out)
{
	struct sheets_world w = worksheets_world(c);

	return sheets_list_own(&c->worksheets.list, &c->worksheets.rows, &w, out);
}

const struct pl_sheet *pl_client_sheet(struct pl_client *c, uint64_t id)
{
	struct sheets_world w = worksheets_world(c);

	return sheets_list_one(&c->worksheets.list, &c->worksheets.rows, &w, id);
}

size_t pl_client_group_sheets(struct pl_client *c, int64_t group, int64_t member,
			      const struct pl_sheet **out)
{
	struct sheets_world w = worksheets_world(c);

	return sheets_list_group(&c->worksheets.list, &c->worksheets.rows, &w,
				 (struct sheets_whose) { group, member }, out);
}

size_t pl_client_caseload(struct pl_client *c, int64_t group, const struct pl_case **out)
{
	struct sheets_world w = worksheets_world(c);

	return sheets_caseload(&c->worksheets.list, &c->worksheets.rows, &w, group, out);
}

size_t pl_client_to_review(struct pl_client *c, int64_t group, const struct pl_case **out)
{
	struct sheets_world w = worksheets_world(c);

	return sheets_to_review(&c->worksheets.list, &c->worksheets.rows, &w, group, out);
}

size_t pl_client_trends(struct pl_client *c, int64_t member, const struct pl_trend **out)
{
	struct sheets_world w = worksheets_world(c);

	return sheets_trends(&c->worksheets.list, &c->worksheets.rows, &w, member, out);
}

/* ---- what was said ---- */

size_t pl_client_comments(struct pl_client *c, uint64_t sheet, const struct pl_comment **out)
{
	struct sheets_world w = worksheets_world(c);
	struct sheet_rows *r = &c->worksheets.rows;

	for (size_t i = 0; i < r->noted_count; i++) {
		struct rows_noted *n = &r->noted[i];
		const struct rows_filed *f = n->told ? NULL : rows_find_filed(r, n->filed);

		if (f && sheets_is_filing(r, f, sheet))
			n->told = cache_case_told(c->cache, WIRE_NOTED, n->number);
	}
	return sheets_comments(&c->worksheets.list, r, &w, sheet, out);
}

int worksheets_comments(struct pl_client *c, uint64_t id, const char *item)
{
	struct sheets_world w = worksheets_world(c);
	const struct pl_comment *all;
	const size_t n =
		sheets_comments(&c->worksheets.list, &c->worksheets.rows, &w, id, &all);
	int count = 0;

	for (size_t i = 0; i < n; i++)
		count += !item || strcmp(all[i].item, item) == 0;
	return count;
}

/* ---- the seam: see filling.h ---- */

bool worksheets_again(struct pl_client *c, uint64_t id)
{
	const struct pl_sheet *s = pl_client_sheet(c, id);

	return s && s->state == PL_SHEET_AGAIN;
}

static void of_filed(const struct rows_filed *f, struct sheet_row *out)
{
	*out = (struct sheet_row) { .form = f->form,
				    .answers = str_of(f->answers),
				    .sum = strtoll(f->sum, NULL, 10),
				    .utc_ms = f->utc_ms,
				    .member = f->member,
				    .group = f->group,
				    .assignment = f->assigned,
				    .filed = f->number };
}

bool worksheets_row(struct pl_client *c, uint64_t id, struct sheet_row *out)
{
	const struct rows_filed *f = rows_filed_by_id(&c->worksheets.rows, id);
	const struct rows_assigned *a = f ? NULL : rows_assigned_by_id(&c->worksheets.rows, id);

	if (f)
		of_filed(f, out);
	if (a)
		*out = (struct sheet_row) { .form = a->form,
					    .member = a->member,
					    .group = a->group,
					    .assignment = a->number };
	return f || a;
}

/* Of this person's those alone that are not on this device. */
static bool is_sought(const struct pl_client *c, const struct rows_filed *f,
		      const struct sheet_search *search)
{
	const int64_t self = c->state.self.id;
	const int64_t member = search->member ? search->member : self;

	return f->member == member && !(member == self && f->sheet) &&
	       f->utc_ms < search->before_utc_ms &&
	       (!search->form || strcmp(f->form, search->form) == 0);
}

bool worksheets_row_last(struct pl_client *c, const struct sheet_search *search,
			 struct sheet_row *out)
{
	const struct sheet_rows *r = &c->worksheets.rows;
	const struct rows_filed *last = NULL;

	for (size_t i = 0; i < r->filed_count; i++) {
		const struct rows_filed *f = &r->filed[i];

		if (is_sought(c, f, search) && !rows_is_older(r, f) &&
		    (!last || f->utc_ms > last->utc_ms))
			last = f;
	}
	if (last)
		of_filed(last, out);
	return last != NULL;
}

/* ---- news ---- */

size_t pl_client_sheet_news(struct pl_client *c, const struct pl_sheet_note **out)
{
	return sheets_news_list(&c->worksheets.news, out);
}

/* That it was told is kept: of what is looked up again and again, once is enough. */
static void mark(struct pl_client *c, const struct sheets_note *n)
{
	struct rows_filed *f = n->pub.what == PL_SHEET_NEWS_DANGER
				       ? rows_find_filed(&c->worksheets.rows, n->row)
				       : NULL;
	struct rows_assigned *a = n->pub.what == PL_SHEET_NEWS_DUE
					  ? rows_find_assigned(&c->worksheets.rows, n->row)
					  : NULL;

	if (f)
		f->told = cache_case_told(c->cache, WIRE_FILED, n->row);
	if (a)
		a->told = cache_case_told(c->cache, WIRE_ASSIGNED, n->row);
}

void pl_client_sheet_said(struct pl_client *c, size_t n)
{
	struct sheets_news *news = &c->worksheets.news;

	for (size_t i = 0; i < n && i < news->count; i++)
		mark(c, &news->notes[i]);
	sheets_news_said(news, n);
}

/* ---- whom to call ---- */

void pl_client_crisis(struct pl_client *c, struct pl_crisis *out)
{
	struct worksheets *k = &c->worksheets;
	size_t n = 0;

	*out = (struct pl_crisis) { .dated_utc_ms = k->rows.crisis_utc_ms };
	if (!k->rows.crisis_text)
		return;
	arena_reset(&k->crisis_mem);
	for (const char *at = k->rows.crisis_text; *at; at += *at == '\n') {
		const size_t length = strcspn(at, "\n");

		k->crisis_lines = mem_grow(k->crisis_lines, (n + 1) * sizeof(*k->crisis_lines));
		if (length)
			k->crisis_lines[n++] = arena_dup(&k->crisis_mem, at, length);
		at += length;
	}
	out->lines = k->crisis_lines;
	out->count = n;
}
