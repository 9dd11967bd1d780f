/* SPDX-License-Identifier: MIT */
/* A consent in words, and what became of it, in each language in which it can be read. */
#include "server/consent_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/ground.h"
#include "support/grade.h"

#define NOW INT64_C(1795716000000) /* 26 November 2026, 18:00 in UTC */

static const struct consent one = {
	.number = 1,
	.kind = &consent_kinds[0],
	.what = CONSENT_ATTENDANCE,
	.patient = "Ana",
	.discloser = "this program",
	.recipient = "County Clinic",
	.purpose = "aftercare",
	.until = "2027-05-01",
};

/* What 42 CFR 2.31(a) wants to be in it, in each language. */
static void all_elements_are_in_the_words(void **state)
{
	static const char *const elements[CONSENT_LANGUAGES][12] = {
		[CONSENT_EN] = { "I am Ana", "I let this program", "\nattendance: the days",
				 "substance use", "Who gets it: County Clinic.",
				 "What it is for: aftercare.", "ends: 2027-05-01.",
				 "take this back", "/revoke 1", "in a letter to this program",
				 "What was given out before" },
		[CONSENT_ES] = { "Soy Ana", "Permito que este programa", "\nasistencia: los d",
				 "uso de sustancias", "Qui\u00e9n lo recibe: County Clinic.",
				 "Para qu\u00e9 es: aftercare.", "termina: 2027-05-01.",
				 "retirar este permiso", "/revoke 1",
				 "en una carta a este programa", "Lo que se dio antes" },
	};
	struct buf text;

	(void)state;
	for (int l = 0; l < CONSENT_LANGUAGES; l++) {
		buf_init(&text, CONSENT_ROW_MAX);
		consent_write_text(&one, (enum consent_language)l, &text);
		for (size_t i = 0; elements[l][i]; i++)
			if (!strstr(buf_text(&text), elements[l][i]))
				fail_msg("no '%s' in: %s", elements[l][i], buf_text(&text));
		assert_null(strchr(buf_text(&text), '{'));
		buf_finish(&text);
	}
}

/* Each kind has its own end, and the widest has recipients and a purpose of its own. */
static void each_kind_is_said_in_each_language(void **state)
{
	struct buf text;

	(void)state;
	for (int l = 0; l < CONSENT_LANGUAGES; l++) {
		for (const struct consent_kind *k = consent_kinds; k->word; k++) {
			struct consent c = one;

			c.kind = k;
			c.what = k->most;
			c.recipient = consent_says(CONSENT_EN, "tpo-recipient");
			c.purpose = consent_says(CONSENT_EN, "tpo-purpose");
			buf_init(&text, CONSENT_ROW_MAX);
			consent_write_text(&c, (enum consent_language)l, &text);
			assert_true(text.n < CONSENT_TEXT_MAX);
			assert_int_equal(!strstr(buf_text(&text), "health plans"),
					 l != CONSENT_EN);
			assert_null(strstr(buf_text(&text), "\n\n"));
			buf_finish(&text);
		}
	}
}

/* What somebody signs must be easy: English by Flesch and Kincaid, Spanish by Fernández Huerta. */
static void the_words_are_plain(void **state)
{
	(void)state;
	for (int l = 0; l < CONSENT_LANGUAGES; l++) {
		const char *code = consent_language_code((enum consent_language)l);
		struct grade all = { 0 };

		for (const struct consent_words *w = consent_words; w->key; w++)
			grade_add(&all, w->in[l], code);
		print_message("%s: %.1f, %.1f; %zu words, longest %zu: %s\n", code,
			      grade_flesch_kincaid(&all), grade_fernandez_huerta(&all),
			      all.words, all.longest, all.sentence);
		assert_true(all.words > 250);
		if (l == CONSENT_EN)
			assert_true(grade_flesch_kincaid(&all) <= 6.05);
		else
			assert_true(grade_fernandez_huerta(&all) >= 65);
		assert_true(all.longest <= 20);
	}
}

static void who_reads_spanish_is_told_so_what_was_given_out(void **state)
{
	const struct consent_use u = { .utc_ms = NOW,
				       .ground = "consent",
				       .what = "attendance and notes",
				       .recipient = "",
				       .why = "" };
	struct buf text;

	(void)state;
	buf_init(&text, CONSENT_ROW_MAX);
	consent_write_use(&u, CONSENT_EN, &text);
	consent_write_use(&u, CONSENT_ES, &text);
	assert_string_equal(
		buf_text(&text),
		"2026-11-26: given out: attendance and notes. To: you. Why: consent.\n"
		"2026-11-26: se dio a otros: asistencia, notas. A: usted. Por qu\u00e9: "
		"consentimiento.\n");
	buf_finish(&text);
	for (const struct ground_row *g = ground_rows; g->word; g++) {
		struct consent_use other = u;
		char english[40];

		other.ground = g->word;
		snprintf(english, sizeof(english), ": %s.", g->word);
		buf_init(&text, CONSENT_ROW_MAX);
		consent_write_use(&other, CONSENT_ES, &text);
		if (strstr(buf_text(&text), english))
			fail_msg("not in Spanish: %s", g->word);
		buf_finish(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_elements_are_in_the_words),
		cmocka_unit_test(each_kind_is_said_in_each_language),
		cmocka_unit_test(the_words_are_plain),
		cmocka_unit_test(who_reads_spanish_is_told_so_what_was_given_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
