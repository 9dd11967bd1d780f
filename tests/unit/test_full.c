/* SPDX-License-Identifier: MIT */
/* The full face as a person has it: typing, reading, looking round. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/puppet.h"

enum { WAIT = PUPPET_WAIT_MS };

/* ---- talking ---- */

static void what_is_typed_and_sent_is_said_once(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 3);
	puppet_see(&p, "Ben: line 3");
	puppet_keys(&p, "Hello all\r");
	puppet_see(&p, "Ana: Hello all (kept here)");
	assert_true(screen_wait_cursor(p.screen, 23, 2, WAIT));
	puppet_row(&p, 23, ">");
	puppet_row(&p, 22, PUPPET_STATUS);
	puppet_own(&p, PL_SHOWN, 2);
	puppet_see(&p, "Ana: Hello all (shown to 2)");
	assert_int_equal(p.seen->says, 1);
	assert_string_equal(p.seen->said, "Hello all");
	assert_string_equal(p.seen->draft, "");
	puppet_leave(&p);
}

static void the_line_is_edited_where_the_cursor_is(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	puppet_keys(&p, "one three\033[D\033[D\033[D\033[D\033[D");
	assert_true(screen_wait_cursor(p.screen, 23, 6, WAIT));
	puppet_keys(&p, "two ");
	puppet_see(&p, "> one two three");
	assert_true(screen_wait_cursor(p.screen, 23, 10, WAIT));
	puppet_keys(&p, "\005\177\177");
	puppet_gone(&p, "three");
	assert_true(screen_wait_cursor(p.screen, 23, 13, WAIT));
	puppet_keys(&p, "\001\013");
	puppet_gone(&p, "one");
	assert_true(screen_wait_cursor(p.screen, 23, 2, WAIT));
	puppet_keys(&p, "\031");
	puppet_see(&p, "> one two thr");
	puppet_keys(&p, "\025");
	puppet_gone(&p, "one");
	puppet_leave(&p);
}

static void wide_and_combining_letters_move_the_cursor_as_the_terminal_does(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	puppet_keys(&p, "\xe6\x97\xa5\xe6\x9c\xac"
			"e\xcc\x81\xcc\xa3z");
	assert_true(screen_wait_cursor(p.screen, 23, 2 + 4 + 1 + 1, WAIT));
	assert_int_equal(screen_cell(p.screen, 23, 2).width, 2);
	assert_string_equal(screen_cell(p.screen, 23, 6).text, "e\xcc\x81\xcc\xa3");
	puppet_keys(&p, "\033[D\033[D"); /* before the e with its two marks */
	assert_true(screen_wait_cursor(p.screen, 23, 6, WAIT));
	puppet_keys(&p, "\177"); /* one whole wide letter */
	assert_true(screen_wait_cursor(p.screen, 23, 4, WAIT));
	puppet_row(&p, 23,
		   "> \xe6\x97\xa5"
		   "e\xcc\x81\xcc\xa3z");
	puppet_keys(&p, "\033[3~"); /* e and its marks */
	assert_true(screen_wait_cursor(p.screen, 23, 4, WAIT));
	puppet_see(&p, "> \xe6\x97\xa5z");
	puppet_leave(&p);
}

static void right_to_left_text_keeps_its_order(void **state)
{
	static const char hebrew[] =
		"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\x9c\xd7\x9b\xd7\x9d";
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	puppet_keys(&p, hebrew);
	assert_true(screen_wait_cursor(p.screen, 23, 2 + 8, WAIT));
	puppet_keys(&p, "\r");
	puppet_see(&p, "(kept here)");
	assert_string_equal(p.seen->said, hebrew);
	puppet_see(&p, hebrew);
	puppet_leave(&p);
}

static void a_long_line_grows_upwards_and_shrinks_again(void **state)
{
	char text[201] = "";
	struct puppet p;

	(void)state;
	puppet_plain(&p, 40);
	memset(text, 'x', 199);
	text[199] = 'y';
	puppet_keys(&p, text);
	puppet_see(&p, "xy");
	assert_true(screen_wait_cursor(p.screen, 23, 200 - 77 - 79, WAIT));
	puppet_row(&p, 20, PUPPET_STATUS);
	puppet_row(&p, 19, "Ben: line 40");
	puppet_keys(&p, "\025");
	puppet_gone(&p, "xx");
	assert_true(screen_wait_cursor(p.screen, 23, 2, WAIT));
	puppet_row(&p, 22, PUPPET_STATUS);
	puppet_row(&p, 21, "Ben: line 40");
	puppet_leave(&p);
}

