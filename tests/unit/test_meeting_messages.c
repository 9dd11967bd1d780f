/* SPDX-License-Identifier: MIT */
/* The meeting engine: acts on messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/meet.h"
#include "wire/wire.h"

#define assert_granted(no)  assert_null(no)
#define assert_no(code, no) assert_string_equal(no, code)

static void hide__a_message_that_is_there__once__undone_within_a_minute(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	t.newest = 7;
	assert_no(WIRE_E_ROLE, meet_wish(&t, ANA, "hide", 0, 5));
	assert_no(WIRE_E_FORM, meet_wish(&t, GRACE, "hide", 0, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "hide", 0, 8));
	assert_granted(meet_wish(&t, GRACE, "hide", 0, 5));
	assert_int_equal(meeting_act(t.m, t.m->seq)->of, 5);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "hide", 0, 5));
	assert_granted(meet_wish(&t, GRACE, "hide", 0, 6));
	t.now += MEETING_UNDO_MS;
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "hide", 0, 6));
	t.now += MEETING_UNDO_MS + 1;
	assert_no(WIRE_E_LATE, meet_wish(&t, GRACE, "undo", 0, 0));
	meet_end(&t);
}

/* As a line comes to the server. */
static const char *say(struct meet *t, int64_t by, int64_t ticket, const char *text)
{
	const struct meeting_wish w = {
		.by = by, .device = by, .ticket = ticket, .text = str_of(text), .utc_ms = t->now
	};
	struct meeting_event e;
	bool repeated;
	const char *no = meeting_hold_line(t->m, &w, &e, &repeated);

	if (!no && !repeated)
		meet_keep(t, &e);
	return no;
}

static void hold__what_members_say_waits__undone__not(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	assert_no(WIRE_E_ROLE, meet_wish(&t, ANA, "hold", 0, 1));
	assert_no(WIRE_E_FORM, meet_tell(&t, ANA, "held", "\nLet me in.", 0)); /* no wish */
	assert_no(WIRE_E_RATE, say(&t, ANA, 1, "\nToo soon."));
	assert_granted(meet_wish(&t, GRACE, "hold", 0, 1));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "hold", 0, 1));
	assert_true(meeting_holds(t.m, false));
	assert_false(meeting_holds(t.m, true));
	assert_granted(say(&t, ANA, 1, "food\nI ate\ntoo little."));
	assert_true(str_is(meeting_held_warning(meeting_held(t.m, ANA, 1)), "food"));
	assert_true(str_is(meeting_held_text(meeting_held(t.m, ANA, 1)), "I ate\ntoo little."));
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_false(meeting_holds(t.m, false));
	assert_int_equal(meeting_held(t.m, ANA, 1)->state, MEETING_WAITS); /* to be decided */
	meet_end(&t);
}

static void held__the_same_ticket__waits_once__also_of_a_wish(void **state)
{
	struct meet t;
	size_t count;

	(void)state;
	meet_begin(&t, 4);
	assert_granted(meet_wish(&t, GRACE, "hold", 0, 1));
	t.ticket = 100;
	assert_granted(say(&t, ANA, 101, "\nOne."));
	count = t.count;
	assert_granted(say(&t, ANA, 101, "\nOne."));
	assert_int_equal(t.count, count);
	assert_granted(meet_tell(&t, ANA, "raise", "", 0)); /* a wish with that number */
	assert_int_equal(t.count, count + 1);
	meet_end(&t);
}

static void let_and_refuse__the_oldest__by_number__by_member(void **state)
{
	struct meet t;
	int64_t first;

	(void)state;
	meet_begin(&t, 4);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "let", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "hold", 0, 1));
	assert_granted(say(&t, ANA, 1, "\nOne."));
	first = t.m->seq;
	assert_granted(say(&t, JO, 1, "\nTwo."));
	assert_granted(say(&t, ANA, 2, "\nThree."));
	assert_no(WIRE_E_ROLE, meet_wish(&t, JO, "let", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "let", JO, 0));
	assert_int_equal(meeting_held(t.m, JO, 1)->state, MEETING_PASSED);
	assert_granted(meet_wish(&t, GRACE, "refuse", 0, 0));
	assert_int_equal(meeting_held(t.m, ANA, 1)->state, MEETING_REFUSED);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "let", 0, first));
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_int_equal(meeting_held(t.m, ANA, 1)->state, MEETING_WAITS);
	assert_granted(meet_wish(&t, GRACE, "let", 0, first));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "refuse", 0, first));
	meet_end(&t);
}

