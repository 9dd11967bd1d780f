/* SPDX-License-Identifier: MIT */
/*
 * No server, or none whose name can be found: the program starts with what it kept, takes
 * what is typed, and has each line delivered once when the server is there again.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/deafdns.h"
#include "support/seat.h"
#include "view/words.h"

enum { EXIT_KEPT = 3, ROWS = 24 };

static const struct seat ana_full = { "Ana", "--full", ROWS, 80 };
static const struct seat ana_line = { "Ana", "--line", ROWS, 80 };

/* ---- a meeting that was, and then no server ---- */

/* Both hear both lines, and leave. */
static void meet_and_part(struct town *t)
{
	struct child ana, robin;

	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	town_join(t, &ana, "Ana", "patient");
	assert_true(child_wait_for(&ana, "Evening\n"));
	assert_true(child_say(&robin, "Welcome."));
	assert_true(child_wait_for(&ana, "Robin: Welcome.\n"));
	assert_true(child_say(&ana, "Thank you."));
	assert_true(child_wait_for(&robin, "Ana: Thank you.\n"));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	child_end_input(&robin);
	assert_int_equal(child_end(&robin), 0);
	child_finish(&ana);
	child_finish(&robin);
}

/* Robin comes back first, and hears just these, in this order, once each. */
static void assert_delivered(struct town *t, const char *const *lines,
			     void (*bring_ana)(struct town *t))
{
	struct child robin;
	char told[96];

	assert_true(town_serve(t));
	town_return(t, &robin, "Robin");
	assert_true(child_wait_for(&robin, "Evening\n"));
	bring_ana(t);
	for (size_t i = 0; lines[i]; i++) {
		snprintf(told, sizeof(told), "Ana: %s\n", lines[i]);
		assert_true(child_wait_for(&robin, told));
	}
	child_end_input(&robin);
	assert_int_equal(child_end(&robin), 0);
	for (size_t i = 0; lines[i]; i++)
		assert_int_equal(child_count(&robin, lines[i]), 1);
	child_finish(&robin);
}

static const char *const four[] = { "One.", "Two.", "Three.", "Four.", NULL };

/* ---- by ear ---- */

/* Without a server a script waits no longer than this, in seconds. */
static void come_back(struct town *t, struct child *ana, const char *wait)
{
	const char *argv[24];
	size_t n = 0;

	for (const char *const *w = town_words(t, "Ana", "--line", NULL); *w; w++)
		argv[n++] = *w;
	argv[n++] = "--wait";
	argv[n++] = wait;
	argv[n] = NULL;
	assert_true(child_open(ana, argv, NULL));
}

/* Told without a server: the group, what was said, why there is no connection. */
static void open_offline(struct town *t, struct child *ana)
{
	come_back(t, ana, "1");
	assert_true(child_wait_for(ana, "Evening\n"));
	assert_true(child_wait_for(ana, words_failure(PL_FAIL_SERVER_DOWN)));
}

static void ask(struct child *ana, const char *verb, const char *answer)
{
	assert_true(child_say(ana, verb));
	assert_true(child_wait_for(ana, answer));
}

static void come_by_ear(struct town *t)
{
	struct child ana;

	town_return(t, &ana, "Ana");
	assert_true(child_say(&ana, "/wait sent"));
	ask(&ana, "/status", "Nothing waits here: all you said is at the server.\n");
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	child_finish(&ana);
}

static void lines_said_without_a_server_are_kept_and_arrive_once_by_ear(void **state)
{
	struct town *t = *state;
	struct child ana;
	char told[96];

	meet_and_part(t);
	town_kill(t);
	open_offline(t, &ana);
	ask(&ana, "/again", "Robin: Welcome.\n");
	for (int i = 0; i < 3; i++)
		assert_true(child_say(&ana, four[i]));
	ask(&ana, "/search Two", "Ana, kept here: Two.\n");
	assert_true(child_say(&ana, "/quit"));
	assert_int_equal(child_end(&ana), EXIT_KEPT);
	assert_true(child_count(&ana, "3 lines are kept here.") > 0);
	child_finish(&ana);
	/* Once more, and it does not even end well. */
	come_back(t, &ana, "1");
	for (int i = 0; i < 3; i++) {
		snprintf(told, sizeof(told), "Ana, kept here: %s\n", four[i]);
		assert_true(child_wait_for(&ana, told));
	}
	assert_true(child_say(&ana, four[3]));
	ask(&ana, "/search Four", "Ana, kept here: Four.\n");
	child_kill(&ana, SIGKILL);
	child_end(&ana);
	for (int i = 0; i < 3; i++)
		assert_int_equal(child_count(&ana, four[i]), 1);
	child_finish(&ana);
	assert_delivered(t, four, come_by_ear);
}

/* ---- by eye ---- */

static void leave(struct screen *s)
{
	screen_keys(s, "\021"); /* Ctrl-Q */
	assert_true(screen_wait_exit(s, SEAT_WAIT_MS) >= 0);
	screen_close(s);
}

