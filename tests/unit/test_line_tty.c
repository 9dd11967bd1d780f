/* SPDX-License-Identifier: MIT */
/* The line face on a terminal: one that can open lines, and one that can do nothing. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "line/line.h"
#include "line/lines.h"
#include "line/signals.h"
#include "support/puppet.h"
#include "view/words.h"

enum { HOLD_MS = 60, FOREVER_MS = 3600 * 1000 };

static int face_holding(struct pl_client *client, int64_t hold_ms)
{
	struct lines in;
	struct line_options o = { .in = &in, .hold_ms = hold_ms, .wait_ms = 1000 };

	signals_hold(true);
	lines_init(&in, 0);
	int status = line_run(client, &o);

	lines_finish(&in);
	return status;
}

static int face(struct pl_client *client)
{
	return face_holding(client, HOLD_MS);
}

static int face_that_holds(struct pl_client *client)
{
	return face_holding(client, FOREVER_MS);
}

static const struct puppet_start usual = {
	.term = "xterm",
	.rows = 10,
	.cols = 60,
	.messages = 2,
	.link = PL_LINK_LIVE,
	.face = face,
};

static void wait_for(struct puppet *p, const char *text)
{
	assert_true(screen_wait_for(p->screen, text, PUPPET_WAIT_MS));
}

static void wait_cursor(struct puppet *p, int row, int col)
{
	assert_true(screen_wait_cursor(p->screen, row, col, PUPPET_WAIT_MS));
}

static void open_puppet(struct puppet *p, const struct puppet_start *how)
{
	puppet_open(p, how);
	wait_for(p, "Ben: line 2");
	if (strcmp(how->term, "dumb") != 0)
		wait_for(p, ">");
}

/* One key at a time, as a person types: each is on the screen before the next. */
static void type(struct puppet *p, const char *text)
{
	char shown[256] = "> ";

	for (size_t n = 1; text[n - 1]; n++) {
		char key[2] = { text[n - 1], '\0' };

		screen_keys(p->screen, key);
		shown[n + 1] = key[0];
		if (text[n - 1] != ' ') /* nobody sees those at a row's end */
			wait_for(p, shown);
	}
}

static const char *row_above(struct puppet *p, const char *text)
{
	int row = screen_find(p->screen, text);

	return row > 0 ? screen_row(p->screen, row - 1) : "";
}

static void end(struct puppet *p)
{
	assert_int_equal(puppet_close(p), LINE_OK);
}

/* ---- a terminal that can ---- */

static void a_message_opens_a_line_above_what_is_being_typed(void **state)
{
	struct puppet p;

	(void)state;
	open_puppet(&p, &usual);
	type(&p, "I feel");
	int row = screen_find(p.screen, "> I feel");

	puppet_message(&p, "Cy", "Soup is ready.");
	wait_for(&p, "Cy: Soup is ready.");
	wait_cursor(&p, row + 1, 8);
	assert_string_equal(row_above(&p, "> I feel"), "Cy: Soup is ready.");
	screen_keys(p.screen, " ok");
	wait_for(&p, "> I feel ok");
	/* each letter was written once, and none again after the message */
	assert_true(screen_wrote(p.screen, "I feel"));
	assert_false(screen_wrote(p.screen, "feel ok"));
	end(&p);
}

static void at_the_end_of_the_screen_what_stands_moves_up(void **state)
{
	struct puppet p;
	char text[16];

	(void)state;
	open_puppet(&p, &usual);
	type(&p, "abc");
	for (int i = 1; i <= 14; i++) {
		snprintf(text, sizeof(text), "word %d.", i);
		puppet_message(&p, "Cy", text);
	}
	wait_for(&p, "Cy: word 14.");
	wait_cursor(&p, 9, 5);
	for (int i = 6; i <= 14; i++) {
		snprintf(text, sizeof(text), "Cy: word %d.", i);
		assert_string_equal(screen_row(p.screen, i - 6), text);
	}
	assert_string_equal(screen_row(p.screen, 9), "> abc");
	screen_keys(p.screen, "d");
	wait_for(&p, "> abcd");
	assert_false(screen_wrote(p.screen, "bcd"));
	end(&p);
}