static void a_word_with_a_slash_does_what_its_key_does(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	puppet_keys(&p, "/who\r");
	puppet_see(&p, "Here now: Ana, Cy.");
	assert_int_equal(p.seen->says, 0);
	puppet_keys(&p, "\007");
	puppet_gone(&p, "Here now");
	puppet_keys(&p, "\033w");
	puppet_see(&p, "Here now: Ana, Cy.");
	puppet_keys(&p, "/nonsense\r");
	puppet_see(&p, "There is no /nonsense here.");
	puppet_leave(&p);
}

/* ---- pastes ---- */

static void a_paste_of_several_lines_is_asked_about_and_sent_as_one(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	assert_true(screen_marks_pastes(p.screen));
	screen_paste(p.screen, "milk\neggs\nbread\n");
	puppet_see(&p, "You pasted 3 lines.");
	puppet_see(&p, "> milk");
	assert_int_equal(p.seen->says, 0);
	puppet_keys(&p, "\r");
	puppet_see(&p, "(kept here)");
	assert_int_equal(p.seen->says, 1);
	assert_string_equal(p.seen->said, "milk\neggs\nbread");
	puppet_gone(&p, "You pasted");
	puppet_leave(&p);
}

static void a_paste_can_be_taken_out_again(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	puppet_keys(&p, "mine");
	puppet_see(&p, "> mine");
	screen_paste(p.screen, "/quit\nmore");
	puppet_see(&p, "You pasted 2 lines.");
	puppet_keys(&p, "\007");
	puppet_gone(&p, "You pasted");
	puppet_gone(&p, "more");
	assert_true(screen_wait_cursor(p.screen, 23, 6, WAIT));
	puppet_keys(&p, "\025");
	screen_paste(p.screen, "/quit\nmore");
	puppet_see(&p, "You pasted 2 lines.");
	puppet_keys(&p, "\r"); /* a message, whatever it begins with */
	puppet_see(&p, "(kept here)");
	assert_string_equal(p.seen->said, "/quit\nmore");
	puppet_leave(&p);
}

static void lines_without_paste_marks_are_asked_about_too(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .term = "linux", .rows = 24, .cols = 80 });
	puppet_keys(&p, "one\rtwo\rthree\r");
	puppet_see(&p, "You pasted 3 lines.");
	assert_int_equal(p.seen->says, 0);
	puppet_leave(&p);
}

static void a_paste_too_long_for_a_message_is_left_out(void **state)
{
	char *much = calloc(1, 5001);
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	memset(much, 'a', 5000);
	screen_paste(p.screen, much);
	puppet_see(&p, "too long for one message");
	puppet_row(&p, 23, ">");
	free(much);
	puppet_leave(&p);
}

/* ---- reading ---- */

static void what_one_reads_stays_while_messages_come(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 100);
	puppet_see(&p, "line 100");
	puppet_keys(&p, "\033[5~");
	puppet_gone(&p, "line 100");
	char top[200];

	snprintf(top, sizeof(top), "%s", screen_row(p.screen, 1));
	puppet_message(&p, "Cy", "A new one");
	puppet_see(&p, "1 new below.  " PUPPET_STATUS);
	puppet_message(&p, "Cy", "Another");
	puppet_see(&p, "2 new below.");
	puppet_row(&p, 1, top);
	assert_int_equal(screen_find(p.screen, "A new one"), -1);
	assert_int_equal(p.seen->seen_seq, 0);
	puppet_keys(&p, "\033[6~\033[6~");
	puppet_see(&p, "Cy: Another");
	puppet_gone(&p, "new below");
	assert_int_equal(screen_find(p.screen, "Not read before"),
			 screen_find(p.screen, "A new one") - 1);
	puppet_keys(&p, "\033<");
	puppet_see(&p, "Ben: line 1");
	puppet_keys(&p, "\033>");
	puppet_see(&p, "Cy: Another");
	puppet_leave(&p);
}

