/* SPDX-License-Identifier: MIT */
/* How hard a text is to read: syllables by rule, and the two formulas on texts worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/grade.h"

static const struct {
	const char *word, *language;
	size_t syllables;
} words[] = {
	{ "I", "", 1 },           { "the", "", 1 },      { "make", "", 1 },
	{ "table", "", 2 },       { "whole", "", 1 },    { "see", "", 1 },
	{ "times", "", 1 },       { "places", "", 2 },   { "walked", "", 1 },
	{ "needed", "", 2 },      { "being", "", 2 },    { "nation", "", 2 },
	{ "question", "", 2 },    { "diary", "", 3 },    { "people", "", 2 },
	{ "you", "", 1 },         { "yes", "", 1 },      { "facilitator", "", 5 },
	{ "don't", "", 1 },       { "DANGER", "", 2 },   { "rhythm", "", 1 },
	{ "sí", "es", 1 },        { "que", "es", 1 },    { "guitarra", "es", 3 },
	{ "agüero", "es", 3 },    { "día", "es", 2 },    { "cuidado", "es", 3 },
	{ "aéreo", "es", 4 },     { "muy", "es", 1 },    { "mayo", "es", 2 },
	{ "emoción", "es", 3 },   { "aunque", "es", 2 }, { "seguridad", "es", 4 },
	{ "habilidad", "es", 4 }, { "leer", "es", 2 },   { "ÁNIMO", "es", 3 },
	{ "y", "es", 1 },         { "niño", "es", 2 },   { "ahí", "es", 2 },
};

static void syllables__are_counted_by_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const size_t n = grade_syllables(words[i].word, words[i].language);

		if (n != words[i].syllables)
			fail_msg("%s: %zu", words[i].word, n);
	}
}

static void sentences__end_at_their_marks_and_with_the_text(void **state)
{
	struct grade g = { 0 };

	(void)state;
	grade_add(&g, "Stop. What is it? Then: go on\nand rest", "");
	grade_add(&g, "...", "");
	grade_add(&g, "One more", "");
	assert_int_equal(g.sentences, 6);
	assert_int_equal(g.words, 11);
	assert_int_equal(g.longest, 3);
	assert_string_equal(g.sentence, " What is it? Then: go on\nand rest");
}

static bool near(double a, double b)
{
	return a - b < 0.005 && b - a < 0.005;
}

static void the_formulas__are_those_that_were_published(void **state)
{
	struct grade en = { 0 }, es = { 0 }, none = { 0 };

	(void)state;
	/* 6 words, 6 syllables, 1 sentence: 2.34 + 11.8 - 15.59 */
	grade_add(&en, "The cat sat on the mat.", "en");
	assert_true(near(grade_flesch_kincaid(&en), -1.45));
	/* 4 words, 9 syllables, 1 sentence: 206.84 - 135 - 4.08 */
	grade_add(&es, "Mañana será otro día.", "es");
	assert_true(near(grade_fernandez_huerta(&es), 67.76));
	assert_true(grade_flesch_kincaid(&none) <= 0 && grade_fernandez_huerta(&none) >= 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(syllables__are_counted_by_rule),
		cmocka_unit_test(sentences__end_at_their_marks_and_with_the_text),
		cmocka_unit_test(the_formulas__are_those_that_were_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
