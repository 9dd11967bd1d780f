/* SPDX-License-Identifier: MIT */
/* The full face and its terminal: sizes, kinds, hostile text, bytes, and how it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/hostile.h"
#include "support/puppet.h"
#include "text/width.h"

enum { WAIT = PUPPET_WAIT_MS };

/* ---- the terminal ---- */

static void a_passphrase_is_never_on_the_screen(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(
		&p, &(struct puppet_start) { .rows = 24, .cols = 80, .link = PL_LINK_REFUSED });
	puppet_keys(&p, "/signin\r");
	puppet_see(&p, "Your passphrase, then Enter. It is not shown:");
	assert_true(screen_wait_cursor(p.screen, 23, 46, WAIT));
	puppet_keys(&p, "horse batterY\177y");
	screen_paste(p.screen, " staple");
	puppet_keys(&p, "\r");
	puppet_gone(&p, "It is not shown");
	assert_int_equal(p.seen->sign_ins, 1);
	assert_string_equal(p.seen->passphrase, "horse battery staple");
	puppet_result(&p, PL_FAIL_PASSPHRASE);
	puppet_see(&p, "That passphrase does not fit.");
	assert_false(screen_wrote(p.screen, "h"
					    "orse"));
	assert_false(screen_wrote(p.screen, "staple"));
	puppet_keys(&p, "\033[A");
	puppet_see(&p, "> /signin"); /* nor in the history */
	assert_string_equal(p.seen->said, "");
	puppet_leave(&p);
}

static void the_screen_is_whole_after_each_change_of_size(void **state)
{
	static const int sizes[][2] = { { 24, 40 }, { 24, 200 }, { 10, 80 }, { 50, 30 },
					{ 3, 80 },  { 24, 41 },  { 24, 80 } };
	char text[32];
	struct puppet p;

	(void)state;
	puppet_plain(&p, 60);
	puppet_keys(&p, "typing");
	puppet_see(&p, "> typing");
	for (int i = 0; i < 7; i++) {
		int last = sizes[i][0] - 1;

		screen_resize(p.screen, sizes[i][0], sizes[i][1]);
		snprintf(text, sizeof(text), "size %d", i);
		puppet_message(&p, "Cy", text);
		puppet_see(&p, text);
		assert_true(screen_wait_cursor(p.screen, last, 8, WAIT));
		puppet_row(&p, last, "> typing");
		if (sizes[i][1] >= 40)
			puppet_row(&p, last - 1, PUPPET_STATUS);
		if (sizes[i][0] > 3)
			assert_int_equal(screen_find(p.screen, "Evening group"), 0);
		assert_true(screen_find(p.screen, text) == last - (sizes[i][1] < 40 ? 3 : 2));
	}
	puppet_see(&p, "Ben: line 60");
	puppet_leave(&p);
}

static void wide_screens_show_the_people_beside_the_talk(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p,
		     &(struct puppet_start) {
			     .rows = 24, .cols = 120, .messages = 50, .link = PL_LINK_LIVE });
	puppet_see(&p, "Ana: you, member (here)");
	assert_true(screen_find(p.screen, "Ana: you") == 1);
	puppet_message(&p, "Cy", "One more");
	puppet_see(&p, "Cy: One more");
	puppet_keys(&p, "z"); /* what is behind the paint */
	assert_true(screen_wait_cursor(p.screen, 23, 3, WAIT));
	assert_non_null(strstr(screen_row(p.screen, 1), "Ana: you, member (here)"));
	assert_null(strstr(screen_row(p.screen, 0), "Ana: you"));
	assert_true(screen_find(p.screen, "Ben: facilitator (line") >= 2);
	puppet_leave(&p);
}

static bool is_up(struct screen *s, const void *what)
{
	(void)what;
	return screen_alternate(s) && screen_marks_pastes(s);
}

