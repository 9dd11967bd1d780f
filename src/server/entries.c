/* SPDX-License-Identifier: MIT */
#include "server/entries.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "server/ground.h"

#define BASE "https://porchlight.invalid/"

void entries_head(const struct entries *e, const struct ground *ground)
{
	fputs("{\"resourceType\":\"Bundle\"", e->out);
	ground_put_meta(ground, e->out);
	fputs(",\"type\":\"collection\",\"entry\":[", e->out);
}

void entries_tail(const struct entries *e)
{
	fputs("\n]}\n", e->out);
}

static void next(struct entries *e)
{
	fputs(e->any ? ",\n" : "\n", e->out);
	e->any = true;
}

void entries_open(struct entries *e, const char *type, const char *id)
{
	next(e);
	fprintf(e->out, "{\"fullUrl\":\"" BASE "%s/%s\",\"resource\":", type, id);
}

void entries_begin(struct entries *e, const char *type, const char *stem, int64_t number)
{
	char id[64];

	snprintf(id, sizeof(id), "%s-%" PRId64, stem, number);
	entries_open(e, type, id);
	fprintf(e->out, "{\"resourceType\":\"%s\",\"id\":\"%s\"", type, id);
}

void entries_end(const struct entries *e)
{
	fputs("}}", e->out);
}

void entries_lines(struct entries *e, struct str lines)
{
	while (lines.n) {
		const char *end = memchr(lines.p, '\n', lines.n);
		const size_t n = end ? (size_t)(end - lines.p) : lines.n;

		next(e);
		fprintf(e->out, "{\"resource\":%.*s}", (int)n, lines.p);
		lines.p += n + (end != NULL);
		lines.n -= n + (end != NULL);
	}
}

void entries_consent(struct entries *e, const struct consent *c, int64_t now_utc_ms)
{
	char id[40];

	snprintf(id, sizeof(id), "consent-%" PRId64, c->number);
	entries_open(e, "Consent", id);
	consent_fhir(c, now_utc_ms, e->out);
	fputc('}', e->out);
}

void entries_field(const struct entries *e, const char *name, const char *text)
{
	fprintf(e->out, ",\"%s\":", name);
	report_put_string(e->out, text);
}

void entries_text(const struct entries *e, const char *name, struct str text)
{
	char *copy = mem_dup(text.p, text.n);

	entries_field(e, name, copy);
	free(copy);
}

void entries_moment(const struct entries *e, const char *name, int64_t utc_ms)
{
	char text[32];

	if (utc_ms > 0)
		entries_field(e, name, report_moment(utc_ms, text));
}

void entries_person(const struct entries *e, const char *name, const char *type, int64_t id)
{
	const char *called = report_name(e->names, id);

	fprintf(e->out, ",\"%s\":{\"reference\":\"%s/%" PRId64 "\"", name, type, id);
	if (*called)
		entries_field(e, "display", called);
	fputc('}', e->out);
}
