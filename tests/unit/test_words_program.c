/* SPDX-License-Identifier: MIT */
/* Rules in words, and words as rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/spanish.h"
#include "view/words_program.h"

static const char *const denver = "America/Denver";

static const struct {
	const char *lines, *words;
} rules[] = {
	{ "DTSTART;TZID=America/Denver:20261201T180000\nDURATION:PT90M\n"
	  "RRULE:FREQ=WEEKLY;UNTIL=20270701T055959Z;BYDAY=TU,TH\n",
	  "Tuesdays and Thursdays, 18:00 to 19:30, until 30 June 2027" },
	{ "DTSTART;TZID=America/New_York:20261201T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=WEEKLY;BYDAY=SU,MO,SA\n",
	  "Mondays, Saturdays and Sundays, 18:00 to 19:00, New York time" },
	{ "DTSTART;TZID=America/Denver:20261201T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=WEEKLY\n",
	  "Tuesdays, 18:00 to 19:00" },
	{ "DTSTART;TZID=America/Denver:20261201T233000\nDURATION:PT1H\n"
	  "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=1\n",
	  "Every 2 weeks on Tuesdays, 23:30 to 00:30, 1 time in all" },
	{ "DTSTART;TZID=America/Denver:20261201T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=DAILY;COUNT=5\n",
	  "Every day, 18:00 to 19:00, 5 times in all" },
	{ "DTSTART;TZID=America/Denver:20261201T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=DAILY;INTERVAL=3\n",
	  "Every 3 days, 18:00 to 19:00" },
	{ "DTSTART;TZID=America/Denver:20261130T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR\n",
	  "Mondays, Tuesdays, Wednesdays, Thursdays and Fridays, 18:00 to 19:00" },
	{ "DTSTART;TZID=America/Denver:20261201T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=MONTHLY;BYDAY=1TU\n",
	  "The first Tuesday of each month, 18:00 to 19:00" },
	{ "DTSTART;TZID=America/Denver:20261229T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=TU;BYSETPOS=-1\n",
	  "The last Tuesday of each month, every 2 months, 18:00 to 19:00" },
	{ "DTSTART;TZID=America/Denver:20261215T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=MONTHLY\n",
	  "Day 15 of each month, 18:00 to 19:00" },
	{ "DTSTART;TZID=America/Denver:20261215T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15\n",
	  "Day 15 of every 2 months, 18:00 to 19:00" },
	{ "DTSTART;TZID=America/Denver:20240229T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=YEARLY\n",
	  "Every year from 29 February 2024, 18:00 to 19:00" },
	{ "DTSTART;TZID=America/Denver:20261201T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1\n",
	  "From 1 December 2026 by the rule FREQ=MONTHLY;BYMONTHDAY=-1, 18:00 to "
	  "19:00" },
	{ "DTSTART;TZID=America/Denver:20261201T180000\nDURATION:PT1H\n"
	  "RDATE;TZID=America/Denver:20261202T180000\n",
	  "Tuesday 1 December 2026, 18:00 to 19:00, and 1 more session" },
	{ "DTSTART:20261201T180000Z\nDTEND:20261201T183000Z\n",
	  "Tuesday 1 December 2026, 18:00 to 18:30, UTC time" },
};

static void every_rule_has_its_words(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct pl_pattern p;

		assert_true(pl_pattern_of(&(struct pl_series) { .lines = rules[i].lines }, &p));
		assert_string_equal(words_rule(&a, &p, denver), rules[i].words);
	}
	arena_finish(&a);
}

static void lines_of_no_form_are_no_rule(void **state)
{
	static const char *const lines[] = {
		"",
		"RRULE:FREQ=WEEKLY\n",
		"DTSTART;VALUE=DATE:20261201\n",
		"DTSTART:20261201T180000\n", /* of no zone */
		"DTSTART;TZID=America/Denver:soon\n",
		"\n\nDTSTART:20261201T180000Z\n",
	};
	struct pl_pattern p;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_false(pl_pattern_of(&(struct pl_series) { .lines = lines[i] }, &p));
}

