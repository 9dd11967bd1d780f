/* SPDX-License-Identifier: MIT */
/* Who is told of a report, and how many bytes that takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/session.h"

enum { ANA = 1, JO, SAM, LEADER = SESSION_LEADER, REPORT_BUDGET = 40, UP_BUDGET = 50 };

static const struct hub_report said = { .number = 1,
					.message = 12,
					.member = JO,
					.utc_ms = INT64_C(1764111600000),
					.why = { "it hurts", 8 } };

static void begin(struct session *s, bool compressed)
{
	session_begin(s, NULL, compressed);
	session_join(s, ANA);
	session_join(s, JO);
	session_hear_all(s);
}

static void report(struct session *s)
{
	hub_put_report(s->hub, SESSION_GROUP, &said);
}

static void resolve(struct session *s)
{
	struct hub_report done = said;

	done.done_by = LEADER;
	done.done_utc_ms = said.utc_ms + 60000;
	done.done = str_of("we talked");
	hub_put_report(s->hub, SESSION_GROUP, &done);
}

static size_t count(const char *frame, const char *what)
{
	size_t n = 0;

	for (const char *p = frame; (p = strstr(p, what)); p++)
		n++;
	return n;
}

static void only_who_made_it_and_who_leads_hear_of_it(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	report(&s);
	assert_string_equal(
		session_hear(&s, LEADER),
		"[{\"t\":\"R\",\"g\":3,\"s\":1,\"d\":1764111600000,\"u\":2,\"n\":12,"
		"\"b\":\"it hurts\"}]");
	assert_string_equal(session_hear(&s, ANA), "");
	assert_int_equal(count(session_hear(&s, JO), "\"t\":\"R\""), 1);
	resolve(&s);
	assert_int_equal(count(session_hear(&s, LEADER), "\"b\":\"we talked\""), 1);
	assert_string_equal(session_hear(&s, ANA), "");
	assert_int_equal(count(session_hear(&s, JO), "\"k\":11"), 1);
	assert_string_equal(session_hear(&s, JO), "");
	session_end(&s);
}

static void again(struct session *s, int64_t member)
{
	session_drop(s, member);
	session_join(s, member);
}

static void who_comes_later_hears_what_is_open(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	report(&s);
	session_hear_all(&s);
	again(&s, LEADER);
	again(&s, ANA);
	assert_int_equal(count(session_hear(&s, LEADER), "\"t\":\"R\""), 1);
	assert_int_equal(count(session_hear(&s, ANA), "\"t\":\"R\""), 0);
	resolve(&s);
	session_hear_all(&s);
	again(&s, LEADER);
	again(&s, JO);
	assert_int_equal(count(session_hear(&s, LEADER), "\"t\":\"R\""), 0);
	/* Nobody has said that she has heard it. */
	assert_int_equal(count(session_hear(&s, JO), "\"b\":\"we talked\""), 1);
	hub_report_heard(s.hub, SESSION_GROUP, 1);
	again(&s, JO);
	assert_int_equal(count(session_hear(&s, JO), "\"t\":\"R\""), 0);
	session_end(&s);
}

/* As a reload does, while all run. */
static void one_that_is_known_is_no_news(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	report(&s);
	session_hear_all(&s);
	report(&s);
	assert_string_equal(session_hear(&s, LEADER), "");
	assert_int_equal(hub_reports_open(s.hub, SESSION_GROUP, JO), 1);
	resolve(&s);
	assert_int_equal(hub_reports_open(s.hub, SESSION_GROUP, JO), 0);
	session_end(&s);
}

static void a_new_name_of_the_group_takes_none_away(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	report(&s);
	session_hear_all(&s);
	hub_put_group(s.hub, SESSION_GROUP, str_of("Wednesday"), 0);
	assert_int_equal(count(session_hear(&s, LEADER), "\"t\":\"R\""), 1);
	assert_int_equal(count(session_hear(&s, ANA), "\"t\":\"R\""), 0);
	session_end(&s);
}

/* More than a frame takes. */
static void many_come_in_frames_that_are_not_too_large(void **state)
{
	static char text[600];
	struct session s;

	(void)state;
	memset(text, 'x', sizeof(text));
	begin(&s, false);
	for (int64_t i = 1; i <= 300; i++) {
		struct hub_report r = said;

		r.number = i;
		r.why = (struct str) { text, sizeof(text) };
		hub_put_report(s.hub, SESSION_GROUP, &r);
	}
	assert_int_equal(count(session_hear(&s, LEADER), "\"t\":\"R\""), 300);
	assert_true(count(buf_text(&s.frame), "}][{") > 3);
	session_end(&s);
}

/* The wish, alone in its frame. */
static size_t up(void)
{
	const struct wire_msg m = { .type = WIRE_WISH,
				    .has = WIRE_G | WIRE_K | WIRE_C | WIRE_N | WIRE_B,
				    .g = SESSION_GROUP,
				    .k = said.utc_ms,
				    .n = said.message,
				    .c = str_of("report"),
				    .b = said.why };
	struct buf json, frame;
	size_t n;

	buf_init(&json, 1024);
	buf_init(&frame, 1024);
	assert_true(wire_add(&json, &m, NULL) && wire_close(&json));
	assert_true(wire_pack((struct str) { json.p, json.n }, &frame));
	n = frame.n;
	buf_finish(&json);
	buf_finish(&frame);
	return n;
}

static void a_report_costs_few_bytes(void **state)
{
	struct session s;
	size_t made, settled;

	(void)state;
	begin(&s, true);
	report(&s);
	session_hear(&s, LEADER);
	made = s.bytes;
	resolve(&s);
	session_hear(&s, JO);
	session_hear(&s, LEADER);
	settled = s.bytes;
	print_message("a report %zu up and %zu down, its end %zu bytes\n", up(), made, settled);
	assert_true(up() <= UP_BUDGET);
	assert_true(made <= REPORT_BUDGET);
	assert_true(settled <= REPORT_BUDGET + 20);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_who_made_it_and_who_leads_hear_of_it),
		cmocka_unit_test(who_comes_later_hears_what_is_open),
		cmocka_unit_test(one_that_is_known_is_no_news),
		cmocka_unit_test(a_new_name_of_the_group_takes_none_away),
		cmocka_unit_test(many_come_in_frames_that_are_not_too_large),
		cmocka_unit_test(a_report_costs_few_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
