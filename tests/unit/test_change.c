/* SPDX-License-Identifier: MIT */
/* Changes to a series: what of the lines becomes other, and that nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schedule/change.h"
#include "schedule/occur.h"

#define HOUR  3600000LL
#define DAY   (24 * HOUR)
#define WEEK  (7 * DAY)
#define FIRST 1796173200000LL /* 2026-12-02T01:00Z, in Denver Tuesday at six in the evening */
#define TUESDAYS                                                                               \
	"DTSTART;TZID=America/Denver:20261201T180000\nDURATION:PT1H30M\n"                      \
	"RRULE:FREQ=WEEKLY;BYDAY=TU\n"

enum { WEEKS = 14 }; /* until the clocks change */

struct lines {
	struct buf now, next;
};

static void begin(struct lines *l, const char *text)
{
	buf_init(&l->now, 4096);
	buf_init(&l->next, 4096);
	assert_true(buf_adds(&l->now, text));
}

static void finish(struct lines *l)
{
	buf_finish(&l->now);
	buf_finish(&l->next);
}

static bool change(struct lines *l, struct change_asked asked)
{
	const struct buf was = l->now;

	if (!change_lines((struct str) { was.p, was.n }, &asked, &l->next)) {
		assert_int_equal(l->next.n, 0);
		return false;
	}
	l->now = l->next;
	l->next = was;
	return true;
}

static const char *text(const struct lines *l)
{
	return buf_text(&l->now);
}

/* What is planned from the first on for so many weeks. */
static size_t list(const struct lines *l, int weeks, struct occur *out, size_t size)
{
	struct calendar *c = calendar_of_lines(str_of(text(l)), "Title");
	size_t n;

	assert_non_null(c);
	n = occur_list(c, FIRST, FIRST + weeks * WEEK, "UTC", out, size);
	calendar_free(c);
	for (size_t i = 0; i < n && i < size; i++)
		out[i].title = out[i].place = out[i].why = NULL; /* they went with it */
	return n;
}

static void a_new_series__is_lines(void **state)
{
	const struct change_series s = { "America/Denver",
					 { .year = 2026, .month = 12, .day = 1, .hour = 18 },
					 90,
					 "FREQ=WEEKLY;BYDAY=TU",
					 "Room 2, upstairs" };
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	assert_true(change_new(&s, &out));
	assert_string_equal(buf_text(&out), TUESDAYS "LOCATION:Room 2\\, upstairs\n");
	buf_finish(&out);
}

#define ON(y, m, d)                                                                            \
	{                                                                                      \
		.year = (y), .month = (m), .day = (d), .hour = 18                              \
	}

static const struct {
	struct change_series s;
	const char *lines; /* NULL: refused */
} series[] = {
	{ { "UTC", ON(2026, 12, 1), 60, "", "" }, "DTSTART:20261201T180000Z\nDURATION:PT1H\n" },
	/* the rule's first day, not the one that was typed */
	{ { "UTC", ON(2026, 11, 30), 60, "FREQ=WEEKLY;BYDAY=TU", "" },
	  "DTSTART:20261201T180000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TU\n" },
	/* the last day with all its hours, told in UTC */
	{ { "Europe/Berlin", ON(2026, 12, 1), 60, "FREQ=DAILY;UNTIL=20261205", "" },
	  "DTSTART;TZID=Europe/Berlin:20261201T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=DAILY;UNTIL=20261205T225959Z\n" },
	{ { "Europe/Berlin", ON(2026, 12, 1), 60, "FREQ=DAILY;COUNT=3", " a\tb\n" },
	  "DTSTART;TZID=Europe/Berlin:20261201T180000\nDURATION:PT1H\n"
	  "RRULE:FREQ=DAILY;COUNT=3\nLOCATION:a b\n" },
	{ { "Mars/Olympus", ON(2026, 12, 1), 60, "", "" }, NULL },
	{ { "UTC", ON(2026, 2, 29), 60, "", "" }, NULL },
	{ { "UTC", ON(2026, 13, 1), 60, "", "" }, NULL },
	{ { "UTC", { .year = 2026, .month = 12, .day = 1, .hour = 24 }, 60, "", "" }, NULL },
	{ { "UTC", { .year = 2026, .month = 12, .day = 1, .minute = -1 }, 60, "", "" }, NULL },
	{ { "UTC", ON(1969, 12, 1), 60, "", "" }, NULL },
	{ { "UTC", ON(2026, 12, 1), 0, "", "" }, NULL },
	{ { "UTC", ON(2026, 12, 1), 1441, "", "" }, NULL },
	{ { "UTC", ON(2026, 12, 1), 60, "every tuesday", "" }, NULL },
	{ { "UTC", ON(2026, 12, 1), 60, "FREQ=SECONDLY", "" }, NULL },
	{ { "UTC", ON(2026, 12, 1), 60, "FREQ=WEEKLY;UNTIL=20261130T000000Z", "" }, NULL },
	{ { "UTC", ON(2026, 12, 1), 60, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "" }, NULL },
};

