/* SPDX-License-Identifier: MIT */
/* Today, the week and the month, as a list in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"
#include "support/week.h"
#include "text/keys.h"

static int open_week(void **state)
{
	struct porch *p;

	if (porch_open(state))
		return -1;
	p = *state;
	week_open(&p->client, "America/Denver");
	p->stage.now_utc_ms = WEEK_NOW;
	return 0;
}

/* What is typed shows a view: its title, and each of its items. */
static void reads(struct porch *p, const char *line, const char *const *want)
{
	const struct model *m = &p->stage.model;
	size_t n = 0;

	assert_int_equal(stage_line(&p->stage, line), DID_VIEW);
	stage_build(&p->stage);
	assert_string_equal(m->title, want[0]);
	for (; want[n + 1]; n++) {
		assert_true(n < m->count);
		assert_string_equal(m->items[n].text, want[n + 1]);
	}
	assert_int_equal(m->count, n);
}

static const char *const week[] = {
	"This week, from Monday 30 November",
	"Monday 30 November, today",
	"1. 18:00 to 19:30. Skills group, with Robin. Where: Room 2. Counts 1 hour 30 minutes.",
	"Tuesday 1 December",
	"18:00 to 19:30. Skills group, with Robin. Cancelled: holiday.",
	"Wednesday 2 December",
	"2. 19:00 to 20:30. Skills group, with Sam this time. Moved: it was Wed 2 Dec, 18:00. "
	"Why: the room is taken. Counts 1 hour 30 minutes.",
	"Thursday 3 December",
	"17:30 to 18:30. Dentist. Yours.",
	"3. 18:00 to 19:30. Skills group, with Robin. Counts 1 hour 30 minutes. At the same "
	"time you have: Dentist.",
	"Friday 4 December",
	"4. 12:00 to 13:00. Coping at work, workshop, with Robin. Optional: who comes signs "
	"up. It has 12 seats.",
	"Saturday 5 December",
	"5. 10:00 to 11:30. Skills group, with Robin. Counts 1 hour 30 minutes. You are not "
	"expected there.",
	"This week so far: 0 minutes of 9 hours. Still to come: 4 hours 30 minutes. That is 4 "
	"hours 30 minutes too few.",
	"Would make up for it, if a seat is there: 5.",
	"To ask for a seat, type /signup and the number.",
	NULL,
};

static void the_week__day_by_day__with_what_was_cancelled_and_moved(void **state)
{
	reads(*state, "/week", week);
}

static void today__what_is_next_and_how_to_go_there(void **state)
{
	static const char *const want[] = {
		"Today, Monday 30 November",
		"Next, in 20 minutes",
		"1. 18:00 to 19:30. Skills group, with Robin. Where: Room 2. Counts 1 hour 30 "
		"minutes.",
		"Bring: worksheet 3.",
		"A facilitator opens the door. To wait there, type /join or press Ctrl-O C.",
		"Nothing more today.",
		"This week so far: 0 minutes of 9 hours. Still to come: 4 hours 30 minutes. "
		"That is 4 hours 30 minutes too few.",
		"These sessions would make up for it, if a seat is there",
		"2. Sat 5 Dec, 10:00 to 11:30. Skills group, with Robin. Counts 1 hour 30 "
		"minutes.",
		"To ask for a seat, type /signup and the number.",
		NULL,
	};
	struct porch *p = *state;

	reads(p, "/today", want);
	p->stage.now_utc_ms = week_at(0, 18, 1);
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.items[0].text, "Now, since 18:00");
	assert_true(porch_holds(&p->stage.model,
				"1. 18:00 to 19:30. Skills group, with Robin. Under way."));
	assert_true(porch_holds(&p->stage.model, "To go in, type /join or press Ctrl-O C."));
}

/* Into another group one swaps, from a session that one misses. */
static void an_offer_of_another_group_tells_another_word(void **state)
{
	struct porch *p = *state;

	week_rows[WEEK_SATURDAY].group = 99;
	stage_line(&p->stage, "/today");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model,
				"For one of a group that is not yours: type /swap, the number "
				"of one that you miss, and its number."));
	assert_false(porch_holds(&p->stage.model, "/signup"));
}

static void today__with_nothing_in_it(void **state)
{
	static const char *const want[] = { "Today, Monday 30 November",
					    "No session is planned for you.", NULL };
	struct porch *p = *state;

	p->client.schedule.occurrence_count = 0;
	p->client.schedule.next = NULL;
	p->client.schedule.tally = (struct pl_tally) { 0 };
	reads(p, "/today", want);
}

/* The next is on another day: its day is said, and no door. */
static void today__the_next_one_is_later_in_the_week(void **state)
{
	struct porch *p = *state;

	p->client.schedule.next = &week_rows[WEEK_MOVED];
	stage_line(&p->stage, "/today");
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.items[0].text, "Next, in 2 days");
	assert_true(porch_holds(&p->stage.model, "1. Wed 2 Dec, 19:00 to 20:30. Skills"));
	assert_false(porch_holds(&p->stage.model, "/join"));
	assert_true(porch_holds(&p->stage.model, "Later today"));
}

