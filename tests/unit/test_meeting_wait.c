/* SPDX-License-Identifier: MIT */
/* The meeting engine's waiting room: places, and the door's questions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/meet.h"
#include "wire/wire.h"

#define assert_granted(no)     assert_null(no)
#define assert_no(code, no)    assert_string_equal(no, code)
#define assert_seat(t, id, w)  assert_int_equal(meeting_seat((t)->m, id)->where, w)
#define assert_place(t, id, n) assert_int_equal(meeting_seat((t)->m, id)->wait_place, n)

static void waiting_room__a_lost_line_and_a_slip__cost_no_place(void **state)
{
	struct meet t;
	int64_t told;

	(void)state;
	meet_open(&t, meet_plan);
	meet_here(&t, ANA, true);
	t.now += 1000;
	meet_here(&t, JO, true);
	meet_here(&t, SAM, true);
	assert_place(&t, ANA, 1);
	assert_place(&t, JO, 2);
	assert_place(&t, SAM, 3);
	meet_here(&t, ANA, false);
	t.now += 60000;
	meet_here(&t, ANA, true);
	assert_place(&t, ANA, 1);
	assert_int_equal(meeting_seat(t.m, ANA)->waits_ms, MEET_START);
	told = meeting_seat(t.m, SAM)->place_version;
	assert_granted(meet_wish(&t, GRACE, "admit", 0, 0));
	assert_seat(&t, ANA, MEETING_IN);
	assert_place(&t, ANA, 0);
	assert_place(&t, JO, 1);
	assert_place(&t, SAM, 2);
	assert_true(meeting_seat(t.m, SAM)->place_version > told);
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_place(&t, ANA, 1);
	assert_place(&t, SAM, 3);
	/* Who leaves and comes again is the last. */
	assert_granted(meet_wish(&t, ANA, "leave", 0, 0));
	assert_granted(meet_wish(&t, ANA, "come", 0, 0));
	assert_place(&t, ANA, 3);
	meet_end(&t);
}

static const char *reply(struct meet *t, int64_t n, const char *text)
{
	const struct meeting_wish w = { .word = str_of("reply"),
					.by = ANA,
					.device = ANA,
					.ticket = ++t->ticket,
					.n = n,
					.text = str_of(text),
					.utc_ms = t->now };
	struct meeting_event e;
	bool repeated;
	const char *no = meeting_ask(t->m, &w, &e, &repeated);

	if (!no)
		meet_keep(t, &e);
	return no;
}

static void ask__who_waits__replies_or_skips__until_let_in(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, meet_plan);
	meet_here(&t, ANA, true);
	assert_no(WIRE_E_FORM, meet_wish(&t, ANA, "reply", 0, 0));
	assert_no(WIRE_E_FORM, meet_wish(&t, ANA, "reply", 0, 4));
	assert_granted(meet_wish(&t, ANA, "reply", 0, 1));
	assert_int_equal(meeting_seat(t.m, ANA)->skipped, 1);
	assert_granted(reply(&t, 1, "At home, in Ohio"));
	assert_granted(reply(&t, 3, "555 0100"));
	assert_int_equal(meeting_seat(t.m, ANA)->skipped, 0);
	assert_int_equal(meeting_seat(t.m, ANA)->replied, 5);
	for (size_t i = 0; i < t.count; i++)
		assert_null(strstr(t.rows[i], "Ohio"));
	assert_granted(meet_wish(&t, GRACE, "admit", ANA, 0));
	assert_no(WIRE_E_STATE, reply(&t, 2, "My aunt"));
	assert_int_equal(meeting_seat(t.m, ANA)->replied, 5);
	meet_end(&t);
}

static void ask__a_plan_without_it__asks_nothing(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, "waiting\nstage work open 0 Talk\nstage closed open 0 Closed\n");
	meet_here(&t, ANA, true);
	assert_no(WIRE_E_STATE, reply(&t, 1, "At home"));
	meet_end(&t);
}

static void ask__in_a_plan__stands_behind_waiting(void **state)
{
	static const char rest[] = "stage work open 0 Talk\nstage closed open 0 Closed\n";
	struct meeting_plan p;
	char text[256];

	(void)state;
	snprintf(text, sizeof(text), "waiting\nask\n%s", rest);
	assert_true(meeting_plan_read(str_of(text), &p, NULL));
	assert_true(p.asks);
	snprintf(text, sizeof(text), "ask\nwaiting\n%s", rest);
	assert_false(meeting_plan_read(str_of(text), &p, NULL));
	snprintf(text, sizeof(text), "waiting\nask me\n%s", rest);
	assert_false(meeting_plan_read(str_of(text), &p, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waiting_room__a_lost_line_and_a_slip__cost_no_place),
		cmocka_unit_test(ask__who_waits__replies_or_skips__until_let_in),
		cmocka_unit_test(ask__a_plan_without_it__asks_nothing),
		cmocka_unit_test(ask__in_a_plan__stands_behind_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
