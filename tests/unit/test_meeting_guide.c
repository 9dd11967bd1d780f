/* SPDX-License-Identifier: MIT */
/* The meeting engine: exercises, lessons and their quizzes, and the queue of questions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/meet.h"
#include "wire/wire.h"

#define assert_granted(no)  assert_null(no)
#define assert_no(code, no) assert_string_equal(no, code)

#define REST  "rest\ntitle Rest\nsay 10 Sit.\nsay 20 Breathe out.\n"
#define WAVES "waves\ntitle Waves\npage One\nquiz Which?\nright a\nwrong b\nwhy so\npage Two\n"

static const struct meeting_guide *exercise(const struct meet *t)
{
	return &t->m->guides[GUIDE_EXERCISE];
}

static void exercise__begins_stops_and_is_undone(void **state)
{
	struct meet t;
	int64_t seq;

	(void)state;
	meet_begin(&t, 3);
	assert_no(WIRE_E_ROLE, meet_tell(&t, ANA, "exercise", REST, 0));
	assert_no(WIRE_E_TEXT, meet_tell(&t, GRACE, "exercise", "", 0));
	assert_no(WIRE_E_TEXT, meet_tell(&t, GRACE, "exercise", "rest\ntitle Rest\n", 0));
	assert_no(WIRE_E_TEXT, meet_tell(&t, GRACE, "exercise", "Rest\ntitle R\nsay 1 a\n", 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "stop", 0, 0));
	assert_granted(meet_tell(&t, GRACE, "exercise", REST, 0));
	seq = t.m->seq;
	assert_true(exercise(&t)->runs);
	assert_string_equal(exercise(&t)->name, "rest");
	assert_int_equal(exercise(&t)->from_ms, t.now);
	assert_int_equal(exercise(&t)->sum, str_sum(str_of(strchr(REST, '\n') + 1)));
	t.now += 5000;
	assert_granted(meet_wish(&t, GRACE, "stop", 0, 0));
	assert_false(exercise(&t)->runs);
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0)); /* a slip: it goes on as it was */
	assert_true(exercise(&t)->runs);
	assert_int_equal(exercise(&t)->seq, seq);
	assert_int_equal(exercise(&t)->from_ms, t.now - 5000);
	meet_end(&t);
}

static void exercise__ends_with_its_stage__for_good(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 3);
	assert_granted(meet_tell(&t, GRACE, "exercise", REST, 0));
	assert_granted(meet_wish(&t, GRACE, "stop", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "stage", 0, 4));
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_false(exercise(&t)->runs);
	assert_granted(meet_tell(&t, GRACE, "exercise", REST, 0));
	assert_granted(meet_wish(&t, GRACE, "stage", 0, 3));
	assert_false(exercise(&t)->runs);
	assert_int_equal(exercise(&t)->version, t.m->seq);
	meet_end(&t);
}

static void killed__in_an_exercise_and_on_a_page__goes_on_where_it_was(void **state)
{
	struct meet t;
	struct meeting_event e;
	int64_t from;

	(void)state;
	meet_begin(&t, 3);
	assert_granted(meet_tell(&t, GRACE, "lesson", WAVES, 0));
	assert_granted(meet_wish(&t, GRACE, "page", 0, 2));
	assert_granted(meet_wish(&t, ANA, "answer", 0, 22));
	assert_granted(meet_tell(&t, JO, "ask", "Why?", 0));
	assert_granted(meet_tell(&t, GRACE, "exercise", REST, 0));
	from = exercise(&t)->from_ms;
	struct meeting *again = meet_again(&t);

	assert_true(meet_same(t.m, again));
	meeting_destroy(t.m);
	t.m = again;
	t.now += 8000;
	while (meeting_restart(t.m, 0, &e))
		meet_keep(&t, &e);
	assert_true(exercise(&t)->runs);
	assert_int_equal(exercise(&t)->from_ms, from);
	assert_int_equal(t.m->page, 2);
	assert_int_equal(meeting_seat(t.m, ANA)->answer, 2);
	assert_int_equal(t.m->questions_count, 1);
	meet_end(&t);
}

static void page__at_the_leaders_pace__within_the_lesson(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 3);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "page", 0, 1));
	assert_no(WIRE_E_TEXT, meet_tell(&t, GRACE, "lesson", "waves\ntitle Waves\n", 0));
	assert_granted(meet_tell(&t, GRACE, "lesson", WAVES, 0));
	assert_int_equal(t.m->page, 1);
	assert_int_equal(t.m->pages, 3);
	assert_no(WIRE_E_ROLE, meet_wish(&t, ANA, "page", 0, 2));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "page", 0, 1));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "page", 0, 4));
	assert_no(WIRE_E_FORM, meet_wish(&t, GRACE, "page", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "page", 0, 3));
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_int_equal(t.m->page, 1);
	assert_granted(meet_wish(&t, GRACE, "stage", 0, 4)); /* it stays open */
	assert_int_equal(t.m->page, 1);
	meet_end(&t);
}