static void the_month__week_by_week__in_few_words(void **state)
{
	static const char *const want[] = {
		"December 2026",
		"Week from Mon 30 Nov",
		"Tue 1 Dec, 18:00 Skills group, cancelled",
		"1. Wed 2 Dec, 19:00 Skills group, moved",
		"Thu 3 Dec, 17:30 Dentist, yours",
		"2. Thu 3 Dec, 18:00 Skills group",
		"3. Fri 4 Dec, 12:00 Coping at work",
		"4. Sat 5 Dec, 10:00 Skills group",
		"Week from Mon 7 Dec",
		"5. Mon 7 Dec, 18:00 Skills group",
		NULL,
	};
	static const char *const none[] = { "January 2027", "Nothing is planned in this month.",
					    NULL };
	struct porch *p = *state;

	reads(p, "/month next", want);
	assert_int_equal(p->stage.model.items[1].cell, 2);
	assert_int_equal(p->stage.model.items[8].cell, 8);
	assert_int_equal(p->stage.model.grid.down, 5);
	assert_string_equal(p->stage.model.grid.cells[0], "");
	assert_string_equal(p->stage.model.grid.cells[1], "1");
	reads(p, "/month +1", none); /* of the one that is up */
}

static void other_weeks__by_a_word__a_number__and_a_day(void **state)
{
	static const char *const next[] = {
		"The week from Monday 7 December",
		"Monday 7 December",
		"1. 18:00 to 19:30. Skills group, with Robin. Counts 1 hour 30 minutes.",
		"Planned for you: 1 hour 30 minutes.",
		NULL,
	};
	static const char *const none[] = { "The week from Monday 23 November",
					    "Nothing is planned in this week.", NULL };
	static const char *const bad[] = { "/week soon",       "/week 2026-02-30",
					   "/week 2026-12",    "/week +x",
					   "/week +99999",     "/week 2026-12-01x",
					   "/week 1970-01-01", NULL };
	struct porch *p = *state;

	reads(p, "/week next", next);
	reads(p, "/week 2026-12-09", next);
	stage_line(&p->stage, "/meeting");
	reads(p, "/week last", none);
	for (size_t i = 0; bad[i]; i++) {
		assert_int_equal(stage_line(&p->stage, bad[i]), DID_SAY | DID_KEEP);
		assert_string_equal(
			p->stage.answer,
			"That is no day. Type next, last, +2, or a day such as 2026-12-01.");
	}
	reads(p, "/week", week);
}

static void keys_step_through_weeks__and_elsewhere_do_nothing(void **state)
{
	struct porch *p = *state;
	bool known;

	assert_int_equal(stage_step(&p->stage, 1), DID_NOTHING);
	assert_int_equal(stage_key(&p->stage, KEY_CHORD('W'), &known), DID_VIEW);
	assert_int_equal(stage_step(&p->stage, 1), DID_VIEW);
	assert_int_equal(stage_step(&p->stage, 1), DID_VIEW);
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.title, "The week from Monday 14 December");
	stage_key(&p->stage, KEY_CHORD('W'), &known);
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.title, week[0]);
}

static void a_week_begins_on_the_day_that_is_set(void **state)
{
	struct porch *p = *state;

	p->stage.wants.week_start = 0;
	stage_line(&p->stage, "/week");
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.title, "This week, from Sunday 29 November");
	assert_string_equal(p->stage.model.grid.heads[0], "Sun 29 Nov");
	assert_string_equal(p->stage.model.grid.heads[1], "* Mon 30 Nov");
	assert_int_equal(p->stage.model.items[1].cell, 2);
	assert_true(porch_holds(&p->stage.model,
				"The hours of this week are counted from Monday "
				"30 November."));
}

/* Who travels reads their own hours, and once those of the program. */
static void elsewhere__hours_are_those_of_here(void **state)
{
	struct porch *p = *state;

	setenv("TZ", "Europe/Madrid", 1);
	stage_line(&p->stage, "/week");
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.items[0].text,
			    "Times are those of Madrid, where you are. 02:00 here is 18:00 in "
			    "Denver, where the program is.");
	assert_string_equal(p->stage.model.items[1].text, "Tuesday 1 December, today");
	assert_true(porch_holds(&p->stage.model, "1. 02:00 to 03:30."));
	stage_line(&p->stage, "/today");
	stage_build(&p->stage);
	assert_true(strstr(p->stage.model.items[0].text, "Times are those of Madrid"));
	assert_false(strstr(p->stage.model.items[5].text, "Times are those"));
	stage_line(&p->stage, "/week");
	setenv("TZ", "America/Denver", 1);
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.items[0].text, week[1]);
}

