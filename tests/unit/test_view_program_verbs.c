/* SPDX-License-Identifier: MIT */
/* The words that change the program: what is typed, well and badly, and what comes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/built.h"
#include "text/keys.h"

static const struct pl_changed *last(struct porch *p)
{
	const struct fake_schedule *f = &p->client.schedule;

	assert_true(f->change_count > 0);
	return &f->changes[f->change_count - 1];
}

/* The line is a change that is shown, and nothing goes out. */
static const struct pl_changed *plans(struct porch *p, const char *line)
{
	const int asked = p->client.schedule.previews_asked;
	const int bits = stage_line(&p->stage, line);

	if (!(bits & DID_SAY) || bits & DID_KEEP)
		fail_msg("%s: %s", line, p->stage.answer);
	assert_true(p->client.schedule.previews_asked > asked);
	assert_int_equal(p->client.schedule.changes_made, 0);
	return last(p);
}

static void refuses(struct porch *p, const char *line, const char *words)
{
	const int asked = p->client.schedule.previews_asked;

	if (stage_line(&p->stage, line) != (DID_SAY | DID_KEEP))
		fail_msg("%s is taken: %s", line, p->stage.answer);
	assert_int_equal(p->client.schedule.previews_asked, asked);
	if (!strstr(p->stage.answer, words))
		fail_msg("%s: %s", line, p->stage.answer);
}

static void is(const struct pl_changed *c, enum pl_change what, int64_t id, int64_t original)
{
	assert_int_equal(c->what, what);
	assert_int_equal(c->id, id);
	assert_int_equal(c->original_utc_ms, original);
}

static void a_session_is_cancelled_by_its_day_or_as_the_next_one(void **state)
{
	static const char *const same[] = {
		"/cancel 1 2026-12-01 snow", "/cancel 1.2026-12-01 snow", "/cancel 1 tue snow",
		"/cancel 1 Tuesday snow",    "/cancel 1 tomorrow snow",   "/cancel 1 snow"
	};
	struct porch *p = *state;

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		is(plans(p, same[i]), PL_CHANGE_CANCEL, PROGRAM_SKILLS, built_at(1, 18, 0));
		assert_string_equal(p->client.schedule.change_why, "snow");
	}
	/* By where it is now, or where it was to be. */
	is(plans(p, "/cancel 1 2026-12-09"), PL_CHANGE_CANCEL, PROGRAM_SKILLS,
	   built_at(8, 18, 0));
	is(plans(p, "/cancel 1 2026-12-08"), PL_CHANGE_CANCEL, PROGRAM_SKILLS,
	   built_at(8, 18, 0));
	is(plans(p, "/cancel 3"), PL_CHANGE_CANCEL, PROGRAM_MORNING, built_at(5, 10, 0));
	refuses(p, "/cancel 1 2026-12-02", "Skills group has no such session.");
	refuses(p, "/cancel 4", "There is no series of that number.");
	refuses(p, "/cancel 0", "There is no series of that number.");
	refuses(p, "/cancel 99999999999999999999", "There is no series of that number.");
	refuses(p, "/cancel", "/cancel NUMBER DAY LAST-DAY and why");
	refuses(p, "/cancel Skills", "/cancel NUMBER DAY LAST-DAY and why");
	refuses(p, "/cancel 1x", "/cancel NUMBER DAY LAST-DAY and why");
}

static void a_session_is_moved_by_what_differs(void **state)
{
	static const struct {
		const char *line;
		int from_day, from_hour, to_day, to_hour, to_minute, minutes;
	} rows[] = {
		{ "/move 1 19:30", 1, 18, 1, 19, 30, 0 },
		{ "/move 1 tue 19:30", 1, 18, 1, 19, 30, 0 },
		{ "/move 1 wed 19:30", 1, 18, 2, 19, 30, 0 },
		{ "/move 1 wed", 1, 18, 2, 18, 0, 0 },
		{ "/move 1 tue wed", 1, 18, 2, 18, 0, 0 },
		{ "/move 1 2026-12-01 2026-12-02 6pm 45", 1, 18, 2, 18, 0, 45 },
		{ "/move 1 2026-12-01 2026-12-02 6:15 PM 45", 1, 18, 2, 18, 15, 45 },
		{ "/move 1 2026-12-09 mon 18:00", 8, 18, 14, 18, 0, 0 }, /* behind it */
		{ "/move 1 mon 17:30", 1, 18, 7, 17, 30, 0 }, /* today that is over */
		{ "/move 1 mon 17:50", 1, 18, 0, 17, 50, 0 },
		{ "/move 1 12am 60", 1, 18, 1, 0, 0, 60 },
		{ "/move 3 sat sun 9:05", 5, 10, 6, 9, 5, 0 },
	};
	struct porch *p = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct pl_changed *c = plans(p, rows[i].line);

		assert_int_equal(c->what, PL_CHANGE_MOVE);
		assert_int_equal(c->original_utc_ms,
				 built_at(rows[i].from_day, rows[i].from_hour, 0));
		assert_int_equal(c->start_utc_ms,
				 built_at(rows[i].to_day, rows[i].to_hour, rows[i].to_minute));
		assert_int_equal(c->minutes, rows[i].minutes);
		stage_line(&p->stage, "/discard");
	}
}

