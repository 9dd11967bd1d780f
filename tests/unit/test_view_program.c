/* SPDX-License-Identifier: MIT */
/* What those who build the program see: the program, requests, hours, and the console. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "support/built.h"
#include "view/plan.h"

/* The items of the view as "who: text (note)", one a line. */
static void shows(struct porch *p, const char *view, const char *const *want, size_t n)
{
	const struct model *m = &p->stage.model;
	struct arena a = { 0 };

	stage_line(&p->stage, view);
	stage_build(&p->stage);
	for (size_t i = 0; i < m->count && i < n; i++) {
		const struct item *it = &m->items[i];

		assert_string_equal(arena_fmt(&a, "%s%s%s%s%s%s", it->who ? it->who : "",
					      it->who ? ": " : "", it->text,
					      it->note ? " (" : "", it->note ? it->note : "",
					      it->note ? ")" : ""),
				    want[i]);
		for (size_t k = 0; k < i; k++)
			assert_true(m->items[k].id != it->id);
	}
	assert_int_equal(m->count, n);
	arena_finish(&a);
}
#define SHOWS(p, view, rows) shows(p, view, rows, sizeof(rows) / sizeof(rows[0]))

static const char *const program[] = {
	"Evening group",
	"1: Skills group. Group session. Tuesdays and Thursdays, 18:00 to 19:30, until 30 June "
	"2027. With Ben. Next session: 7 of 12 seats are taken. Room: Room 2. Sections: "
	"skills. "
	"Bring: worksheet 3.",
	"Cancelled: Thu 3 Dec, 18:00 to 19:30. Why: holiday.",
	"Moved: Wed 9 Dec, 19:00 to 20:30. It was Tue 8 Dec, 18:00. Led by Ben. Why: the room "
	"is taken.",
	"2: Coping at work. Workshop. The first Friday of each month, 14:00 to 15:00, New York "
	"time. People sign up.",
	"Morning group",
	"3: Morning skills. Group session. Saturdays, 10:00 to 11:30, 12 times in all. With "
	"Ana. Next session: 8 of 8 seats are taken. Sections: skills.",
};

static void each_series_has_a_number_and_what_is_not_as_planned(void **state)
{
	struct porch *p = *state;

	SHOWS(p, "/program", program);
	assert_string_equal(p->stage.model.title, "Program");
}

static void requests_that_wait_come_first_with_what_they_mean(void **state)
{
	static const char *const rows[] = {
		"1: Samira signs up: Skills group, Tue 1 Dec, 18:00. A seat is free there: 7 "
		"of "
		"12 are taken. It waits for a seat, at place 1.",
		"2: Cy asks to come to Morning skills, Sat 5 Dec, 10:00, in place of Skills "
		"group, Tue 1 Dec, 18:00. In their words: I work late. No seat is free there: "
		"8 "
		"of 8 are taken. It waits for your answer.",
		"To answer one, type /grant or /deny and its number.",
		"Cy comes 10 minutes late: Skills group, Tue 1 Dec, 18:00. It stands.",
		"Samira asks to come to Morning skills, Sat 12 Dec, 10:00, in place of Skills "
		"group, Tue 1 Dec, 18:00. The answer was no. Why: it is full.",
	};
	struct porch *p = *state;

	SHOWS(p, "/requests", rows);
	assert_string_equal(p->stage.model.status, "2 requests wait for an answer.");
}

static void an_answer_is_for_the_number_that_was_shown(void **state)
{
	struct pl_request all[5];
	struct porch *p = *state;
	const struct fake_schedule *f = &p->client.schedule;

	memcpy(all, built_requests, sizeof(all));
	p->client.schedule.requests = all;
	stage_line(&p->stage, "/requests");
	stage_build(&p->stage);
	all[2].state = PL_REQUEST_WITHDRAWN; /* number 1 waits no more */
	assert_int_equal(stage_line(&p->stage, "/grant 1"), DID_SAY | DID_KEEP);
	assert_string_equal(p->stage.answer, "There is no request of that number that waits "
					     "for an answer. Type /requests to see them.");
	assert_int_equal(stage_line(&p->stage, "/deny 2 it is full"), DID_SAY);
	assert_string_equal(p->stage.answer, "You said no to Cy. It goes to the server now.");
	assert_int_equal(f->answered, 24);
	assert_false(f->granted);
	assert_string_equal(f->why, "it is full");
	assert_int_equal(stage_line(&p->stage, "/grant 2"), DID_SAY);
	assert_true(f->granted);
	all[1].changing = true; /* it is on its way */
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "You have answered; that is kept here until"));
	assert_int_equal(stage_line(&p->stage, "/grant 1"), DID_SAY | DID_KEEP);
	all[1].changing = false;
	stage_build(&p->stage);
	p->client.answer = PL_FAIL_STATE;
	assert_int_equal(stage_line(&p->stage, "/grant 1"), DID_SAY | DID_KEEP);
	assert_string_equal(p->stage.answer, "It has been answered, or it was taken back.");
}

