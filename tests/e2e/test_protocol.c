/* SPDX-License-Identifier: MIT */
/*
 * porchlight-protocol(5) is good enough to write another client from: one of under 150
 * lines of Python, written from that page alone, talks with ours.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/town.h"

enum { SKIPPED = 77 };

static void open_python(struct town *t, struct child *c, const char *name)
{
	char script[512];
	char *invite = town_invite(t, "patient");
	const char *argv[] = { "/usr/bin/python3", script, invite, name,
			       TOWN_PASSPHRASE,    "1",    NULL };

	snprintf(script, sizeof(script), "%s/tests/e2e/protocol_client.py", getenv("SOURCE"));
	assert_true(child_open(c, argv, NULL));
	free(invite);
}

static void another_language_holds_a_conversation(void **state)
{
	struct town *t = *state;
	struct child ana, ben;

	town_join(t, &ana, "Ana", "facilitator");
	open_python(t, &ben, "Ben");
	assert_true(child_say(&ana, "Hello Ben, this is Ana."));
	assert_true(child_wait_for(&ben, "Ana: Hello Ben, this is Ana.\n"));
	assert_true(child_say(&ben, "Good evening, Ana. ¿Cómo estás?"));
	assert_true(child_wait_for(&ben, "sent 2\n"));
	assert_true(child_wait_for(&ana, "Ben: Good evening, Ana. ¿Cómo estás?"));
	assert_true(child_say(&ana, "Well."));
	assert_true(child_wait_for(&ben, "Ana: Well.\n"));
	child_end_input(&ben);
	assert_int_equal(child_end(&ben), 0);
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	assert_int_equal(child_count(&ana, "Good evening, Ana."), 1);
	assert_int_equal(child_count(&ben, "Hello Ben"), 1);
	child_finish(&ben);
	child_finish(&ana);
}

static void another_language_lives_through_a_restart(void **state)
{
	struct town *t = *state;
	struct child ana, ben;

	town_join(t, &ana, "Ana", "patient");
	open_python(t, &ben, "Ben");
	assert_true(child_say(&ben, "Before."));
	assert_true(child_wait_for(&ben, "sent 1\n"));
	assert_true(child_wait_for(&ana, "Ben: Before."));
	town_kill(t);
	assert_true(child_say(&ben, "Between."));
	assert_true(town_serve(t));
	assert_true(child_wait_for(&ben, "sent 2\n"));
	assert_true(child_say(&ana, "/retry"));
	assert_true(child_wait_for(&ana, "Ben: Between."));
	child_end_input(&ben);
	assert_int_equal(child_end(&ben), 0);
	child_finish(&ben);
	child_finish(&ana);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(another_language_holds_a_conversation,
						town_open, town_close),
		cmocka_unit_test_setup_teardown(another_language_lives_through_a_restart,
						town_open, town_close),
	};

	if (!child_has_python("websockets"))
		return SKIPPED;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
