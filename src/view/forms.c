/* SPDX-License-Identifier: MIT */
/* Which form is meant by what somebody typed. */
#include "view/forms.h"

#include <string.h>

#include "text/utf8.h"
#include "view/session.h"
#include "view/words_sheets.h"

/* Here, or at a later word of it. */
static bool begins_within(const char *text, const char *typed)
{
	bool whole;

	for (const char *at = text; *at; at++)
		if ((at == text || strchr(" -/(", at[-1])) &&
		    utf8_begins(str_of(at), str_of(typed), &whole))
			return true;
	return false;
}

size_t forms_named(struct stage *s, struct str typed, const struct pl_form *out[FORMS_NAMED])
{
	const struct pl_form *all;
	const size_t n = pl_client_forms(s->client, &all);
	char name[SESSION_TYPED_MAX];
	size_t found = 0;

	if (!session_take(name, typed.p, typed.n))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (all[i].kind == PL_FORM_WISH)
			continue;
		if (mention_same(all[i].name, name) || mention_same(all[i].title, name)) {
			out[0] = &all[i];
			return 1;
		}
		if (found < FORMS_NAMED &&
		    (begins_within(all[i].title, name) || begins_within(all[i].name, name)))
			out[found++] = &all[i];
	}
	return found;
}

const char *forms_titles(struct stage *s, const struct pl_form *const *all, size_t n)
{
	const char *titles[FORMS_NAMED];

	for (size_t i = 0; i < n; i++)
		titles[i] = model_text(&s->model, all[i]->title);
	return words_names(&s->model.mem, titles, n);
}
