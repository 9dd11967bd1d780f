/* SPDX-License-Identifier: MIT */
/* Exercises, lessons and questions in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"
#include "view/session.h"

enum { ME = 1, GRACE = 3, NOW = 600000 };

static const struct pl_person people[] = {
	{ ME, "Ana", PL_PATIENT, PL_HERE },
	{ GRACE, "Grace", PL_FACILITATOR, PL_HERE },
};

static const struct pl_stage stages[] = { { .title = "Lesson" }, { .title = "Closed" } };

static const char *const pages[] = { "One.\nA wave.", "Which?\nA: This\nB: That", "Two." };

static const char *const rights[] = { "", "A: This. So it is.", "" };

static const struct pl_open_question questions[] = {
	{ 21, "Ben", "Why?", true, false },
	{ 22, "Ana", "How?", false, true },
};

static struct pl_session session;

static int open_porch(void **state)
{
	struct porch *p;

	if (porch_open(state))
		return -1;
	p = *state;
	session = (struct pl_session) {
		.stage = 1,
		.stages = stages,
		.stages_count = 2,
		.norms = "",
		.topic = "",
		.exercise = { "Rest", NOW + 180000, false },
		.lesson = { "Waves", pages, rights, 3, 2, 2, 0, "" },
		.questions = questions,
		.questions_count = 2,
	};
	p->client.people = people;
	p->client.person_count = 2;
	p->client.session = &session;
	p->client.self = people[0];
	p->stage.now_utc_ms = NOW;
	stage_build(&p->stage);
	return 0;
}

static void lead(struct porch *p)
{
	p->client.self = people[1];
	session.lesson.counts = "A 3, B 1";
}

static void says(struct porch *p, const char *line, const char *answer)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_string_equal(p->stage.answer, answer);
}

static void wished(const struct porch *p, enum pl_act act, int64_t n, const char *text)
{
	assert_int_equal(p->client.wish.act, act);
	assert_int_equal(p->client.wish.n, n);
	assert_string_equal(p->client.wish_text, text);
}

static void a_member__is_told_how_far_the_exercise_is__and_leaves_it(void **state)
{
	struct porch *p = *state;

	says(p, "/exercise", "Rest. Time left: 3 minutes.");
	says(p, "/skip",
	     "You leave the exercise. Nobody is told. To come back to it, type /skip.");
	assert_true(p->client.skip);
	session.exercise.skipped = true;
	says(p, "/exercise",
	     "Rest. Time left: 3 minutes. You have left it. To come back, type /skip.");
	says(p, "/skip", "You are back in the exercise, from the next line on.");
	assert_false(p->client.skip);
	assert_int_equal(p->client.wishes, 0); /* nothing goes out */
	session.exercise.title = "";
	p->client.answer = PL_FAIL_STATE;
	says(p, "/skip", "No exercise is under way.");
}