/* libvterm itself has no terminal of one column. */
static void the_smallest_terminals_do_no_harm(void **state)
{
	static const int sizes[][2] = { { 2, 2 }, { 1, 2 }, { 1, 80 }, { 24, 3 }, { 2, 40 } };
	struct puppet p;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		puppet_open(&p, &(struct puppet_start) { .rows = sizes[i][0],
							 .cols = sizes[i][1],
							 .messages = 9 });
		assert_true(screen_wait(p.screen, is_up, NULL, WAIT));
		puppet_message(&p, "Cy", "\xe6\x97\xa5\xe6\x9c\xac words");
		puppet_keys(&p, "ab\xe6\x97\xa5\033[5~\033[6~?\033m\033[D\r");
		puppet_keys(&p, "\021"); /* Ctrl-Q */
		assert_int_equal(screen_wait_exit(p.screen, WAIT), 0);
		assert_int_equal(puppet_close(&p), 0);
	}
}

static void two_rows_show_the_newest_message_and_the_line(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .rows = 2, .cols = 40, .messages = 9 });
	puppet_see(&p, "Ben: line 9");
	puppet_keys(&p, "hi");
	puppet_see(&p, "> hi");
	puppet_row(&p, 0, "Ben: line 9");
	puppet_keys(&p, "\021");
	assert_int_equal(screen_wait_exit(p.screen, WAIT), 0);
	puppet_close(&p);
}

static bool any_colour(struct puppet *p)
{
	for (int row = 0; row < 24; row++)
		for (int col = 0; col < 80; col++)
			if (screen_cell(p->screen, row, col).coloured)
				return true;
	return false;
}

static void colours_are_used_only_where_they_are_wanted(void **state)
{
	static const struct {
		const char *term;
		bool no_color, coloured;
	} rows[] = {
		{ "xterm-256color", false, true }, { "xterm-256color", true, false },
		{ "vt100", false, false },         { "screen", false, true },
		{ "tmux-256color", false, true },  { "linux", false, true },
		{ "ansi", true, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct puppet p;

		puppet_begin(&p, &(struct puppet_start) { .term = rows[i].term,
							  .no_color = rows[i].no_color,
							  .rows = 24,
							  .cols = 80,
							  .messages = 40 });
		puppet_keys(&p, "mine\r");
		puppet_see(&p, "Ana: mine (kept here)");
		puppet_see(&p, "Ben: line 40");
		int row = screen_find(p.screen, "Ana: mine");

		assert_true(screen_cell(p.screen, row, 0).bold);
		assert_false(screen_cell(p.screen, row, 5).bold);
		assert_int_equal(screen_cell(p.screen, 22, 0).reverse, !rows[i].coloured);
		assert_int_equal(any_colour(&p), rows[i].coloured);
		puppet_keys(&p, "\021");
		assert_int_equal(screen_wait_exit(p.screen, WAIT), 0);
		assert_true(screen_cooked(p.screen));
		puppet_close(&p);
	}
}

static void a_terminal_that_cannot_is_left_alone(void **state)
{
	struct puppet p;

	(void)state;
	puppet_open(&p, &(struct puppet_start) { .term = "dumb", .rows = 24, .cols = 80 });
	assert_int_equal(screen_wait_exit(p.screen, WAIT), 99);
	assert_int_equal(screen_bytes(p.screen), 0);
	assert_true(screen_cooked(p.screen));
	puppet_close(&p);
}

static void redraw_repairs_what_others_wrote(void **state)
{
	char before[4000];
	struct puppet p;

	(void)state;
	puppet_plain(&p, 40);
	puppet_see(&p, PUPPET_STATUS);
	assert_true(screen_wait_cursor(p.screen, 23, 2, WAIT));
	snprintf(before, sizeof(before), "%s", screen_text(p.screen));
	screen_spoil(p.screen, "\033[5;1Hgarbage over all of this\033[22;1H\n\n\n");
	puppet_keys(&p, "\014");
	puppet_gone(&p, "garbage");
	assert_true(screen_wait_cursor(p.screen, 23, 2, WAIT));
	assert_string_equal(screen_text(p.screen), before);
	puppet_leave(&p);
}

/* ---- the link and the end ---- */

static void the_status_tells_of_the_link_and_is_told_apart_without_colour(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	puppet_see(&p, PUPPET_STATUS);
	puppet_link(&p, PL_LINK_WAITING);
	puppet_see(&p, "No connection.");
	puppet_keys(&p, "abc");
	assert_true(screen_wait_cursor(p.screen, 23, 5, WAIT));
	puppet_link(&p, PL_LINK_LIVE);
	puppet_see(&p, PUPPET_STATUS);
	assert_true(screen_wait_cursor(p.screen, 23, 5, WAIT));
	puppet_leave(&p);
}

static void on_a_narrow_screen_the_status_takes_a_second_row(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p,
		     &(struct puppet_start) {
			     .rows = 24, .cols = 30, .messages = 30, .link = PL_LINK_LIVE });
	puppet_see(&p, "Connected.");
	assert_true(screen_find(p.screen, "Evening group.") == 21);
	assert_true(screen_find(p.screen, "Connected.") == 22);
	puppet_leave(&p);
}

