/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schedule/rule.h"
#include "support/agenda.h"
#include "text/utf8.h"

static struct calendar_problems problems;

static struct calendar *read_text(const char *text)
{
	return calendar_read(str_of(text), &problems);
}

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define EVENT(more)                                                                            \
	"BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260601T100000Z\r\n" more "END:VEVENT\r\n"
#define TAIL "END:VCALENDAR\r\n"

static void an_event_is_read_with_its_words(void **state)
{
	struct calendar *c = read_text(
		HEAD
		"BEGIN:VEVENT\r\nUID:a@b\r\nSUMMARY;LANGUAGE=en:Tea\\, with\\n mil\r\n k\r\n"
		"LOCATION:Room 4\\; left\r\nDESCRIPTION:Bring\\nyour cup\r\n"
		"DTSTART;TZID=Europe/Paris:20260601T100000\r\n"
		"BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nDESCRIPTION:alarm\r\nEND:VALARM\r\n"
		"X-PORCHLIGHT-LEADER:17\r\nEND:VEVENT\r\n" TAIL);
	const struct calendar_event *e;

	(void)state;
	assert_non_null(c);
	assert_string_equal(agenda_problems(&problems), "");
	assert_int_equal(calendar_count(c), 1);
	e = calendar_event(c, 0);
	assert_string_equal(e->uid, "a@b");
	assert_string_equal(e->title, "Tea, with milk");
	assert_string_equal(e->place, "Room 4; left");
	assert_string_equal(e->text, "Bring\nyour cup");
	assert_string_equal(e->zone, "Europe/Paris");
	assert_int_equal(e->leader, 17);
	assert_int_equal(e->line, 3);
	assert_false(e->repeats || e->all_day);
	calendar_free(c);
}

static void what_is_no_calendar_is_none(void **state)
{
	(void)state;
	assert_null(read_text(""));
	assert_string_equal(agenda_problems(&problems), "0 none \n");
	assert_null(read_text("<html>\nnot found\n</html>\n"));
	assert_string_equal(agenda_problems(&problems), "0 none \n");
	assert_null(read_text("BEGIN:VEVENT\nEND:VEVENT\n"));
}

static void each_fault_has_its_line_and_the_rest_is_good(void **state)
{
	struct calendar *c = read_text(
		HEAD
		"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:no start\r\nEND:VEVENT\r\n"        /* 3 */
		"BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20261301T000000\r\nEND:VEVENT\r\n" /* 7 */
		"BEGIN:VEVENT\r\nUID:3\r\nDTSTART;TZID=Mars/Base:20260601T100000\r\n"
		"RRULE:FREQ=SOMETIMES\r\nEND:VEVENT\r\n" /* 11 */
		"BEGIN:VEVENT\r\nUID:4\r\nDTSTART:20260602T100000Z\r\n"
		"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"
		"DTEND:20260601T100000Z\r\nEXDATE:yesterday\r\nEND:VEVENT\r\n" /* 16 */
		"this is no line\r\n"                                          /* 23 */
		"BEGIN:VEVENT\r\nUID:5\r\nRECURRENCE-ID:20260601T100000Z\r\n"
		"SUMMARY:lost\r\nEND:VEVENT\r\n"                               /* 24 */
		EVENT("")                                                      /* 29 */
		"BEGIN:VEVENT\r\nUID:6\r\nDTSTART:20260601T100000Z\r\n" TAIL); /* 33 */

	(void)state;
	assert_non_null(c);
	assert_string_equal(agenda_problems(&problems),
			    "3 start no start\n"
			    "7 start \n"
			    "9 value DTSTART\n"
			    "13 zone Mars/Base\n"
			    "14 rule RRULE\n"
			    "16 value DTEND\n"
			    "19 rule FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2\n"
			    "21 value EXDATE\n"
			    "23 folding this is no line\n"
			    "24 stray lost\n"
			    "33 cut VEVENT\n");
	assert_string_equal(agenda(c, "20260101T000000", "20270101T000000", "UTC"),
			    "2026-06-01 10:00 0 floating\n2026-06-01 10:00 0\n"
			    "2026-06-02 10:00 0\n");
	calendar_free(c);
}

