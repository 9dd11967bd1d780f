/* SPDX-License-Identifier: MIT */
/* The meeting engine: who comes in, who speaks, and what the log keeps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/meet.h"
#include "wire/wire.h"

#define assert_granted(no)    assert_null(no)
#define assert_no(code, no)   assert_string_equal(no, code)
#define assert_seat(t, id, w) assert_int_equal(meeting_seat((t)->m, id)->where, w)

static void no_session__everybody__talks_as_they_like(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, NULL);
	assert_null(meeting_may_say(t.m, ANA, false, t.now));
	assert_true(meeting_hears(t.m, ANA, false));
	assert_no(WIRE_E_STATE, meet_tell(&t, ANA, "raise", "", 0));
	meet_here(&t, ANA, true);
	assert_null(meeting_seat(t.m, ANA));
	meet_close(&t);
}

static void session__a_member__cannot_open_or_move_it(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, NULL);
	assert_no(WIRE_E_ROLE, meet_tell(&t, ANA, "open", meet_plan, 0));
	assert_no(WIRE_E_TEXT, meet_tell(&t, GRACE, "open", "stage work open 5 Alone\n", 0));
	assert_no(WIRE_E_FORM, meet_tell(&t, GRACE, "lost", "", 0));
	assert_no(WIRE_E_FORM, meet_tell(&t, GRACE, "dance", "", 0));
	assert_granted(meet_tell(&t, GRACE, "open", meet_plan, 0));
	assert_no(WIRE_E_STATE, meet_tell(&t, GRACE, "open", meet_plan, 0));
	assert_no(WIRE_E_ROLE, meet_wish(&t, ANA, "stage", 0, 2));
	assert_no(WIRE_E_FORM, meet_wish(&t, GRACE, "stage", 0, 7));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "stage", 0, 1));
	meet_end(&t);
}

static void waiting_room__until_admitted__hears_and_says_nothing(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, meet_plan);
	meet_here(&t, ANA, true);
	assert_seat(&t, ANA, MEETING_WAITING);
	assert_false(meeting_hears(t.m, ANA, false));
	assert_no(WIRE_E_WAIT, meeting_may_say(t.m, ANA, false, t.now));
	assert_no(WIRE_E_WAIT, meet_tell(&t, ANA, "raise", "", 0));
	assert_no(WIRE_E_ROLE, meet_wish(&t, JO, "admit", ANA, 0));
	assert_no(WIRE_E_WHO, meet_wish(&t, GRACE, "admit", JO, 0));
	assert_granted(meet_wish(&t, GRACE, "admit", ANA, 0));
	assert_true(meeting_hears(t.m, ANA, false));
	assert_no(WIRE_E_NORMS, meeting_may_say(t.m, ANA, false, t.now));
	assert_granted(meet_wish(&t, ANA, "accept", 0, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, ANA, "accept", 0, 0));
	assert_no(WIRE_E_QUIET, meeting_may_say(t.m, ANA, false, t.now));
	assert_null(meeting_may_say(t.m, GRACE, true, t.now));
	meet_end(&t);
}

static void admit__without_a_name__who_has_waited_longest(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, meet_plan);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "admit", 0, 0));
	meet_here(&t, JO, true);
	t.now += 1000;
	meet_here(&t, ANA, true);
	assert_granted(meet_wish(&t, GRACE, "admit", 0, 0));
	assert_seat(&t, JO, MEETING_IN);
	assert_seat(&t, ANA, MEETING_WAITING);
	assert_granted(meet_wish(&t, GRACE, "admit", 0, 0));
	assert_seat(&t, ANA, MEETING_IN);
	meet_end(&t);
}

static void round__each_in_turn__then_nobody(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 2);
	assert_int_equal(t.m->floor, ANA);
	assert_no(WIRE_E_TURN, meeting_may_say(t.m, JO, false, t.now));
	assert_null(meeting_may_say(t.m, ANA, false, t.now));
	assert_granted(meet_wish(&t, ANA, "rate", 0, 7));
	assert_no(WIRE_E_FORM, meet_wish(&t, ANA, "rate", 0, 11));
	assert_granted(meet_wish(&t, SAM, "pass", 0, 0)); /* ahead of time */
	assert_granted(meet_wish(&t, ANA, "done", 0, 0));
	assert_int_equal(t.m->floor, JO);
	assert_no(WIRE_E_TURN, meet_wish(&t, ANA, "done", 0, 0));
	assert_granted(meet_wish(&t, JO, "pass", 0, 0));
	assert_int_equal(t.m->floor, LEE);
	assert_granted(meet_wish(&t, LEE, "done", 0, 0));
	assert_int_equal(t.m->floor, 0);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "call", 0, 0));
	assert_int_equal(meeting_seat(t.m, ANA)->rating, 7);
	meet_end(&t);
}

