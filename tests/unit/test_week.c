/* SPDX-License-Identifier: MIT */
/* Weeks: their edges, the years' edges, and the nights when clocks change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "server/week.h"

enum { HOUR_MS = 3600000 };

static void in_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

static void a_week__from_monday_to_sunday(void **state)
{
	struct week w, same;

	(void)state;
	in_zone("UTC0");
	assert_true(week_read("2026-W48", &w));
	assert_string_equal(w.first, "2026-11-23");
	assert_string_equal(w.last, "2026-11-29");
	assert_int_equal(w.from_ms, INT64_C(1795392000000));
	assert_int_equal(w.to_ms - w.from_ms, 7 * 24 * INT64_C(3600000));
	assert_true(week_of(w.from_ms, &same));
	assert_string_equal(same.name, "2026-W48");
	assert_true(week_of(w.from_ms - 1000, &same));
	assert_string_equal(same.name, "2026-W47");
	assert_true(week_of(w.to_ms - 1000, &same));
	assert_string_equal(same.name, "2026-W48");
	assert_true(week_read("2026-11-29", &same));
	assert_int_equal(same.from_ms, w.from_ms);
}

static void the_years_edge__by_iso_8601(void **state)
{
	struct week w;

	(void)state;
	in_zone("UTC0");
	assert_true(week_read("2026-W53", &w));
	assert_string_equal(w.first, "2026-12-28");
	assert_string_equal(w.last, "2027-01-03");
	assert_true(week_read("2027-01-03", &w));
	assert_string_equal(w.name, "2026-W53");
	assert_true(week_read("2025-W01", &w));
	assert_string_equal(w.first, "2024-12-30");
}

static void what_is_no_week__is_refused(void **state)
{
	static const char *const wrong[] = { "",           "48",         "2026-W00",
					     "2025-W53",   "2026-W54",   "2026-W4",
					     "2026-W48x",  "2026-02-29", "2026-13-01",
					     "2026-11-31", "2026-1-1",   "next" };
	struct week w;

	(void)state;
	in_zone("UTC0");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(week_read(wrong[i], &w));
	assert_true(week_read("2028-02-29", &w));
}

/* An hour less in spring, an hour more in autumn. */
static void the_nights_when_clocks_change(void **state)
{
	struct week w;

	(void)state;
	in_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	assert_true(week_read("2026-03-29", &w));
	assert_int_equal((w.to_ms - w.from_ms) / HOUR_MS, 7 * 24 - 1);
	assert_true(week_read("2026-10-25", &w));
	assert_int_equal((w.to_ms - w.from_ms) / HOUR_MS, 7 * 24 + 1);
	assert_string_equal(w.last, "2026-10-25");
	assert_string_equal(w.zone, "CEST");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_week__from_monday_to_sunday),
		cmocka_unit_test(the_years_edge__by_iso_8601),
		cmocka_unit_test(what_is_no_week__is_refused),
		cmocka_unit_test(the_nights_when_clocks_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
