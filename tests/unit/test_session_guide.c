/* SPDX-License-Identifier: MIT */
/* What a client makes of exercises, lessons and questions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/hearer.h"

#define REST "title Rest\\nsay 10 Sit.\\nsay 20 Breathe out.\\nsay 5 Come back.\\n"
#define RUNS                                                                                   \
	"{\"t\":\"l\",\"g\":3,\"s\":12,\"d\":5000000,\"k\":7,\"x\":\"rest\",\"r\":"            \
	"\"exercise\""
#define ENDS "[{\"t\":\"l\",\"g\":3,\"s\":12,\"r\":\"exercise\"}]"

static void begin_exercise(struct session *s)
{
	hearer_begin(s, false);
	hearer_rows(s, "[" RUNS ",\"b\":\"" REST "\"}]");
}

static void an_exercise__is_told_line_by_line(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	assert_string_equal(hearer_told(&s), "exercise Rest 1;line Sit. 0;");
	assert_string_equal(s.pub.exercise.title, "Rest");
	assert_int_equal(s.pub.exercise.ends_utc_ms, HEARER_BEGAN + 35000);
	assert_int_equal(hearer_due(&s), 10000);
	hearer_pass(&s, 9999);
	assert_string_equal(hearer_told(&s), "");
	hearer_pass(&s, 1);
	assert_string_equal(hearer_told(&s), "line Breathe out. 0;");
	hearer_pass(&s, 20000);
	assert_string_equal(hearer_told(&s), "line Come back. 0;");
	assert_int_equal(hearer_due(&s), 5000);
	hearer_pass(&s, 5000);
	assert_string_equal(hearer_told(&s), "over 0;");
	assert_string_equal(s.pub.exercise.title, "");
	assert_int_equal(hearer_due(&s), -1);
	hearer_pass(&s, 60000);
	assert_string_equal(hearer_told(&s), "");
	session_finish(&s);
}

/* The line goes down, the wall's clock is set, and the exercise goes on all the same. */
static void an_exercise__goes_on_without_the_line(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	hearer_told(&s);
	session_disconnect(&s);
	hearer_wall_ms += 3600000;
	hearer_pass(&s, 10000);
	assert_string_equal(hearer_told(&s), "line Breathe out. 0;");
	hearer_wall_ms -= 3600000;
	/* Back: the same rows again are no news, and what runs runs on. */
	hearer_rows(&s, "[" HEARER_TURNS("") "," HEARER_PLAN "," HEARER_IN "," RUNS "}]");
	assert_string_equal(hearer_told(&s), "");
	assert_int_equal(session_wants_text(&s), 0);
	assert_int_equal(hearer_due(&s), 20000);
	hearer_pass(&s, 20000);
	assert_string_equal(hearer_told(&s), "line Come back. 0;");
	session_finish(&s);
}

static void a_latecomer__joins_at_the_line_that_is_up(void **state)
{
	struct session s;

	(void)state;
	hearer_begin(&s, false);
	hearer_wall_ms += 12000;
	hearer_rows(&s, "[" RUNS ",\"b\":\"" REST "\"}]");
	assert_string_equal(hearer_told(&s), "exercise Rest 0;line Breathe out. 0;");
	assert_int_equal(hearer_due(&s), 18000);
	/* And who was asleep is told the one that is up then. */
	hearer_pass(&s, 23000);
	assert_string_equal(hearer_told(&s), "over 0;");
	session_finish(&s);
	hearer_begin(&s, false);
	hearer_wall_ms += 35000;
	hearer_rows(&s, "[" RUNS ",\"b\":\"" REST "\"}]");
	assert_string_equal(hearer_told(&s), "");
	session_finish(&s);
}

static void stopped__and_undone__it_is_under_way_again(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	hearer_pass(&s, 2000);
	hearer_told(&s);
	hearer_rows(&s, ENDS);
	assert_string_equal(hearer_told(&s), "stopped 0;");
	assert_int_equal(hearer_due(&s), -1);
	hearer_pass(&s, 10000);
	assert_string_equal(hearer_told(&s), "");
	hearer_rows(&s, "[{\"t\":\"l\",\"g\":3,\"s\":12,\"d\":5000000,\"r\":\"exercise\"}]");
	assert_string_equal(hearer_told(&s), "exercise Rest 0;line Breathe out. 0;");
	session_finish(&s);
}

static void skipped__nothing_of_it_is_told_until_one_comes_back(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	hearer_told(&s);
	assert_true(session_skip(&s, true));
	assert_true(s.pub.exercise.skipped);
	hearer_pass(&s, 10000);
	assert_string_equal(hearer_told(&s), "");
	assert_true(session_skip(&s, false));
	hearer_pass(&s, 20000);
	assert_string_equal(hearer_told(&s), "line Come back. 0;");
	session_skip(&s, true);
	hearer_pass(&s, 5000);
	assert_string_equal(hearer_told(&s), "over 0;");
	assert_false(session_skip(&s, true));
	session_finish(&s);
}

