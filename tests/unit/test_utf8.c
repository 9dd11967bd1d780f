/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/utf8.h"

static struct str bytes(const char *s)
{
	return str_of(s);
}

static void what_is_not_utf8_is_not_valid(void **state)
{
	static const char *const bad[] = {
		"\x80",
		"a\xbf",
		"\xc0\xaf",
		"\xc1\x81",
		"\xe0\x80\xaf",
		"\xed\xa0\x80",
		"\xed\xbf\xbf",
		"\xf0\x80\x80\xaf",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xc3",
		"\xe2\x82",
		"\xf0\x9f\x98",
		"\xfe",
		"\xff",
		"\xe2\x28\xa1",
	};
	static const char *const good[] = {
		"",
		"a",
		"\xc3\xa9",
		"\xe2\x82\xac",
		"\xf0\x9f\x98\x80",
		"\xf4\x8f\xbf\xbd",
		"a\n\tb",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(utf8_valid(bytes(bad[i])));
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(utf8_valid(bytes(good[i])));
	assert_false(utf8_valid((struct str) { "a\0b", 3 }));
	assert_true(utf8_valid((struct str) { NULL, 0 }));
}

static void a_character_is_read_and_a_bad_byte_is_one_replacement(void **state)
{
	size_t n;

	(void)state;
	assert_int_equal(utf8_at(bytes("\xe2\x82\xac!"), 0, &n), 0x20ac);
	assert_int_equal(n, 3);
	assert_int_equal(utf8_at(bytes("\xe2\x82"), 0, &n), 0xfffd);
	assert_int_equal(n, 1);
	assert_int_equal(utf8_at(bytes("a"), 1, &n), 0xfffd);
	assert_int_equal(n, 0);
	assert_int_equal(utf8_at((struct str) { "\0", 1 }, 0, &n), 0);
	assert_int_equal(n, 1);
}

static void only_characters_can_be_put(void **state)
{
	char out[4];

	(void)state;
	assert_int_equal(utf8_put('a', out), 1);
	assert_int_equal(utf8_put(0x20ac, out), 3);
	assert_memory_equal(out, "\xe2\x82\xac", 3);
	assert_int_equal(utf8_put(0x10ffff, out), 4);
	assert_int_equal(utf8_put(0xd800, out), 0);
	assert_int_equal(utf8_put(0x110000, out), 0);
	assert_int_equal(utf8_put(-1, out), 0);
}

/* Each with its clusters apart by '|'. */
static const char *const clusters[] = {
	"a|b|c",
	"e\u0301|x",
	"\U0001F469\u200D\U0001F469\u200D\U0001F467|!",
	"\U0001F1FA\U0001F1F8|\U0001F1F2\U0001F1FD|\U0001F1FA",
	"\u1100\u1161\u11a8|\uac00",
	"\u0928\u093f|\u0928",
	"\n|\u0301|a",
	"\U0001F44D\U0001F3FD|\u2764\uFE0F",
	"\u1019\u103c\u103e|a",
	"\u0600"
	"1|2",
	"1\uFE0F\u20E3|2",
	"\u05e9\u05c1\u05b8|\u05dc",
};

static size_t without_bars(const char *s, char *out, bool *edge)
{
	size_t n = 0;

	memset(edge, 0, 128);
	edge[0] = true;
	for (; *s; s++) {
		if (*s == '|')
			edge[n] = true;
		else
			out[n++] = *s;
	}
	edge[n] = true;
	out[n] = '\0';
	return n;
}

static void steps_go_by_cluster_forward_and_back_alike(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(clusters) / sizeof(*clusters); i++) {
		char text[128];
		bool edge[128];
		size_t n = without_bars(clusters[i], text, edge), at, next, last;
		struct str s = { text, n };

		for (at = 0; at < n; at = next) {
			next = utf8_next(s, at);
			assert_true(next > at && edge[next]);
			for (size_t k = at + 1; k < next; k++)
				assert_false(edge[k]);
			assert_int_equal(utf8_prev(s, next), at);
		}
		for (at = n, last = n + 1; at > 0 && at < last;
		     last = at, at = utf8_prev(s, at))
			assert_true(edge[at]);
		assert_int_equal(at, 0);
	}
}

static void steps_stay_within_the_text(void **state)
{
	struct str s = bytes("ab");

	(void)state;
	assert_int_equal(utf8_next(s, 2), 2);
	assert_int_equal(utf8_next(s, 9), 2);
	assert_int_equal(utf8_prev(s, 0), 0);
	assert_int_equal(utf8_prev(s, 9), 1);
	assert_int_equal(utf8_prev(bytes(""), 0), 0);
	/* bytes that are no text: one at a time */
	assert_int_equal(utf8_next(bytes("\xff\xfe"), 0), 1);
	assert_int_equal(utf8_prev(bytes("\xff\xfe\x80"), 3), 2);
	assert_int_equal(utf8_prev(bytes("a\xe2\x82"), 3), 2);
}

