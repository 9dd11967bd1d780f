/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/agenda.h"

static const char weekly[] = "DTSTART;TZID=America/Denver:20261201T180000\n"
			     "DURATION:PT90M\n"
			     "RRULE:FREQ=WEEKLY;BYDAY=TU\n"
			     "EXDATE:20261223T010000Z\n"
			     "LOCATION:Room 4\\, left\n"
			     "DESCRIPTION:Bring\\nyour cup\n"
			     "X-PORCHLIGHT-LEADER:7\n"
			     "\n"
			     "RECURRENCE-ID:20261209T010000Z\n"
			     "COMMENT:holiday\n"
			     "STATUS:CANCELLED\n"
			     "\n"
			     "RECURRENCE-ID:20261216T010000Z\n"
			     "DTSTART;TZID=America/Denver:20261217T190000\n"
			     "X-PORCHLIGHT-LEADER:9\n";

static struct calendar *of(const char *lines)
{
	return calendar_of_lines(str_of(lines), "Group");
}

static void lines_come_back_as_they_were(void **state)
{
	struct calendar *c = of(weekly);
	struct occur all[4];
	struct buf b;

	(void)state;
	assert_non_null(c);
	assert_string_equal(calendar_event(c, 0)->title, "Group");
	assert_int_equal(calendar_event(c, 0)->changes, 2);
	buf_init(&b, CALENDAR_LINES_MAX);
	assert_true(calendar_to_lines(c, 0, &b));
	assert_string_equal(buf_text(&b), weekly);
	assert_int_equal(
		occur_list(c, INT64_C(1796000000000), INT64_C(1798700000000), "UTC", all, 4),
		4);
	assert_string_equal(all[0].title, "Group");
	assert_string_equal(all[0].place, "Room 4, left");
	assert_int_equal(all[0].leader, 7);
	assert_false(all[0].substitute);
	assert_true(all[1].cancelled);
	assert_string_equal(all[1].why, "holiday");
	assert_true(all[2].moved && all[2].substitute);
	assert_int_equal(all[2].leader, 9);
	assert_int_equal(all[2].end_utc_ms - all[2].start_utc_ms, 90 * 60000);
	buf_finish(&b);
	calendar_free(c);
}

static void what_is_not_of_the_form_is_refused(void **state)
{
	static const char *const no[] = {
		"",
		"SUMMARY:x\n",
		"DTSTART:20261201T180000\n",                /* floating */
		"DTSTART;VALUE=DATE:20261201\n",            /* a whole day */
		"DTSTART;TZID=Mars/Base:20261201T180000\n", /* nobody's zone */
		"DTSTART:20261201T180000Z\nUID:2\n",
		"DTSTART:20261201T180000Z\nSUMMARY:other\n",
		"DTSTART:20261201T180000Z\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:"
		"20261201T180000Z\n",
		"DTSTART:20261201T180000Z\nend:VEVENT\n",
		"DTSTART:20261201T180000Z\nRRULE:FREQ=NEVER\n",
		"DTSTART:20261201T180000Z\nLOCATION:a\n b\n", /* folded */
		"DTSTART:20261201T180000Z\nnothing\n",
		"DTSTART:20261201T180000Z\n\nSTATUS:CANCELLED\n", /* a change of nothing */
		"DTSTART;TZID=America/Denver:20261201T180000\n\nRECURRENCE-ID:20261201T180000\n"
		"STATUS:CANCELLED\n",
		"DTSTART:20261201T180000Z\n\nRECURRENCE-ID:20261201T180000Z\nDTSTART:"
		"20261202T180000\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		assert_null(of(no[i]));
}

static void lines_have_their_limits(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_adds(&b, "DTSTART:20261201T180000Z\nRRULE:FREQ=DAILY\n");
	for (int i = 0; i < CALENDAR_CHANGES_MAX; i++)
		buf_addf(&b, "\nRECURRENCE-ID:2027%02d%02dT180000Z\nX-A:1\n", 1 + i / 28,
			 1 + i % 28);
	assert_non_null(b.p);
	assert_in_range(b.n, 1, CALENDAR_LINES_MAX);
	{
		struct calendar *c = of(buf_text(&b));

		assert_non_null(c);
		calendar_free(c);
	}
	buf_adds(&b, "\nRECURRENCE-ID:20271201T180000Z\nX-A:1\n");
	assert_null(of(buf_text(&b)));
	while (b.n <= CALENDAR_LINES_MAX)
		buf_adds(&b, "X-A:1\n");
	assert_null(of(buf_text(&b)));
	buf_finish(&b);
}

static void only_what_can_be_said_is_said(void **state)
{
	static const char *const no[] = {
		"DTSTART:20261201T180000\n",
		"DTSTART;VALUE=DATE:20261201\n",
		"DTSTART:20261201T180000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\n"
		"RECURRENCE-ID:20261201T180000Z\nDTSTART:20261202T180000\n",
	};
	struct buf b;

	(void)state;
	buf_init(&b, CALENDAR_LINES_MAX);
	buf_adds(&b, "before");
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++) {
		struct calendar *c = agenda_of(no[i]);

		assert_false(calendar_to_lines(c, 0, &b));
		assert_false(calendar_to_lines(c, 1, &b));
		assert_string_equal(buf_text(&b), "before");
		calendar_free(c);
	}
	buf_finish(&b);
}

/* A VTIMEZONE of a known name is that zone only if its clocks are. */
static void a_zone_of_the_file_is_named_if_it_is_the_same(void **state)
{
	static const char form[] =
		"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:America/Denver\n"
		"BEGIN:STANDARD\nDTSTART:20071104T020000\nTZOFFSETFROM:-0600\nTZOFFSETTO:%s\n"
		"RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nEND:STANDARD\n"
		"BEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:%s\nTZOFFSETTO:-0600\n"
		"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
		"BEGIN:VEVENT\nDTSTART;TZID=America/Denver:20260106T100000\nDURATION:PT1H\n"
		"RRULE:FREQ=WEEKLY\nEND:VEVENT\nEND:VCALENDAR\n";
	static const char *const offsets[] = { "-0700", "-0715" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct buf b, out;
		struct calendar *c;

		buf_init(&b, 4096);
		buf_init(&out, CALENDAR_LINES_MAX);
		buf_addf(&b, form, offsets[i], offsets[i]);
		c = calendar_read((struct str) { buf_text(&b), b.n }, NULL);
		assert_int_equal(calendar_to_lines(c, 0, &out), i == 0);
		assert_string_equal(buf_text(&out),
				    i == 0 ? "DTSTART;TZID=America/Denver:20260106T100000\n"
					     "DURATION:PT60M\nRRULE:FREQ=WEEKLY\n"
					   : "");
		calendar_free(c);
		buf_finish(&b);
		buf_finish(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_back_as_they_were),
		cmocka_unit_test(what_is_not_of_the_form_is_refused),
		cmocka_unit_test(lines_have_their_limits),
		cmocka_unit_test(only_what_can_be_said_is_said),
		cmocka_unit_test(a_zone_of_the_file_is_named_if_it_is_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