static void a_draft_from_before_is_in_the_line(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .rows = 24, .cols = 80, .draft = "half a" });
	puppet_see(&p, "Here is what you had typed and not sent.");
	puppet_see(&p, "> half a");
	assert_true(screen_wait_cursor(p.screen, 23, 8, WAIT));
	puppet_leave(&p);
}

static void the_draft_is_kept_whatever_ends_it(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT };
	struct puppet p;

	(void)state;
	for (int i = 0; i < 3; i++) {
		puppet_plain(&p, 0);
		puppet_keys(&p, "do not lose me");
		puppet_see(&p, "> do not lose me");
		screen_signal(p.screen, signals[i]);
		assert_int_equal(screen_wait_exit(p.screen, WAIT), 0);
		assert_string_equal(p.seen->draft, "do not lose me");
		assert_false(screen_alternate(p.screen));
		assert_true(screen_cooked(p.screen));
		puppet_close(&p);
	}
}

static void one_ctrl_c_only_asks(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	puppet_keys(&p, "\003");
	puppet_see(&p, "Press Ctrl-C again to leave. Any other key stays.");
	puppet_keys(&p, "a");
	puppet_gone(&p, "Press Ctrl-C");
	puppet_see(&p, "> a");
	puppet_keys(&p, "\003");
	puppet_see(&p, "Press Ctrl-C again");
	puppet_keys(&p, "b");
	puppet_see(&p, "> ab");
	puppet_leave(&p);
}

/* What is beside a doubtful letter stands where it was meant to stand. */
static void columns_hold_whatever_a_letter_is_made_of(void **state)
{
	static const char *const letters[] = {
		"\xe2\x9d\xa4\xef\xb8\x8f",                     /* heart, as an emoji */
		"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", /* joined by ZWJ */
		"\xf0\x9f\x87\xaa\xf0\x9f\x87\xb8",             /* a flag of two letters */
		"\xe0\xa4\x95\xe0\xa4\xbf",                     /* with a spacing mark */
		"\xe4\xb7\x80",                                 /* libc has it wider */
		"\xed\x9e\xb0",                                 /* libc gives it nothing */
		"e\xcc\x81\xcc\x82\xcc\x83\xcc\x84",            /* four marks */
	};
	char text[64];
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++) {
		int col = 9 + width_of(str_of(letters[i])), row;

		snprintf(text, sizeof(text), "m%zu [%s]", i, letters[i]);
		puppet_message(&p, "Ben", text);
		snprintf(text, sizeof(text), "Ben: m%zu [", i);
		puppet_see(&p, text);
		row = screen_find(p.screen, text);
		assert_string_equal(screen_cell(p.screen, row, col).text, "]");
	}
	assert_non_null(strstr(screen_text(p.screen), letters[2]));
	assert_non_null(strstr(screen_text(p.screen), letters[3]));
	puppet_leave(&p);
}

/* ---- hostile text ---- */

/* All the frame's rows are what they must be, and the cursor is in the line. */
static void assert_frame(struct puppet *p)
{
	assert_true(screen_wait_cursor(p->screen, 23, 2, WAIT));
	puppet_row(p, 0, "Evening group");
	puppet_row(p, 22, PUPPET_STATUS);
	puppet_row(p, 23, ">");
	assert_true(screen_alternate(p->screen));
	assert_true(screen_cursor_shown(p->screen));
	assert_null(screen_title(p->screen));
}

