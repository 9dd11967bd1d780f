/* SPDX-License-Identifier: MIT */
/* Who was in a group's sessions: see report.h. */
#include <string.h>

#include "server/giving.h"
#include "server/report.h"

static const struct {
	const char *word;
	void (*print)(const struct report *r);
} forms[] = {
	{ "csv", report_csv },
	{ "words", report_words },
	{ "fhir", report_fhir },
};
enum { FORMS = sizeof(forms) / sizeof(forms[0]) };

static bool find_form(const char *word, size_t *form, struct err *err)
{
	for (*form = 0; *form < FORMS; ++*form)
		if (strcmp(forms[*form].word, word) == 0)
			return true;
	return err_set(err, ERR_BAD_INPUT, "--as is csv, words or fhir, not '%s'", word);
}

/* What was wrong with the log before stays said. */
static bool may_give(struct giving *g, struct admin *a, struct report *r, int64_t person,
		     struct err *err)
{
	struct err no = { .code = ERR_NONE };

	if (!giving_begin(g, a, r->record.group, person, &no))
		return err_set(err, no.code, "%s", no.text);
	r->only = g->ground.member;
	r->ground = &g->ground;
	return true;
}

/* In how many sessions each was, or is said not to have been. */
static bool note_all(struct admin *a, struct report *r, size_t form, struct err *err)
{
	const struct access_note n = {
		.what = ACCESS_ATTENDANCE,
		.action = form == 1 ? ACCESS_READ : ACCESS_EXPORT,
		.group = r->record.group,
	};

	for (size_t i = 0; i < r->people_count; i++)
		for (size_t k = 0; k < r->record.sessions_count; k++)
			if (r->people[i].in_group ||
			    record_was_there(r->record.sessions[k], r->people[i].id))
				report_gives(&r->people[i], r->record.sessions[k]->opened_ms);
	return report_access(a, r, n, err);
}

bool admin_attendance(struct admin *a, struct err *err)
{
	const char *name = options_find(&a->options, "person");
	struct report r = { .group = NULL };
	struct giving g = { .ground = { .row = NULL } };
	int64_t group = 0, person = 0;
	size_t form = 0;
	bool good = find_form(admin_option(a, "as", "csv"), &form, err) && admin_open(a, err) &&
		    admin_find_group(a, a->args[0], &group, err) &&
		    (!name || admin_find_user(a, name, &person, err)) &&
		    report_read(&r, a, group, err);

	/* Where the chain is broken, what came before it is printed still. */
	if ((good || r.record.sessions_count) && may_give(&g, a, &r, person, err) &&
	    note_all(a, &r, form, err))
		forms[form].print(&r);
	else
		good = false;
	report_finish(&r);
	giving_end(&g);
	return good;
}
