/* SPDX-License-Identifier: MIT */
/* Two people in line mode, over TLS, through the server. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/town.h"
#include "view/words.h"

enum { EXIT_USAGE = 2, EXIT_KEPT = 3 };

static void two_people_talk_and_each_line_arrives_once(void **state)
{
	struct town *t = *state;
	struct child ana, robin;

	town_join(t, &ana, "Ana", "patient");
	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_say(&ana, "Good evening."));
	assert_true(child_wait_for(&robin, "Ana: Good evening.\n"));
	assert_true(child_say(&robin, "Hello Ana, how was your day?"));
	assert_true(child_wait_for(&ana, "Robin: Hello Ana, how was your day?\n"));
	for (int i = 0; i < 20; i++) {
		char line[32], told[48];

		snprintf(line, sizeof(line), "Thought %d.", i);
		snprintf(told, sizeof(told), "Ana: Thought %d.\n", i);
		assert_true(child_say(&ana, line));
		assert_true(child_wait_for(&robin, told));
	}
	assert_true(child_say(&ana, "/quit"));
	assert_int_equal(child_end(&ana), 0);
	child_end_input(&robin);
	assert_int_equal(child_end(&robin), 0);
	assert_int_equal(child_count(&robin, "Thought "), 20);
	assert_int_equal(child_count(&ana, "Thought "), 0);
	child_finish(&ana);
	child_finish(&robin);
}

/* All of it is there before the server is known: nothing of it is said to nobody. */
static void a_script_that_joins_is_heard_from_its_first_line(void **state)
{
	struct town *t = *state;
	char *invite = town_invite(t, "patient");
	struct child ana, robin;

	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	assert_true(child_open(&ana, town_words(t, "Ana", "--line", invite), NULL));
	assert_true(child_say(&ana, "First words."));
	assert_true(child_say(&ana, "/who"));
	assert_true(child_say(&ana, "/quit"));
	assert_int_equal(child_end(&ana), 0);
	assert_true(child_wait_for(&robin, "Ana: First words.\n"));
	assert_int_equal(child_count(&ana, "Robin"), 1);
	child_end_input(&robin);
	assert_int_equal(child_end(&robin), 0);
	child_finish(&ana);
	child_finish(&robin);
	free(invite);
}

/* What is missed while one is away comes once, in order, when one is back. */
static void who_comes_back_hears_what_was_missed(void **state)
{
	struct town *t = *state;
	struct child ana, robin;

	town_join(t, &ana, "Ana", "patient");
	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_say(&robin, "First."));
	assert_true(child_wait_for(&ana, "Robin: First.\n"));
	child_kill(&ana, SIGKILL);
	assert_int_equal(child_end(&ana), -1);
	child_finish(&ana);
	assert_true(child_say(&robin, "Second."));
	assert_true(child_say(&robin, "/wait sent"));
	assert_true(child_say(&robin, "Third."));
	town_return(t, &ana, "Ana");
	assert_true(child_wait_for(&ana, "Robin: Second.\n"));
	assert_true(child_wait_for(&ana, "Robin: Third.\n"));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	assert_int_equal(child_count(&ana, "Second."), 1);
	assert_int_equal(child_count(&ana, "Third."), 1);
	child_finish(&ana);
	child_finish(&robin);
}

/* Killed between saying and sending: on disk before the line is told, sent once later. */
static void a_line_said_offline_survives_a_kill_and_arrives_once(void **state)
{
	struct town *t = *state;
	struct child ana, robin;

	town_join(t, &ana, "Ana", "patient");
	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_say(&ana, "Hello."));
	assert_true(child_wait_for(&robin, "Ana: Hello.\n"));
	town_kill(t);
	assert_true(child_wait_for(&ana, words_of(WORD_LINE_DOWN)));
	assert_true(child_say(&ana, "Kept for later."));
	assert_true(child_say(&ana, "/status"));
	assert_true(child_wait_for(&ana, "1 line is kept here."));
	child_kill(&ana, SIGKILL);
	child_end(&ana);
	child_finish(&ana);
	assert_true(town_serve(t));
	town_return(t, &ana, "Ana");
	assert_true(child_wait_for(&robin, "Ana: Kept for later.\n"));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	child_end_input(&robin);
	assert_int_equal(child_end(&robin), 0);
	assert_int_equal(child_count(&robin, "Kept for later."), 1);
	child_finish(&ana);
	child_finish(&robin);
}

