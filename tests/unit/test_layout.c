/* SPDX-License-Identifier: MIT */
/* Rows from models, where one reads, and who has which part of the screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "full/layout.h"
#include "text/utf8.h"
#include "text/width.h"

static const struct layout_pos at_newest = { .follow = true }, at_oldest = { 0 };

struct sheet {
	struct model m;
	struct layout l;
};

static int open_sheet(void **state)
{
	struct sheet *s = mem_get(sizeof(*s));

	model_init(&s->m);
	layout_init(&s->l);
	*state = s;
	return 0;
}

static int close_sheet(void **state)
{
	struct sheet *s = *state;

	layout_finish(&s->l);
	model_finish(&s->m);
	free(s);
	return 0;
}

static struct item *add(struct sheet *s, uint64_t id, const char *who, const char *text)
{
	struct item *it = model_add(&s->m, id, ITEM_MESSAGE);

	it->who = who;
	it->text = model_text(&s->m, text);
	return it;
}

/* "Ben: line N", from N = 1. */
static void add_lines(struct sheet *s, int from, int to)
{
	char text[32];

	for (int i = from; i <= to; i++) {
		snprintf(text, sizeof(text), "line %d", i);
		add(s, (uint64_t)i, "Ben", text);
	}
}

static void build(struct sheet *s, int cols, int rows, struct layout_pos pos)
{
	layout_build(&s->l, &s->m, &(struct layout_look) { .cols = cols, .rows = rows }, &pos);
}

static void assert_row(const struct sheet *s, size_t nth, const char *want)
{
	char got[512];

	assert_true(nth < s->l.count);
	snprintf(got, sizeof(got), "%*s%.*s", s->l.rows[nth].indent, "",
		 (int)s->l.rows[nth].text.n, s->l.rows[nth].text.p);
	assert_string_equal(got, want);
}

/* ---- items ---- */

static void an_item_is_who_text_and_note(void **state)
{
	struct sheet *s = *state;

	add(s, 1, "Ana", "Hello there")->note = "kept here";
	add(s, 2, NULL, "Nothing more");
	add(s, 3, "Cy", "")->note = "left";
	build(s, 80, 10, at_newest);
	assert_int_equal(s->l.count, 3);
	assert_row(s, 0, "Ana: Hello there (kept here)");
	assert_row(s, 1, "Nothing more");
	assert_row(s, 2, "Cy (left)");
	assert_int_equal(s->l.rows[0].strong, 3);
	assert_int_equal(s->l.rows[1].strong, 0);
	assert_int_equal(s->l.rows[2].strong, 2);
}

static void what_is_special_is_told_in_characters_too(void **state)
{
	struct sheet *s = *state;
	struct layout_look look = { .cols = 80, .rows = 10, .times = true, .found = 2 };

	model_add(&s->m, 9, ITEM_HEADING)->text = "Monday";
	add(s, 1, "Ben", "Hello Ana")->mention = true;
	add(s, 2, "Cy", "Hi")->when = "14:05";
	model_add(&s->m, 3, ITEM_NOTICE)->text = "Not read before";
	layout_build(&s->l, &s->m, &look, &at_newest);
	assert_row(s, 0, "Monday");
	assert_row(s, 1, "* Ben: Hello Ana");
	assert_row(s, 2, "> 14:05 Cy: Hi");
	assert_row(s, 3, "- Not read before");
	assert_int_equal(s->l.rows[0].strong, 6);
	assert_int_equal(s->l.rows[2].strong, strlen("> 14:05 Cy"));
}

static void long_text_goes_on_indented(void **state)
{
	struct sheet *s = *state;

	add(s, 1, "Ana", "one two three four\nfive");
	build(s, 12, 10, at_newest);
	assert_int_equal(s->l.count, 3);
	assert_row(s, 0, "Ana: one two");
	assert_row(s, 1, "  three four");
	assert_row(s, 2, "  five");
	assert_int_equal(s->l.rows[1].strong, 0);
}

static void a_name_longer_than_a_row_stays_strong_in_the_next(void **state)
{
	struct sheet *s = *state;

	add(s, 1, "Maximiliana", "Hi");
	build(s, 8, 10, at_newest);
	assert_int_equal(s->l.rows[0].strong, 8);
	assert_int_equal(s->l.rows[1].strong, 3);
}

