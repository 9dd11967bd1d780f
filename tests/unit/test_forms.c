/* SPDX-License-Identifier: MIT */
/* The forms and cards that come with both programs: each of them, in each language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "forms/forms.h"
#include "support/sheets.h"

static struct questionnaire *read_in(const struct form_text *t, const char *language)
{
	struct err err = { 0 };
	const struct questionnaire_options options = { .language = language };
	struct questionnaire *q = questionnaire_read(t->json, &options, &err);

	if (!q)
		fail_msg("%s: %s", t->name, err.text);
	return q;
}

static void each_form__is_read_without_a_lack(void **state)
{
	(void)state;
	for (const struct form_text *t = form_texts; t->name; t++) {
		struct questionnaire *q = read_in(t, "es");

		if (q->lack_total)
			fail_msg("%s, %s: %s", t->name, q->lacks[0].link_id, q->lacks[0].what);
		assert_string_equal(q->id, t->name);
		assert_true(*q->title && q->count && form_is_name(str_of(t->name)));
		assert_ptr_equal(form_find(str_of(t->name)), t);
		questionnaire_free(q);
	}
}

static const struct {
	const char *name;
	bool is_one;
} names[] = {
	{ "phq-9", true },
	{ "clinic/phq-9", true },
	{ "", false },
	{ "/phq-9", false },
	{ "clinic/", false },
	{ "a/b/c", false },
	{ "PHQ-9", false },
	{ "../phq-9", false },
	{ "a b", false },
	{ "0123456789012345678901234567890123456789012345678901234567890123", true },
	{ "01234567890123456789012345678901234567890123456789012345678901234", false },
};

static void a_name__is_plain_letters_and_at_most_one_slash(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (form_is_name(str_of(names[i].name)) != names[i].is_one)
			fail_msg("the name \"%s\"", names[i].name);
	assert_null(form_find(str_of("phq-99")));
	assert_null(form_find(str_of("phq")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form__is_read_without_a_lack),
		cmocka_unit_test(a_name__is_plain_letters_and_at_most_one_slash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