static void a_line_that_is_not_utf8_is_latin1(void **state)
{
	struct calendar *c =
		read_text(HEAD EVENT("SUMMARY:Caf\xe9\r\nLOCATION:\xc3\xa9\r\n") TAIL);

	(void)state;
	assert_string_equal(agenda_problems(&problems), "6 encoding SUMMARY\n");
	assert_string_equal(calendar_event(c, 0)->title, "Caf\u00e9");
	assert_string_equal(calendar_event(c, 0)->place, "\u00e9");
	calendar_free(c);
}

static void a_fold_may_part_a_character(void **state)
{
	struct calendar *c =
		read_text("\xef\xbb\xbf" HEAD EVENT("SUMMARY:Caf\xc3\r\n \xa9\n\t au\n") TAIL);

	(void)state;
	assert_string_equal(agenda_problems(&problems), "");
	assert_string_equal(calendar_event(c, 0)->title, "Caf\u00e9 au");
	calendar_free(c);
}

static void lines_are_counted_as_they_are_written(void **state)
{
	struct calendar *c = read_text(HEAD "X-A:b\n c\n d\n\nnone\n" EVENT("DURATION:x\r\n"));

	(void)state;
	assert_string_equal(agenda_problems(&problems), "7 folding none\n11 value DURATION\n");
	calendar_free(c);
}

static void texts_of_others_give_no_orders(void **state)
{
	struct calendar *c =
		read_text(HEAD EVENT("SUMMARY:a\x1b[2Jb\u202ec\\n\\nd\x07\r\n") TAIL);

	(void)state;
	assert_string_equal(calendar_event(c, 0)->title, "a[2Jbc d");
	calendar_free(c);
	c = read_text(HEAD "BEGIN:VEVENT\r\nDTSTART;TZID=\"x\x1b[31m\":20260601T100000\r\n"
			   "END:VEVENT\r\n" TAIL);
	assert_string_equal(agenda_problems(&problems), "4 zone x[31m\n");
	calendar_free(c);
}

static void a_nul_ends_nothing(void **state)
{
	static const char text[] = HEAD EVENT("SUMMARY:a\0b\r\nLOCATION:there\r\n") TAIL;
	struct calendar *c = calendar_read((struct str) { text, sizeof(text) - 1 }, &problems);

	(void)state;
	assert_string_equal(calendar_event(c, 0)->title, "ab");
	assert_string_equal(calendar_event(c, 0)->place, "there");
	calendar_free(c);
}

static void a_zone_of_the_file_is_obeyed(void **state)
{
	/* two hours in summer, from the tenth day of April, and a quarter of an hour east */
	struct calendar *c = read_text(
		HEAD "BEGIN:VTIMEZONE\r\nTZID:Ours\r\n"
		     "BEGIN:STANDARD\r\nDTSTART:20201010T030000\r\nTZOFFSETFROM:+0215\r\n"
		     "TZOFFSETTO:+0015\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=10\r\nEND:"
		     "STANDARD\r\n"
		     "BEGIN:DAYLIGHT\r\nDTSTART:20200410T020000\r\nTZOFFSETFROM:+0015\r\n"
		     "TZOFFSETTO:+0215\r\nRRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=10\r\nEND:"
		     "DAYLIGHT\r\n"
		     "END:VTIMEZONE\r\n"
		     "BEGIN:VEVENT\r\nDTSTART;TZID=Ours:20260409T120000\r\n"
		     "RRULE:FREQ=DAILY;COUNT=2\r\nEND:VEVENT\r\n" TAIL);

	(void)state;
	assert_string_equal(agenda_problems(&problems), "");
	assert_string_equal(agenda(c, "20260101T000000", "20270101T000000", "UTC"),
			    "2026-04-09 11:45 0\n2026-04-10 09:45 0\n");
	calendar_free(c);
}