static void a_new_series__is_sound_or_refused(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	for (size_t i = 0; i < sizeof(series) / sizeof(series[0]); i++) {
		const bool made = change_new(&series[i].s, &out);

		if (made != (series[i].lines != NULL))
			fail_msg("row %zu: %s", i, buf_text(&out));
		assert_string_equal(buf_text(&out), made ? series[i].lines : "");
	}
	buf_finish(&out);
}

static void what_is_restored__is_as_before(void **state)
{
	const int64_t second = FIRST + WEEK;
	struct lines l;

	(void)state;
	begin(&l, TUESDAYS);
	assert_true(change(&l, (struct change_asked) { CHANGE_CANCEL, .original_utc_ms = second,
						       .why = "holiday" }));
	assert_string_equal(text(&l), TUESDAYS "\nRECURRENCE-ID:20261209T010000Z\n"
					       "STATUS:CANCELLED\nCOMMENT:holiday\n");
	assert_true(change(&l, (struct change_asked) { CHANGE_MOVE, .original_utc_ms = second,
						       .start_utc_ms = second + DAY,
						       .minutes = 60 }));
	assert_string_equal(text(&l), TUESDAYS "\nRECURRENCE-ID:20261209T010000Z\n"
					       "DTSTART;TZID=America/Denver:20261209T180000\n"
					       "DURATION:PT1H\n");
	assert_true(change(
		&l, (struct change_asked) { CHANGE_RESTORE, .original_utc_ms = second }));
	assert_string_equal(text(&l), TUESDAYS);
	/* moved back to where it was to be is restored too */
	assert_true(change(&l, (struct change_asked) { CHANGE_MOVE, .original_utc_ms = second,
						       .start_utc_ms = second + HOUR }));
	assert_true(change(&l, (struct change_asked) { CHANGE_MOVE, .original_utc_ms = second,
						       .start_utc_ms = second }));
	assert_string_equal(text(&l), TUESDAYS);
	finish(&l);
}

static void a_change__can_be_changed(void **state)
{
	struct occur o[4];
	struct lines l;

	(void)state;
	begin(&l, TUESDAYS);
	assert_true(change(&l, (struct change_asked) { CHANGE_MOVE, .original_utc_ms = FIRST,
						       .start_utc_ms = FIRST + 2 * HOUR,
						       .minutes = 45, .why = "snow" }));
	assert_true(change(&l, (struct change_asked) { CHANGE_LEADER, .original_utc_ms = FIRST,
						       .leader = 7 }));
	assert_true(change(&l, (struct change_asked) { CHANGE_PLACE, .original_utc_ms = FIRST,
						       .text = "Hall" }));
	assert_non_null(
		strstr(text(&l), "COMMENT:snow\nX-PORCHLIGHT-LEADER:7\nLOCATION:Hall\n"));
	/* of an hour later, as long as it is now */
	assert_true(change(&l, (struct change_asked) { CHANGE_MOVE, .original_utc_ms = FIRST,
						       .start_utc_ms = FIRST + 3 * HOUR }));
	assert_null(strstr(text(&l), "snow"));
	assert_int_equal(list(&l, 1, o, 4), 1);
	assert_int_equal(o[0].start_utc_ms, FIRST + 3 * HOUR);
	assert_int_equal(o[0].end_utc_ms, FIRST + 3 * HOUR + 45 * 60000);
	assert_int_equal(o[0].original_utc_ms, FIRST);
	assert_int_equal(o[0].leader, 7);
	assert_true(o[0].substitute && o[0].moved && !o[0].cancelled);
	/* it stays where it is when it is cancelled */
	assert_true(
		change(&l, (struct change_asked) { CHANGE_CANCEL, .original_utc_ms = FIRST }));
	assert_int_equal(list(&l, 1, o, 4), 1);
	assert_true(o[0].cancelled);
	assert_int_equal(o[0].start_utc_ms, FIRST + 3 * HOUR);
	assert_true(
		change(&l, (struct change_asked) { CHANGE_RESTORE, .original_utc_ms = FIRST }));
	assert_string_equal(text(&l), TUESDAYS);
	finish(&l);
}

