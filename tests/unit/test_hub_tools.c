/* SPDX-License-Identifier: MIT */
/*
 * Who is told that somebody is not safe, of votes, of what stays up, and of who was shown
 * what; and that the first of these looks like any small act to who counts bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/wish.h"
#include "support/session.h"

enum { ANA = 1, JO, SAM };

static bool says(const char *frame, const char *what)
{
	return strstr(frame, what) != NULL;
}

static void begin(struct session *s, bool compressed)
{
	session_begin(s, session_plan, compressed);
	session_settle(s, 4);
	session_hear_all(s);
}

static void not_safe__told_to_that_person_and_who_leads__to_nobody_else(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	session_wish(&s, ANA, "danger", 0, 0);
	assert_string_equal(session_hear(&s, JO), "");
	assert_true(says(session_hear(&s, SESSION_LEADER), "\"t\":\"n\""));
	assert_true(says(session_hear(&s, ANA), "\"t\":\"n\""));
	session_drop(&s, JO);
	session_join(&s, JO);
	assert_false(says(session_hear(&s, JO), "\"t\":\"n\""));
	session_wish(&s, SESSION_LEADER, "take", 0, 0);
	assert_string_equal(session_hear(&s, JO), "");
	assert_true(says(session_hear(&s, ANA), "\"k\":11"));
	session_end(&s);
}

static void not_safe__without_a_session__who_leads_is_told_on_coming(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, NULL, false);
	session_join(&s, ANA);
	session_join(&s, JO);
	session_drop(&s, SESSION_LEADER);
	session_hear_all(&s);
	session_wish(&s, ANA, "danger", 0, 0);
	assert_string_equal(session_hear(&s, JO), "");
	session_join(&s, SESSION_LEADER);
	assert_true(says(session_hear(&s, SESSION_LEADER), "\"t\":\"n\""));
	session_end(&s);
}

/* By frame sizes and who gets a frame, of porchlight.1.d2. */