static void a_zone_is_known_behind_a_prefix(void **state)
{
	static const char *const names[] = {
		"America/Denver", "/mozilla.org/20050126_1/America/Denver",
		"/freeassociation.sourceforge.net/America/Denver"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char text[256] = "DTSTART;TZID=";
		struct calendar *c;

		strncat(text, names[i], 128);
		strncat(text, ":20260601T100000\n", 64);
		c = agenda_of(text);
		assert_string_equal(agenda(c, "20260101T000000", "20270101T000000", "UTC"),
				    "2026-06-01 16:00 0\n");
		calendar_free(c);
	}
}

static void the_last_of_two_of_one_name_holds(void **state)
{
	struct calendar *c = read_text(HEAD EVENT("SUMMARY:new\r\nSEQUENCE:2\r\n")
					       EVENT("SUMMARY:old\r\nSEQUENCE:1\r\n") TAIL);

	(void)state;
	assert_int_equal(calendar_count(c), 1);
	assert_string_equal(calendar_event(c, 0)->title, "new");
	calendar_free(c);
}

/* ---- bounds: what it costs is counted in steps of rules ---- */

static uint64_t steps_of(const char *properties, const char *want)
{
	struct calendar *c = agenda_of(properties);
	uint64_t before = rule_steps();

	assert_non_null(c);
	if (want)
		assert_string_equal(agenda(c, "20260601T000000", "20260701T000000", "UTC"),
				    want);
	else
		agenda(c, "20260601T000000", "20260701T000000", "UTC");
	calendar_free(c);
	return rule_steps() - before;
}

static void rules_of_nothing_and_without_end_are_cheap(void **state)
{
	static const char *const never[] = {
		"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n",
		"RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30\n",
		"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\n",
		"RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30\n",
		"RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\n",
		"RRULE:FREQ=SECONDLY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=30\n",
		"RRULE:FREQ=MONTHLY;INTERVAL=24;BYMONTHDAY=31;BYMONTH=4\n",
		"RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=WE\n",
		"RRULE:FREQ=MONTHLY;BYDAY=6MO\n",
		"RRULE:FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20\n",
		"RRULE:FREQ=YEARLY;BYWEEKNO=30;BYMONTH=1\n",
		"RRULE:FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2\n",
		"RRULE:FREQ=MINUTELY;INTERVAL=60;BYMINUTE=1\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++) {
		char text[256] = "DTSTART:20260202T000000Z\n";

		strncat(text, never[i], sizeof(text) - 64);
		assert_in_range(steps_of(text, ""), 0, 2000);
	}
	assert_in_range(steps_of("DTSTART:20260202T000000Z\nRRULE:FREQ=SECONDLY\n", NULL), 4096,
			RULE_STEPS_MAX);
	assert_in_range(steps_of("DTSTART:16040101T000000Z\nRRULE:FREQ=WEEKLY\n", NULL), 4, 20);
}

static void what_is_dense_is_seen_from_anywhere_on(void **state)
{
	static const char *const rules[] = {
		"FREQ=SECONDLY",
		"FREQ=SECONDLY;BYMONTH=2",
		"FREQ=SECONDLY;BYHOUR=13;BYMINUTE=30,31",
		"FREQ=MINUTELY;BYSECOND=0,20,40",
		"FREQ=HOURLY;BYMINUTE=30,45",
		"FREQ=MINUTELY;INTERVAL=9;BYMONTHDAY=20",
	};
	static const char *const want[] = {
		"2026-02-20 13:30 0\n2026-02-20 13:30 0\n2026-02-20 13:30 0\n",
		"2026-02-20 13:30 0\n2026-02-20 13:30 0\n2026-02-20 13:30 0\n",
		"2026-02-20 13:30 0\n2026-02-20 13:30 0\n2026-02-20 13:30 0\n",
		"2026-02-20 13:30 0\n",
		"2026-02-20 13:30 0\n",
		"2026-02-20 13:30 0\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		char text[256] = "DTSTART:20240102T000000Z\nRRULE:";
		struct calendar *c;
		uint64_t before = rule_steps();

		strncat(text, rules[i], 128);
		strncat(text, "\n", 2);
		c = agenda_of(text);
		assert_string_equal(agenda(c, "20260220T133000",
					   i < 3 ? "20260220T133003" : "20260220T133020",
					   "UTC"),
				    want[i]);
		assert_in_range(rule_steps() - before, 1, 500);
		calendar_free(c);
	}
}