static void answers_that_are_none_are_refused(void **state)
{
	static const char *const lines[] = { "/grant",    "/grant Cy", "/grant 2 yes",
					     "/grant 2x", "/deny",     "/deny why" };
	struct porch *p = *state;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_int_equal(stage_line(&p->stage, lines[i]), DID_SAY | DID_KEEP);
	assert_int_equal(stage_line(&p->stage, "/grant 3"), DID_SAY | DID_KEEP);
	assert_int_equal(stage_line(&p->stage, "/grant 0"), DID_SAY | DID_KEEP);
	assert_int_equal(p->client.schedule.answered, 0);
}

static void members_see_none_of_it(void **state)
{
	static const char *const none[] = { "This is for facilitators." };
	static const char *const hours[] = { "This is for facilitators." };
	struct porch *p = *state;

	p->client.self.role = PL_PATIENT;
	SHOWS(p, "/program", none);
	SHOWS(p, "/requests", none);
	SHOWS(p, "/hours", hours);
	assert_int_equal(p->client.schedule.hours_asks, 0);
}

static const struct pl_hours hours[] = {
	{ .member = 3, .who = "Cy", .had = 270, .target = 540, .planned = 90, .missed = 1 },
	{ .member = 5, .who = "Samira", .had = 540, .target = 540 },
};

static void hours_are_asked_for_and_told(void **state)
{
	static const char *const before[] = {
		"The server is asked for the hours. They are told when they come."
	};
	static const char *const rows[] = {
		"1 person is under the hours of this week.",
		"Cy: 4 hours 30 minutes of 9 hours; 1 hour 30 minutes still to come. Not "
		"planned yet: 3 hours. Missed 1.",
		"Samira: 9 hours of 9 hours; nothing more is to come.",
	};
	struct porch *p = *state;

	SHOWS(p, "/hours", before);
	assert_string_equal(p->stage.model.title, "Hours of this week: Evening group");
	assert_int_equal(p->client.schedule.hours_asks, 1);
	assert_int_equal(p->client.schedule.hours_group, 7);
	p->client.schedule.hours = hours;
	p->client.schedule.hours_count = 2;
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING); /* it is shown */
	SHOWS(p, "/hours", rows);
	stage_line(&p->stage, "/meeting");
	assert_int_equal(stage_ended(&p->stage), DID_SAY); /* by ear it is told */
	assert_non_null(strstr(p->stage.answer, "\nCy: 4 hours 30 minutes of 9 hours;"));
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
}

/* Changes of each kind, and what comes of them */

enum { GONE, CANCELLED, CHANGED_TIME, NEW_ONE, BACK, LED, TITLED, SEATS, CLASH, PREVIEWS };

/* Each before it and after it; of the rest only what differs. */
static void fill(struct pl_preview *all, struct pl_occurrence (*o)[2])
{
	for (int i = 0; i < PREVIEWS; i++) {
		o[i][0] = o[i][1] = built_rows[PROGRAM_TUESDAY];
		all[i] = (struct pl_preview) { &o[i][0], &o[i][1], NULL, NULL };
	}
	all[GONE].after = NULL;
	o[CANCELLED][1].cancelled = true;
	o[CANCELLED][1].why = "snow.";
	o[CHANGED_TIME][1].start_utc_ms = built_at(2, 23, 30);
	o[CHANGED_TIME][1].end_utc_ms = built_at(3, 1, 0);
	all[NEW_ONE].before = NULL;
	o[BACK][0].cancelled = true;
	o[LED][1].leader = "Sam";
	o[TITLED][1].title = "Skills, part two";
	o[SEATS][1].cap = 14;
	o[CLASH][1].leader = "Sam";
	o[CLASH][1].place = "Room 2";
	all[CLASH].leader_busy = "Family evening";
	all[CLASH].place_busy = "Art";
}

