/* SPDX-License-Identifier: MIT */
/* Clocks that are set while the server runs, and a disk that fails again and again: what is
 * decided of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/cert.h"
#include "server/lapse.h"
#include "server/steady.h"
#include "server/trouble.h"

enum { MINUTE_MS = 60000, DAY_MS = 86400000 };
#define YEARS_MS(n) ((n)*INT64_C(31557600000))
#define START_MS    INT64_C(1700000000000)

static void a_clock_that_is_set_a_little_is_followed(void **state)
{
	struct steady s = { 0 };

	(void)state;
	assert_int_equal(steady_jump_ms(&s, START_MS, 5), 0);
	steady_follow(&s, START_MS, 5);
	assert_int_equal(steady_jump_ms(&s, START_MS + DAY_MS, 5 + DAY_MS), 0);
	assert_int_equal(steady_jump_ms(&s, START_MS + MINUTE_MS, 5), 0);
	assert_int_equal(steady_jump_ms(&s, START_MS, 5 + MINUTE_MS), 0);
	/* Followed, it is the time. */
	steady_follow(&s, START_MS + MINUTE_MS, 5);
	assert_int_equal(steady_jump_ms(&s, START_MS + 2 * MINUTE_MS, 5), 0);
}

static void a_clock_that_jumps_is_found_out_both_ways(void **state)
{
	struct steady s = { 0 };

	(void)state;
	steady_follow(&s, START_MS, 5);
	assert_int_equal(steady_jump_ms(&s, START_MS + MINUTE_MS + 1, 5), MINUTE_MS + 1);
	assert_int_equal(steady_jump_ms(&s, START_MS - DAY_MS, 5 + 7), -DAY_MS - 7);
	assert_int_equal(steady_jump_ms(&s, START_MS + YEARS_MS(10), 5), YEARS_MS(10));
}

static void what_is_old_waits_where_the_clock_has_jumped(void **state)
{
	const int64_t two_weeks_ms = (int64_t)LAPSE_DAYS * DAY_MS;

	(void)state;
	assert_int_equal(lapse_judge(0, START_MS), LAPSE_FIRST);
	assert_int_equal(lapse_judge(START_MS, START_MS + DAY_MS), LAPSE_GOES);
	assert_int_equal(lapse_judge(START_MS, START_MS + two_weeks_ms), LAPSE_GOES);
	assert_int_equal(lapse_judge(START_MS, START_MS + two_weeks_ms + 1), LAPSE_WAITS);
	assert_int_equal(lapse_judge(START_MS, START_MS + YEARS_MS(10)), LAPSE_WAITS);
	assert_int_equal(lapse_judge(START_MS, START_MS - YEARS_MS(10)), LAPSE_GOES);
}

static void a_certificates_end_is_told_of_in_time(void **state)
{
	const int64_t end_s = START_MS / 1000, day_s = DAY_MS / 1000;

	(void)state;
	assert_int_equal(cert_end(end_s, end_s - 30 * day_s), CERT_GOOD);
	assert_int_equal(cert_end(end_s, end_s - 30 * day_s + 1), CERT_SOON);
	assert_int_equal(cert_end(end_s, end_s - 7 * day_s), CERT_SOON);
	assert_int_equal(cert_end(end_s, end_s - 7 * day_s + 1), CERT_VERY_SOON);
	assert_int_equal(cert_end(end_s, end_s - 1), CERT_VERY_SOON);
	assert_int_equal(cert_end(end_s, end_s), CERT_OVER);
}

static void a_disk_that_comes_and_goes_is_no_flood(void **state)
{
	struct trouble t = { 0 };
	int told = 0;

	(void)state;
	assert_int_equal(trouble_judge(&t, false, 1), TROUBLE_NONE);
	assert_int_equal(trouble_judge(&t, true, 1), TROUBLE_BEGINS);
	assert_int_equal(trouble_judge(&t, true, 2), TROUBLE_NONE);
	assert_int_equal(trouble_judge(&t, false, 3), TROUBLE_OVER);
	assert_int_equal(trouble_judge(&t, false, 4), TROUBLE_NONE);
	for (int64_t ms = 5; ms < TROUBLE_EACH_MS; ms++)
		told += trouble_judge(&t, ms % 2, ms) != TROUBLE_NONE;
	assert_int_equal(told, 0);
	assert_int_equal(trouble_judge(&t, true, 1 + TROUBLE_EACH_MS), TROUBLE_BEGINS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_that_is_set_a_little_is_followed),
		cmocka_unit_test(a_clock_that_jumps_is_found_out_both_ways),
		cmocka_unit_test(what_is_old_waits_where_the_clock_has_jumped),
		cmocka_unit_test(a_certificates_end_is_told_of_in_time),
		cmocka_unit_test(a_disk_that_comes_and_goes_is_no_flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
