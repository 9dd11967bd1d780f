/* SPDX-License-Identifier: MIT */
/* exploratory */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "support/braille.h"
#include "support/ear.h"
#include "support/town.h"

static struct ear *ear_of(struct town *t, const char *face)
{
	char *invite = town_invite(t, "patient");
	char dir[128];
	struct ear *e;

	snprintf(dir, sizeof(dir), "%s/ear%s", t->dir, face);
	mkdir(dir, 0700);
	e = ear_open(town_words(t, face[2] == 'l' ? "Ana" : "Ben", face, invite), dir, 24, 80);
	free(invite);
	return e;
}

static void show(struct ear *e, const char *what)
{
	print_message("--- %s\n%s", what, ear_hush(e));
}

static void explore(void **state, const char *face)
{
	struct town *t = *state;
	struct child robin;
	struct ear *e;

	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	e = ear_of(t, face);
	show(e, "start");
	child_say(&robin, "Good evening, all of you.");
	ear_hears(e, "Good evening");
	show(e, "idle message");
	child_say(&robin, "One.");
	child_say(&robin, "Two.");
	ear_hears(e, "Two");
	show(e, "two");
	ear_type(e, "I am");
	child_say(&robin, "While you type.");
	ear_type(e, " here.");
	show(e, "while typing");
	ear_type(e, "\177\177");
	show(e, "backspace x2");
	ear_type(e, "e!");
	ear_type(e, "\r");
	show(e, "sent");
	ear_type(e, "/groups\r");
	show(e, "view switch");
	ear_type(e, "/meeting\r");
	show(e, "back");
	ear_pass(e, '\030');
	show(e, "crisis");
	ear_type(e, "/meeting\r");
	show(e, "back");
	town_kill(t);
	ear_hears(e, "line");
	show(e, "down");
	town_serve(t);
	ear_hears(e, "back");
	show(e, "up");
	child_kill(&robin, 9);
	child_end(&robin);
	child_finish(&robin);
	ear_type(e, "\021");
	ear_close(e);
}

static void braille(void **state)
{
	struct town *t = *state;
	char *invite = town_invite(t, "patient");
	char dir[128];
	struct child robin;
	struct screen *s;
	struct braille *b;

	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	setenv("TERM", "linux", 1);
	s = screen_open((char *const *)(uintptr_t)town_words(t, "Ana", "--line", invite), NULL, 24, 80);
	setenv("TERM", "dumb", 1);
	snprintf(dir, sizeof(dir), "%s/brl", t->dir);
	mkdir(dir, 0700);
	b = braille_open(s, dir);
	assert_non_null(b);
	assert_true(braille_sees(b, ">"));
	child_say(&robin, "Good evening, all of you.");
	screen_wait_for(s, "Good evening", 20000);
	screen_keys(s, "hello");
	assert_true(braille_sees(b, "> hello"));
	braille_press(b, "LNUP");
	assert_true(braille_sees(b, "Good evening"));
	print_message("%s", braille_all(b));
	braille_close(b);
	screen_keys(s, "\021");
	screen_close(s);
	child_kill(&robin, 9); child_end(&robin); child_finish(&robin);
	free(invite);
}

static void line(void **state) { explore(state, "--line"); }
static void full(void **state) { explore(state, "--full"); }

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(braille, town_open, town_close),
		cmocka_unit_test_setup_teardown(line, town_open, town_close),
		cmocka_unit_test_setup_teardown(full, town_open, town_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
