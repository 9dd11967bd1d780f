/* SPDX-License-Identifier: MIT */
/* What is filled in in other ways: a check-in, several answers, the safety plan, steps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/sheaf.h"

/* ---- a check-in ---- */

static void a_check_in__in_single_keys__is_kept_after_the_last(void **state)
{
	struct porch *p = *state;
	bool known;

	p->stage.single_keys = true;
	sheaf_types(p, "/checkin", DID_VIEW);
	assert_string_equal(p->client.sheets.begun, "check-in");
	sheaf_moment(&p->client);
	p->client.sheets.place = 1;
	assert_int_equal(stage_key(&p->stage, '7', &known), DID_VIEW);
	assert_true(known);
	assert_string_equal(p->client.sheets.questions[0].answer, "7");
	stage_key(&p->stage, '2', &known);
	assert_string_equal(p->client.sheets.questions[1].answer, "false");
	assert_int_equal(stage_key(&p->stage, '3', &known), DID_VIEW | DID_SAY);
	assert_int_equal(p->client.sheets.finished, 1);
	assert_false(p->client.sheets.send);
	assert_string_equal(p->stage.answer,
			    "Finished: Daily check-in. It is kept on this device. Nobody else "
			    "can see it. To send it after all, type /send.");
	/* What is typed on is not said to the group. */
	assert_ptr_equal(p->stage.view, porch_view("worksheets"));
	assert_int_equal(stage_line(&p->stage, ""), DID_NOTHING);
	assert_int_equal(stage_line(&p->stage, "words"), DID_SAY | DID_KEEP);
}

static void an_enter_behind_a_digit_skips_nothing(void **state)
{
	struct porch *p = *state;
	bool known;

	p->stage.single_keys = true;
	sheaf_types(p, "/checkin", DID_VIEW);
	sheaf_moment(&p->client);
	p->client.sheets.place = 1;
	stage_key(&p->stage, '7', &known);
	assert_true(known);
	const uint64_t at = p->client.sheets.place;

	assert_int_equal(stage_line(&p->stage, ""), DID_NOTHING);
	assert_int_equal(p->client.sheets.place, at);
	stage_line(&p->stage, ""); /* and the next one does */
	assert_int_not_equal(p->client.sheets.place, at);
}

static void a_digit_alone_is_no_answer_elsewhere(void **state)
{
	struct porch *p = *state;
	bool known;

	p->stage.single_keys = true;
	sheaf_fills(p, sheaf_measure); /* no check-in */
	stage_key(&p->stage, '2', &known);
	assert_false(known);
	p->stage.single_keys = false;
	sheaf_types(p, "/urge", DID_VIEW);
	sheaf_moment(&p->client);
	p->client.sheets.place = 1;
	stage_key(&p->stage, '2', &known); /* by ear Enter is pressed */
	assert_false(known);
}

static void a_digit_that_a_longer_number_can_begin_with_waits_for_enter(void **state)
{
	struct porch *p = *state;
	bool known;

	p->stage.single_keys = true;
	sheaf_types(p, "/urge", DID_VIEW);
	sheaf_moment(&p->client);
	p->client.sheets.place = 1;
	p->client.sheets.questions[0].most = "10";
	stage_key(&p->stage, '1', &known);
	assert_false(known);
	sheaf_types(p, "10", DID_VIEW);
	assert_string_equal(p->client.sheets.questions[0].answer, "10");
	p->client.sheets.place = 1;
	stage_key(&p->stage, '0', &known);
	assert_true(known);
	assert_string_equal(p->client.sheets.questions[0].answer, "0");
	p->client.sheets.questions[0].least = "-5";
	p->client.sheets.place = 1;
	stage_key(&p->stage, '7', &known);
	assert_false(known); /* it could be behind a minus */
}

/* ---- several of a kind ---- */

static void behind_words_there_is_room_for_more__and_enter_alone_goes_on(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_kinds);
	p->client.sheets.place = 7;
	sheaf_types(p, "one", DID_VIEW);
	sheaf_place_is(p, 101);
	assert_true(porch_holds(&p->stage.model, "This is number 2 of 2."));
	sheaf_types(p, "two", DID_VIEW);
	sheaf_place_is(p, 102);
	sheaf_types(p, "/review", DID_VIEW);
	assert_true(porch_holds(&p->stage.model, "In one line? two"));
	assert_false(porch_holds(&p->stage.model, "In one line? no answer"));
	p->client.sheets.place = 102;
	sheaf_types(p, "", DID_VIEW);
	sheaf_place_is(p, 8);
	assert_int_equal(p->client.sheets.removed, 1); /* the place that stayed empty */
}

