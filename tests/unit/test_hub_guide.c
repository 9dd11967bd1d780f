/* SPDX-License-Identifier: MIT */
/* Who is told what of exercises, lessons and questions, and how many bytes that takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/session.h"

enum { ANA = 1, JO, SAM };

static bool has(const char *frame, const char *what)
{
	return strstr(frame, what) != NULL;
}

/* As the server makes it of a name: that, and the text. */
static void begin(struct session *s, enum guide_kind k, const char *name)
{
	struct buf both;

	buf_init(&both, 8192);
	buf_addf(&both, "%s\n%s", name, guide_find(k, str_of(name)));
	session_tell(s, SESSION_LEADER, guide_kind_word(k), 0, buf_text(&both));
	buf_finish(&both);
}

static void an_exercise__is_begun_by_its_name(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	session_wish(&s, SESSION_LEADER, "stepout", SAM, 0);
	session_hear_all(&s);
	begin(&s, GUIDE_EXERCISE, "breathing");
	f = session_hear(&s, ANA);
	assert_true(has(f, "\"x\":\"breathing\""));
	assert_true(has(f, "\"d\":"));
	assert_false(has(f, "\"b\":"));
	assert_string_equal(session_hear(&s, SAM), ""); /* who is out hears nothing of it */
	session_wish(&s, SESSION_LEADER, "stop", 0, 0);
	f = session_hear(&s, ANA);
	assert_true(has(f, "\"r\":\"exercise\""));
	assert_false(has(f, "\"d\":"));
	assert_false(has(f, "breathing"));
	/* Whoever comes back is told that it has ended. */
	session_drop(&s, JO);
	session_join(&s, JO);
	f = session_hear(&s, JO);
	assert_true(has(f, "\"r\":\"exercise\""));
	session_end(&s);
}

static void a_text__comes_to_who_asks_for_it__once(void **state)
{
	struct session s;
	int64_t seq;
	const char *f;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	begin(&s, GUIDE_EXERCISE, "breathing");
	session_hear_all(&s);
	seq = hub_meeting(s.hub, SESSION_GROUP)->guides[GUIDE_EXERCISE].seq;
	hub_want_text(s.hub, s.conns[ANA], SESSION_GROUP, seq);
	f = session_hear(&s, ANA);
	assert_true(has(f, "say 15 We breathe together"));
	assert_string_equal(session_hear(&s, ANA), "");
	assert_string_equal(session_hear(&s, JO), "");
	hub_want_text(s.hub, s.conns[ANA], SESSION_GROUP, seq + 1); /* there is none */
	assert_string_equal(session_hear(&s, ANA), "");
	session_wish(&s, SESSION_LEADER, "stepout", SAM, 0);
	session_hear_all(&s);
	hub_want_text(s.hub, s.conns[SAM], SESSION_GROUP, seq);
	assert_string_equal(session_hear(&s, SAM), "");
	session_end(&s);
}

static void a_quiz__its_counts_are_for_who_leads(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	begin(&s, GUIDE_LESSON, "stress");
	assert_true(has(session_hear(&s, JO), "\"x\":\"stress\""));
	session_hear_all(&s);
	session_wish(&s, SESSION_LEADER, "page", 0, 4);
	f = session_hear(&s, JO);
	assert_string_equal(f, "[{\"t\":\"l\",\"g\":3,\"s\":34,\"n\":4,\"r\":\"lesson\"}]");
	assert_true(has(session_hear(&s, SESSION_LEADER), "\"c\":\"0 0 0\""));
	session_hear_all(&s);
	session_wish(&s, ANA, "answer", 0, 42);
	assert_true(has(session_hear(&s, ANA), "\"u\":2"));
	assert_true(has(session_hear(&s, SESSION_LEADER), "\"c\":\"0 1 0\""));
	assert_string_equal(session_hear(&s, JO), "");
	session_end(&s);
}

