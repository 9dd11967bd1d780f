/* SPDX-License-Identifier: MIT */
/*
 * An exercise and a lesson of the clinic's own, in line mode, with TLS: their texts come over
 * the line, the exercise goes on while the server is away, and nobody sees who leaves it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "support/town.h"

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

static void put(const struct town *t, const char *folder, const char *file, const char *text)
{
	char path[160];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", t->data, folder);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/%s/%s", t->data, folder, file);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void put_texts(const struct town *t)
{
	put(t, "plans", "evening.txt",
	    "stage exercise quiet 0 Rest\nexercise quick\nlesson waves\nstage closed open 0 "
	    "Closed\n");
	put(t, "exercises", "quick.txt",
	    "title Quick\nsay 4 First we sit.\nsay 1 Then we breathe.\nsay 1 And we are "
	    "back.\n");
	put(t, "lessons", "waves.txt",
	    "title Waves\nquiz Which?\nright This\nwrong That\nwhy So it is.\npage Two\n");
}

static void come_back(struct child *c)
{
	SAYS(c, "/retry");
	assert_true(child_ask_until(c, "/status", "You are in 1 group.", "\nConnected."));
}

static void an_exercise_goes_on_while_the_server_is_away(void **state)
{
	struct town *t = *state;
	struct child grace, ana, jo;

	put_texts(t);
	town_join(t, &grace, "Grace", "facilitator");
	town_join(t, &ana, "Ana", "patient");
	town_join(t, &jo, "Jo", "patient");
	HEARS(&jo, "You have joined.");
	SAYS(&grace, "/open evening");
	HEARS(&grace, "When all are ready, type /exercise quick");
	HEARS(&jo, "Now: Rest.");
	SAYS(&grace, "/exercise");
	HEARS(&ana, "An exercise begins: Quick.");
	HEARS(&ana, "First we sit.");
	HEARS(&jo, "First we sit.");
	SAYS(&jo, "/skip");
	HEARS(&jo, "You leave the exercise.");
	town_kill(t);
	HEARS(&ana, "Then we breathe.");
	HEARS(&ana, "And we are back.");
	HEARS(&ana, "The exercise is over.");
	HEARS(&jo, "The exercise is over.");
	assert_int_equal(child_count(&jo, "And we are back."), 0);
	assert_true(town_serve(t));
	come_back(&grace);
	come_back(&ana);
	SAYS(&grace, "/lesson");
	HEARS(&ana, "Page 1. Which?");
	SAYS(&ana, "/answer a");
	HEARS(&ana, "Your answer is noted.");
	SAYS(&grace, "/page next");
	HEARS(&ana, "What is right: A: This. So it is.");
	assert_int_equal(child_count(&ana, "First we sit."), 1);
	child_finish(&grace);
	child_finish(&ana);
	child_finish(&jo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_exercise_goes_on_while_the_server_is_away,
						town_open, town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
