/* SPDX-License-Identifier: MIT */
/*
 * Attendance as FHIR R4: an Encounter a line for each person in each session (NDJSON, as
 * bulk data is), each with one subject and nobody else but those who led.  Without
 * extensions: where somebody was is the history of the status, how they took part is where
 * it was, and what the figure is made of stands in the narrative.
 */
#include <inttypes.h>
#include <string.h>

#include "server/ground.h"
#include "server/report.h"

/* A narrative's text: XHTML, in a string of JSON. */
static void put_xhtml(FILE *out, const char *text)
{
	for (const char *p = text; *p; p++) {
		const unsigned char c = (unsigned char)*p;

		if (c == '&' || c == '<' || c == '>' || c == '"')
			fprintf(out, "&#%d;", c);
		else if (c == '\\')
			fputs("\\\\", out);
		else
			fputc(c < ' ' ? ' ' : c, out);
	}
}

static void put_period(FILE *out, int64_t from_ms, int64_t to_ms)
{
	char text[32];

	fprintf(out, "\"period\":{\"start\":\"%s\"", report_moment(from_ms, text));
	if (to_ms)
		fprintf(out, ",\"end\":\"%s\"", report_moment(to_ms, text));
	fputc('}', out);
}

static void put_reference(const struct report *r, const char *type, int64_t id)
{
	const char *name = report_name(r, id);

	fprintf(r->out, "{\"reference\":\"%s/%" PRId64 "\"", type, id);
	if (*name) {
		fputs(",\"display\":", r->out);
		report_put_string(r->out, name);
	}
	fputc('}', r->out);
}

/* One person in one session. */
struct encounter {
	const struct report *r;
	const struct meeting *m;
	const struct meeting_seat *s; /* NULL: all that is known is a correction */
	int64_t member;
	const struct record_correction *c; /* or NULL */
};

static const char *status_of(const struct meeting_span *p)
{
	static const char *const words[] = { [MEETING_WAITED] = "arrived",
					     [MEETING_PRESENT] = "in-progress",
					     [MEETING_LINE_DOWN] = "onleave",
					     [MEETING_STOOD_OUT] = "onleave" };

	return words[p->being];
}

static const struct meeting_span *last_span(const struct encounter *e)
{
	return e->s && e->s->spans_count ? &e->s->spans[e->s->spans_count - 1] : NULL;
}

/* Who waited and was never let in had no encounter. */
static const char *status_now(const struct encounter *e)
{
	const struct meeting_span *last = last_span(e);
	bool was_in = e->c != NULL;

	if (last && !last->ended_seq)
		return status_of(last);
	for (size_t i = 0; last && i < e->s->spans_count; i++)
		was_in = was_in || e->s->spans[i].being == MEETING_PRESENT;
	return was_in ? "finished" : "cancelled";
}

static void put_narrative(const struct encounter *e)
{
	FILE *out = e->r->out;
	char rule[512], at[32];

	report_rule(rule, sizeof(rule));
	fputs("\"text\":{\"status\":\"generated\",\"div\":\"<div "
	      "xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><p>",
	      out);
	put_xhtml(out, e->r->group);
	fprintf(out, ", session %" PRId64 ". Counted: %" PRId64 " minutes.</p>",
		e->m->opened_seq, record_counted(e->m, e->member));
	if (e->c) {
		fprintf(out, "<p>Corrected to %" PRId64 " minutes at %s by ", e->c->minutes,
			report_moment(e->c->utc_ms, at));
		put_xhtml(out, report_name(e->r, e->c->by));
		fputs(": ", out);
		put_xhtml(out, e->c->why);
		fputs("</p>", out);
	}
	fputs("<p>", out);
	put_xhtml(out, rule);
	fputs("</p></div>\"},", out);
}

static void put_statuses(const struct encounter *e)
{
	FILE *out = e->r->out;

	fputs("\"statusHistory\":[", out);
	for (size_t i = 0; i < e->s->spans_count; i++) {
		const struct meeting_span *p = &e->s->spans[i];

		fprintf(out, "%s{\"status\":\"%s\",", i ? "," : "", status_of(p));
		put_period(out, p->from_ms, p->ended_seq ? p->to_ms : 0);
		fputc('}', out);
	}
	fputs("],", out);
}

