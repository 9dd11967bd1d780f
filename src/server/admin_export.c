/* SPDX-License-Identifier: MIT */
/* A group's worksheets, for a record system or a table: see filed.h. */
#include <stdio.h>
#include <string.h>

#include "server/filed.h"
#include "server/giving.h"

static const struct {
	const char *word;
	void (*print)(struct filed *f);
} forms[] = {
	{ "csv", filed_csv },
	{ "fhir", filed_fhir },
};
enum { FORMS = sizeof(forms) / sizeof(forms[0]) };

static bool find_form(const char *word, size_t *form, struct err *err)
{
	for (*form = 0; *form < FORMS; ++*form)
		if (strcmp(forms[*form].word, word) == 0)
			return true;
	return err_set(err, ERR_BAD_INPUT, "--as is csv or fhir here, not '%s'", word);
}

/* The beginning of a day in UTC, as all times are here; NULL: none is given. */
bool admin_day(const char *key, const char *text, int64_t *out, struct err *err)
{
	*out = 0;
	return !text || consent_read_day(text, out) ||
	       err_set(err, ERR_BAD_INPUT, "--%s is a day as 2026-11-26, not '%s'", key, text);
}

static bool read_days(struct admin *a, struct filed *f, struct err *err)
{
	if (!admin_day("from", options_find(&a->options, "from"), &f->from_utc_ms, err) ||
	    !admin_day("to", options_find(&a->options, "to"), &f->to_utc_ms, err))
		return false;
	if (f->to_utc_ms)
		f->to_utc_ms += INT64_C(86400000); /* that day, too */
	return true;
}

/* How many sheets of each are in it. */
static bool note_all(struct admin *a, struct filed *f, struct err *err)
{
	const struct access_note n = { .what = ACCESS_WORKSHEET,
				       .action = ACCESS_EXPORT,
				       .group = f->group };

	for (size_t i = 0; i < f->count; i++)
		for (size_t k = 0; k < f->r.people_count; k++)
			if (f->rows[i].m.u == f->r.people[k].id &&
			    f->rows[i].kind == CASELOAD_FILED && filed_is_named(f, &f->rows[i]))
				report_gives(&f->r.people[k], f->rows[i].m.d);
	return report_access(a, &f->r, n, err);
}

static void tell(const struct filed *f)
{
	if (f->unknown)
		fprintf(stderr,
			"%zu sheets are of forms that are not here (see pack list), or "
			"cannot be read: their answers are left out\n",
			f->unknown);
	if (f->unread)
		fprintf(stderr, "%zu rows cannot be read, and are left out\n", f->unread);
}

bool admin_export(struct admin *a, struct err *err)
{
	const char *name = options_find(&a->options, "person");
	int64_t group = 0, person = 0;
	struct filed f = { .count = 0 };
	struct giving g = { .ground = { .row = NULL } };
	size_t form = 0;
	bool good = find_form(admin_option(a, "as", "csv"), &form, err) && admin_open(a, err) &&
		    admin_find_group(a, a->args[0], &group, err) &&
		    (!name || admin_find_user(a, name, &person, err)) &&
		    filed_read(&f, a, group, err) && read_days(a, &f, err) &&
		    giving_begin(&g, a, group, person, err);

	f.r.only = g.ground.member;
	f.r.ground = &g.ground;
	good = good && note_all(a, &f, err);
	if (good) {
		forms[form].print(&f);
		tell(&f);
	}
	filed_finish(&f);
	giving_end(&g);
	return good;
}
