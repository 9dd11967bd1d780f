/* SPDX-License-Identifier: MIT */
#include "server/whole.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "server/filed.h"

bool whole_pages(struct whole_page *p, struct store_req r, struct err *err)
{
	if (r.op != STORE_ROWS) /* which has its kind there */
		r.limit = WHOLE_PAGE;
	r.user = p;
	do {
		r.seq = p->seq;
		if (!admin_ask(p->w->a, r, err))
			return false;
	} while (p->rows == WHOLE_PAGE || p->rows == STORE_ROWS_MAX);
	return true;
}

/* ---- who it is ---- */

static const struct {
	const char *title, *text; /* text NULL: by what there is */
} sections[] = {
	{ "You",
	  "Patient is your account: the name that you chose, and since when. Group is each "
	  "group that you are in." },
	{ "Your legal name", NULL },
	{ "Sessions",
	  "Encounter is each session that you were in, for how many minutes, and what "
	  "was corrected since, by whom and why." },
	{ "Worksheets",
	  "QuestionnaireResponse is a worksheet that you sent, Observation its score, Task "
	  "what "
	  "you were given to do. A safety plan that you shared is one of them, and CarePlan "
	  "names it." },
	{ "Words",
	  "Communication is what you wrote to a group, said in a session, or reported, and "
	  "what was said to your worksheets." },
	{ "Schedule",
	  "Appointment is what is planned for your groups, AppointmentResponse what you "
	  "asked for, and what came of it." },
	{ "What you agreed to",
	  "Consent is what may be given out of your record, to whom and until "
	  "when." },
	{ "What was given out, and who read it", "AuditEvent is each time that something of "
						 "yours was given out or read: when, by whom, "
						 "and why." },
	{ "Not in here",
	  "What other people wrote, your passphrase and the keys of your devices." },
};

static void put_cover(struct whole *w)
{
	struct entries *e = &w->e;

	entries_begin(e, "Composition", "record", w->member);
	fputs(",\"status\":\"final\",\"type\":{\"text\":\"The record of a person\"}", e->out);
	entries_person(e, "subject", "Patient", w->member);
	entries_moment(e, "date", w->now_utc_ms);
	fputs(",\"author\":[{\"display\":\"porchlightd\"}]", e->out);
	entries_field(e, "title", "All that is kept of one person. Times are in UTC.");
	fputs(",\"section\":[", e->out);
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		fprintf(e->out,
			"%s{\"title\":\"%s\",\"text\":{\"status\":\"generated\",\"div\":\"<div "
			"xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><p>%s</p></div>\"}}",
			i ? "," : "", sections[i].title,
			sections[i].text ? sections[i].text : whole_legal_says(w));
	fputc(']', e->out);
	entries_end(e);
}

static void on_users(void *user, const struct store_reply *r)
{
	struct whole *w = user;
	struct entries *e = &w->e;

	for (size_t i = 0; i < r->count; i++) {
		const struct store_user *u = &r->users[i];

		if (u->id != w->member)
			continue;
		entries_open(e, "Patient", "you");
		fprintf(e->out,
			"{\"resourceType\":\"Patient\",\"id\":\"%" PRId64 "\",\"active\":%s",
			u->id, u->disabled ? "false" : "true");
		fputs(",\"name\":[{\"use\":\"nickname\"", e->out);
		entries_text(e, "text", u->name);
		if (u->made_utc_ms) {
			fputs(",\"period\":{\"id\":\"account\"", e->out);
			entries_moment(e, "start", u->made_utc_ms);
			fputc('}', e->out);
		}
		fputc('}', e->out);
		whole_legal_put(w);
		fputs("],\"identifier\":[{\"use\":\"usual\",\"type\":{\"text\":\"role\"}",
		      e->out);
		entries_text(e, "value", u->role);
		fputs("}]", e->out);
		entries_end(e);
	}
}

static bool put_person(struct whole *w, struct err *err)
{
	return admin_ask(w->a,
			 (struct store_req) { .op = STORE_USERS, .done = on_users, .user = w },
			 err);
}

static bool put_groups(struct whole *w, struct err *err)
{
	(void)err;
	for (size_t i = 0; i < w->groups_count; i++) {
		entries_begin(&w->e, "Group", "group", w->groups[i].id);
		fputs(",\"type\":\"person\",\"actual\":true", w->e.out);
		entries_field(&w->e, "name", w->groups[i].name);
		fprintf(w->e.out,
			",\"member\":[{\"entity\":{\"reference\":\"Patient/%" PRId64 "\"",
			w->member);
		if (*w->groups[i].called)
			entries_field(&w->e, "display", w->groups[i].called);
		fputs("}}]", w->e.out);
		entries_end(&w->e);
	}
	return true;
}

/* ---- what has writers of its own ---- */

