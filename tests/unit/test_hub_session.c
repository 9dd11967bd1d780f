/* SPDX-License-Identifier: MIT */
/* Who is told what of a meeting, and how many bytes that takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/session.h"

enum { ANA = 1, JO, SAM };

static size_t count(const char *frame, const char *what)
{
	size_t n = 0;

	for (const char *p = frame; (p = strstr(p, what)); p++)
		n++;
	return n;
}

/* Is there a row of a seat of this member's? */
static bool has_seat(const char *frame, const char *member)
{
	for (const char *p = frame; (p = strstr(p, "\"t\":\"q\"")); p++) {
		const char *at = strstr(p, member), *end = strchr(p, '}');

		if (at && at < end)
			return true;
	}
	return false;
}

static void no_session__nothing_is_told_of_one(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, NULL, false);
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "\"t\":\"j\""), 0);
	session_end(&s);
}

static void waiting__only_the_plan_the_norms_and_the_own_seat(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	session_begin(&s, session_plan, false);
	session_say(&s, SESSION_LEADER, "Only for those who are in.");
	session_tell(&s, SESSION_LEADER, "topic", 0, "Sleep");
	session_wish(&s, SESSION_LEADER, "call", SESSION_LEADER, 0);
	session_join(&s, JO);
	session_hear(&s, JO);
	session_join(&s, ANA);
	f = session_hear(&s, ANA);
	assert_int_equal(count(f, "{\"t\":\"j\",\"g\":3,\"s\":2,"), 0);
	assert_int_equal(count(f, "\"t\":\"j\""), 1);
	assert_int_equal(count(f, "\"x\":\"Check-in\""), 1);
	assert_int_equal(count(f, "stays here"), 1);
	assert_int_equal(count(f, "\"t\":\"q\""), 1);
	assert_true(has_seat(f, "\"u\":1,"));
	assert_int_equal(count(f, "Sleep"), 0);
	assert_int_equal(count(f, "Only for those"), 0);
	/* Nor in a page, nor when something else happens. */
	session_tell(&s, SESSION_LEADER, "topic", 0, "Rest");
	session_say(&s, SESSION_LEADER, "Still not for you.");
	assert_string_equal(session_hear(&s, ANA), "");
	/* Let in: all of it, once. */
	session_wish(&s, SESSION_LEADER, "admit", ANA, 0);
	f = session_hear(&s, ANA);
	assert_int_equal(count(f, "Only for those"), 1);
	assert_int_equal(count(f, "Still not"), 1);
	assert_int_equal(count(f, "Rest"), 1);
	assert_true(has_seat(f, "\"u\":11,"));
	assert_false(has_seat(f, "\"u\":2,")); /* Jo waits still */
	assert_string_equal(session_hear(&s, ANA), "");
	session_end(&s);
}

static void waiting__the_place_is_told_when_it_changes__to_that_person(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, session_plan, false);
	session_join(&s, ANA);
	session_join(&s, JO);
	assert_int_equal(count(session_hear(&s, JO), "\"t\":\"q\",\"g\":3,\"s\":2,\"d\":"), 1);
	session_hear_all(&s);
	session_wish(&s, SESSION_LEADER, "admit", ANA, 0);
	assert_int_equal(count(session_hear(&s, JO), "\"t\":\"q\",\"g\":3,\"s\":1,\"d\":"), 1);
	assert_int_equal(count(buf_text(&s.frame), "\"t\":"), 1);
	/* Who leads has Ana's row alone. */
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "\"t\":\"q\""), 1);
	session_wish(&s, SESSION_LEADER, "topic", 0, 0);
	assert_string_equal(session_hear(&s, JO), "");
	session_end(&s);
}

/* 131072 times the minutes; a row of nobody else has changed. */
static void late__in_minutes__told_to_those_who_lead_alone(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, session_plan, false);
	session_hear_all(&s);
	s.now += 179999;
	session_join(&s, ANA);
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "\"n\":2}"), 1);
	s.now += 1;
	session_join(&s, JO);
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "\"n\":393218}"), 1);
	assert_int_equal(count(session_hear(&s, JO), "\"n\":2}"), 1);
	/* Who comes back is as late as they were. */
	session_wish(&s, SESSION_LEADER, "admit", JO, 0);
	session_drop(&s, JO);
	s.now += 600000;
	session_join(&s, JO);
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "\"n\":393217}"), 1);
	session_end(&s);
}

