/* SPDX-License-Identifier: MIT */
/* The meeting engine: who is not safe, who has the lead, votes, and what stays up. */
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

static void not_safe__whoever_waits_or_is_out__until_somebody_sees_to_it(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "take", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "mute", ANA, 5));
	assert_granted(meet_wish(&t, GRACE, "remove", JO, 0));
	assert_granted(meet_wish(&t, JO, "danger", 0, 0));
	t.now += 1000;
	assert_granted(meet_wish(&t, ANA, "danger", 0, 0));
	assert_int_equal(meeting_in_danger(t.m)->member, JO);
	assert_granted(meet_wish(&t, JO, "danger", 0, 0)); /* again: keeps the place */
	assert_int_equal(meeting_in_danger(t.m)->member, JO);
	assert_no(WIRE_E_ROLE, meet_wish(&t, SAM, "take", JO, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "take", SAM, 0));
	assert_granted(meet_wish(&t, GRACE, "take", 0, 0));
	assert_int_equal(meeting_in_danger(t.m)->member, ANA);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "take", JO, 0));
	assert_granted(meet_wish(&t, GRACE, "take", ANA, 0));
	assert_null(meeting_in_danger(t.m));
	t.now += 1000;
	assert_granted(meet_wish(&t, ANA, "danger", 0, 0)); /* once more */
	assert_int_equal(meeting_in_danger(t.m)->utc_ms, t.now);
	meet_end(&t);
}

static void not_safe__without_a_session__none_begins_before_it_is_seen_to(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, NULL);
	assert_granted(meet_wish(&t, ANA, "danger", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "danger", 0, 0));
	assert_no(WIRE_E_DANGER, meet_tell(&t, GRACE, "open", meet_plan, 0));
	assert_granted(meet_wish(&t, GRACE, "take", ANA, 0));
	assert_no(WIRE_E_ROLE, meet_wish(&t, GRACE, "take", GRACE, 0));
	t.second = LEE;
	assert_granted(meet_wish(&t, LEE, "take", 0, 0));
	assert_granted(meet_tell(&t, GRACE, "open", meet_plan, 0));
	assert_int_equal(t.m->alerts_count, 0);
	meet_end(&t);
}

static void baton__offered_and_taken__or_taken_back(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, meet_plan);
	t.second = LEE;
	meet_here(&t, GRACE, true);
	meet_here(&t, LEE, true);
	meet_here(&t, ANA, true);
	assert_int_equal(t.m->lead, GRACE);
	assert_no(WIRE_E_STATE, meet_wish(&t, LEE, "lead", 0, 0));
	assert_no(WIRE_E_ROLE, meet_wish(&t, LEE, "baton", GRACE, 0));
	assert_no(WIRE_E_WAIT, meet_wish(&t, GRACE, "baton", ANA, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "baton", GRACE, 0));
	assert_granted(meet_wish(&t, GRACE, "admit", ANA, 0));
	assert_no(WIRE_E_ROLE, meet_wish(&t, GRACE, "baton", ANA, 0));
	assert_granted(meet_wish(&t, GRACE, "baton", LEE, 0));
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, LEE, "lead", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "baton", LEE, 0));
	assert_granted(meet_wish(&t, LEE, "lead", 0, 0));
	assert_int_equal(t.m->lead, LEE);
	assert_int_equal(t.m->offered, 0);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "undo", 0, 0)); /* too late for that */
	meet_end(&t);
}

static void lead__whose_line_is_down_for_long__is_taken_over(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, meet_plan);
	t.second = LEE;
	meet_here(&t, GRACE, true);
	meet_here(&t, LEE, true);
	meet_here(&t, GRACE, false);
	t.now += MEETING_LEAD_LOST_MS - 1;
	assert_no(WIRE_E_STATE, meet_wish(&t, LEE, "lead", 0, 0));
	t.now += 1;
	assert_granted(meet_wish(&t, LEE, "lead", 0, 0));
	meet_here(&t, GRACE, true);
	assert_int_equal(t.m->lead, LEE);
	assert_granted(meet_wish(&t, LEE, "leave", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "lead", 0, 0));
	meet_end(&t);
}

