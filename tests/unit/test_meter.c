/* SPDX-License-Identifier: MIT */
/* The data meter, with clocks of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "client/meter.h"

#define HOUR_MS (INT64_C(3600) * 1000)
#define DAY_MS  (24 * HOUR_MS)

/* Monday 30 November 2026, 22:00 in UTC. */
static const int64_t monday = INT64_C(1796076000000);

static struct meter_now at(int64_t utc_ms)
{
	return (struct meter_now) { 1000, utc_ms };
}

static struct meter fresh(void)
{
	struct meter m;

	meter_init(&m, at(monday));
	return m;
}

/* So many more went up and, ten times as many, down. */
static void spend(struct meter *m, uint64_t n, int64_t utc_ms)
{
	meter_feed(m, (struct pl_bytes) { m->seen.up + n, m->seen.down + 10 * n }, at(utc_ms));
}

static void assert_bytes(struct pl_bytes b, uint64_t n)
{
	assert_int_equal(b.up, n);
	assert_int_equal(b.down, 10 * n);
}

static void set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

static void what_goes_over_the_line_is_of_the_session_the_day_and_the_month(void **state)
{
	struct meter m = fresh();

	(void)state;
	assert_bytes(meter_month(&m, at(monday)), 0);
	spend(&m, 7, monday);
	spend(&m, 5, monday + HOUR_MS);
	assert_bytes(m.session, 12);
	assert_bytes(meter_today(&m, at(monday + HOUR_MS)), 12);
	assert_bytes(meter_month(&m, at(monday + HOUR_MS)), 12);
}

static void a_day_ends_at_midnight_of_the_place(void **state)
{
	struct meter m = fresh();

	(void)state;
	spend(&m, 3, monday + 2 * HOUR_MS - 1);
	assert_bytes(meter_today(&m, at(monday + 2 * HOUR_MS - 1)), 3);
	assert_bytes(meter_today(&m, at(monday + 2 * HOUR_MS)), 0);
	set_zone("XXX+5"); /* there it is 17:00 on Monday */
	assert_bytes(meter_today(&m, at(monday + 2 * HOUR_MS)), 3);
	set_zone("UTC");
}

static void a_month_ends_with_its_last_day(void **state)
{
	struct meter m = fresh();

	(void)state;
	spend(&m, 4, monday - 30 * DAY_MS); /* 31 October */
	spend(&m, 3, monday - 29 * DAY_MS); /* 1 November */
	spend(&m, 5, monday);
	assert_bytes(meter_month(&m, at(monday)), 8);
	assert_bytes(meter_month(&m, at(monday + DAY_MS)), 0); /* 1 December */
	spend(&m, 6, monday + 32 * DAY_MS);                    /* 1 January 2027 */
	assert_bytes(meter_month(&m, at(monday + 32 * DAY_MS)), 6);
	assert_bytes(meter_month(&m, at(monday + 32 * DAY_MS)), 6);
	assert_bytes(m.session, 18);
}

/* A year's same month is another one. */
static void the_same_month_of_another_year_is_not_this_month(void **state)
{
	struct meter m = fresh();

	(void)state;
	spend(&m, 3, monday);
	assert_bytes(meter_month(&m, at(monday + 365 * DAY_MS)), 0);
}

static void a_clock_that_goes_back_loses_and_doubles_nothing(void **state)
{
	struct meter m = fresh();

	(void)state;
	spend(&m, 3, monday);
	spend(&m, 4, monday + 3000 * DAY_MS); /* years ahead: a battery is empty */
	assert_bytes(meter_today(&m, at(monday)), 7);
	assert_bytes(meter_month(&m, at(monday)), 7);
	spend(&m, 1, monday);
	assert_bytes(meter_today(&m, at(monday)), 8);
	/* What was put right stays right when those years have come. */
	assert_bytes(meter_today(&m, at(monday + 3000 * DAY_MS)), 0);
	spend(&m, 2, monday - 40 * DAY_MS);
	assert_bytes(meter_month(&m, at(monday - 40 * DAY_MS)), 10);
	spend(&m, 1, monday);
	assert_bytes(meter_today(&m, at(monday)), 1);
	assert_bytes(m.session, 11);
}

/* The same moment is on two days on two sides of the sea. */
static void a_journey_west_keeps_the_day(void **state)
{
	struct meter m = fresh();

	(void)state;
	set_zone("XXX-12"); /* Tuesday, 1 December, 10:00 */
	spend(&m, 3, monday);
	assert_bytes(meter_month(&m, at(monday)), 3);
	set_zone("XXX+10"); /* Monday, 30 November, 13:00 */
	spend(&m, 4, monday + HOUR_MS);
	assert_bytes(meter_today(&m, at(monday + HOUR_MS)), 7);
	assert_bytes(meter_month(&m, at(monday + HOUR_MS)), 7);
	set_zone("UTC");
}