/* None that waits is ever pushed out: the next comes again later. */
static void held__as_many_as_there_is_room_for(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	assert_granted(meet_wish(&t, GRACE, "hold", 0, 1));
	for (int64_t k = 1; k <= MEETING_HELD_MAX; k++)
		assert_granted(say(&t, ANA, k, "\nWords."));
	assert_no(WIRE_E_RATE, say(&t, JO, 1, "\nOne more."));
	assert_granted(meet_wish(&t, GRACE, "let", 0, 0));
	assert_granted(say(&t, JO, 1, "\nOne more."));
	assert_null(meeting_held(t.m, ANA, 1)); /* it has made room */
	assert_non_null(meeting_held(t.m, ANA, 2));
	meet_end(&t);
}

static const char *react(struct meet *t, int64_t by, int64_t message, int64_t kind)
{
	const struct meeting_wish w = { .word = str_of("react"),
					.by = by,
					.device = by,
					.ticket = ++t->ticket,
					.n = message,
					.d = kind,
					.newest = t->newest,
					.leads = by == GRACE,
					.utc_ms = t->now };
	struct meeting_event e;
	bool repeated;
	const char *no = meeting_ask(t->m, &w, &e, &repeated);

	if (!no)
		meet_keep(t, &e);
	return no;
}

static void react__each_kind_once__also_in_turns_and_muted(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	t.newest = 60;
	assert_granted(meet_wish(&t, GRACE, "talk", 0, TALK_QUIET));
	assert_granted(meet_wish(&t, GRACE, "mute", JO, 5));
	assert_granted(react(&t, JO, 60, WIRE_ME_TOO));
	assert_no(WIRE_E_TWICE, react(&t, JO, 60, WIRE_ME_TOO));
	assert_granted(react(&t, JO, 60, WIRE_THANK_YOU));
	assert_granted(react(&t, ANA, 60, WIRE_ME_TOO));
	assert_granted(react(&t, GRACE, 59, WIRE_ME_TOO));
	assert_int_equal(t.m->reacted_count, 3);
	assert_int_equal(t.m->reacted[0].count, 2);
	assert_int_equal(t.m->reacted[0].members[0], JO);
	meet_end(&t);
}

static void react__to_what_is_in_sight__by_who_is_in(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	t.newest = 60;
	assert_no(WIRE_E_FORM, react(&t, JO, 60, WIRE_REACTIONS));
	assert_no(WIRE_E_FORM, react(&t, JO, 60, -1));
	assert_no(WIRE_E_FORM, react(&t, JO, 0, WIRE_ME_TOO));
	assert_no(WIRE_E_STATE, react(&t, JO, 61, WIRE_ME_TOO));
	assert_no(WIRE_E_STATE, react(&t, JO, 60 - MEETING_REACT_BACK, WIRE_ME_TOO));
	assert_granted(react(&t, JO, 61 - MEETING_REACT_BACK, WIRE_ME_TOO));
	assert_granted(meet_wish(&t, GRACE, "hide", 0, 58));
	assert_no(WIRE_E_STATE, react(&t, JO, 58, WIRE_ME_TOO));
	assert_granted(meet_wish(&t, GRACE, "stepout", SAM, 0));
	assert_no(WIRE_E_OUT, react(&t, SAM, 60, WIRE_ME_TOO));
	assert_granted(meet_wish(&t, GRACE, "stage", 0, (int64_t)t.m->plan.count));
	assert_no(WIRE_E_STATE, react(&t, JO, 60, WIRE_ME_TOO)); /* it is over */
	meet_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hide__a_message_that_is_there__once__undone_within_a_minute),
		cmocka_unit_test(hold__what_members_say_waits__undone__not),
		cmocka_unit_test(held__the_same_ticket__waits_once__also_of_a_wish),
		cmocka_unit_test(let_and_refuse__the_oldest__by_number__by_member),
		cmocka_unit_test(react__each_kind_once__also_in_turns_and_muted),
		cmocka_unit_test(react__to_what_is_in_sight__by_who_is_in),
		cmocka_unit_test(held__as_many_as_there_is_room_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