static void everything_that_differs_is_said_and_clashes_first(void **state)
{
	static const char *const rows[] = {
		"To be done: 1 change.",
		"1: Cancel all sessions from Tuesday 1 December to Saturday 5 December. Why: "
		"snow.",
		"What would come of it",
		"9 sessions change. 9 people will be told.",
		"Led by Sam: Skills group, Tue 1 Dec, 18:00 to 19:30. Clash: Sam is not free "
		"then: Family evening. Clash: Art is in the room Room 2 then.",
		"Gone: Skills group, Tue 1 Dec, 18:00 to 19:30.",
		"Cancelled: Skills group, Tue 1 Dec, 18:00 to 19:30. Why: snow.",
		"Moved: Skills group, Wed 2 Dec, 23:30 to Thu 3 Dec, 01:00. It was Tue 1 Dec, "
		"18:00 to 19:30.",
		"New: Skills group, Tue 1 Dec, 18:00 to 19:30.",
		"Takes place again: Skills group, Tue 1 Dec, 18:00 to 19:30.",
		"Led by Sam: Skills group, Tue 1 Dec, 18:00 to 19:30.",
		"A new title: Skills, part two, Tue 1 Dec, 18:00 to 19:30. It was Skills "
		"group.",
		"Seats are 14: Skills group, Tue 1 Dec, 18:00 to 19:30.",
		"Nothing is done yet. To do it, type /apply, and to leave it, /discard",
		"The program as it is",
		"There is nothing in the program yet. To make a series, type /series",
	};
	struct pl_occurrence o[PREVIEWS][2];
	struct pl_preview all[PREVIEWS];
	struct porch *p = *state;

	fill(all, o);
	p->client.schedule.preview =
		(struct pl_previewed) { .rows = all, .rows_count = PREVIEWS, .people = 9 };
	stage_line(&p->stage, "/holiday 2026-12-01 2026-12-05 snow");
	assert_string_equal(
		p->stage.answer,
		"Cancel all sessions from Tuesday 1 December to Saturday 5 December. Why: "
		"snow.\n"
		"9 sessions change. 9 people will be told.\n"
		"Led by Sam: Skills group, Tue 1 Dec, 18:00 to 19:30. Clash: Sam is not free "
		"then: Family evening. Clash: Art is in the room Room 2 then.\n"
		"Gone: Skills group, Tue 1 Dec, 18:00 to 19:30.\n"
		"Cancelled: Skills group, Tue 1 Dec, 18:00 to 19:30. Why: snow.\n"
		"Moved: Skills group, Wed 2 Dec, 23:30 to Thu 3 Dec, 01:00. It was Tue 1 Dec, "
		"18:00 to 19:30.\n"
		"And 5 more: type /program to see them.\n"
		"Nothing is done yet. To do it, type /apply, and to leave it, /discard");
	p->client.schedule.series_count = 0;
	SHOWS(p, "/program", rows);
	assert_string_equal(p->stage.model.status,
			    "Changes wait here. To do them, type /apply");
}

/* Of a series whose title changes there may be a hundred. */
static void many_that_are_the_same_are_told_as_one(void **state)
{
	struct pl_occurrence was[8], is[8];
	struct pl_preview all[8];
	struct porch *p = *state;

	for (int i = 0; i < 8; i++) {
		was[i] = is[i] = built_rows[PROGRAM_TUESDAY];
		is[i].start_utc_ms = was[i].start_utc_ms = built_at(1 + i, 18, 0);
		is[i].end_utc_ms = was[i].end_utc_ms = built_at(1 + i, 19, 30);
		is[i].title = "Skills, part two";
		all[i] = (struct pl_preview) { &was[i], &is[i], NULL, NULL };
	}
	all[3].leader_busy = "Away"; /* that one is not the same */
	is[4].cap = 20;              /* nor is that */
	p->client.schedule.preview = (struct pl_previewed) { all, 8, 3 };
	stage_line(&p->stage, "/series 1 title: Skills, part two");
	assert_string_equal(
		p->stage.answer,
		"What is said of Skills, part two changes.\n"
		"8 sessions change. 3 people will be told.\n"
		"A new title: Skills, part two, Fri 4 Dec, 18:00 to 19:30. It was Skills "
		"group. "
		"Clash: Ben is not free then: Away.\n"
		"A new title: Skills, part two, Tue 1 Dec, 18:00 to 19:30. It was Skills "
		"group. "
		"The same for 5 more, the last on Tue 8 Dec.\n"
		"A new title: Skills, part two, Sat 5 Dec, 18:00 to 19:30. It was Skills "
		"group.\n"
		"Nothing is done yet. To do it, type /apply, and to leave it, /discard");
}

