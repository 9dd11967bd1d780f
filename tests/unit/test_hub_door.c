/* SPDX-License-Identifier: MIT */
/* Who is told what of the door's questions and of what is kept sealed, and in how many bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/session.h"

enum { ANA = 1, JO };

static const char plan[] = "waiting\nask\nstage work open 0 Talk\nstage closed open 0 Closed\n";

static size_t count(const char *frame, const char *what)
{
	size_t n = 0;

	for (const char *p = frame; (p = strstr(p, what)); p++)
		n++;
	return n;
}

static void begin(struct session *s, bool compressed)
{
	session_begin(s, plan, compressed);
	session_join(s, ANA);
	session_join(s, JO);
	session_hear_all(s);
}

static void replied__is_told_to_that_person_and_who_leads__without_the_words(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, plan, false);
	session_join(&s, ANA);
	assert_int_equal(count(session_hear(&s, ANA), "\"r\":\"ask\"}"), 1);
	session_join(&s, JO);
	session_hear_all(&s);
	session_reply(&s, ANA, 1, "At home");
	session_reply(&s, ANA, 2, "");
	assert_string_equal(session_hear(&s, JO), "");
	/* 2 waits, 2048 has replied the first, 32768 has skipped the second. */
	assert_int_equal(count(session_hear(&s, ANA), "\"n\":34818"), 1);
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "\"n\":34818"), 1);
	assert_int_equal(count(buf_text(&s.frame), "At home"), 0);
	session_end(&s);
}

static struct hub_paper paper(const char *text)
{
	return (struct hub_paper) { .group = SESSION_GROUP,
				    .member = ANA,
				    .n = WIRE_PAPER_REPLY,
				    .text = str_of(text) };
}

static void a_paper__goes_to_the_one_connection(void **state)
{
	const struct hub_paper p = paper("At home, in Ohio");
	struct session s;

	(void)state;
	begin(&s, false);
	hub_paper(s.hub, s.conns[SESSION_LEADER], &p);
	assert_string_equal(
		session_hear(&s, SESSION_LEADER),
		"[{\"t\":\"u\",\"g\":3,\"u\":1,\"n\":1,\"b\":\"At home, in Ohio\"}]");
	assert_string_equal(session_hear(&s, ANA), "");
	assert_string_equal(session_hear(&s, JO), "");
	/* One that has gone before it was sent takes it along. */
	hub_paper(s.hub, s.conns[SESSION_LEADER], &p);
	session_drop(&s, SESSION_LEADER);
	session_join(&s, SESSION_LEADER);
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "Ohio"), 0);
	session_end(&s);
}

static void bytes__within_their_budgets(void **state)
{
	const struct hub_paper p = paper("At home, in Ohio");
	struct session s;
	size_t replied, looked;

	(void)state;
	begin(&s, true);
	session_reply(&s, ANA, 1, "At home, in Ohio");
	session_hear(&s, ANA);
	replied = s.bytes;
	session_hear_all(&s);
	hub_paper(s.hub, s.conns[SESSION_LEADER], &p);
	session_hear(&s, SESSION_LEADER);
	looked = s.bytes;
	print_message("that one has replied %zu, a reply that is looked at %zu bytes\n",
		      replied, looked);
	assert_in_range(replied, 10, 64);
	assert_in_range(looked, 10, 64);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			replied__is_told_to_that_person_and_who_leads__without_the_words),
		cmocka_unit_test(a_paper__goes_to_the_one_connection),
		cmocka_unit_test(bytes__within_their_budgets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