static void moves_that_make_no_sense_are_refused(void **state)
{
	struct porch *p = *state;

	refuses(p, "/move 1", "This is not a day");
	refuses(p, "/move 1 2026-02-30 18:00", "This is not a day: 2026-02-30");
	refuses(p, "/move 1 2026-13-01 18:00", "This is not a day: 2026-13-01");
	refuses(p, "/move 1 someday", "This is not a day: someday");
	refuses(p, "/move 1 wed 25:00", "This is not a time: 25:00");
	refuses(p, "/move 1 wed 90", "This is not a time: 90");
	refuses(p, "/move 1 wed 18:00 0", "Minutes are a number");
	refuses(p, "/move 1 wed 18:00 1441", "Minutes are a number");
	refuses(p, "/move 1 wed 18:00 x\033[31m", "Minutes are a number");
	assert_null(strchr(p->stage.answer, '\033'));
	refuses(p, "/move 1 tue 2026-11-29 18:00", "That time is over");
	refuses(p, "/move 1 2026-12-02 2026-12-03 18:00", "has no such session");
}

static void a_leader_is_of_one_session_or_of_all(void **state)
{
	struct porch *p = *state;

	is(plans(p, "/lead 1 tue sam"), PL_CHANGE_LEADER, PROGRAM_SKILLS, built_at(1, 18, 0));
	assert_int_equal(last(p)->leader, 4); /* a whole name before a part of one */
	is(plans(p, "/lead 1 ana"), PL_CHANGE_LEADER, PROGRAM_SKILLS, 0);
	assert_int_equal(last(p)->leader, 1);
	refuses(p, "/lead 1 sa", "There is nobody of that name in the group, or more than one");
	refuses(p, "/lead 1 Cy", "Cy is not a facilitator.");
	refuses(p, "/lead 1 tue", "/lead NUMBER DAY LAST-DAY NAME");
	refuses(p, "/lead 1", "/lead NUMBER DAY LAST-DAY NAME");
	refuses(p, "/lead 1 2026-12-02 Sam", "has no such session");
}

static void a_room_is_of_one_session_or_of_all(void **state)
{
	struct porch *p = *state;

	is(plans(p, "/room 1 tue Room 5"), PL_CHANGE_PLACE, PROGRAM_SKILLS, built_at(1, 18, 0));
	assert_string_equal(p->client.schedule.place, "Room 5");
	assert_non_null(strstr(p->stage.answer,
			       "The room of Skills group on Tue 1 Dec, 18:00: Room 5."));
	is(plans(p, "/room 1 Room 5"), PL_CHANGE_PLACE, PROGRAM_SKILLS, 0);
	is(plans(p, "/series 1 room: none"), PL_CHANGE_PLACE, PROGRAM_SKILLS, 0);
	assert_string_equal(p->client.schedule.place, "");
	refuses(p, "/room 1", "/room NUMBER DAY LAST-DAY ROOM, or none");
	refuses(p, "/room 1 tue", "/room NUMBER DAY LAST-DAY ROOM, or none");
}

static void what_is_not_as_planned_is_restored(void **state)
{
	struct porch *p = *state;

	is(plans(p, "/restore 1"), PL_CHANGE_RESTORE, PROGRAM_SKILLS, built_at(3, 18, 0));
	is(plans(p, "/restore 1 2026-12-08"), PL_CHANGE_RESTORE, PROGRAM_SKILLS,
	   built_at(8, 18, 0));
	refuses(p, "/restore 3", "Morning skills has no such session.");
}

static void a_session_is_added_in_the_zone_of_its_series(void **state)
{
	struct porch *p = *state;

	is(plans(p, "/extra 1 2026-12-02 18:00"), PL_CHANGE_ADD, PROGRAM_SKILLS, 0);
	assert_int_equal(last(p)->start_utc_ms, built_at(2, 18, 0));
	plans(p, "/extra 2 2026-12-02 18:00"); /* of New York */
	assert_int_equal(last(p)->start_utc_ms, built_at(2, 16, 0));
	refuses(p, "/extra 1 18:00", "This is not a day: 18:00");
	refuses(p, "/extra 1 2026-12-02", "This is not a time");
	refuses(p, "/extra 1 2026-12-02 18", "This is not a time: 18");
	refuses(p, "/extra 1 2026-12-02 18:00 20", "This is not a time: 20");
	refuses(p, "/extra 1 2026-11-02 18:00", "That time is over");
}

