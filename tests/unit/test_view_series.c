/* SPDX-License-Identifier: MIT */
/* A new series, asked for step by step; and what is said of one that there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/built.h"
#include "view/plan.h"

/* The answer is taken, and this is asked next. */
static void next(struct porch *p, const char *line, const char *question)
{
	if (stage_line(&p->stage, line) != DID_SAY || !strstr(p->stage.answer, question))
		fail_msg("%s: %s", line, p->stage.answer);
	assert_int_equal(p->client.schedule.changes_made, 0);
}

static void again(struct porch *p, const char *line, const char *how)
{
	if (stage_line(&p->stage, line) != (DID_SAY | DID_KEEP) ||
	    !strstr(p->stage.answer, how))
		fail_msg("%s: %s", line, p->stage.answer);
}

static void every_question_is_asked_once_and_in_order(void **state)
{
	struct porch *p = *state;
	const struct pl_series *made;

	next(p, "/series", "What is the series called?");
	next(p, "/series 7 habits", "What kind is it?");
	next(p, "/series workshop", "When is the first session?");
	next(p, "/series 2026-12-01 18:00", "How many minutes");
	next(p, "/series 90", "How does it repeat?");
	next(p, "/series weekly tue, thu", "What is the last day?");
	next(p, "/series 2027-06-30", "Who leads it?");
	next(p, "/series Ben", "Which room");
	next(p, "/series Room 2", "How many seats");
	next(p, "/series 12", "Is it one of several sections");
	next(p, "/series none", "What should people bring?");
	next(p, "/series pen; paper", "Do people sign up");
	next(p, "/series yes", "Does it count");
	next(p, "/series no", "A new series: 7 habits.");
	made = p->client.schedule.changes[0].series;
	assert_int_equal(p->client.schedule.changes[0].what, PL_CHANGE_NEW);
	assert_string_equal(made->title, "7 habits");
	assert_int_equal(made->group, 7);
	assert_int_equal(made->kind, PL_WORKSHOP);
	assert_int_equal(made->leader, 2);
	assert_int_equal(made->cap, 12);
	assert_true(made->optional);
	assert_false(made->counts);
	assert_string_equal(made->track, "");
	assert_string_equal(made->bring, "pen; paper");
	assert_string_equal(made->lines,
			    "DTSTART;TZID=America/Denver:20261201T180000\n"
			    "DURATION:PT1H30M\n"
			    "RRULE:FREQ=WEEKLY;UNTIL=20270701T055959Z;BYDAY=TU,TH\n"
			    "LOCATION:Room 2\n");
}

static void most_questions_need_no_answer(void **state)
{
	struct porch *p = *state;
	const struct pl_series *made;

	next(p, "/series Skills", "What kind is it?");
	next(p, "/series done", "What kind is it?"); /* not yet */
	next(p, "/series group", "When is the first session?");
	next(p, "/series wed 6pm", "How many minutes");
	next(p, "/series 60", "How does it repeat?");
	next(p, "/series once", "Who leads it?"); /* nothing of an end */
	next(p, "/series done", "A new series: Skills.");
	made = p->client.schedule.changes[0].series;
	assert_int_equal(made->leader, 1);
	assert_int_equal(made->cap, 0);
	assert_true(made->counts);
	assert_false(made->optional);
	assert_string_equal(made->lines, "DTSTART;TZID=America/Denver:20261202T180000\n"
					 "DURATION:PT1H\n");
	next(p, "/series Another", "What kind is it?"); /* the first is over */
	next(p, "/series stop", "No new series is made.");
}

static void answers_that_do_not_fit_are_asked_for_again(void **state)
{
	static const char *const wrong[][2] = {
		{ "kind: party", "The kinds are" },
		{ "start: 18:00", "Type a day and a time" },
		{ "start: 2026-02-30 18:00", "Type a day and a time" },
		{ "start: 2026-11-29 18:00", "Type a day and a time" },
		{ "minutes: 0", "Minutes are" },
		{ "minutes: 1441", "Minutes are" },
		{ "minutes: long", "Minutes are" },
		{ "repeats: sometimes", "Type once" },
		{ "repeats: weekly tue xyz", "Type once" },
		{ "repeats: every 100 weeks", "Type once" },
		{ "repeats: every 0 weeks", "Type once" },
		{ "repeats: monthly fifth tue", "Type once" },
		{ "repeats: monthly 1st tue wed", "Type once" },
		{ "until: 2020-01-01", "Type a day that is not before" },
		{ "until: 0 times", "Type a day that is not before" },
		{ "until: 1000 times", "Type a day that is not before" },
		{ "leader: Cy", "Type the name of a facilitator" },
		{ "leader: Zoe", "Type the name of a facilitator" },
		{ "seats: 1000", "Seats are" },
		{ "seats: -1", "Seats are" },
		{ "sections: two words", "Type one word" },
		{ "signup: maybe", "Type yes or no." },
		{ "zone: America/Nowhere", "Type the name of a time zone" },
		{ "zone: ../../etc/passwd", "Type the name of a time zone" },
	};
	struct porch *p = *state;
	char line[128];

	next(p, "/series Skills", "What kind is it?");
	next(p, "/series start: 2026-12-01 18:00", "What kind is it?");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(line, sizeof(line), "/series %s", wrong[i][0]);
		again(p, line, wrong[i][1]);
	}
	next(p, "/series", "What kind is it?");
	assert_int_equal(p->client.schedule.previews_asked, 0);
}

