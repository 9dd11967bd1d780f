/* SPDX-License-Identifier: MIT */
/* Answers to each kind of question, as people type them, and why one is not taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/sheaf.h"

/* Typed at this question of sheaf_kinds, what the client gets. */
static void takes(struct porch *p, uint64_t question, const char *typed, const char *want)
{
	p->client.sheets.place = question;
	sheaf_types(p, typed, DID_VIEW);
	assert_int_equal(p->client.sheets.asked, question);
	assert_string_equal(p->client.sheets.questions[question - 1].answer, want);
}

static void refuses(struct porch *p, uint64_t question, const char *typed, const char *want)
{
	p->client.sheets.place = question;
	sheaf_says(p, typed, want);
	sheaf_place_is(p, question);
}

static void answers_by_number__letter_and_words(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_kinds);
	takes(p, 9, "2", "Rice");
	takes(p, 9, "a", "Bread");
	takes(p, 9, "c)", "Rice pudding");
	takes(p, 9, "rice", "Rice"); /* whole wins */
	takes(p, 9, "BRE", "Bread");
	takes(p, 9, " 3. ", "Rice pudding");
	refuses(p, 9, "4",
		"That is none of the choices. Please type a number from 1 to 3, or the words "
		"of "
		"a choice.");
	refuses(p, 9, "ri",
		"More than one choice begins so. Please type its number, or more of it.");
	takes(p, 10, "1", "Bread");
	takes(p, 10, "Beans on toast", "Beans on toast");
	refuses(p, 10, "99", /* a slip, and no words */
		"That is none of the choices. Please type a number from 1 to 3, or your own "
		"words.");
	p->client.sheets.place = 10;
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "Or type your own words."));
	takes(p, 12, "1", "1"); /* of choices that are numbers the words count */
	takes(p, 12, "10", "10");
	refuses(p, 12, "3", "That is none of the choices. Please type one of the numbers.");
}

static void several_answers__and_one_of_them_again(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_kinds);
	p->client.sheets.place = 11;
	sheaf_says(p, "1, 3",
		   "Your answers: Bread, Rice pudding. Saved. Typed again, one is taken out. "
		   "Enter "
		   "alone goes on.");
	sheaf_place_is(p, 11); /* there may be more */
	sheaf_says(p, "1",
		   "Your answers: Rice pudding. Saved. Typed again, one is taken out. "
		   "Enter alone goes on.");
	sheaf_says(p, "b",
		   "Your answers: Rice, Rice pudding. Saved. Typed again, one is taken "
		   "out. Enter alone goes on.");
	sheaf_types(p, "", DID_VIEW);
	sheaf_place_is(p, 12);
}

static void yes_and_no_in_their_forms(void **state)
{
	static const struct {
		const char *typed, *want;
	} rows[] = { { "yes", "true" }, { "No", "false" }, { "y", "true" },    { "n", "false" },
		     { "1", "true" },   { "2", "false" },  { " YES ", "true" } };
	struct porch *p = *state;

	sheaf_fills(p, sheaf_kinds);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		takes(p, 1, rows[i].typed, rows[i].want);
	refuses(p, 1, "maybe", "That is none of the choices. Please type yes or no.");
}

static void dates_times_and_numbers_as_people_type_them(void **state)
{
	static const struct {
		uint64_t question;
		const char *typed, *want;
	} rows[] = {
		{ 4, "today", "2026-12-01" },
		{ 4, "tomorrow", "2026-12-02" },
		{ 4, "yesterday", "2026-11-30" },
		{ 4, "26 Nov", "2026-11-26" },
		{ 4, "Nov 26", "2026-11-26" },
		{ 4, "26 de noviembre", "26 de noviembre" }, /* in Spanish alone */
		{ 4, "3rd march 2025", "2025-03-03" },
		{ 4, "2026-11-26", "2026-11-26" },
		{ 4, "31 Nov", "31 Nov" }, /* there is none: the client says no */
		{ 5, "today 6 pm", "2026-12-01 18:00" },
		{ 5, "26 Nov, 18:00", "2026-11-26 18:00" },
		{ 6, "6:30pm", "18:30" },
		{ 3, "7,5", "7.5" },
		{ 3, "7.5 hours", "7.5" },
		{ 3, "7 h", "7" },
		{ 2, "8", "8" },
		{ 13, "70 kg", "70 kg" },
		{ 7, "a line, with 7,5", "a line, with 7,5" },
	};
	struct porch *p = *state;

	sheaf_fills(p, sheaf_kinds);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		takes(p, rows[i].question, rows[i].typed, rows[i].want);
}

