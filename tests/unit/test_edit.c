/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/edit.h"
#include "text/keys.h"
#include "text/utf8.h"

static struct edit e;

static int begin(void **state)
{
	(void)state;
	edit_init(&e, 400);
	return 0;
}

static int end(void **state)
{
	(void)state;
	edit_finish(&e);
	return 0;
}

/* As a terminal sends it. */
static void type(const char *bytes)
{
	size_t n = strlen(bytes);

	while (n) {
		int32_t key;
		size_t len = keys_decode(bytes, n, 1, &key);

		assert_true(len > 0);
		edit_key(&e, key);
		bytes += len;
		n -= len;
	}
}

/* The text with '|' at the cursor. */
#define assert_line(want)                                                                      \
	do {                                                                                   \
		char line_[512];                                                               \
		snprintf(line_, sizeof(line_), "%.*s|%s", (int)e.at, buf_text(&e.text),        \
			 buf_text(&e.text) + e.at);                                            \
		assert_string_equal(line_, want);                                              \
	} while (0)

static void enter(const char *text)
{
	edit_set(&e, text);
	free(edit_take(&e));
}

static void letters_go_in_at_the_cursor(void **state)
{
	(void)state;
	assert_line("|");
	type("helo\033[Dl");
	assert_line("hell|o");
	type("\001> \005!");
	assert_line("> hello!|");
	type("\002\002\006.");
	assert_line("> hello.|!");
}

static void moves_and_deletes_go_by_cluster(void **state)
{
	(void)state;
	type("ae\u0301\U0001F469\u200D\U0001F467z");
	type("\033[D\033[D");
	assert_line("ae\u0301|\U0001F469\u200D\U0001F467z");
	type("\177");
	assert_line("a|\U0001F469\u200D\U0001F467z");
	type("\033[3~");
	assert_line("a|z");
	type("\004\004\010\010");
	assert_line("|");
}

static void a_mark_typed_behind_its_letter_joins_it(void **state)
{
	(void)state;
	type("xe");
	type("\u0301");
	assert_line("xe\u0301|");
	type("\002");
	assert_line("x|e\u0301");
}

/* What stood apart may become one cluster: the cursor may not end up inside it. */
static void a_deletion_that_joins_leaves_the_cursor_at_an_edge(void **state)
{
	(void)state;
	type("\U0001F1FAx\U0001F1F8");
	type("\002\177");
	assert_line("\U0001F1FA\U0001F1F8|");
	type("\177");
	assert_line("|");
}

static void words_are_crossed_and_cut_whole(void **state)
{
	(void)state;
	type("one two-three  four");
	type("\033b");
	assert_line("one two-three  |four");
	type("\033[1;5D");
	assert_line("one two-|three  four");
	type("\033f");
	assert_line("one two-three|  four");
	type("\027");
	assert_line("one two-|  four");
	type("\033d");
	assert_line("one two-|");
	type("\033\177\033\177");
	assert_line("|");
	type("\033b\033f\033d\027");
	assert_line("|");
}

static void cuts_in_a_row_come_back_as_one_piece(void **state)
{
	(void)state;
	type("one two three four");
	type("\033b\033b\027\027");
	assert_line("|three four");
	type("\033d");
	assert_line("| four");
	type("\031");
	assert_line("one two three| four");
	/* another key between: a new piece */
	type("\013\001\006\025\031");
	assert_line("o|ne two three");
	type("\031");
	assert_line("oo|ne two three");
}

/* Else the pieces together would be more than a line can hold. */
static void a_paste_parts_two_cuts(void **state)
{
	char long_text[400];

	(void)state;
	memset(long_text, 'x', sizeof(long_text));
	for (int i = 0; i < 3; i++) {
		assert_true(edit_insert(&e, (struct str) { long_text, sizeof(long_text) }));
		type("\027");
	}
	type("\031");
	assert_int_equal(e.text.n, sizeof(long_text));
}

static void a_cut_of_nothing_keeps_what_was_cut(void **state)
{
	(void)state;
	type("abc\025\013\025\031");
	assert_line("abc|");
	/* and what is cut behind it is a piece of its own */
	type("\013\025\031");
	assert_line("abc|");
	edit_set(&e, "");
	type("\031\031");
	assert_line("abcabc|");
}

static void kills_reach_the_ends_of_the_line(void **state)
{
	(void)state;
	type("left right\033b\013");
	assert_line("left |");
	type("\025");
	assert_line("|");
	type("\013\025");
	assert_line("|");
}

