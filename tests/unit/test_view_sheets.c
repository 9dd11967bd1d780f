/* SPDX-License-Identifier: MIT */
/* Worksheets as a list, forms to begin, news and trends; each word and each key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/sheaf.h"
#include "text/keys.h"

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

/* ---- the list ---- */

static void the_list__what_is_to_be_done_first__and_where_each_one_is(void **state)
{
	static const char *const want[] = {
		"Your worksheets",
		"To do",
		"1. PHQ-9. Due Fri 4 Dec. Assigned by Robin. Their words: Before we meet on "
		"Friday. Not begun.",
		"Begun",
		"2. Thought record. 4 of 12 questions done.",
		"Finished",
		"3. Values. Finished Mon 30 Nov. Kept here. Nobody else can see it.",
		"4. PHQ-9. Finished Tue 24 Nov. PHQ-9: 14 of 27, moderate. Read by Robin, Wed "
		"25 Nov. 2 comments.",
		"5. Sleep. Robin asks you to change something. 1 comment, new.",
		"To open one, type /sheet and its number. For another one, type /new.",
		NULL,
	};

	reads(*state, "/worksheets", want);
}

static void states_in_words(void **state)
{
	static const struct {
		enum pl_sheet_state state;
		const char *want;
	} rows[] = {
		{ PL_SHEET_SENDING, "Kept here. It goes to the clinic when there is a line." },
		{ PL_SHEET_AT_CLINIC, "At the clinic. Nobody has read it yet." },
		{ PL_SHEET_REFUSED,
		  "The clinic did not take it. It is kept here. The server does "
		  "not let you do that. Your facilitator may be able to." },
	};
	struct porch *p = *state;
	struct pl_sheet sheet = p->client.sheets.sheets[2];
	struct arena a = { 0 };

	sheet.failure = PL_FAIL_REFUSED;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		sheet.state = rows[i].state;
		assert_string_equal(words_sheet_state(&a, &sheet), rows[i].want);
	}
	arena_finish(&a);
}

static void what_is_overdue_says_so__and_an_empty_list_how_to_begin(void **state)
{
	static const char *const none[] = {
		"Your worksheets", "You have no worksheet yet. To begin one, type /new.", NULL
	};
	struct porch *p = *state;

	p->stage.now_utc_ms = SHEAF_NOW + INT64_C(5) * 24 * 3600 * 1000;
	stage_line(&p->stage, "/worksheets");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "It was due Fri 4 Dec."));
	p->client.sheets.sheet_count = 0;
	reads(p, "/worksheets", none);
}

static void the_safety_plan_is_not_in_the_list(void **state)
{
	struct porch *p = *state;

	p->client.sheets.sheets[1].kind = PL_FORM_SAFETY_PLAN;
	stage_line(&p->stage, "/worksheets");
	stage_build(&p->stage);
	assert_false(porch_holds(&p->stage.model, "Thought record"));
	assert_true(porch_holds(&p->stage.model, "2. Values"));
}

static void a_number_opens__in_the_list_alone_or_behind_the_word(void **state)
{
	struct porch *p = *state;

	stage_line(&p->stage, "/worksheets");
	stage_build(&p->stage);
	assert_true(p->stage.model.takes_text);
	assert_int_equal(stage_line(&p->stage, "2"), DID_VIEW);
	assert_int_equal(p->client.sheets.shown, SHEAF_DRAFT);
	assert_int_equal(stage_line(&p->stage, "/sheet 3"), DID_VIEW);
	assert_int_equal(p->client.sheets.shown, SHEAF_KEPT);
	sheaf_says(p, "/sheet 9",
		   "There is no worksheet with that number: 9. Type /worksheets to see "
		   "the numbers.");
	sheaf_says(p, "/sheet two",
		   "There is no worksheet with that number: two. Type /worksheets to "
		   "see the numbers.");
	stage_line(&p->stage, "/worksheets");
	sheaf_says(p, "hello",
		   "Nothing was said. Type /meeting to go to the meeting, then send your "
		   "line there.");
	assert_int_equal(p->client.says, 0);
}

/* ---- a finished one ---- */

static const struct pl_comment comments[] = {
	{ "", "", "Robin", "Well done.", 0, false, false, false },
	{ "2", "Feeling down", "Robin", "Shall we talk of this?", 0, false, false, false },
};

static void a_finished_one_is_read__with_comments_where_they_belong(void **state)
{
	static const char *const want[] = {
		"PHQ-9, finished",
		"Read by Robin, Wed 25 Nov.",
		"PHQ-9: 14 of 27, moderate.",
		"The number shows how things have been for you of late. Lower is better. It is "
		"not a diagnosis, and it does not say who you are.",
		"Robin wrote: Well done.",
		"Over the last 2 weeks, how often was this so?",
		"1. Little interest in doing things: no answer (last time: Not at all)",
		"2. Feeling down: no answer",
		"Robin wrote: Shall we talk of this?",
		"3. 9 Thoughts that you would be better off dead: no answer",
		NULL,
	};
	struct porch *p = *state;

	sheaf_measure(&p->client);
	p->client.sheets.comments = comments;
	p->client.sheets.comment_count = 2;
	reads(p, "/sheet 4", want);
	assert_int_equal(stage_field(&p->stage).group, 7); /* nothing is typed into it */
	sheaf_says(p, "2",
		   "Nothing was said. Type /meeting to go to the meeting, then send your line "
		   "there.");
}

