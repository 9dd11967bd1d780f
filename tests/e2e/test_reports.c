/* SPDX-License-Identifier: MIT */
/* A report of a message, from who makes it to who settles it and back, without a session. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/town.h"

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

static void quit(struct child *c)
{
	SAYS(c, "/quit");
	assert_int_equal(child_end(c), 0);
}

static void restart(struct town *t)
{
	town_kill(t);
	assert_true(town_serve(t));
}

/* Each is durable before it is told; the server is killed behind each. */
static void a_report_goes_to_who_leads_and_its_end_comes_back(void **state)
{
	struct town *t = *state;
	struct child grace, ana, jo;

	town_join(t, &grace, "Grace", "facilitator");
	town_join(t, &ana, "Ana", "patient");
	town_join(t, &jo, "Jo", "patient");
	SAYS(&jo, "You are all wrong.");
	HEARS(&ana, "Jo: You are all wrong.");
	HEARS(&grace, "Jo: You are all wrong.");
	SAYS(&ana, "/report Jo: this hurts me");
	HEARS(&ana, "This goes to the facilitators alone, with your words. Jo: You are all");
	HEARS(&grace, "Report 1, by Ana: this hurts me. Type /reports to see the message.");
	SAYS(&jo, "/reports");
	HEARS(&jo, "No report is open.");
	SAYS(&jo, "/resolve 1 no");
	HEARS(&jo, "The server does not let you do that.");
	quit(&grace);
	quit(&ana);
	restart(t);
	town_return(t, &grace, "Grace");
	HEARS(&grace, "Report 1, by Ana: this hurts me.");
	SAYS(&grace, "/reports");
	HEARS(&grace,
	      "this hurts me. The message: \"Jo: You are all wrong.\" To settle it, type "
	      "/resolve 1 and what was done.");
	SAYS(&grace, "/resolve 1 I spoke with Jo.");
	HEARS(&grace, "Report 1 is settled. Who made it is told what you wrote.");
	restart(t);
	town_return(t, &ana, "Ana");
	HEARS(&ana, "About your report 1, Grace says: I spoke with Jo.");
	assert_int_equal(child_count(&jo, "hurts"), 0);
	child_finish(&grace);
	child_finish(&ana);
	child_finish(&jo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_report_goes_to_who_leads_and_its_end_comes_back, town_open,
			town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