static void the_safety_plan_is_never_finished(void **state)
{
	struct porch *p = *state;
	struct arena a = { 0 };

	p->client.sheets.sheets[1].kind = PL_FORM_SAFETY_PLAN;
	sheaf_fills(p, sheaf_kinds);
	sheaf_types(p, "/review", DID_VIEW);
	assert_true(porch_holds(&p->stage.model, "All of it is saved. Enter shows your plan."));
	assert_false(porch_holds(&p->stage.model, "/send"));
	assert_string_equal(stage_prompt(&p->stage, &a), "Enter shows the plan> ");
	sheaf_says(p, "/send",
		   "All of it is saved. Enter shows your plan. To share it with your "
		   "facilitators, type /plan share.");
	assert_int_equal(p->client.sheets.finished, 0);
	sheaf_types(p, "", DID_VIEW);
	assert_ptr_equal(p->stage.view, sheets_plan_view());
	arena_finish(&a);
}

/* ---- what is not asked ---- */

static void what_is_worked_out__cannot_be_answered__or_stands_at_the_end(void **state)
{
	static const struct pl_question all[] = {
		{ .kind = PL_QUESTION_WHOLE, .text = "Before?", .asks = true },
		{ .kind = PL_QUESTION_WHOLE, .text = "The change", .answer = "-2" },
		{ .kind = PL_QUESTION_NOT_HERE, .text = "A picture?" },
		{ .kind = PL_QUESTION_LINE, .text = "After?", .asks = true },
		{ .kind = PL_QUESTION_DISPLAY, .text = "Stay with people." },
	};
	struct porch *p = *state;

	sheaf_types(p, "/urge", DID_VIEW);
	fake_sheets_ask(&p->client, all, 5);
	p->client.sheets.place = 1;
	sheaf_types(p, "7", DID_VIEW);
	assert_true(porch_holds(&p->stage.model, "The change: -2"));
	assert_true(porch_holds(&p->stage.model, "A picture? (this cannot be answered here)"));
	sheaf_types(p, "/review", DID_VIEW);
	assert_true(porch_holds(&p->stage.model, "Stay with people."));
	sheaf_types(p, "2", DID_VIEW);
	sheaf_says(
		p, "fine",
		"Stay with people. Finished: Urge log. It is kept on this device. Nobody else "
		"can see it. To send it after all, type /send.");
}

static void words_before_the_first_question_stand_over_all_of_them(void **state)
{
	static const struct pl_question all[] = {
		{ .kind = PL_QUESTION_DISPLAY, .text = "Over the last 2 weeks:" },
		{ .kind = PL_QUESTION_LINE, .text = "One?", .asks = true },
		{ .kind = PL_QUESTION_DISPLAY, .text = "That is a lot." },
		{ .kind = PL_QUESTION_LINE, .text = "Two?", .asks = true },
		{ .kind = PL_QUESTION_LINE, .text = "Three?", .asks = true },
	};
	struct porch *p = *state;
	const struct model *m = &p->stage.model;

	fake_sheets_ask(&p->client, all, 5);
	p->client.sheets.opened = SHEAF_DRAFT;
	p->client.sheets.place = 4;
	sheaf_types(p, "/sheet 2", DID_VIEW);
	assert_string_equal(m->items[0].text, "Over the last 2 weeks:");
	assert_false(m->items[0].seen_only); /* who comes back hears it, too */
	assert_string_equal(m->items[1].text, "That is a lot.");
	sheaf_types(p, "so", DID_VIEW);
	assert_string_equal(m->items[1].text, "Over the last 2 weeks:");
	assert_true(m->items[1].seen_only);
	assert_false(porch_holds(m, "That is a lot."));
}

/* ---- a script ---- */