/* Each change by itself would clash with nothing. */
static void a_change_clashes_with_one_that_waits_too(void **state)
{
	struct pl_occurrence o[2] = { built_rows[PROGRAM_TUESDAY], built_rows[PROGRAM_FRIDAY] };
	struct pl_preview one = { NULL, &o[0], NULL, NULL };
	struct pl_preview both[2] = { { NULL, &o[1], NULL, NULL },
				      { NULL, &o[0], NULL, "Art" } };
	const struct pl_previewed alone = { &one, 1, 3 }, none = { 0 };
	struct porch *p = *state;

	p->client.schedule.alone = &alone;
	p->client.schedule.preview = (struct pl_previewed) { both, 2, 9 };
	stage_line(&p->stage, "/cancel 2");
	p->client.schedule.alone = &none;
	stage_line(&p->stage, "/holiday 2027-01-18 closed");
	assert_string_equal(
		p->stage.answer,
		"Cancel all sessions on Monday 18 January. Why: closed.\n"
		"No session of the next year is changed by it. Nobody is to be told.\n"
		"To be done: 2 changes.\n"
		"Nothing is done yet. To do it, type /apply, and to leave it, /discard");
	p->client.schedule.alone = &alone;
	o[0].place = "Room 2";
	stage_line(&p->stage, "/room 1 tue Room 2");
	assert_string_equal(
		p->stage.answer,
		"The room of Skills group on Tue 1 Dec, 18:00: Room 2.\n"
		"1 session changes. 3 people will be told.\n"
		"New: Skills group, Tue 1 Dec, 18:00 to 19:30. Clash: Art is in the room Room "
		"2 "
		"then.\n"
		"To be done: 3 changes.\n"
		"Nothing is done yet. To do it, type /apply, and to leave it, /discard");
}

static void what_a_file_has_amiss_is_told_by_its_lines(void **state)
{
	static const struct pl_series good[] = {
		{ .group = 7,
		  .title = "Art",
		  .lines = "DTSTART:20261201T180000Z\nDURATION:PT1H\n" },
		{ .group = 7,
		  .title = "Walk",
		  .lines = "DTSTART:20261202T180000Z\nDURATION:PT1H\n" },
	};
	static const struct pl_changed changes[] = {
		{ .what = PL_CHANGE_NEW, .group = 7, .series = &good[0] },
		{ .what = PL_CHANGE_NEW, .group = 7, .series = &good[1] },
	};
	static const struct pl_calendar_problem problems[] = {
		{ .line = 12, .fault = PL_CALENDAR_ZONE, .what = "Mars/Olympus" },
		{ .line = 40, .fault = PL_CALENDAR_CUT_SHORT, .what = "" },
	};
	struct porch *p = *state;
	struct fake_schedule *f = &p->client.schedule;

	f->import = (struct pl_import) { changes, 2, problems, 2, 102 };
	assert_int_equal(stage_line(&p->stage, "/import  a b.ics "), DID_SAY);
	assert_string_equal(f->import_path, "a b.ics");
	assert_int_equal(f->import_group, 7);
	assert_string_equal(
		p->stage.answer,
		"What is good: 2 series. 102 things are amiss in the file:\n"
		"Line 12: nobody knows this time zone; its hours are taken as those of here "
		"(Mars/Olympus).\n"
		"Line 40: the file ends within an entry, which is left out.\n"
		"And 100 more.\n"
		"No session of the next year is changed by it. Nobody is to be told.\n"
		"Nothing is done yet. To do it, type /apply, and to leave it, /discard");
	stage_line(&p->stage, "/apply");
	assert_int_equal(f->changes_made, 1);
	assert_int_equal(f->change_count, 2);
	assert_string_equal(f->changes[1].series->title, "Walk");
}

static void a_file_without_a_series_changes_nothing(void **state)
{
	static const struct pl_calendar_problem none = { .line = 0, .fault = PL_CALENDAR_NONE };
	struct porch *p = *state;
	struct fake_schedule *f = &p->client.schedule;

	f->import = (struct pl_import) { .problems = &none,
					 .problems_count = 1,
					 .problems_total = 1 };
	p->client.answer = PL_FAIL_FILE;
	assert_true(stage_line(&p->stage, "/import x\033[31m.ics") & DID_SAY);
	assert_null(strchr(p->stage.answer, '\033'));
	assert_string_equal(p->stage.answer,
			    "Nothing in the file x [31m.ics can be a series of "
			    "the program.\nThe file: this is no calendar "
			    "file.");
	f->import = (struct pl_import) { 0 };
	assert_int_equal(stage_line(&p->stage, "/import y"), DID_SAY | DID_KEEP);
	assert_string_equal(p->stage.answer, "That file cannot be read. Look at its name.");
	p->client.answer = PL_OK;
	stage_line(&p->stage, "/apply");
	assert_string_equal(p->stage.answer, "No change waits here.");
}

