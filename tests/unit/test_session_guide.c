/* SPDX-License-Identifier: MIT */
/*
 * What a client makes of exercises, lessons and questions, and of the time: by a clock that
 * only the test turns.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "client/session.h"

enum { ME = 1, ANA, GRACE, BEGAN = 5000000 };

/* The two clocks: they go together but for where a test sets the one on the wall. */
static int64_t wall_ms, waiting_ms;

static const char *name(const void *user, int64_t member)
{
	static const char *const names[] = { "", "Me", "Ana", "Grace" };

	(void)user;
	return names[member];
}

static struct session_view view(void)
{
	return (struct session_view) {
		.self = ME, .utc_ms = wall_ms, .now_ms = waiting_ms, .name = name
	};
}

static void rows(struct session *s, const char *json)
{
	const struct session_view v = view();
	struct arena mem = { 0 };
	struct wire_frame f;
	struct err err = { 0 };

	if (!wire_decode(str_of(json), WIRE_SERVER, &mem, &f, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < f.n; i++)
		assert_true(session_apply(s, &f.msgs[i]));
	session_settle(s, &v);
	arena_finish(&mem);
}

static void pass(struct session *s, int64_t ms)
{
	struct session_view v;

	wall_ms += ms;
	waiting_ms += ms;
	v = view();
	session_tick(s, &v);
}

static int64_t due(const struct session *s)
{
	return session_due_ms(s, wall_ms, waiting_ms);
}

/* The notices since the last call, as "kind who text n;"; those of other tests are left out. */
static const char *told(struct session *s)
{
	static const char *const words[PL_NOTES] = {
		[PL_NOTE_EXERCISE] = "exercise", [PL_NOTE_LINE] = "line",
		[PL_NOTE_OVER] = "over",         [PL_NOTE_STOPPED] = "stopped",
		[PL_NOTE_LESSON] = "lesson",     [PL_NOTE_PAGE] = "page",
		[PL_NOTE_QUIZ] = "quiz",         [PL_NOTE_RIGHT] = "right",
		[PL_NOTE_COUNTS] = "counts",     [PL_NOTE_ASKED] = "asked",
		[PL_NOTE_QUESTION] = "question", [PL_NOTE_FIVE] = "five",
		[PL_NOTE_TIME_UP] = "up",        [PL_NOTE_LONG] = "long",
		[PL_NOTE_LONG_OWN] = "own",      [PL_NOTE_DOWN] = "down",
	};
	static char out[4096];
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < s->notices_count; i++) {
		const struct pl_notice *t = &s->notices[i];

		if (words[t->kind])
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s%s%s%s %d;",
					      words[t->kind], *t->who ? " " : "", t->who,
					      *t->text ? " " : "", t->text, (int)t->n);
		free((char *)(uintptr_t)t->who);
		free((char *)(uintptr_t)t->text);
	}
	s->notices_count = 0;
	return out;
}

#define IN       "{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":257}"
#define LEADS    "{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":321}"
#define TURNS(u) "{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1," u "\"r\":\"turns\"}"
#define PLAN                                                                                   \
	"{\"t\":\"z\",\"g\":3,\"s\":120,\"n\":1,\"k\":40,\"x\":\"Work\",\"r\":\"work\","       \
	"\"c\":\"turns\"},{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":257}"
#define REST "title Rest\\nsay 10 Sit.\\nsay 20 Breathe out.\\nsay 5 Come back.\\n"
#define RUNS                                                                                   \
	"{\"t\":\"l\",\"g\":3,\"s\":12,\"d\":5000000,\"k\":7,\"x\":\"rest\",\"r\":"            \
	"\"exercise\""
#define ENDS "[{\"t\":\"l\",\"g\":3,\"s\":12,\"r\":\"exercise\"}]"

static void begin(struct session *s, bool leads)
{
	wall_ms = BEGAN;
	waiting_ms = 77000;
	session_init(s);
	rows(s,
	     leads ? "[" TURNS("") "," PLAN "," LEADS "]" : "[" TURNS("") "," PLAN "," IN "]");
	told(s);
}

static void begin_exercise(struct session *s)
{
	begin(s, false);
	rows(s, "[" RUNS ",\"b\":\"" REST "\"}]");
}

