/* SPDX-License-Identifier: MIT */
/* Days, hours and requests in words: one and many, midnight, whole days, clock changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "support/week.h"
#include "view/words_schedule.h"

enum { MINUTE = 60000, HOUR = 60 * MINUTE };

static struct arena mem;
static struct pl_client client;

static int open_week(void **state)
{
	(void)state;
	week_open(&client, "America/Denver");
	return 0;
}

static int close_week(void **state)
{
	(void)state;
	arena_finish(&mem);
	return 0;
}

static void until(int64_t start, int64_t now, const char *want)
{
	assert_string_equal(words_until(&mem, start, now), want);
}

static void in_how_long(void **state)
{
	const int64_t now = week_at(0, 17, 40);

	(void)state;
	until(now, now, "now");
	until(now - MINUTE, now, "now");
	until(now + 1, now, "in 1 minute");
	until(now + MINUTE, now, "in 1 minute");
	until(now + MINUTE + 1, now, "in 2 minutes");
	until(now + HOUR, now, "in 1 hour");
	until(now + 2 * HOUR + 5 * MINUTE, now, "in 2 hours 5 minutes");
	until(week_at(1, 0, 0), now, "in 6 hours 20 minutes"); /* it is midnight then */
	until(week_at(1, 8, 0), now, "tomorrow");
	until(week_at(0, 23, 59), week_at(0, 0, 1), "in 23 hours 58 minutes");
	until(week_at(2, 0, 0), now, "in 2 days");
	until(week_at(1, 23, 59), now, "tomorrow");
	until(week_at(31, 0, 0), now, "in 31 days");
}

/* As tables have them, and as they are said aloud: short names would be letters there. */
static void days_are_written_or_told(void **state)
{
	const int64_t day = week_at(0, 18, 0), last_year = week_at(-334, 18, 0);

	(void)state;
	assert_string_equal(words_date(&mem, day), "Mon 30 Nov");
	assert_string_equal(words_date(&mem, last_year), "Wed 31 Dec");
	assert_string_equal(words_date_and_year(&mem, day), "Mon 30 Nov 2026");
	assert_string_equal(words_day(&mem, last_year), "Wednesday 31 December");
	assert_string_equal(words_day(&mem, week_at(-27, 9, 0)), "Tuesday 3 November");
	words_days_told(day);
	assert_string_equal(words_date(&mem, day), "Monday 30 November");
	assert_string_equal(words_date(&mem, last_year), "Wednesday 31 December 2025");
	assert_string_equal(words_date_and_year(&mem, day), "Monday 30 November 2026");
	assert_string_equal(words_day(&mem, last_year), "Wednesday 31 December 2025");
	assert_string_equal(words_moment(&mem, day), "Monday 30 November, 18:00");
	/* What is the new year here is still the old one in Greenwich, or the other way round. */
	words_days_told(week_at(32, 0, 0));
	assert_string_equal(words_date(&mem, week_at(31, 23, 59)), "Thursday 31 December 2026");
	assert_string_equal(words_date(&mem, week_at(32, 0, 0)), "Friday 1 January");
	words_days_told(0);
	assert_string_equal(words_date(&mem, last_year), "Wed 31 Dec");
}

static void hours(int64_t start, int minutes, bool all_day, const char *want)
{
	const struct pl_occurrence o = { .start_utc_ms = start,
					 .end_utc_ms = start + (int64_t)minutes * MINUTE,
					 .all_day = all_day };

	assert_string_equal(words_hours_of(&mem, &o), want);
}

static void from_when_to_when(void **state)
{
	(void)state;
	hours(week_at(0, 18, 0), 90, false, "18:00 to 19:30");
	hours(week_at(0, 18, 0), 0, false, "18:00");
	hours(week_at(0, 22, 30), 90, false, "22:30 to 00:00"); /* ends with the day */
	hours(week_at(0, 23, 0), 90, false, "23:00 to Tue 1 Dec, 00:30");
	hours(week_at(1, 0, 0), 60, false, "00:00 to 01:00");
	hours(week_at(1, 0, 0), 24 * 60, true, "All day");
	hours(week_at(1, 0, 0), 3 * 24 * 60, true, "All day until Thu 3 Dec");
	hours(week_at(1, 0, 0), 0, true, "All day");
}

/* In Denver clocks go back on 1 November 2026 and forward on 14 March 2027, at 2:00. */
static void the_days_on_which_clocks_change(void **state)
{
	const int64_t back = week_at(-29, 0, 0) - HOUR, forward = week_at(104, 0, 0);
	struct pl_local l;

	(void)state;
	pl_local(NULL, back, &l);
	assert_true(l.year == 2026 && l.month == 11 && l.day == 1 && l.hour == 0);
	assert_string_equal(words_clocks_change(&mem, back),
			    " The clocks go back by 1 hour on this day.");
	assert_string_equal(words_clocks_change(&mem, forward),
			    " The clocks go forward by 1 hour on this day.");
	assert_string_equal(words_clocks_change(&mem, week_at(1, 0, 0)), "");
	/* From 0:30 to 2:30 there are three hours on the one day, and one on the other. */
	hours(back + 30 * MINUTE, 180, false, "00:30 to 02:30");
	hours(forward + 30 * MINUTE, 60, false, "00:30 to 01:30");
	hours(forward + 90 * MINUTE, 60, false, "01:30 to 03:30");
	until(pl_day(back, 1), back, "tomorrow");
	until(pl_day(forward, 1), forward, "tomorrow");
}