static void poll__one_vote_each__the_last_counts(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	assert_no(WIRE_E_STATE, meet_wish(&t, ANA, "vote", 0, 1));
	assert_no(WIRE_E_FORM, meet_tell(&t, GRACE, "poll", "", 0));
	assert_no(WIRE_E_FORM, meet_tell(&t, GRACE, "poll", "Break?\nYes", 0));
	assert_no(WIRE_E_FORM, meet_tell(&t, GRACE, "poll", "Break?\n\nYes\nNo", 0));
	assert_no(WIRE_E_ROLE, meet_tell(&t, ANA, "poll", "Break?\nYes\nNo", 0));
	assert_granted(meet_tell(&t, GRACE, "poll", "Break?\nYes\nNo", 0));
	assert_no(WIRE_E_STATE, meet_tell(&t, GRACE, "poll", "Again?\nYes\nNo", 0));
	assert_no(WIRE_E_FORM, meet_wish(&t, ANA, "vote", 0, 3));
	assert_no(WIRE_E_FORM, meet_wish(&t, ANA, "vote", 0, 0));
	assert_no(WIRE_E_ROLE, meet_wish(&t, GRACE, "vote", 0, 1));
	assert_granted(meet_wish(&t, ANA, "vote", 0, 1));
	assert_granted(meet_wish(&t, JO, "vote", 0, 1));
	assert_granted(meet_wish(&t, ANA, "vote", 0, 2));
	assert_int_equal(meeting_votes(t.m, 1), 1);
	assert_int_equal(meeting_votes(t.m, 2), 1);
	assert_int_equal(meeting_vote_of(t.m, ANA)->choice, 2);
	assert_granted(meet_wish(&t, GRACE, "count", 0, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "count", 0, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, SAM, "vote", 0, 1));
	/* A question alone: 0 to 10, which are choices 1 to 11. */
	assert_granted(meet_tell(&t, GRACE, "poll", "How hard is today?", 0));
	assert_null(meeting_vote_of(t.m, ANA));
	assert_granted(meet_wish(&t, ANA, "vote", 0, 11));
	assert_no(WIRE_E_FORM, meet_wish(&t, ANA, "vote", 0, 12));
	meet_end(&t);
}

static void pins__three_stay_up__and_undo_puts_the_old_ones_back(void **state)
{
	static const char *const texts[] = { "one", "two", "three", "four" };
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "unpin", 0, 0));
	assert_no(WIRE_E_FORM, meet_tell(&t, GRACE, "pin", "", 0));
	assert_no(WIRE_E_ROLE, meet_tell(&t, ANA, "pin", "one", 0));
	for (int i = 0; i < 4; i++)
		assert_granted(meet_tell(&t, GRACE, "pin", texts[i], 0));
	assert_string_equal(meeting_pin(t.m, 0), "two");
	assert_string_equal(meeting_pin(t.m, 2), "four");
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_string_equal(meeting_pin(t.m, 0), "one");
	assert_string_equal(meeting_pin(t.m, 2), "three");
	assert_granted(meet_wish(&t, GRACE, "unpin", 0, 2));
	assert_string_equal(meeting_pin(t.m, 1), "three");
	assert_null(meeting_pin(t.m, 2));
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_string_equal(meeting_pin(t.m, 1), "two");
	assert_granted(meet_wish(&t, GRACE, "unpin", 0, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "unpin", 0, 3));
	assert_string_equal(meeting_pin(t.m, 1), "two");
	meet_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(not_safe__whoever_waits_or_is_out__until_somebody_sees_to_it),
		cmocka_unit_test(not_safe__without_a_session__none_begins_before_it_is_seen_to),
		cmocka_unit_test(baton__offered_and_taken__or_taken_back),
		cmocka_unit_test(lead__whose_line_is_down_for_long__is_taken_over),
		cmocka_unit_test(poll__one_vote_each__the_last_counts),
		cmocka_unit_test(pins__three_stay_up__and_undo_puts_the_old_ones_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
