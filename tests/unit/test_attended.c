/* SPDX-License-Identifier: MIT */
/* Attendance as the server tells it: whole answers, and how many bytes they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "client/attended.h"
#include "support/session.h"

/* The rows of a frame, as they come over the wire; how many answers they end. */
static int rows(struct attended *a, const char *json)
{
	struct arena mem = { 0 };
	struct wire_frame f;
	struct err err = { 0 };
	int n = 0;

	if (!wire_decode(str_of(json), WIRE_SERVER, &mem, &f, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < f.n; i++)
		n += attended_take(a, &f.msgs[i], 7000);
	arena_finish(&mem);
	return n;
}

static void an_answer__is_there_when_it_is_whole__newest_first(void **state)
{
	struct attended a = { .due = false };

	(void)state;
	assert_int_equal(rows(&a, "[{\"t\":\"T\",\"g\":1,\"s\":3,\"d\":1000,\"n\":50},"
				  "{\"t\":\"T\",\"g\":2,\"s\":9,\"d\":3000,\"u\":5,\"k\":1,"
				  "\"n\":40,\"b\":\"A slip.\"}]"),
			 0);
	assert_int_equal(a.pub.told_utc_ms, 0);
	assert_int_equal(rows(&a, "[{\"t\":\"T\",\"d\":500,\"n\":50,\"k\":540}]"), 1);
	assert_int_equal(a.pub.told_utc_ms, 7000);
	assert_int_equal(a.pub.week_minutes, 50);
	assert_int_equal(a.pub.target_minutes, 540);
	assert_int_equal(a.pub.sessions_count, 2);
	assert_int_equal(a.pub.sessions[0].session, 9);
	assert_int_equal(a.pub.sessions[0].corrected, 0);
	assert_int_equal(a.pub.sessions[0].by, 5);
	assert_string_equal(a.pub.sessions[0].why, "A slip.");
	assert_int_equal(a.pub.sessions[1].corrected, -1);
	attended_finish(&a);
}

/* A line that breaks in the middle of an answer does not mix two. */
static void a_cut_answer__is_not_told(void **state)
{
	struct attended a = { .due = false };

	(void)state;
	rows(&a, "[{\"t\":\"T\",\"g\":1,\"s\":3,\"d\":1000,\"n\":50}]");
	attended_disconnect(&a);
	rows(&a, "[{\"t\":\"T\",\"g\":1,\"s\":4,\"d\":1000,\"n\":30},"
		 "{\"t\":\"T\",\"d\":500,\"n\":30}]");
	assert_int_equal(a.pub.sessions_count, 1);
	assert_int_equal(a.pub.sessions[0].session, 4);
	assert_int_equal(a.pub.target_minutes, 0);
	attended_finish(&a);
}

static void the_question__goes_once(void **state)
{
	struct attended a = { .due = true };
	struct buf json, frame;

	(void)state;
	buf_init(&json, 256);
	buf_init(&frame, 256);
	attended_write(&a, &json);
	attended_write(&a, &json);
	wire_close(&json);
	assert_string_equal(buf_text(&json), "[{\"t\":\"A\"}]");
	assert_true(wire_pack((struct str) { json.p, json.n }, &frame));
	print_message("the question: %zu bytes\n", frame.n);
	assert_in_range(frame.n, 4, 16);
	buf_finish(&json);
	buf_finish(&frame);
	attended_finish(&a);
}

/* Four weeks of three sessions each, one of them corrected, through the hub. */
static void bytes__of_four_weeks(void **state)
{
	struct session s;
	const struct wire_msg week = { .type = WIRE_ATTENDED,
				       .has = WIRE_D | WIRE_N | WIRE_K,
				       .d = INT64_C(1795392000000),
				       .n = 540,
				       .k = 540 };

	(void)state;
	session_begin(&s, session_plan, true);
	session_settle(&s, 4);
	session_hear_all(&s);
	for (int i = 0; i < 12; i++) {
		struct wire_msg m = { .type = WIRE_ATTENDED,
				      .has = WIRE_D | WIRE_N | WIRE_G | WIRE_S,
				      .g = SESSION_GROUP,
				      .s = 1 + 417 * i,
				      .d = INT64_C(1793210705000) + i * INT64_C(172811000),
				      .n = 170 + i % 5 };

		if (i == 7) {
			m.has |= WIRE_K | WIRE_U | WIRE_B;
			m.k = 181;
			m.u = 11;
			m.b = str_of("She was on the phone to the end.");
		}
		hub_tell(s.hub, s.conns[1], &m);
	}
	hub_tell(s.hub, s.conns[1], &week);
	session_hear(&s, 1);
	print_message("twelve sessions and the week: %zu bytes\n", s.bytes);
	assert_in_range(s.bytes, 100, 512);
	/* What was not fetched goes with the connection. */
	hub_tell(s.hub, s.conns[1], &week);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer__is_there_when_it_is_whole__newest_first),
		cmocka_unit_test(a_cut_answer__is_not_told),
		cmocka_unit_test(the_question__goes_once),
		cmocka_unit_test(bytes__of_four_weeks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
