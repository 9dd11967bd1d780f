/* SPDX-License-Identifier: MIT */
/*
 * The connection on a line as bad as real ones, packet by packet (support/lab.h): a path that
 * dies without a word, an outage, holes, a route that goes and comes.  Needs root and network
 * namespaces; where they are not to be had each test says so and is skipped.
 *
 * LAB_OUTAGE_S is how long the outage is (else 3 s), LAB_IDLE_S how long an idle time is
 * measured (else it is not), and LAB_PROFILE the line.  The times are printed only.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/abreast.h"
#include "support/valley.h"

static void a_path_that_died_without_a_word_is_noticed_when_something_is_said(void **state)
{
	struct valley *v = valley_of(state);
	int joins;
	int64_t ms;

	valley_use(v, "gprs");
	valley_say(v, PATIENT);
	valley_until(v, valley_both_have_all);
	joins = valley_in_log(v, "event=joined");
	lab_rebind(valley_lab);
	valley_say(v, PEER);
	valley_say(v, PATIENT);
	ms = valley_until(v, valley_both_have_all);
	assert_int_equal(valley_in_log(v, "event=joined"), joins + 1);
	assert_int_equal(valley_in_log(v, "event=replaced"), 1);
	assert_int_equal(valley_link(v, PATIENT).link, PL_LINK_LIVE);
	print_message("said after a rebind: both have all after %.1f s\n", (double)ms / 1000);
}

static void live_through_an_outage(struct valley *v, bool rebinds)
{
	enum { MISSED = 50 };
	int outage_ms = 1000 * valley_setting("LAB_OUTAGE_S", 3);
	struct pl_link_info i;
	uint64_t before;
	int64_t from_ms = clock_ms(), ms;

	lab_outage(valley_lab, true);
	before = valley_bytes();
	if (rebinds)
		lab_rebind(valley_lab);
	for (int n = 0; n < MISSED; n++) {
		valley_say(v, PEER);
		if (n == 3)
			valley_say(v, PATIENT);
		valley_pass(v, (int)(from_ms - clock_ms()) + outage_ms * (n + 1) / MISSED);
	}
	i = valley_link(v, PATIENT);
	assert_int_equal(i.kept, 1);
	assert_true(i.unacked_ms > 0 || i.link == PL_LINK_WAITING);
	print_message("at the end of an outage of %d s: link %d, nothing heard for %.1f s, "
		      "not acknowledged for %.1f s\n",
		      outage_ms / 1000, (int)i.link, (double)i.heard_ms / 1000,
		      (double)i.unacked_ms / 1000);
	if (outage_ms >= 60000)
		assert_true(i.link == PL_LINK_OPENING || i.link == PL_LINK_WAITING);
	lab_outage(valley_lab, false);
	ms = valley_until(v, valley_both_have_all);
	print_message("%d missed, %s address: caught up %.1f s after the link was back, "
		      "%llu bytes\n",
		      MISSED, rebinds ? "new" : "same", (double)ms / 1000,
		      (unsigned long long)(valley_bytes() - before));
}

static void an_outage_is_caught_up_with(void **state)
{
	struct valley *v = valley_of(state);

	valley_use(v, "edge");
	valley_say(v, PATIENT);
	valley_until(v, valley_both_have_all);
	live_through_an_outage(v, false);
	valley_until_quiet(v);
	live_through_an_outage(v, true);
}

/* What a connect costs: TLS in full brings certificates along, a resumed one does not. */
static uint64_t come_back(struct valley *v, const char *how)
{
	uint64_t before;
	int64_t ms;

	valley_leave(v, PATIENT);
	valley_until_quiet(v); /* what is still under way belongs to the last one */
	before = valley_bytes();
	valley_enter(v, PATIENT);
	ms = valley_until(v, valley_patient_is_live);
	valley_until_quiet(v);
	print_message("back %s: %.1f s, %d bytes\n", how, (double)ms / 1000,
		      (int)(valley_bytes() - before));
	return valley_bytes() - before;
}

static void tls_is_resumed_after_restarts_of_either_side(void **state)
{
	struct valley *v = valley_of(state);
	uint64_t resumed, restarted, full;
	char key[160];

	valley_use(v, "rural-dsl");
	resumed = come_back(v, "after a restart of the client");
	town_kill(v->town);
	valley_move_to(PEER);
	assert_true(town_serve(v->town));
	restarted = come_back(v, "after a restart of both");
	town_kill(v->town);
	snprintf(key, sizeof(key), "%s/tickets.key", v->town->data);
	assert_int_equal(unlink(key), 0);
	valley_move_to(PEER);
	assert_true(town_serve(v->town));
	full = come_back(v, "with the server's ticket key gone");
	assert_true(resumed + 400 < full);
	assert_true(restarted + 400 < full);
}

static void an_idle_line_costs_little(void **state)
{
	struct valley *v = valley_of(state);
	int idle_s = valley_setting("LAB_IDLE_S", 0);
	uint64_t before;

	if (!idle_s)
		skip();
	valley_use(v, "gprs");
	valley_pass(v, 3000); /* that somebody is here is told a little later */
	before = valley_bytes();
	valley_pass(v, idle_s * 1000);
	print_message("idle for %d s: %d bytes\n", idle_s, (int)(valley_bytes() - before));
	assert_true(valley_bytes() - before <= 3200 * (uint64_t)(idle_s + 3599) / 3600);
	assert_int_equal(valley_link(v, PATIENT).link, PL_LINK_LIVE);
}

static bool waits_long(struct valley *v)
{
	return valley_link(v, PATIENT).retry_in_ms > 3000;
}

static bool waits_no_more(struct valley *v)
{
	return valley_link(v, PATIENT).link != PL_LINK_WAITING;
}

static void a_route_that_comes_ends_a_long_wait(void **state)
{
	struct valley *v = valley_of(state);
	int64_t retry_in_ms, ms;

	valley_leave(v, PATIENT);
	valley_move_to(PATIENT);
	assert_true(lab_route(false));
	valley_enter(v, PATIENT);
	valley_until(v, waits_long);
	assert_int_equal(valley_link(v, PATIENT).failure, PL_FAIL_NETWORK);
	retry_in_ms = valley_link(v, PATIENT).retry_in_ms;
	valley_move_to(PATIENT);
	assert_true(lab_route(true));
	ms = valley_until(v, waits_no_more);
	assert_true(ms < retry_in_ms / 2); /* without the route it is a little less than all */
	ms += valley_until(v, valley_patient_is_live);
	print_message("live %lld ms after the route came; the wait was of %lld\n",
		      (long long)ms, (long long)retry_in_ms);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, valley_open, valley_close)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(a_path_that_died_without_a_word_is_noticed_when_something_is_said),
		TEST(an_outage_is_caught_up_with),
		TEST(tls_is_resumed_after_restarts_of_either_side),
		TEST(an_idle_line_costs_little),
		TEST(a_route_that_comes_ends_a_long_wait),
	};

	if (argc < 2)
		return abreast(argv[0], tests, sizeof(tests) / sizeof(*tests));
	cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, valley_begin, valley_end);
}