static void put_ways(const struct encounter *e)
{
	static const char *const words[] = { [MEETING_NOT_STATED] = "modality not stated",
					     [MEETING_BY_TEXT] = "by text",
					     [MEETING_BY_PHONE] = "by telephone",
					     [MEETING_BY_BOTH] = "by text and telephone" };
	FILE *out = e->r->out;

	fputs(",\"location\":[", out);
	for (size_t i = 0; i < e->s->spans_count; i++) {
		const struct meeting_span *p = &e->s->spans[i];

		fprintf(out, "%s{\"location\":{\"display\":\"%s\"},", i ? "," : "",
			words[p->modality]);
		put_period(out, p->from_ms, p->ended_seq ? p->to_ms : 0);
		fputc('}', out);
	}
	fputc(']', out);
}

static void put_leaders(const struct encounter *e)
{
	FILE *out = e->r->out;
	const char *before = "\"participant\":[";

	for (size_t i = 0; i < e->m->seats_count; i++) {
		const struct meeting_seat *s = e->m->seats[i];

		if (!s->leads || !s->spans_count || s->id == e->member)
			continue;
		fprintf(out,
			"%s{\"type\":[{\"coding\":[{\"system\":"
			"\"http://terminology.hl7.org/CodeSystem/v3-ParticipationType\","
			"\"code\":\"PPRF\",\"display\":\"primary performer\"}]}],"
			"\"individual\":",
			before);
		put_reference(e->r, "Practitioner", s->id);
		fputc('}', out);
		before = ",";
	}
	if (*before == ',')
		fputs("],", out);
}

static void put_head(const struct encounter *e)
{
	FILE *out = e->r->out;

	fprintf(out,
		"{\"resourceType\":\"Encounter\",\"id\":\"porchlight-%" PRId64 "-%" PRId64
		"-%" PRId64 "\"",
		e->r->record.group, e->m->opened_seq, e->member);
	ground_put_meta(e->r->ground, out);
	fputc(',', out);
	put_narrative(e);
	fprintf(out, "\"status\":\"%s\",", status_now(e));
	if (last_span(e))
		put_statuses(e);
	fputs("\"class\":{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActCode\","
	      "\"code\":\"VR\",\"display\":\"virtual\"},"
	      "\"type\":[{\"text\":\"Group session\"}],\"subject\":",
	      out);
	put_reference(e->r, "Patient", e->member);
	fputc(',', out);
}

static void put_encounter(const struct encounter *e)
{
	const struct meeting_span *last = last_span(e);
	FILE *out = e->r->out;
	const int64_t from_ms = last ? e->s->spans[0].from_ms : e->m->opened_ms;
	const int64_t to_ms = last ? last->to_ms : meeting_runs(e->m) ? 0 : e->m->stage_ms;

	put_head(e);
	put_leaders(e);
	put_period(out, from_ms, to_ms);
	fprintf(out,
		",\"length\":{\"value\":%" PRId64 ",\"unit\":\"min\",\"system\":"
		"\"http://unitsofmeasure.org\",\"code\":\"min\"}",
		e->c ? e->c->minutes : record_counted(e->m, e->member));
	if (last)
		put_ways(e);
	fputs("}\n", out);
}

/* Of patients: who leads, or comes along, is nobody's patient here. */
static void put_person(const struct report *r, const struct meeting *m,
		       const struct report_person *p)
{
	const struct encounter e = { r, m, meeting_seat(m, p->id), p->id,
				     record_corrected(&r->record, m->opened_seq, p->id) };

	if (strcmp(p->role, "patient") == 0 && report_is_named(r, p->id) &&
	    (record_was_there(m, p->id) || e.c))
		put_encounter(&e);
}

void report_fhir(const struct report *r)
{
	for (size_t i = 0; i < r->record.sessions_count; i++)
		for (size_t k = 0; k < r->people_count; k++)
			put_person(r, r->record.sessions[i], &r->people[k]);
}