static void a_long_line_wraps_and_is_left_alone_by_messages(void **state)
{
	struct puppet_start how = usual;
	struct puppet p;

	(void)state;
	how.cols = 20;
	open_puppet(&p, &how);
	screen_keys(p.screen, "abcdefghijklmnopqrstuvwxyz");
	wait_for(&p, "> abcdefghijklmnopq");
	wait_for(&p, "rstuvwxyz");
	int row = screen_find(p.screen, "> abc");

	puppet_message(&p, "Cy", "A talk that is longer than one row of it.");
	wait_for(&p, "of it.");
	row += 3; /* rows of the message */
	wait_cursor(&p, row + 1, 9);
	assert_string_equal(row_above(&p, "> abc"), "of it.");
	assert_string_equal(screen_row(p.screen, row), "> abcdefghijklmnopq");
	assert_string_equal(screen_row(p.screen, row + 1), "rstuvwxyz");
	screen_keys(p.screen, "\001"); /* Ctrl-A */
	wait_cursor(&p, row, 2);
	screen_keys(p.screen, "\013"); /* Ctrl-K */
	assert_true(screen_wait_gone(p.screen, "rstu", PUPPET_WAIT_MS));
	assert_true(screen_wait_gone(p.screen, "abc", PUPPET_WAIT_MS));
	end(&p);
}

static void a_message_longer_than_the_screen_goes_by(void **state)
{
	struct puppet_start how = usual;
	char text[700];
	struct puppet p;

	(void)state;
	how.rows = 4;
	how.cols = 30;
	puppet_open(&p, &how);
	wait_for(&p, ">");
	type(&p, "hm");
	for (size_t i = 0; i < 60; i++)
		memcpy(text + 10 * i, "again and ", 10);
	memcpy(text + 600, "done", 5);
	puppet_message(&p, "Cy", text);
	wait_for(&p, "done");
	wait_cursor(&p, 3, 4);
	assert_string_equal(screen_row(p.screen, 3), "> hm");
	assert_non_null(strstr(row_above(&p, "> hm"), "and done"));
	assert_non_null(strstr(screen_row(p.screen, 0), "again and again"));
	end(&p);
}

static void wide_letters_and_marks_stand_where_they_should(void **state)
{
	struct puppet_start how = usual;
	struct puppet p;

	(void)state;
	how.cols = 12;
	open_puppet(&p, &how);
	screen_keys(p.screen,
		    "\346\274\242\345\255\227\346\274\242\345\255\227\346\274\242e\314\201");
	wait_for(&p, "e\314\201");
	int row = screen_find(p.screen, "> \346\274\242");

	wait_cursor(&p, row + 1, 3); /* nine columns take four of the five, the rest is below */
	screen_keys(p.screen, "\177");
	wait_cursor(&p, row + 1, 2);
	screen_keys(p.screen, "\177\177");
	wait_cursor(&p, row, 8);
	end(&p);
}

static void what_is_sent_stands_as_it_was_typed(void **state)
{
	struct puppet p;

	(void)state;
	open_puppet(&p, &usual);
	type(&p, "Good evening");
	screen_keys(p.screen, "\r");
	wait_cursor(&p, screen_find(p.screen, "> Good evening") + 1, 2);
	puppet_message(&p, "Cy", "Hi Ana.");
	wait_for(&p, "Cy: Hi Ana.");
	assert_string_equal(p.seen->said, "Good evening");
	assert_string_equal(p.seen->draft, "");
	assert_string_equal(row_above(&p, "Cy: Hi Ana."), "> Good evening");
	assert_false(screen_wrote(p.screen, "Good evening\r\n> Good"));
	end(&p);
}

static void an_urgent_message_does_not_wait_and_keeps_the_order(void **state)
{
	struct puppet_start how = usual;
	struct puppet p;

	(void)state;
	how.face = face_that_holds;
	open_puppet(&p, &how);
	type(&p, "x");
	puppet_message(&p, "Cy", "First.");
	puppet_message(&p, "Ben", "Ana, your turn.");
	wait_for(&p, "Ben: Ana, your turn.");
	assert_string_equal(row_above(&p, "Ben: Ana"), "Cy: First.");
	puppet_message(&p, "Cy", "Later.");
	screen_keys(p.screen, "y");
	wait_for(&p, "> xy");
	assert_int_equal(screen_find(p.screen, "Later"), -1);
	end(&p);
}

