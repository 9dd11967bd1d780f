/* SPDX-License-Identifier: MIT */
#include "server/filed.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "forms/forms.h"
#include "server/ground.h"
#include "worksheet/answers.h"

/* ---- reading ---- */

struct taking {
	struct filed *filed;
	enum caseload_kind kind;
	int64_t number; /* of the last row */
	size_t rows;    /* of the last page */
};

static struct str keep(struct filed *f, struct str s)
{
	return (struct str) { arena_dup(&f->mem, s.p ? s.p : "", s.n), s.n };
}

/* One that is no more has no text, or says no form. */
static void take(struct filed *f, enum caseload_kind kind, const struct store_message *row)
{
	struct arena mem = { 0 };
	struct wire_frame frame = { 0 };
	struct filed_row *to;
	const struct wire_msg *m;

	if (row->hidden || !row->text.n)
		return;
	if (!wire_decode(row->text, WIRE_SERVER, &mem, &frame, NULL) || !frame.n) {
		f->unread++;
	} else if (kind == CASELOAD_NOTED || frame.msgs[0].has & WIRE_C) {
		m = &frame.msgs[0];
		f->rows = mem_grow(f->rows, (f->count + 1) * sizeof(*f->rows));
		to = &f->rows[f->count++];
		*to = (struct filed_row) { .kind = kind, .m = *m, .made_utc_ms = m->d };
		to->m.s = row->seq;
		to->m.x = keep(f, m->x);
		to->m.r = keep(f, m->r);
		to->m.c = keep(f, m->c);
		to->m.b = keep(f, m->b);
		if (kind == CASELOAD_ASSIGNED)
			to->made_utc_ms = frame.n > 1 ? frame.msgs[1].d : 0;
	}
	arena_finish(&mem);
}

static void on_rows(void *user, const struct store_reply *reply)
{
	struct taking *t = user;

	t->rows = reply->count;
	for (size_t i = 0; i < reply->count; i++) {
		t->number = reply->messages[i].seq;
		take(t->filed, t->kind, &reply->messages[i]);
	}
}

static bool read_kind(struct filed *f, struct admin *a, enum caseload_kind kind,
		      struct err *err)
{
	struct taking t = { .filed = f, .kind = kind };

	do {
		if (!admin_ask(a,
			       (struct store_req) { .op = STORE_ROWS,
						    .limit = (int64_t)kind,
						    .seq = t.number,
						    .done = on_rows,
						    .user = &t },
			       err))
			return false;
	} while (t.rows == STORE_ROWS_MAX);
	return true;
}

/* Of the group alone; a note is of the group of its sheet. */
static void keep_group(struct filed *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->count; i++)
		if (f->rows[i].kind == CASELOAD_NOTED || f->rows[i].m.g == f->group)
			f->rows[n++] = f->rows[i];
	f->count = n;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; f->rows[i].kind == CASELOAD_NOTED && k < n; k++)
			if (f->rows[k].kind == CASELOAD_FILED &&
			    f->rows[k].m.s == f->rows[i].m.k)
				f->rows[i].of = &f->rows[k];
}

bool filed_read(struct filed *f, struct admin *a, int64_t group, struct err *err)
{
	*f = (struct filed) { .group = group };
	if (!report_read_group(&f->r, a, group, err))
		return false;
	f->r.out = stdout;
	f->packs = offered_read(&a->conf);
	for (int kind = CASELOAD_ASSIGNED; kind <= CASELOAD_NOTED; kind++)
		if (!read_kind(f, a, (enum caseload_kind)kind, err))
			return false;
	keep_group(f);
	return true;
}

void filed_finish(struct filed *f)
{
	offered_free(f->packs);
	free(f->rows);
	report_finish(&f->r);
	arena_finish(&f->mem);
}

/* ---- what there is ---- */

bool filed_gives(const struct filed *f, unsigned what)
{
	return !f->r.ground || (f->r.ground->what & what);
}

bool filed_is_named(const struct filed *f, const struct filed_row *row)
{
	const struct filed_row *sheet = row->kind == CASELOAD_NOTED ? row->of : row;
	const int64_t at = row->made_utc_ms;

	return sheet && report_is_named(&f->r, sheet->m.u) && at >= f->from_utc_ms &&
	       (!f->to_utc_ms || at < f->to_utc_ms);
}

const struct filed_row *filed_of(const struct filed *f, const struct filed_row *assigned)
{
	for (size_t i = f->count; i > 0; i--)
		if (f->rows[i - 1].kind == CASELOAD_FILED &&
		    f->rows[i - 1].m.k == assigned->m.s)
			return &f->rows[i - 1];
	return NULL;
}

const struct filed_row *filed_note(const struct filed *f, const struct filed_row *sheet,
				   const char *word)
{
	for (size_t i = f->count; i > 0; i--)
		if (f->rows[i - 1].of == sheet && str_is(f->rows[i - 1].m.r, word))
			return &f->rows[i - 1];
	return NULL;
}

static bool find_form(const struct filed *f, struct str name, struct pack_form *out)
{
	const struct form_text *own = form_find(name);
	const struct pack_form *packed = own ? NULL : offered_find(f->packs, name);

	if (packed)
		*out = *packed;
	else if (own)
		*out = (struct pack_form) { .name = own->name, .json = own->json };
	return own || packed;
}

static struct questionnaire *read_form(const struct filed *f, struct str name)
{
	struct questionnaire_options options = { .language = NULL };
	struct pack_form form;

	if (!find_form(f, name, &form))
		return NULL;
	options.sets = form.sets;
	options.set_count = form.set_count;
	return questionnaire_read(form.json, &options, NULL);
}

/* What is calculated is so as of the day on which it was finished; in UTC. */
static struct response *read_answers(const struct questionnaire *q, const struct wire_msg *m)
{
	char now[32], today[11];
	struct response *r;

	report_moment(m->d > 0 ? m->d : 1000, now);
	memcpy(today, now, 10);
	today[10] = '\0';
	r = response_new(q, (struct response_clock) { today, now });
	if (r && !answers_read(r, m->b, NULL)) {
		response_free(r);
		return NULL;
	}
	return r;
}

void filed_open(const struct filed *f, const struct filed_row *sheet, struct filed_sheet *out)
{
	*out = (struct filed_sheet) { .q = read_form(f, sheet->m.c) };
	if (out->q)
		out->r = read_answers(out->q, &sheet->m);
	if (out->r)
		out->measure = score_measure(out->q);
	if (out->measure && !score_of(out->measure, out->r, &out->score))
		out->measure = NULL;
}

void filed_close(struct filed_sheet *s)
{
	response_free(s->r);
	questionnaire_free(s->q);
}

const char *filed_band(enum score_band band)
{
	static const char *const words[SCORE_BANDS] = {
		[SCORE_MINIMAL] = "minimal",   [SCORE_MILD] = "mild",
		[SCORE_MODERATE] = "moderate", [SCORE_MODERATELY_SEVERE] = "moderately severe",
		[SCORE_SEVERE] = "severe",     [SCORE_NEGATIVE] = "negative",
		[SCORE_POSITIVE] = "positive",
	};

	return words[band];
}

const char *filed_title(struct filed *f, struct str form)
{
	struct questionnaire *q = read_form(f, form);
	const char *title = q && *q->title ? q->title : NULL;

	title = title ? arena_text(&f->mem, title) : arena_dup(&f->mem, form.p, form.n);
	questionnaire_free(q);
	return title;
}