static void an_exercise__is_told_line_by_line(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	assert_string_equal(told(&s), "exercise Rest 1;line Sit. 0;");
	assert_string_equal(s.pub.exercise.title, "Rest");
	assert_int_equal(s.pub.exercise.ends_utc_ms, BEGAN + 35000);
	assert_int_equal(due(&s), 10000);
	pass(&s, 9999);
	assert_string_equal(told(&s), "");
	pass(&s, 1);
	assert_string_equal(told(&s), "line Breathe out. 0;");
	pass(&s, 20000);
	assert_string_equal(told(&s), "line Come back. 0;");
	assert_int_equal(due(&s), 5000);
	pass(&s, 5000);
	assert_string_equal(told(&s), "over 0;");
	assert_string_equal(s.pub.exercise.title, "");
	assert_int_equal(due(&s), -1);
	pass(&s, 60000);
	assert_string_equal(told(&s), "");
	session_finish(&s);
}

/* The line goes down, the wall's clock is set, and the exercise goes on all the same. */
static void an_exercise__goes_on_without_the_line(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	told(&s);
	session_disconnect(&s);
	wall_ms += 3600000;
	pass(&s, 10000);
	assert_string_equal(told(&s), "line Breathe out. 0;");
	wall_ms -= 3600000;
	/* Back: the same rows again are no news, and what runs runs on. */
	rows(&s, "[" TURNS("") "," PLAN "," IN "," RUNS "}]");
	assert_string_equal(told(&s), "");
	assert_int_equal(session_wants_text(&s), 0);
	assert_int_equal(due(&s), 20000);
	pass(&s, 20000);
	assert_string_equal(told(&s), "line Come back. 0;");
	session_finish(&s);
}

static void a_latecomer__joins_at_the_line_that_is_up(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	wall_ms += 12000;
	rows(&s, "[" RUNS ",\"b\":\"" REST "\"}]");
	assert_string_equal(told(&s), "exercise Rest 0;line Breathe out. 0;");
	assert_int_equal(due(&s), 18000);
	/* And who was asleep is told the one that is up then. */
	pass(&s, 23000);
	assert_string_equal(told(&s), "over 0;");
	session_finish(&s);
	begin(&s, false);
	wall_ms += 35000;
	rows(&s, "[" RUNS ",\"b\":\"" REST "\"}]");
	assert_string_equal(told(&s), "");
	session_finish(&s);
}

static void stopped__and_undone__it_is_under_way_again(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	pass(&s, 2000);
	told(&s);
	rows(&s, ENDS);
	assert_string_equal(told(&s), "stopped 0;");
	assert_int_equal(due(&s), -1);
	pass(&s, 10000);
	assert_string_equal(told(&s), "");
	rows(&s, "[{\"t\":\"l\",\"g\":3,\"s\":12,\"d\":5000000,\"r\":\"exercise\"}]");
	assert_string_equal(told(&s), "exercise Rest 0;line Breathe out. 0;");
	session_finish(&s);
}

static void skipped__nothing_of_it_is_told_until_one_comes_back(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	told(&s);
	assert_true(session_skip(&s, true));
	assert_true(s.pub.exercise.skipped);
	pass(&s, 10000);
	assert_string_equal(told(&s), "");
	assert_true(session_skip(&s, false));
	pass(&s, 20000);
	assert_string_equal(told(&s), "line Come back. 0;");
	session_skip(&s, true);
	pass(&s, 5000);
	assert_string_equal(told(&s), "over 0;");
	assert_false(session_skip(&s, true));
	session_finish(&s);
}

static void in_an_exercise__it_is_quiet(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	told(&s);
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":33}]");
	assert_string_equal(told(&s), "");
	rows(&s, ENDS);
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":1}]");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":33}]");
	assert_string_equal(told(&s), "stopped 0;down Ana 0;");
	session_finish(&s);
}

/* Sent out in the middle of it, one hears no more of it. */
static void asked_to_step_out__it_ends_here(void **state)
{
	struct session s;

	(void)state;
	begin_exercise(&s);
	told(&s);
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":4}]");
	pass(&s, 10000);
	assert_string_equal(told(&s), "");
	assert_int_equal(due(&s), -1);
	session_finish(&s);
}

/* The program's own text has not to come over the line; one of the clinic's is asked for once
 * a connection, and not again when it is here. */
