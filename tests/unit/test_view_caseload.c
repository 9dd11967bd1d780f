/* SPDX-License-Identifier: MIT */
/* What those who lead see of their people's worksheets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/ward.h"
#include "text/keys.h"
#include "view/words_caseload.h"

enum { MANY = 300 };

/* ---- the views ---- */

static void each_person_is_one_line_who_needs_most_first(void **state)
{
	struct porch *p = *state;

	ward_shows(p, "/caseload",
		   "1 person needs you.\n"
		   "Cy: 1 answer to review, PHQ-9 up 6 to 19 (moderately severe), missed 2, "
		   "1 overdue, 1 to read, 1 still to do.\n"
		   "Samira: nothing needs you, PHQ-9 down 3 to 6 (mild), 2 still to do.\n"
		   "To see one person's worksheets, type /work and the name.\n");
	assert_string_equal(p->stage.model.title, "What people need: Evening group");
	assert_string_equal(p->stage.model.status, "Cy: an answer to review now. Type /work. "
						   "1 person needs you.");
	assert_int_equal(p->client.schedule.hours_asks, 1);
	stage_build(&p->stage);
	assert_int_equal(p->client.schedule.hours_asks, 1);
}

/* A step that matters, or the last band; a point more is told, and asks for nobody. */
static void a_score_asks_for_somebody_when_it_matters(void **state)
{
	static const struct {
		struct pl_score score;
		const char *words;
	} rows[] = {
		{ { "PHQ-9", 9, 27, 0, PL_BAND_MILD, 8, 0 },
		  "nothing needs you, PHQ-9 up 1 to 9 (mild)." },
		{ { "PHQ-9", 9, 27, 0, PL_BAND_MILD, 4, 0 }, "PHQ-9 up 5 to 9 (mild)." },
		{ { "GAD-7", 16, 21, 0, PL_BAND_SEVERE, 16, 0 }, "GAD-7 still 16 (severe)." },
		{ { "GAD-7", 16, 21, 0, PL_BAND_SEVERE, -1, 0 }, "GAD-7 16 (severe)." },
		{ { "PHQ-2", 3, 6, 0, PL_BAND_POSITIVE, 5, 0 },
		  "nothing needs you, PHQ-2 down 2 to 3 (at the mark for a closer look, or "
		  "above)." },
		{ { "PHQ-9", 20, 27, 1, PL_BAND_SEVERE, 4, 0 },
		  "nothing needs you, PHQ-9 without 1 answer." },
		{ { .measure = NULL, .before = -1 }, "nothing needs you." },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct pl_case c = { .who = "Cy", .missed = -1, .score = rows[i].score };

		assert_string_equal(words_case(&a, &c), rows[i].words);
	}
	arena_finish(&a);
}

static const char work[] =
	"To read one, type /read and its number.\n"
	"To be reviewed now: 1\n"
	"1: Cy, PHQ-9: finished Mon 30 Nov, 12:00. 19 of 27, moderately severe, up 6 since "
	"Mon 23 Nov, 12:00. An answer asks for you to look at it now.\n"
	"Not read yet: 1\n"
	"2: Samira, Thought record: finished Sun 29 Nov, 12:00. 6 of 7 answered. Nobody has "
	"read it yet.\n"
	"Overdue: 1\n"
	"3: Cy, Thought record: it was due Sunday 29 November.\n"
	"Still to do: 2\n"
	"4: Samira, PHQ-9: due Friday 4 December.\n"
	"5: Samira, Sleep diary: there is no date.\n"
	"Done: 2\n"
	"6: Cy, Thought record: finished Fri 27 Nov, 12:00. Read by Ben. 2 comments.\n"
	"7: Samira, Sleep diary: finished Thu 26 Nov, 12:00. Ben asked for a change. "
	"1 comment.\n";

static void the_groups_sheets_have_numbers_by_need(void **state)
{
	struct porch *p = *state;

	ward_shows(p, "/work", work);
	assert_string_equal(p->stage.model.title, "Worksheets: Evening group");
	assert_true(strstr(p->stage.model.status, "1 worksheet is to be reviewed now. "
						  "1 worksheet is not read yet."));
}