static void raise__told_to_all__the_reason_to_those_who_lead_alone(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	session_tell(&s, ANA, "raise", 0, "about Sunday");
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "about Sunday"), 1);
	session_drop(&s, JO);
	session_join(&s, JO);
	assert_int_equal(count(session_hear(&s, JO), "\"t\":\"i\""), 1);
	assert_int_equal(count(buf_text(&s.frame), "about Sunday"), 0);
	session_wish(&s, ANA, "lower", 0, 0);
	assert_string_equal(session_hear(&s, JO), "[{\"t\":\"i\",\"g\":3,\"u\":1}]");
	session_end(&s);
}

static void mute__told_to_that_person_and_who_leads__not_to_others(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	session_hear_all(&s);
	session_wish(&s, SESSION_LEADER, "mute", ANA, 5);
	assert_string_equal(session_hear(&s, JO), "");
	assert_int_equal(count(session_hear(&s, ANA), "\"k\":"), 1);
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "\"t\":\"q\""), 1);
	session_end(&s);
}

static void modality__told_to_that_person_and_who_leads__not_to_others(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	session_hear_all(&s);
	session_wish(&s, SESSION_LEADER, "modality", ANA, MEETING_BY_PHONE);
	assert_string_equal(session_hear(&s, JO), "");
	assert_int_equal(count(session_hear(&s, ANA), "\"n\":1281"), 1);
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "\"n\":1281"), 1);
	session_end(&s);
}

static void a_reason__told_to_that_person_and_who_leads__gone_with_the_act(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	session_hear_all(&s);
	session_tell(&s, SESSION_LEADER, "stepout", ANA, "You need rest.");
	assert_int_equal(count(session_hear(&s, JO), "rest"), 0);
	assert_int_equal(count(session_hear(&s, ANA), "\"b\":\"You need rest.\""), 1);
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "You need rest."), 1);
	session_wish(&s, SESSION_LEADER, "undo", 0, 0);
	assert_int_equal(count(session_hear(&s, ANA), "rest"), 0);
	assert_true(has_seat(buf_text(&s.frame), "\"u\":1,"));
	session_end(&s);
}

static void side_door__heard_by_its_member_and_who_leads(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	session_hear_all(&s);
	session_tell(&s, ANA, "side", 0, "A word, please.");
	session_tell(&s, SESSION_LEADER, "side", ANA, "I am here.");
	assert_int_equal(count(session_hear(&s, SESSION_LEADER), "A word, please."), 1);
	assert_int_equal(count(session_hear(&s, ANA), "I am here."), 1);
	assert_string_equal(session_hear(&s, JO), "");
	session_drop(&s, JO);
	session_join(&s, JO);
	assert_int_equal(count(session_hear(&s, JO), "\"t\":\"d\""), 0);
	session_drop(&s, ANA);
	session_join(&s, ANA);
	assert_int_equal(count(session_hear(&s, ANA), "\"t\":\"d\""), 2);
	session_end(&s);
}

static void step_out__the_floor_and_the_room_are_told(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	session_wish(&s, SESSION_LEADER, "call", ANA, 0);
	session_hear_all(&s);
	session_wish(&s, SESSION_LEADER, "stepout", ANA, 0);
	f = session_hear(&s, JO);
	assert_int_equal(count(f, "\"t\":\"q\",\"g\":3,\"u\":1,\"n\":0}"), 1);
	assert_int_equal(count(f, "\"t\":\"j\""), 1);
	session_say(&s, SESSION_LEADER, "Not for Ana.");
	assert_int_equal(count(session_hear(&s, ANA), "Not for Ana."), 0);
	session_end(&s);
}

static void closed__all_are_told_and_hear_again(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, session_plan, false);
	session_settle(&s, 4);
	session_wish(&s, SESSION_LEADER, "remove", JO, 0);
	session_hear_all(&s);
	session_wish(&s, SESSION_LEADER, "stage", 0, 6);
	assert_string_equal(session_hear(&s, JO), "[{\"t\":\"j\",\"g\":3,\"s\":1,\"n\":0}]");
	session_end(&s);
}

static void left_open__whoever_comes_the_day_after__finds_it_closed(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, session_plan, false);
	session_drop(&s, SESSION_LEADER);
	s.now += 24 * INT64_C(3600000);
	session_join(&s, JO);
	assert_int_equal(count(session_hear(&s, JO), "{\"t\":\"j\",\"g\":3,\"s\":1,\"n\":0}"),
			 1);
	session_end(&s);
}