static void in_an_exercise__it_is_quiet(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	hearer_told(&s);
	hearer_rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":33}]");
	assert_string_equal(hearer_told(&s), "");
	hearer_rows(&s, ENDS);
	hearer_rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":1}]");
	hearer_rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":33}]");
	assert_string_equal(hearer_told(&s), "stopped 0;down Ana 0;");
	session_finish(&s);
}

/* Sent out in the middle of it, one hears no more of it. */
static void asked_to_step_out__it_ends_here(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	hearer_told(&s);
	hearer_rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":4}]");
	hearer_pass(&s, 10000);
	assert_string_equal(hearer_told(&s), "");
	assert_int_equal(hearer_due(&s), -1);
	session_finish(&s);
}

/* The program's own text has not to come over the line; one of the clinic's is asked for once
 * a connection, and not again when it is here. */
static void a_text__is_asked_for_where_it_is_not_here(void **state)
{
	struct session s;
	char row[256];

	(void)state;
	hearer_begin(&s, false);
	snprintf(row, sizeof(row),
		 "[{\"t\":\"l\",\"g\":3,\"s\":12,\"d\":5000000,\"k\":%lld,\"x\":\"breathing\","
		 "\"r\":\"exercise\"}]",
		 (long long)str_sum(str_of(guide_find(GUIDE_EXERCISE, str_of("breathing")))));
	hearer_rows(&s, row);
	assert_int_equal(session_wants_text(&s), 0);
	assert_int_equal(strncmp(hearer_told(&s), "exercise Slow breathing 1;line We", 33), 0);
	hearer_rows(&s,
		    "[{\"t\":\"l\",\"g\":3,\"s\":20,\"d\":5000000,\"k\":7,\"x\":\"breathing\","
		    "\"r\":\"exercise\"}]");
	assert_string_equal(hearer_told(&s), ""); /* another version of it */
	assert_int_equal(session_wants_text(&s), 20);
	assert_int_equal(session_wants_text(&s), 0);
	session_disconnect(&s);
	hearer_rows(&s,
		    "[" HEARER_TURNS("") "," HEARER_PLAN "," HEARER_IN
					 ",{\"t\":\"l\",\"g\":3,\"s\":20,\"d\":5000000,"
					 "\"k\":7,\"x\":\"breathing\",\"r\":\"exercise\"}]");
	assert_int_equal(session_wants_text(&s), 20);
	hearer_rows(&s,
		    "[{\"t\":\"l\",\"g\":3,\"s\":20,\"d\":5000000,\"k\":7,\"x\":\"breathing\","
		    "\"r\":\"exercise\",\"b\":\"" REST "\"}]");
	assert_string_equal(hearer_told(&s), "exercise Rest 1;line Sit. 0;");
	session_disconnect(&s);
	hearer_rows(&s, "[" HEARER_TURNS("") "," HEARER_PLAN "," HEARER_IN "," RUNS "}]");
	session_finish(&s);
}

/* The same sum, told in the person's own language. */
static void in_another_language__nothing_more_comes_over_the_line(void **state)
{
	struct session s;
	char row[256];

	(void)state;
	hearer_begin(&s, false);
	snprintf(s.language, sizeof(s.language), "es");
	snprintf(row, sizeof(row),
		 "[{\"t\":\"l\",\"g\":3,\"s\":12,\"d\":5000000,\"k\":%lld,\"x\":\"breathing\","
		 "\"r\":\"exercise\"}]",
		 (long long)str_sum(str_of(guide_find(GUIDE_EXERCISE, str_of("breathing")))));
	hearer_rows(&s, row);
	assert_int_equal(session_wants_text(&s), 0);
	assert_non_null(
		strstr(hearer_told(&s), "exercise Respirar despacio 1;line Respiramos juntos"));
	session_finish(&s);
}

#define WAVES                                                                                  \
	"title Waves\\npage One\\ntext A wave.\\nquiz Which?\\nright This\\nwrong That\\n"     \
	"why So it is.\\npage Two\\n"
#define PAGE(n, more) "[{\"t\":\"l\",\"g\":3,\"s\":14,\"n\":" #n ",\"r\":\"lesson\"" more "}]"
#define OPENED        ",\"k\":7,\"x\":\"waves\",\"b\":\"" WAVES "\""

static void a_lesson__is_told_page_by_page(void **state)
{
	struct session s;

	(void)state;
	hearer_begin(&s, false);
	hearer_rows(&s, PAGE(1, OPENED));
	assert_string_equal(hearer_told(&s), "lesson Waves 0;page One.\nA wave. 1;");
	assert_int_equal(s.pub.lesson.options, 0);
	hearer_rows(&s, PAGE(2, ""));
	assert_string_equal(hearer_told(&s), "quiz Which?\nA: This.\nB: That. 2;");
	assert_int_equal(s.pub.lesson.options, 2);
	hearer_rows(&s, PAGE(2, ",\"u\":2"));
	assert_string_equal(hearer_told(&s), "");
	assert_int_equal(s.pub.lesson.answer, 2);
	hearer_rows(&s, PAGE(3, ""));
	assert_string_equal(hearer_told(&s), "right A: This. So it is. 2;page Two. 3;");
	assert_string_equal(s.pub.lesson.pages[0], "One.\nA wave."); /* to look back */
	assert_string_equal(s.pub.lesson.rights[1], "A: This. So it is.");
	/* The same again over another connection is no news. */
	session_disconnect(&s);
	hearer_rows(&s, "[" HEARER_TURNS("") "," HEARER_PLAN "," HEARER_IN "]");
	hearer_rows(&s, PAGE(3, ",\"k\":7,\"x\":\"waves\""));
	assert_string_equal(hearer_told(&s), "");
	assert_int_equal(session_wants_text(&s), 0);
	hearer_rows(&s, PAGE(9, ""));
	assert_string_equal(hearer_told(&s), "");
	session_finish(&s);
}

