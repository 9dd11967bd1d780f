/* SPDX-License-Identifier: MIT */
/* Exercises and lessons: what is read of them, and what is said of a bad one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "guide/exercise.h"
#include "guide/lesson.h"
#include "server/meeting_plan.h"

static void an_exercise__adds_up(void **state)
{
	static const char text[] = "# ours\n\ntitle Rest\nsay 10 Sit.  \n\tsay 5 Breathe out.";
	struct exercise x;

	(void)state;
	assert_true(exercise_read(str_of(text), &x, NULL));
	assert_string_equal(x.title, "Rest");
	assert_int_equal(x.count, 2);
	assert_int_equal(x.lines[1].at_s, 10);
	assert_int_equal(x.seconds, 15);
	assert_true(str_is(x.lines[0].text, "Sit."));
	assert_true(str_is(x.lines[1].text, "Breathe out."));
}

static void a_lesson__has_pages_and_quizzes(void **state)
{
	static const char text[] = "title Waves\npage One\ntext a\ntext b\n"
				   "quiz Which?\nwrong x\nright y\nwhy so\npage Two\n";
	struct lesson l;

	(void)state;
	assert_true(lesson_read(str_of(text), &l, NULL));
	assert_int_equal(l.count, 3);
	assert_int_equal(l.pages[0].lines_count, 2);
	assert_false(l.pages[0].asks);
	assert_true(l.pages[1].asks);
	assert_int_equal(l.pages[1].options_count, 2);
	assert_int_equal(l.pages[1].right, 2);
	assert_true(str_is(l.pages[1].why, "so"));
	assert_int_equal(l.pages[2].options_count, 0);
}

static bool read_exercise(const char *text, struct err *err)
{
	struct exercise x;

	return exercise_read(str_of(text), &x, err);
}

static bool read_lesson(const char *text, struct err *err)
{
	struct lesson l;

	return lesson_read(str_of(text), &l, err);
}

static bool read_plan(const char *text, struct err *err)
{
	struct meeting_plan p;

	return meeting_plan_read(str_of(text), &p, err);
}

#define Q   "title t\nquiz q\n"
#define END "stage closed open 0 Closed\n"

static const struct {
	bool (*read)(const char *text, struct err *err);
	const char *text, *line; /* "": of the whole */
} bad[] = {
	{ read_exercise, "", "" },
	{ read_exercise, "title t\n", "" },
	{ read_exercise, "say 5 a\n", "" },
	{ read_exercise, "title t\nsay 0 a\n", "line 2:" },
	{ read_exercise, "title t\nsay 601 a\n", "line 2:" },
	{ read_exercise, "title t\nsay 5\n", "line 2:" },
	{ read_exercise, "title t\ntitle u\nsay 5 a\n", "line 2:" },
	{ read_exercise, "title t\nsing 5 a\n", "line 2:" },
	{ read_exercise, "title t\nsay 5 a\xa3\n", "line 2:" },
	{ read_exercise, "title t\nsay 5 \x1b[2J\n", "line 2:" },
	{ read_exercise, "title t\x7f\nsay 5 a\n", "line 1:" },
	{ read_lesson, "title t\n", "" },
	{ read_lesson, "title t\ntext a\n", "line 2:" },
	{ read_lesson, Q "text a\n", "line 3:" },
	{ read_lesson, Q "right a\nwhy b\n", "" },
	{ read_lesson, Q "right a\nwrong b\n", "" },
	{ read_lesson, Q "wrong a\nwrong b\nwhy c\npage d\n", "line 6:" },
	{ read_lesson, Q "right a\nright b\n", "line 4:" },
	{ read_lesson, "title t\npage p\nright a\n", "line 3:" },
	{ read_lesson, Q "right a\nwrong b\nwhy c\n", "" },
	{ read_lesson, "title t\npage\n", "line 2:" },
	{ read_plan, "turn 5\n", "line 1:" },
	{ read_plan, "exercise breathing\n", "line 1:" },
	{ read_plan, "stage work open 0 W\nexercise Breath\n" END, "line 2:" },
	{ read_plan, "stage work open 0 W\nturn 3601\n" END, "line 2:" },
	{ read_plan, "stage work open 0 W\nturn\n" END, "line 2:" },
	{ read_plan, "stage work open 0\n" END, "line 1:" },
	{ read_plan, "stage work loud 0 W\n" END, "line 1:" },
	{ read_plan, "waiting here\n", "line 1:" },
	{ read_plan, "norms a\nnorms b\n", "line 2:" },
	{ read_plan, END "stage work open 0 W\n", "" },
	{ read_plan, "stage work open 0 W\n", "" },
};