static void a_text__is_asked_for_where_it_is_not_here(void **state)
{
	struct session s;
	char row[256];

	(void)state;
	begin(&s, false);
	snprintf(row, sizeof(row),
		 "[{\"t\":\"l\",\"g\":3,\"s\":12,\"d\":5000000,\"k\":%lld,\"x\":\"breathing\","
		 "\"r\":\"exercise\"}]",
		 (long long)guide_sum(str_of(guide_find(GUIDE_EXERCISE, str_of("breathing")))));
	rows(&s, row);
	assert_int_equal(session_wants_text(&s), 0);
	assert_int_equal(strncmp(told(&s), "exercise Slow breathing 1;line We", 33), 0);
	rows(&s, "[{\"t\":\"l\",\"g\":3,\"s\":20,\"d\":5000000,\"k\":7,\"x\":\"breathing\","
		 "\"r\":\"exercise\"}]");
	assert_string_equal(told(&s), ""); /* another version of it */
	assert_int_equal(session_wants_text(&s), 20);
	assert_int_equal(session_wants_text(&s), 0);
	session_disconnect(&s);
	rows(&s, "[" TURNS("") "," PLAN "," IN ",{\"t\":\"l\",\"g\":3,\"s\":20,\"d\":5000000,"
			       "\"k\":7,\"x\":\"breathing\",\"r\":\"exercise\"}]");
	assert_int_equal(session_wants_text(&s), 20);
	rows(&s, "[{\"t\":\"l\",\"g\":3,\"s\":20,\"d\":5000000,\"k\":7,\"x\":\"breathing\","
		 "\"r\":\"exercise\",\"b\":\"" REST "\"}]");
	assert_string_equal(told(&s), "exercise Rest 1;line Sit. 0;");
	session_disconnect(&s);
	rows(&s, "[" TURNS("") "," PLAN "," IN "," RUNS "}]");
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
	begin(&s, false);
	rows(&s, PAGE(1, OPENED));
	assert_string_equal(told(&s), "lesson Waves 0;page One.\nA wave. 1;");
	assert_int_equal(s.pub.lesson.options, 0);
	rows(&s, PAGE(2, ""));
	assert_string_equal(told(&s), "quiz Which?\nA: This.\nB: That. 2;");
	assert_int_equal(s.pub.lesson.options, 2);
	rows(&s, PAGE(2, ",\"u\":2"));
	assert_string_equal(told(&s), "");
	assert_int_equal(s.pub.lesson.answer, 2);
	rows(&s, PAGE(3, ""));
	assert_string_equal(told(&s), "right A: This. So it is. 2;page Two. 3;");
	assert_string_equal(s.pub.lesson.pages[0], "One.\nA wave."); /* to look back */
	/* The same again over another connection is no news. */
	session_disconnect(&s);
	rows(&s, "[" TURNS("") "," PLAN "," IN "]");
	rows(&s, PAGE(3, ",\"k\":7,\"x\":\"waves\""));
	assert_string_equal(told(&s), "");
	assert_int_equal(session_wants_text(&s), 0);
	rows(&s, PAGE(9, ""));
	assert_string_equal(told(&s), "");
	session_finish(&s);
}

static void who_leads__is_told_how_all_answered(void **state)
{
	struct session s;
	int64_t n = 2;

	(void)state;
	begin(&s, true);
	rows(&s, PAGE(1, OPENED));
	assert_false(session_answer(&s, &n));
	rows(&s, PAGE(2, ",\"c\":\"0 0\""));
	rows(&s, PAGE(2, ",\"c\":\"3 1\""));
	assert_string_equal(s.pub.lesson.counts, "A 3, B 1");
	assert_true(session_answer(&s, &n));
	assert_int_equal(n, 22); /* on page 2 */
	n = 3;
	assert_false(session_answer(&s, &n));
	told(&s);
	rows(&s, PAGE(3, ""));
	assert_string_equal(told(&s),
			    "counts A 3, B 1 0;right A: This. So it is. 0;page Two. 3;");
	rows(&s, PAGE(2, ",\"c\":\"x 99999 1 2 3 4 5 6 7 8 9\""));
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
	begin(&s, true);
	rows(&s, "[" ASKED(21, "\"u\":2,", "asked", TEXT("Why?")) "]");
	rows(&s, "[" ASKED(22, "\"u\":1,", "asked", TEXT("How?")) "]");
	assert_string_equal(told(&s), "asked Ana Why? 0;asked Me How? 0;");
	assert_int_equal(s.pub.questions_count, 2);
	assert_string_equal(s.pub.questions[0].who, "Ana");
	assert_true(s.pub.questions[1].mine);
	rows(&s, "[" ASKED(21, "\"u\":2,", "taken", TEXT("Why?")) "]");
	assert_string_equal(told(&s), "question Why? 0;");
	assert_true(s.pub.questions[0].taken);
	/* All again over another connection is no news; what was answered meanwhile is gone. */
	session_disconnect(&s);
	rows(&s, "[" TURNS("") "," PLAN "," LEADS
			       "," ASKED(22, "\"u\":1,", "asked", TEXT("How?")) "]");
	assert_string_equal(told(&s), "");
	assert_int_equal(s.pub.questions_count, 1);
	rows(&s, "[" ASKED(22, "\"u\":1,", "answered", "") "]");
	assert_int_equal(s.pub.questions_count, 0);
	session_finish(&s);
}

