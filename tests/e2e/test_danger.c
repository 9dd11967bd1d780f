/* SPDX-License-Identifier: MIT */
/*
 * Somebody is not safe: without a session, over a server that is killed, over a client that
 * is killed, and in a session; beside it the lead, a vote, a pin and the barrier, in line
 * mode, with TLS.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/town.h"

struct people {
	struct town *t;
	struct child grace, robin, ana, jo;
};

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

/* Asks how the line is, until it is so. */
static void wait_for_line(struct child *c, const char *wanted)
{
	const int before = child_count(c, wanted);
	const int64_t until_ms = clock_ms() + CHILD_WAIT_MS;

	while (child_count(c, wanted) == before) {
		assert_true(clock_ms() < until_ms);
		SAYS(c, "/status");
		HEARS(c, "You are in 1 group.");
	}
}

static void come_back(struct child *c)
{
	SAYS(c, "/retry");
	wait_for_line(c, "\nConnected.");
}

static void without_a_session(struct people *p)
{
	SAYS(&p->ana, "/unsafe");
	HEARS(&p->ana, "The facilitators are told that you are not safe. Nobody has seen it");
	HEARS(&p->grace, "Ana is not safe and asks for help.");
	town_kill(p->t);
	assert_true(town_serve(p->t));
	come_back(&p->grace);
	come_back(&p->ana);
	town_join(p->t, &p->robin, "Robin", "facilitator");
	HEARS(&p->robin, "Ana is not safe and asks for help.");
	SAYS(&p->grace, "/open talk");
	HEARS(&p->grace, "See to that first: type /take.");
	SAYS(&p->grace, "/take");
	HEARS(&p->grace, "Where are you?");
	HEARS(&p->grace, "You see to Ana now.");
	HEARS(&p->ana, "Grace has seen that you are not safe");
	HEARS(&p->robin, "Grace sees to Ana.");
}

/* Kept, although program and line are gone. */
static void without_a_line(struct people *p)
{
	town_kill(p->t);
	wait_for_line(&p->ana, "No connection.");
	SAYS(&p->ana, "/unsafe");
	HEARS(&p->ana, "Your line is down. That you are not safe goes out first");
	child_kill(&p->ana, 9);
	child_end(&p->ana);
	child_finish(&p->ana);
	assert_true(town_serve(p->t));
	town_return(p->t, &p->ana, "Ana");
	come_back(&p->grace);
	SAYS(&p->robin, "/retry");
	HEARS(&p->robin, "Ana is not safe and asks for help.");
	SAYS(&p->robin, "/take Ana");
	HEARS(&p->ana, "Robin has seen that you are not safe");
}

static void in_a_session(struct people *p)
{
	come_back(&p->jo);
	SAYS(&p->grace, "/open talk");
	HEARS(&p->ana, "A session is under way here.");
	HEARS(&p->jo, "A session is under way here.");
	HEARS(&p->grace, "Now: Check-in.");
	SAYS(&p->grace, "/stage 2");
	HEARS(&p->jo, "Now: Open talk.");
	SAYS(&p->grace, "/poll A break?: yes / no");
	HEARS(&p->ana, "A vote: A break? 1: yes. 2: no. Type /vote and a number.");
	HEARS(&p->jo, "A vote: A break?");
	SAYS(&p->ana, "/vote yes");
	HEARS(&p->ana, "Your vote is noted.");
	SAYS(&p->jo, "/vote 1");
	HEARS(&p->jo, "Your vote is noted.");
	SAYS(&p->grace, "/poll close");
	HEARS(&p->jo, "The vote is over. A break? yes: 2. no: 0.");
	SAYS(&p->grace, "/pin Water is in the hall.");
	HEARS(&p->ana, "To keep in mind: Water is in the hall.");
	SAYS(&p->grace, "Do you all have this?");
	HEARS(&p->jo, "Do you all have this?");
	SAYS(&p->grace, "/barrier");
	HEARS(&p->grace, "All have this.");
	SAYS(&p->grace, "/see Jo");
	HEARS(&p->grace, "All that was said has reached them.");
	child_kill(&p->jo, 9);
	child_end(&p->jo);
	child_finish(&p->jo);
	HEARS(&p->grace, "The line of Jo is down.");
	SAYS(&p->grace, "And this?");
	HEARS(&p->robin, "And this?");
	SAYS(&p->grace, "/barrier");
	HEARS(&p->grace, "Still receiving: Jo.");
	town_return(p->t, &p->jo, "Jo");
	HEARS(&p->grace, "All have this.");
	SAYS(&p->grace, "/baton Robin");
	HEARS(&p->robin, "Grace offers you the lead.");
	SAYS(&p->robin, "/take lead");
	HEARS(&p->jo, "Robin leads now.");
}

static void somebody_is_not_safe(void **state)
{
	struct people p = { .t = *state };

	town_join(p.t, &p.grace, "Grace", "facilitator");
	HEARS(&p.grace, "You have joined.");
	town_join(p.t, &p.ana, "Ana", "patient");
	HEARS(&p.ana, "You have joined.");
	town_join(p.t, &p.jo, "Jo", "patient");
	HEARS(&p.jo, "You have joined.");
	without_a_session(&p);
	without_a_line(&p);
	in_a_session(&p);
	assert_int_equal(child_count(&p.jo, "not safe"), 0);
	child_finish(&p.grace);
	child_finish(&p.robin);
	child_finish(&p.ana);
	child_finish(&p.jo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(somebody_is_not_safe, town_open, town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
