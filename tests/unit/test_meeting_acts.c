/* SPDX-License-Identifier: MIT */
/* The meeting engine: what the facilitator does, and what time makes of it. */
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

static void mute__timed__and_undone_within_a_minute(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	assert_null(meeting_may_say(t.m, ANA, false, t.now));
	assert_granted(meet_wish(&t, GRACE, "mute", ANA, 5));
	assert_no(WIRE_E_MUTED, meeting_may_say(t.m, ANA, false, t.now + 299999));
	assert_null(meeting_may_say(t.m, ANA, false, t.now + 300000));
	t.now += MEETING_UNDO_MS;
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_null(meeting_may_say(t.m, ANA, false, t.now));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "undo", 0, t.m->acts[4].seq));
	assert_granted(meet_wish(&t, GRACE, "mute", ANA, 5));
	t.now += MEETING_UNDO_MS + 1;
	assert_no(WIRE_E_LATE, meet_wish(&t, GRACE, "undo", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "mute", ANA, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "mute", ANA, 0));
	assert_null(meeting_may_say(t.m, ANA, false, t.now));
	assert_no(WIRE_E_FORM, meet_wish(&t, GRACE, "mute", ANA, 241));
	assert_no(WIRE_E_ROLE, meet_wish(&t, GRACE, "mute", GRACE, 5));
	assert_no(WIRE_E_ROLE, meet_wish(&t, ANA, "mute", JO, 5));
	meet_end(&t);
}

static void undo__overtaken__is_refused(void **state)
{
	struct meet t;
	int64_t first;

	(void)state;
	meet_begin(&t, 4);
	assert_granted(meet_wish(&t, GRACE, "mute", ANA, 5));
	first = t.m->seq;
	t.now += 1000;
	assert_granted(meet_wish(&t, GRACE, "mute", ANA, 10));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "undo", 0, first));
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_int_equal(meeting_seat(t.m, ANA)->muted_until_ms, t.now - 1000 + 300000);
	assert_granted(meet_wish(&t, GRACE, "undo", 0, first));
	assert_int_equal(meeting_seat(t.m, ANA)->muted_until_ms, 0);
	/* One who left on purpose is not put back. */
	assert_granted(meet_wish(&t, GRACE, "stepout", JO, 0));
	assert_granted(meet_wish(&t, JO, "leave", 0, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "undo", 0, 0));
	meet_end(&t);
}

static void step_out_and_remove__undone__everything_is_as_before(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 3);
	assert_granted(meet_tell(&t, ANA, "raise", "", 0));
	assert_granted(meet_wish(&t, GRACE, "call", 0, 0));
	t.now += 1000;
	assert_granted(meet_tell(&t, JO, "raise", "", 0));
	assert_granted(meet_wish(&t, GRACE, "stepout", ANA, 0));
	assert_int_equal(t.m->floor, 0);
	assert_false(meeting_hears(t.m, ANA, false));
	assert_no(WIRE_E_OUT, meeting_may_say(t.m, ANA, false, t.now));
	assert_int_equal(meeting_next_up(t.m), JO);
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_int_equal(meeting_next_up(t.m), ANA);
	assert_granted(meet_wish(&t, GRACE, "remove", ANA, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "remove", ANA, 0));
	meet_here(&t, ANA, false);
	meet_here(&t, ANA, true); /* a new connection is no way in */
	assert_seat(&t, ANA, MEETING_REMOVED);
	assert_granted(meet_wish(&t, ANA, "leave", 0, 0));
	assert_no(WIRE_E_STATE, meet_wish(&t, ANA, "come", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_seat(&t, ANA, MEETING_IN);
	meet_end(&t);
}

static void leave__on_purpose__returns_by_the_waiting_room(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 3);
	assert_granted(meet_tell(&t, ANA, "raise", "", 0));
	assert_granted(meet_wish(&t, ANA, "leave", 0, 0));
	assert_int_equal(meeting_queue(t.m, NULL, 0), 0);
	meet_here(&t, ANA, false);
	meet_here(&t, ANA, true);
	assert_seat(&t, ANA, MEETING_GONE);
	assert_granted(meet_wish(&t, ANA, "come", 0, 0));
	assert_seat(&t, ANA, MEETING_WAITING);
	meet_end(&t);
}

