/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/utf8.h"

struct pair {
	const char *from, *to;
};

static void check(const struct pair *pairs, size_t count)
{
	struct arena mem = { 0 };

	for (size_t i = 0; i < count; i++)
		assert_string_equal(utf8_clean(&mem, str_of(pairs[i].from)), pairs[i].to);
	arena_finish(&mem);
}

#define CHECK(pairs) check(pairs, sizeof(pairs) / sizeof(*(pairs)))

static void ordinary_text_is_left_as_it_is(void **state)
{
	static const struct pair same[] = {
		{ "", "" },
		{ "I'm fine, thanks.", "I'm fine, thanks." },
		{ "one\ntwo\n\nthree\n", "one\ntwo\n\nthree\n" },
		{ "\u00bfC\u00f3mo est\u00e1s?", "\u00bfC\u00f3mo est\u00e1s?" },
		{ "e\u0301", "e\u0301" },
		{ "\U0001F469\u200D\U0001F467 \u2764\uFE0F",
		  "\U0001F469\u200D\U0001F467 \u2764\uFE0F" },
		{ "\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648" },
		{ "\u101c\u103b\u103e\u1031\u102c\u1037",
		  "\u101c\u103b\u103e\u1031\u102c\u1037" },
		{ "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",
		  "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd" },
		{ "a\u00a0b\u3000c", "a\u00a0b\u3000c" },
	};

	(void)state;
	CHECK(same);
}

static void every_end_of_a_line_is_one_newline(void **state)
{
	static const struct pair ends[] = {
		{ "a\r\nb", "a\nb" },
		{ "a\rb", "a\nb" },
		{ "a\n\rb", "a\n\nb" },
		{ "a\r\r\nb", "a\n\nb" },
		{ "a\xc2\x85"
		  "b",
		  "a\nb" },
		{ "a\u2028b\u2029c", "a\nb\nc" },
		{ "a\r", "a\n" },
		{ "a\tb", "a b" },
	};

	(void)state;
	CHECK(ends);
}

static void controls_and_invisible_orders_are_dropped(void **state)
{
	static const struct pair gone[] = {
		{ "\033[31mred", "[31mred" },
		{ "a\bb\x7f", "ab" },
		{ "\xc2\x9b"
		  "2J",
		  "2J" },
		{ "a\u202eb\u2066c\u200fd", "abcd" },
		{ "a\u200bb\ufeffc\u2060d\u00ade", "abcde" },
		{ "\u3164\u115f\uffa0", "" },
		{ "a\U000E0041\U000E007F", "a" },
		{ "\ufdd0\uffff\U0001FFFE!", "!" },
	};

	(void)state;
	CHECK(gone);
}

static void what_is_not_utf8_is_shown_as_such(void **state)
{
	static const struct pair bad[] = {
		{ "a\xff"
		  "b",
		  "a\ufffd"
		  "b" },
		{ "\xc0\x9b[2J", "\ufffd\ufffd[2J" },
		{ "\xed\xa0\x80", "\ufffd\ufffd\ufffd" },
		{ "end\xe2\x82", "end\ufffd\ufffd" },
	};
	struct arena mem = { 0 };

	(void)state;
	CHECK(bad);
	assert_string_equal(utf8_clean(&mem, (struct str) { "a\0b", 3 }), "ab");
	arena_finish(&mem);
}

static void marks_need_a_letter_and_are_few(void **state)
{
	static const struct pair marks[] = {
		{ "\u0301", "\u25cc\u0301" },
		{ " \u0301", " \u25cc\u0301" },
		{ "\n\u0301x", "\n\u25cc\u0301x" },
		{ "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301x",
		  "e\u0301\u0301\u0301\u0301\u0301\u0301x" },
		/* what is dropped between them does not start the count again */
		{ "e\u0301\u0301\u0301\u0301\u0301\u0301\u200b\u0301x",
		  "e\u0301\u0301\u0301\u0301\u0301\u0301x" },
	};

	(void)state;
	CHECK(marks);
}