static void one_persons_sheets_alone(void **state)
{
	struct porch *p = *state;

	ward_shows(
		p, "/work cy",
		"To read one, type /read and its number.\n"
		"To be reviewed now: 1\n"
		"1: Cy, PHQ-9: finished Mon 30 Nov, 12:00. 19 of 27, moderately severe, up 6 "
		"since Mon 23 Nov, 12:00. An answer asks for you to look at it now.\n"
		"Overdue: 1\n"
		"2: Cy, Thought record: it was due Sunday 29 November.\n"
		"Done: 1\n"
		"3: Cy, Thought record: finished Fri 27 Nov, 12:00. Read by Ben. 2 "
		"comments.\n");
	assert_string_equal(p->stage.model.title, "Worksheets: Cy");
	assert_int_equal(stage_line(&p->stage, "/work Nobody"), DID_SAY | DID_KEEP);
	ward_shows(p, "/work", work);
	assert_int_equal(stage_step(&p->stage, 1), DID_NOTHING);
	ward_shows(p, "/work ben",
		   "There is no worksheet here. To give one out, type /assign, the "
		   "worksheet, the word to, and a name.\n");
}

static const char reading[] =
	"Cy, PHQ-9: finished Mon 30 Nov, 12:00.\n"
	"An answer here asks for you to look at it now. What to do is in /protocol. When you "
	"have seen to it, type /reviewed and what you did.\n"
	"Score: 19 of 27, moderately severe, up 6 since Mon 23 Nov, 12:00. It is not a "
	"diagnosis.\n"
	"The last two weeks\n"
	"1: Little interest in doing things? Answer: Several days. Last time: Not at all.\n"
	"2: Feeling down? Answer: Nearly every day. The same as last time.\n"
	"Ben, Mon 30 Nov, 12:00: Since when?\n"
	"Thank you.\n"
	"3: Anything else: no answer.\n"
	"Comments to all of it\n"
	"Ben, Mon 30 Nov, 12:00: Was this two weeks?\n"
	"Ana asked for a change on Mon 30 Nov, 12:00: Please say more. (kept here)\n"
	"To write to one question, type /comment, its number, a colon, and your words. To ask "
	"for a change, type /redo and your words. For the next worksheet, type /read next.\n";

static void a_finished_sheet_is_read_as_a_page(void **state)
{
	struct porch *p = *state;

	stage_line(&p->stage, "/work");
	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/read 1"), DID_VIEW);
	assert_int_equal(pl_client_sheet_opened(&p->client), WARD_PHQ);
	ward_shows(p, NULL, reading);
	assert_string_equal(p->stage.model.title, "PHQ-9 of Cy");
	ward_shows(p, "/reading", reading);
}

static void reading_goes_on_to_the_next_and_back(void **state)
{
	static const struct {
		const char *line;
		uint64_t opens;
	} steps[] = {
		{ "/read", WARD_PHQ },       { "/read next", WARD_RECORD },
		{ "/read next", WARD_READ }, { "/read back", WARD_RECORD },
		{ "/read 7", WARD_AGAIN },   { "/read Back", WARD_READ },
	};
	struct porch *p = *state;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		assert_int_equal(stage_line(&p->stage, steps[i].line), DID_VIEW);
		assert_int_equal(pl_client_sheet_opened(&p->client), steps[i].opens);
	}
	stage_line(&p->stage, "/read 7");
	ward_says(p, "/read next", DID_SAY | DID_KEEP,
		  "There is no other worksheet that way. Type /work to see all.");
	ward_says(p, "/read 8", DID_SAY | DID_KEEP,
		  "There is no worksheet of that number. Type /work to see the numbers.");
	ward_says(p, "/read 0", DID_SAY | DID_KEEP,
		  "There is no worksheet of that number. Type /work to see the numbers.");
	ward_says(p, "/read 4", DID_SAY | DID_KEEP,
		  "It is not finished yet, so there is nothing to read.");
	ward_says(p, "/read it", DID_SAY | DID_KEEP,
		  "To do that, type /read NUMBER, next or back");
	p->client.sheets.answer = PL_FAIL_GONE;
	ward_says(p, "/read 1", DID_SAY | DID_KEEP,
		  "That worksheet is not here any more. Type /work to see those that are.");
}