/* The hour stays when the zone changes; and what no rule has is moved to what it has. */
static void the_first_session_is_one_of_the_rule(void **state)
{
	static const struct {
		const char *repeats, *lines;
	} rows[] = {
		{ "weekly thu",
		  "20261203T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TH\n" },
		{ "weekly", "20261201T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TU\n" },
		{ "monthly 2nd fri",
		  "20261211T180000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=2FR\n" },
		{ "monthly last mon",
		  "20261228T180000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=-1MO\n" },
		{ "every 2 weeks tue", "20261201T180000\nDURATION:PT1H\n"
				       "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU\n" },
		{ "daily", "20261201T180000\nDURATION:PT1H\nRRULE:FREQ=DAILY\n" },
		{ "monthly", "20261201T180000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY\n" },
		{ "every 3 months", "20261201T180000\nDURATION:PT1H\n"
				    "RRULE:FREQ=MONTHLY;INTERVAL=3\n" },
		{ "yearly", "20261201T180000\nDURATION:PT1H\nRRULE:FREQ=YEARLY\n" },
	};
	struct porch *p = *state;
	char line[128], want[256];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		next(p, "/series Skills", "What kind");
		next(p, "/series start: 2026-12-01 18:00", "What kind");
		next(p, "/series zone: America/New_York", "What kind");
		next(p, "/series minutes: 60", "What kind");
		next(p, "/series group", "When is");
		next(p, "/series 2026-12-01 18:00", "How many");
		next(p, "/series 60", "How does");
		snprintf(line, sizeof(line), "/series %s", rows[i].repeats);
		next(p, line, "What is the last day?");
		next(p, "/series done", "A new series: Skills.");
		snprintf(want, sizeof(want), "DTSTART;TZID=America/New_York:%s", rows[i].lines);
		assert_string_equal(p->client.schedule.lines, want);
	}
}

static void what_is_said_of_a_series_is_changed(void **state)
{
	struct porch *p = *state;
	const struct pl_changed *c = &p->client.schedule.changes[0];

	next(p, "/series 1 seats: 14", "What is said of Skills group changes.");
	assert_int_equal(c->what, PL_CHANGE_FIELDS);
	assert_int_equal(c->id, PROGRAM_SKILLS);
	assert_int_equal(c->series->cap, 14);
	assert_string_equal(c->series->title, "Skills group");
	assert_string_equal(c->series->bring, "worksheet 3");
	assert_string_equal(c->series->track, "skills");
	stage_line(&p->stage, "/discard");
	next(p, "/series 1 title: Skills, part two", "changes.");
	assert_string_equal(c->series->title, "Skills, part two");
	stage_line(&p->stage, "/discard");
	next(p, "/series 1 bring: none", "changes.");
	assert_string_equal(c->series->bring, "");
	again(p, "/series 1 start: wed 18:00", "When a series is cannot be changed so.");
	stage_line(&p->stage, "/discard");
	next(p, "/series 1 seats: 14", "changes."); /* one on top of the other */
	next(p, "/series 1 title: Skills, part two", "changes.");
	assert_int_equal(p->client.schedule.change_count, 2);
	assert_int_equal(c[1].series->cap, 14);
	assert_string_equal(c[1].series->title, "Skills, part two");
	again(p, "/series 9 seats: 14", "There is no series of that number.");
	again(p, "/series 1 seats: many", "Seats are a number");
}

/* Hostile text ends as words. */
static void titles_are_clean_and_bounded(void **state)
{
	struct porch *p = *state;
	char line[400] = "/series ";

	memset(line + 8, 'x', 300);
	again(p, line, "A title has 1 to 80 letters.");
	next(p, "/series a\033[31m\tb", "What kind is it?");
	next(p, "/series group", "When is");
	next(p, "/series tue 18:00", "How many");
	next(p, "/series 60", "How does");
	next(p, "/series once", "Who leads");
	next(p, "/series done", "A new series: a");
	assert_null(strchr(p->client.schedule.title, '\033'));
	assert_null(strchr(p->client.schedule.title, '\t'));
	assert_null(strchr(p->stage.answer, '\033'));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, built_open, built_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_question_is_asked_once_and_in_order),
		TEST(most_questions_need_no_answer),
		TEST(answers_that_do_not_fit_are_asked_for_again),
		TEST(the_first_session_is_one_of_the_rule),
		TEST(what_is_said_of_a_series_is_changed),
		TEST(titles_are_clean_and_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