static void what_was_shown_is_told_to_the_client(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 5);
	puppet_message(&p, "Cy", "A new one");
	puppet_see(&p, "A new one");
	puppet_keys(&p, "/who\r");
	puppet_see(&p, "Here now");
	assert_int_equal(p.seen->seen_seq, 6);
	assert_int_equal(screen_find(p.screen, "Not read before"),
			 -1); /* it came before our eyes */
	puppet_leave(&p);
}

static void what_is_still_on_its_way_was_not_shown(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .rows = 24,
						  .cols = 80,
						  .link = PL_LINK_LIVE,
						  .messages = 5,
						  .unread = 1,
						  .coming = 3 });
	puppet_see(&p, "line 5");
	puppet_keys(&p, "/who\r");
	puppet_see(&p, "Here now");
	assert_int_equal(p.seen->seen_seq, 5);
	puppet_leave(&p);
}

static void the_first_unread_message_has_a_mark_and_a_key(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) {
				 .rows = 24, .cols = 80, .messages = 90, .unread = 60 });
	puppet_see(&p, "line 90");
	assert_int_equal(screen_find(p.screen, "Not read before"), -1);
	puppet_see(&p, "39 messages you have not read are further up. Type /unread");
	puppet_keys(&p, "\033v");
	puppet_see(&p, "line 31");
	puppet_gone(&p, "further up");
	assert_int_equal(screen_find(p.screen, "Not read before"), 1);
	assert_int_equal(screen_find(p.screen, "Ben: line 31"), 2);
	puppet_leave(&p);
}

static void search_finds_one_after_the_other(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 100);
	puppet_keys(&p, "/search LINE 2\r");
	puppet_see(&p, "> Ben: line 29");
	puppet_keys(&p, "\033/");
	puppet_see(&p, "> Ben: line 28");
	puppet_gone(&p, "> Ben: line 29");
	puppet_keys(&p, "\007");
	puppet_gone(&p, "> Ben: line 28");
	puppet_keys(&p, "/search nowhere\r");
	puppet_see(&p, "Nothing was found.");
	assert_int_equal(p.seen->says, 0);
	puppet_leave(&p);
}

static void search_without_words_lets_one_type_them(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 100);
	puppet_keys(&p, "\033/");
	puppet_see(&p, "> /search");
	puppet_keys(&p, "line 1\r");
	puppet_see(&p, "> Ben: line 100");
	puppet_leave(&p);
}

static void days_are_told_apart(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 2);
	puppet_message(&p, "Cy", "Good morning");
	puppet_see(&p, "Good morning");
	assert_true(screen_find(p.screen, "Sunday 22 November") <
		    screen_find(p.screen, "line 1"));
	int monday = screen_find(p.screen, "Monday 23 November");

	assert_true(monday > screen_find(p.screen, "line 2"));
	assert_true(monday < screen_find(p.screen, "Good morning"));
	assert_true(screen_cell(p.screen, monday, 0).bold);
	puppet_leave(&p);
}

static void a_mention_is_marked_by_more_than_its_look(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	puppet_message(&p, "Ben", "What do you think, ana?");
	puppet_see(&p, "* Ben: What do you think");
	int row = screen_find(p.screen, "* Ben");

	assert_true(screen_cell(p.screen, row, 2).reverse);
	assert_false(screen_cell(p.screen, row, 8).reverse);
	puppet_leave(&p);
}

static void times_come_and_go_by_a_key(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	puppet_message(&p, "Ben", "Hello");
	puppet_see(&p, "Ben: Hello");
	puppet_keys(&p, "\033k");
	puppet_see(&p, "14:05 Ben: Hello");
	puppet_keys(&p, "\033k");
	puppet_gone(&p, "14:05");
	puppet_leave(&p);
}

/* ---- views ---- */

static void help_shows_every_key_of_the_face_and_goes_away(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .rows = 400, .cols = 80 });
	puppet_keys(&p, "?");
	puppet_see(&p, "What you can do");
	puppet_see(&p, "/people");
	puppet_see(&p, "Page Up");
	puppet_see(&p, "Ctrl-C: Leave Porchlight");
	puppet_see(&p, "Ctrl-Y: Put back what you cut.");
	puppet_keys(&p, "\007");
	puppet_gone(&p, "What you can do");
	puppet_see(&p, "Nothing has been said yet.");
	puppet_keys(&p, "why?"); /* in a line it is a letter */
	puppet_see(&p, "> why?");
	puppet_leave(&p);
}