static void round__the_line_is_down__has_the_turn_on_return(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 1);
	meet_here(&t, JO, false);
	assert_granted(meet_wish(&t, GRACE, "stage", 0, 2));
	assert_granted(meet_wish(&t, ANA, "done", 0, 0));
	assert_int_equal(t.m->floor, SAM);
	assert_granted(meet_wish(&t, SAM, "done", 0, 0));
	meet_here(&t, LEE, false); /* in mid-turn: the floor waits for the facilitator */
	assert_int_equal(t.m->floor, LEE);
	meet_here(&t, JO, true);
	assert_granted(meet_wish(&t, GRACE, "call", 0, 0));
	assert_int_equal(t.m->floor, JO);
	assert_granted(meet_wish(&t, JO, "done", 0, 0));
	assert_int_equal(t.m->floor, 0);
	meet_here(&t, LEE, true);
	assert_int_equal(t.m->floor, LEE);
	meet_end(&t);
}

static void queue__by_when_the_hand_went_up__within_the_bound(void **state)
{
	struct meet t;
	int64_t q[4];

	(void)state;
	meet_begin(&t, 3);
	t.now += 60000;
	assert_granted(meet_tell(&t, ANA, "raise", "about Sunday", 0));
	t.now += 5000;
	/* Up 9 seconds ago on a slow line: before Ana. */
	assert_granted(meet_tell(&t, JO, "raise", "", 9000));
	t.now += 30000;
	/* A liar gains half a minute at most: not enough. */
	assert_granted(meet_tell(&t, SAM, "raise", "", 9000000));
	assert_int_equal(meeting_queue(t.m, q, 4), 3);
	assert_int_equal(q[0], JO);
	assert_int_equal(q[1], ANA);
	assert_int_equal(q[2], SAM);
	assert_int_equal(meeting_seat(t.m, SAM)->hand_ms, t.now - MEETING_HAND_BOUND_MS);
	assert_string_equal(meeting_seat(t.m, ANA)->why, "about Sunday");
	/* Another reason keeps the place. */
	assert_granted(meet_tell(&t, JO, "raise", "my week", 0));
	assert_int_equal(meeting_next_up(t.m), JO);
	assert_granted(meet_wish(&t, GRACE, "call", 0, 0));
	assert_int_equal(t.m->floor, JO);
	assert_no(WIRE_E_STATE, meet_tell(&t, JO, "raise", "", 0));
	/* Not before one's own last turn. */
	t.now += 10000;
	assert_granted(meet_wish(&t, JO, "done", 0, 0));
	assert_granted(meet_tell(&t, JO, "raise", "", 30000));
	assert_int_equal(meeting_seat(t.m, JO)->hand_ms, t.now);
	assert_int_equal(meeting_queue(t.m, q, 4), 3);
	assert_int_equal(q[2], JO);
	assert_granted(meet_wish(&t, ANA, "lower", 0, 0));
	assert_no(WIRE_E_ROLE, meet_wish(&t, ANA, "lower", SAM, 0));
	assert_granted(meet_wish(&t, GRACE, "lower", SAM, 0));
	assert_int_equal(meeting_queue(t.m, q, 4), 1);
	meet_end(&t);
}