/* The disk is slow: two come, and only then is it written down that anybody did. */
static void who_came_is_there_from_the_moment_on_when_they_came(void **state)
{
	static const int64_t moments[] = { 5000, 9000 };
	struct session s;
	struct meeting_event e;

	(void)state;
	session_begin(&s, "stage work open 0 Talk\nstage closed open 0 Closed\n", false);
	for (int64_t i = 0; i < 2; i++) {
		const struct hub_newcomer who = { .user = &s,
						  .member = 101 - i,
						  .device = 101 - i,
						  .now_ms = moments[i],
						  .utc_ms = s.now + moments[i] };

		hub_put_person(s.hub, SESSION_GROUP,
			       &(struct hub_somebody) { .id = 101 - i,
							.name = str_of("Ana"),
							.role = str_of("patient") });
		hub_join(s.hub, &who);
	}
	for (int i = 0; i < 2; i++) {
		assert_true(hub_notice(s.hub, SESSION_GROUP, s.now + 20000, &e));
		assert_int_equal(e.kind, MEETING_CAME);
		assert_int_equal(e.member, 101 - i);
		assert_int_equal(e.utc_ms, s.now + moments[i]);
		hub_happen(s.hub, SESSION_GROUP, &e);
	}
	session_end(&s);
}

static void notice(struct session *s, enum meeting_kind kind, int64_t member, int64_t utc_ms)
{
	struct meeting_event e;

	assert_true(hub_notice(s->hub, SESSION_GROUP, s->now, &e));
	assert_int_equal(e.kind, kind);
	assert_int_equal(e.member, member);
	assert_int_equal(e.utc_ms, utc_ms);
	assert_true(hub_happen(s->hub, SESSION_GROUP, &e));
}

/* The disk is slow again: somebody's line comes back and is lost before either is written. */
static void who_came_and_went_was_there(void **state)
{
	struct hub_newcomer who = { .member = ANA, .device = ANA };
	struct session s;
	struct meeting_event e;
	struct hub_conn *c;

	(void)state;
	session_begin(&s, "stage work open 0 Talk\nstage closed open 0 Closed\n", false);
	session_join(&s, ANA);
	session_drop(&s, ANA);
	who.user = &s;
	who.now_ms = who.utc_ms = s.now + 1000;
	c = hub_join(s.hub, &who);
	hub_leave(s.hub, c, s.now + 2000);
	s.now += 3000;
	notice(&s, MEETING_BACK, ANA, s.now - 2000);
	notice(&s, MEETING_LOST, ANA, s.now);
	assert_false(hub_notice(s.hub, SESSION_GROUP, s.now, &e));
	session_end(&s);
}

/* The same before it is written that the server's end took everybody's line. */
static void who_came_and_went_behind_a_restart_was_there(void **state)
{
	struct session s;
	struct meeting_event e;

	(void)state;
	session_begin(&s, "stage work open 0 Talk\nstage closed open 0 Closed\n", false);
	session_join(&s, ANA);
	hub_leave(s.hub, s.conns[ANA], s.now + 2000); /* as if the server had started before */
	s.conns[ANA] = NULL;
	while (meeting_restart(hub_meeting(s.hub, SESSION_GROUP), s.now, &e))
		assert_true(hub_happen(s.hub, SESSION_GROUP, &e));
	s.now += 3000;
	for (assert_true(hub_notice(s.hub, SESSION_GROUP, s.now, &e)); e.member != ANA;) {
		assert_true(hub_happen(s.hub, SESSION_GROUP, &e));
		assert_true(hub_notice(s.hub, SESSION_GROUP, s.now, &e));
	}
	assert_int_equal(e.kind, MEETING_BACK);
	session_end(&s);
}

/* Two hundred seats are more than a frame holds. */
static void many_seats__come_in_several_frames__each_once(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	session_begin(&s, "stage work open 0 Talk\nstage closed open 0 Closed\n", false);
	for (int64_t i = 100; i < 100 + MEETING_SEATS_MAX - 1; i++) {
		const struct hub_newcomer who = {
			.user = &s, .member = i, .device = i, .now_ms = 1, .utc_ms = 1
		};
		struct meeting_event e;

		hub_put_person(s.hub, SESSION_GROUP,
			       &(struct hub_somebody) { .id = i,
							.name = str_of("Ana"),
							.role = str_of("patient") });
		hub_join(s.hub, &who);
		while (hub_notice(s.hub, SESSION_GROUP, s.now, &e))
			hub_happen(s.hub, SESSION_GROUP, &e);
	}
	session_drop(&s, SESSION_LEADER);
	session_join(&s, SESSION_LEADER);
	f = session_hear(&s, SESSION_LEADER);
	assert_true(count(f, "}][{") >= 1);
	assert_int_equal(count(f, "\"t\":\"q\""), MEETING_SEATS_MAX);
	session_end(&s);
}