/* The client cleans text before; here nobody did. */
static void hostile_text_never_breaks_the_frame(void **state)
{
	enum { AT_ONCE = 4 };
	struct hostile_list list;
	struct puppet p;
	char end[32];

	(void)state;
	assert_true(hostile_open(&list, HOSTILE_LIST));
	assert_true(list.count >= 60);
	puppet_plain(&p, 40);
	for (size_t i = 0; i < list.count; i++) {
		print_message("%s\n", list.cases[i].name);
		puppet_message(&p, "Cy", buf_text(&list.cases[i].text));
		if (i % AT_ONCE && i + 1 < list.count)
			continue;
		snprintf(end, sizeof(end), "end of %zu", i);
		puppet_message(&p, "Ben", end);
		puppet_see(&p, end);
		assert_frame(&p);
		assert_int_equal(screen_find(p.screen, end), 21);
	}
	hostile_close(&list);
	puppet_leave(&p);
}

static void hostile_names_never_break_the_frame(void **state)
{
	static const char *const names[] = { "\033]0;owned\007",
					     "a\nb\rc",
					     "\xe2\x80\xae"
					     "evil",
					     "\xff\xfe",
					     "\t\t\t",
					     "" };
	struct puppet p;
	char end[32];

	(void)state;
	puppet_plain(&p, 40);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		puppet_message(&p, names[i], "text");
		snprintf(end, sizeof(end), "end of %zu", i);
		puppet_message(&p, "Ben", end);
		puppet_see(&p, end);
		assert_frame(&p);
	}
	puppet_leave(&p);
}

/* ---- bytes ---- */

/* The meeting of issue 3 has 240 messages and may cost 35,000 bytes; this is a part of it. */
static void a_message_costs_few_bytes_of_the_terminal(void **state)
{
	enum { MESSAGES = 40, EACH_MAX = 35000 / 240 };
	static const char words[] = "I slept better this week, though I woke at four on two ";
	char text[100], end[24];
	struct puppet p;

	(void)state;
	puppet_plain(&p, 40);
	puppet_see(&p, "line 40");
	uint64_t before = screen_bytes(p.screen), all;

	for (int i = 0; i < MESSAGES; i++) {
		snprintf(end, sizeof(end), "nights %d.", 1000 + i);
		snprintf(text, sizeof(text), "%s%s", words, end);
		puppet_message(&p, i % 10 ? "Marisol" : "Ben", text);
		puppet_see(&p, end);
	}
	assert_true(screen_wait_cursor(p.screen, 23, 2, WAIT));
	all = screen_bytes(p.screen) - before;
	print_message("%u bytes a message\n", (unsigned)(all / MESSAGES));
	assert_in_range(all, 0, MESSAGES * EACH_MAX * 3 / 4);
	puppet_leave(&p);
}

static void nothing_is_sent_when_nothing_changes(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 40);
	puppet_see(&p, "line 40");
	puppet_keys(&p, "a");
	puppet_see(&p, "> a");
	uint64_t before = screen_bytes(p.screen);

	puppet_link(&p, PL_LINK_LIVE); /* as it was */
	puppet_keys(&p, "bc");
	puppet_see(&p, "> abc");
	assert_int_equal(screen_bytes(p.screen) - before, 2); /* the letters, no more */
	puppet_leave(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_passphrase_is_never_on_the_screen),
		cmocka_unit_test(the_screen_is_whole_after_each_change_of_size),
		cmocka_unit_test(wide_screens_show_the_people_beside_the_talk),
		cmocka_unit_test(the_smallest_terminals_do_no_harm),
		cmocka_unit_test(two_rows_show_the_newest_message_and_the_line),
		cmocka_unit_test(colours_are_used_only_where_they_are_wanted),
		cmocka_unit_test(a_terminal_that_cannot_is_left_alone),
		cmocka_unit_test(redraw_repairs_what_others_wrote),
		cmocka_unit_test(the_status_tells_of_the_link_and_is_told_apart_without_colour),
		cmocka_unit_test(on_a_narrow_screen_the_status_takes_a_second_row),
		cmocka_unit_test(a_draft_from_before_is_in_the_line),
		cmocka_unit_test(the_draft_is_kept_whatever_ends_it),
		cmocka_unit_test(one_ctrl_c_only_asks),
		cmocka_unit_test(columns_hold_whatever_a_letter_is_made_of),
		cmocka_unit_test(hostile_text_never_breaks_the_frame),
		cmocka_unit_test(hostile_names_never_break_the_frame),
		cmocka_unit_test(a_message_costs_few_bytes_of_the_terminal),
		cmocka_unit_test(nothing_is_sent_when_nothing_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