static void two_letters_are_swapped(void **state)
{
	(void)state;
	type("abc\024");
	assert_line("acb|");
	type("\001\006\024");
	assert_line("ca|b");
	type("\001\024");
	assert_line("|cab");
	edit_set(&e, "e\u0301x");
	type("\024");
	assert_line("xe\u0301|");
	edit_set(&e, "a");
	type("\024");
	assert_line("a|");
	edit_set(&e, "ab\nc");
	type("\024");
	assert_line("ab\nc|");
	edit_set(&e, "");
	type("\024");
	assert_line("|");
}

static void a_text_may_have_lines(void **state)
{
	(void)state;
	type("one\033\rtwo\033\rthree");
	assert_line("one\ntwo\nthree|");
	type("\001");
	assert_line("one\ntwo\n|three");
	type("\025");
	assert_line("one\ntwo|three");
	type("\001\005");
	assert_line("one\ntwothree|");
	type("\033[A");
	assert_line("one|\ntwothree");
	type("\013");
	assert_line("one|twothree");
}

static void up_and_down_keep_the_column(void **state)
{
	(void)state;
	edit_set(&e, "\u4e2d\u6587\nabcdef\n\nxy");
	type("\033[A");
	assert_line("\u4e2d\u6587\nabcdef\n|\nxy");
	type("\033[A\006\006\006");
	assert_line("\u4e2d\u6587\nabc|def\n\nxy");
	type("\020");
	/* three columns are the middle of a wide letter: before it */
	assert_line("\u4e2d|\u6587\nabcdef\n\nxy");
	type("\016");
	assert_line("\u4e2d\u6587\nab|cdef\n\nxy");
}

static void what_was_said_before_comes_back(void **state)
{
	(void)state;
	enter("first");
	enter("second");
	type("not yet sent");
	type("\033[A");
	assert_line("second|");
	type("\020");
	assert_line("first|");
	type("\020");
	assert_line("first|");
	type("\033[B\016");
	assert_line("not yet sent|");
	type("\016");
	assert_line("not yet sent|");
}

static void nothing_typed_is_lost_on_the_way_through_history(void **state)
{
	(void)state;
	enter("first");
	enter("second");
	type("mine\020 more\020\016");
	assert_line("second more|");
	type("\016");
	assert_line("mine|");
	type("\020");
	char *text = edit_take(&e);

	assert_string_equal(text, "second more");
	free(text);
	assert_line("|");
	type("\020");
	assert_line("second more|");
}

static void the_same_line_twice_is_one_in_history(void **state)
{
	(void)state;
	enter("a");
	enter("a");
	enter("");
	assert_int_equal(e.history_count, 1);
}

static void history_forgets_the_oldest(void **state)
{
	char text[16];

	(void)state;
	for (int i = 0; i < EDIT_HISTORY + 5; i++) {
		snprintf(text, sizeof(text), "%d", i);
		enter(text);
	}
	for (int i = 0; i < EDIT_HISTORY + 50; i++)
		type("\020");
	assert_line("5|");
	for (int i = 0; i < EDIT_HISTORY + 50; i++)
		type("\016");
	assert_line("|");
}

static void a_full_line_takes_no_more_and_says_so(void **state)
{
	struct edit small;

	(void)state;
	edit_init(&small, 5);
	assert_true(edit_insert(&small, str_of("abcd")));
	assert_false(edit_key(&small, 0xe9));
	assert_false(edit_insert(&small, str_of("ef")));
	assert_string_equal(buf_text(&small.text), "abcd");
	assert_true(edit_key(&small, 'e'));
	assert_false(edit_key(&small, KEY_ALT('\r')));
	assert_true(edit_key(&small, KEY_CTRL('u')));
	assert_true(edit_key(&small, KEY_CTRL('y')));
	assert_false(edit_key(&small, KEY_CTRL('y')));
	assert_string_equal(buf_text(&small.text), "abcde");
	/* a draft of an older, larger line: whole clusters of it */
	edit_set(&small, "abce\u0301\u0301");
	assert_string_equal(buf_text(&small.text), "abc");
	assert_int_equal(small.at, 3);
	edit_finish(&small);
}

static const int32_t others[] = {
	KEYS_ENTER,
	KEYS_TAB,
	KEYS_PAGE_UP,
	KEYS_PAGE_DOWN,
	KEYS_PASTE,
	KEYS_PASTE_END,
	KEYS_NONE,
	27,
	0,
	'\n',
	'\r',
	'\t',
	KEY_CTRL('c'),
	KEY_CTRL('g'),
	KEY_CTRL('l'),
	KEY_CTRL('q'),
	KEY_CTRL('s'),
	KEY_CTRL('x'),
	KEY_CTRL('z'),
	KEY_ALT('a'),
	KEY_ALT('h'),
	KEY_ALT('m'),
	KEY_ALT('/'),
	KEY_ALT('<'),
	0x9b,
	0x202e,
	0x200b,
	0xd800,
	0xffff,
	-1,
};

