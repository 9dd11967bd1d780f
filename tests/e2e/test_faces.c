/* SPDX-License-Identifier: MIT */
/*
 * One person at a whole screen and one on a pipe in one meeting, over TLS, through the
 * server; and either of them killed in the middle of a sentence.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/seat.h"
#include "view/words.h"

enum { ROWS = 24, TURNS = 8 };

static const struct seat ana_full = { "Ana", "--full", ROWS, 80 };
static const struct seat ana_line = { "Ana", "--line", ROWS, 80 };

/* Robin is on a pipe in all of this; Ana is not here yet. */
static void open_robin(struct town *t, struct child *robin)
{
	town_join(t, robin, "Robin", "facilitator");
	assert_true(child_wait_for(robin, "Evening\n"));
}

/* He has heard just so many lines that hold the text. */
static void close_robin(struct child *robin, const char *text, int times)
{
	child_end_input(robin);
	assert_int_equal(child_end(robin), 0);
	assert_int_equal(child_count(robin, text), times);
	child_finish(robin);
}

static void say(struct child *c, const char *line)
{
	assert_true(child_say(c, line));
	assert_true(child_say(c, "/wait sent"));
}

static void open_both(struct town *t, struct child *robin, struct screen **ana)
{
	open_robin(t, robin);
	*ana = seat_join(t, &ana_full, "patient");
	seat_see(*ana, "Connected.");
}

static void a_screen_and_a_pipe_talk_in_one_meeting(void **state)
{
	char said[64], told[80];
	struct child robin;
	struct screen *ana;

	open_both(*state, &robin, &ana);
	for (int i = 0; i < TURNS; i++) {
		snprintf(said, sizeof(said), "Thought %d: 日本 ¿qué tal?", i);
		snprintf(told, sizeof(told), "Robin: %s", said);
		assert_true(child_say(&robin, said));
		seat_see(ana, told);
		snprintf(said, sizeof(said), "Answer %d: ｗｉｄｅ é.\r", i);
		screen_keys(ana, said);
		snprintf(told, sizeof(told), "Ana: Answer %d: ｗｉｄｅ é.\n", i);
		assert_true(child_wait_for(&robin, told));
	}
	seat_see(ana, "Ana: Answer 7: ｗｉｄｅ é. (");
	assert_true(screen_wait_gone(ana, "kept here", SEAT_WAIT_MS));
	for (int i = 0; i < TURNS; i++) {
		snprintf(told, sizeof(told), "Robin: Thought %d: 日本", i);
		assert_int_equal(seat_count(ana, told), 1);
		snprintf(said, sizeof(said), "Ana: Answer %d:", i);
		assert_int_equal(seat_count(ana, said), 1);
		assert_int_equal(screen_find(ana, said), screen_find(ana, told) + 1);
	}
	assert_int_equal(seat_leave(ana), 0);
	assert_int_equal(child_count(&robin, "Thought "), 0);
	close_robin(&robin, "Ana: Answer ", TURNS);
}

/* Typed, on the screen and on disk, but not said. */
static void type_half(struct town *t, struct screen *s, const char *half)
{
	char shown[80];

	screen_keys(s, half);
	snprintf(shown, sizeof(shown), "> %s", half);
	seat_see(s, shown);
	assert_true(seat_wait_draft(t, "Ana", half));
}

/* The last thing that was read, the mark, and then what was missed, each once. */
static void assert_missed(struct screen *ana)
{
	static const char *const rows[] = { "Robin: Read before.", "Not read before",
					    "Robin: Missed one.", "Robin: Missed two." };
	int first = screen_find(ana, rows[0]);

	assert_true(first > 0);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(screen_find(ana, rows[i]), first + i);
		assert_int_equal(seat_count(ana, rows[i]), 1);
	}
}

static void a_screen_killed_in_mid_sentence_comes_back_with_the_draft(void **state)
{
	struct town *t = *state;
	struct child robin;
	struct screen *ana;

	open_both(t, &robin, &ana);
	say(&robin, "Read before.");
	seat_see(ana, "Robin: Read before.");
	type_half(t, ana, "I wanted to say that");
	seat_kill(ana);
	say(&robin, "Missed one.");
	say(&robin, "Missed two.");
	assert_true(child_say(&robin, "/status"));
	assert_true(child_wait_for(&robin, words_kept(NULL, 0)));
	ana = seat_return(t, &ana_full);
	seat_see(ana, "> I wanted to say that");
	seat_see(ana, words_of(WORD_DRAFT_BACK));
	seat_see(ana, "Robin: Missed two.");
	assert_missed(ana);
	screen_keys(ana, " today was better.\r");
	assert_true(child_wait_for(&robin, "Ana: I wanted to say that today was better.\n"));
	seat_see(ana, "Ana: I wanted to say that today was better. (");
	assert_int_equal(seat_count(ana, "I wanted to say"), 1);
	assert_int_equal(screen_find(ana, "Ana: I wanted"),
			 screen_find(ana, "Robin: Missed two.") + 1);
	assert_int_equal(seat_leave(ana), 0);
	ana = seat_return(t, &ana_full); /* said is said: it is no draft any more */
	seat_see(ana, "Ana: I wanted to say that today was better. (");
	seat_see(ana, "Connected.");
	assert_string_equal(screen_row(ana, ROWS - 1), ">");
	assert_int_equal(seat_count(ana, "Not read before"), 0);
	assert_int_equal(seat_leave(ana), 0);
	close_robin(&robin, "I wanted to say", 1);
}