static void a_leader_or_a_place__is_of_one_or_of_all(void **state)
{
	struct lines l;

	(void)state;
	begin(&l, TUESDAYS);
	assert_true(change(&l, (struct change_asked) { CHANGE_LEADER, .leader = 3 }));
	assert_true(change(&l, (struct change_asked) { CHANGE_PLACE, .text = "Room 1" }));
	assert_true(change(&l, (struct change_asked) { CHANGE_BRING, .text = "a pen; paper" }));
	assert_string_equal(text(&l), TUESDAYS "X-PORCHLIGHT-LEADER:3\nLOCATION:Room 1\n"
					       "DESCRIPTION:a pen\\; paper\n");
	assert_true(change(&l, (struct change_asked) { CHANGE_LEADER, .original_utc_ms = FIRST,
						       .leader = 4 }));
	assert_non_null(strstr(text(&l), "\n\nRECURRENCE-ID:20261202T010000Z\n"
					 "X-PORCHLIGHT-LEADER:4\n"));
	assert_true(
		change(&l, (struct change_asked) { CHANGE_LEADER, .original_utc_ms = FIRST }));
	assert_true(change(&l, (struct change_asked) { .what = CHANGE_LEADER }));
	assert_true(change(&l, (struct change_asked) { CHANGE_PLACE, .text = "" }));
	assert_true(change(&l, (struct change_asked) { CHANGE_BRING, .text = "" }));
	assert_string_equal(text(&l), TUESDAYS);
	finish(&l);
}

/* Nothing begins at or behind the end: neither by the rule nor by a change nor as one more. */
static void an_end__takes_what_is_behind_it(void **state)
{
	const int64_t end = FIRST + 3 * WEEK;
	struct occur o[8];
	struct lines l;

	(void)state;
	begin(&l, TUESDAYS);
	assert_true(change(&l, (struct change_asked) { CHANGE_CANCEL,
						       .original_utc_ms = FIRST + 4 * WEEK }));
	assert_true(
		change(&l, (struct change_asked) { CHANGE_MOVE, .original_utc_ms = FIRST + WEEK,
						   .start_utc_ms = end + HOUR }));
	assert_true(change(&l, (struct change_asked) { CHANGE_CANCEL, .original_utc_ms = FIRST,
						       .why = "snow" }));
	assert_true(
		change(&l, (struct change_asked) { CHANGE_ADD, .start_utc_ms = end + DAY }));
	assert_true(
		change(&l, (struct change_asked) { CHANGE_ADD, .start_utc_ms = end - HOUR }));
	assert_true(change(&l, (struct change_asked) { CHANGE_MOVE,
						       .original_utc_ms = end + 2 * WEEK,
						       .start_utc_ms = end - DAY }));
	assert_true(change(&l, (struct change_asked) { CHANGE_END, .start_utc_ms = end }));
	assert_int_equal(list(&l, 52, o, 8), 3);
	assert_true(o[0].cancelled);
	assert_int_equal(o[1].start_utc_ms, FIRST + 2 * WEEK);
	assert_int_equal(o[2].start_utc_ms, end - HOUR);
	assert_non_null(strstr(text(&l), "UNTIL=20261223T005959Z"));
	assert_null(strstr(text(&l), "20261230"));
	assert_null(strstr(text(&l), "20270106")); /* though it was moved before the end */
	finish(&l);
}

static const struct {
	const char *rule;
	int weeks; /* that the end is behind the first */
	const char *after;
} ends[] = {
	{ "FREQ=WEEKLY;COUNT=3", 3, "FREQ=WEEKLY;COUNT=3" },
	{ "FREQ=WEEKLY;COUNT=3", 2, "FREQ=WEEKLY;UNTIL=20261216T005959Z" },
	{ "FREQ=WEEKLY;UNTIL=20261209T010000Z", 2, "FREQ=WEEKLY;UNTIL=20261209T010000Z" },
	{ "FREQ=WEEKLY;UNTIL=20261209T010000Z", 1, "FREQ=WEEKLY;UNTIL=20261209T005959Z" },
	{ "FREQ=WEEKLY", 0, NULL },
};