static void one_that_is_to_be_changed_becomes_a_draft(void **state)
{
	struct porch *p = *state;

	sheaf_kinds(&p->client);
	stage_line(&p->stage, "/sheet 5");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "To change your answers, type /change."));
	assert_int_equal(stage_line(&p->stage, "/change"), DID_VIEW);
	assert_int_equal(p->client.sheets.reopened, SHEAF_AGAIN);
	assert_true(sheet_is_filled(&p->stage));
	p->client.sheets.answer = PL_FAIL_STATE;
	sheaf_says(p, "/change 4",
		   "That one cannot be changed any more. To fill in a new one, type "
		   "/new.");
}

/* ---- words ---- */

static void forms_by_kind__and_one_of_them_by_its_beginning(void **state)
{
	struct porch *p = *state;

	sheaf_says(p, "/new",
		   "Worksheets: Thought record; Values; Valuable vows.\n"
		   "Measures: PHQ-9.\n"
		   "Check-in: Daily check-in.\n"
		   "Urges: Urge log.\n"
		   "To begin one, type /new and its name.");
	sheaf_says(p, "/new val",
		   "More than one begins with val: Values and Valuable vows. Please "
		   "type more of it.");
	sheaf_says(
		p, "/new xyz",
		"There is no form of that name: xyz. Type /new alone to hear which there are.");
	assert_int_equal(stage_line(&p->stage, "/new thought"), DID_VIEW);
	assert_string_equal(p->client.sheets.begun, "thought-record");
	assert_int_equal(stage_line(&p->stage, "/new VALUES"), DID_VIEW);
	assert_string_equal(p->client.sheets.begun, "values");
	p->client.sheets.begun[0] = '\0';
	assert_int_equal(stage_line(&p->stage, "/new phq"), DID_VIEW);
	assert_string_equal(p->client.sheets.begun, ""); /* it is to be done already */
	assert_int_equal(p->client.sheets.shown, SHEAF_ASSIGNED);
	p->client.sheets.answer = PL_FAIL_BUSY;
	sheaf_says(p, "/new values",
		   "There is too much that is begun and not finished. Finish some of "
		   "it, or throw it away with /forget.");
}

static void a_check_in_that_was_asked_for_goes_to_who_asked(void **state)
{
	struct porch *p = *state;

	p->client.sheets.sheets[0].kind = PL_FORM_CHECK_IN;
	assert_int_equal(stage_line(&p->stage, "/checkin"), DID_VIEW);
	assert_int_equal(p->client.sheets.shown, SHEAF_ASSIGNED);
	sheaf_moment(&p->client);
	p->client.sheets.place = 1;
	stage_line(&p->stage, "5");
	stage_line(&p->stage, "");
	stage_line(&p->stage, "");
	assert_int_equal(p->client.sheets.finished, 1);
	assert_true(p->client.sheets.send);
	assert_int_equal(stage_line(&p->stage, "/urge"), DID_VIEW);
	assert_string_equal(p->client.sheets.begun, "urge");
}

static void what_is_thrown_away_is_asked_about_first(void **state)
{
	struct porch *p = *state;

	sheaf_says(p, "/forget 3",
		   "This throws away all that you wrote in it: Values. To do it, type the same "
		   "once "
		   "more.");
	assert_int_equal(p->client.sheets.dropped, 0);
	sheaf_says(p, "/forget 3", "Thrown away: Values.");
	assert_int_equal(p->client.sheets.dropped, SHEAF_KEPT);
	stage_line(&p->stage, "/forget 3");
	stage_line(&p->stage, "/forget 2"); /* another one is asked about anew */
	assert_int_equal(p->client.sheets.dropped, SHEAF_KEPT);
}

static void sent_by_its_number__and_written_into_a_file(void **state)
{
	struct porch *p = *state;

	sheaf_says(p, "/send 3",
		   "Finished: Values. It goes to the clinic now. It can be read by Robin "
		   "and Kim.");
	assert_int_equal(p->client.sheets.sent, SHEAF_KEPT);
	sheaf_says(p, "/write 4 mine.json",
		   "Written into the file mine.json. Nobody else on this "
		   "device may read it.");
	assert_int_equal(p->client.sheets.saved, SHEAF_READ);
	assert_string_equal(p->client.sheets.path, "mine.json");
	assert_true(stage_line(&p->stage, "/write mine.json") & DID_KEEP);
	assert_true(stage_line(&p->stage, "/send") & DID_SAY);
}