static void who_leads__is_told_how_all_answered(void **state)
{
	struct session s;
	int64_t n = 2;

	(void)state;
	hearer_begin(&s, true);
	hearer_rows(&s, PAGE(1, OPENED));
	assert_false(session_answer(&s, &n));
	hearer_rows(&s, PAGE(2, ",\"c\":\"0 0\""));
	hearer_rows(&s, PAGE(2, ",\"c\":\"3 1\""));
	assert_string_equal(s.pub.lesson.counts, "A 3, B 1");
	assert_true(session_answer(&s, &n));
	assert_int_equal(n, 22); /* on page 2 */
	n = 3;
	assert_false(session_answer(&s, &n));
	hearer_told(&s);
	hearer_rows(&s, PAGE(3, ""));
	assert_string_equal(hearer_told(&s),
			    "counts A 3, B 1 0;right A: This. So it is. 0;page Two. 3;");
	hearer_rows(&s, PAGE(2, ",\"c\":\"x 99999 1 2 3 4 5 6 7 8 9\""));
	assert_string_equal(s.pub.lesson.counts, "");
	session_finish(&s);
}

#define ASKED(k, u, c, b)                                                                      \
	"{\"t\":\"z\",\"g\":3," u "\"k\":" #k ",\"n\":0,\"r\":\"question\",\"c\":\"" c "\"" b  \
	"}"
#define TEXT(t) ",\"b\":\"" t "\""

static void questions__wait_are_taken_up_and_go(void **state)
{
	struct session s;

	(void)state;
	hearer_begin(&s, true);
	hearer_rows(&s, "[" ASKED(21, "\"u\":2,", "asked", TEXT("Why?")) "]");
	hearer_rows(&s, "[" ASKED(22, "\"u\":1,", "asked", TEXT("How?")) "]");
	assert_string_equal(hearer_told(&s), "asked Ana Why? 0;asked Me How? 0;");
	assert_int_equal(s.pub.questions_count, 2);
	assert_string_equal(s.pub.questions[0].who, "Ana");
	assert_true(s.pub.questions[1].mine);
	hearer_rows(&s, "[" ASKED(21, "\"u\":2,", "taken", TEXT("Why?")) "]");
	assert_string_equal(hearer_told(&s), "question Why? 0;");
	assert_true(s.pub.questions[0].taken);
	/* All again over another connection is no news; what was answered meanwhile is gone. */
	session_disconnect(&s);
	hearer_rows(&s, "[" HEARER_TURNS("") "," HEARER_PLAN "," HEARER_LEADS "," ASKED(
				22, "\"u\":1,", "asked", TEXT("How?")) "]");
	assert_string_equal(hearer_told(&s), "");
	assert_int_equal(s.pub.questions_count, 1);
	hearer_rows(&s, "[" ASKED(22, "\"u\":1,", "answered", "") "]");
	assert_int_equal(s.pub.questions_count, 0);
	session_finish(&s);
}

static void a_member__hears_what_is_taken_up__and_not_who_asked(void **state)
{
	struct session s;

	(void)state;
	hearer_begin(&s, false);
	hearer_rows(&s, "[" ASKED(21, "", "taken", TEXT("Why?")) "]");
	assert_string_equal(hearer_told(&s), "question Why? 0;");
	assert_string_equal(s.pub.questions[0].who, "");
	session_finish(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_exercise__is_told_line_by_line),
		cmocka_unit_test(an_exercise__goes_on_without_the_line),
		cmocka_unit_test(a_latecomer__joins_at_the_line_that_is_up),
		cmocka_unit_test(stopped__and_undone__it_is_under_way_again),
		cmocka_unit_test(skipped__nothing_of_it_is_told_until_one_comes_back),
		cmocka_unit_test(in_an_exercise__it_is_quiet),
		cmocka_unit_test(asked_to_step_out__it_ends_here),
		cmocka_unit_test(a_text__is_asked_for_where_it_is_not_here),
		cmocka_unit_test(in_another_language__nothing_more_comes_over_the_line),
		cmocka_unit_test(a_lesson__is_told_page_by_page),
		cmocka_unit_test(who_leads__is_told_how_all_answered),
		cmocka_unit_test(questions__wait_are_taken_up_and_go),
		cmocka_unit_test(a_member__hears_what_is_taken_up__and_not_who_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
