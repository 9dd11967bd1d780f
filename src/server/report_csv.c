/* SPDX-License-Identifier: MIT */
/* Attendance as a table: CSV by RFC 4180. */
#include <inttypes.h>
#include <string.h>

#include "server/ground.h"
#include "server/report.h"

enum { COLUMNS = 16 };

/* A row; what is left out is empty. */
struct row {
	const char *kind;
	int64_t session, member; /* 0: none */
	const char *name;
	int64_t from_ms, to_ms;
	const char *began, *began_by, *ended, *ended_by, *modality;
	int64_t seconds, minutes, corrected, event; /* -1: none; event: 0 */
	const char *note;
};

static const struct row empty = { .kind = "", .seconds = -1, .minutes = -1, .corrected = -1 };

/* A spreadsheet must not take what somebody is called for a formula. */
void report_put_cell(FILE *out, const char *text)
{
	if (!text || !*text)
		return;
	fputc('"', out);
	if (strchr("=+-@\t", *text))
		fputc('\'', out);
	for (const char *p = text; *p; p++) {
		if (*p == '"')
			fputc('"', out);
		fputc(*p, out);
	}
	fputc('"', out);
}

static void put_number(FILE *out, int64_t n, int64_t none)
{
	if (n != none)
		fprintf(out, "%" PRId64, n);
	fputc(',', out);
}

static void put_word(FILE *out, const char *word)
{
	fprintf(out, "%s,", word ? word : "");
}

static void put_name(FILE *out, const char *name)
{
	report_put_cell(out, name);
	fputc(',', out);
}

static void put(const struct report *r, const struct row *row)
{
	char from[32], to[32];

	put_word(r->out, row->kind);
	put_number(r->out, row->session, 0);
	put_number(r->out, row->member, 0);
	put_name(r->out, row->name);
	put_word(r->out, report_moment(row->from_ms, from));
	put_word(r->out, report_moment(row->to_ms, to));
	put_word(r->out, row->began);
	put_name(r->out, row->began_by);
	put_word(r->out, row->ended);
	put_name(r->out, row->ended_by);
	put_word(r->out, row->modality);
	put_number(r->out, row->seconds, -1);
	put_number(r->out, row->minutes, -1);
	put_number(r->out, row->corrected, -1);
	put_number(r->out, row->event, 0);
	report_put_cell(r->out, row->note);
	fputs("\r\n", r->out);
}

static struct row row_of(const struct report *r, const char *kind, const struct meeting *m,
			 int64_t member)
{
	struct row row = empty;

	row.kind = kind;
	row.session = m ? m->opened_seq : 0;
	row.member = member;
	row.name = member ? report_name(r, member) : NULL;
	return row;
}

static void put_span(const struct report *r, const struct meeting *m,
		     const struct meeting_seat *s, size_t i)
{
	const struct meeting_span *p = &s->spans[i];
	struct row row = row_of(r, report_being(p->being), m, s->id);

	row.from_ms = p->from_ms;
	row.to_ms = p->to_ms;
	row.began = meeting_word(p->began);
	row.began_by = report_source(r, p->began_seq, s->id);
	row.ended = p->ended_seq ? meeting_word(p->ended) : NULL;
	row.ended_by = p->ended_seq ? report_source(r, p->ended_seq, s->id) : NULL;
	row.modality = report_modality(p->modality);
	row.seconds = meeting_counted_ms(s, i, MEETING_GRACE_MS, m->utc_ms) / 1000;
	row.event = p->began_seq;
	put(r, &row);
}

static void put_total(const struct report *r, const struct meeting *m,
		      const struct report_person *p)
{
	const bool absent = report_was_absent(r, m, p);
	const struct record_correction *c = record_corrected(&r->record, m->opened_seq, p->id);
	struct row row = row_of(r, "total", m, p->id);

	if (!report_is_named(r, p->id) || (!record_was_there(m, p->id) && !absent && !c))
		return;
	row.minutes = record_counted(m, p->id);
	row.corrected = c ? c->minutes : -1;
	row.event = c ? c->seq : 0;
	row.note = absent ? "absent" : record_was_late(m, p->id) ? "late" : NULL;
	put(r, &row);
}

static void put_corrections(const struct report *r, const struct meeting *m)
{
	for (size_t i = 0; i < r->record.corrections_count; i++) {
		const struct record_correction *c = &r->record.corrections[i];
		struct row row = row_of(r, "correction", m, c->member);

		if (c->session != m->opened_seq || !report_is_named(r, c->member))
			continue;
		row.from_ms = c->utc_ms;
		row.began_by = report_name(r, c->by);
		row.corrected = c->minutes;
		row.event = c->seq;
		row.note = c->why;
		put(r, &row);
	}
}

static void put_session(const struct report *r, const struct meeting *m)
{
	struct row row = row_of(r, "session", m, 0);

	row.from_ms = m->opened_ms;
	row.to_ms = meeting_runs(m) ? 0 : m->stage_ms;
	put(r, &row);
	for (size_t i = 0; i < m->seats_count; i++)
		for (size_t k = 0; k < m->seats[i]->spans_count; k++)
			if (report_is_named(r, m->seats[i]->id))
				put_span(r, m, m->seats[i], k);
	for (size_t i = 0; i < r->people_count; i++)
		put_total(r, m, &r->people[i]);
	put_corrections(r, m);
}

/* What stands, over all sessions. */
static void put_person(const struct report *r, const struct report_person *p)
{
	struct row row = row_of(r, "person", NULL, p->id);
	int64_t sessions = 0;
	char note[40];

	row.minutes = 0;
	for (size_t i = 0; i < r->record.sessions_count; i++) {
		const struct meeting *m = r->record.sessions[i];
		const bool there = record_was_there(m, p->id) ||
				   record_corrected(&r->record, m->opened_seq, p->id);

		sessions += there;
		row.minutes += record_minutes(&r->record, m, p->id);
	}
	snprintf(note, sizeof(note), "%" PRId64 " of %zu sessions", sessions,
		 r->record.sessions_count);
	row.note = note;
	if (report_is_named(r, p->id) && (sessions || p->in_group))
		put(r, &row);
}

void report_csv(const struct report *r)
{
	struct row rule = empty;
	char text[512];

	fputs("kind,session,member,name,from,to,began,began by,ended,ended by,modality,"
	      "seconds,minutes,corrected,event,note\r\n",
	      r->out);
	report_rule(text, sizeof(text));
	rule.kind = "rule";
	rule.note = text;
	put(r, &rule);
	for (size_t i = 0; i < r->record.sessions_count; i++)
		put_session(r, r->record.sessions[i]);
	for (size_t i = 0; i < r->people_count; i++)
		put_person(r, &r->people[i]);
	ground_put_csv(r->ground, r->out, COLUMNS);
}