static bool put_attendance_of(struct whole *w, int64_t group, struct err *err)
{
	struct report r = { .group = NULL };
	char *lines = NULL;
	size_t n = 0;
	const bool good = report_read(&r, w->a, group, err);

	if (good) {
		r.only = w->member;
		r.out = open_memstream(&lines, &n);
		report_fhir(&r);
		fclose(r.out);
		entries_lines(&w->e, (struct str) { lines, n });
	}
	free(lines);
	report_finish(&r);
	return good;
}

static bool put_attendance(struct whole *w, struct err *err)
{
	for (size_t i = 0; i < w->groups_count; i++)
		if (!put_attendance_of(w, w->groups[i].id, err))
			return false;
	return true;
}

static void put_plans(struct whole *w, const struct filed *f)
{
	for (size_t i = 0; i < f->count; i++) {
		const struct filed_row *row = &f->rows[i];

		if (row->kind != CASELOAD_FILED || !str_is(row->m.c, CASELOAD_PLAN) ||
		    row->m.u != w->member || !filed_gives(f, CONSENT_WORKSHEETS))
			continue;
		entries_begin(&w->e, "CarePlan", "plan", row->m.s);
		fputs(",\"status\":\"active\",\"intent\":\"plan\",\"title\":\"Safety plan\"",
		      w->e.out);
		entries_person(&w->e, "subject", "Patient", w->member);
		entries_moment(&w->e, "created", row->m.d);
		fprintf(w->e.out,
			",\"supportingInfo\":[{\"reference\":\"QuestionnaireResponse/"
			"filed-%" PRId64 "\"}]",
			row->m.s);
		entries_end(&w->e);
	}
}

static bool put_worksheets_of(struct whole *w, int64_t group, struct err *err)
{
	struct filed f = { .count = 0 };
	const bool good = filed_read(&f, w->a, group, err);

	if (good) {
		f.r.only = w->member;
		f.r.ground = w->ground;
		filed_entries(&f, &w->e);
		put_plans(w, &f);
	}
	filed_finish(&f);
	return good;
}

/* What was sent to nobody has no group. */
static bool put_worksheets(struct whole *w, struct err *err)
{
	bool good = put_worksheets_of(w, 0, err);

	for (size_t i = 0; good && i < w->groups_count; i++)
		good = put_worksheets_of(w, w->groups[i].id, err);
	return good;
}

/* ---- all of it ---- */

static const struct {
	unsigned what; /* by which it may go, any of these; 0: always */
	bool whole;    /* only with the record as a whole */
	whole_part *put;
} parts[] = {
	{ 0, false, put_person },
	{ 0, false, put_groups },
	{ CONSENT_ATTENDANCE, false, put_attendance },
	{ CONSENT_WORKSHEETS | CONSENT_MEASURES, false, put_worksheets },
	{ CONSENT_REQUESTS, false, whole_series },
	{ CONSENT_REQUESTS, false, whole_requests },
	{ CONSENT_REPORTS, false, whole_reports },
	{ CONSENT_MESSAGES, false, whole_spoken },
	{ CONSENT_MESSAGES, false, whole_messages },
	{ 0, true, whole_consents },
	{ 0, true, whole_given },
	{ 0, true, whole_reads },
};

static bool may_go(const struct whole *w, size_t part)
{
	const unsigned gives = w->ground ? w->ground->what : CONSENT_RECORD;

	if (parts[part].whole)
		return gives == CONSENT_RECORD;
	return !parts[part].what || (gives & parts[part].what);
}

static char *copy(struct str s)
{
	return mem_dup(s.p, s.n);
}

static void on_groups(void *user, const struct store_reply *r)
{
	struct whole *w = user;

	w->groups = mem_get((r->count + 1) * sizeof(*w->groups));
	for (size_t i = 0; i < r->count; i++)
		w->groups[w->groups_count++] =
			(struct whole_group) { .id = r->groups[i].id,
					       .name = copy(r->groups[i].name),
					       .called = copy(r->groups[i].called) };
}

static void finish(struct whole *w)
{
	for (size_t i = 0; i < w->groups_count; i++) {
		free(w->groups[i].name);
		free(w->groups[i].called);
	}
	free(w->groups);
	buf_wipe(&w->legal);
	report_finish(&w->names);
}

bool whole_write(struct whole *w, FILE *out, struct err *err)
{
	const struct store_req groups = {
		.op = STORE_GROUPS, .member = w->member, .done = on_groups, .user = w
	};
	bool good = report_read_people(&w->names, w->a, err) && admin_ask(w->a, groups, err) &&
		    whole_legal_open(w, err);

	w->e = (struct entries) { .out = out, .names = &w->names };
	if (good) {
		entries_head(&w->e, w->ground);
		put_cover(w);
	}
	for (size_t i = 0; good && i < sizeof(parts) / sizeof(parts[0]); i++)
		good = !may_go(w, i) || parts[i].put(w, err);
	if (good)
		entries_tail(&w->e);
	finish(w);
	return good && (!ferror(out) || err_set(err, ERR_DISK, "the record cannot be written"));
}