static void without_a_connection__how_old_it_is_comes_first(void **state)
{
	struct porch *p = *state;

	p->client.link.link = PL_LINK_WAITING;
	stage_line(&p->stage, "/week");
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.items[0].text,
			    "No connection now. The schedule is as told on Mon 30 Nov, 14:05.");
	assert_string_equal(p->stage.model.status, "No connection.");
	p->client.schedule.told_utc_ms = 0;
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.items[0].text,
			    "The schedule has not come yet. It comes when there is a "
			    "connection.");
	p->client.link.link = PL_LINK_LIVE;
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.items[0].text, "No schedule has come yet.");
}

/* The time that counts is the server's: on this device it is an hour earlier. */
static void now_is_by_the_servers_clock(void **state)
{
	struct porch *p = *state;

	p->stage.now_utc_ms = WEEK_NOW - 3600000;
	p->client.schedule.ahead_ms = 3600000;
	stage_line(&p->stage, "/today");
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.items[0].text, "Next, in 20 minutes");
}

/* ---- what was asked for ---- */

static void what_was_asked_for_stands_with_its_session_and_in_today(void **state)
{
	struct pl_request all[] = {
		{ .id = 1, .mine = true, .what = PL_ASK_SWAP, .state = PL_REQUEST_ASKED },
		{ .id = 2, .mine = true, .what = PL_ASK_ABSENT, .state = PL_REQUEST_GRANTED },
		{ .id = 3, .mine = false, .what = PL_ASK_ABSENT, .state = PL_REQUEST_ASKED },
		{ .id = 4,
		  .mine = true,
		  .what = PL_ASK_SIGN_UP,
		  .state = PL_REQUEST_WAITING,
		  .n = 2 },
	};
	struct porch *p = *state;

	for (size_t i = 0; i < 4; i++)
		all[i].original_utc_ms = week_at(3, 18, 0);
	all[0].to_original_utc_ms = week_at(5, 10, 0);
	p->client.schedule.requests = all;
	p->client.schedule.request_count = 4;
	week_rows[WEEK_THURSDAY].request = &all[0];
	stage_line(&p->stage, "/today");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "What you have asked for"));
	assert_true(
		porch_holds(&p->stage.model,
			    "Thu 3 Dec, 18:00. You asked to come on Sat 5 Dec, 10:00 instead: "
			    "waits for a facilitator."));
	assert_true(porch_holds(&p->stage.model, "You asked for a seat: place 2 in the waiting "
						 "list."));
	assert_false(porch_holds(&p->stage.model, "You cannot come"));
	stage_line(&p->stage, "/week");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model,
				"You asked to come on Sat 5 Dec, 10:00 instead: "
				"waits for Robin."));
	all[1] = all[0]; /* asked before, in vain */
	all[1].state = PL_REQUEST_FULL;
	stage_line(&p->stage, "/today");
	stage_build(&p->stage);
	assert_false(porch_holds(&p->stage.model, "there was no seat"));
	all[0].original_utc_ms = week_at(4, 18, 0);
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "there was no seat"));
	all[0].state = PL_REQUEST_WITHDRAWN;
	stage_line(&p->stage, "/week");
	stage_build(&p->stage);
	assert_false(porch_holds(&p->stage.model, "You asked to come"));
}

/* ---- what others wrote ---- */

static void what_others_wrote_brings_no_controls_and_no_lines(void **state)
{
	struct porch *p = *state;

	week_rows[WEEK_MONDAY].title = "Skills\n\033[31mgroup";
	week_rows[WEEK_MONDAY].leader = "Ro\abin";
	stage_line(&p->stage, "/today");
	stage_build(&p->stage);
	for (size_t i = 0; i < p->stage.model.count; i++)
		for (const char *c = p->stage.model.items[i].text; *c; c++)
			assert_true((unsigned char)*c >= ' ');
	stage_line(&p->stage, "/absent");
	assert_null(strpbrk(p->stage.answer, "\n\033\a"));
}

static void a_session_past_has_no_number(void **state)
{
	struct porch *p = *state;

	p->stage.now_utc_ms = week_at(2, 12, 0);
	stage_line(&p->stage, "/week");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "18:00 to 19:30. Skills group, with Robin. "
						 "Over. Where: Room 2."));
	assert_true(porch_holds(&p->stage.model, "1. 19:00 to 20:30."));
	assert_int_equal(p->stage.schedule.count, 4);
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_week, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(the_week__day_by_day__with_what_was_cancelled_and_moved),
		ON(today__what_is_next_and_how_to_go_there),
		ON(an_offer_of_another_group_tells_another_word),
		ON(today__with_nothing_in_it),
		ON(today__the_next_one_is_later_in_the_week),
		ON(the_month__week_by_week__in_few_words),
		ON(other_weeks__by_a_word__a_number__and_a_day),
		ON(keys_step_through_weeks__and_elsewhere_do_nothing),
		ON(a_week_begins_on_the_day_that_is_set),
		ON(elsewhere__hours_are_those_of_here),
		ON(without_a_connection__how_old_it_is_comes_first),
		ON(now_is_by_the_servers_clock),
		ON(what_was_asked_for_stands_with_its_session_and_in_today),
		ON(what_others_wrote_brings_no_controls_and_no_lines),
		ON(a_session_past_has_no_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