static void places_of_zones(void **state)
{
	(void)state;
	assert_string_equal(words_city(&mem, "America/New_York"), "New York");
	assert_string_equal(words_city(&mem, "America/Argentina/Buenos_Aires"), "Buenos Aires");
	assert_string_equal(words_city(&mem, "UTC"), "UTC");
	assert_string_equal(words_other_zone(&mem, "America/Boise", week_at(0, 18, 0)), "");
}

static void tally(int target, int had, int planned, const char *want)
{
	const struct pl_tally t = { .target = target, .had = had, .planned = planned };

	assert_string_equal(words_tally(&mem, &t), want);
}

static void the_weeks_hours(void **state)
{
	(void)state;
	tally(540, 61, 60,
	      "This week so far: 1 hour 1 minute of 9 hours. Still to come: 1 hour. "
	      "That is 6 hours 59 minutes too few.");
	tally(540, 450, 90,
	      "This week so far: 7 hours 30 minutes of 9 hours. Still to come: 1 "
	      "hour 30 minutes. That is enough.");
	tally(540, 600, 0,
	      "This week so far: 10 hours of 9 hours. Still to come: 0 minutes. "
	      "That is enough.");
	tally(0, 60, 0, "This week so far: 1 hour. Still to come: 0 minutes.");
	tally(540, -1, 90,
	      "Still to come this week: 1 hour 30 minutes. You need 9 hours a week. "
	      "What you had so far is not told yet.");
	tally(0, -1, 90, "Planned for you: 1 hour 30 minutes.");
}

static void says(struct pl_request r, const char *want)
{
	assert_string_equal(words_request(&mem, &r, "Robin"), want);
}

static void where_a_request_stands(void **state)
{
	struct pl_request r = { .what = PL_ASK_LATE, .n = 1 };

	(void)state;
	says(r, "You will be 1 minute late: kept here until there is a connection.");
	r.n = 2;
	r.state = PL_REQUEST_GRANTED;
	says(r, "You will be 2 minutes late: at the clinic.");
	r.what = PL_ASK_LISTENING;
	r.state = PL_REQUEST_TOO_LATE;
	says(r, "You will come, and only listen: too late: the session had begun, or was over, "
		"when "
		"this reached the clinic.");
	r = (struct pl_request) { .what = PL_ASK_SIGN_UP, .state = PL_REQUEST_GRANTED };
	says(r, "You asked for a seat: you have one.");
	r.state = PL_REQUEST_FULL;
	says(r,
	     "You asked for a seat: there was no seat any more when this reached the clinic.");
	r.state = PL_REQUEST_WAITING;
	r.n = 2;
	says(r, "You asked for a seat: place 2 in the waiting list.");
	r.n = 0;
	says(r, "You asked for a seat: you are in the waiting list.");
	r.changing = true;
	says(r, "You asked for a seat: you take this back; kept here until there is a "
		"connection.");
	r = (struct pl_request) { .what = PL_ASK_ABSENT, .state = PL_REQUEST_ROLE };
	says(r, "You cannot come: this is not for you to ask.");
}

static void where_a_swap_stands(void **state)
{
	struct pl_request r = { .what = PL_ASK_SWAP, .to_original_utc_ms = week_at(5, 10, 0) };

	(void)state;
	r.state = PL_REQUEST_ASKED;
	says(r, "You asked to come on Sat 5 Dec, 10:00 instead: waits for Robin.");
	r.state = PL_REQUEST_GRANTED;
	says(r, "You asked to come on Sat 5 Dec, 10:00 instead: a facilitator said yes.");
	r.state = PL_REQUEST_REFUSED;
	r.why = "That group is for women.";
	says(r,
	     "You asked to come on Sat 5 Dec, 10:00 instead: a facilitator said no. Why: That "
	     "group is for women. You stay in the session that you had.");
	r.why = "";
	says(r, "You asked to come on Sat 5 Dec, 10:00 instead: a facilitator said no. You "
		"stay in "
		"the session that you had.");
	r.state = PL_REQUEST_GONE;
	says(r,
	     "You asked to come on Sat 5 Dec, 10:00 instead: that session was cancelled, or is "
	     "gone, when this reached the clinic. You stay in the session that you had.");
	r.state = PL_REQUEST_WITHDRAWN;
	says(r, "You asked to come on Sat 5 Dec, 10:00 instead: taken back.");
}