static void lock_slow_and_talk__undone__as_before(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	assert_granted(meet_wish(&t, GRACE, "slow", 0, 30));
	meeting_said(t.m, ANA, t.now);
	assert_no(WIRE_E_SLOW, meeting_may_say(t.m, ANA, false, t.now + 29999));
	assert_null(meeting_may_say(t.m, ANA, false, t.now + 30000));
	assert_granted(meet_wish(&t, GRACE, "talk", 0, TALK_QUIET));
	assert_no(WIRE_E_QUIET, meeting_may_say(t.m, JO, false, t.now));
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_int_equal(t.m->slow_s, 0);
	assert_null(meeting_may_say(t.m, JO, false, t.now));
	assert_granted(meet_wish(&t, GRACE, "lock", 0, 1));
	assert_no(WIRE_E_STATE, meet_wish(&t, GRACE, "lock", 0, 1));
	meet_end(&t);
}

static void lock__without_a_waiting_room__the_new_wait(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, "stage work open 0 Talk\nstage closed open 0 Closed\n");
	meet_here(&t, ANA, true);
	assert_seat(&t, ANA, MEETING_IN);
	assert_null(meeting_may_say(t.m, ANA, false, t.now));
	assert_granted(meet_wish(&t, GRACE, "lock", 0, 1));
	meet_here(&t, JO, true);
	assert_seat(&t, JO, MEETING_WAITING);
	meet_end(&t);
}

static void timer__extend__from_the_end_or_from_now(void **state)
{
	struct meet t;

	(void)state;
	meet_begin(&t, 3);
	int64_t ends = t.m->ends_ms;

	assert_int_equal(ends, t.m->stage_ms + 40 * 60000);
	assert_granted(meet_wish(&t, GRACE, "extend", 0, 5));
	assert_int_equal(t.m->ends_ms, ends + 5 * 60000);
	t.now = t.m->ends_ms + 60000;
	assert_granted(meet_wish(&t, GRACE, "extend", 0, 5));
	assert_int_equal(t.m->ends_ms, t.now + 5 * 60000);
	assert_no(WIRE_E_FORM, meet_wish(&t, GRACE, "extend", 0, 0));
	assert_granted(meet_wish(&t, GRACE, "stage", 0, 2)); /* back */
	assert_int_equal(t.m->ends_ms, t.now + 15 * 60000);
	meet_end(&t);
}

static void side_door__heard_by_its_member_and_who_leads_alone(void **state)
{
	struct meet t;

	(void)state;
	meet_open(&t, meet_plan);
	meet_here(&t, ANA, true); /* in the waiting room */
	assert_granted(meet_tell(&t, ANA, "side", "I am not well today.", 0));
	assert_no(WIRE_E_FORM, meet_tell(&t, ANA, "side", "", 0));
	assert_int_equal(t.m->sides_count, 1);
	assert_int_equal(t.m->sides[0].member, ANA);
	assert_string_equal(t.m->sides[0].text, "I am not well today.");
	assert_true(meeting_hears_side(t.m, ANA, false, ANA));
	assert_true(meeting_hears_side(t.m, GRACE, true, ANA));
	assert_false(meeting_hears_side(t.m, JO, false, ANA));
	assert_no(WIRE_E_ROLE, meet_wish(&t, JO, "side", ANA, 0));
	meet_end(&t);
}

static void repeated__the_same_ticket__is_no_second_event(void **state)
{
	struct meet t;
	struct meeting_wish w = { .word = str_of("call"),
				  .by = GRACE,
				  .device = 5,
				  .ticket = 77,
				  .leads = true,
				  .member = ANA };
	struct meeting_event e;
	bool repeated;

	(void)state;
	meet_begin(&t, 3);
	w.utc_ms = t.now;
	assert_granted(meeting_ask(t.m, &w, &e, &repeated));
	assert_false(repeated);
	meet_keep(&t, &e);
	assert_granted(meeting_ask(t.m, &w, &e, &repeated));
	assert_true(repeated);
	w.device = 6; /* another device's: it has the floor already */
	assert_no(WIRE_E_STATE, meeting_ask(t.m, &w, &e, &repeated));
	assert_false(repeated);
	meet_end(&t);
}