/* The old way looked at 256 bytes before the cursor: a flag's parity was lost behind them. */
static void going_back_is_right_in_long_runs_too(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10000);
	for (int i = 0; i < 501; i++)
		buf_adds(&b, "\U0001F1FA");
	struct str s = { b.p, b.n };

	assert_int_equal(utf8_prev(s, s.n), s.n - 4);
	assert_int_equal(utf8_prev(s, s.n - 4), s.n - 12);
	buf_reset(&b);
	buf_adds(&b, "xe");
	for (int i = 0; i < 1000; i++)
		buf_adds(&b, "\u0301");
	s = (struct str) { b.p, b.n };
	assert_int_equal(utf8_prev(s, s.n), 1);
	buf_finish(&b);
}

static void words_end_where_readline_ends_them(void **state)
{
	struct str s = bytes("I am, caf\u00e9-ready  ");

	(void)state;
	assert_int_equal(utf8_word_next(s, 0), 1);
	assert_int_equal(utf8_word_next(s, 1), 4);
	assert_int_equal(utf8_word_next(s, 4), 11); /* behind the e with its accent */
	assert_int_equal(utf8_word_next(s, 11), 17);
	assert_int_equal(utf8_word_next(s, 17), s.n);
	assert_int_equal(utf8_word_prev(s, s.n), 12);
	assert_int_equal(utf8_word_prev(s, 12), 6);
	assert_int_equal(utf8_word_prev(s, 6), 2);
	assert_int_equal(utf8_word_prev(s, 1), 0);
	assert_int_equal(utf8_word_prev(s, 0), 0);
}

static void a_word_in_another_script_is_a_word(void **state)
{
	struct str s = bytes("\u0645\u0631\u062d\u0628\u0627 \u05e9\u05b8\u05dc\u05d5\u05dd");

	(void)state;
	assert_int_equal(utf8_word_next(s, 0), 10);
	assert_int_equal(utf8_word_prev(s, s.n), 11);
}

static void searching_takes_upper_and_lower_case_as_one(void **state)
{
	(void)state;
	assert_true(utf8_contains(bytes("Hello Ana"), bytes("ANA")));
	assert_true(utf8_contains(bytes("\u00c9TE"), bytes("\u00e9te")));
	assert_true(utf8_contains(bytes("\u0394\u03b9\u03b1"), bytes("\u03b4\u03b9")));
	assert_false(utf8_contains(bytes("[]{}"), bytes("{}[]")));
	assert_false(utf8_contains(bytes("@"), bytes("`"))); /* one bit apart, as A and a are */
	assert_true(utf8_contains(bytes("\u212a"), bytes("k"))); /* the sign for Kelvin */
	assert_true(utf8_contains(bytes("x"), bytes("")));
	assert_true(utf8_contains(bytes(""), bytes("")));
	assert_false(utf8_contains(bytes(""), bytes("a")));
	assert_false(utf8_contains(bytes("an"), bytes("ana")));
	assert_true(utf8_contains(bytes("aana"), bytes("ana")));
	assert_false(utf8_contains(bytes("\xff"
					 "abc"),
				   bytes("abc")));
	assert_true(utf8_contains(bytes("caf\u00e9"), bytes("CAFE\u0301")));
	assert_false(utf8_contains(bytes("caf\u00e9"), bytes("cafe")));
	/* one letter that folds to two */
	assert_true(utf8_contains(bytes("STRASSE"), bytes("stra\u00dfe")));
	assert_true(utf8_contains(bytes("stra\u00dfe"), bytes("STRASSE")));
}

static void a_word_begins_with_what_is_typed_with_its_accents_or_without(void **state)
{
	static const struct {
		const char *word, *typed;
		bool begins, whole;
	} rows[] = {
		{ "s\u00ed", "si", true, true },
		{ "s\u00ed", "SI\u0301", true, true },
		{ "si", "s\u00cd", true, true },
		{ "mi\u00e9rcoles", "Mie", true, false },
		{ "mi\u00e9rcoles", "mi\u00e9", true, false },
		{ "ma\u00f1ana", "manana", true, true },
		{ "mar", "martes", false, false },
		{ "mar", "mat", false, false },
		{ "mar", "ma\xff", false, false },
		{ "mar", "", false, false },
		{ "mar", "\u0301\u0301", false, false }, /* marks on nothing */
		{ "", "", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool whole = true;

		if (utf8_begins(bytes(rows[i].word), bytes(rows[i].typed), &whole) !=
			    rows[i].begins ||
		    whole != rows[i].whole)
			fail_msg("%s of %s", rows[i].typed, rows[i].word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_utf8_is_not_valid),
		cmocka_unit_test(a_character_is_read_and_a_bad_byte_is_one_replacement),
		cmocka_unit_test(only_characters_can_be_put),
		cmocka_unit_test(steps_go_by_cluster_forward_and_back_alike),
		cmocka_unit_test(steps_stay_within_the_text),
		cmocka_unit_test(going_back_is_right_in_long_runs_too),
		cmocka_unit_test(words_end_where_readline_ends_them),
		cmocka_unit_test(a_word_in_another_script_is_a_word),
		cmocka_unit_test(searching_takes_upper_and_lower_case_as_one),
		cmocka_unit_test(a_word_begins_with_what_is_typed_with_its_accents_or_without),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