static void no_row_is_wider_than_the_screen(void **state)
{
	struct sheet *s = *state;

	add(s, 1, "\xe5\xb1\xb1\xe7\x94\xb0",
	    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e e\xcc\x81\xcc\x82 "
	    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d "
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	for (int cols = 4; cols < 60; cols++) {
		build(s, cols, 100, at_newest);
		for (size_t i = 0; i < s->l.count; i++)
			assert_true(s->l.rows[i].indent + width_of(s->l.rows[i].text) <= cols);
	}
}

/* ---- where one reads ---- */

static void following_shows_the_newest_rows(void **state)
{
	struct sheet *s = *state;

	add_lines(s, 1, 50);
	build(s, 80, 5, at_newest);
	assert_int_equal(s->l.count, 5);
	assert_row(s, 0, "Ben: line 46");
	assert_row(s, 4, "Ben: line 50");
	assert_true(s->l.at_end);
}

static void the_newest_item_is_cut_at_its_beginning(void **state)
{
	struct sheet *s = *state;

	add_lines(s, 1, 3);
	add(s, 4, "Ana", "one two three four five six seven");
	build(s, 12, 2, at_newest);
	assert_row(s, 0, "  five six");
	assert_row(s, 1, "  seven");
}

static void what_one_reads_stays_while_messages_come(void **state)
{
	struct sheet *s = *state;
	struct layout_pos pos;

	add_lines(s, 1, 50);
	build(s, 80, 5, at_newest);
	pos = layout_scroll(&s->l, &at_newest, -10);
	assert_false(pos.follow);
	build(s, 80, 5, pos);
	assert_row(s, 0, "Ben: line 36");
	assert_false(s->l.at_end);
	add_lines(s, 51, 70);
	build(s, 80, 5, pos);
	assert_row(s, 0, "Ben: line 36");
}

static void scrolling_back_to_the_end_follows_again(void **state)
{
	struct sheet *s = *state;
	struct layout_pos pos;

	add_lines(s, 1, 50);
	build(s, 80, 5, at_newest);
	pos = layout_scroll(&s->l, &at_newest, -3);
	pos = layout_scroll(&s->l, &pos, 2);
	assert_false(pos.follow);
	assert_true(layout_scroll(&s->l, &pos, 1).follow);
	assert_true(layout_scroll(&s->l, &pos, 1000000).follow);
}

static void scrolling_up_ends_at_the_oldest_row(void **state)
{
	struct sheet *s = *state;
	struct layout_pos pos;

	add_lines(s, 1, 50);
	build(s, 80, 5, at_newest);
	pos = layout_scroll(&s->l, &at_newest, -1000000);
	build(s, 80, 5, pos);
	assert_row(s, 0, "Ben: line 1");
}

static void a_short_talk_does_not_scroll(void **state)
{
	struct sheet *s = *state;

	add_lines(s, 1, 3);
	build(s, 80, 5, at_oldest);
	assert_true(s->l.at_end);
	assert_int_equal(s->l.count, 3);
	assert_true(layout_scroll(&s->l, &at_oldest, -1).follow);
	assert_true(layout_scroll(&s->l, &at_newest, 1).follow);
}

static void another_width_keeps_the_same_words_on_top(void **state)
{
	struct sheet *s = *state;
	struct layout_pos pos = { .id = 1 };

	add(s, 1, "Ana", "one two three four five six seven eight nine ten");
	add_lines(s, 2, 40);
	build(s, 14, 5, at_oldest);
	pos = layout_scroll(&s->l, &pos, 2);
	build(s, 14, 5, pos);
	assert_row(s, 0, "  five six");
	build(s, 30, 5, pos);
	assert_row(s, 0, "Ana: one two three four five"); /* "five" is in it */
	build(s, 14, 5, pos);
	assert_row(s, 0, "  five six");
}

static void an_item_that_went_away_leaves_the_oldest_on_top(void **state)
{
	struct sheet *s = *state;

	add_lines(s, 10, 50);
	build(s, 80, 5, (struct layout_pos) { .id = 4 });
	assert_row(s, 0, "Ben: line 10");
}

static void an_item_that_went_away_leaves_what_was_below_it_on_top(void **state)
{
	struct sheet *s = *state;
	struct layout_pos pos = { .id = 1 };

	add_lines(s, 1, 50);
	build(s, 80, 5, pos);
	pos = layout_scroll(&s->l, &pos, 19);
	assert_int_equal(pos.id, 20);
	s->m.items[19].id = 1000;
	build(s, 80, 5, pos);
	assert_row(s, 0, "Ben: line 21");
}

static void one_can_go_to_an_item(void **state)
{
	struct sheet *s = *state;
	struct layout_pos pos;

	add_lines(s, 1, 50);
	build(s, 80, 5, at_newest);
	pos = layout_to(&s->l, 20, 2);
	build(s, 80, 5, pos);
	assert_row(s, 2, "Ben: line 20");
	assert_true(layout_to(&s->l, 49, 0).follow);
	pos = layout_to(&s->l, 1, 2);
	build(s, 80, 5, pos);
	assert_row(s, 0, "Ben: line 1");
}

static void nothing_and_no_room_are_no_trouble(void **state)
{
	struct sheet *s = *state;

	build(s, 80, 5, at_newest);
	assert_int_equal(s->l.count, 0);
	assert_true(s->l.at_end);
	assert_true(layout_scroll(&s->l, &at_newest, -1).follow);
	add_lines(s, 1, 50);
	build(s, 0, 0, at_newest);
	assert_int_equal(s->l.count, 0);
	layout_scroll(&s->l, &at_newest, -5);
	build(s, 1, 3, at_newest);
	assert_int_equal(s->l.count, 3);
}

static void rows_are_many_but_only_those_shown_are_made(void **state)
{
	struct sheet *s = *state;
	char *text = mem_get(4001);

	memset(text, 'a', 4000);
	for (uint64_t i = 1; i <= 500; i++)
		add(s, i, "Ben", text);
	build(s, 3, 24, at_newest);
	assert_int_equal(s->l.count, 24);
	free(text);
}

/* ---- search ---- */

static void search_goes_from_the_newest_to_the_oldest(void **state)
{
	struct sheet *s = *state;

	add(s, 1, "Ana", "A walk in the woods");
	add(s, 2, "Ben", "Nothing");
	add(s, 3, "Cy", "I WALK home");
	assert_int_equal(layout_search(&s->m, 0, "walk"), 3);
	assert_int_equal(layout_search(&s->m, 3, "walk"), 1);
	assert_int_equal(layout_search(&s->m, 1, "walk"), 0);
	assert_int_equal(layout_search(&s->m, 0, "ben"), 2);
	assert_int_equal(layout_search(&s->m, 0, "run"), 0);
	assert_int_equal(layout_search(&s->m, 0, ""), 0);
	assert_int_equal(layout_search(&s->m, 77, "walk"), 3);
}

/* ---- the screen's parts ---- */

static void the_parts_fill_every_screen_exactly(void **state)
{
	(void)state;
	for (int rows = 1; rows < 60; rows++)
		for (int answer = 0; answer <= 8; answer++)
			for (int input = 1; input <= 5; input++) {
				struct layout_wish w = { answer, 1 + rows % 2, input, true,
							 false };
				struct layout_screen s = layout_share(rows, 80, &w);

				assert_int_equal(
					s.title + s.body + s.answer + s.status + s.input, rows);
				assert_true(s.input >= 1 && s.input <= input);
				assert_true(s.body >= 0 && s.answer <= answer);
				assert_true(rows < 7 || s.body >= 2);
				assert_true(rows < 2 || !answer || s.answer >= 1);
			}
}

static void on_few_rows_what_is_read_comes_first(void **state)
{
	struct layout_wish w = { .status = 1, .input = 1 };

	(void)state;
	assert_int_equal(layout_share(2, 80, &w).body, 1);
	assert_int_equal(layout_share(3, 80, &w).status, 1);
	assert_int_equal(layout_share(5, 80, &w).title, 1);
	assert_int_equal(layout_share(24, 80, &w).body, 21);
}

static void people_have_a_place_of_their_own_where_it_is_wide(void **state)
{
	struct layout_wish w = { .status = 1, .input = 1, .side = LAYOUT_PEOPLE_COLS };

	(void)state;
	assert_int_equal(layout_share(24, 99, &w).people_at, -1);
	assert_int_equal(layout_share(24, 100, &w).people_at, 76);
	assert_int_equal(layout_share(24, 100, &w).cols, 75);
	w.side = 45;
	assert_int_equal(layout_share(24, 120, &w).cols, 74);
	w.side = 0;
	assert_int_equal(layout_share(24, 200, &w).cols, 200);
}

/* ---- the line ---- */

static void type(struct layout_input *in, const char *text, size_t at, int cols, int rows)
{
	layout_input(in, str_of(text), at, &(struct layout_look) { .cols = cols, .rows = rows },
		     2);
}

static void the_cursor_is_behind_what_was_typed(void **state)
{
	struct layout_input in;

	(void)state;
	type(&in, "", 0, 80, 5);
	assert_int_equal(in.count, 1);
	assert_int_equal(in.col, 2);
	type(&in,
	     "a\xe6\x97\xa5"
	     "e\xcc\x81",
	     7, 80, 5);
	assert_int_equal(in.col, 2 + 1 + 2 + 1);
	type(&in,
	     "a\xe6\x97\xa5"
	     "e\xcc\x81",
	     4, 80, 5);
	assert_int_equal(in.col, 2 + 1 + 2);
}

static void a_long_line_takes_more_rows(void **state)
{
	struct layout_input in;

	(void)state;
	type(&in, "abcdefghijkl", 12, 10, 5); /* 7 and 9 columns are free for text */
	assert_int_equal(in.count, 2);
	assert_int_equal(in.row, 1);
	assert_int_equal(in.col, 5);
	type(&in, "abcdefghijkl", 7, 10, 5);
	assert_int_equal(in.row, 1);
	assert_int_equal(in.col, 0);
	type(&in, "one\ntwo\n", 8, 10, 5);
	assert_int_equal(in.count, 3);
	assert_int_equal(in.row, 2);
	assert_int_equal(in.col, 0);
}

static void a_window_of_the_line_follows_the_cursor(void **state)
{
	struct layout_input in;

	(void)state;
	type(&in, "1\n2\n3\n4\n5\n6", 11, 10, 3);
	assert_int_equal(in.count, 3);
	assert_true(str_is(in.rows[0], "4"));
	assert_int_equal(in.row, 2);
	assert_int_equal(in.indent, 0);
	type(&in, "1\n2\n3\n4\n5\n6", 0, 10, 3);
	assert_true(str_is(in.rows[0], "1"));
	assert_int_equal(in.row, 0);
	assert_int_equal(in.col, 2);
}

static void the_cursor_is_on_the_screen_whatever_was_typed(void **state)
{
	static const char text[] = "ab \xe6\x97\xa5\xe6\x9c\xac\n\n\nx e\xcc\x81"
				   "aaaaaaaaaaaaaaaaa\xf0\x9f\x98\x80\n\xd7\xa9 end";
	const struct str all = { text, sizeof(text) - 1 };
	struct layout_input in;
	bool past = false;

	(void)state;
	for (size_t at = 0; !past; past = at + 1 == sizeof(text), at = utf8_next(all, at))
		for (int cols = 1; cols < 30; cols++)
			for (int rows = 1; rows <= LAYOUT_INPUT_ROWS; rows++) {
				type(&in, text, at, cols, rows);
				assert_in_range(in.count, 1, rows);
				assert_in_range(in.row, 0, in.count - 1);
				assert_true(in.col >= 0 && (cols < 6 || in.col < cols));
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define ON_SHEET(f) cmocka_unit_test_setup_teardown(f, open_sheet, close_sheet)
		ON_SHEET(an_item_is_who_text_and_note),
		ON_SHEET(what_is_special_is_told_in_characters_too),
		ON_SHEET(long_text_goes_on_indented),
		ON_SHEET(a_name_longer_than_a_row_stays_strong_in_the_next),
		ON_SHEET(no_row_is_wider_than_the_screen),
		ON_SHEET(following_shows_the_newest_rows),
		ON_SHEET(the_newest_item_is_cut_at_its_beginning),
		ON_SHEET(what_one_reads_stays_while_messages_come),
		ON_SHEET(scrolling_back_to_the_end_follows_again),
		ON_SHEET(scrolling_up_ends_at_the_oldest_row),
		ON_SHEET(a_short_talk_does_not_scroll),
		ON_SHEET(another_width_keeps_the_same_words_on_top),
		ON_SHEET(an_item_that_went_away_leaves_the_oldest_on_top),
		ON_SHEET(an_item_that_went_away_leaves_what_was_below_it_on_top),
		ON_SHEET(one_can_go_to_an_item),
		ON_SHEET(nothing_and_no_room_are_no_trouble),
		ON_SHEET(rows_are_many_but_only_those_shown_are_made),
		ON_SHEET(search_goes_from_the_newest_to_the_oldest),
		cmocka_unit_test(the_parts_fill_every_screen_exactly),
		cmocka_unit_test(on_few_rows_what_is_read_comes_first),
		cmocka_unit_test(people_have_a_place_of_their_own_where_it_is_wide),
		cmocka_unit_test(the_cursor_is_behind_what_was_typed),
		cmocka_unit_test(a_long_line_takes_more_rows),
		cmocka_unit_test(a_window_of_the_line_follows_the_cursor),
		cmocka_unit_test(the_cursor_is_on_the_screen_whatever_was_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
