/* SPDX-License-Identifier: MIT */
/* A consent as FHIR R4 has it, without extensions. */
#include <inttypes.h>

#include "server/consent.h"
#include "server/report.h"

/* ,"NAME":"TEXT" */
static void put_field(FILE *out, const char *name, const char *text)
{
	fprintf(out, ",\"%s\":", name);
	report_put_string(out, text);
}

static void put_who(const struct consent *c, FILE *out)
{
	char at[32];

	fprintf(out, ",\"patient\":{\"reference\":\"Patient/%" PRId64 "\"", c->member);
	put_field(out, "display", c->patient);
	fputc('}', out);
	if (c->signed_ms) {
		put_field(out, "dateTime", report_moment(c->signed_ms, at));
		fprintf(out, ",\"performer\":[{\"reference\":\"Patient/%" PRId64 "\"",
			c->member);
		put_field(out, "display", c->signer);
		fputs("}]", out);
	}
	fputs(",\"organization\":[{\"display\":", out);
	report_put_string(out, c->discloser);
	fputs("}],\"sourceAttachment\":{\"contentType\":\"text/plain\"", out);
	if (*c->language)
		put_field(out, "language", c->language);
	put_field(out, "title", "Consent by 42 CFR 2.31");
	fputc('}', out);
}

static void put_provision(const struct consent *c, FILE *out)
{
	char at[32];

	fputs(",\"provision\":{\"type\":\"permit\"", out);
	if (c->signed_ms) {
		const int64_t end_ms = c->ended_ms ? c->ended_ms : c->until_ms;

		fprintf(out, ",\"period\":{\"start\":\"%s\"", report_moment(c->signed_ms, at));
		if (end_ms)
			put_field(out, "end", report_moment(end_ms, at));
		fputc('}', out);
	}
	fputs(",\"actor\":[{\"role\":{\"coding\":[{\"system\":"
	      "\"http://terminology.hl7.org/CodeSystem/v3-ParticipationType\",\"code\":"
	      "\"IRCP\",\"display\":\"information recipient\"}]},\"reference\":{\"display\":",
	      out);
	report_put_string(out, c->recipient);
	fputs("}}],\"purpose\":[{\"display\":", out);
	report_put_string(out, c->purpose);
	fputs("}],\"code\":[", out);
	for (const struct consent_what_row *w = consent_whats, *first = NULL; w->word; w++) {
		if (!(c->what & w->bit))
			continue;
		fprintf(out, "%s{\"text\":\"%s\"}", first ? "," : "", w->word);
		first = w;
	}
	fputs("]}", out);
}

void consent_fhir(const struct consent *c, int64_t now_utc_ms, FILE *out)
{
	fprintf(out,
		"{\"resourceType\":\"Consent\",\"id\":\"consent-%" PRId64
		"\",\"status\":\"%s\",\"scope\":{\"coding\":[{\"system\":"
		"\"http://terminology.hl7.org/CodeSystem/consentscope\",\"code\":"
		"\"patient-privacy\",\"display\":\"Privacy Consent\"}]},\"category\":[{"
		"\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"59284-0\",\"display\":"
		"\"Consent Document\"}],\"text\":\"%s\"}]",
		c->number, consent_state_word(consent_state(c, now_utc_ms)), c->kind->word);
	put_who(c, out);
	fputs(",\"policyRule\":{\"coding\":[{\"system\":"
	      "\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"42CFRPart2\"}],"
	      "\"text\":\"42 CFR part 2\"}",
	      out);
	put_provision(c, out);
	fputc('}', out);
}