/* What the client sends. */
static size_t sent(enum pl_act act, int64_t n, int64_t ticket)
{
	struct wishes w = { 0 };
	struct buf json, out;
	size_t bytes;

	buf_init(&json, 4096);
	buf_init(&out, 4096);
	assert_int_equal(
		wishes_add(&w, SESSION_GROUP, &(struct pl_wish) { .act = act, .n = n }, true),
		PL_OK);
	wishes_stamp(&w, ticket, 1000);
	wishes_write(&w, 1000, &json);
	assert_true(wire_close(&json));
	assert_true(wire_pack((struct str) { json.p, json.n }, &out));
	bytes = out.n;
	wishes_finish(&w);
	buf_finish(&json);
	buf_finish(&out);
	return bytes;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t most(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* With the same ticket it is never shorter than the shortest, nor longer than the longest,
 * of what everybody sends all the time. */
static void not_safe__going_up__is_as_long_as_other_small_acts(void **state)
{
	static const enum pl_act small[] = { PL_ACT_RAISE, PL_ACT_LOWER, PL_ACT_PASS,
					     PL_ACT_DONE,  PL_ACT_MORE,  PL_ACT_LEAVE };
	size_t lo = SIZE_MAX, hi = 0, same = 0;

	(void)state;
	for (int64_t i = 0; i < 500; i++) {
		const int64_t ticket = INT64_C(1764111600000) + i * 7654321;
		const size_t n = sent(PL_ACT_DANGER, 0, ticket);
		size_t low = SIZE_MAX, high = 0;

		for (size_t k = 0; k < sizeof(small) / sizeof(small[0]); k++) {
			low = least(low, sent(small[k], 0, ticket));
			high = most(high, sent(small[k], 0, ticket));
		}
		assert_in_range(n, low, high);
		same += n == sent(PL_ACT_LOWER, 0, ticket);
		lo = least(lo, n);
		hi = most(hi, n);
	}
	print_message("not safe, up: %zu to %zu bytes; as long as /lower in %zu of 500\n", lo,
		      hi, same);
	assert_in_range(same, 490, 500);
}

/* What comes back to the one who wished. */
static size_t back(const char *word, int64_t n, int64_t now)
{
	struct session s;
	size_t bytes;

	session_begin(&s, session_plan, true);
	session_settle(&s, 4);
	session_hear_all(&s);
	s.now = now;
	s.ticket = now;
	if (strcmp(word, "lower") == 0) {
		session_wish(&s, ANA, "raise", 0, 0);
		session_hear_all(&s);
	}
	session_wish(&s, ANA, word, 0, n);
	session_hear(&s, ANA);
	bytes = s.bytes;
	session_end(&s);
	return bytes;
}

static void not_safe__coming_back__is_as_long_as_after_a_raised_hand(void **state)
{
	size_t lo = SIZE_MAX, hi = 0;

	(void)state;
	for (int64_t i = 1; i <= 40; i++) {
		const int64_t now = INT64_C(1764111700000) + i * 7654321;
		const size_t n = back("danger", 0, now), hand = back("raise", 0, now),
			     rate = back("rate", 7, now), lower = back("lower", 0, now);

		assert_in_range(n, least(least(hand, rate), lower), most(hand, rate) + 1);
		assert_in_range(n + 1, hand, hand + 2);
		lo = least(lo, n);
		hi = most(hi, n);
	}
	print_message("not safe, down: %zu to %zu bytes\n", lo, hi);
}

/* Votes */

static void vote__counts_for_who_leads__then_for_all__who_chose_what_for_nobody(void **state)
{
	struct session s;
	const char *f;

	(void)state;
	begin(&s, false);
	session_tell(&s, SESSION_LEADER, "poll", 0, "Break?\nYes\nNo");
	assert_true(says(session_hear(&s, JO), "\"b\":\"Break?\\nYes\\nNo\""));
	session_hear_all(&s);
	session_wish(&s, ANA, "vote", 0, 2);
	assert_string_equal(session_hear(&s, JO), "");
	f = session_hear(&s, SESSION_LEADER);
	assert_true(says(f, "\"c\":\"0 1\""));
	assert_false(says(f, "\"k\""));
	assert_false(says(f, "Break"));
	f = session_hear(&s, ANA);
	assert_true(says(f, "\"k\":2"));
	assert_false(says(f, "\"c\":\"0"));
	session_wish(&s, SESSION_LEADER, "count", 0, 0);
	f = session_hear(&s, JO);
	assert_true(says(f, "\"n\":1,\"c\":\"0 1\""));
	session_end(&s);
}

static void pins_and_lead__told_to_all_in_the_room__not_to_who_waits(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s, session_plan, false);
	session_join(&s, ANA);
	session_hear_all(&s);
	session_tell(&s, SESSION_LEADER, "pin", 0, "Water is in the hall.");
	assert_string_equal(session_hear(&s, ANA), "");
	session_wish(&s, SESSION_LEADER, "admit", ANA, 0);
	assert_true(says(session_hear(&s, ANA), "Water is in the hall."));
	session_wish(&s, SESSION_LEADER, "unpin", 0, 0);
	assert_true(says(session_hear(&s, ANA), "\"r\":\"pin\",\"b\":\"\""));
	session_drop(&s, ANA);
	session_join(&s, ANA);
	assert_false(says(session_hear(&s, ANA), "\"pin\""));
	assert_true(says(buf_text(&s.frame), "\"k\":11,\"n\":0,\"r\":\"lead\""));
	session_end(&s);
}

static void reach__only_to_who_watches__what_changed__in_one_frame(void **state)
{
	struct session s;

	(void)state;
	begin(&s, false);
	session_say(&s, SESSION_LEADER, "One.");
	session_hear_all(&s);
	assert_false(hub_is_watched(s.conns[ANA]));
	hub_arrived(s.conns[ANA]);
	assert_string_equal(session_hear(&s, SESSION_LEADER), "");
	hub_watch(s.hub, s.conns[SESSION_LEADER], SESSION_GROUP, s.now);
	assert_true(hub_is_watched(s.conns[ANA]));
	assert_true(
		says(session_hear(&s, SESSION_LEADER), "\"t\":\"t\",\"g\":3,\"s\":1,\"u\":1"));
	hub_arrived(s.conns[JO]);
	hub_seen(s.conns[SAM], SESSION_GROUP, 1, s.now + 1); /* as good, and later */
	assert_string_equal(session_hear(&s, SESSION_LEADER), "");
	assert_int_equal(hub_tick(s.hub, s.now), HUB_REACH_MS);
	hub_tick(s.hub, s.now + HUB_REACH_MS);
	assert_string_equal(session_hear(&s, SESSION_LEADER),
			    "[{\"t\":\"t\",\"g\":3,\"s\":1,\"u\":2},"
			    "{\"t\":\"t\",\"g\":3,\"s\":1,\"u\":3}]");
	assert_string_equal(session_hear(&s, ANA), "");
	/* A line that has not gone out yet has not arrived. */
	session_say(&s, SESSION_LEADER, "Two.");
	hub_arrived(s.conns[ANA]);
	hub_tick(s.hub, s.now + 2 * HUB_REACH_MS);
	assert_false(says(session_hear(&s, SESSION_LEADER), "\"t\":\"t\""));
	hub_tick(s.hub, s.now + HUB_REACH_FOR_MS);
	assert_false(hub_is_watched(s.conns[ANA]));
	session_end(&s);
}

static void bytes__within_their_budgets(void **state)
{
	struct session s;
	size_t asked, voted, counted, pinned, all, one;

	(void)state;
	begin(&s, true);
	session_say(&s, SESSION_LEADER, "One.");
	session_tell(&s, SESSION_LEADER, "poll", 0, "Shall we take a break?\nYes\nNo");
	session_hear_all(&s);
	session_drop(&s, JO);
	session_wish(&s, SAM, "vote", 0, 1);
	session_hear(&s, SESSION_LEADER);
	voted = s.bytes;
	session_wish(&s, SESSION_LEADER, "count", 0, 0);
	session_hear(&s, ANA);
	counted = s.bytes;
	session_hear_all(&s);
	session_tell(&s, SESSION_LEADER, "poll", 0, "Shall we take a break?\nYes\nNo");
	session_hear(&s, ANA);
	asked = s.bytes;
	session_tell(&s, SESSION_LEADER, "pin", 0, "Water is in the hall.");
	session_hear(&s, ANA);
	pinned = s.bytes;
	session_hear_all(&s);
	hub_watch(s.hub, s.conns[SESSION_LEADER], SESSION_GROUP, s.now);
	session_hear(&s, SESSION_LEADER);
	all = s.bytes;
	hub_arrived(s.conns[ANA]);
	hub_tick(s.hub, s.now + HUB_REACH_MS);
	session_hear(&s, SESSION_LEADER);
	one = s.bytes;
	print_message("a vote asked %zu, one vote to who leads %zu, counted %zu, a line that "
		      "stays up %zu, who has it: all of eleven %zu, one %zu bytes\n",
		      asked, voted, counted, pinned, all, one);
	assert_in_range(asked, 10, 80);
	assert_in_range(voted, 10, 48);
	assert_in_range(counted, 10, 48);
	assert_in_range(pinned, 10, 80);
	assert_in_range(all, 10, 120);
	assert_in_range(one, 10, 40);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(not_safe__told_to_that_person_and_who_leads__to_nobody_else),
		cmocka_unit_test(not_safe__without_a_session__who_leads_is_told_on_coming),
		cmocka_unit_test(not_safe__going_up__is_as_long_as_other_small_acts),
		cmocka_unit_test(not_safe__coming_back__is_as_long_as_after_a_raised_hand),
		cmocka_unit_test(
			vote__counts_for_who_leads__then_for_all__who_chose_what_for_nobody),
		cmocka_unit_test(pins_and_lead__told_to_all_in_the_room__not_to_who_waits),
		cmocka_unit_test(reach__only_to_who_watches__what_changed__in_one_frame),
		cmocka_unit_test(bytes__within_their_budgets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
