/* SPDX-License-Identifier: MIT */
/* A week by ear: what is told of it, what each word answers, and what comes by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/scripted.h"
#include "support/week.h"

/* The server's clock is where the week is, and this device's is ours. */
static int open_week(void **state)
{
	struct scripted *s;

	if (scripted_open(state))
		return -1;
	s = *state;
	week_open(&s->porch->client, "America/Denver");
	s->porch->client.schedule.ahead_ms = WEEK_NOW - clock_utc_ms();
	s->o.wants.week_start = 1;
	return 0;
}

/* These words, one line behind the other. */
static void hears(const struct scripted *s, const char *want)
{
	if (!strstr(s->heard, want))
		fail_msg("not in what was heard: %s\n%s", want, s->heard);
}

static void a_week_with_one_cancelled_and_one_moved(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run(s, "/week\n"), LINE_OK);
	hears(s,
	      "\nThis week, from Monday 30 November\n"
	      "Monday 30 November, today\n"
	      "1. 18:00 to 19:30. Skills group, with Robin. Where: Room 2. Counts 1 hour 30 "
	      "minutes.\n"
	      "Tuesday 1 December\n"
	      "18:00 to 19:30. Skills group, with Robin. Cancelled: holiday.\n"
	      "Wednesday 2 December\n"
	      "2. 19:00 to 20:30. Skills group, with Sam this time. Moved: it was Wednesday 2 "
	      "December, "
	      "18:00. Why: the room is taken. Counts 1 hour 30 minutes.\n"
	      "Thursday 3 December\n"
	      "17:30 to 18:30. Dentist. Yours.\n"
	      "3. 18:00 to 19:30. Skills group, with Robin. Counts 1 hour 30 minutes. At the "
	      "same time you have: Dentist.\n"
	      "Friday 4 December\n"
	      "4. 12:00 to 13:00. Coping at work, workshop, with Robin. Optional: who comes "
	      "signs up. It has 12 seats.\n"
	      "Saturday 5 December\n"
	      "5. 10:00 to 11:30. Skills group, with Robin. Counts 1 hour 30 minutes. You are "
	      "not expected there.\n"
	      "This week so far: 0 minutes of 9 hours. Still to come: 4 hours 30 minutes. "
	      "That is 4 hours 30 minutes too few.\n"
	      "Would make up for it, if a seat is there: 5.\n"
	      "To ask for a seat, type /signup and the number.\n");
}

static void the_numbers_stand_for_the_words_behind_it(void **state)
{
	struct scripted *s = *state;

	scripted_run(s, "/week\n/late 2 15\n/listening 3\n/absent 3 ill\n/swap 3 5\n/signup 4\n"
			"/cover Piano\n/export a.ics\n/feed\n/mycalendar\n/withdraw\n/join\n");
	hears(s,
	      "\nWednesday 2 December, 19:00, Skills group. You will be 15 minutes late. It "
	      "goes to the "
	      "clinic now.\n"
	      "Thursday 3 December, 18:00, Skills group. You will come, and only listen. It "
	      "goes to the "
	      "clinic now.\n"
	      "Thursday 3 December, 18:00, Skills group. You cannot come. It goes to the "
	      "clinic now.\n"
	      "Thursday 3 December, 18:00, Skills group. You asked to come on Saturday 5 "
	      "December, 10:00 instead. "
	      "It goes to the clinic now.\n"
	      "Friday 4 December, 12:00, Coping at work. You asked for a seat. It goes to the "
	      "clinic "
	      "now.\n"
	      "From now on others see \"Piano\" in place of a session.\n"
	      "Saved to a.ics. It calls each session \"Appointment\", and no more.\n"
	      "You have no calendar address. It lets your own calendar show when you have "
	      "sessions, and not what they are. Type /feed on to ask for one.\n"
	      "You have laid no calendar of your own beside this one.\n"
	      "You have asked nothing of that session.\n");
	assert_int_equal(s->porch->client.schedule.asks, 5);
	assert_int_equal(s->porch->client.schedule.exports, 1);
}

static struct pl_request full = {
	.id = 1, .mine = true, .what = PL_ASK_SWAP, .state = PL_REQUEST_FULL
};
static struct pl_schedule_note notes[2];

/* The line is back, and the server has looked. */
static void the_seat_has_gone(struct scripted *s)
{
	struct pl_client *c = &s->porch->client;

	full.to_original_utc_ms = week_at(5, 10, 0);
	notes[0] = (struct pl_schedule_note) { .what = PL_NEWS_REQUEST,
					       .occurrence = week_rows[WEEK_THURSDAY],
					       .request = &full };
	c->link.link = PL_LINK_LIVE;
	c->link.kept = 0;
	c->schedule.news = notes;
	c->schedule.news_count = 1;
	c->changed |= PL_CHANGED_SCHEDULE;
}

static void a_swap_is_asked_for_offline__and_its_seat_goes_meanwhile(void **state)
{
	struct scripted *s = *state;

	s->porch->client.link.link = PL_LINK_WAITING;
	s->at = 6;
	s->then = the_seat_has_gone;
	scripted_run(s, "/week\n/swap 3 5\n/wait connected\n");
	hears(s,
	      "\nNo connection now. The schedule is as told on Monday 30 November, 14:05.\n");
	hears(s, "\nThursday 3 December, 18:00, Skills group. You asked to come on Saturday 5 "
		 "December, "
		 "10:00 "
		 "instead. It is kept here, and goes to the clinic when there is a "
		 "connection.\n");
	hears(s,
	      "\nThursday 3 December, 18:00, Skills group. You asked to come on Saturday 5 "
	      "December, "
	      "10:00 "
	      "instead: there was no seat any more when this reached the clinic. You stay in "
	      "the session that you had.\n");
}

static void two_things_are_new(struct scripted *s)
{
	struct pl_client *c = &s->porch->client;

	notes[0] = (struct pl_schedule_note) { .what = PL_NEWS_CANCELLED,
					       .occurrence = week_rows[WEEK_TUESDAY] };
	notes[1] = (struct pl_schedule_note) { .what = PL_NEWS_SOON,
					       .occurrence = week_rows[WEEK_MONDAY],
					       .minutes = 10 };
	c->schedule.news = notes;
	c->schedule.news_count = 2;
	c->changed |= PL_CHANGED_SCHEDULE;
}

/* A sentence a line; who reads along learns of no session from the second. */
static void news__a_line_each__and_once(void **state)
{
	struct scripted *s = *state;

	s->at = 2;
	s->then = two_things_are_new;
	scripted_run(s, "/who\n/who\n/wait 0\n");
	hears(s, "\nCancelled: Tuesday 1 December, 18:00, Skills group. Why: "
		 "holiday.\nAppointment in 10 "
		 "minutes.\n");
	const char *first = strstr(s->heard, "Appointment in 10");

	assert_null(strstr(first + 1, "Appointment in 10"));
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_week, scripted_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(a_week_with_one_cancelled_and_one_moved),
		ON(the_numbers_stand_for_the_words_behind_it),
		ON(a_swap_is_asked_for_offline__and_its_seat_goes_meanwhile),
		ON(news__a_line_each__and_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