static void hours_that_are_far_apart_are_found(void **state)
{
	(void)state;
	assert_in_range(
		steps_of("DTSTART:20260202T000000Z\n"
			 "RRULE:FREQ=SECONDLY;INTERVAL=7;BYMONTHDAY=9;BYHOUR=3;BYMINUTE=0;"
			 "BYSECOND=0,1,2,3,4,5,6\n",
			 "2026-06-09 03:00 0\n"),
		1, 2000);
}

static void a_thousand_exceptions_are_read_once(void **state)
{
	struct buf b;
	uint64_t steps;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_adds(&b, "DTSTART:20230101T100000Z\nRRULE:FREQ=DAILY\n");
	for (int i = 0; i < 1000; i++)
		buf_addf(&b, "EXDATE:%04d%02d%02dT100000Z\n", 2023 + i / 336, 1 + i % 336 / 28,
			 1 + i % 28);
	buf_adds(&b, "END:VEVENT\n");
	for (int i = 0; i < 1000; i++)
		buf_addf(&b,
			 "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260%d%02dT100000Z\nSEQUENCE:%d\n"
			 "DTSTART:20260601T%02d%02d00Z\nEND:VEVENT\n",
			 6 + i % 2, 1 + i % 28, i, i % 24, i % 60);
	buf_adds(&b, "BEGIN:VEVENT\nUID:b\nDTSTART:20260601T110000Z\n");
	steps = steps_of(buf_text(&b), NULL);
	assert_in_range(steps, 28, 2500);
	buf_finish(&b);
}

static void a_calendar_has_its_limits(void **state)
{
	struct buf b;
	struct calendar *c;

	(void)state;
	buf_init(&b, 2 * CALENDAR_BYTES_MAX);
	buf_adds(&b, HEAD);
	for (int i = 0; i < CALENDAR_EVENTS_MAX + 1; i++)
		buf_addf(&b, "BEGIN:VEVENT\nUID:%d\nDTSTART:20260601T100000Z\nEND:VEVENT\n", i);
	c = calendar_read((struct str) { buf_text(&b), b.n }, &problems);
	assert_int_equal(calendar_count(c), CALENDAR_EVENTS_MAX);
	assert_string_equal(agenda_problems(&problems), "80003 many VEVENT\n");
	calendar_free(c);
	while (b.n <= CALENDAR_BYTES_MAX)
		buf_adds(&b, "SUMMARY:and so on and so on and so on and so on and so on and so "
			     "on\n");
	assert_null(calendar_read((struct str) { buf_text(&b), b.n }, &problems));
	assert_string_equal(agenda_problems(&problems), "0 large \n");
	buf_finish(&b);
}

static void many_events_that_never_end_are_bounded_together(void **state)
{
	struct buf b;
	struct calendar *c;
	uint64_t before;

	(void)state;
	buf_init(&b, CALENDAR_BYTES_MAX);
	buf_adds(&b, HEAD);
	for (int i = 0; i < 2000; i++)
		buf_addf(&b,
			 "BEGIN:VEVENT\nUID:%d\nDTSTART:20260601T100000Z\n"
			 "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=%s\nEND:VEVENT\n",
			 i, i % 8 ? "WE" : "TH");
	c = calendar_read((struct str) { buf_text(&b), b.n }, &problems);
	before = rule_steps();
	agenda(c, "20260601T000000", "22000101T000000", "UTC");
	assert_in_range(rule_steps() - before, 4096, 21 * RULE_STEPS_MAX);
	calendar_free(c);
	buf_finish(&b);
}