static void the_hour_that_comes_twice_is_one_day(void **state)
{
	struct meter m = fresh();
	const int64_t october = INT64_C(1792889400000); /* 25 October 2026, 00:50 in UTC */

	(void)state;
	set_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	for (int i = 0; i < 20; i++)
		spend(&m, 1, october + i * HOUR_MS / 6);
	assert_bytes(meter_today(&m, at(october)), 20);
	assert_int_equal(m.days_count, 1);
	set_zone("UTC");
}

static void counters_that_begin_anew_are_counted_from_there(void **state)
{
	struct meter m = fresh();

	(void)state;
	spend(&m, 100, monday);
	meter_feed(&m, (struct pl_bytes) { 2, 20 }, at(monday));
	assert_bytes(m.session, 102);
}

static void what_is_too_much_to_count_stays_at_the_most(void **state)
{
	struct meter m = fresh();
	struct pl_bytes b;

	(void)state;
	meter_feed(&m, (struct pl_bytes) { UINT64_MAX - 1, UINT64_MAX }, at(monday));
	meter_feed(&m, (struct pl_bytes) { 5, 5 }, at(monday)); /* anew */
	b = meter_month(&m, at(monday));
	assert_true(b.up == UINT64_MAX && b.down == UINT64_MAX);
	meter_allow(&m, UINT64_MAX);
	assert_int_equal(meter_notice(&m, at(monday)), 100);
}

static void a_moment_on_no_calendar_is_counted_all_the_same(void **state)
{
	static const int64_t moments[] = { INT64_MIN, -1, 0, INT64_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof(moments) / sizeof(*moments); i++) {
		struct meter m = fresh();

		spend(&m, 3, moments[i]);
		assert_bytes(meter_today(&m, at(moments[i])), 3);
		assert_bytes(m.session, 3);
	}
}

static void only_so_many_days_are_remembered(void **state)
{
	struct meter m = fresh();
	int64_t day = monday;

	(void)state;
	for (int i = 0; i < 3 * METER_DAYS; i++, day += DAY_MS)
		spend(&m, 1, day);
	assert_int_equal(m.days_count, METER_DAYS);
	for (size_t i = 1; i < m.days_count; i++)
		assert_true(m.days[i].date > m.days[i - 1].date);
	assert_bytes(meter_today(&m, at(day - DAY_MS)), 1);
}

/* ---- what it costs ---- */

static struct meter_now later(int64_t ms)
{
	return (struct meter_now) { 1000 + ms, monday + ms };
}

static void talk(struct meter *m, uint64_t bytes, int64_t ms)
{
	meter_feed(m, (struct pl_bytes) { m->seen.up + bytes, m->seen.down }, later(ms));
}

static void an_hours_cost_is_that_of_the_last_one(void **state)
{
	struct meter m = fresh();
	int64_t ms = 0;

	(void)state;
	meter_live(&m);
	talk(&m, 1000, ms += METER_EARLY_MS - 1);
	assert_int_equal(meter_hour(&m), 0); /* too early */
	talk(&m, 0, ms += 1);
	assert_int_equal(meter_hour(&m), 6000);
	for (int i = 0; i < 5; i++)
		talk(&m, 1000, ms += METER_EARLY_MS);
	assert_int_equal(meter_hour(&m), 6000);
	for (int i = 0; i < 60; i++)
		talk(&m, 2000, ms += METER_EARLY_MS);
	assert_in_range(meter_hour(&m), 11900, 12000);
}

static void connecting_is_told_apart_from_talking(void **state)
{
	struct meter m = fresh();

	(void)state;
	assert_int_equal(m.reconnect, 0);
	meter_opening(&m);
	talk(&m, 300, 1000); /* an attempt that fails */
	meter_down(&m);
	talk(&m, 10, 2000);
	meter_opening(&m);
	talk(&m, 2000, 3000);
	assert_int_equal(m.reconnect, 0);
	meter_live(&m);
	assert_int_equal(m.reconnect, 2310);
	talk(&m, 500, METER_EARLY_MS + 3000);
	assert_int_equal(meter_hour(&m), 3000);
	meter_down(&m);
	talk(&m, 40, 2 * METER_EARLY_MS);
	assert_int_equal(meter_hour(&m), 3000);
	assert_int_equal(m.reconnect, 2310); /* of the last that worked */
	meter_opening(&m);
	talk(&m, 1500, 2 * METER_EARLY_MS + 1000);
	meter_live(&m);
	assert_int_equal(m.reconnect, 1500);
}

/* ---- the allowance ---- */

static void eighty_and_a_hundred_percent_are_told_once_each(void **state)
{
	struct meter m = fresh();

	(void)state;
	meter_allow(&m, 1100);
	spend(&m, 79, monday);
	assert_int_equal(meter_notice(&m, at(monday)), 0);
	spend(&m, 1, monday);
	assert_int_equal(meter_notice(&m, at(monday)), 80);
	assert_int_equal(meter_notice(&m, at(monday)), 80); /* until it was told */
	meter_told(&m, at(monday));
	assert_int_equal(meter_notice(&m, at(monday)), 0);
	spend(&m, 19, monday);
	assert_int_equal(meter_notice(&m, at(monday)), 0);
	spend(&m, 1, monday);
	assert_int_equal(meter_notice(&m, at(monday)), 100);
	meter_told(&m, at(monday));
	spend(&m, 1000, monday);
	assert_int_equal(meter_notice(&m, at(monday)), 0);
}