static void what_was_refused_stays_said_until_a_new_change(void **state)
{
	struct porch *p = *state;
	struct fake_schedule *f = &p->client.schedule;

	f->refused = 1;
	f->kept = 2;
	stage_line(&p->stage, "/program");
	for (int i = 0; i < 2; i++) {
		stage_build(&p->stage);
		assert_true(porch_holds(&p->stage.model, "Somebody else changed that series"));
		assert_true(porch_holds(&p->stage.model, "2 changes are kept here and not at "
							 "the server yet."));
	}
	f->kept = 0;
	stage_line(&p->stage, "/cancel 1");
	stage_build(&p->stage);
	assert_false(porch_holds(&p->stage.model, "Somebody else"));
	assert_false(porch_holds(&p->stage.model, "kept here"));
}

static const char *in_the_console(struct porch *p, const char *who)
{
	stage_line(&p->stage, "/console");
	stage_build(&p->stage);
	for (size_t i = 0; i < p->stage.model.count; i++)
		if (p->stage.model.items[i].who &&
		    strcmp(p->stage.model.items[i].who, who) == 0)
			return p->stage.model.items[i].text;
	fail_msg("%s is not in the console", who);
	return "";
}

static void the_console_tells_who_is_late_listens_or_cannot_come(void **state)
{
	static const struct pl_stage stages[] = { { .title = "Welcome" } };
	static const struct pl_seat seats[] = {
		{ .member = 1,
		  .name = "Ana",
		  .where = PL_IN,
		  .rating = -1,
		  .reason = "",
		  .why = "",
		  .leads = true },
		{ .member = 3,
		  .name = "Cy",
		  .where = PL_IN,
		  .rating = -1,
		  .reason = "",
		  .why = "" },
	};
	static const struct pl_session session = {
		.stage = 1,
		.stages = stages,
		.stages_count = 1,
		.norms = "",
		.topic = "",
		.exercise = { .title = "" },
		.lesson = { .title = "", .counts = "" },
		.seats = seats,
		.seats_count = 2,
		.self = &seats[0],
	};
	struct pl_request all[5];
	struct porch *p = *state;

	p->client.session = &session;
	p->client.schedule.requests = all;
	memcpy(all, built_requests, sizeof(all));
	all[2].what = PL_ASK_ABSENT;
	all[2].state = PL_REQUEST_GRANTED;
	p->stage.now_utc_ms = built_at(1, 17, 0);
	assert_string_equal(in_the_console(p, "Cy"), ""); /* not so long before */
	p->stage.now_utc_ms = built_at(1, 17, 50);
	assert_string_equal(in_the_console(p, "Cy"), "comes 10 minutes late");
	assert_string_equal(in_the_console(p, "Samira"), "cannot come");
	assert_string_equal(in_the_console(p, "Sam"), "");
	p->stage.now_utc_ms = built_at(1, 18, 30);
	all[0].what = PL_ASK_LISTENING;
	assert_string_equal(in_the_console(p, "Cy"), "only listens");
	all[0].state = PL_REQUEST_WITHDRAWN;
	all[1].state = PL_REQUEST_REFUSED;
	assert_string_equal(in_the_console(p, "Cy"), "");
	p->stage.now_utc_ms = built_at(1, 20, 0);
	assert_string_equal(in_the_console(p, "Samira"), "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, built_open, built_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_series_has_a_number_and_what_is_not_as_planned),
		TEST(requests_that_wait_come_first_with_what_they_mean),
		TEST(an_answer_is_for_the_number_that_was_shown),
		TEST(answers_that_are_none_are_refused),
		TEST(members_see_none_of_it),
		TEST(hours_are_asked_for_and_told),
		TEST(everything_that_differs_is_said_and_clashes_first),
		TEST(many_that_are_the_same_are_told_as_one),
		TEST(a_change_clashes_with_one_that_waits_too),
		TEST(what_a_file_has_amiss_is_told_by_its_lines),
		TEST(a_file_without_a_series_changes_nothing),
		TEST(what_was_refused_stays_said_until_a_new_change),
		TEST(the_console_tells_who_is_late_listens_or_cannot_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