static void what_was_answered_in_words(void **state)
{
	static const struct {
		enum pl_question_kind kind;
		const char *answer, *want;
	} rows[] = {
		{ PL_QUESTION_YES_NO, "true", "yes" },
		{ PL_QUESTION_YES_NO, "false", "no" },
		{ PL_QUESTION_DATE, "2026-11-26", "Thu 26 Nov 2026" },
		{ PL_QUESTION_DATE, "2026-11", "2026-11" },
		{ PL_QUESTION_MOMENT, "2026-11-26T18:00:00+01:00", "Thu 26 Nov 2026, 18:00" },
		{ PL_QUESTION_TIME, "18:00:00", "18:00" },
		{ PL_QUESTION_LINE, "true", "true" },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct pl_question q = { .kind = rows[i].kind };

		assert_string_equal(words_answer(&a, &q, rows[i].answer), rows[i].want);
	}
	assert_string_equal(words_with_answer(&a, "Why?", "so"), "Why? so");
	assert_string_equal(words_with_answer(&a, "Mood", "7"), "Mood: 7");
	arena_finish(&a);
}

static void what_is_expected_is_said_before_the_line(void **state)
{
	static const char *const want[] = {
		"Yes or no> ",
		"0 to 10> ",
		"0 hours to 24 hours> ",
		"Date> ",
		"Date and time> ",
		"Time> ",
		"Your words> ",
		"Your words> ",
		"1 to 3> ",
		"Number or words> ",
		"1 to 3> ",
		"Number> ",
		"Number> ",
		"Address> ",
	};
	struct porch *p = *state;
	struct arena a = { 0 };

	sheaf_fills(p, sheaf_kinds);
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		p->client.sheets.place = i + 1;
		assert_string_equal(stage_prompt(&p->stage, &a), want[i]);
	}
	p->client.sheets.place = 0;
	assert_string_equal(stage_prompt(&p->stage, &a), "/send or /keep> ");
	stage_line(&p->stage, "/meeting");
	assert_string_equal(stage_prompt(&p->stage, &a), "> ");
	arena_finish(&a);
}

static void an_error_is_said_once__with_what_is_expected(void **state)
{
	static const struct {
		uint64_t question;
		enum pl_fault fault;
		const char *want;
	} rows[] = {
		{ 2, PL_ANSWER_TOO_HIGH,
		  "That is too high. Please type a whole number from 0 to 10." },
		{ 3, PL_ANSWER_TOO_LOW,
		  "That is too low. Please type a number from 0 hours to 24 hours." },
		{ 4, PL_ANSWER_FORMAT,
		  "It has to be written in another way. Please type a date, such as today, 26 "
		  "Nov or 2026-11-26." },
		{ 8, PL_ANSWER_TOO_LONG, "That is too long. It may have 20 characters." },
		{ 13, PL_ANSWER_UNIT,
		  "That unit does not fit here. Please type a number with its unit (kg, lb)." },
		{ 2, PL_ANSWER_DISK,
		  "Your answer is here, but it could not be written to the disk. Make some "
		  "room "
		  "on it." },
	};
	struct porch *p = *state;

	sheaf_fills(p, sheaf_kinds);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		p->client.sheets.fault = rows[i].fault;
		refuses(p, rows[i].question, "99", rows[i].want);
		assert_false(porch_holds(&p->stage.model, rows[i].want));
	}
}

static void words_stay_to_be_mended__a_number_does_not(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_kinds);
	p->client.sheets.fault = PL_ANSWER_TOO_LONG;
	p->client.sheets.place = 8;
	sheaf_types(p, "a very long text", DID_SAY | DID_KEEP);
	p->client.sheets.place = 2;
	sheaf_types(p, "99", DID_SAY);
}

static void one_more__fewer__and_clear(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_kinds);
	p->client.sheets.place = 7;
	sheaf_types(p, "/more", DID_VIEW | DID_SAY);
	sheaf_place_is(p, 101);
	assert_true(porch_holds(&p->stage.model, "This is number 2 of 2."));
	sheaf_types(p, "/fewer", DID_VIEW | DID_SAY);
	sheaf_place_is(p, 7);
	sheaf_says(p, "/fewer", "There is only this one.");
	takes(p, 7, "words", "words");
	p->client.sheets.place = 7;
	sheaf_types(p, "/clear", DID_VIEW | DID_SAY);
	assert_string_equal(p->client.sheets.questions[6].answer, "");
}

#define SHEAF(f) cmocka_unit_test_setup_teardown(f, sheaf_porch, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHEAF(answers_by_number__letter_and_words),
		SHEAF(several_answers__and_one_of_them_again),
		SHEAF(yes_and_no_in_their_forms),
		SHEAF(dates_times_and_numbers_as_people_type_them),
		SHEAF(what_was_answered_in_words),
		SHEAF(what_is_expected_is_said_before_the_line),
		SHEAF(an_error_is_said_once__with_what_is_expected),
		SHEAF(words_stay_to_be_mended__a_number_does_not),
		SHEAF(one_more__fewer__and_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