static void a_joiner_stays_only_between_what_it_joins(void **state)
{
	static const struct pair joins[] = {
		{ "\u200da", "a" },
		{ "a\u200d", "a" },
		{ "a\u200d b", "a b" },
		{ "a\u200d\nb", "a\nb" },
		{ "a\u200d\u200d\u200c\u200db", "a\u200db" },
		{ "a\u200d\u202eb", "a\u200db" },
	};

	(void)state;
	CHECK(joins);
}

static void a_cluster_has_an_end(void **state)
{
	struct arena mem = { 0 };
	struct buf b;

	(void)state;
	buf_init(&b, 100000);
	for (int i = 0; i < 5000; i++)
		buf_adds(&b, "\u1100");
	buf_adds(&b, "abc");
	struct str clean = str_of(utf8_clean(&mem, (struct str) { b.p, b.n }));

	assert_int_equal(clean.n, 3 * UTF8_CLUSTER_MAX + 3);
	assert_string_equal(clean.p + clean.n - 3, "abc");
	buf_finish(&b);
	arena_finish(&mem);
}

static void a_name_is_one_line_of_single_spaces(void **state)
{
	static const struct pair names[] = {
		{ "  Ana \t Maria\n", "Ana Maria" },
		{ "Ana\r\nfacilitator", "Ana facilitator" },
		{ "\u3000Ana\u00a0\u2003B", "Ana B" },
		{ "Ana\u202e\u200b", "Ana" },
		{ " \n\t ", "" },
		{ "\u200b\ufeff", "" },
		{ "", "" },
	};
	struct arena mem = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_string_equal(utf8_clean_name(&mem, str_of(names[i].from), 64),
				    names[i].to);
	arena_finish(&mem);
}

static void a_long_name_ends_at_a_whole_cluster(void **state)
{
	struct arena mem = { 0 };

	(void)state;
	assert_string_equal(utf8_clean_name(&mem, str_of("abcdef"), 4), "abcd");
	assert_string_equal(utf8_clean_name(&mem, str_of("abc\u00e9"), 4), "abc");
	assert_string_equal(utf8_clean_name(&mem, str_of("abe\u0301"), 4), "ab");
	assert_string_equal(utf8_clean_name(&mem, str_of("abc def"), 4), "abc");
	assert_string_equal(utf8_clean_name(&mem, str_of("\U0001F469\u200D\U0001F467"), 8), "");
	/* a joiner that is a cluster's last, and what it joins is cut off */
	assert_string_equal(utf8_clean_name(&mem, str_of("a\u200Db"), 4), "a");
	arena_finish(&mem);
}

static void blank_is_what_nobody_would_see(void **state)
{
	static const char *const blank[] = { "",
					     " \n\t\r",
					     "\u200b\ufeff\u200d",
					     "\u3000\u00a0",
					     "\u3164",
					     "\u2800 \u2800",
					     "\u0301" };
	static const char *const seen[] = { "a", " . ", "\u4e2d", "\xff", "\U0001F600" };

	(void)state;
	for (size_t i = 0; i < sizeof(blank) / sizeof(*blank); i++)
		assert_true(utf8_blank(str_of(blank[i])));
	for (size_t i = 0; i < sizeof(seen) / sizeof(*seen); i++)
		assert_false(utf8_blank(str_of(seen[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_text_is_left_as_it_is),
		cmocka_unit_test(every_end_of_a_line_is_one_newline),
		cmocka_unit_test(controls_and_invisible_orders_are_dropped),
		cmocka_unit_test(what_is_not_utf8_is_shown_as_such),
		cmocka_unit_test(marks_need_a_letter_and_are_few),
		cmocka_unit_test(a_joiner_stays_only_between_what_it_joins),
		cmocka_unit_test(a_cluster_has_an_end),
		cmocka_unit_test(a_name_is_one_line_of_single_spaces),
		cmocka_unit_test(a_long_name_ends_at_a_whole_cluster),
		cmocka_unit_test(blank_is_what_nobody_would_see),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
