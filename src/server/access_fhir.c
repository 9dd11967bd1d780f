/* SPDX-License-Identifier: MIT */
/* The access log as FHIR R4 has it, an AuditEvent a line: the codes of DICOM's audit messages, and those of FHIR's own tables. */
#include <inttypes.h>
#include <stdlib.h>

#include "server/report.h"

#define DCM "http://dicom.nema.org/resources/ontology/DCM"
#define HL7 "http://terminology.hl7.org/CodeSystem/"

static const struct {
	const char *code, *display, *action;
} events[ACCESS_ACTIONS] = {
	[ACCESS_READ] = { "110110", "Patient Record", "R" },
	[ACCESS_EXPORT] = { "110106", "Export", "R" },
	[ACCESS_ERASE] = { "110110", "Patient Record", "D" },
};

const char *access_reader(const struct access_note *n, const struct report *names)
{
	return n->by ? report_name(names, n->by) : "somebody of the clinic";
}

static void put_text(FILE *out, struct str text)
{
	char *copy = mem_dup(text.p, text.n);

	report_put_string(out, copy);
	free(copy);
}

static void put_agent(const struct access_note *n, const struct report *names, FILE *out)
{
	fputs("\"agent\":[{\"who\":{", out);
	if (n->by)
		fprintf(out, "\"reference\":\"Practitioner/%" PRId64 "\",", n->by);
	fputs("\"display\":", out);
	report_put_string(out, access_reader(n, names));
	fputs("},\"requestor\":true}],\"source\":{\"observer\":{\"display\":"
	      "\"porchlightd\"}},",
	      out);
}

static void put_entities(const struct access_note *n, const struct report *names, FILE *out)
{
	fputs("\"entity\":[", out);
	if (n->whose) {
		fprintf(out, "{\"what\":{\"reference\":\"Patient/%" PRId64 "\",\"display\":",
			n->whose);
		report_put_string(out, report_name(names, n->whose));
		fputs("},\"type\":{\"system\":\"" HL7 "audit-entity-type\",\"code\":\"1\"},"
		      "\"role\":{\"system\":\"" HL7 "object-role\",\"code\":\"1\"}},",
		      out);
	}
	fprintf(out,
		"{\"type\":{\"system\":\"" HL7 "audit-entity-type\",\"code\":\"2\"},"
		"\"name\":\"%s\",",
		access_whats[n->what]);
	if (n->subject.n) {
		fputs("\"description\":", out);
		put_text(out, n->subject);
		fputc(',', out);
	}
	fprintf(out, "\"detail\":[{\"type\":\"count\",\"valueString\":\"%" PRId64 "\"}]}]}\n",
		n->count);
}

void access_fhir(const struct access_note *n, const struct report *names, FILE *out)
{
	char at[32];

	fprintf(out,
		"{\"resourceType\":\"AuditEvent\",\"id\":\"%" PRId64 "\",\"type\":{\"system\":"
		"\"" DCM "\",\"code\":\"%s\",\"display\":\"%s\"},",
		n->seq, events[n->action].code, events[n->action].display);
	fprintf(out, "\"action\":\"%s\",\"recorded\":\"%s\",\"outcome\":\"%s\",",
		events[n->action].action, report_moment(n->utc_ms, at),
		n->outcome == ACCESS_GIVEN ? "0" : "4");
	if (n->why.n) {
		fputs("\"purposeOfEvent\":[{\"text\":", out);
		put_text(out, n->why);
		fputs("}],", out);
	}
	put_agent(n, names, out);
	put_entities(n, names, out);
}
