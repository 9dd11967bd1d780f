/* SPDX-License-Identifier: MIT */
/*
 * Worksheets as FHIR R4: a Bundle (collection) with a QuestionnaireResponse for each finished
 * one, an Observation for each score, a Task for what was assigned, and a Communication for what
 * was said.  Without extensions.  Subjects are Patient/MEMBER, as those of attendance are.
 */
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "server/entries.h"
#include "server/filed.h"
#include "server/ground.h"

enum { RESPONSE_MAX = 1 << 20 };

struct bundle {
	struct filed *f;
	struct entries *e;
};

static FILE *out_of(const struct bundle *b)
{
	return b->e->out;
}

/* Who says or assigns something: one of those who lead, or the person. */
static const char *type_of(const struct bundle *b, int64_t id)
{
	const struct report_person *p = report_find(&b->f->r, id);

	return p && strcmp(p->role, "patient") != 0 ? "Practitioner" : "Patient";
}

static void put_response_reference(const struct bundle *b, int64_t number)
{
	fprintf(out_of(b), "{\"reference\":\"QuestionnaireResponse/filed-%" PRId64 "\"}",
		number);
}

/* ---- what was finished ---- */

static void put_response(struct bundle *b, const struct filed_row *row,
			 const struct filed_sheet *s)
{
	char id[40], who[40], when[32];
	const struct response_cover cover = { .completed = true,
					      .authored = report_moment(row->m.d, when),
					      .id = id,
					      .subject = who,
					      .author = who };
	struct buf json;

	snprintf(id, sizeof(id), "filed-%" PRId64, row->m.s);
	snprintf(who, sizeof(who), "Patient/%" PRId64, row->m.u);
	buf_init(&json, RESPONSE_MAX);
	if (response_write(s->r, &cover, &json)) {
		entries_open(b->e, "QuestionnaireResponse", id);
		fprintf(out_of(b), "%s}", buf_text(&json));
	} else {
		b->f->unknown++;
	}
	buf_finish(&json);
}

static void put_score(struct bundle *b, const struct filed_row *row,
		      const struct filed_sheet *s)
{
	entries_begin(b->e, "Observation", "score", row->m.s);
	fprintf(out_of(b),
		",\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":"
		"\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":"
		"\"survey\",\"display\":\"Survey\"}]}],\"code\":{\"coding\":[{\"system\":"
		"\"http://loinc.org\",\"code\":\"%s\"}],\"text\":\"%s, the sum\"}",
		s->measure->total, s->measure->name);
	entries_person(b->e, "subject", "Patient", row->m.u);
	entries_moment(b->e, "effectiveDateTime", row->m.d);
	fprintf(out_of(b), ",\"valueInteger\":%d,\"interpretation\":[{\"text\":\"%s\"}]",
		s->score.sum, filed_band(s->score.band));
	if (filed_gives(b->f, CONSENT_WORKSHEETS)) {
		fputs(",\"derivedFrom\":[", out_of(b));
		put_response_reference(b, row->m.s);
		fputc(']', out_of(b));
	}
	entries_end(b->e);
}

static void put_sheet(struct bundle *b, const struct filed_row *row)
{
	struct filed_sheet s;

	filed_open(b->f, row, &s);
	if (!s.r)
		b->f->unknown++;
	else if (filed_gives(b->f, CONSENT_WORKSHEETS))
		put_response(b, row, &s);
	if (s.r && s.measure && !s.score.missing && filed_gives(b->f, CONSENT_MEASURES))
		put_score(b, row, &s);
	filed_close(&s);
}

/* ---- what was assigned ---- */

static void put_output(const struct bundle *b, const struct filed_row *sheet)
{
	fputs(",\"output\":[{\"type\":{\"text\":\"The finished "
	      "worksheet\"},\"valueReference\":",
	      out_of(b));
	put_response_reference(b, sheet->m.s);
	fputs("}]", out_of(b));
}

static void put_task(struct bundle *b, const struct filed_row *row)
{
	const struct filed_row *sheet = filed_of(b->f, row);

	entries_begin(b->e, "Task", "assigned", row->m.s);
	fprintf(out_of(b), ",\"status\":\"%s\",\"intent\":\"order\"",
		sheet ? "completed" : "requested");
	entries_field(b->e, "description", filed_title(b->f, row->m.c));
	entries_person(b->e, "for", "Patient", row->m.u);
	entries_moment(b->e, "authoredOn", row->made_utc_ms);
	entries_person(b->e, "requester", "Practitioner", row->m.k);
	if (row->m.b.n) {
		fputs(",\"note\":[{\"text\":", out_of(b));
		report_put_string(out_of(b), arena_dup(&b->f->mem, row->m.b.p, row->m.b.n));
		fputs("}]", out_of(b));
	}
	if (row->m.d > 0) {
		char due[32];

		fprintf(out_of(b), ",\"restriction\":{\"period\":{\"end\":\"%s\"}}",
			report_moment(row->m.d, due));
	}
	if (sheet)
		put_output(b, sheet);
	entries_end(b->e);
}

/* ---- what was said ---- */

static void put_said(struct bundle *b, const struct filed_row *row)
{
	entries_begin(b->e, "Communication", "noted", row->m.s);
	fputs(",\"status\":\"completed\"", out_of(b));
	entries_person(b->e, "subject", "Patient", row->of->m.u);
	if (row->m.c.n) {
		fputs(",\"topic\":{\"text\":", out_of(b));
		report_put_string(out_of(b), arena_dup(&b->f->mem, row->m.c.p, row->m.c.n));
		fputc('}', out_of(b));
	}
	fputs(",\"about\":[", out_of(b));
	put_response_reference(b, row->of->m.s);
	fputc(']', out_of(b));
	entries_moment(b->e, "sent", row->m.d);
	entries_person(b->e, "sender", type_of(b, row->m.u), row->m.u);
	fputs(",\"payload\":[{\"contentString\":", out_of(b));
	report_put_string(out_of(b), arena_dup(&b->f->mem, row->m.b.p, row->m.b.n));
	fputs("}]", out_of(b));
	entries_end(b->e);
}

/* The scope of the consent by which it goes. */
static void put_consent(struct bundle *b)
{
	const struct consent *c = b->f->r.ground ? b->f->r.ground->consent : NULL;

	if (!c)
		return;
	entries_consent(b->e, c, clock_utc_ms());
}

static void put_row(struct bundle *b, const struct filed_row *row)
{
	if (row->kind == CASELOAD_FILED)
		put_sheet(b, row);
	else if (!filed_gives(b->f, CONSENT_WORKSHEETS))
		return;
	else if (row->kind == CASELOAD_ASSIGNED)
		put_task(b, row);
	else if (row->m.b.n)
		put_said(b, row);
}

void filed_entries(struct filed *f, struct entries *e)
{
	struct bundle b = { f, e };

	for (size_t i = 0; i < f->count; i++)
		if (filed_is_named(f, &f->rows[i]))
			put_row(&b, &f->rows[i]);
}

void filed_fhir(struct filed *f)
{
	struct entries e = { .out = f->r.out, .names = &f->r };

	entries_head(&e, f->r.ground);
	put_consent(&(struct bundle) { f, &e });
	filed_entries(f, &e);
	entries_tail(&e);
}