static void a_question__is_for_who_leads__until_it_is_taken_up(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	session_tell(&s, ANA, "ask", 0, "Does it pass?");
	f = session_hear(&s, SESSION_LEADER);
	assert_true(has(f, "Does it pass?") && has(f, "\"u\":1,"));
	assert_true(has(session_hear(&s, ANA), "Does it pass?"));
	assert_string_equal(session_hear(&s, JO), "");
	session_drop(&s, JO);
	session_join(&s, JO);
	assert_false(has(session_hear(&s, JO), "question"));
	session_wish(&s, SESSION_LEADER, "question", 0, 0);
	f = session_hear(&s, JO);
	assert_true(has(f, "Does it pass?") && has(f, "\"c\":\"taken\""));
	assert_false(has(f, "\"u\":"));
	session_wish(&s, SESSION_LEADER, "answered", 0, 0);
	f = session_hear(&s, JO);
	assert_true(has(f, "\"c\":\"answered\""));
	assert_false(has(f, "Does it pass?"));
	session_drop(&s, JO);
	session_join(&s, JO);
	assert_false(has(session_hear(&s, JO), "question"));
	session_end(&s);
}

/* What a member's line carries, as it goes out in porchlight.1.d2: a budget a row. */
static size_t heard(struct session *s, int64_t who)
{
	session_hear(s, who);
	return s->bytes;
}

static void bytes__within_their_budgets(void **state)
{
	size_t start, stop, open, page, answer, asked, taken, text, back;
	struct session s;

	(void)state;
	session_begin(&s, session_plan, true);
	session_settle(&s, 4);
	begin(&s, GUIDE_EXERCISE, "breathing");
	start = heard(&s, JO);
	hub_want_text(s.hub, s.conns[JO], SESSION_GROUP,
		      hub_meeting(s.hub, SESSION_GROUP)->guides[GUIDE_EXERCISE].seq);
	text = heard(&s, JO);
	session_wish(&s, SESSION_LEADER, "stop", 0, 0);
	stop = heard(&s, JO);
	begin(&s, GUIDE_LESSON, "stress");
	open = heard(&s, JO);
	session_wish(&s, SESSION_LEADER, "page", 0, 4);
	page = heard(&s, JO);
	session_hear_all(&s);
	session_wish(&s, JO, "answer", 0, 42);
	answer = heard(&s, SESSION_LEADER);
	session_tell(&s, ANA, "ask", 0, "Does it pass?");
	asked = heard(&s, SESSION_LEADER);
	session_wish(&s, SESSION_LEADER, "question", 0, 0);
	session_hear(&s, ANA);
	taken = heard(&s, SAM);
	begin(&s, GUIDE_EXERCISE, "grounding");
	session_drop(&s, JO);
	s.now += 300000;
	session_join(&s, JO);
	back = heard(&s, JO);
	print_message(
		"an exercise begins %zu, ends %zu (its text, where it is not there, %zu), a "
		"lesson opens %zu, a page %zu, an answer to who leads %zu\n",
		start, stop, text, open, page, answer);
	print_message("a question to who leads %zu, taken up %zu, back after 5 minutes in the "
		      "middle of all of them %zu bytes\n",
		      asked, taken, back);
	assert_in_range(start, 10, 56);
	assert_in_range(stop, 10, 24);
	assert_in_range(text, 200, 512);
	assert_in_range(open, 10, 48);
	assert_in_range(page, 10, 32);
	assert_in_range(answer, 10, 40);
	assert_in_range(asked, 10, 64);
	assert_in_range(taken, 10, 64);
	assert_in_range(back, 100, 1023);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_exercise__is_begun_by_its_name),
		cmocka_unit_test(a_text__comes_to_who_asks_for_it__once),
		cmocka_unit_test(a_quiz__its_counts_are_for_who_leads),
		cmocka_unit_test(a_question__is_for_who_leads__until_it_is_taken_up),
		cmocka_unit_test(bytes__within_their_budgets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