static void a_new_month_and_another_allowance_begin_anew(void **state)
{
	struct meter m = fresh();

	(void)state;
	meter_allow(&m, 110);
	spend(&m, 10, monday);
	meter_told(&m, at(monday));
	meter_allow(&m, 120);
	assert_int_equal(meter_notice(&m, at(monday)), 80);
	meter_told(&m, at(monday));
	meter_allow(&m, 200);
	assert_int_equal(meter_notice(&m, at(monday)), 0);
	meter_allow(&m, 0);
	assert_int_equal(meter_notice(&m, at(monday)), 0);
	meter_allow(&m, 110);
	spend(&m, 10, monday + DAY_MS);
	assert_int_equal(meter_notice(&m, at(monday + DAY_MS)), 100);
}

/* ---- keeping it ---- */

static void it_is_written_rarely(void **state)
{
	struct meter m = fresh();

	(void)state;
	assert_false(meter_is_due(&m, later(10 * METER_SAVE_MS))); /* nothing to write */
	talk(&m, 1, 1);
	assert_false(meter_is_due(&m, later(METER_SAVE_MS - 1)));
	assert_true(meter_is_due(&m, later(METER_SAVE_MS)));
	talk(&m, METER_SAVE_BYTES, 2);
	assert_false(meter_is_due(&m, later(METER_SAVE_SOON_MS - 1)));
	assert_true(meter_is_due(&m, later(METER_SAVE_SOON_MS)));
	meter_saved(&m, false, later(METER_SAVE_SOON_MS)); /* the disk is full */
	assert_false(meter_is_due(&m, later(METER_SAVE_SOON_MS + 1)));
	assert_true(meter_is_due(&m, later(2 * METER_SAVE_SOON_MS)));
	meter_saved(&m, true, later(2 * METER_SAVE_SOON_MS));
	assert_false(meter_is_due(&m, later(100 * METER_SAVE_MS)));
}

static void what_is_written_is_read_again(void **state)
{
	struct meter m = fresh(), again = fresh();
	struct buf text;

	(void)state;
	meter_allow(&m, 110);
	for (int i = METER_DAYS; i >= 0; i--)
		spend(&m, 9, monday - i * DAY_MS);
	m.days[0].bytes = (struct pl_bytes) { UINT64_MAX, UINT64_MAX };
	meter_told(&m, at(monday));
	buf_init(&text, METER_TEXT_MAX);
	meter_write(&m, &text);
	assert_true(meter_read(&again, buf_text(&text)));
	buf_finish(&text);
	assert_int_equal(again.days_count, m.days_count);
	assert_memory_equal(again.days, m.days, sizeof(m.days));
	assert_bytes(again.session, 0); /* a new one */
	meter_allow(&again, 110);
	assert_int_equal(meter_notice(&again, at(monday)), 0);
}

static void what_was_not_written_by_it_is_not_read(void **state)
{
	static const char *const texts[] = {
		"",
		"2 0 0 0;",
		"1 0 0 0",
		"1 0 0 -1;",
		"1 0 101 0;",
		"1 0 0 0;20261130 1;",
		"1 0 0 0;20261130 1 2",
		"1 0 0 0;99999999 1 2;",
		"1 0 0 0;20261130 1 99999999999999999999;",
		"1 0 0 0;20261130 1 2;x",
		" 1 0 0 0;",
		"1  0 0 0;",
	};
	struct meter m = fresh();

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_false(meter_read(&m, texts[i]));
		assert_int_equal(m.days_count, 0);
	}
	assert_true(meter_read(&m, "1 0 0 0;"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_goes_over_the_line_is_of_the_session_the_day_and_the_month),
		cmocka_unit_test(a_day_ends_at_midnight_of_the_place),
		cmocka_unit_test(a_month_ends_with_its_last_day),
		cmocka_unit_test(the_same_month_of_another_year_is_not_this_month),
		cmocka_unit_test(a_clock_that_goes_back_loses_and_doubles_nothing),
		cmocka_unit_test(a_journey_west_keeps_the_day),
		cmocka_unit_test(the_hour_that_comes_twice_is_one_day),
		cmocka_unit_test(counters_that_begin_anew_are_counted_from_there),
		cmocka_unit_test(what_is_too_much_to_count_stays_at_the_most),
		cmocka_unit_test(a_moment_on_no_calendar_is_counted_all_the_same),
		cmocka_unit_test(only_so_many_days_are_remembered),
		cmocka_unit_test(an_hours_cost_is_that_of_the_last_one),
		cmocka_unit_test(connecting_is_told_apart_from_talking),
		cmocka_unit_test(eighty_and_a_hundred_percent_are_told_once_each),
		cmocka_unit_test(a_new_month_and_another_allowance_begin_anew),
		cmocka_unit_test(it_is_written_rarely),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(what_was_not_written_by_it_is_not_read),
	};

	set_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
