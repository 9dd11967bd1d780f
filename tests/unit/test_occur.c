/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/agenda.h"

static void check(const char *properties, const char *want)
{
	struct calendar *c = agenda_of(properties);

	assert_non_null(c);
	assert_string_equal(agenda(c, "20260101T000000", "20270101T000000", "America/Denver"),
			    want);
	calendar_free(c);
}

static void a_weekly_hour_stays_the_same_across_the_change_of_clocks(void **state)
{
	(void)state;
	check("DTSTART;TZID=America/Denver:20260224T180000\n"
	      "DTEND;TZID=America/Denver:20260224T193000\n"
	      "RRULE:FREQ=WEEKLY;COUNT=4\n",
	      "2026-02-24 18:00 90\n2026-03-03 18:00 90\n2026-03-10 18:00 90\n"
	      "2026-03-17 18:00 90\n");
}

static void one_in_utc_moves_on_the_wall(void **state)
{
	(void)state;
	check("DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\n",
	      "2026-02-28 18:00 60\n2026-03-07 18:00 60\n2026-03-14 19:00 60\n");
}

static void a_skipped_hour_is_the_one_behind_it(void **state)
{
	(void)state;
	check("DTSTART;TZID=America/Denver:20260307T023000\nDURATION:PT30M\n"
	      "RRULE:FREQ=DAILY;COUNT=3\n",
	      "2026-03-07 02:30 30\n2026-03-08 03:30 30\n2026-03-09 02:30 30\n");
}

static void more_dates_and_fewer_are_obeyed(void **state)
{
	(void)state;
	check("DTSTART;TZID=America/Denver:20260601T100000\nDURATION:PT1H\n"
	      "RRULE:FREQ=DAILY;UNTIL=20260605T160000Z\n"
	      "EXDATE;TZID=America/Denver:20260602T100000,20260603T100000\n"
	      "EXDATE:20260604T160000Z\n"
	      "RDATE;TZID=America/Denver:20260601T100000,20260610T120000\n"
	      "RDATE;VALUE=PERIOD:20260611T160000Z/PT2H,20260612T160000Z/20260612T163000Z\n",
	      "2026-06-01 10:00 60\n2026-06-05 10:00 60\n2026-06-10 12:00 60\n"
	      "2026-06-11 10:00 120\n2026-06-12 10:00 30\n");
}

static void dates_without_a_zone_are_of_that_of_the_event(void **state)
{
	(void)state;
	check("RDATE:20260610T120000\nDTSTART;TZID=Europe/Paris:20260601T180000\n"
	      "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260602T180000\nEND:VEVENT\n"
	      "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260603T180000\nSTATUS:CANCELLED\n",
	      "2026-06-01 10:00 0\n2026-06-03 10:00 0 cancelled\n2026-06-10 04:00 0\n");
}

static void a_day_taken_out_by_date_takes_its_hour(void **state)
{
	(void)state;
	check("DTSTART;TZID=America/Denver:20260601T200000\nRRULE:FREQ=DAILY;COUNT=3\n"
	      "EXDATE;VALUE=DATE:20260602\n",
	      "2026-06-01 20:00 0\n2026-06-03 20:00 0\n");
}

/* "2TU" means nothing by week. */
static void a_week_goes_on_from_its_own_first_day(void **state)
{
	(void)state;
	check("DTSTART;TZID=America/Denver:20260603T100000\n"
	      "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=-1SA,2TH,WE,SU;WKST=TH;COUNT=7\n",
	      "2026-06-03 10:00 0\n2026-06-11 10:00 0\n2026-06-13 10:00 0\n"
	      "2026-06-14 10:00 0\n2026-06-17 10:00 0\n2026-06-25 10:00 0\n"
	      "2026-06-27 10:00 0\n");
}

static void what_is_said_twice_counts_once(void **state)
{
	(void)state;
	check("DTSTART;TZID=America/Denver:20260601T100000\n"
	      "RRULE:FREQ=WEEKLY;BYDAY=MO,1MO,TU;BYHOUR=10,10;COUNT=7\n",
	      "2026-06-01 10:00 0\n2026-06-02 10:00 0\n2026-06-08 10:00 0\n"
	      "2026-06-09 10:00 0\n2026-06-15 10:00 0\n2026-06-16 10:00 0\n"
	      "2026-06-22 10:00 0\n");
}

static void days_are_days_wherever_one_is(void **state)
{
	(void)state;
	check("DTSTART;VALUE=DATE:20260307\nRRULE:FREQ=DAILY;COUNT=2\n",
	      "2026-03-07 00:00 1440 day floating\n2026-03-08 00:00 1380 day floating\n");
	check("DTSTART;VALUE=DATE:20240229\nDTEND;VALUE=DATE:20240302\nRRULE:FREQ=YEARLY\n",
	      "");
	check("DTSTART:20260307T090000\n", "2026-03-07 09:00 0 floating\n");
}