/* Also where it has come since the list was shown. */
static void the_key_reads_what_needs_them_most(void **state)
{
	struct pl_sheet all[WARD_SHEETS];
	struct porch *p = *state;
	bool known;

	memcpy(all, ward_sheets, sizeof(all));
	all[0].state = PL_SHEET_READ;
	all[0].reviewer = "Ben";
	p->client.caseload.sheets = all;
	stage_line(&p->stage, "/work");
	stage_build(&p->stage);
	all[6].danger = true;
	assert_int_equal(stage_key(&p->stage, KEY_ALT(','), &known), DID_VIEW);
	assert_int_equal(pl_client_sheet_opened(&p->client), WARD_AGAIN);
	assert_int_equal(stage_key(&p->stage, KEY_ALT(','), &known), DID_VIEW);
	assert_int_equal(pl_client_sheet_opened(&p->client), WARD_RECORD);
	all[1].state = PL_SHEET_READ;
	all[6].reviewer = "Ana";
	assert_int_equal(stage_line(&p->stage, "/read"), DID_VIEW); /* the next of the list */
	assert_int_equal(pl_client_sheet_opened(&p->client), WARD_PHQ);
}

/* What a number means does not change while somebody types it. */
static void a_number_is_of_the_list_that_was_shown(void **state)
{
	struct pl_sheet all[WARD_SHEETS];
	struct porch *p = *state;

	stage_line(&p->stage, "/work");
	stage_build(&p->stage);
	memcpy(all, ward_sheets, sizeof(all));
	all[0].state = PL_SHEET_READ;
	all[0].reviewer = "Ben"; /* it would be number 5 now */
	p->client.caseload.sheets = all;
	assert_int_equal(stage_line(&p->stage, "/read 1"), DID_VIEW);
	assert_int_equal(pl_client_sheet_opened(&p->client), WARD_PHQ);
}

static void members_see_none_of_it(void **state)
{
	static const char *const lines[] = { "/assign phq-2 to cy", "/unassign 4", "/read 1",
					     "/redo more", "/reviewed called" };
	static const char only[] = "This is for facilitators.\n";
	struct porch *p = *state;

	p->client.self.role = PL_PATIENT;
	ward_shows(p, "/caseload", only);
	assert_string_equal(p->stage.model.status, "This is for facilitators.");
	ward_shows(p, "/work", only);
	ward_shows(p, "/reading",
		   "No worksheet is open here. Type /work to see them, and then "
		   "/read and a number.\n");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		ward_says(p, lines[i], DID_SAY | DID_KEEP, "This is for facilitators.");
	assert_int_equal(p->client.caseload.assigns, 0);
	assert_int_equal(p->client.schedule.hours_asks, 0);
}

static void names_bring_no_control_characters(void **state)
{
	struct pl_sheet sheet = ward_sheets[0];
	struct pl_case one = { .who = "E\033[31mve\n", .alerts = 1, .missed = -1 };
	struct porch *p = *state;

	sheet.who = "E\033[31mve";
	sheet.title = "PHQ\a-9";
	p->client.caseload.sheets = &sheet;
	p->client.caseload.sheet_count = 1;
	p->client.caseload.cases = &one;
	p->client.caseload.case_count = 1;
	stage_line(&p->stage, "/caseload");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "1 answer to review."));
	assert_null(strpbrk(p->stage.model.status, "\033\a"));
	ward_shows(
		p, "/work",
		"To read one, type /read and its number.\nTo be reviewed now: 1\n"
		"1: E [31mve, PHQ -9: finished Mon 30 Nov, 12:00. 19 of 27, moderately severe, "
		"up 6 since Mon 23 Nov, 12:00. An answer asks for you to look at it now.\n");
	stage_line(&p->stage, "/read 1");
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.title, "PHQ -9 of E [31mve");
	assert_int_equal(stage_line(&p->stage, "/reviewed I called"), DID_SAY);
	assert_null(strpbrk(p->stage.answer, "\033\a"));
}