static void all_of_some_days_are_changed_together(void **state)
{
	struct porch *p = *state;
	const struct fake_schedule *f = &p->client.schedule;

	is(plans(p, "/lead 1 2026-12-01 2026-12-20 Sam"), PL_CHANGE_LEADER, PROGRAM_SKILLS,
	   built_at(8, 18, 0));
	assert_int_equal(f->change_count, 2); /* the cancelled one is not */
	is(&f->changes[0], PL_CHANGE_LEADER, PROGRAM_SKILLS, built_at(1, 18, 0));
	assert_int_equal(f->changes[0].leader, 4);
	stage_line(&p->stage, "/discard");
	plans(p, "/cancel 1 2026-12-01 2026-12-09 repairs");
	assert_int_equal(f->change_count, 2);
	stage_line(&p->stage, "/discard");
	is(plans(p, "/restore 1 2026-12-01 2026-12-08"), PL_CHANGE_RESTORE, PROGRAM_SKILLS,
	   built_at(3, 18, 0));
	assert_int_equal(f->change_count, 1);
	refuses(p, "/cancel 1 2026-12-09 2026-12-01", "The end is before the start.");
	refuses(p, "/cancel 1 2026-12-10 2026-12-20", "has no such session");
}

static void series_end_and_go(void **state)
{
	struct porch *p = *state;

	is(plans(p, "/endseries 1 2026-12-24"), PL_CHANGE_END, PROGRAM_SKILLS, 0);
	assert_int_equal(last(p)->start_utc_ms, built_at(25, 0, 0));
	refuses(p, "/endseries 1", "This is not a day");
	refuses(p, "/endseries 1 2026-12-24 x", "This is not a day");
	is(plans(p, "/dropseries 2"), PL_CHANGE_DROP, PROGRAM_COPING, 0);
	refuses(p, "/dropseries", "/dropseries NUMBER");
	refuses(p, "/dropseries 2 x", "/dropseries NUMBER");
	refuses(p, "/dropseries 9", "There is no series of that number.");
}

static void a_holiday_is_of_whole_days_in_all_groups(void **state)
{
	struct porch *p = *state;
	const struct pl_changed *c = plans(p, "/holiday 2026-12-24 2026-12-26 Happy days");

	assert_int_equal(c->what, PL_CHANGE_HOLIDAY);
	assert_int_equal(c->group, 0);
	assert_int_equal(c->start_utc_ms, built_at(24, 0, 0));
	assert_int_equal(c->end_utc_ms, built_at(27, 0, 0));
	assert_string_equal(p->client.schedule.change_why, "Happy days");
	c = plans(p, "/holiday 2026-12-24 snow");
	assert_int_equal(c->end_utc_ms, built_at(25, 0, 0));
	refuses(p, "/holiday 2026-12-24 2026-12-23", "The end is before the start.");
	refuses(p, "/holiday", "/holiday DAY LAST-DAY and why");
	refuses(p, "/holiday Christmas", "This is not a day: Christmas");
}

static void who_leads_says_when_they_are_away(void **state)
{
	static const struct {
		const char *line, *lines;
	} rows[] = {
		{ "/away tue 12:00 to 14:00",
		  "DTSTART;TZID=America/Denver:20261201T120000\nDURATION:PT2H\n" },
		{ "/away tue 12:00 14:00 every week",
		  "DTSTART;TZID=America/Denver:20261201T120000\nDURATION:PT2H\n"
		  "RRULE:FREQ=WEEKLY;BYDAY=TU\n" },
		{ "/away 2026-12-20",
		  "DTSTART;TZID=America/Denver:20261220T000000\nDURATION:P1D\n" },
		{ "/away 2026-12-20 to 2026-12-22",
		  "DTSTART;TZID=America/Denver:20261220T000000\nDURATION:P1D\n"
		  "RRULE:FREQ=DAILY;UNTIL=20261223T065959Z\n" },
	};
	struct porch *p = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct pl_changed *c = plans(p, rows[i].line);

		assert_int_equal(c->what, PL_CHANGE_NEW);
		assert_int_equal(c->series->kind, PL_AWAY);
		assert_int_equal(c->series->leader, 1);
		assert_string_equal(p->client.schedule.lines, rows[i].lines);
	}
	refuses(p, "/away", "/away DAY TIME to TIME");
	refuses(p, "/away tue 14:00 12:00", "/away DAY TIME to TIME");
	refuses(p, "/away tue 12:00", "/away DAY TIME to TIME");
	refuses(p, "/away 2026-12-22 2026-12-20", "/away DAY TIME to TIME");
	refuses(p, "/away tue 12:00 14:00 every month", "/away DAY TIME to TIME");
	refuses(p, "/away 2026-12-20 2026-12-22 every week", "/away DAY TIME to TIME");
}