static void the_keys_of_verbs_and_the_question_mark_work_in_an_empty_line(void **state)
{
	struct puppet p;

	(void)state;
	open_puppet(&p, &usual);
	screen_keys(p.screen, "\033w");
	wait_for(&p, "Here now: Ana, Cy.");
	type(&p, "why?");
	screen_keys(p.screen, "\025?"); /* Ctrl-U */
	wait_for(&p, "Type a word with its slash");
	end(&p);
}

static void enter_in_an_empty_line_does_nothing(void **state)
{
	struct puppet p;

	(void)state;
	open_puppet(&p, &usual);
	screen_keys(p.screen, "\r\r\033w");
	wait_for(&p, "Here now: Ana, Cy.");
	assert_false(screen_wrote(p.screen, "There is no"));
	assert_string_equal(p.seen->said, "");
	end(&p);
}

static void a_paste_of_lines_is_asked_about_and_is_one_message(void **state)
{
	struct puppet p;

	(void)state;
	open_puppet(&p, &usual);
	screen_paste(p.screen, "/one\ntwo\n");
	wait_for(&p, "You pasted 2 lines.");
	screen_keys(p.screen, "\007"); /* Ctrl-G */
	assert_true(screen_wait_gone(p.screen, "/one", PUPPET_WAIT_MS));
	screen_paste(p.screen, "/one\ntwo\n");
	wait_for(&p, "> /one");
	assert_int_equal(p.seen->says, 0);
	screen_keys(p.screen, "\r");
	puppet_message(&p, "Cy", "Behind it.");
	wait_for(&p, "Cy: Behind it.");
	assert_string_equal(p.seen->said, "/one\ntwo");
	end(&p);
}

static void a_narrower_terminal_gets_the_line_anew(void **state)
{
	struct puppet p;

	(void)state;
	open_puppet(&p, &usual);
	screen_keys(p.screen, "abcdefghijklmnopqrstuvwxyz");
	wait_for(&p, "> abcdefghijklmnopqrstuvwxyz");
	screen_resize(p.screen, 10, 20);
	wait_for(&p, "> abcdefghijklmnopq");
	wait_for(&p, "rstuvwxyz");
	end(&p);
}

static void ctrl_z_gives_the_terminal_back_for_a_while(void **state)
{
	struct puppet p;
	siginfo_t info;

	(void)state;
	open_puppet(&p, &usual);
	type(&p, "half");
	screen_keys(p.screen, "\032");
	assert_int_equal(waitid(P_PID, (id_t)screen_pid(p.screen), &info, WSTOPPED | WNOWAIT),
			 0);
	assert_true(screen_cooked(p.screen));
	int row = screen_find(p.screen, "> half");

	screen_signal(p.screen, SIGCONT);
	wait_cursor(&p, row + 1, 6);
	assert_string_equal(screen_row(p.screen, row + 1), "> half");
	end(&p);
}

/* ---- leaving, and drafts ---- */

static void ctrl_d_leaves_only_from_an_empty_line(void **state)
{
	struct puppet p;

	(void)state;
	open_puppet(&p, &usual);
	type(&p, "ab");
	screen_keys(p.screen, "\001\004");
	wait_for(&p, "> b");
	screen_keys(p.screen, "\004\004");
	assert_int_equal(screen_wait_exit(p.screen, PUPPET_WAIT_MS), LINE_OK);
	assert_true(screen_find(p.screen, words_of(WORD_BYE)) > 0);
	assert_true(screen_cooked(p.screen));
	assert_false(screen_marks_pastes(p.screen));
	end(&p);
}

static void ctrl_c_asks_and_leaves_at_the_second_with_the_draft_kept(void **state)
{
	struct puppet p;

	(void)state;
	open_puppet(&p, &usual);
	type(&p, "half a");
	screen_keys(p.screen, "\003");
	wait_for(&p, words_of(WORD_LEAVE_ASK));
	screen_keys(p.screen, "b\003");
	wait_for(&p, "> half ab");
	screen_keys(p.screen, "\003");
	assert_int_equal(screen_wait_exit(p.screen, PUPPET_WAIT_MS), LINE_OK);
	assert_string_equal(p.seen->draft, "half ab");
	end(&p);
}

static void a_hangup_keeps_the_draft(void **state)
{
	struct puppet p;

	(void)state;
	open_puppet(&p, &usual);
	type(&p, "half");
	struct puppet_seen *seen = p.seen;

	screen_signal(p.screen, SIGHUP);
	screen_wait_exit(p.screen, PUPPET_WAIT_MS);
	assert_string_equal(seen->draft, "half");
	end(&p);
}