/* Thirty people are thirty lines; of many sheets the newest that are done. */
static void long_lists_are_cut_where_it_does_no_harm(void **state)
{
	static struct pl_sheet all[MANY];
	static struct pl_case cases[30];
	struct porch *p = *state;

	for (size_t i = 0; i < MANY; i++) {
		all[i] = ward_sheets[i < 100 ? 1 : 5];
		all[i].id = 1000 + i;
	}
	for (size_t i = 0; i < 30; i++)
		cases[i] = (struct pl_case) { .member = 50 + (int64_t)i, .who = "Somebody" };
	p->client.caseload.sheets = all;
	p->client.caseload.sheet_count = MANY;
	p->client.caseload.cases = cases;
	p->client.caseload.case_count = 30;
	stage_line(&p->stage, "/caseload");
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.count, 32);
	assert_string_equal(p->stage.model.status, "Nobody needs you now.");
	stage_line(&p->stage, "/work");
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.count, 1 + 1 + 100 + 1 + 40 + 1);
	assert_true(porch_holds(&p->stage.model, "Not read yet: 100"));
	assert_true(porch_holds(&p->stage.model, "Done: 200"));
	assert_true(porch_holds(&p->stage.model,
				"And 160 more. To see them, type /work and a name."));
	assert_string_equal(porch_item(&p->stage.model, view_id(ID_WORK, 1139))->who, "140");
}

static void the_trend_of_a_person_who_is_named(void **state)
{
	static const struct pl_point points[] = { { PROGRAM_NOW - 86400000, 13 },
						  { PROGRAM_NOW, 19 } };
	static const struct pl_trend trend = { "phq-9", "PHQ-9", 0, 27, true, points, 2 };
	struct porch *p = *state;

	ward_shows(p, "/trend samira",
		   "Samira has not done the same measure or check-in two times. There is "
		   "nothing to compare yet.\n");
	p->client.sheets.trends = &trend;
	p->client.sheets.trend_count = 1;
	stage_line(&p->stage, "/trend cy");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "PHQ-9: 13, 19."));
	assert_string_equal(p->stage.model.title, "How it goes: Cy");
	assert_int_equal(p->client.sheets.trend_of, 3);
	stage_line(&p->stage, "/trend"); /* their own */
	stage_build(&p->stage);
	assert_int_equal(p->client.sheets.trend_of, 0);
	p->client.self.role = PL_PATIENT;
	ward_says(p, "/trend cy", DID_SAY | DID_KEEP, "This is for facilitators.");
}

/* ---- until somebody has seen to it ---- */

static void an_alert_stands_in_each_view_until_it_was_seen_to(void **state)
{
	static const char alert[] = "Cy: an answer to review now. Type /work. ";
	struct pl_case all[2] = { { .member = 3, .who = "Cy", .alerts = 1 },
				  { .member = 5, .who = "Samira" } };
	struct porch *p = *state;

	p->client.caseload.cases = all;
	for (size_t i = 0; stage_views[i]; i++) {
		p->stage.view = stage_views[i];
		stage_build(&p->stage);
		assert_int_equal(strncmp(p->stage.model.status, alert, strlen(alert)), 0);
	}
	p->stage.group = 9; /* of all groups of theirs */
	stage_build(&p->stage);
	assert_non_null(strstr(p->stage.model.status,
			       "Cy: an answer to review now. Go to the group Evening group "
			       "with /group, then type /work. "));
	p->stage.group = 7;
	all[1].alerts = 2;
	stage_build(&p->stage);
	assert_non_null(
		strstr(p->stage.model.status, "3 answers to review now. Type /caseload. "));
	all[0].alerts = all[1].alerts = 0;
	stage_build(&p->stage);
	assert_null(strstr(p->stage.model.status, "review"));
	all[0].alerts = 1;
	p->client.self.role = PL_PATIENT;
	stage_build(&p->stage);
	assert_null(strstr(p->stage.model.status, "review"));
}