static void a_script_says_how_it_went(void **state)
{
	struct town *t = *state;
	struct child ana;
	const char *argv[24];
	size_t n = 0;

	town_join(t, &ana, "Ana", "patient");
	assert_true(child_say(&ana, "From a script."));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	child_finish(&ana);
	town_kill(t);
	for (const char *const *w = town_words(t, "Ana", "--line", NULL); *w; w++)
		argv[n++] = *w;
	argv[n++] = "--wait";
	argv[n++] = "1";
	argv[n] = NULL;
	assert_true(child_open(&ana, argv, NULL));
	assert_true(child_say(&ana, "Nobody hears this yet."));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), EXIT_KEPT);
	child_finish(&ana);
}

/* No byte but text, newline and return, whatever was said. */
static void a_pipe_gets_text_and_newlines_alone(void **state)
{
	struct town *t = *state;
	struct child ana, robin;

	town_join(t, &ana, "Ana", "patient");
	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_say(&ana, "/help"));
	assert_true(child_say(&ana, "/who"));
	assert_true(child_say(&ana, "/meeting"));
	assert_true(child_say(&ana, "\033]0;title\007 and \033[2J and \302\233H"));
	assert_true(child_wait_for(&robin, "Ana: ]0;title and [2J and "));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	child_end_input(&robin);
	assert_int_equal(child_end(&robin), 0);
	for (size_t i = 0; i < robin.seen.n + ana.seen.n; i++) {
		unsigned char c =
			(unsigned char)(i < robin.seen.n ? robin.seen.p[i]
							 : ana.seen.p[i - robin.seen.n]);

		assert_true(c >= ' ' || c == '\n' || c == '\r');
		assert_true(c != 0x7f);
	}
	child_finish(&ana);
	child_finish(&robin);
}

/* As one brought back by a backup, or on a second laptop: it does not know its last tickets. */
static void a_copy_of_the_folder_loses_no_words(void **state)
{
	static const char *const cp[] = { "/bin/cp", "-a", NULL, NULL, NULL };
	const char *argv[5];
	struct town *t = *state;
	struct child ana, robin, copy;
	char from[128], to[128];

	town_join(t, &robin, "Robin", "facilitator");
	town_join(t, &ana, "Ana", "patient");
	assert_true(child_say(&ana, "/quit"));
	assert_int_equal(child_end(&ana), 0);
	child_finish(&ana);
	memcpy(argv, cp, sizeof(cp));
	snprintf(from, sizeof(from), "%s/Ana", t->dir);
	snprintf(to, sizeof(to), "%s/Copy", t->dir);
	argv[2] = from;
	argv[3] = to;
	assert_true(child_open(&copy, argv, NULL));
	assert_int_equal(child_end(&copy), 0);
	child_finish(&copy);
	town_return(t, &ana, "Ana");
	assert_true(child_say(&ana, "Said by the one."));
	assert_true(child_say(&ana, "/quit"));
	assert_int_equal(child_end(&ana), 0);
	child_finish(&ana);
	assert_true(child_wait_for(&robin, "Ana: Said by the one.\n"));
	assert_true(child_say(&robin, "Heard."));
	town_return(t, &copy, "Copy");
	assert_true(child_say(&copy, "/wait \"Heard.\""));
	assert_true(child_say(&copy, "Said by the other."));
	assert_true(child_wait_for(&robin, "Ana: Said by the other.\n"));
	child_end_input(&copy);
	assert_int_equal(child_end(&copy), 0);
	child_finish(&copy);
	child_end_input(&robin);
	assert_int_equal(child_end(&robin), 0);
	child_finish(&robin);
}

static int status_with_config(struct town *t, const char *path)
{
	const char *const argv[] = { town_words(t, "Ana", "--line", NULL)[0], "--config", path,
				     "--version", NULL };
	struct child c;
	int status;

	assert_true(child_open(&c, argv, NULL));
	child_end_input(&c);
	status = child_end(&c);
	if (status != 0)
		assert_non_null(strstr(buf_text(&c.seen), path));
	child_finish(&c);
	return status;
}

static void settings_that_cannot_be_read_start_nothing(void **state)
{
	struct town *t = *state;
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/client.conf", t->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, "wait = 5%5000s\n", "");
	fclose(f);
	assert_int_equal(status_with_config(t, path), EXIT_USAGE);
	assert_int_equal(status_with_config(t, t->dir), EXIT_USAGE);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("# mine\n wait = 5\n\nface=line", f);
	fclose(f);
	assert_int_equal(status_with_config(t, path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(two_people_talk_and_each_line_arrives_once,
						town_open, town_close),
		cmocka_unit_test_setup_teardown(
			a_script_that_joins_is_heard_from_its_first_line, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(who_comes_back_hears_what_was_missed, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(
			a_line_said_offline_survives_a_kill_and_arrives_once, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(a_script_says_how_it_went, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(a_pipe_gets_text_and_newlines_alone, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(a_copy_of_the_folder_loses_no_words, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(settings_that_cannot_be_read_start_nothing,
						town_open, town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