static void who_leads__begins_and_stops_it(void **state)
{
	struct porch *p = *state;
	bool known;

	lead(p);
	says(p, "/exercise", "Rest. Time left: 3 minutes."); /* none begins twice by a slip */
	assert_int_equal(p->client.wishes, 0);
	says(p, "/exercise stop",
	     "The exercise ends for all. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_STOP, 0, "");
	says(p, "/exercise grounding ", "The exercise begins for all.");
	wished(p, PL_ACT_EXERCISE, 0, "grounding");
	session.exercise.title = "";
	stage_key(&p->stage, KEY_CHORD('e'), &known); /* that of the stage */
	wished(p, PL_ACT_EXERCISE, 0, "");
}

static void a_member__looks_back__and_not_ahead(void **state)
{
	struct porch *p = *state;
	bool known;

	says(p, "/page", "Waves, page 2 of 3. Which?\nA: This\nB: That");
	says(p, "/page back", "Waves, page 1 of 3. One.\nA wave.");
	says(p, "/page 1", "Waves, page 1 of 3. One.\nA wave.");
	says(p, "/page 3", "There is no such page yet.");
	says(p, "/page next", "There is no such page yet.");
	says(p, "/page sideways", "To do that, type /page next, back or NUMBER");
	stage_key(&p->stage, KEY_CHORD('j'), &known);
	assert_string_equal(p->stage.answer, "Waves, page 2 of 3. Which?\nA: This\nB: That");
	session.lesson.page = 3;
	says(p, "/page 2",
	     "Waves, page 2 of 3. Which?\nA: This\nB: That\nWhat is right: A: This. So it is.");
	session.lesson.page = 2;
	session.lesson.answer = 2;
	says(p, "/lesson", "Waves, page 2 of 3. Which?\nA: This\nB: That\nYou said B.");
	assert_int_equal(p->client.wishes, 0);
	session.lesson = (struct pl_lesson) { .title = "", .counts = "" };
	says(p, "/page", "No lesson is open.");
	says(p, "/answer a", "This page asks nothing.");
}

static void who_leads__turns_the_page_for_all(void **state)
{
	struct porch *p = *state;
	bool known;

	lead(p);
	says(p, "/page", "Waves, page 2 of 3. Which?\nA: This\nB: That\nAnswers: A 3, B 1.");
	assert_int_equal(p->client.wishes, 0);
	says(p, "/page next", "On to page 3.");
	wished(p, PL_ACT_PAGE, 3, "");
	says(p, "/page back", "On to page 1.");
	wished(p, PL_ACT_PAGE, 1, "");
	p->client.wishes = 0;
	says(p, "/page 4", "There is no such page yet.");
	assert_int_equal(p->client.wishes, 0);
	stage_key(&p->stage, KEY_CHORD('j'), &known);
	wished(p, PL_ACT_PAGE, 3, "");
	says(p, "/lesson sleep", "The lesson opens for all.");
	wished(p, PL_ACT_LESSON, 0, "sleep");
}

static void an_answer__is_a_letter_of_the_page(void **state)
{
	struct porch *p = *state;
	bool known;

	says(p, "/answer b", "Your answer is noted.");
	wished(p, PL_ACT_ANSWER, 2, "");
	says(p, "/answer A", "Your answer is noted.");
	wished(p, PL_ACT_ANSWER, 1, "");
	p->client.wishes = 0;
	says(p, "/answer c", "To do that, type /answer LETTER");
	says(p, "/answer ab", "To do that, type /answer LETTER");
	stage_key(&p->stage, KEY_CHORD('r'), &known);
	assert_int_equal(p->client.wishes, 0);
}

static void questions__are_asked_told_and_taken_up(void **state)
{
	struct porch *p = *state;

	says(p, "/ask Does it pass?", "Your question goes to the facilitators.");
	wished(p, PL_ACT_ASK, 0, "Does it pass?");
	says(p, "/ask", "1. Ben: Why? (taken up now)\n2. Ana: How?");
	lead(p);
	says(p, "/question",
	     "The question is told to all. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_QUESTION, 0, "");
	says(p, "/question 2",
	     "The question is told to all. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_QUESTION, 22, "");
	says(p, "/answered 1",
	     "The question is answered. Type /undo to take it back, for one minute.");
	wished(p, PL_ACT_ANSWERED, 21, "");
	p->client.wishes = 0;
	says(p, "/question 3", "1. Ben: Why? (taken up now)\n2. Ana: How?");
	says(p, "/question it", "To do that, type /question NUMBER");
	assert_int_equal(p->client.wishes, 0);
	session.questions_count = 0;
	says(p, "/ask", "No question waits.");
	p->client.self = people[0];
	says(p, "/ask", "To do that, type /ask TEXT");
}

static void the_console__has_the_questions(void **state)
{
	struct porch *p = *state;
	const struct model *m = &p->stage.model;
	bool found = false;

	lead(p);
	stage_line(&p->stage, "/console");
	stage_build(&p->stage);
	for (size_t i = 0; i + 1 < m->count; i++)
		found = found ||
			(strcmp(m->items[i].text, "Questions: 2") == 0 &&
			 strcmp(m->items[i + 1].text, "1. Ben: Why? (taken up now)") == 0);
	assert_true(found);
}

static void what_is_under_way__is_told_with_the_stage(void **state)
{
	struct porch *p = *state;

	lead(p);
	says(p, "/stage",
	     "Stage 1 of 2: Lesson. You: not here. Rest. Time left: 3 minutes. Lesson: Waves, "
	     "page 2 of 3. Answers: A 3, B 1.");
}

static void notices__have_their_words(void **state)
{
	static const struct {
		struct pl_notice n;
		const char *words;
	} all[] = {
		{ { .kind = PL_NOTE_LINE, .text = "Sit 100%s." }, "Sit 100%s." },
		{ { .kind = PL_NOTE_EXERCISE, .text = "Rest", .n = 1 },
		  "An exercise begins: Rest. To leave it for yourself, type /skip." },
		{ { .kind = PL_NOTE_QUIZ, .text = "Which?\nA: x", .n = 2 },
		  "Page 2. Which?\nA: x\nTo answer, type /answer and the letter." },
		{ { .kind = PL_NOTE_RIGHT, .text = "A: x So.", .n = 2 },
		  "You said B. What is right: A: x So." },
		{ { .kind = PL_NOTE_RIGHT, .text = "A: x So." }, "What is right: A: x So." },
		{ { .kind = PL_NOTE_PLANNED, .text = "exercise rest" },
		  "This stage has an exercise or a lesson. When all are ready, type /exercise "
		  "rest" },
		{ { .kind = PL_NOTE_LONG, .who = "Ben", .n = 120000 },
		  "Ben has had the floor for 2 minutes." },
		{ { .kind = PL_NOTE_LONG_OWN, .n = 480000 },
		  "You have had the floor for 8 minutes. When you are ready, type /done." },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_string_equal(words_notice(&a, &all[i].n), all[i].words);
	arena_finish(&a);
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_porch, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(a_member__is_told_how_far_the_exercise_is__and_leaves_it),
		ON(who_leads__begins_and_stops_it),
		ON(a_member__looks_back__and_not_ahead),
		ON(who_leads__turns_the_page_for_all),
		ON(an_answer__is_a_letter_of_the_page),
		ON(questions__are_asked_told_and_taken_up),
		ON(the_console__has_the_questions),
		ON(what_is_under_way__is_told_with_the_stage),
		ON(notices__have_their_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
