/* SPDX-License-Identifier: MIT */
/* Answers, and the danger that is in them: as the form has it here, whatever the other side says. */
#include <stdio.h>
#include <stdlib.h>

#include "forms/forms.h"
#include "server/caseload_in.h"
#include "worksheet/answers.h"
#include "worksheet/moment.h"
#include "worksheet/score.h"

static bool find_form(const struct caseload *c, struct str name, struct caseload_form *out)
{
	const struct form_text *own = form_find(name);

	*out = (struct caseload_form) { { "", 0 }, NULL, 0 };
	if (own)
		out->json = own->json;
	return own || (form_is_name(name) && c->find && c->find(c->find_user, name, out));
}

bool caseload_has_form(const struct caseload *c, struct str name)
{
	struct caseload_form form;

	return find_form(c, name, &form);
}

/* The caller's; NULL: there is none, or it cannot be read. */
static struct questionnaire *read_form(const struct caseload_form *form)
{
	const struct questionnaire_options with = { .sets = form->sets,
						    .set_count = form->set_count };

	return form->json.n ? questionnaire_read(form->json, &with, NULL) : NULL;
}

/* Lines and tabs are all that answers_write writes of what is no letter. */
static bool is_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\n' && s.p[i] != '\t')
			return false;
	return true;
}

/* A form may ask what day it is: in UTC, for the person's own zone is not known here. */
static struct response_clock clock_of(struct arena *a, int64_t utc_ms)
{
	const struct value_date days = { (int)(utc_ms / CASELOAD_DAY_MS), "days" };
	const struct value_date minutes = { (int)(utc_ms % CASELOAD_DAY_MS / 60000),
					    "minutes" };
	const char *begins = moment_later(a, "1970-01-01T00:00:00Z", days);

	return (struct response_clock) { moment_later(a, "1970-01-01", days),
					 moment_later(a, begins, minutes) };
}

/* What this form does not take any more is kept: it may have been another version. */
static const char *judge(struct questionnaire *q, const struct acting *a, bool *danger)
{
	struct arena mem = { 0 };
	struct response *r = response_new(q, clock_of(&mem, a->act->now_utc_ms));
	const bool good = answers_read(r, a->m->b, NULL);

	*danger = score_danger(r);
	response_free(r);
	arena_finish(&mem);
	return good ? NULL : WIRE_E_FORM;
}

const char *caseload_judge(const struct acting *a, bool *danger)
{
	struct caseload_form form;
	struct questionnaire *q = find_form(a->c, a->m->c, &form) ? read_form(&form) : NULL;
	const char *no = is_text(a->m->b) ? NULL : WIRE_E_FORM;

	*danger = false;
	if (q && !no)
		no = judge(q, a, danger);
	questionnaire_free(q);
	return no;
}

/* It was filled in with another version of the form than that which is here. */
static bool is_other_version(const struct row *filed, struct str json)
{
	char sum[24];

	snprintf(sum, sizeof(sum), "%lld", (long long)str_sum(json));
	return filed->m.x.n && !str_is(filed->m.x, sum);
}

bool caseload_is_item(const struct caseload *c, const struct row *filed, struct str item)
{
	struct caseload_form form;
	const bool same =
		find_form(c, filed->m.c, &form) && !is_other_version(filed, form.json);
	struct questionnaire *q = same ? read_form(&form) : NULL;
	struct arena mem = { 0 };
	struct response *r = q ? response_new(q, clock_of(&mem, filed->made_utc_ms)) : NULL;
	const bool good = is_text(item) && (!r || answers_find(r, item));

	response_free(r);
	arena_finish(&mem);
	questionnaire_free(q);
	return good;
}
