/* SPDX-License-Identifier: MIT */
/* Worksheets as a table: a row a finished one, and one for what is assigned and not done yet. */
#include <inttypes.h>
#include <string.h>

#include "server/filed.h"
#include "server/ground.h"

enum { COLUMNS = 19 };

static void put_comma(const struct filed *f)
{
	fputc(',', f->r.out);
}

static void put_text(const struct filed *f, const char *text)
{
	report_put_cell(f->r.out, text);
	put_comma(f);
}

static void put_moment(const struct filed *f, int64_t utc_ms)
{
	char text[32];

	fprintf(f->r.out, "%s,", report_moment(utc_ms, text));
}

/* Who did so last, and when. */
static void put_note(const struct filed *f, const struct filed_row *sheet, const char *word)
{
	const struct filed_row *n = sheet ? filed_note(f, sheet, word) : NULL;

	put_text(f, n ? report_name(&f->r, n->m.u) : "");
	put_moment(f, n ? n->m.d : 0);
}

static int count_comments(const struct filed *f, const struct filed_row *sheet)
{
	int n = 0;

	for (size_t i = 0; sheet && i < f->count; i++)
		n += f->rows[i].of == sheet &&
		     (str_is(f->rows[i].m.r, "comment") || str_is(f->rows[i].m.r, "again"));
	return n;
}

/* Where answers are missing, the sum says nothing. */
static void put_score(const struct filed *f, const struct filed_sheet *s)
{
	if (!s || !s->measure)
		fputs(",,,,", f->r.out);
	else if (s->score.missing)
		fprintf(f->r.out, "%s,,%d,,", s->measure->name, s->measure->most);
	else
		fprintf(f->r.out, "%s,%d,%d,%s,", s->measure->name, s->score.sum,
			s->measure->most, filed_band(s->score.band));
}

static void put_who(struct filed *f, const struct filed_row *row)
{
	fprintf(f->r.out, "%" PRId64 ",", row->m.u);
	put_text(f, report_name(&f->r, row->m.u));
	put_text(f, arena_dup(&f->mem, row->m.c.p, row->m.c.n));
	put_text(f, filed_title(f, row->m.c));
}

static void put_end(struct filed *f, const struct filed_row *sheet)
{
	put_note(f, sheet, "reviewed");
	put_note(f, sheet, "read");
	fprintf(f->r.out, "%d\r\n", count_comments(f, sheet));
}

static const struct filed_row *assignment_of(const struct filed *f,
					     const struct filed_row *sheet)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->rows[i].kind == CASELOAD_ASSIGNED && f->rows[i].m.s == sheet->m.k)
			return &f->rows[i];
	return NULL;
}

static void put_assigned(const struct filed *f, const struct filed_row *assigned)
{
	put_text(f, assigned ? report_name(&f->r, assigned->m.k) : "");
	put_moment(f, assigned ? assigned->m.d : 0);
}

static void put_row(struct filed *f, const struct filed_row *row, const struct filed_sheet *s)
{
	fprintf(f->r.out, "finished,%" PRId64 ",", row->m.s);
	put_who(f, row);
	put_moment(f, row->m.d);
	put_score(f, filed_gives(f, CONSENT_MEASURES) ? s : NULL);
	if (!filed_gives(f, CONSENT_WORKSHEETS)) {
		fputs(",,,,,,,\r\n", f->r.out); /* no more than the sum */
		return;
	}
	fprintf(f->r.out, "%s,", row->m.n ? "yes" : "no");
	put_assigned(f, assignment_of(f, row));
	put_end(f, row);
}

static void put_sheet(struct filed *f, const struct filed_row *row)
{
	struct filed_sheet s;

	filed_open(f, row, &s);
	f->unknown += !s.r;
	if (s.measure || filed_gives(f, CONSENT_WORKSHEETS))
		put_row(f, row, &s);
	filed_close(&s);
}

static void put_open(struct filed *f, const struct filed_row *row)
{
	fprintf(f->r.out, "assigned,%" PRId64 ",", row->m.s);
	put_who(f, row);
	put_moment(f, 0);
	put_score(f, NULL);
	put_comma(f);
	put_assigned(f, row);
	put_end(f, NULL);
}

void filed_csv(struct filed *f)
{
	fputs("state,number,member,name,form,title,finished,measure,sum,most,band,danger,"
	      "assigned by,due,reviewed by,reviewed,read by,read,comments\r\n",
	      f->r.out);
	for (size_t i = 0; i < f->count; i++) {
		const struct filed_row *row = &f->rows[i];

		if (!filed_is_named(f, row))
			continue;
		if (row->kind == CASELOAD_FILED)
			put_sheet(f, row);
		if (row->kind == CASELOAD_ASSIGNED && !filed_of(f, row) &&
		    filed_gives(f, CONSENT_WORKSHEETS))
			put_open(f, row);
	}
	ground_put_csv(f->r.ground, f->r.out, COLUMNS);
}