static void an_end__is_never_later_than_the_rule_s_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		const struct change_asked asked = { CHANGE_END,
						    .start_utc_ms =
							    FIRST + ends[i].weeks * WEEK };
		char from[200], to[200];
		struct lines l;

		snprintf(from, sizeof(from),
			 "DTSTART:20261202T010000Z\nDURATION:PT1H\nRRULE:%s\n", ends[i].rule);
		snprintf(to, sizeof(to), "DTSTART:20261202T010000Z\nDURATION:PT1H\nRRULE:%s\n",
			 ends[i].after ? ends[i].after : ends[i].rule);
		begin(&l, from);
		assert_int_equal(change(&l, asked), ends[i].after != NULL);
		assert_string_equal(text(&l), to);
		finish(&l);
	}
}

static void one_more__is_there_once(void **state)
{
	const struct change_asked more = { CHANGE_ADD, .start_utc_ms = FIRST + DAY };
	struct occur o[4];
	struct lines l;

	(void)state;
	begin(&l, TUESDAYS);
	assert_true(change(&l, more));
	assert_string_equal(text(&l), TUESDAYS "RDATE;TZID=America/Denver:20261202T180000\n");
	assert_false(change(&l, more));
	assert_false(change(&l, (struct change_asked) { CHANGE_ADD, .start_utc_ms = FIRST }));
	assert_int_equal(list(&l, 1, o, 4), 2);
	assert_int_equal(o[1].original_utc_ms, FIRST + DAY);
	assert_int_equal(o[1].end_utc_ms, FIRST + DAY + HOUR * 3 / 2);
	assert_true(
		change(&l, (struct change_asked) { CHANGE_MOVE, .original_utc_ms = FIRST + DAY,
						   .start_utc_ms = FIRST + 2 * DAY }));
	assert_int_equal(list(&l, 1, o, 4), 2);
	assert_int_equal(o[1].start_utc_ms, FIRST + 2 * DAY);
	finish(&l);
	/* what an EXDATE took out is put in again */
	begin(&l, TUESDAYS "EXDATE;TZID=America/Denver:20261208T180000\n");
	assert_int_equal(list(&l, 2, o, 4), 1);
	assert_true(
		change(&l, (struct change_asked) { CHANGE_ADD, .start_utc_ms = FIRST + WEEK }));
	assert_string_equal(text(&l), TUESDAYS);
	finish(&l);
}

static void what_is_not_there__is_not_changed(void **state)
{
	static const enum change one[] = { CHANGE_CANCEL, CHANGE_MOVE, CHANGE_LEADER,
					   CHANGE_PLACE, CHANGE_RESTORE };
	struct lines l;

	(void)state;
	begin(&l, TUESDAYS);
	for (size_t i = 0; i < sizeof(one) / sizeof(one[0]); i++)
		assert_false(change(&l, (struct change_asked) { one[i],
								.original_utc_ms = FIRST + HOUR,
								.start_utc_ms = FIRST,
								.leader = 1, .text = "x" }));
	assert_false(change(&l, (struct change_asked) { CHANGE_MOVE, .original_utc_ms = FIRST,
							.start_utc_ms = FIRST + HOUR,
							.minutes = 1441 }));
	assert_string_equal(text(&l), TUESDAYS);
	finish(&l);
	begin(&l,
	      TUESDAYS "\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261209T010000Z\nLOCATION:Hall\n");
	assert_false(change(
		&l, (struct change_asked) { CHANGE_CANCEL, .original_utc_ms = FIRST + WEEK }));
	assert_true(change(&l, (struct change_asked) { CHANGE_CANCEL,
						       .original_utc_ms = FIRST + 2 * WEEK }));
	finish(&l);
	begin(&l, "no lines");
	assert_false(change(&l, (struct change_asked) { CHANGE_LEADER, .leader = 1 }));
	finish(&l);
}