static void seats(void **state)
{
	struct pl_occurrence o = week_rows[WEEK_FRIDAY];

	(void)state;
	o.taken = 11;
	assert_true(strstr(words_occurrence(&mem, &o, false, WEEK_NOW), " It has 12 seats."));
	o.cap = 1;
	o.taken = 0;
	assert_true(strstr(words_occurrence(&mem, &o, false, WEEK_NOW), " It has 1 seat."));
	o.cap = 12;
	o.taken = 12;
	assert_true(
		strstr(words_occurrence(&mem, &o, false, WEEK_NOW), " All seats are taken."));
	o.taken = 13;
	assert_true(
		strstr(words_occurrence(&mem, &o, false, WEEK_NOW), " All seats are taken."));
	o.cap = 0;
	assert_string_equal(words_occurrence(&mem, &o, true, WEEK_NOW),
			    "Fri 4 Dec, 12:00 to 13:00. Coping at work, workshop, with Robin. "
			    "Optional: who comes signs up.");
	o.leads = true;
	assert_string_equal(words_occurrence(&mem, &o, false, WEEK_NOW),
			    "12:00 to 13:00. Coping at work, workshop. You lead it.");
}

static void news_of(struct pl_schedule_note n, const char *want)
{
	assert_string_equal(words_schedule_news(&mem, &n, "Piano"), want);
}

static void other_news(void **state)
{
	struct pl_schedule_note n = { .occurrence = week_rows[WEEK_MOVED], .minutes = 1 };

	(void)state;
	n.what = PL_NEWS_LEADER;
	news_of(n, "Wed 2 Dec, 19:00, Skills group: Sam leads it.");
	n.what = PL_NEWS_BACK;
	news_of(n, "Not cancelled any more: Wed 2 Dec, 19:00, Skills group.");
	n.what = PL_NEWS_SOON;
	news_of(n, "Piano in 1 minute.");
	n.minutes = 0;
	news_of(n, "Piano: now.");
	n.minutes = -75;
	news_of(n, "Piano began 1 hour 15 minutes ago. This reminder comes late.");
	n.what = PL_NEWS_CLOCK;
	n.minutes = 12;
	news_of(n, "The clock of this device is 12 minutes ahead of the clinic's. Reminders go "
		   "by the clinic's.");
	n.minutes = -61;
	news_of(n, "The clock of this device is 1 hour 1 minute behind the clinic's. Reminders "
		   "go by the clinic's.");
	n.what = PL_NEWS_ZONE;
	n.text = "Europe/Madrid";
	news_of(n, "This device is in another time zone than before: Denver, not Madrid. All "
		   "times are now those of Denver.");
	n.what = PL_NEWS_MORE;
	news_of(n, "More of the schedule has changed. Type /week to see it.");
	n.what = PL_NEWS_KINDS; /* of a client that is newer */
	news_of(n, "More of the schedule has changed. Type /week to see it.");
	n.what = PL_NEWS_CHANGE_REFUSED;
	news_of(n, "A change of yours was not made: somebody else has changed the same "
		   "sessions. Type /program to see how they stand.");
}

/* To those who lead; only what is to be answered says how. */
static void news_of_what_is_asked(void **state)
{
	struct pl_request r = { .who = "Mei", .what = PL_ASK_SWAP, .state = PL_REQUEST_ASKED };
	const struct pl_schedule_note n = { .what = PL_NEWS_ASKED,
					    .occurrence = week_rows[WEEK_THURSDAY],
					    .request = &r };

	(void)state;
	r.to_original_utc_ms = week_at(5, 10, 0);
	news_of(n, "Mei asks to come to Sat 5 Dec, 10:00, in place of Thu 3 Dec, 18:00, Skills "
		   "group. To answer, type /requests.");
	r = (struct pl_request) { .who = "Mei", .n = 15, .state = PL_REQUEST_GRANTED };
	news_of(n, "Mei comes 15 minutes late: Thu 3 Dec, 18:00, Skills group.");
}

static void every_fault_of_a_calendar_has_words(void **state)
{
	(void)state;
	for (int i = 0; i < PL_CALENDAR_FAULTS; i++) {
		const struct pl_calendar_problem p = { 3, i, "" };
		const char *words = words_calendar_problem(&mem, &p);

		assert_true(strlen(words) > strlen("Line 3: ."));
	}
	const struct pl_calendar_problem whole = { 0, PL_CALENDAR_NONE, "" };

	assert_string_equal(words_calendar_problem(&mem, &whole),
			    "The file: this is no calendar file.");
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_week, close_week)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(in_how_long),
		ON(days_are_written_or_told),
		ON(from_when_to_when),
		ON(the_days_on_which_clocks_change),
		ON(places_of_zones),
		ON(the_weeks_hours),
		ON(where_a_request_stands),
		ON(where_a_swap_stands),
		ON(seats),
		ON(other_news),
		ON(news_of_what_is_asked),
		ON(every_fault_of_a_calendar_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