static void changes_gather_and_go_out_together(void **state)
{
	struct porch *p = *state;
	const struct fake_schedule *f = &p->client.schedule;

	plans(p, "/cancel 1 tue snow");
	plans(p, "/lead 1 ana");
	plans(p, "/dropseries 2");
	assert_true(stage_line(&p->stage, "/discard 2") & DID_SAY);
	assert_string_equal(p->stage.answer, "Left undone: Ana leads Skills group from now "
					     "on.");
	refuses(p, "/discard 3", "No change has that number.");
	assert_true(stage_line(&p->stage, "/apply") & DID_SAY);
	assert_int_equal(f->changes_made, 1);
	assert_int_equal(f->change_count, 2);
	assert_int_equal(f->changes[0].what, PL_CHANGE_CANCEL);
	assert_int_equal(f->changes[1].what, PL_CHANGE_DROP);
	assert_string_equal(p->stage.answer, "Done. It goes to the server now.");
	assert_true(stage_line(&p->stage, "/apply") & DID_SAY);
	assert_string_equal(p->stage.answer, "No change waits here.");
	assert_int_equal(f->changes_made, 1);
}

static void by_their_keys_nothing_is_done(void **state)
{
	static const int keys[] = { '1', '2', '4', '5', '6', '7', '8', '9',
				    '0', '*', '-', '+', '=', '_', 'B' };
	struct porch *p = *state;
	bool known;

	plans(p, "/cancel 1");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const int asked = p->client.schedule.previews_asked;

		assert_true(stage_key(&p->stage, KEY_CHORD(keys[i]), &known) & DID_SAY);
		assert_true(known);
		assert_int_equal(p->client.schedule.changes_made, 0);
		assert_true(p->client.schedule.previews_asked == asked || keys[i] == '=');
		assert_non_null(strstr(p->stage.answer, "type /"));
	}
	assert_int_equal(p->client.schedule.answered, 0);
}

static void what_the_client_refuses_is_not_kept(void **state)
{
	struct porch *p = *state;

	p->client.answer = PL_FAIL_GONE;
	assert_int_equal(stage_line(&p->stage, "/cancel 1"), DID_SAY | DID_KEEP);
	assert_string_equal(p->stage.answer, "There is no such session any more.");
	p->client.answer = PL_OK;
	stage_line(&p->stage, "/apply");
	assert_string_equal(p->stage.answer, "No change waits here.");
	plans(p, "/cancel 1");
	p->client.link.link = PL_LINK_WAITING;
	p->client.answer = PL_FAIL_BUSY;
	assert_int_equal(stage_line(&p->stage, "/apply"), DID_SAY | DID_KEEP);
	p->client.answer = PL_OK;
	stage_line(&p->stage, "/apply");
	assert_string_equal(p->stage.answer,
			    "Done. It is kept here, and goes to the server when "
			    "there is a connection.");
	assert_int_equal(p->client.schedule.changes_made, 2);
}

static void members_change_nothing(void **state)
{
	static const char *const lines[] = {
		"/grant 1",           "/deny 1",          "/series x",    "/cancel 1",
		"/move 1 19:00",      "/lead 1 Ana",      "/restore 1",   "/room 1 x",
		"/extra 1 wed 18:00", "/endseries 1 wed", "/holiday wed", "/import a.ics",
		"/dropseries 1",      "/away wed",
	};
	struct porch *p = *state;

	p->client.self.role = PL_PATIENT;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		refuses(p, lines[i], "This is for facilitators.");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, built_open, built_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_session_is_cancelled_by_its_day_or_as_the_next_one),
		TEST(a_session_is_moved_by_what_differs),
		TEST(moves_that_make_no_sense_are_refused),
		TEST(a_leader_is_of_one_session_or_of_all),
		TEST(a_room_is_of_one_session_or_of_all),
		TEST(what_is_not_as_planned_is_restored),
		TEST(a_session_is_added_in_the_zone_of_its_series),
		TEST(all_of_some_days_are_changed_together),
		TEST(series_end_and_go),
		TEST(a_holiday_is_of_whole_days_in_all_groups),
		TEST(who_leads_says_when_they_are_away),
		TEST(changes_gather_and_go_out_together),
		TEST(by_their_keys_nothing_is_done),
		TEST(what_the_client_refuses_is_not_kept),
		TEST(members_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
