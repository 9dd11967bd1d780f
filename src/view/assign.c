/* SPDX-License-Identifier: MIT */
/* "/assign FORM to NAME, NAME by DATE: words", and taking it back. */
#include <string.h>

#include "view/forms.h"
#include "view/work.h"

enum { PEOPLE_MAX = 64, MINUTE_MS = 60000 };

/* What was typed, as far as it is understood. */
struct assigning {
	const char *form, *title; /* copies */
	int64_t members[PEOPLE_MAX];
	const char *names[PEOPLE_MAX];
	size_t count;
	int everybody; /* so many, where all are meant */
	int64_t due_utc_ms;
	const char *words;
};

static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

static const char *part(struct stage *s, const char *from, const char *to)
{
	const size_t n = to ? (size_t)(to - from) : strlen(from);

	return model_text(&s->model, arena_dup(mem(s), from, n));
}

static int how(struct stage *s)
{
	return session_how(s, "assign");
}

/* ---- what ---- */

static int no_form(struct stage *s, const char *typed)
{
	const struct pl_form *found[FORMS_NAMED];
	const size_t n = forms_named(s, str_of(typed), found);

	if (!n)
		return work_say(s, CASELOAD_NO_FORM, typed, "");
	return work_say(s, CASELOAD_MANY_FORMS, typed, forms_titles(s, found, n));
}

/* Up to the last " to " that a form stands before: a title may have such a word, too. */
static int take_form(struct stage *s, const char **at, struct assigning *out)
{
	const char *behind, *first = words_find_to(*at, &behind), *people = NULL;
	const struct pl_form *found[FORMS_NAMED];

	for (const char *to = first; to; to = words_find_to(to + 1, &behind)) {
		if (forms_named(s, (struct str) { *at, (size_t)(to - *at) }, found) != 1)
			continue;
		out->form = arena_text(mem(s), found[0]->name);
		out->title = arena_text(mem(s), found[0]->title);
		people = behind;
	}
	if (!first)
		return how(s);
	if (!people)
		return no_form(s, part(s, *at, first));
	*at = people;
	return DID_NOTHING;
}

/* ---- until when ---- */

/* At the end of that day, where the program is.  The names before it end at *end. */
static int take_due(struct stage *s, const char *typed, const char **end, struct assigning *out)
{
	const char *behind, *day = NULL, *zone = plan_zone(s);
	struct pl_local l;

	for (const char *by = words_find_by(typed, &behind); by;
	     by = words_find_by(behind, &behind)) {
		*end = by;
		day = behind;
	}
	if (!day)
		return DID_NOTHING;
	const char *at = day + strspn(day, " ");

	if (!moment_take_day(&at, zone, stage_now(s), &l) || session_given(at))
		return plan_say(s, PROGRAM_NO_DATE, part(s, day, NULL));
	out->due_utc_ms = moment_day_utc_ms(zone, &l, 1) - MINUTE_MS;
	if (out->due_utc_ms < stage_now(s))
		return plan_say(s, PROGRAM_PAST, part(s, day, NULL));
	return DID_NOTHING;
}

/* ---- to whom ---- */

static int count_everybody(const struct stage *s)
{
	const struct pl_person *people;
	const size_t n = pl_client_people(s->client, s->group, &people);
	int count = 0;

	for (size_t i = 0; i < n; i++)
		count += people[i].role == PL_PATIENT && people[i].presence != PL_FORMER;
	return count;
}

/* The same one twice is one. */
static void add(struct stage *s, struct assigning *out, const struct pl_person *who)
{
	for (size_t i = 0; i < out->count; i++)
		if (out->members[i] == who->id)
			return;
	out->members[out->count] = who->id;
	out->names[out->count++] = model_text(&s->model, who->name);
}

static int take_one(struct stage *s, const char *at, size_t n, struct assigning *out)
{
	const struct pl_person *who = session_find(s, at, n);

	if (!who)
		return work_say(s, CASELOAD_NO_PERSON, part(s, at, at + n), "");
	if (who->role != PL_PATIENT)
		return work_say(s, CASELOAD_NOT_TO, who->name, "");
	add(s, out, who);
	return DID_NOTHING;
}

static int take_people(struct stage *s, const char *typed, struct assigning *out)
{
	char one[SESSION_TYPED_MAX];

	if (!session_take(one, typed, strlen(typed)))
		return how(s);
	if (words_read_all(one)) {
		out->everybody = count_everybody(s);
		return out->everybody ? DID_NOTHING : work_say(s, CASELOAD_NOBODY, "", "");
	}
	for (const char *at = typed; out->count < PEOPLE_MAX;) {
		const size_t n = strcspn(at, ",");
		const int bits = take_one(s, at, n, out);

		if (bits)
			return bits;
		if (!at[n])
			break;
		at += n + 1;
	}
	return DID_NOTHING;
}

/* ---- doing ---- */

static enum pl_failure assign(struct stage *s, const struct assigning *what)
{
	struct pl_assignment a = {
		.group = s->group,
		.form = what->form,
		.words = what->words,
		.due_utc_ms = what->due_utc_ms,
	};
	enum pl_failure f = PL_OK;

	if (what->everybody)
		return pl_client_assign(s->client, &a);
	for (size_t i = 0; f == PL_OK && i < what->count; i++) {
		a.member = what->members[i];
		f = pl_client_assign(s->client, &a);
	}
	return f;
}

static const char *done(struct stage *s, const struct assigning *what)
{
	const char *whom = what->everybody ? words_people_to(mem(s), what->everybody)
					   : words_names(mem(s), what->names, what->count);

	return words_assigned(mem(s), what->title, whom,
			      what->due_utc_ms ? words_day(mem(s), what->due_utc_ms) : "");
}

/* Nothing is assigned before all of it is understood. */
static int read_all(struct stage *s, const char *rest, struct assigning *out)
{
	const char *colon = strchr(rest, ':'), *typed = part(s, rest, colon), *end = NULL;
	int bits = take_form(s, &typed, out);

	if (bits)
		return bits;
	if (colon && session_given(colon + 1))
		out->words = colon + 1 + strspn(colon + 1, " ");
	bits = take_due(s, typed, &end, out);
	return bits ? bits : take_people(s, part(s, typed, end), out);
}

int assign_act(struct stage *s, const char *rest)
{
	struct assigning what = { 0 };
	int bits;

	if (!work_leads(s, &bits))
		return bits;
	if (!session_given(rest))
		return how(s);
	bits = read_all(s, rest, &what);
	return bits ? bits : work_did(s, assign(s, &what), done(s, &what));
}

int assign_back(struct stage *s, const char *rest)
{
	const struct pl_sheet *sheet;
	const char *words;
	int64_t number;
	int bits;

	if (!work_leads(s, &bits))
		return bits;
	if (!session_number(rest, &number))
		return session_how(s, "unassign");
	sheet = work_numbered(s, number);
	if (!sheet)
		return work_say(s, CASELOAD_NO_NUMBER, "", "");
	if (sheet->state != PL_SHEET_ASSIGNED)
		return work_say(s, CASELOAD_NOT_ASSIGNED, "", "");
	words = words_caseload(mem(s), CASELOAD_UNASSIGNED, sheet->title, sheet->who);
	return work_did(s, pl_client_unassign(s->client, sheet->id), words);
}