static void what_is_bad__is_named_with_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = { 0 };

		if (bad[i].read(bad[i].text, &err))
			fail_msg("this was read: %s", bad[i].text);
		assert_int_equal(err.code, ERR_BAD_INPUT);
		if (strncmp(err.text, bad[i].line, strlen(bad[i].line)) != 0 ||
		    (!*bad[i].line && strncmp(err.text, "line", 4) == 0))
			fail_msg("of \"%s\" is said: %s", bad[i].text, err.text);
	}
}

static void a_stage__has_its_guides_and_its_turn(void **state)
{
	struct meeting_plan p;

	(void)state;
	assert_true(
		meeting_plan_read(str_of("stage work turns 9 W\nturn 90\nlesson sleep\n"
					 "stage exercise quiet 9 E\nexercise body-scan\n" END),
				  &p, NULL));
	assert_int_equal(p.stages[0].turn_s, 90);
	assert_string_equal(p.stages[0].guides[GUIDE_LESSON], "sleep");
	assert_string_equal(p.stages[0].guides[GUIDE_EXERCISE], "");
	assert_string_equal(p.stages[1].guides[GUIDE_EXERCISE], "body-scan");
	assert_int_equal(p.stages[1].turn_s, 0);
}

static void a_stage__may_have_a_worksheet(void **state)
{
	static const char *const wrong[] = { "worksheet phq-9\n",
					     "stage work open 9 W\nworksheet\n",
					     "stage work open 9 W\nworksheet Phq\n",
					     "stage work open 9 W\nworksheet phq-9 91\n",
					     "stage work open 9 W\nworksheet phq-9 3 4\n" };
	struct meeting_plan p;

	(void)state;
	assert_true(
		meeting_plan_read(str_of("stage work turns 9 W\nworksheet phq-9\n"
					 "stage work open 9 V\nworksheet clinic/mine 0\n" END),
				  &p, NULL));
	assert_string_equal(p.stages[0].form, "phq-9");
	assert_int_equal(p.stages[0].form_days, 7);
	assert_string_equal(p.stages[1].form, "clinic/mine");
	assert_int_equal(p.stages[1].form_days, 0);
	assert_string_equal(p.stages[2].form, "");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char text[256];

		snprintf(text, sizeof(text), "%s" END, wrong[i]);
		assert_false(meeting_plan_read(str_of(text), &p, NULL));
	}
	assert_false(meeting_plan_read(str_of("stage work open 9 W\n" END "worksheet phq-9\n"),
				       &p, NULL));
}

/* All that comes with the program can be read, and what plans name is there. */
static void what_comes_with_the_program__is_whole(void **state)
{
	static const size_t wanted[GUIDE_KINDS] = { 5, 3, 2 };
	static bool (*const reads[GUIDE_KINDS])(
		const char *, struct err *) = { read_plan, read_exercise, read_lesson };
	size_t count[GUIDE_KINDS] = { 0 };
	struct meeting_plan p;

	(void)state;
	for (const struct guide_text *t = guide_texts; t->name; t++) {
		struct err err = { 0 };

		if (!guide_is_name(str_of(t->name)) || !reads[t->kind](t->text, &err))
			fail_msg("%s: %s", t->name, err.text);
		count[t->kind] += !*t->language;
		if (t->kind != GUIDE_PLAN || !meeting_plan_read(str_of(t->text), &p, NULL))
			continue;
		for (size_t i = 0; i < p.count; i++)
			for (int k = GUIDE_EXERCISE; k < GUIDE_KINDS; k++)
				if (*p.stages[i].guides[k])
					assert_non_null(
						guide_find((enum guide_kind)k,
							   str_of(p.stages[i].guides[k])));
	}
	for (int k = 0; k < GUIDE_KINDS; k++)
		assert_true(count[k] >= wanted[k]);
}