/*
 * What a member's line carries, as it goes out in porchlight.1.d2: a budget a row.  Ten
 * members and one who leads; a plan of six stages.
 */
static size_t heard(struct session *s, int64_t who)
{
	session_hear(s, who);
	return s->bytes;
}

static void bytes__within_their_budgets(void **state)
{
	struct session s;
	size_t raise, stage, turn, admitted, digest, back, modality, place;

	(void)state;
	session_begin(&s, session_plan, true);
	session_settle(&s, 4);
	session_tell(&s, ANA, "raise", 0, "about Sunday");
	raise = heard(&s, JO);
	session_wish(&s, SESSION_LEADER, "call", 0, 0);
	session_hear_all(&s);
	session_wish(&s, ANA, "done", 0, 0);
	turn = heard(&s, JO);
	session_tell(&s, SESSION_LEADER, "topic", 0, "Sleep, and the hour before it");
	session_tell(&s, SESSION_LEADER, "decide", 0, "We try a fixed hour this week.");
	session_tell(&s, SAM, "raise", 0, "my week");
	session_hear_all(&s);
	/* Away for five minutes: all of it again, with what was said by nobody. */
	session_drop(&s, JO);
	s.now += 300000;
	session_wish(&s, SESSION_LEADER, "call", 0, 0);
	session_join(&s, JO);
	back = heard(&s, JO);
	session_hear_all(&s);
	session_wish(&s, SESSION_LEADER, "stage", 0, 5);
	stage = heard(&s, JO);
	session_wish(&s, JO, "modality", 0, MEETING_BY_BOTH);
	modality = heard(&s, JO);
	/* A latecomer: in the waiting room, then let in. */
	session_drop(&s, ANA);
	session_wish(&s, SESSION_LEADER, "stepout", ANA, 0);
	s.now += 1000;
	session_join(&s, ANA);
	digest = heard(&s, ANA);
	session_wish(&s, SESSION_LEADER, "admit", ANA, 0);
	admitted = heard(&s, ANA);
	/* Two leave, and wait again: one is let in, the other one is first. */
	session_wish(&s, ANA, "leave", 0, 0);
	session_wish(&s, ANA, "come", 0, 0);
	session_wish(&s, SAM, "leave", 0, 0);
	session_wish(&s, SAM, "come", 0, 0);
	session_hear_all(&s);
	session_wish(&s, SESSION_LEADER, "admit", 0, 0);
	place = heard(&s, SAM);
	print_message("a hand %zu, a turn's end %zu, a stage %zu, back after 5 minutes %zu, "
		      "a latecomer %zu and %zu, how one takes part %zu, a place in the "
		      "waiting room %zu bytes\n",
		      raise, turn, stage, back, digest, admitted, modality, place);
	assert_in_range(raise, 10, 64);
	assert_in_range(turn, 10, 96);
	assert_in_range(stage, 10, 96);
	assert_in_range(modality, 10, 64);
	assert_in_range(back, 100, 1023);
	assert_in_range(digest + admitted, 100, 1023);
	assert_in_range(place, 10, 64);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_session__nothing_is_told_of_one),
		cmocka_unit_test(waiting__only_the_plan_the_norms_and_the_own_seat),
		cmocka_unit_test(waiting__the_place_is_told_when_it_changes__to_that_person),
		cmocka_unit_test(late__in_minutes__told_to_those_who_lead_alone),
		cmocka_unit_test(raise__told_to_all__the_reason_to_those_who_lead_alone),
		cmocka_unit_test(mute__told_to_that_person_and_who_leads__not_to_others),
		cmocka_unit_test(modality__told_to_that_person_and_who_leads__not_to_others),
		cmocka_unit_test(
			a_reason__told_to_that_person_and_who_leads__gone_with_the_act),
		cmocka_unit_test(side_door__heard_by_its_member_and_who_leads),
		cmocka_unit_test(step_out__the_floor_and_the_room_are_told),
		cmocka_unit_test(closed__all_are_told_and_hear_again),
		cmocka_unit_test(left_open__whoever_comes_the_day_after__finds_it_closed),
		cmocka_unit_test(many_seats__come_in_several_frames__each_once),
		cmocka_unit_test(who_came_is_there_from_the_moment_on_when_they_came),
		cmocka_unit_test(who_came_and_went_was_there),
		cmocka_unit_test(who_came_and_went_behind_a_restart_was_there),
		cmocka_unit_test(bytes__within_their_budgets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
