/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/width.h"

static int width(const char *s)
{
	return width_of(str_of(s));
}

static void a_letter_is_one_column_and_a_wide_one_two(void **state)
{
	(void)state;
	assert_int_equal(width(""), 0);
	assert_int_equal(width("abc"), 3);
	assert_int_equal(width("\u4e2d\u6587"), 4);
	assert_int_equal(width("\uff21"), 2);
	assert_int_equal(width("\uff76"), 1);
	assert_int_equal(width("\u00e9"), 1);
	assert_int_equal(width("\uac00"), 2);
	assert_int_equal(width("\u0645\u0631"), 2);
	assert_int_equal(width("\ufffd"), 1);
}

static void marks_take_no_column_but_spacing_ones_do(void **state)
{
	(void)state;
	assert_int_equal(width("e\u0301\u0327"), 1);
	assert_int_equal(width("\u05e9\u05c1\u05b8"), 1);
	assert_int_equal(width("\u0928\u093f"), 2);
	assert_int_equal(width("\u25cc\u0301"), 1);
}

static void a_joined_emoji_is_drawn_in_one_place(void **state)
{
	(void)state;
	assert_int_equal(width("\U0001F600"), 2);
	assert_int_equal(width("\U0001F469\u200D\U0001F469\u200D\U0001F467"), 2);
	assert_int_equal(width("\U0001F44D\U0001F3FD"), 2);
	assert_int_equal(width("\u2764"), 1);
	assert_int_equal(width("\u2764\uFE0F"), 2);
	assert_int_equal(width("\U0001F1FA\U0001F1F8"), 2);
	assert_int_equal(width("\U0001F1FA"), 1);
}

static void what_fits_are_whole_clusters(void **state)
{
	int used = -1;

	(void)state;
	assert_int_equal(width_fit(str_of("abcdef"), 3, &used), 3);
	assert_int_equal(used, 3);
	assert_int_equal(width_fit(str_of("\u4e2d\u6587"), 3, &used), 3);
	assert_int_equal(used, 2);
	assert_int_equal(width_fit(str_of("\u4e2d"), 1, &used), 0);
	assert_int_equal(used, 0);
	assert_int_equal(width_fit(str_of("ae\u0301b"), 2, &used), 4);
	assert_int_equal(width_fit(str_of("abc"), 0, &used), 0);
	assert_int_equal(width_fit(str_of("abc"), -5, &used), 0);
	assert_int_equal(width_fit(str_of("abc"), 99, &used), 3);
	assert_int_equal(used, 3);
	assert_int_equal(width_fit((struct str) { NULL, 0 }, 9, &used), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_is_one_column_and_a_wide_one_two),
		cmocka_unit_test(marks_take_no_column_but_spacing_ones_do),
		cmocka_unit_test(a_joined_emoji_is_drawn_in_one_place),
		cmocka_unit_test(what_fits_are_whole_clusters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