static void queue__invited__stands_where_the_invitation_was(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 3);
	assert_granted(meet_wish(&t, GRACE, "invite", LEE, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "invite", LEE, 0));
	t.now += 90000;
	assert_granted(meet_tell(&t, ANA, "raise", "", 0));
	t.now += 90000;
	assert_granted(meet_tell(&t, LEE, "raise", "", 0));
	assert_int_equal(meeting_next_up(t.m), LEE);
	meet_end(&t);
}

static void seat__a_lost_line__keeps_chair_queue_and_stage(void **state)
{
	struct meet t;
	int64_t q[4];

	(void)state;
	meet_begin(&t, 3);
	assert_granted(meet_tell(&t, ANA, "raise", "", 0));
	t.now += 1000;
	assert_granted(meet_tell(&t, JO, "raise", "", 0));
	meet_here(&t, ANA, false);
	assert_int_equal(meeting_queue(t.m, q, 4), 2);
	assert_int_equal(q[0], ANA);
	assert_int_equal(meeting_next_up(t.m), JO); /* does not hold up who is behind */
	t.now += 300000;
	meet_here(&t, ANA, true);
	assert_int_equal(meeting_next_up(t.m), ANA);
	/* In mid-turn, and somebody else was called meanwhile. */
	assert_granted(meet_wish(&t, GRACE, "call", 0, 0));
	meet_here(&t, ANA, false);
	assert_granted(meet_wish(&t, GRACE, "call", 0, 0));
	assert_int_equal(t.m->floor, JO);
	assert_granted(meet_tell(&t, SAM, "raise", "", 0));
	meet_here(&t, ANA, true);
	assert_int_equal(meeting_next_up(t.m), ANA);
	meet_end(&t);
}

static void more_to_come__until_done(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 3);
	assert_no(WIRE_E_TURN, meet_wish(&t, ANA, "more", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "call", ANA, 0));
	assert_granted(meet_wish(&t, ANA, "more", 0, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, ANA, "more", 0, 0));
	assert_true(t.m->more);
	assert_granted(meet_wish(&t, ANA, "done", 0, 0));
	assert_false(t.m->more);
	meet_end(&t);
}

static void clock__goes_back__the_log_does_not(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 3);
	int64_t before = t.m->utc_ms;

	t.now -= 3600000;
	assert_granted(meet_tell(&t, ANA, "raise", "", 0));
	assert_int_equal(t.m->utc_ms, before);
	meet_end(&t);
}

static void apply__out_of_turn_or_of_nobody__is_nothing(void **state)
{
	struct meet t;
	struct meeting_event e = { .kind = MEETING_MARK };

	(void)state;
	meet_begin(&t, 3);
	e.utc_ms = t.m->utc_ms;
	e.seq = t.m->seq;
	assert_false(meeting_apply(t.m, &e));
	e.seq = t.m->seq + 2;
	assert_false(meeting_apply(t.m, &e));
	e.seq = t.m->seq + 1;
	e.utc_ms--;
	assert_false(meeting_apply(t.m, &e));
	e = (struct meeting_event) {
		.kind = MEETING_MUTE, .seq = t.m->seq + 1, .utc_ms = t.now, .member = 99
	};
	assert_false(meeting_apply(t.m, &e));
	meet_end(&t);
}

static void log__every_kind__comes_back_as_it_was(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (int k = 0; k < MEETING_KINDS; k++) {
		const struct meeting_event e = { .kind = (enum meeting_kind)k,
						 .by = 1,
						 .device = 22,
						 .ticket = INT64_C(1764111111111),
						 .member = 3,
						 .n = -4,
						 .d = INT64_MIN,
						 .text = str_of("two\nlines 5 6") };
		struct meeting_event got;

		buf_reset(&b);
		assert_true(meeting_write(&b, &e));
		assert_true(meeting_read((struct str) { b.p, b.n }, &got));
		assert_int_equal(got.kind, k);
		assert_int_equal(got.by, 1);
		assert_int_equal(got.device, 22);
		assert_int_equal(got.ticket, e.ticket);
		assert_int_equal(got.member, 3);
		assert_int_equal(got.n, -4);
		assert_int_equal(got.d, INT64_MIN);
		assert_true(str_eq(got.text, e.text));
	}
	buf_finish(&b);
}

