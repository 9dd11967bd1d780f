/* SPDX-License-Identifier: MIT */
/* What one letter or sign of a text is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/letter.h"

static const struct {
	const char *text;
	int32_t base;
	size_t marks, bytes;
	bool is_capital, names_itself, is_plain;
} rows[] = {
	{ "ab", 'a', 0, 1, false, true, true },
	{ "Ab", 'a', 0, 1, true, true, true },
	{ "7", '7', 0, 1, false, true, true },
	{ ".", '.', 0, 1, false, false, true },
	{ "\u00e9", 'e', 1, 2, false, true, true },          /* with an acute, as one */
	{ "e\u0301x", 'e', 1, 3, false, true, true },        /* and as two */
	{ "\u1ec6", 'e', 2, 3, true, true, true },           /* E with two marks */
	{ "\u00d8", 0xf8, 0, 2, true, true, true },          /* comes apart into nothing */
	{ "\ud55c", 0xd55c, 0, 3, false, true, true },       /* a syllable stays one */
	{ "\u0915\u093f", 0x915, 0, 6, false, true, false }, /* a vowel sign is no mark */
	{ "\u00bf", 0xbf, 0, 2, false, false, true },
	{ "\U0001f44d\U0001f3fd", 0x1f44d, 0, 8, false, false, false },
	{ "\xff", 0xfffd, 0, 1, false, false, true },
};

static void each_letter_is_what_it_is(void **state)
{
	struct letter l;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(letter_at(str_of(rows[i].text), 0, &l), rows[i].bytes);
		assert_int_equal(l.base, rows[i].base);
		assert_int_equal(l.mark_count, rows[i].marks);
		assert_int_equal(l.whole.n, rows[i].bytes);
		assert_int_equal(l.is_capital, rows[i].is_capital);
		assert_int_equal(l.names_itself, rows[i].names_itself);
		assert_int_equal(l.is_plain, rows[i].is_plain);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_letter_is_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