/* Told at once, with no word of the answer. */
static void danger_rings_and_waits_for_nothing(void **state)
{
	static const struct pl_sheet_note news[] = {
		{ .what = PL_SHEET_NEWS_DANGER,
		  .sheet = WARD_PHQ,
		  .title = "PHQ-9",
		  .who = "Cy" },
		{ .what = PL_SHEET_NEWS_FILED,
		  .sheet = WARD_RECORD,
		  .title = "Thought record",
		  .who = "Samira" },
		{ .what = PL_SHEET_NEWS_REVIEWED,
		  .sheet = WARD_PHQ,
		  .title = "PHQ-9",
		  .who = "Ben" },
		{ .what = PL_SHEET_NEWS_REFUSED,
		  .sheet = WARD_PHQ,
		  .title = "PHQ-9",
		  .who = "Cy",
		  .failure = PL_FAIL_REFUSED },
		{ .what = PL_SHEET_NEWS_REFUSED,
		  .title = "Sleep diary",
		  .failure = PL_FAIL_WHO },
	};
	struct porch *p = *state;

	p->client.sheets.news = news;
	p->client.sheets.news_count = 1;
	assert_int_equal(stage_news(&p->stage, 8), DID_SAY | DID_RING | DID_NOW);
	assert_string_equal(p->stage.answer, "An answer of Cy asks for you to look at it now: "
					     "PHQ-9. Type /work.");
	p->client.sheets.news = news;
	p->client.sheets.news_count = 1;
	p->stage.group = 9;
	stage_news(&p->stage, 8);
	assert_string_equal(p->stage.answer,
			    "An answer of Cy asks for you to look at it now: PHQ-9. Type "
			    "/work. That is in the group Evening group: go there first, with "
			    "/group.");
	p->stage.group = 7;
	p->client.sheets.news = news + 1;
	p->client.sheets.news_count = 4;
	assert_int_equal(stage_news(&p->stage, 8), DID_SAY);
	assert_string_equal(p->stage.answer,
			    "Samira has finished: Thought record. Type /work to read it.\n"
			    "Ben has seen to the answer: PHQ-9.\n"
			    "The clinic did not take what you did: PHQ-9 of Cy. Only those who "
			    "lead the group can do that.\n"
			    "The clinic did not take what you did: Sleep diary. That person is "
			    "not in the group.");
}

static void the_console_has_a_line_for_it(void **state)
{
	struct porch *p = *state;

	ward_shows(p, "/console",
		   "No session is under way here. All may talk.\n"
		   "With an answer to review now: 1\n"
		   "Cy: 1 answer to review\n");
}

static void missed_sessions_are_told_when_they_have_come(void **state)
{
	static const struct pl_hours hours[] = { { .member = 3, .who = "Cy", .missed = 2 } };
	struct porch *p = *state;

	stage_line(&p->stage, "/caseload");
	p->stage.view = porch_view("meeting"); /* as the line face does */
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	p->client.schedule.hours = hours;
	p->client.schedule.hours_count = 1;
	assert_int_equal(stage_ended(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer, "Missed sessions in this week: Cy 2.");
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	stage_line(&p->stage, "/caseload");
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING); /* it shows them */
}

#define WARD(f) cmocka_unit_test_setup_teardown(f, ward_open, ward_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WARD(each_person_is_one_line_who_needs_most_first),
		cmocka_unit_test(a_score_asks_for_somebody_when_it_matters),
		WARD(the_groups_sheets_have_numbers_by_need),
		WARD(one_persons_sheets_alone),
		WARD(a_finished_sheet_is_read_as_a_page),
		WARD(reading_goes_on_to_the_next_and_back),
		WARD(the_key_reads_what_needs_them_most),
		WARD(a_number_is_of_the_list_that_was_shown),
		WARD(members_see_none_of_it),
		WARD(names_bring_no_control_characters),
		WARD(long_lists_are_cut_where_it_does_no_harm),
		WARD(the_trend_of_a_person_who_is_named),
		WARD(an_alert_stands_in_each_view_until_it_was_seen_to),
		WARD(danger_rings_and_waits_for_nothing),
		WARD(the_console_has_a_line_for_it),
		WARD(missed_sessions_are_told_when_they_have_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