/* What a pattern says comes back from the lines that are made of it. */
static void lines_and_patterns_are_the_same(void **state)
{
	static const struct pl_pattern rows[] = {
		{ .repeats = PL_REPEATS_NOT, .every = 1 },
		{ .repeats = PL_REPEATS_DAILY, .every = 2, .count = 7 },
		{ .repeats = PL_REPEATS_WEEKLY, .every = 99, .weekdays = 1u << 2 | 1u << 4 },
		{ .repeats = PL_REPEATS_MONTHLY_DAY,
		  .every = 1,
		  .until_utc_ms = INT64_C(1813643999000) },
		{ .repeats = PL_REPEATS_MONTHLY_NTH,
		  .every = 1,
		  .weekdays = 1u << 2,
		  .nth = 1 },
		{ .repeats = PL_REPEATS_YEARLY, .every = 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pl_pattern p = rows[i], back;
		char *lines;

		p.start_utc_ms = INT64_C(1796173200000); /* 1 December 2026, 18:00 in Denver */
		p.minutes = 90;
		snprintf(p.zone, sizeof(p.zone), "%s", denver);
		snprintf(p.place, sizeof(p.place), "Room 2, upstairs; left");
		lines = pl_pattern_lines(&p);
		assert_non_null(lines);
		assert_true(pl_pattern_of(&(struct pl_series) { .lines = lines }, &back));
		memset(back.rule, 0, sizeof(back.rule));
		assert_memory_equal(&back, &p, sizeof(p));
		free(lines);
	}
}

static void patterns_out_of_their_range_make_no_lines(void **state)
{
	static const struct pl_pattern rows[] = {
		{ .repeats = PL_REPEATS_DAILY, .every = 0 },
		{ .repeats = PL_REPEATS_DAILY, .every = 100 },
		{ .repeats = PL_REPEATS_WEEKLY, .every = 1 },
		{ .repeats = PL_REPEATS_WEEKLY, .every = 1, .weekdays = 1u << 7 },
		{ .repeats = PL_REPEATS_MONTHLY_NTH, .every = 1, .weekdays = 3, .nth = 1 },
		{ .repeats = PL_REPEATS_MONTHLY_NTH, .every = 1, .weekdays = 2 },
		{ .repeats = PL_REPEATS_MONTHLY_NTH, .every = 1, .weekdays = 2, .nth = 5 },
		{ .repeats = PL_REPEATS_BY_RULE, .every = 1 },
		{ .repeats = PL_REPEATS_BY_RULE, .every = 1, .rule = "FREQ=NEVER" },
	};
	struct pl_pattern good = { .every = 1, .minutes = 90, .start_utc_ms = 1796173200000 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pl_pattern p = rows[i];

		p.minutes = 90;
		p.start_utc_ms = INT64_C(1796173200000);
		snprintf(p.zone, sizeof(p.zone), "%s", denver);
		assert_null(pl_pattern_lines(&p));
	}
	assert_null(pl_pattern_lines(&good)); /* of no zone */
	snprintf(good.zone, sizeof(good.zone), "%s", denver);
	good.minutes = 1441;
	assert_null(pl_pattern_lines(&good));
}

static void typed_repeats_are_read(void **state)
{
	static const struct {
		const char *typed;
		enum pl_repeats repeats;
		int every;
		unsigned weekdays;
		int nth;
	} rows[] = {
		{ "once", PL_REPEATS_NOT, 1, 0, 0 },
		{ "Weekly mon WEDNESDAY, fri", PL_REPEATS_WEEKLY, 1,
		  1u << 1 | 1u << 3 | 1u << 5, 0 },
		{ "weekly mon and wed", PL_REPEATS_WEEKLY, 1, 1u << 1 | 1u << 3, 0 },
		{ "weekly tuesdays", PL_REPEATS_WEEKLY, 1, 1u << 2, 0 },
		{ "every week tue", PL_REPEATS_WEEKLY, 1, 1u << 2, 0 },
		{ "every 2 weeks tue", PL_REPEATS_WEEKLY, 2, 1u << 2, 0 },
		{ "every 99 days", PL_REPEATS_DAILY, 99, 0, 0 },
		{ "monthly", PL_REPEATS_MONTHLY_DAY, 1, 0, 0 },
		{ "monthly 1st tue", PL_REPEATS_MONTHLY_NTH, 1, 1u << 2, 1 },
		{ "monthly last Sunday", PL_REPEATS_MONTHLY_NTH, 1, 1u << 0, -1 },
		{ "every 2 months third thu", PL_REPEATS_MONTHLY_NTH, 2, 1u << 4, 3 },
		{ "yearly", PL_REPEATS_YEARLY, 1, 0, 0 },
	};
	static const char *const wrong[] = { "",
					     "weekly 5",
					     "weekly tu",
					     "once more",
					     "every",
					     "every -1 days",
					     "every 2",
					     "monthly 1st",
					     "monthly tue",
					     "daily tue",
					     "every x weeks",
					     "every 100 days",
					     "fortnightly",
					     "weekly mon\033" };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pl_pattern p = { .every = 1 };

		if (!words_read_repeats(rows[i].typed, &p))
			fail_msg("%s is not taken", rows[i].typed);
		assert_int_equal(p.repeats, rows[i].repeats);
		assert_int_equal(p.every, rows[i].every);
		assert_int_equal(p.weekdays, rows[i].weekdays);
		assert_int_equal(p.nth, rows[i].nth);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct pl_pattern p = { .every = 1 };

		if (words_read_repeats(wrong[i], &p))
			fail_msg("%s is taken", wrong[i]);
	}
}