static void help_is_read_from_its_beginning_on_a_small_screen(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 50);
	puppet_keys(&p, "?");
	puppet_see(&p, "What you can look at");
	puppet_row(&p, 0, "Help");
	puppet_keys(&p, "\033[B\033[B\033[B");
	puppet_gone(&p, "What you can look at");
	puppet_keys(&p, "\033[A\033[A\033[A");
	puppet_see(&p, "What you can look at");
	puppet_message(&p, "Ben", "Anybody there?");
	puppet_see(&p, "  1 not read");
	puppet_keys(&p, "\033");
	puppet_see(&p, "Ben: Anybody there?");
	puppet_leave(&p);
}

static void views_come_by_key_and_nothing_typed_is_lost(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 3);
	puppet_keys(&p, "half a thou");
	puppet_see(&p, "> half a thou");
	puppet_keys(&p, "\033p");
	puppet_see(&p, "Ben: facilitator (line down)");
	puppet_see(&p, "> half a thou");
	puppet_keys(&p, "\r");
	puppet_see(&p, "Nothing was said.");
	puppet_see(&p, "> half a thou");
	puppet_keys(&p, "\033m");
	puppet_see(&p, "Ben: line 3");
	puppet_keys(&p, "ght\r");
	puppet_see(&p, "Ana: half a thought");
	assert_int_equal(p.seen->says, 1);
	puppet_leave(&p);
}

static void the_crisis_key_works_from_anywhere_without_a_line(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p,
		     &(struct puppet_start) { .rows = 24, .cols = 80, .link = PL_LINK_OFF });
	puppet_keys(&p, "words\030");
	puppet_see(&p, "988");
	puppet_keys(&p, "\007");
	puppet_gone(&p, "988");
	puppet_keys(&p, "\025/signin\r");
	puppet_see(&p, "It is not shown:");
	puppet_keys(&p, "secret\030");
	puppet_see(&p, "988");
	puppet_see(&p, "It is not shown:"); /* what was typed is not lost */
	puppet_keys(&p, "!\r");
	puppet_gone(&p, "It is not shown:");
	assert_string_equal(p.seen->passphrase, "secret!");
	assert_false(screen_wrote(p.screen, "secret"));
	puppet_leave(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_typed_and_sent_is_said_once),
		cmocka_unit_test(the_line_is_edited_where_the_cursor_is),
		cmocka_unit_test(
			wide_and_combining_letters_move_the_cursor_as_the_terminal_does),
		cmocka_unit_test(right_to_left_text_keeps_its_order),
		cmocka_unit_test(a_long_line_grows_upwards_and_shrinks_again),
		cmocka_unit_test(a_word_with_a_slash_does_what_its_key_does),
		cmocka_unit_test(a_paste_of_several_lines_is_asked_about_and_sent_as_one),
		cmocka_unit_test(a_paste_can_be_taken_out_again),
		cmocka_unit_test(lines_without_paste_marks_are_asked_about_too),
		cmocka_unit_test(a_paste_too_long_for_a_message_is_left_out),
		cmocka_unit_test(what_one_reads_stays_while_messages_come),
		cmocka_unit_test(what_was_shown_is_told_to_the_client),
		cmocka_unit_test(what_is_still_on_its_way_was_not_shown),
		cmocka_unit_test(the_first_unread_message_has_a_mark_and_a_key),
		cmocka_unit_test(search_finds_one_after_the_other),
		cmocka_unit_test(search_without_words_lets_one_type_them),
		cmocka_unit_test(days_are_told_apart),
		cmocka_unit_test(a_mention_is_marked_by_more_than_its_look),
		cmocka_unit_test(times_come_and_go_by_a_key),
		cmocka_unit_test(help_shows_every_key_of_the_face_and_goes_away),
		cmocka_unit_test(help_is_read_from_its_beginning_on_a_small_screen),
		cmocka_unit_test(views_come_by_key_and_nothing_typed_is_lost),
		cmocka_unit_test(the_crisis_key_works_from_anywhere_without_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