static void zones_are_bounded_together(void **state)
{
	struct buf b;
	uint64_t before = rule_steps();

	(void)state;
	buf_init(&b, CALENDAR_BYTES_MAX);
	buf_adds(&b, HEAD);
	for (int i = 0; i < 100; i++) {
		buf_addf(&b,
			 "BEGIN:VTIMEZONE\nTZID:%d\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
			 "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n",
			 i);
		for (int k = 0; k < 100; k++)
			buf_adds(&b, "RRULE:FREQ=HOURLY;INTERVAL=7;BYDAY=MO\n");
		buf_adds(&b, "END:STANDARD\nEND:VTIMEZONE\n");
	}
	buf_adds(&b, EVENT("") TAIL);
	calendar_free(calendar_read((struct str) { buf_text(&b), b.n }, &problems));
	assert_in_range(rule_steps() - before, 10 * RULE_STEPS_MAX, 12 * RULE_STEPS_MAX);
	assert_in_range(problems.total, 1, 99);
	assert_int_equal(problems.all[0].fault, CALENDAR_ZONE);
	buf_finish(&b);
}

static void problems_are_counted_when_they_are_not_told(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_adds(&b, HEAD);
	for (int i = 0; i < 1000; i++)
		buf_adds(&b, "?\n");
	calendar_free(calendar_read((struct str) { buf_text(&b), b.n }, &problems));
	assert_int_equal(problems.count, CALENDAR_PROBLEMS_MAX);
	assert_int_equal(problems.total, 1000);
	buf_finish(&b);
}

static void a_long_text_is_cut_between_characters(void **state)
{
	struct buf b;
	struct calendar *c;
	const char *text;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_adds(&b, "DTSTART:20260601T100000Z\nDESCRIPTION:a");
	for (int i = 0; i < 5000; i++)
		buf_adds(&b, "\u00e9");
	buf_adds(&b, "\n");
	c = agenda_of(buf_text(&b));
	text = calendar_event(c, 0)->text;
	assert_in_range(strlen(text), CALENDAR_TEXT_MAX - 4, CALENDAR_TEXT_MAX);
	assert_true(utf8_valid(str_of(text)));
	calendar_free(c);
	buf_finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_is_read_with_its_words),
		cmocka_unit_test(what_is_no_calendar_is_none),
		cmocka_unit_test(each_fault_has_its_line_and_the_rest_is_good),
		cmocka_unit_test(a_line_that_is_not_utf8_is_latin1),
		cmocka_unit_test(a_fold_may_part_a_character),
		cmocka_unit_test(lines_are_counted_as_they_are_written),
		cmocka_unit_test(texts_of_others_give_no_orders),
		cmocka_unit_test(a_nul_ends_nothing),
		cmocka_unit_test(a_zone_of_the_file_is_obeyed),
		cmocka_unit_test(a_zone_is_known_behind_a_prefix),
		cmocka_unit_test(the_last_of_two_of_one_name_holds),
		cmocka_unit_test(rules_of_nothing_and_without_end_are_cheap),
		cmocka_unit_test(what_is_dense_is_seen_from_anywhere_on),
		cmocka_unit_test(hours_that_are_far_apart_are_found),
		cmocka_unit_test(a_thousand_exceptions_are_read_once),
		cmocka_unit_test(a_calendar_has_its_limits),
		cmocka_unit_test(many_events_that_never_end_are_bounded_together),
		cmocka_unit_test(zones_are_bounded_together),
		cmocka_unit_test(problems_are_counted_when_they_are_not_told),
		cmocka_unit_test(a_long_text_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