static void every_word_and_question_is_said(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (int w = 0; w < PROGRAM_WORDS; w++)
		assert_true(words_program(&a, (enum program_word)w, "x", "y")[0]);
	for (int f = 0; f < SERIES_FIELDS; f++)
		assert_true(words_series_question((enum series_field)f)[0]);
	for (int f = 0; f < SERIES_NAMED; f++)
		assert_true(words_series_how((enum series_field)f)[0]);
	for (int k = 0; k < PL_KINDS; k++)
		assert_true(words_kind((enum pl_kind)k)[0]);
	for (int f = 0; f < PL_FAILURES; f++)
		assert_true(words_change_failure((enum pl_failure)f)[0]);
	for (int r = 0; r < PL_REQUEST_STATES; r++)
		assert_true(words_asked_state(
			&a, &(struct pl_request) { .state = (enum pl_request_state)r })[0]);
	assert_string_equal(words_program(&a, PROGRAM_HAS_THEN, "%s Cy", "%d %n"),
			    "At that time %s Cy has %d %n.");
	arena_finish(&a);
}

static void hours_say_what_is_missing_and_why(void **state)
{
	static const struct {
		struct pl_hours hours;
		const char *words;
	} rows[] = {
		{ { .had = 270, .target = 540, .planned = 90, .missed = 1, .absent = 1 },
		  "4 hours 30 minutes of 9 hours; 1 hour 30 minutes still to come. Not planned "
		  "yet: 3 hours. Missed 1, could not come 1." },
		{ { .had = 540, .target = 540, .planned = 0 },
		  "9 hours of 9 hours; nothing more is to come." },
		{ { .had = 0, .target = 60, .planned = 61, .missed = 2 },
		  "0 minutes of 1 hour; 1 hour 1 minute still to come. Missed 2." },
		{ { .had = 1, .target = 60, .planned = 59, .absent = 1 },
		  "1 minute of 1 hour; 59 minutes still to come. Could not come 1." },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(words_member_hours(&a, &rows[i].hours), rows[i].words);
	arena_finish(&a);
}

static void spanish_is_read_with_its_accents_or_without_and_english_still_is(void **state)
{
	static const spanish_row words[] = {
		{ "yes", "s\u00ed" },
		{ "Wednesday", "mi\u00e9rcoles" },
		{ "tomorrow", "ma\u00f1ana" },
		{ "weekly", "semanal" },
		{ "every", "cada" },
		{ "days", "d\u00edas" },
		{ "title", "t\u00edtulo" },
		{ "none", "ninguna" },
		{ NULL, NULL },
	};
	static const char *const yes[] = { "s\u00ed", "si", "S\u00cd", "yes" };
	static const char *const days[] = { "mi\u00e9rcoles", "MIE", "mi\u00e9", "wed" };
	static const char *const field[] = { "t\u00edtulo: x", "titulo: x", "Title: x" };
	struct pl_pattern p = { .every = 1 };
	enum series_field f;
	bool is_yes;
	int day;

	(void)state;
	spanish_speak(words);
	for (int i = 0; i < 4; i++) {
		assert_true(words_read_yes(yes[i], &is_yes) && is_yes);
		assert_true(words_read_weekday(days[i], &day) && day == 3);
	}
	for (int i = 0; i < 3; i++) {
		const char *answer = field[i];

		assert_true(words_read_field(&answer, &f) && f == SERIES_TITLE);
		assert_string_equal(answer, "x");
	}
	assert_int_equal(words_read_ahead("manana"), 1);
	assert_true(words_read_none("ninguna") && !words_read_none("ning"));
	assert_true(words_read_repeats("semanal mie", &p) && p.weekdays == 1u << 3);
	assert_true(words_read_repeats("cada 2 dias", &p) && p.every == 2);
	assert_false(words_read_weekday("mi", &day));
	spanish_speak(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_has_its_words),
		cmocka_unit_test(lines_of_no_form_are_no_rule),
		cmocka_unit_test(lines_and_patterns_are_the_same),
		cmocka_unit_test(patterns_out_of_their_range_make_no_lines),
		cmocka_unit_test(typed_repeats_are_read),
		cmocka_unit_test(every_word_and_question_is_said),
		cmocka_unit_test(hours_say_what_is_missing_and_why),
		cmocka_unit_test(
			spanish_is_read_with_its_accents_or_without_and_english_still_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
