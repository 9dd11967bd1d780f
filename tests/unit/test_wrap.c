/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/width.h"
#include "text/wrap.h"

/* The lines with '|' behind each. */
static const char *wrapped(struct buf *out, const char *text, int cols)
{
	struct wrap w;
	struct str line;

	buf_reset(out);
	for (wrap_init(&w, str_of(text)); wrap_next(&w, cols, &line);) {
		buf_add(out, line.p, line.n);
		buf_adds(out, "|");
	}
	return buf_text(out);
}

static void lines_break_at_spaces(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	assert_string_equal(wrapped(&out, "the quick brown fox", 9), "the quick|brown fox|");
	assert_string_equal(wrapped(&out, "the quick brown fox", 10), "the quick|brown fox|");
	assert_string_equal(wrapped(&out, "the quick brown fox", 8), "the|quick|brown|fox|");
	assert_string_equal(wrapped(&out, "a b", 3), "a b|");
	assert_string_equal(wrapped(&out, "one   two", 4), "one|two|");
	assert_string_equal(wrapped(&out, "one   two", 5), "one|two|");
	assert_string_equal(wrapped(&out, "abc ", 3), "abc|");
	buf_finish(&out);
}

static void a_long_word_is_cut_only_when_it_must_be(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	assert_string_equal(wrapped(&out, "abcdefghij", 4), "abcd|efgh|ij|");
	assert_string_equal(wrapped(&out, "ab abcdefgh", 4), "ab|abcd|efgh|");
	assert_string_equal(wrapped(&out, "abcdef gh", 4), "abcd|ef|gh|");
	assert_string_equal(wrapped(&out, "\u4e2d\u6587\u4e2d", 3), "\u4e2d|\u6587|\u4e2d|");
	assert_string_equal(wrapped(&out, "ae\u0301e\u0301e\u0301", 2),
			    "ae\u0301|e\u0301e\u0301|");
	buf_finish(&out);
}

static void newlines_are_kept(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	assert_string_equal(wrapped(&out, "", 10), "|");
	assert_string_equal(wrapped(&out, "\n", 10), "||");
	assert_string_equal(wrapped(&out, "a\nb", 10), "a|b|");
	assert_string_equal(wrapped(&out, "a\n\nb", 10), "a||b|");
	assert_string_equal(wrapped(&out, "a\n", 10), "a||");
	assert_string_equal(wrapped(&out, "abc \nd", 3), "abc|d|");
	assert_string_equal(wrapped(&out, "abc\nd", 3), "abc|d|");
	assert_string_equal(wrapped(&out, "  a", 10), "  a|");
	buf_finish(&out);
}

static void the_narrowest_screen_still_ends(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	assert_string_equal(wrapped(&out, "abc", 1), "ab|c|");
	assert_string_equal(wrapped(&out, "abc", 0), "ab|c|");
	assert_string_equal(wrapped(&out, "abc", -9), "ab|c|");
	assert_string_equal(wrapped(&out, "     ", 2), "  |");
	/* three columns in one cluster */
	assert_string_equal(wrapped(&out, "\u0928\u093f\u0903x", 2), "\u0928\u093f\u0903|x|");
	buf_finish(&out);
}

static void a_text_that_is_not_there_is_one_empty_line(void **state)
{
	struct wrap w;
	struct str line;

	(void)state;
	wrap_init(&w, (struct str) { NULL, 0 });
	assert_true(wrap_next(&w, 10, &line));
	assert_int_equal(line.n, 0);
	assert_false(wrap_next(&w, 10, &line));
	assert_false(wrap_next(&w, 10, &line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_break_at_spaces),
		cmocka_unit_test(a_long_word_is_cut_only_when_it_must_be),
		cmocka_unit_test(newlines_are_kept),
		cmocka_unit_test(the_narrowest_screen_still_ends),
		cmocka_unit_test(a_text_that_is_not_there_is_one_empty_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