static void quiz__is_answered_while_its_page_is_up(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 3);
	assert_granted(meet_tell(&t, GRACE, "lesson", WAVES, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, ANA, "answer", 0, 11));
	assert_no(WIRE_E_STATE, meet_wish(&t, ANA, "answer", 0, 21));
	assert_granted(meet_wish(&t, GRACE, "page", 0, 2));
	assert_granted(meet_wish(&t, ANA, "answer", 0, 21));
	assert_granted(meet_wish(&t, JO, "answer", 0, 22));
	assert_granted(meet_wish(&t, JO, "answer", 0, 21)); /* thought again */
	assert_no(WIRE_E_STATE, meet_wish(&t, SAM, "answer", 0, 23));
	assert_no(WIRE_E_ROLE, meet_wish(&t, GRACE, "answer", 0, 21));
	assert_int_equal(meeting_answers(t.m, 1), 2);
	assert_int_equal(meeting_answers(t.m, 2), 0);
	assert_granted(meet_wish(&t, GRACE, "page", 0, 3));
	assert_no(WIRE_E_STATE, meet_wish(&t, ANA, "answer", 0, 11));
	assert_no(WIRE_E_STATE, meet_wish(&t, ANA, "answer", 0, 21));
	assert_granted(meet_wish(&t, GRACE, "page", 0, 2));
	assert_int_equal(meeting_answers(t.m, 1), 0);
	meet_end(&t);
}

static enum meeting_asked asked(const struct meet *t, size_t i)
{
	return t->m->questions[i].is;
}

static void questions__are_taken_up_in_order__or_by_number(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 3);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "question", 0, 0));
	assert_no(WIRE_E_FORM, meet_tell(&t, ANA, "ask", "", 0));
	assert_granted(meet_tell(&t, ANA, "ask", "Why?", 0));
	assert_granted(meet_tell(&t, JO, "ask", "How?", 0));
	assert_granted(meet_tell(&t, ANA, "ask", "When?", 0));
	assert_no(WIRE_E_ROLE, meet_wish(&t, ANA, "question", 0, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "answered", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "question", 0, 0));
	assert_int_equal(t.m->question, t.m->questions[0].seq);
	assert_granted(meet_wish(&t, GRACE, "question", 0, t.m->questions[2].seq));
	assert_int_equal(asked(&t, 0), QUESTION_ANSWERED);
	assert_int_equal(asked(&t, 1), QUESTION_ASKED);
	assert_int_equal(asked(&t, 2), QUESTION_TAKEN);
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_int_equal(asked(&t, 0), QUESTION_TAKEN);
	assert_int_equal(asked(&t, 2), QUESTION_ASKED);
	assert_granted(meet_wish(&t, GRACE, "answered", 0, 0));
	assert_int_equal(t.m->question, 0);
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_int_equal(asked(&t, 0), QUESTION_TAKEN);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "question", 0, 12345));
	meet_end(&t);
}

static void questions__have_a_bound__and_none_that_waits_is_lost(void **state)
{
	static const int64_t who[] = { ANA, JO, SAM, LEE };
	char text[MEETING_QUESTION_MAX + 2];
	struct meet t;

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	meet_begin(&t, 3);
	assert_no(WIRE_E_LARGE, meet_tell(&t, ANA, "ask", text, 0));
	for (int i = 0; i < MEETING_QUESTIONS; i++) {
		assert_granted(meet_tell(&t, who[i % 4], "ask", "Why?", 0));
		if (i >= 4 * (MEETING_ASKS - 1))
			assert_granted(
				meet_wish(&t, GRACE, "answered", 0, t.m->questions[i].seq));
	}
	assert_int_equal(t.m->questions_count, MEETING_QUESTIONS);
	assert_granted(meet_tell(&t, ANA, "ask", "One more?", 0));
	assert_no(WIRE_E_STATE, meet_tell(&t, ANA, "ask", "And one?", 0));
	assert_int_equal(t.m->questions_count, MEETING_QUESTIONS);
	for (int i = 0; i < 4 * (MEETING_ASKS - 1); i++)
		assert_int_equal(asked(&t, (size_t)i), QUESTION_ASKED);
	assert_string_equal(t.m->questions[MEETING_QUESTIONS - 1].text, "One more?");
	meet_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exercise__begins_stops_and_is_undone),
		cmocka_unit_test(exercise__ends_with_its_stage__for_good),
		cmocka_unit_test(killed__in_an_exercise_and_on_a_page__goes_on_where_it_was),
		cmocka_unit_test(page__at_the_leaders_pace__within_the_lesson),
		cmocka_unit_test(quiz__is_answered_while_its_page_is_up),
		cmocka_unit_test(questions__are_taken_up_in_order__or_by_number),
		cmocka_unit_test(questions__have_a_bound__and_none_that_waits_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