static void log__damaged__is_refused(void **state)
{
	static const char *const bad[] = { "",
					   "mute",
					   "mute 1 2 3 4 5 6",
					   "mute 1 2 3 4 5\n",
					   "mute 1 2 3 4 5 x\n",
					   "mute 1  3 4 5 6\n",
					   "mute 1 2 3 4 5 6 7\n",
					   "sing 1 2 3 4 5 6\n",
					   "mute 1 2 3 4 5 99999999999999999999999999\n" };
	struct meeting_event e;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(meeting_read(str_of(bad[i]), &e));
}

static void plan__of_the_form__is_read(void **state)
{
	struct meeting_plan p;

	(void)state;
	assert_true(meeting_plan_read(
		str_of("# therapy\n\nwaiting\r\nnorms Be  kind.\n"
		       "stage welcome quiet 5 A warm welcome \nstage closed open 0 Closed"),
		&p, NULL));
	assert_true(p.waiting);
	assert_string_equal(p.norms, "Be  kind.");
	assert_int_equal(p.count, 2);
	assert_int_equal(p.stages[0].minutes, 5);
	assert_int_equal(p.stages[0].talk, TALK_QUIET);
	assert_string_equal(p.stages[0].title, "A warm welcome");
}

static void plan__not_of_the_form__says_which_line(void **state)
{
	static const struct {
		const char *text, *what;
	} bad[] = {
		{ "", "a plan has 2 stages" },
		{ "stage work open 5 Alone\n", "a plan has 2 stages" },
		{ "stage work open 5 A\nstage work open 5 B\n", "a plan has 2 stages" },
		{ "stage closed open 0 A\nstage closed open 0 B\n", "a plan has 2 stages" },
		{ "waiting\nstage work loud 5 A\n", "line 2" },
		{ "stage play open 5 A\n", "line 1" },
		{ "stage work open -5 A\n", "line 1" },
		{ "stage work open 481 A\n", "line 1" },
		{ "stage work open 5\n", "line 1" },
		{ "norms\n", "line 1" },
		{ "norms A\nnorms B\n", "line 2" },
		{ "waiting long\n", "line 1" },
		{ "dance\n", "line 1" },
	};
	struct meeting_plan p;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = { 0 };

		assert_false(meeting_plan_read(str_of(bad[i].text), &p, &err));
		assert_non_null(strstr(err.text, bad[i].what));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_session__everybody__talks_as_they_like),
		cmocka_unit_test(session__a_member__cannot_open_or_move_it),
		cmocka_unit_test(waiting_room__until_admitted__hears_and_says_nothing),
		cmocka_unit_test(admit__without_a_name__who_has_waited_longest),
		cmocka_unit_test(round__each_in_turn__then_nobody),
		cmocka_unit_test(round__the_line_is_down__has_the_turn_on_return),
		cmocka_unit_test(queue__by_when_the_hand_went_up__within_the_bound),
		cmocka_unit_test(queue__invited__stands_where_the_invitation_was),
		cmocka_unit_test(seat__a_lost_line__keeps_chair_queue_and_stage),
		cmocka_unit_test(more_to_come__until_done),
		cmocka_unit_test(clock__goes_back__the_log_does_not),
		cmocka_unit_test(apply__out_of_turn_or_of_nobody__is_nothing),
		cmocka_unit_test(log__every_kind__comes_back_as_it_was),
		cmocka_unit_test(log__damaged__is_refused),
		cmocka_unit_test(plan__of_the_form__is_read),
		cmocka_unit_test(plan__not_of_the_form__says_which_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