static void modality__not_stated__until_somebody_states_it(void **state)
{
	const struct meeting_seat *ana;
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	ana = meeting_seat(t.m, ANA);
	const size_t n = ana->spans_count;
	const int64_t since_ms = ana->since_ms;

	assert_int_equal(ana->spans[n - 1].modality, MEETING_NOT_STATED);
	t.now += 60000;
	assert_granted(meet_wish(&t, ANA, "modality", 0, MEETING_BY_TEXT));
	assert_int_equal(ana->spans_count, n + 1);
	assert_int_equal(ana->spans[n - 1].modality, MEETING_NOT_STATED);
	assert_int_equal(ana->spans[n - 1].ended, MEETING_MODALITY);
	assert_int_equal(ana->spans[n - 1].to_ms, t.now);
	assert_int_equal(ana->spans[n].modality, MEETING_BY_TEXT);
	assert_int_equal(ana->spans[n].from_ms, t.now);
	assert_int_equal(ana->since_ms, since_ms); /* they are where they were */
	assert_no(WIRE_E_STATE, meet_wish(&t, ANA, "modality", 0, MEETING_BY_TEXT));
	assert_no(WIRE_E_FORM, meet_wish(&t, ANA, "modality", 0, 4));
	assert_no(WIRE_E_ROLE, meet_wish(&t, JO, "modality", ANA, MEETING_BY_PHONE));
	assert_granted(meet_wish(&t, GRACE, "modality", ANA, MEETING_BY_BOTH));
	assert_int_equal(ana->modality, MEETING_BY_BOTH);
	assert_granted(meet_wish(&t, GRACE, "undo", 0, 0));
	assert_int_equal(ana->modality, MEETING_BY_TEXT);
	/* Who leaves and comes again may have put the telephone down. */
	assert_granted(meet_wish(&t, ANA, "leave", 0, 0));
	assert_no(WIRE_E_OUT, meet_wish(&t, ANA, "modality", 0, MEETING_BY_PHONE));
	assert_granted(meet_wish(&t, ANA, "come", 0, 0));
	assert_int_equal(ana->modality, MEETING_NOT_STATED);
	meet_end(&t);
}

/* What is stated meanwhile parts the interval, and not the loss. */
static void modality__of_a_lost_line__one_loss_for_the_grace(void **state)
{
	const struct meeting_seat *ana, *jo;
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	ana = meeting_seat(t.m, ANA);
	jo = meeting_seat(t.m, JO);
	const int64_t ana_min = meeting_minutes(ana, MEETING_GRACE_MS, t.now);
	const int64_t jo_min = meeting_minutes(jo, MEETING_GRACE_MS, t.now);

	meet_here(&t, ANA, false);
	meet_here(&t, JO, false);
	t.now += 2 * 60000;
	assert_granted(meet_wish(&t, GRACE, "modality", ANA, MEETING_BY_PHONE));
	assert_granted(meet_wish(&t, GRACE, "modality", JO, MEETING_BY_PHONE));
	t.now += 2 * 60000;
	meet_here(&t, ANA, true);
	assert_int_equal(meeting_minutes(ana, MEETING_GRACE_MS, t.now), ana_min + 4);
	t.now += 2 * 60000;
	meet_here(&t, JO, true); /* 6 minutes, in two parts of less than 5 */
	assert_int_equal(meeting_minutes(jo, MEETING_GRACE_MS, t.now), jo_min);
	assert_int_equal(jo->spans[jo->spans_count - 1].modality, MEETING_BY_PHONE);
	meet_end(&t);
}

/* An addendum of the administration's: the meeting is as it was. */
static void correction__of_a_session_that_was__changes_nothing_now(void **state)
{
	struct meeting_event e = { .kind = MEETING_CORRECT,
				   .by = GRACE,
				   .member = ANA,
				   .n = 45,
				   .d = 1,
				   .text = str_of("She was on the phone.") };
	int64_t version, changed;
	struct meet t;

	(void)state;
	meet_begin(&t, 4);
	version = meeting_seat(t.m, ANA)->version;
	changed = t.m->changed;
	e.seq = t.m->seq + 1;
	e.utc_ms = t.now;
	meet_keep(&t, &e);
	assert_int_equal(meeting_seat(t.m, ANA)->version, version);
	assert_int_equal(t.m->changed, changed);
	assert_no(WIRE_E_FORM, meet_wish(&t, GRACE, "correct", ANA, 45));
	meet_end(&t);
}