static void a_member__hears_what_is_taken_up__and_not_who_asked(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	rows(&s, "[" ASKED(21, "", "taken", TEXT("Why?")) "]");
	assert_string_equal(told(&s), "question Why? 0;");
	assert_string_equal(s.pub.questions[0].who, "");
	session_finish(&s);
}

#define UNTIL(d) "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1,\"d\":" #d ",\"r\":\"turns\"}]"

static void the_stages_time__is_told_once_to_each(void **state)
{
	struct session s;

	(void)state;
	begin(&s, true);
	rows(&s, UNTIL(5600000));
	assert_int_equal(due(&s), 300000);
	pass(&s, 300000);
	assert_string_equal(told(&s), "five 0;");
	pass(&s, 1000);
	assert_string_equal(told(&s), "");
	/* More time is another end. */
	rows(&s, UNTIL(5900000));
	pass(&s, 298999);
	assert_string_equal(told(&s), "");
	pass(&s, 1);
	assert_string_equal(told(&s), "five 0;");
	pass(&s, 300000);
	assert_string_equal(told(&s), "up 0;");
	assert_int_equal(due(&s), -1);
	session_finish(&s);
	begin(&s, false); /* a member */
	rows(&s, UNTIL(5301000));
	pass(&s, 1000);
	assert_string_equal(told(&s), "five 0;");
	pass(&s, 300000);
	assert_string_equal(told(&s), "");
	session_finish(&s);
	begin(&s, false); /* let in when less is left */
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":2}]");
	rows(&s, UNTIL(5400000));
	pass(&s, 200000);
	rows(&s, "[" IN "]");
	pass(&s, 0);
	assert_string_equal(told(&s), "");
	session_finish(&s);
	begin(&s, true); /* of a short stage only the end */
	rows(&s, UNTIL(5200000));
	pass(&s, 100000);
	assert_string_equal(told(&s), "");
	pass(&s, 100000);
	assert_string_equal(told(&s), "up 0;");
	session_finish(&s);
}

static void a_long_turn__is_told_once_to_who_has_it_and_who_leads(void **state)
{
	struct session s;

	(void)state;
	begin(&s, true);
	rows(&s, "[" TURNS("\"u\":2,") "]");
	told(&s);
	assert_int_equal(due(&s), 120000);
	pass(&s, 120000);
	assert_string_equal(told(&s), "long Ana 120000;");
	assert_int_equal(due(&s), -1);
	rows(&s, "[" TURNS("\"u\":1,") "]");
	pass(&s, 200000);
	assert_string_equal(told(&s), ""); /* who leads need not be told of their own */
	session_finish(&s);
	begin(&s, false);
	rows(&s, "[" TURNS("\"u\":2,") "]");
	pass(&s, 200000);
	assert_string_equal(told(&s), ""); /* it is another's */
	rows(&s, "[" TURNS("\"u\":1,") "]");
	pass(&s, 120000);
	assert_string_equal(told(&s), "own Me 120000;");
	pass(&s, 120000);
	assert_string_equal(told(&s), "");
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
		cmocka_unit_test(a_lesson__is_told_page_by_page),
		cmocka_unit_test(who_leads__is_told_how_all_answered),
		cmocka_unit_test(questions__wait_are_taken_up_and_go),
		cmocka_unit_test(a_member__hears_what_is_taken_up__and_not_who_asked),
		cmocka_unit_test(the_stages_time__is_told_once_to_each),
		cmocka_unit_test(a_long_turn__is_told_once_to_who_has_it_and_who_leads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