/* Heard one by one, with time between: each is one sentence, and not a long one. */
static void each_line_of_an_exercise__is_one_sentence(void **state)
{
	struct exercise x;

	(void)state;
	for (const struct guide_text *t = guide_texts; t->name; t++) {
		if (t->kind != GUIDE_EXERCISE)
			continue;
		assert_true(exercise_read(str_of(t->text), &x, NULL));
		for (size_t i = 0; i < x.count; i++) {
			const struct str s = x.lines[i].text;
			size_t ends = 0, words = 1;

			for (size_t k = 0; k < s.n; k++) {
				ends += strchr(".?!", s.p[k]) != NULL;
				words += s.p[k] == ' ';
			}
			if (ends != 1 || !strchr(".?!", s.p[s.n - 1]) || words > 24)
				fail_msg("%s: %.*s", t->name, (int)s.n, s.p);
		}
	}
}

/* In another language it goes at the same pace, and a letter is the same answer. */
static void another_language__has_the_same_shape(void **state)
{
	struct exercise x, y;
	struct lesson l, m;
	size_t count = 0;

	(void)state;
	for (const struct guide_text *t = guide_texts; t->name; t++) {
		const char *base = guide_find(t->kind, str_of(t->name));

		assert_non_null(base);
		if (!*t->language)
			continue;
		count++;
		if (t->kind == GUIDE_EXERCISE) {
			assert_true(exercise_read(str_of(base), &x, NULL));
			assert_true(exercise_read(str_of(t->text), &y, NULL));
			assert_int_equal(x.count, y.count);
			for (size_t i = 0; i < x.count; i++)
				assert_int_equal(x.lines[i].at_s, y.lines[i].at_s);
			continue;
		}
		assert_true(lesson_read(str_of(base), &l, NULL));
		assert_true(lesson_read(str_of(t->text), &m, NULL));
		assert_int_equal(l.count, m.count);
		for (int i = 0; i < l.count; i++) {
			assert_int_equal(l.pages[i].options_count, m.pages[i].options_count);
			assert_int_equal(l.pages[i].right, m.pages[i].right);
		}
	}
	assert_int_equal(count, 7);
}

static void a_name_and_a_sum__tell_texts_apart(void **state)
{
	(void)state;
	assert_null(guide_find(GUIDE_EXERCISE, str_of("stress"))); /* it is a lesson */
	assert_non_null(guide_find(GUIDE_LESSON, str_of("stress")));
	assert_false(guide_is_name(str_of("../stress")));
	assert_false(guide_is_name(str_of("")));
	assert_int_equal(str_sum(str_of("a")), 0xe40c292c); /* as FNV-1a has it */
	assert_int_not_equal(str_sum(str_of("ab")), str_sum(str_of("ba")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_exercise__adds_up),
		cmocka_unit_test(a_lesson__has_pages_and_quizzes),
		cmocka_unit_test(what_is_bad__is_named_with_its_line),
		cmocka_unit_test(a_stage__has_its_guides_and_its_turn),
		cmocka_unit_test(a_stage__may_have_a_worksheet),
		cmocka_unit_test(what_comes_with_the_program__is_whole),
		cmocka_unit_test(each_line_of_an_exercise__is_one_sentence),
		cmocka_unit_test(another_language__has_the_same_shape),
		cmocka_unit_test(a_name_and_a_sum__tell_texts_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