static void each_word_and_each_key_answers_without_a_sheet(void **state)
{
	struct porch *p = *state;
	bool known;

	p->client.sheets = (struct fake_sheets) { 0 };
	stage_line(&p->stage, "/sheet");
	for (const struct verb *v = view_sheet.verbs; v->word; v++) {
		char line[32];

		snprintf(line, sizeof(line), "/%s", v->word);
		assert_true(stage_line(&p->stage, line) & DID_SAY);
		assert_true(stage_key(&p->stage, v->key, &known) & DID_SAY);
		assert_true(known);
	}
	for (const struct verb *v = sheets_verbs; v->word; v++) {
		char line[32];

		snprintf(line, sizeof(line), "/%s", v->word);
		assert_true(stage_line(&p->stage, line) & DID_SAY);
		assert_true(stage_key(&p->stage, v->key, &known) & DID_SAY);
	}
}

/* ---- over time ---- */

static void a_trend_in_a_sentence__and_for_who_sees_in_bars(void **state)
{
	static const struct pl_point points[] = { { SHEAF_NOW - INT64_C(19) * 86400000, 18 },
						  { SHEAF_NOW - INT64_C(7) * 86400000, 14 },
						  { SHEAF_NOW, 0 } };
	static const struct pl_trend trends[] = { { "phq-9", "PHQ-9", 0, 27, true, points,
						    3 } };
	static const char *const heard[] = {
		"How it goes",
		"PHQ-9: 18, 14, 0. Since Thu 12 Nov: Down by 18. Lower is better.",
		NULL,
	};
	const char *const seen[] = { heard[0], heard[1], "▅ ▄ ▁", NULL };
	static const char *const none[] = {
		"How it goes",
		"There is nothing to compare yet. It shows here once you have finished the "
		"same "
		"measure or check-in two times.",
		NULL,
	};
	struct porch *p = *state;

	reads(p, "/trend", none);
	p->client.sheets.trends = trends;
	p->client.sheets.trend_count = 1;
	reads(p, "/trend", heard);
	p->stage.blocks = true;
	reads(p, "/trend", seen);
}

/* ---- news ---- */

static void news_is_told_once__and_danger_at_once(void **state)
{
	static const struct pl_sheet_note notes[] = {
		{ .what = PL_SHEET_NEWS_ASSIGNED, .title = "Sleep", .who = "Robin" },
		{ .what = PL_SHEET_NEWS_READ, .title = "PHQ-9", .who = "Robin" },
		{ .what = PL_SHEET_NEWS_COMMENT, .title = "PHQ-9", .who = "" },
		{ .what = PL_SHEET_NEWS_DUE, .title = "Sleep", .utc_ms = SHEAF_NOW + 3600000 },
		{ .what = PL_SHEET_NEWS_DUE, .title = "Sleep", .utc_ms = SHEAF_NOW - 3600000 },
		{ .what = PL_SHEET_NEWS_MORE, .count = 3 },
	};
	static const struct pl_sheet_note danger[] = {
		{ .what = PL_SHEET_NEWS_DANGER, .title = "PHQ-9", .who = "Ana" },
	};
	struct porch *p = *state;

	p->client.sheets.news = notes;
	p->client.sheets.news_count = 6;
	assert_int_equal(stage_news(&p->stage, 8), DID_SAY);
	assert_string_equal(p->stage.answer,
			    "New worksheet: Sleep, from Robin. Type /worksheets to see it.\n"
			    "Robin has read your worksheet: PHQ-9.\n"
			    "Your facilitator wrote a comment: PHQ-9.\n"
			    "Due Tue 1 Dec: Sleep.\n"
			    "It was due Mon 30 Nov: Sleep.\n"
			    "3 more worksheets have changed.");
	assert_int_equal(stage_news(&p->stage, 8), DID_NOTHING);
	p->client.sheets.news = danger;
	p->client.sheets.news_count = 1;
	assert_int_equal(stage_news(&p->stage, 8), DID_SAY | DID_RING | DID_NOW);
}

#define SHEAF(f) cmocka_unit_test_setup_teardown(f, sheaf_porch, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHEAF(the_list__what_is_to_be_done_first__and_where_each_one_is),
		SHEAF(states_in_words),
		SHEAF(what_is_overdue_says_so__and_an_empty_list_how_to_begin),
		SHEAF(the_safety_plan_is_not_in_the_list),
		SHEAF(a_number_opens__in_the_list_alone_or_behind_the_word),
		SHEAF(a_finished_one_is_read__with_comments_where_they_belong),
		SHEAF(one_that_is_to_be_changed_becomes_a_draft),
		SHEAF(forms_by_kind__and_one_of_them_by_its_beginning),
		SHEAF(a_check_in_that_was_asked_for_goes_to_who_asked),
		SHEAF(what_is_thrown_away_is_asked_about_first),
		SHEAF(sent_by_its_number__and_written_into_a_file),
		SHEAF(each_word_and_each_key_answers_without_a_sheet),
		SHEAF(a_trend_in_a_sentence__and_for_who_sees_in_bars),
		SHEAF(news_is_told_once__and_danger_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
