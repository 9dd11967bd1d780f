/* SPDX-License-Identifier: MIT */
/* What those who lead do with worksheets: each word, and each key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/ward.h"
#include "text/keys.h"

/* ---- giving out ---- */

static const struct {
	const char *line, *answer, *form;
	int64_t member;
	int assigns;
	int64_t due_utc_ms;
	const char *words;
} given[] = {
	{ "/assign phq-9 to cy", "PHQ-9 is assigned to Cy. It goes to the server now.", "phq-9",
	  3, 1, 0, "" },
	{ "/assign thought to samira by friday: Talk to Ben: by Monday.",
	  "Thought record is assigned to Samira, due Friday 4 December. It goes to the server "
	  "now.",
	  "thought-record", 5, 1, INT64_C(1796453940000), "Talk to Ben: by Monday." },
	{ "/assign record to all by 2026-12-01",
	  "Thought record is assigned to 2 people, due Tuesday 1 December. It goes to the "
	  "server now.",
	  "thought-record", 0, 1, INT64_C(1796194740000), "" },
	{ "/assign Sleep to Cy, Samira , cy : At night",
	  "Sleep diary is assigned to Cy and Samira. It goes to the server now.", "sleep", 5, 2,
	  0, "At night" },
	{ "/assign steps to take to All by today",
	  "Steps to take (a plan) is assigned to 2 people, due Monday 30 November. It goes to "
	  "the server now.",
	  "north/plan", 0, 1, INT64_C(1796108340000), "" },
	{ "/assign plan to cy by tomorrow:", /* no words behind the colon */
	  "Steps to take (a plan) is assigned to Cy, due Tuesday 1 December. It goes to the "
	  "server now.",
	  "north/plan", 3, 1, INT64_C(1796194740000), "" },
};

static void a_form_is_assigned_to_one_some_or_all(void **state)
{
	struct porch *p = *state;
	struct fake_caseload *f = &p->client.caseload;

	p->client.link.link = PL_LINK_LIVE;
	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
		f->assigns = 0;
		ward_says(p, given[i].line, DID_SAY, given[i].answer);
		assert_int_equal(f->assigns, given[i].assigns);
		assert_string_equal(f->form, given[i].form);
		assert_string_equal(f->words, given[i].words);
		assert_int_equal(f->assigned[f->assigns - 1].group, 7);
		assert_int_equal(f->assigned[f->assigns - 1].member, given[i].member);
		assert_int_equal(f->assigned[f->assigns - 1].due_utc_ms, given[i].due_utc_ms);
	}
	p->client.link.link = PL_LINK_WAITING;
	ward_says(p, "/assign phq-9 to cy", DID_SAY,
		  "PHQ-9 is assigned to Cy. It is kept here, and goes to the server when there "
		  "is "
		  "a connection.");
}

static void what_is_not_understood_assigns_nothing(void **state)
{
	static const struct {
		const char *line, *answer;
	} rows[] = {
		{ "/assign", "To do that, type /assign WORKSHEET to NAME, or to all, by DATE: "
			     "WORDS" },
		{ "/assign phq-9", "To do that, type /assign WORKSHEET to NAME, or to all, by "
				   "DATE: WORDS" },
		{ "/assign phq-9 to ", "To do that, type /assign WORKSHEET to NAME, or to "
				       "all, by DATE: WORDS" },
		{ "/assign dream to cy", "No worksheet has that name: dream. Type its name, or "
					 "how a word of its title begins." },
		{ "/assign phq to cy", "More than one worksheet fits phq: PHQ-2 and PHQ-9. "
				       "Type more of the one that you mean." },
		{ "/assign phq-9 to cy, gus", "There is nobody of that name in the group, or "
					      "more than one:  gus. Nothing is assigned." },
		{ "/assign phq-9 to cy, ben",
		  "Worksheets go to members. Ben is none. Nothing is assigned." },
		{ "/assign phq-9 to cy by soon", "This is not a day: soon. Type one like "
						 "2026-12-01, or a day of the week, such as "
						 "tue." },
		{ "/assign phq-9 to cy by fri noon", "This is not a day: fri noon. Type one "
						     "like 2026-12-01, or a day of the week, "
						     "such as tue." },
		{ "/assign phq-9 to cy by 2026-11-29", "That time is over: 2026-11-29." },
	};
	struct porch *p = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ward_says(p, rows[i].line, DID_SAY | DID_KEEP, rows[i].answer);
	assert_int_equal(p->client.caseload.assigns, 0);
	p->client.answer = PL_FAIL_BUSY;
	ward_says(p, "/assign phq-9 to cy", DID_SAY | DID_KEEP,
		  "Too much of yours waits here for a connection. Wait until it is sent.");
}

