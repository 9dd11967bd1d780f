/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schedule/zone.h"

/* "2026-12-01 18:00:00" at an hour of the day, in ms. */
static int64_t at(const char *zone, int year, int month, int day, int hour)
{
	const struct local l = { .year = year, .month = month, .day = day, .hour = hour };

	return zone_utc_ms(zone, &l);
}

static void a_name_of_the_database_is_known_and_no_other(void **state)
{
	static const char *const no[] = { "",
					  "Mars/Olympus",
					  "../../../etc/passwd",
					  "America/../UTC",
					  "/usr/share/zoneinfo/UTC",
					  "right/UTC",
					  "America",
					  "zone.tab",
					  "America/Denver ",
					  "america/denver" };

	(void)state;
	assert_true(zone_known("UTC"));
	assert_true(zone_known("America/Denver"));
	assert_true(zone_known("US/Mountain"));
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		assert_false(zone_known(no[i]));
}

static void an_hour_is_told_by_the_clock_of_its_zone(void **state)
{
	struct local l = zone_local("America/Denver", INT64_C(1796173200000));

	(void)state;
	assert_int_equal(l.year, 2026);
	assert_int_equal(l.month, 12);
	assert_int_equal(l.day, 1);
	assert_int_equal(l.hour, 18);
	assert_int_equal(l.weekday, 2);
	assert_int_equal(l.offset_s, -7 * 3600);
	assert_int_equal(zone_local("America/Denver", INT64_C(1783000000000)).offset_s,
			 -6 * 3600);
	/* nobody's zone is UTC, and a moment before 1970 has its whole second */
	assert_int_equal(zone_local("Mars/Olympus", -1).second, 59);
	assert_int_equal(zone_local("Mars/Olympus", -1).year, 1969);
}

static void a_skipped_hour_has_the_offset_before_and_a_doubled_one_is_the_first(void **state)
{
	(void)state;
	/* 8 March 2026, 2:30 is not there: 3:30 */
	assert_int_equal(at("America/Denver", 2026, 3, 8, 2),
			 at("America/Denver", 2026, 3, 8, 3));
	/* 1 November 2026, 1:00 is there twice */
	assert_int_equal(at("America/Denver", 2026, 11, 1, 1) + 2 * 3600000,
			 at("America/Denver", 2026, 11, 1, 2));
	/* a whole day that Samoa left out */
	assert_int_equal(at("Pacific/Apia", 2011, 12, 30, 12),
			 at("Pacific/Apia", 2011, 12, 31, 12));
	/* where winter is what changes the clock forward, by its law */
	assert_int_equal(zone_local("Europe/Dublin", at("UTC", 2026, 7, 1, 12)).hour, 13);
}

static void far_years_keep_the_rules_of_their_zone(void **state)
{
	(void)state;
	assert_int_equal(zone_local("America/Denver", at("UTC", 2110, 7, 1, 12)).hour, 6);
	assert_int_equal(zone_local("America/Denver", at("UTC", 2110, 1, 1, 12)).hour, 5);
	assert_int_equal(zone_local("Europe/Paris", at("UTC", 1975, 7, 1, 12)).hour, 13);
	assert_int_equal(zone_local("Europe/Paris", at("UTC", 1976, 7, 1, 12)).hour, 14);
}

static void days_weeks_and_months_begin_at_their_first_moment(void **state)
{
	const int64_t now = at("America/Denver", 2026, 12, 31, 15);

	(void)state;
	assert_int_equal(zone_day("America/Denver", now, 0),
			 at("America/Denver", 2026, 12, 31, 0));
	assert_int_equal(zone_day("America/Denver", now, 1),
			 at("America/Denver", 2027, 1, 1, 0));
	assert_int_equal(zone_month("America/Denver", now, 0),
			 at("America/Denver", 2026, 12, 1, 0));
	assert_int_equal(zone_month("America/Denver", now, -12),
			 at("America/Denver", 2025, 12, 1, 0));
	/* the 31st was a Thursday */
	assert_int_equal(zone_week("America/Denver", now, 0, 1),
			 at("America/Denver", 2026, 12, 28, 0));
	assert_int_equal(zone_week("America/Denver", now, 1, 0),
			 at("America/Denver", 2027, 1, 3, 0));
	assert_int_equal(zone_week("America/Denver", now, 0, 4),
			 zone_day("America/Denver", now, 0));
	/* a day of 23 hours, and one whose midnight is skipped */
	assert_int_equal(
		zone_day("America/Denver", at("America/Denver", 2026, 3, 8, 12), 1) -
			zone_day("America/Denver", at("America/Denver", 2026, 3, 8, 12), 0),
		23 * 3600000);
	assert_int_equal(
		zone_local("Africa/Cairo",
			   zone_day("Africa/Cairo", at("Africa/Cairo", 2026, 4, 24, 12), 0))
			.hour,
		1);
}

static void weeks_are_numbered_as_iso_does(void **state)
{
	(void)state;
	assert_int_equal(zone_week_number("UTC", at("UTC", 2026, 12, 31, 12)), 53);
	assert_int_equal(zone_week_number("UTC", at("UTC", 2027, 1, 3, 12)), 53);
	assert_int_equal(zone_week_number("UTC", at("UTC", 2027, 1, 4, 12)), 1);
	assert_int_equal(zone_week_number("UTC", at("UTC", 2024, 12, 30, 12)), 1);
	assert_int_equal(zone_week_number("America/Denver", at("UTC", 2027, 1, 4, 5)), 53);
}

static void this_device_is_where_it_says(void **state)
{
	(void)state;
	setenv("TZ", "America/Denver", 1);
	assert_string_equal(zone_here(), "America/Denver");
	setenv("TZ", ":Europe/Paris", 1);
	assert_string_equal(zone_here(), "Europe/Paris");
	setenv("TZ", "Mars/Olympus", 1);
	assert_string_equal(zone_here(), "UTC");
	setenv("TZ", "", 1);
	assert_string_equal(zone_here(), "UTC");
	unsetenv("TZ");
	assert_true(zone_known(zone_here()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_of_the_database_is_known_and_no_other),
		cmocka_unit_test(an_hour_is_told_by_the_clock_of_its_zone),
		cmocka_unit_test(
			a_skipped_hour_has_the_offset_before_and_a_doubled_one_is_the_first),
		cmocka_unit_test(far_years_keep_the_rules_of_their_zone),
		cmocka_unit_test(days_weeks_and_months_begin_at_their_first_moment),
		cmocka_unit_test(weeks_are_numbered_as_iso_does),
		cmocka_unit_test(this_device_is_where_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