static void minutes__present_and_short_losses__by_the_rule(void **state)
{
	struct meet t;
	const struct meeting_seat *ana;

	(void)state;
	meet_begin(&t, 3);
	ana = meeting_seat(t.m, ANA);
	t.now = ana->spans[1].from_ms + 10 * 60000; /* 10 min */
	meet_here(&t, ANA, false);
	t.now += MEETING_GRACE_MS; /* 5 min: just within */
	meet_here(&t, ANA, true);
	assert_int_equal(meeting_minutes(ana, MEETING_GRACE_MS, t.now), 15);
	t.now += 60000; /* 1 min */
	meet_here(&t, ANA, false);
	t.now += MEETING_GRACE_MS + 1; /* longer: does not count */
	meet_here(&t, ANA, true);
	t.now += 119999; /* 1 min, and what is left over is dropped */
	assert_int_equal(meeting_minutes(ana, MEETING_GRACE_MS, t.now), 17);
	assert_granted(meet_wish(&t, GRACE, "stepout", ANA, 0));
	t.now += 600000; /* standing out does not count */
	assert_int_equal(meeting_minutes(ana, MEETING_GRACE_MS, t.now), 17);
	assert_granted(meet_wish(&t, GRACE, "admit", ANA, 0));
	meet_here(&t, ANA, false); /* never back: does not count */
	t.now += 60000;
	assert_granted(meet_wish(&t, GRACE, "stage", 0, 6));
	assert_int_equal(meeting_minutes(ana, MEETING_GRACE_MS, t.now + 600000), 17);
	assert_int_equal(ana->spans[ana->spans_count - 1].ended, MEETING_STAGE);
	meet_end(&t);
}

static void nobody_is_left__it_closes_after_an_hour(void **state)
{
	struct meet t;
	struct meeting_event e;

	(void)state;
	meet_begin(&t, 3);
	for (int64_t who = ANA; who < PEOPLE_END; who++)
		meet_here(&t, who, false);
	t.now += MEETING_EMPTY_MS - 1;
	assert_false(meeting_mark(t.m, t.now, &e));
	meet_here(&t, ANA, true);
	t.now += 1;
	meet_here(&t, ANA, false);
	assert_false(meeting_mark(t.m, t.now + MEETING_EMPTY_MS - 1, &e));
	assert_true(meeting_mark(t.m, t.now + MEETING_EMPTY_MS, &e));
	meet_keep(&t, &e);
	assert_false(meeting_runs(t.m));
	meet_end(&t);
}

static void restart__who_was_here__lost_the_line_when_the_server_last_lived(void **state)
{
	struct meet t;
	struct meeting_event e;
	int64_t last;

	(void)state;
	meet_begin(&t, 3);
	t.now += MEETING_MARK_MS;
	assert_true(meeting_mark(t.m, t.now, &e));
	meet_keep(&t, &e);
	assert_false(meeting_mark(t.m, t.now + MEETING_MARK_MS - 1, &e));
	last = t.now + 7000; /* of the newest line */
	t.now += 3600000;
	while (meeting_restart(t.m, last, &e))
		meet_keep(&t, &e);
	for (int64_t who = ANA; who <= GRACE; who++) {
		assert_true(meeting_seat(t.m, who)->down);
		assert_int_equal(meeting_seat(t.m, who)->since_ms, last);
	}
	meet_here(&t, ANA, true);
	assert_false(meeting_seat(t.m, ANA)->down);
	meet_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mute__timed__and_undone_within_a_minute),
		cmocka_unit_test(undo__overtaken__is_refused),
		cmocka_unit_test(step_out_and_remove__undone__everything_is_as_before),
		cmocka_unit_test(leave__on_purpose__returns_by_the_waiting_room),
		cmocka_unit_test(lock_slow_and_talk__undone__as_before),
		cmocka_unit_test(lock__without_a_waiting_room__the_new_wait),
		cmocka_unit_test(timer__extend__from_the_end_or_from_now),
		cmocka_unit_test(side_door__heard_by_its_member_and_who_leads_alone),
		cmocka_unit_test(repeated__the_same_ticket__is_no_second_event),
		cmocka_unit_test(modality__not_stated__until_somebody_states_it),
		cmocka_unit_test(modality__of_a_lost_line__one_loss_for_the_grace),
		cmocka_unit_test(correction__of_a_session_that_was__changes_nothing_now),
		cmocka_unit_test(minutes__present_and_short_losses__by_the_rule),
		cmocka_unit_test(nobody_is_left__it_closes_after_an_hour),
		cmocka_unit_test(
			restart__who_was_here__lost_the_line_when_the_server_last_lived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