static struct screen *see_offline(struct town *t)
{
	struct screen *s = seat_return(t, &ana_full);

	seat_see(s, "Robin: Welcome.");
	seat_see(s, "Ana: Thank you.");
	seat_see(s, "No connection.");
	return s;
}

static void type_four(struct screen *s, int from, int to)
{
	char row[64];

	for (int i = from; i < to; i++) {
		screen_keys(s, four[i]);
		screen_keys(s, "\r");
		snprintf(row, sizeof(row), "Ana: %s (kept here)", four[i]);
		seat_see(s, row);
	}
}

static void come_by_eye(struct town *t)
{
	struct screen *s = seat_return(t, &ana_full);

	seat_see(s, "Connected.");
	assert_true(screen_wait_gone(s, "kept here", SEAT_WAIT_MS));
	for (size_t i = 0; four[i]; i++)
		assert_int_equal(seat_count(s, four[i]), 1);
	leave(s);
}

static void lines_said_without_a_server_are_kept_and_arrive_once_by_eye(void **state)
{
	struct town *t = *state;
	struct screen *s;

	meet_and_part(t);
	town_kill(t);
	s = see_offline(t);
	seat_see(s, "The server does not answer now.");
	type_four(s, 0, 3);
	leave(s);
	s = see_offline(t);
	for (int i = 0; i < 3; i++)
		assert_int_equal(seat_count(s, four[i]), 1);
	type_four(s, 3, 4);
	seat_kill(s);
	s = see_offline(t);
	assert_int_equal(seat_count(s, "(kept here)"), 4);
	leave(s);
	assert_delivered(t, four, come_by_eye);
}

/* The server comes while the program is up: nothing has to be typed. */
static void the_server_comes_back_under_an_open_screen(void **state)
{
	struct town *t = *state;
	struct child robin;
	struct screen *s;

	meet_and_part(t);
	town_kill(t);
	s = see_offline(t);
	type_four(s, 0, 4);
	assert_true(town_serve(t));
	town_return(t, &robin, "Robin");
	seat_see(s, "Connected.");
	assert_true(screen_wait_gone(s, "kept here", SEAT_WAIT_MS));
	for (size_t i = 0; four[i]; i++) {
		assert_true(child_wait_for(&robin, four[i]));
		assert_int_equal(child_count(&robin, four[i]), 1);
	}
	leave(s);
	child_finish(&robin);
}

/* ---- a name that nobody answers for ---- */

static int close_names(void **state)
{
	deafdns_close();
	return town_close(state);
}

/* Ana has joined by a name that was known then; from here on nobody knows it. */
static void forget_name(struct town *t)
{
	if (!deafdns_open(t)) {
		print_message("skipped: it takes root to put other names over a machine's\n");
		skip();
	}
	meet_and_part(t);
	deafdns_forget(t);
}

/* Shown, typed and left while a question hangs that nobody answers for minutes. */
static void a_dead_resolver_freezes_no_typing_by_eye(void **state)
{
	struct town *t = *state;
	struct screen *s;

	forget_name(t);
	s = seat_return(t, &ana_full);
	seat_see(s, "Ana: Thank you.");
	seat_see(s, "Connecting.");
	type_four(s, 0, 4);
	screen_keys(s, "\033s"); /* Alt-S: the status */
	seat_see(s, "4 lines are kept here.");
	seat_see(s, "Connecting.");
	leave(s);
}

/* The line that was typed stands, and the next one can begin. */
static bool is_at_prompt(struct screen *s, const void *what)
{
	int row, col;

	(void)what;
	screen_cursor(s, &row, &col);
	return strcmp(screen_row(s, row), ">") == 0;
}

static void type_line(struct screen *s, const char *line)
{
	assert_true(screen_wait(s, is_at_prompt, NULL, SEAT_WAIT_MS));
	screen_keys(s, line);
	seat_see(s, line);
	screen_keys(s, "\r");
}

static void a_dead_resolver_freezes_no_typing_by_ear(void **state)
{
	struct town *t = *state;
	struct screen *s;

	forget_name(t);
	s = seat_return(t, &ana_line);
	seat_see(s, "Thank you.");
	for (size_t i = 0; four[i]; i++)
		type_line(s, four[i]);
	type_line(s, "/status");
	seat_see(s, "4 lines are kept here.");
	type_line(s, "/search Four");
	seat_see(s, "Ana, kept here: Four.");
	leave(s);
}

#define TOWN(f)  cmocka_unit_test_setup_teardown(f, town_open, town_close)
#define NAMED(f) cmocka_unit_test_setup_teardown(f, town_open, close_names)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(lines_said_without_a_server_are_kept_and_arrive_once_by_ear),
		TOWN(lines_said_without_a_server_are_kept_and_arrive_once_by_eye),
		TOWN(the_server_comes_back_under_an_open_screen),
		NAMED(a_dead_resolver_freezes_no_typing_by_eye),
		NAMED(a_dead_resolver_freezes_no_typing_by_ear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
