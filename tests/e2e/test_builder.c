/* SPDX-License-Identifier: MIT */
/* Two who lead build the program, by ear and through the server; a member hears what comes. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/town.h"

static void says(struct child *c, const char *line, const char *answer)
{
	assert_true(child_say(c, line));
	if (!child_wait_for(c, answer))
		fail_msg("%s: \"%s\" was not heard", line, answer);
}

/* What one says comes behind what one has done: the other has both. */
static void follows(struct child *one, const char *line, struct child *other, const char *told)
{
	assert_true(child_say(one, "/wait sent"));
	assert_true(child_say(one, line));
	assert_true(child_wait_for(other, told));
}

/* From tomorrow on, whatever day it is. */
static void build(struct child *robin)
{
	says(robin, "/series Skills group", "What kind is it?");
	says(robin, "/series group", "When is the first session?");
	says(robin, "/series tomorrow 18:00", "How many minutes");
	says(robin, "/series 90", "How does it repeat?");
	says(robin, "/series daily", "What is the last day?");
	says(robin, "/series 20 times", "Who leads it?");
	says(robin, "/series done", "A new series: Skills group. Every day, 18:00 to 19:30");
	says(robin, "/apply", "Done. It goes to the server now.");
}

static void what_is_built_is_heard_by_who_it_is_for(void **state)
{
	struct town *t = *state;
	struct child robin, ana;

	town_join(t, &robin, "Robin", "facilitator");
	town_join(t, &ana, "Ana", "patient");
	follows(&ana, "Hello.", &robin, "Ana: Hello.\n");
	build(&robin);
	follows(&robin, "Built.", &ana, "Robin: Built.\n");
	says(&robin, "/cancel 1 tomorrow snow", "1 person will be told.");
	assert_int_equal(child_count(&ana, "Cancelled: "), 0); /* not before */
	says(&robin, "/apply", "Done. It goes to the server now.");
	assert_true(child_wait_for(&ana, "Why: snow."));
	says(&robin, "/program", "1: Skills group. Group session.");
	says(&ana, "/absent", "You cannot come");
	assert_true(child_wait_for(&robin, "Ana cannot come: "));
	says(&robin, "/requests", "Ana cannot come: Skills group, ");
	child_end_input(&robin);
	child_end_input(&ana);
	assert_int_equal(child_end(&robin), 0);
	assert_int_equal(child_end(&ana), 0);
	child_finish(&robin);
	child_finish(&ana);
}

/* Of two changes of one series the second is not done, and whose it was is told what to do. */
static void who_comes_second_is_told(void **state)
{
	struct town *t = *state;
	struct child robin, sam;

	town_join(t, &robin, "Robin", "facilitator");
	town_join(t, &sam, "Sam", "facilitator");
	build(&robin);
	follows(&robin, "Built.", &sam, "Robin: Built.\n");
	town_kill(t);
	assert_true(child_wait_for(&robin, "The line is down."));
	says(&robin, "/cancel 1 tomorrow late", "Nothing is done yet.");
	says(&robin, "/apply", "Done. It is kept here, and goes to the server when");
	says(&robin, "/program", "1 change is kept here and not at the server yet.");
	child_kill(&robin, SIGKILL);
	child_end(&robin);
	child_finish(&robin);
	assert_true(town_serve(t));
	assert_true(child_say(&sam, "/wait connected"));
	says(&sam, "/lead 1 Sam", "Sam leads Skills group from now on.");
	says(&sam, "/apply", "Done. ");
	assert_true(child_say(&sam, "/wait sent"));
	says(&sam, "/program", "With Sam.");
	town_return(t, &robin, "Robin");
	assert_true(child_wait_for(&robin, "A change of yours was not made"));
	says(&robin, "/program", "Somebody else changed that series before your change came");
	says(&robin, "/program", "With Sam.");
	assert_int_equal(child_count(&robin, "Cancelled: "), 0);
	child_end_input(&robin);
	child_end_input(&sam);
	assert_int_equal(child_end(&robin), 0);
	assert_int_equal(child_end(&sam), 0);
	child_finish(&robin);
	child_finish(&sam);
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(what_is_built_is_heard_by_who_it_is_for),
		TOWN(who_comes_second_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