static void a_draft_comes_back_into_the_line(void **state)
{
	struct puppet_start how = usual;
	struct puppet p;

	(void)state;
	how.draft = "half a thought";
	open_puppet(&p, &how);
	wait_for(&p, "> half a thought");
	wait_for(&p, words_of(WORD_DRAFT_BACK));
	screen_keys(p.screen, "\r");
	puppet_message(&p, "Cy", "Yes.");
	wait_for(&p, "Cy: Yes.");
	assert_string_equal(p.seen->said, "half a thought");
	end(&p);
}

static void a_draft_is_on_disk_after_a_pause(void **state)
{
	struct puppet p;

	(void)state;
	open_puppet(&p, &usual);
	type(&p, "half");
	for (const char *n = "12345"; *n; n++)
		puppet_message(&p, "Cy", (char[]) { *n, '\0' });
	wait_for(&p, "Cy: 5"); /* told a tenth of a second apart */
	assert_string_equal(p.seen->draft, "half");
	end(&p);
}

static void the_passphrase_is_not_shown(void **state)
{
	struct puppet_start how = usual;
	struct puppet p;

	(void)state;
	how.link = PL_LINK_REFUSED;
	open_puppet(&p, &how);
	screen_keys(p.screen, "/signin\r");
	wait_for(&p, "Your passphrase");
	screen_keys(p.screen, "opensesame\r");
	wait_for(&p, "Signing in.");
	puppet_result(&p, PL_OK);
	wait_for(&p, "You are signed in.");
	assert_string_equal(p.seen->passphrase, "opensesame");
	assert_false(screen_wrote(p.screen, "open"));
	type(&p, "hello");
	end(&p);
}

/* ---- a terminal that can do nothing ---- */

static void a_dumb_terminal_gets_text_newline_and_return_alone(void **state)
{
	struct puppet_start how = usual;
	struct puppet p;

	(void)state;
	how.term = "dumb";
	open_puppet(&p, &how);
	screen_keys(p.screen, "Good evening\n");
	puppet_message(&p, "Cy", "Soup is ready, Ana.");
	wait_for(&p, "Cy: Soup is ready, Ana.");
	screen_keys(p.screen, "/people\n");
	wait_for(&p, "Ben: facilitator, line down");
	assert_string_equal(p.seen->said, "Good evening");
	screen_keys(p.screen, "\004");
	assert_int_equal(screen_wait_exit(p.screen, PUPPET_WAIT_MS), LINE_OK);
	for (char c = 1; c < ' '; c++)
		if (c != '\n' && c != '\r')
			assert_false(screen_wrote(p.screen, (char[]) { c, '\0' }));
	assert_false(screen_wrote(p.screen, "> "));
	end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_opens_a_line_above_what_is_being_typed),
		cmocka_unit_test(at_the_end_of_the_screen_what_stands_moves_up),
		cmocka_unit_test(a_long_line_wraps_and_is_left_alone_by_messages),
		cmocka_unit_test(a_message_longer_than_the_screen_goes_by),
		cmocka_unit_test(wide_letters_and_marks_stand_where_they_should),
		cmocka_unit_test(what_is_sent_stands_as_it_was_typed),
		cmocka_unit_test(an_urgent_message_does_not_wait_and_keeps_the_order),
		cmocka_unit_test(the_keys_of_verbs_and_the_question_mark_work_in_an_empty_line),
		cmocka_unit_test(enter_in_an_empty_line_does_nothing),
		cmocka_unit_test(a_paste_of_lines_is_asked_about_and_is_one_message),
		cmocka_unit_test(a_narrower_terminal_gets_the_line_anew),
		cmocka_unit_test(ctrl_z_gives_the_terminal_back_for_a_while),
		cmocka_unit_test(ctrl_d_leaves_only_from_an_empty_line),
		cmocka_unit_test(ctrl_c_asks_and_leaves_at_the_second_with_the_draft_kept),
		cmocka_unit_test(a_hangup_keeps_the_draft),
		cmocka_unit_test(a_draft_comes_back_into_the_line),
		cmocka_unit_test(a_draft_is_on_disk_after_a_pause),
		cmocka_unit_test(the_passphrase_is_not_shown),
		cmocka_unit_test(a_dumb_terminal_gets_text_newline_and_return_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