static void a_script_goes_step_by_step(void **state)
{
	static const struct pl_question steps[] = {
		{ .kind = PL_QUESTION_WHOLE, .text = "How are you?", .asks = true },
		{ .kind = PL_QUESTION_DISPLAY, .text = "Breathe in." },
		{ .kind = PL_QUESTION_DISPLAY, .text = "Breathe out." },
	};
	struct porch *p = *state;
	struct arena a = { 0 };

	fake_sheets_ask(&p->client, steps, 3);
	p->client.sheets.sheets[1].kind = PL_FORM_SCRIPT;
	p->client.sheets.opened = SHEAF_DRAFT;
	p->client.sheets.place = 1;
	sheaf_types(p, "/sheet", DID_VIEW);
	sheaf_types(p, "7", DID_VIEW);
	sheaf_place_is(p, 2);
	assert_true(porch_holds(&p->stage.model, "Breathe in."));
	assert_string_equal(stage_prompt(&p->stage, &a), "Enter goes on> ");
	sheaf_says(p, "what", "There is nothing to answer here. Enter goes on.");
	sheaf_types(p, "", DID_VIEW);
	sheaf_place_is(p, 3);
	sheaf_types(p, "<", DID_VIEW);
	sheaf_place_is(p, 2);
	sheaf_types(p, "<", DID_VIEW);
	sheaf_place_is(p, 1);
	arena_finish(&a);
}

static void steps_go_on_by_themselves_when_they_are_started(void **state)
{
	static const struct pl_question steps[] = {
		{ .kind = PL_QUESTION_DISPLAY, .text = "Breathe in.", .seconds = 20 },
		{ .kind = PL_QUESTION_DISPLAY, .text = "Breathe out.", .seconds = 30 },
		{ .kind = PL_QUESTION_LINE, .text = "How was it?", .asks = true },
	};
	struct porch *p = *state;

	fake_sheets_ask(&p->client, steps, 3);
	p->client.sheets.sheets[1].kind = PL_FORM_SCRIPT;
	p->client.sheets.opened = SHEAF_DRAFT;
	p->client.sheets.place = 1;
	sheaf_types(p, "/sheet", DID_VIEW);
	assert_true(porch_holds(&p->stage.model, "Stay with it for 20 seconds"));
	assert_int_equal(stage_due_ms(&p->stage), -1); /* nothing moves unasked */
	sheaf_types(p, "/start", DID_SAY);
	assert_int_equal(stage_due_ms(&p->stage), 20000);
	assert_int_equal(stage_tick(&p->stage), DID_NOTHING);
	p->stage.now_utc_ms += 20000;
	assert_int_equal(stage_tick(&p->stage), DID_VIEW);
	sheaf_place_is(p, 2);
	stage_build(&p->stage);
	assert_true(p->stage.model.untitled);
	assert_false(porch_holds(&p->stage.model, "Stay with it"));
	assert_int_equal(stage_due_ms(&p->stage), 30000);
	sheaf_types(p, "", DID_VIEW); /* sooner */
	sheaf_place_is(p, 3);
	assert_int_equal(stage_due_ms(&p->stage), -1); /* it asks, and waits */
	sheaf_types(p, "<", DID_VIEW);
	assert_int_equal(stage_due_ms(&p->stage), 30000);
	sheaf_types(p, "/start", DID_SAY);
	assert_int_equal(stage_due_ms(&p->stage), -1);
	sheaf_types(p, "/start", DID_SAY);
	sheaf_types(p, "/people", DID_VIEW); /* it does not go on behind one's back */
	assert_int_equal(stage_due_ms(&p->stage), -1);
}

#define SHEAF(f) cmocka_unit_test_setup_teardown(f, sheaf_porch, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHEAF(a_check_in__in_single_keys__is_kept_after_the_last),
		SHEAF(an_enter_behind_a_digit_skips_nothing),
		SHEAF(a_digit_alone_is_no_answer_elsewhere),
		SHEAF(a_digit_that_a_longer_number_can_begin_with_waits_for_enter),
		SHEAF(behind_words_there_is_room_for_more__and_enter_alone_goes_on),
		SHEAF(the_safety_plan_is_never_finished),
		SHEAF(what_is_worked_out__cannot_be_answered__or_stands_at_the_end),
		SHEAF(words_before_the_first_question_stand_over_all_of_them),
		SHEAF(a_script_goes_step_by_step),
		SHEAF(steps_go_on_by_themselves_when_they_are_started),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