static void keys_of_others_are_left_to_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(edit_key(&e, others[i]));
	assert_line("|");
	assert_true(edit_key(&e, '?'));
	assert_true(edit_key(&e, 0xe9));
}

static void a_paste_goes_in_without_its_orders(void **state)
{
	(void)state;
	assert_true(edit_insert(&e, str_of("a\033[31mb\r\nc\rd\te\u202ef\xff")));
	assert_line("a[31mb\nc\nd ef\ufffd|");
	assert_true(edit_insert(&e, (struct str) { NULL, 0 }));
	assert_true(utf8_valid((struct str) { e.text.p, e.text.n }));
}

static void right_to_left_text_stays_in_the_order_it_is_read(void **state)
{
	(void)state;
	type("\u05d0\u05d1\u05d2");
	assert_line("\u05d0\u05d1\u05d2|");
	type("\033[D\177");
	assert_line("\u05d0|\u05d2");
	type("1");
	assert_line("\u05d0"
		    "1|\u05d2");
}

static void what_is_taken_is_the_whole_text(void **state)
{
	(void)state;
	type("hello\001");
	char *text = edit_take(&e);

	assert_string_equal(text, "hello");
	assert_line("|");
	free(text);
	edit_set(&e, NULL);
	assert_line("|");
}

static void a_command_that_was_tried_gives_way_to_the_next(void **state)
{
	(void)state;
	type("/late 9");
	edit_tried(&e);
	type("\177");
	assert_line("/late |"); /* it can be mended */
	type("1/2");
	assert_line("/late 1/2|"); /* and a slash is a slash then */
	edit_tried(&e);
	type("/week");
	assert_line("/week|");
	type("\033[A");
	assert_line("/late 1/2|"); /* nothing is lost */
	edit_set(&e, "either ");
	edit_tried(&e);
	type("/or");
	assert_line("either /or|"); /* what is said is no command */
}

static void no_two_rows_have_the_same_key_and_each_has_help(void **state)
{
	int32_t seen[64];
	size_t n = 0;

	(void)state;
	for (const struct edit_row *r = edit_rows; r->help; r++) {
		char word[24];

		assert_non_null(r->act);
		assert_true(strlen(r->help) > 5 && r->help[strlen(r->help) - 1] == '.');
		seen[n++] = r->key;
		if (r->other)
			seen[n++] = r->other;
		keys_word(r->key, word, sizeof(word));
		assert_true(strlen(word) > 1);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(seen[i], seen[k]);
}

/* Memory is looked at while it is still the editor's: it must be empty before it is given back. */
static void what_is_deleted_is_not_left_behind_the_text(void **state)
{
	(void)state;
	type("my secret");
	edit_set(&e, "");
	for (size_t i = 0; i < e.text.size; i++)
		assert_int_equal(e.text.p[i], 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(letters_go_in_at_the_cursor),
		TEST(moves_and_deletes_go_by_cluster),
		TEST(a_mark_typed_behind_its_letter_joins_it),
		TEST(a_deletion_that_joins_leaves_the_cursor_at_an_edge),
		TEST(words_are_crossed_and_cut_whole),
		TEST(cuts_in_a_row_come_back_as_one_piece),
		TEST(a_paste_parts_two_cuts),
		TEST(a_cut_of_nothing_keeps_what_was_cut),
		TEST(kills_reach_the_ends_of_the_line),
		TEST(two_letters_are_swapped),
		TEST(a_text_may_have_lines),
		TEST(up_and_down_keep_the_column),
		TEST(what_was_said_before_comes_back),
		TEST(nothing_typed_is_lost_on_the_way_through_history),
		TEST(the_same_line_twice_is_one_in_history),
		TEST(history_forgets_the_oldest),
		TEST(a_full_line_takes_no_more_and_says_so),
		TEST(keys_of_others_are_left_to_them),
		TEST(a_paste_goes_in_without_its_orders),
		TEST(right_to_left_text_stays_in_the_order_it_is_read),
		TEST(what_is_taken_is_the_whole_text),
		TEST(a_command_that_was_tried_gives_way_to_the_next),
		TEST(no_two_rows_have_the_same_key_and_each_has_help),
		TEST(what_is_deleted_is_not_left_behind_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
