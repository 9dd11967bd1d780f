/* SPDX-License-Identifier: MIT */
/* A note's skeleton as text, and as a document of FHIR R4. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "server/ground.h"
#include "server/note.h"
#include "server/report.h"

static const char *clock_of(int64_t utc_ms, char text[8])
{
	const time_t t = (time_t)(utc_ms / 1000);
	struct tm tm;

	text[0] = '\0';
	if (gmtime_r(&t, &tm))
		strftime(text, 8, "%H:%M", &tm);
	return text;
}

static void put_head(const struct note *n, const struct meeting *m, FILE *out)
{
	char at[32], from[8], to[8];

	report_moment(m->opened_ms, at);
	fprintf(out, "%s\n\nProgress note\n\n", NOTE_DRAFT);
	fprintf(out, "Person: %s\nGroup: %s\n", n->name, n->group);
	fprintf(out, "Session: %" PRId64 ", by the plan %s\n", m->opened_seq,
		*n->plan ? n->plan : "of the clinic's own");
	fprintf(out, "Date: %.10s\nTime: %s to %s UTC\n", at, clock_of(m->opened_ms, from),
		clock_of(m->stage_ms, to));
}

static void put_minutes(const struct note *n, const struct meeting *m, FILE *out)
{
	const struct record_correction *c =
		record_corrected(&n->record, m->opened_seq, n->member);

	fprintf(out, "Minutes: %" PRId64, record_counted(m, n->member));
	if (c)
		fprintf(out, ", corrected to %" PRId64, c->minutes);
	fputs("\n", out);
}

static void put_stages(const struct note *n, const struct meeting *m, FILE *out)
{
	const char *before = "Stages: ";
	char at[8];

	for (size_t i = 0; i + 1 < m->plan.count; i++) {
		if (!n->begun_ms[i])
			continue;
		fprintf(out, "%s%s (%s)", before, m->plan.stages[i].title,
			clock_of(n->begun_ms[i], at));
		before = ", ";
	}
	fputs("\n", out);
}

static void put_number(const char *what, int number, FILE *out)
{
	if (number < 0)
		fprintf(out, "%s: none given\n", what);
	else
		fprintf(out, "%s: %d\n", what, number);
}

void note_text(const struct note *n, FILE *out)
{
	const struct meeting *m = note_session(n);
	char rule[512];

	ground_put_words(n->ground, out);
	put_head(n, m, out);
	put_minutes(n, m, out);
	put_stages(n, m, out);
	put_number("Check-in number", n->check_in, out);
	put_number("Check-out number", n->check_out, out);
	fprintf(out, "Hands raised: %d\nTurns: %d\nPassed: %d\n", n->hands, n->turns,
		n->passes);
	fputs("Worksheet: not recorded here\n\n", out);
	fputs("Seen and done, and the plan, in the writer's own words:\n\n\n\n", out);
	fputs("Written by:\n\nDate:\n\n", out);
	report_rule(rule, sizeof(rule));
	fprintf(out, "%s\n", rule);
}

/* FHIR */

static void put_attachment(const struct note *n, FILE *out)
{
	char *text = NULL, *base64;
	size_t size = 0, room;
	FILE *f = open_memstream(&text, &size);

	note_text(n, f);
	fclose(f);
	room = sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL);
	base64 = mem_get(room);
	sodium_bin2base64(base64, room, (const unsigned char *)text, size,
			  sodium_base64_VARIANT_ORIGINAL);
	fprintf(out,
		"\"content\":[{\"attachment\":{\"contentType\":\"text/plain; charset=utf-8\","
		"\"language\":\"en\",\"data\":\"%s\",\"title\":\"%s\"}}],",
		base64, NOTE_DRAFT);
	free(base64);
	free(text);
}

void note_fhir(const struct note *n, FILE *out)
{
	const struct meeting *m = note_session(n);
	char from[32], to[32];

	fprintf(out,
		"{\"resourceType\":\"DocumentReference\",\"id\":\"porchlight-note-%" PRId64
		"-%" PRId64 "-%" PRId64 "\"",
		n->record.group, m->opened_seq, n->member);
	ground_put_meta(n->ground, out);
	fputs(",\"status\":\"current\",\"docStatus\":\"preliminary\","
	      "\"type\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"11506-3\","
	      "\"display\":\"Progress note\"}]},",
	      out);
	fprintf(out,
		"\"subject\":{\"reference\":\"Patient/%" PRId64 "\",\"display\":", n->member);
	report_put_string(out, n->name);
	fputs("},", out);
	put_attachment(n, out);
	fprintf(out,
		"\"context\":{\"encounter\":[{\"reference\":\"Encounter/porchlight-%" PRId64
		"-%" PRId64 "-%" PRId64 "\"}],\"period\":{\"start\":\"%s\",\"end\":\"%s\"}}}\n",
		n->record.group, m->opened_seq, n->member, report_moment(m->opened_ms, from),
		report_moment(m->stage_ms, to));
}