static void what_is_not_done_can_be_taken_back(void **state)
{
	struct porch *p = *state;

	p->client.link.link = PL_LINK_LIVE;
	ward_says(p, "/unassign 4", DID_SAY,
		  "PHQ-9 is taken back from Samira. It goes to the server now.");
	assert_int_equal(p->client.caseload.unassigned, WARD_DUE);
	p->client.caseload.unassigned = 0;
	ward_says(p, "/unassign 2", DID_SAY | DID_KEEP,
		  "That one is finished, so it cannot be taken back.");
	ward_says(p, "/unassign 99", DID_SAY | DID_KEEP,
		  "There is no worksheet of that number. Type /work to see the numbers.");
	ward_says(p, "/unassign phq", DID_SAY | DID_KEEP, "To do that, type /unassign NUMBER");
	assert_int_equal(p->client.caseload.unassigned, 0);
}

/* ---- saying something to it ---- */

static void comments_go_to_a_question_or_to_all_of_it(void **state)
{
	static const char none[] = "No worksheet is open here. Type /work to see them, and "
				   "then /read and a number.";
	struct porch *p = *state;

	p->client.link.link = PL_LINK_LIVE;
	ward_says(p, "/comment Well done", DID_SAY | DID_KEEP, none);
	stage_line(&p->stage, "/read 1");
	ward_says(p, "/comment 2: Since when? 3: no", DID_SAY,
		  "Your words are added: PHQ-9 of Cy, question 2. It goes to the server now.");
	assert_int_equal(p->client.caseload.commented, WARD_PHQ);
	assert_string_equal(p->client.caseload.comment_item, "down");
	assert_string_equal(p->client.caseload.comment_text, "Since when? 3: no");
	ward_says(p, "/comment 2 of these are good", DID_SAY,
		  "Your words are added: PHQ-9 of Cy. It goes to the server now.");
	assert_string_equal(p->client.caseload.comment_item, "");
	assert_string_equal(p->client.caseload.comment_text, "2 of these are good");
	ward_says(p, "/comment 4: Hm", DID_SAY | DID_KEEP,
		  "There is no question with the number 4 here.");
	ward_says(p, "/comment", DID_SAY | DID_KEEP,
		  "To do that, type /comment NUMBER: WORDS, or WORDS");
	p->client.answer = PL_FAIL_TOO_LONG;
	ward_says(p, "/comment Much", DID_SAY | DID_KEEP,
		  "Those words are too long. Make them shorter.");
	p->client.answer = PL_OK;
	p->stage.group = 9; /* what was open was of the other group */
	ward_says(p, "/comment Well done", DID_SAY | DID_KEEP, none);
}

static void a_change_is_asked_for_and_an_answer_is_seen_to(void **state)
{
	struct porch *p = *state;
	const struct fake_caseload *f = &p->client.caseload;

	p->client.link.link = PL_LINK_LIVE;
	stage_line(&p->stage, "/read 1");
	ward_says(p, "/redo Please say more.", DID_SAY,
		  "Cy is asked to change it. It goes to the server now.");
	assert_int_equal(f->again, WARD_PHQ);
	assert_string_equal(f->again_words, "Please say more.");
	ward_says(p, "/reviewed", DID_SAY | DID_KEEP, "To do that, type /reviewed WORDS");
	assert_int_equal(f->reviewed, 0);
	ward_says(p, "/reviewed I called at 14:00", DID_SAY,
		  "You have seen to it: Cy, PHQ-9. It goes to the server now.");
	assert_int_equal(f->reviewed, WARD_PHQ);
	assert_string_equal(f->reviewed_words, "I called at 14:00");
	stage_line(&p->stage, "/read 2");
	ward_says(p, "/reviewed I called", DID_SAY | DID_KEEP,
		  "No answer of that worksheet waits for you.");
}

/* A key has no words with it: it shows, goes on, or tells what to type. */
static void keys_show_and_tell_how(void **state)
{
	static const struct {
		int key, bits;
	} keys[] = {
		{ KEY_CHORD('['), DID_VIEW },
		{ KEY_CHORD(']'), DID_VIEW },
		{ KEY_ALT(','), DID_VIEW },
		{ KEY_CHORD('{'), DID_VIEW },
		{ KEY_CHORD('}'), DID_SAY | DID_KEEP },
		{ KEY_CHORD('\\'), DID_SAY | DID_KEEP },
		{ KEY_ALT(':'), DID_SAY | DID_KEEP },
		{ KEY_ALT('%'), DID_SAY | DID_KEEP },
		{ KEY_ALT('!'), DID_SAY | DID_KEEP },
	};
	struct porch *p = *state;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		bool known = false;

		assert_int_equal(stage_key(&p->stage, keys[i].key, &known), keys[i].bits);
		assert_true(known);
	}
	assert_int_equal(p->client.caseload.reviewed, 0);
	assert_int_equal(p->client.caseload.assigns, 0);
}

#define WARD(f) cmocka_unit_test_setup_teardown(f, ward_open, ward_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WARD(a_form_is_assigned_to_one_some_or_all),
		WARD(what_is_not_understood_assigns_nothing),
		WARD(what_is_not_done_can_be_taken_back),
		WARD(comments_go_to_a_question_or_to_all_of_it),
		WARD(a_change_is_asked_for_and_an_answer_is_seen_to),
		WARD(keys_show_and_tell_how),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