static void there_are_limits(void **state)
{
	struct lines l;
	char long_text[901];
	int n = 0;

	(void)state;
	begin(&l, "DTSTART:20261202T010000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n");
	while (n < CALENDAR_CHANGES_MAX + 5 &&
	       change(&l, (struct change_asked) { CHANGE_CANCEL,
						  .original_utc_ms = FIRST + n * WEEK }))
		n++;
	assert_true(n <= CALENDAR_CHANGES_MAX);
	assert_true(n >= CALENDAR_CHANGES_MAX - 20); /* 49 bytes each */
	finish(&l);
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	begin(&l, TUESDAYS);
	for (n = 0; change(&l, (struct change_asked) { CHANGE_CANCEL,
						       .original_utc_ms = FIRST + n * WEEK,
						       .why = long_text });)
		n++;
	assert_int_equal(n, 3);
	assert_non_null(strstr(text(&l), long_text)); /* in one line */
	assert_true(l.now.n <= CALENDAR_LINES_MAX);
	finish(&l);
}

static void a_text__stays_in_its_line(void **state)
{
	struct occur o[4];
	struct lines l;

	(void)state;
	begin(&l, TUESDAYS);
	assert_true(change(
		&l, (struct change_asked) { CHANGE_CANCEL, .original_utc_ms = FIRST,
					    .why = "a\r\nRRULE:FREQ=DAILY\n\n\x1b[2J," }));
	assert_non_null(strstr(text(&l), "\nCOMMENT:a RRULE:FREQ=DAILY [2J\\,\n"));
	assert_int_equal(list(&l, 1, o, 4), 1);
	finish(&l);
}

static uint32_t chance(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % below;
}

static struct change_asked any_change(uint32_t *seed)
{
	static const enum change one[] = { CHANGE_CANCEL, CHANGE_MOVE, CHANGE_LEADER,
					   CHANGE_PLACE, CHANGE_RESTORE };
	const int64_t original_utc_ms = FIRST + chance(seed, WEEKS) * WEEK;

	return (struct change_asked) { .what = one[chance(seed, 5)],
				       .original_utc_ms = original_utc_ms,
				       .start_utc_ms =
					       original_utc_ms + chance(seed, 100) * HOUR,
				       .leader = chance(seed, 3),
				       .minutes = chance(seed, 2) ? 0 : 50,
				       .text = chance(seed, 2) ? "Hall" : "",
				       .why = chance(seed, 2) ? "so" : NULL };
}

static int by_original(const void *a, const void *b)
{
	const struct occur *x = a, *y = b;

	return (x->original_utc_ms > y->original_utc_ms) -
	       (x->original_utc_ms < y->original_utc_ms);
}

/* A thousand changes: each touches the occurrence that it names, and no other. */
static void a_change__touches_no_other(void **state)
{
	struct occur before[32], after[32];
	uint32_t seed = 5;
	struct lines l;
	size_t n, touched = 0;

	(void)state;
	begin(&l, TUESDAYS);
	n = list(&l, 24, before, 32);
	qsort(before, n, sizeof(before[0]), by_original);
	for (int step = 0; step < 1000; step++) {
		const struct change_asked asked = any_change(&seed);

		assert_true(change(&l, asked));
		assert_int_equal(list(&l, 24, after, 32), n);
		qsort(after, n, sizeof(after[0]), by_original);
		for (size_t i = 0; i < n; i++) {
			const bool same = memcmp(&before[i], &after[i], sizeof(after[i])) == 0;

			touched += !same;
			if (!same && before[i].original_utc_ms != asked.original_utc_ms)
				fail_msg("step %d touched another:\n%s", step, text(&l));
		}
		memcpy(before, after, sizeof(before));
	}
	assert_true(touched > 300);
	for (int week = 0; week < WEEKS; week++)
		assert_true(change(
			&l, (struct change_asked) { CHANGE_RESTORE,
						    .original_utc_ms = FIRST + week * WEEK }));
	assert_string_equal(text(&l), TUESDAYS);
	finish(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_series__is_lines),
		cmocka_unit_test(a_new_series__is_sound_or_refused),
		cmocka_unit_test(what_is_restored__is_as_before),
		cmocka_unit_test(a_change__can_be_changed),
		cmocka_unit_test(a_leader_or_a_place__is_of_one_or_of_all),
		cmocka_unit_test(an_end__takes_what_is_behind_it),
		cmocka_unit_test(an_end__is_never_later_than_the_rule_s_own),
		cmocka_unit_test(one_more__is_there_once),
		cmocka_unit_test(what_is_not_there__is_not_changed),
		cmocka_unit_test(there_are_limits),
		cmocka_unit_test(a_text__stays_in_its_line),
		cmocka_unit_test(a_change__touches_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