/* Killed in the moment that it is shown: said is said, and once. */
static void a_screen_killed_right_behind_enter_has_said_it_once(void **state)
{
	struct town *t = *state;
	struct child robin;
	struct screen *ana;
	char line[32];

	open_both(t, &robin, &ana);
	for (int i = 0; i < 3; i++) {
		snprintf(line, sizeof(line), "Breath %d", i);
		screen_keys(ana, line);
		screen_keys(ana, "\r");
		snprintf(line, sizeof(line), "Ana: Breath %d (", i);
		seat_see(ana, line);
		seat_kill(ana);
		ana = seat_return(t, &ana_full);
		seat_see(ana, line);
		snprintf(line, sizeof(line), "Ana: Breath %d\n", i);
		assert_true(child_wait_for(&robin, line));
	}
	screen_keys(ana, "The end.\r");
	assert_true(child_wait_for(&robin, "Ana: The end.\n"));
	seat_see(ana, "Ana: The end.");
	assert_int_equal(seat_count(ana, "Ana: Breath"), 3);
	assert_int_equal(seat_leave(ana), 0);
	close_robin(&robin, "Ana: Breath", 3);
}

static void a_line_killed_in_mid_sentence_comes_back_with_the_draft(void **state)
{
	struct town *t = *state;
	struct child robin;
	struct screen *ana;

	open_robin(t, &robin);
	ana = seat_join(t, &ana_line, "patient");
	say(&robin, "Read before.");
	seat_see(ana, "Robin: Read before.");
	type_half(t, ana, "Half of a sen");
	seat_kill(ana);
	say(&robin, "Missed one.");
	say(&robin, "Missed two.");
	ana = seat_return(t, &ana_line);
	seat_see(ana, "> Half of a sen");
	seat_see(ana, "Robin: Missed two.");
	assert_int_equal(screen_find(ana, "Robin: Missed two."),
			 screen_find(ana, "Robin: Missed one.") + 1);
	assert_int_equal(seat_count(ana, "Robin: Missed"), 2);
	assert_int_equal(seat_count(ana, "Robin: Read before."), 1);
	screen_keys(ana, "tence.\r");
	assert_true(child_wait_for(&robin, "Ana: Half of a sentence.\n"));
	assert_int_equal(seat_leave(ana), 0);
	close_robin(&robin, "Half of a sen", 1);
}

/* A script's half a line was never said to us; what was said before it is there, once. */
static void a_pipe_killed_in_mid_line_has_said_what_was_whole(void **state)
{
	static const char half[] = "This one has no e";
	struct town *t = *state;
	struct child ana, robin;

	open_robin(t, &robin);
	town_join(t, &ana, "Ana", "patient");
	assert_true(child_say(&ana, "A whole one."));
	assert_true(child_say(&robin, "Read before."));
	assert_true(child_wait_for(&robin, "Ana: A whole one.\n"));
	assert_true(child_wait_for(&ana, "Robin: Read before.\n"));
	assert_int_equal(write(ana.in, half, sizeof(half) - 1), sizeof(half) - 1);
	child_kill(&ana, SIGKILL);
	assert_int_equal(child_end(&ana), -1);
	child_finish(&ana);
	say(&robin, "Missed one.");
	town_return(t, &ana, "Ana");
	assert_true(child_wait_for(&ana, "Robin: Read before.\n"));
	assert_true(child_wait_for(&ana, "Robin: Missed one.\n"));
	assert_true(child_say(&ana, "/unread"));
	assert_true(child_wait_for(&ana, "Robin: Missed one.\n"));
	assert_true(child_say(&ana, "This one has an end."));
	assert_true(child_wait_for(&robin, "Ana: This one has an end.\n"));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	close_robin(&robin, "Ana: ", 2);
	assert_int_equal(child_count(&ana, "Missed one."), 2);  /* asked for again */
	assert_int_equal(child_count(&ana, "Read before."), 1); /* the last that was read */
	child_finish(&ana);
}

/* Both faces have one draft: begun on a screen, sent from a script. */
static void a_draft_of_a_screen_is_told_and_sent_on_a_pipe(void **state)
{
	struct town *t = *state;
	struct child ana, robin;
	struct screen *screen;

	open_both(t, &robin, &screen);
	type_half(t, screen, "Begun on a screen");
	seat_kill(screen);
	town_return(t, &ana, "Ana");
	assert_true(child_wait_for(&ana, words_of(WORD_DRAFT_BACK)));
	assert_true(child_wait_for(&ana, "Begun on a screen\n"));
	assert_true(child_say(&ana, "/draft send"));
	assert_true(child_wait_for(&ana, words_of(WORD_DRAFT_SENT)));
	assert_true(child_wait_for(&robin, "Ana: Begun on a screen\n"));
	assert_true(child_say(&ana, "/draft"));
	assert_true(child_wait_for(&ana, words_of(WORD_DRAFT_NONE)));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	close_robin(&robin, "Begun on a screen", 1);
	child_finish(&ana);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_screen_and_a_pipe_talk_in_one_meeting,
						town_open, town_close),
		cmocka_unit_test_setup_teardown(
			a_screen_killed_in_mid_sentence_comes_back_with_the_draft, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(
			a_screen_killed_right_behind_enter_has_said_it_once, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(
			a_line_killed_in_mid_sentence_comes_back_with_the_draft, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(
			a_pipe_killed_in_mid_line_has_said_what_was_whole, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(a_draft_of_a_screen_is_told_and_sent_on_a_pipe,
						town_open, town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
