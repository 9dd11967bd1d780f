/* SPDX-License-Identifier: MIT */
/* What a person agreed to, what was given out of their record, and who has read what of it. */
#include <inttypes.h>
#include <stdlib.h>

#include "server/giving.h"
#include "server/whole.h"

bool whole_consents(struct whole *w, struct err *err)
{
	struct consents log = { .count = 0 };
	const bool good = giving_read(w->a, &log, err);

	for (size_t i = 0; good && i < log.count; i++)
		if (log.all[i].member == w->member)
			entries_consent(&w->e, &log.all[i], w->now_utc_ms);
	consents_finish(&log);
	return good;
}

/* The accounting of disclosures, 42 CFR 2.24 and 45 CFR 164.528. */
static void put_use(struct whole *w, const struct consent_use *u)
{
	struct entries *e = &w->e;

	entries_begin(e, "AuditEvent", "given", u->seq);
	fputs(",\"type\":{\"system\":\"http://dicom.nema.org/resources/ontology/DCM\",\"code\":"
	      "\"110106\",\"display\":\"Export\"},\"action\":\"R\"",
	      e->out);
	entries_moment(e, "recorded", u->utc_ms);
	fputs(",\"outcome\":\"0\",\"purposeOfEvent\":[{\"id\":\"ground\"", e->out);
	entries_field(e, "text", u->ground);
	fputs("}],\"agent\":[{\"type\":{\"text\":\"gave it\"},\"requestor\":true", e->out);
	entries_field(e, "name", *u->by ? u->by : "somebody of the clinic");
	fputs("},{\"type\":{\"text\":\"got it\"},\"requestor\":false", e->out);
	entries_field(e, "name", *u->recipient ? u->recipient : "the person");
	fputs("}],\"source\":{\"observer\":{\"display\":\"porchlightd\"}},\"entity\":[{\"id\":"
	      "\"what\"",
	      e->out);
	entries_field(e, "name", u->what);
	if (*u->why)
		entries_field(e, "description", u->why);
	fputs("}]", e->out);
	entries_end(e);
}

bool whole_given(struct whole *w, struct err *err)
{
	struct consents log = { .count = 0 };
	const bool good = giving_read(w->a, &log, err);

	for (size_t i = 0; good && i < log.uses_count; i++)
		if (log.uses[i].member == w->member)
			put_use(w, &log.uses[i]);
	consents_finish(&log);
	return good;
}

/* The newest first, as they are read. */
static void on_reads(void *user, const struct store_reply *r)
{
	struct whole_page *p = user;
	char *lines = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&lines, &n);

	p->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		struct access_note note;

		p->seq = r->messages[i].seq;
		if (access_read(&r->messages[i], &note) && note.utc_ms <= p->w->now_utc_ms)
			access_fhir(&note, &p->w->names, out);
	}
	fclose(out);
	entries_lines(&p->w->e, (struct str) { lines, n });
	free(lines);
}

bool whole_reads(struct whole *w, struct err *err)
{
	struct whole_page p = { .w = w };

	return whole_pages(&p,
			   (struct store_req) { .op = STORE_ACCESSES_OF,
						.member = w->member,
						.done = on_reads },
			   err);
}
