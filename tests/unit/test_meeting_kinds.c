/* SPDX-License-Identifier: MIT */
/* The kinds of group that come with the program, each by its plan and the same engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/meet.h"
#include "wire/wire.h"

#define assert_granted(no)  assert_null(no)
#define assert_no(code, no) assert_string_equal(no, code)

static const struct meeting_stage *stage(const struct meet *t)
{
	return &t->m->plan.stages[t->m->stage - 1];
}

static void open_kind(struct meet *t, const char *name)
{
	meet_open(t, guide_find(GUIDE_PLAN, str_of(name)));
	meet_here(t, GRACE, true);
	for (int64_t who = ANA; who <= JO; who++) {
		meet_here(t, who, true);
		if (t->m->plan.waiting)
			assert_granted(meet_wish(t, GRACE, "admit", who, 0));
		assert_granted(meet_wish(t, who, "accept", 0, 0));
		t->now += 1000;
	}
}

static void go_on(struct meet *t)
{
	t->now += 60000;
	assert_granted(meet_wish(t, GRACE, "stage", 0, (int64_t)t->m->stage + 1));
}

static void go_to(struct meet *t, const char *title)
{
	while (strcmp(stage(t)->title, title) != 0)
		go_on(t);
}

/* What a stage has as its exercise or lesson can be begun in it, as the server makes it. */
static void begin_planned(struct meet *t, enum guide_kind k)
{
	const char *name = stage(t)->guides[k];
	char both[WIRE_TEXT_MAX];

	if (!*name)
		return;
	snprintf(both, sizeof(both), "%s\n%s", name, guide_find(k, str_of(name)));
	assert_granted(meet_tell(t, GRACE, guide_kind_word(k), both, 0));
}

static void each_kind__goes_from_its_beginning_to_its_end(void **state)
{
	size_t kinds = 0;

	(void)state;
	for (const struct guide_text *g = guide_texts; g->name; g++) {
		struct meet t;

		if (g->kind != GUIDE_PLAN || *g->language)
			continue;
		kinds++;
		open_kind(&t, g->name);
		assert_true(*t.m->plan.norms);
		while (meeting_runs(t.m)) {
			assert_true(stage(&t)->minutes > 0);
			begin_planned(&t, GUIDE_LESSON);
			begin_planned(&t, GUIDE_EXERCISE);
			go_on(&t);
		}
		assert_false(t.m->guides[GUIDE_EXERCISE].runs);
		meet_end(&t);
	}
	assert_int_equal(kinds, 5);
}

/* No rounds, no turns: both talk all the time. */
static void one_to_one__has_no_floor(void **state)
{
	struct meet t;

	(void)state;
	open_kind(&t, "one");
	for (; meeting_runs(t.m); go_on(&t)) {
		assert_int_not_equal(stage(&t)->kind, STAGE_ROUND);
		assert_int_equal(t.m->floor, 0);
		assert_null(meeting_may_say(t.m, ANA, false, t.now));
	}
	meet_end(&t);
}

/* Rounds go to each, and what all agree on stays for those who come later. */
static void family__has_rounds_and_an_agreement(void **state)
{
	struct meet t;

	(void)state;
	open_kind(&t, "family");
	go_to(&t, "Check-in");
	assert_int_equal(t.m->floor, ANA);
	assert_int_equal(stage(&t)->turn_s, 120);
	go_to(&t, "What we agree on");
	assert_null(meeting_may_say(t.m, JO, false, t.now));
	assert_granted(meet_tell(&t, GRACE, "decide", "We speak one at a time.", 0));
	go_to(&t, "Work");
	meet_here(&t, SAM, true);
	assert_granted(meet_wish(&t, GRACE, "admit", SAM, 0));
	assert_string_equal(t.m->decided[0].text, "We speak one at a time.");
	meet_end(&t);
}

/* The leader teaches: nobody talks in between, and everybody can ask. */
static void workshop__has_a_lesson_and_a_queue_of_questions(void **state)
{
	struct meet t;

	(void)state;
	open_kind(&t, "workshop");
	go_to(&t, "Lesson");
	begin_planned(&t, GUIDE_LESSON);
	assert_int_equal(t.m->page, 1);
	assert_no(WIRE_E_QUIET, meeting_may_say(t.m, ANA, false, t.now));
	assert_granted(meet_tell(&t, ANA, "ask", "Does it pass?", 0));
	go_to(&t, "Exercise");
	begin_planned(&t, GUIDE_EXERCISE);
	assert_true(t.m->guides[GUIDE_EXERCISE].runs);
	go_to(&t, "Questions");
	assert_false(t.m->guides[GUIDE_EXERCISE].runs);
	assert_granted(meet_wish(&t, GRACE, "question", 0, 0));
	assert_string_equal(t.m->questions[0].text, "Does it pass?");
	assert_int_equal(t.m->questions[0].is, QUESTION_TAKEN);
	meet_end(&t);
}

static void group__has_turns_in_rounds_and_in_work(void **state)
{
	struct meet t;

	(void)state;
	open_kind(&t, "group");
	assert_no(WIRE_E_QUIET, meeting_may_say(t.m, ANA, false, t.now));
	go_to(&t, "Check-in");
	assert_granted(meet_wish(&t, ANA, "done", 0, 0));
	assert_int_equal(t.m->floor, JO);
	go_to(&t, "Work");
	assert_no(WIRE_E_TURN, meeting_may_say(t.m, ANA, false, t.now));
	assert_granted(meet_tell(&t, ANA, "raise", "", 0));
	assert_granted(meet_wish(&t, GRACE, "call", 0, 0));
	assert_null(meeting_may_say(t.m, ANA, false, t.now));
	meet_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind__goes_from_its_beginning_to_its_end),
		cmocka_unit_test(one_to_one__has_no_floor),
		cmocka_unit_test(family__has_rounds_and_an_agreement),
		cmocka_unit_test(workshop__has_a_lesson_and_a_queue_of_questions),
		cmocka_unit_test(group__has_turns_in_rounds_and_in_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