static void a_change_is_seen_where_it_was_moved_to(void **state)
{
	(void)state;
	check("DTSTART;TZID=America/Denver:20251230T180000\nDURATION:PT1H\n"
	      "RRULE:FREQ=WEEKLY;COUNT=3\nEND:VEVENT\n"
	      "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20251231T010000Z\n"
	      "DTSTART;TZID=America/Denver:20260201T100000\nDURATION:PT2H\nEND:VEVENT\n"
	      "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;TZID=America/Denver:20260106T180000\n"
	      "STATUS:CANCELLED\n",
	      "2026-01-06 18:00 60 cancelled\n2026-01-13 18:00 60\n"
	      "2026-02-01 10:00 120 moved\n");
}

static void a_change_that_goes_on_goes_on(void **state)
{
	(void)state;
	check("DTSTART;TZID=America/Denver:20260301T180000\nDURATION:PT1H\n"
	      "RRULE:FREQ=WEEKLY;COUNT=4\nEND:VEVENT\n"
	      "BEGIN:VEVENT\nUID:a\n"
	      "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Denver:20260308T180000\n"
	      "DTSTART;TZID=America/Denver:20260309T190000\nDURATION:PT2H\nEND:VEVENT\n"
	      "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;TZID=America/Denver:20260315T180000\n"
	      "STATUS:CANCELLED\n",
	      "2026-03-01 18:00 60\n2026-03-09 19:00 120 moved\n"
	      "2026-03-16 19:00 120 cancelled moved\n2026-03-23 19:00 120 moved\n");
}

static void what_goes_on_still_is_seen(void **state)
{
	struct calendar *c = agenda_of("DTSTART:20260601T000000Z\nDURATION:PT2H\n"
				       "RRULE:FREQ=DAILY;COUNT=2\n");

	(void)state;
	assert_string_equal(agenda(c, "20260601T010000", "20260602T000000", "UTC"),
			    "2026-06-01 00:00 120\n");
	assert_string_equal(agenda(c, "20260601T020000", "20260602T000000", "UTC"), "");
	assert_string_equal(agenda(c, "20260601T020000", "20260602T000001", "UTC"),
			    "2026-06-02 00:00 120\n");
	calendar_free(c);
}

static void one_is_found_by_when_it_was_to_be(void **state)
{
	struct calendar *c =
		agenda_of("DTSTART:20260601T000000Z\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\n"
			  "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260602T000000Z\n"
			  "DTSTART:20260901T000000Z\nEND:VEVENT\n"
			  "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260603T000000Z\n"
			  "STATUS:CANCELLED\n");
	const int64_t first = INT64_C(1780272000000), day = 86400000;
	struct occur o;

	(void)state;
	assert_true(occur_find(c, 0, first + day, "UTC", &o));
	assert_true(o.moved);
	assert_int_equal(o.start_utc_ms, INT64_C(1788220800000));
	assert_false(occur_find(c, 0, first + 3 * day, "UTC", &o));
	assert_false(occur_find(c, 0, first + 1, "UTC", &o));
	assert_false(occur_find(c, 1, first, "UTC", &o));
	/* what is cancelled does not begin */
	assert_true(occur_next(c, 0, first - 1, "UTC", &o));
	assert_int_equal(o.start_utc_ms, first);
	assert_true(occur_next(c, 0, first, "UTC", &o));
	assert_int_equal(o.original_utc_ms, first + day);
	assert_false(occur_next(c, 0, INT64_C(1788220800000), "UTC", &o));
	calendar_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_weekly_hour_stays_the_same_across_the_change_of_clocks),
		cmocka_unit_test(one_in_utc_moves_on_the_wall),
		cmocka_unit_test(a_skipped_hour_is_the_one_behind_it),
		cmocka_unit_test(more_dates_and_fewer_are_obeyed),
		cmocka_unit_test(dates_without_a_zone_are_of_that_of_the_event),
		cmocka_unit_test(a_day_taken_out_by_date_takes_its_hour),
		cmocka_unit_test(a_week_goes_on_from_its_own_first_day),
		cmocka_unit_test(what_is_said_twice_counts_once),
		cmocka_unit_test(days_are_days_wherever_one_is),
		cmocka_unit_test(a_change_is_seen_where_it_was_moved_to),
		cmocka_unit_test(a_change_that_goes_on_goes_on),
		cmocka_unit_test(what_goes_on_still_is_seen),
		cmocka_unit_test(one_is_found_by_when_it_was_to_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
