/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "client/link.h"

enum { FULL_CHANCE = 1023 };

static unsigned feed(struct link *l, enum link_input in, int64_t now_ms)
{
	return link_feed(l, in, now_ms, FULL_CHANCE);
}

/* A link that is live since 0. */
static struct link live(void)
{
	struct link l;

	link_init(&l);
	assert_int_equal(feed(&l, LINK_WANT, 0), LINK_DO_OPEN);
	assert_int_equal(feed(&l, LINK_OPENED, 0), 0);
	assert_int_equal(l.state, LINK_LIVE);
	return l;
}

static void a_new_link_wants_nothing(void **state)
{
	struct link l;

	(void)state;
	link_init(&l);
	assert_int_equal(l.state, LINK_OFF);
	assert_int_equal(l.heard_ms, -1);
	assert_true(l.due_ms == INT64_MAX);
	assert_int_equal(feed(&l, LINK_TICK, INT64_MAX), 0);
	assert_int_equal(feed(&l, LINK_NUDGE, 5), 0);
	assert_int_equal(l.state, LINK_OFF);
}

static void an_idle_link_is_asked_whether_it_lives(void **state)
{
	struct link l = live();
	int64_t now = LINK_IDLE_MS;

	(void)state;
	assert_int_equal(feed(&l, LINK_TICK, now - 1), 0);
	assert_int_equal(feed(&l, LINK_TICK, now), 0);
	assert_int_equal(l.state, LINK_HUSHED);
	assert_int_equal(feed(&l, LINK_TICK, now), LINK_DO_KEEP_ALIVE);
	assert_true(link_awaits(&l));
	assert_int_equal(feed(&l, LINK_ANSWERED, now += 600), 0);
	assert_int_equal(l.state, LINK_RESTING);
	assert_int_equal(feed(&l, LINK_TICK, now += LINK_REST_MS), 0);
	assert_int_equal(l.state, LINK_HUSHED);
	assert_int_equal(feed(&l, LINK_TICK, now += LINK_HUSH_MS), LINK_DO_KEEP_ALIVE);
	feed(&l, LINK_ANSWERED, now += 600);
	feed(&l, LINK_HEARD, now += 100); /* somebody spoke: one has to know sooner */
	assert_int_equal(l.state, LINK_LIVE);
	feed(&l, LINK_TICK, now += LINK_IDLE_MS);
	feed(&l, LINK_TICK, now);
	assert_int_equal(feed(&l, LINK_TICK, now += LINK_DOUBT_MS), LINK_DO_OPEN);
	assert_int_equal(l.state, LINK_DOUBTED);
}

/* FACTS: 132 bytes of IP for each. */
static void an_idle_hour_costs_less_than_3200_bytes(void **state)
{
	enum { HOUR_MS = 3600000, BYTES = 132, ROUND_TRIP_MS = 600 };
	struct link l = live();
	int n = 0;

	(void)state;
	while (link_due(&l) < HOUR_MS) {
		int64_t now = link_due(&l);

		if (!(feed(&l, LINK_TICK, now) & LINK_DO_KEEP_ALIVE))
			continue;
		feed(&l, LINK_ANSWERED, now + ROUND_TRIP_MS);
		n++;
	}
	assert_in_range(n * BYTES, BYTES, 3200);
}

static void what_is_not_answered_is_worth_another_attempt_but_no_verdict(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_SENT, 0);
	assert_true(link_awaits(&l));
	assert_int_equal(link_due(&l), LINK_DOUBT_MS);
	assert_int_equal(feed(&l, LINK_TICK, LINK_DOUBT_MS - 1), 0);
	assert_int_equal(feed(&l, LINK_TICK, LINK_DOUBT_MS), LINK_DO_OPEN);
	assert_int_equal(l.state, LINK_DOUBTED);
	/* The hole of 3G ends: the first connection speaks, and stays. */
	while (link_due(&l) < 11600)
		assert_int_equal(feed(&l, LINK_TICK, link_due(&l)) & ~LINK_DO_OPEN, 0);
	assert_int_equal(l.state, LINK_DOUBTED);
	assert_int_equal(feed(&l, LINK_HEARD, 11600), LINK_DO_DROP);
	assert_int_equal(l.state, LINK_ASKED);
	feed(&l, LINK_ANSWERED, 11600);
	assert_int_equal(l.state, LINK_LIVE);
	assert_true(l.again_ms == INT64_MAX);
}

static void patience_is_measured_by_the_round_trip(void **state)
{
	static const struct {
		int64_t rtt_ms, vary_ms, want_ms;
	} rows[] = {
		{ 0, 0, LINK_DOUBT_MS }, { 1, 0, LINK_DOUBT_MIN_MS },      { 700, 200, 2600 },
		{ 900, 250, 3300 },      { 3000, 900, LINK_DOUBT_MAX_MS },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct link l = live();

		link_measure(&l, rows[i].rtt_ms, rows[i].vary_ms);
		feed(&l, LINK_SENT, 0);
		assert_int_equal(link_due(&l), rows[i].want_ms);
	}
}

static void what_is_sent_later_does_not_put_off_the_doubt(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_SENT, LINK_DOUBT_MS - 100);
	assert_int_equal(link_due(&l), LINK_DOUBT_MS);
}

/* The way works: it is the server that is slow.  All clients at once may be in this. */
static void a_server_that_is_slow_is_waited_for_longer(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_TOOK, LINK_DOUBT_MS);
	assert_int_equal(l.state, LINK_TAKEN);
	assert_int_equal(link_due(&l), LINK_DOUBT_MS + LINK_TAKEN_MS);
	assert_int_equal(feed(&l, LINK_TICK, link_due(&l)), LINK_DO_OPEN);
	assert_int_equal(l.state, LINK_QUIET);
	assert_int_equal(feed(&l, LINK_TOOK, 17000), 0); /* that was known */
	assert_int_equal(l.state, LINK_QUIET);
	assert_int_equal(feed(&l, LINK_ANSWERED, 17500), LINK_DO_DROP);
	assert_int_equal(l.state, LINK_LIVE);
}

static void the_one_that_opens_takes_the_place_of_the_other(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_TICK, LINK_DOUBT_MS);
	assert_int_equal(feed(&l, LINK_REACHED, LINK_DOUBT_MS + 600), 0);
	assert_int_equal(l.state, LINK_DOUBTED);
	assert_int_equal(l.again_ms, LINK_DOUBT_MS + 600 + LINK_HANDSHAKE_MS);
	assert_int_equal(feed(&l, LINK_OPENED, LINK_DOUBT_MS + 1800), 0);
	assert_int_equal(l.state, LINK_LIVE);
	assert_int_equal(l.heard_ms, LINK_DOUBT_MS + 1800);
	assert_int_equal(l.alone_ms, -1);
}

/* In a hole both wait for the way, and the one that is there costs nothing more. */
static void the_connection_may_be_first_when_the_way_is_back(void **state)
{
	enum { ALLOW_MS = 2500, BACK_MS = 9000 };
	struct link l = live();

	(void)state;
	link_allow(&l, ALLOW_MS);
	feed(&l, LINK_SENT, 0);
	assert_false(link_doubts(&l));
	assert_int_equal(feed(&l, LINK_TICK, LINK_DOUBT_MS), LINK_DO_OPEN);
	assert_true(link_doubts(&l));
	assert_int_equal(feed(&l, LINK_REACHED, BACK_MS), LINK_DO_DROP);
	assert_int_equal(l.state, LINK_DOUBTED);
	assert_int_equal(l.again_ms, BACK_MS + ALLOW_MS);
	feed(&l, LINK_REACHED, BACK_MS + 1000); /* that makes it no longer */
	assert_int_equal(l.again_ms, BACK_MS + ALLOW_MS);
	assert_int_equal(feed(&l, LINK_TICK, link_due(&l)) & ~LINK_DO_OPEN, 0);
	assert_int_equal(feed(&l, LINK_REACHED, BACK_MS + ALLOW_MS + 600), 0);
	feed(&l, LINK_ANSWERED, BACK_MS + ALLOW_MS + 700);
	assert_int_equal(l.fair_ms, -1);
	assert_false(link_doubts(&l));
}

static void a_second_hole_is_no_chance_that_was_missed(void **state)
{
	enum { ALLOW_MS = 2000, BACK_MS = 4000, AGAIN_MS = 12000 };
	struct link l = live();

	(void)state;
	link_allow(&l, ALLOW_MS);
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_TICK, LINK_DOUBT_MS);
	assert_int_equal(feed(&l, LINK_REACHED, BACK_MS), LINK_DO_DROP);
	while (link_due(&l) < AGAIN_MS)
		assert_int_equal(feed(&l, LINK_TICK, link_due(&l)) & ~LINK_DO_OPEN, 0);
	assert_int_equal(feed(&l, LINK_REACHED, AGAIN_MS), LINK_DO_DROP);
	assert_int_equal(l.again_ms, AGAIN_MS + ALLOW_MS);
	assert_int_equal(feed(&l, LINK_REACHED, AGAIN_MS + ALLOW_MS + 600), 0);
}

static void nothing_is_allowed_where_it_cannot_help(void **state)
{
	struct link l = live();

	(void)state;
	link_allow(&l, 5000);
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_TICK, LINK_DOUBT_MS);
	assert_int_equal(feed(&l, LINK_REACHED, LINK_DOUBT_MS + LINK_HOLE_MS), 0);
	l = live();
	link_allow(&l, 5000);
	feed(&l, LINK_MOVED, 100); /* the old way is no more */
	assert_int_equal(l.state, LINK_DOUBTED);
	assert_int_equal(feed(&l, LINK_REACHED, 800), 0);
}

static void a_connection_that_ends_in_doubt_leaves_the_attempts_alone(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_TICK, LINK_DOUBT_MS);
	assert_int_equal(feed(&l, LINK_LOST, LINK_DOUBT_MS + 100), 0);
	assert_int_equal(l.state, LINK_OPENING);
	assert_int_equal(feed(&l, LINK_TICK, l.again_ms), LINK_DO_OPEN);
	feed(&l, LINK_REACHED, 8000);
	feed(&l, LINK_OPENED, 9000);
	assert_int_equal(l.state, LINK_LIVE);
}

static void attempts_that_fail_in_doubt_are_made_again_and_ever_more_rarely(void **state)
{
	struct link l = live();
	int64_t before = 0, now = LINK_DOUBT_MS;

	(void)state;
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_TICK, now);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(feed(&l, LINK_FAILED, now), 0);
		assert_int_equal(l.state, LINK_DOUBTED);
		assert_true(l.again_ms - now > before);
		before = l.again_ms - now;
		now = l.again_ms;
		assert_int_equal(feed(&l, LINK_TICK, now), LINK_DO_OPEN);
	}
}

/* Through 60 s without a word: when it is told, when it is given up, how often it is tried. */
static void a_dead_link_is_told_and_given_up_but_never_within_half_a_minute(void **state)
{
	struct link l = live();
	int64_t told = 0, gone = 0, tried = 0;

	(void)state;
	feed(&l, LINK_SENT, 0);
	while (link_due(&l) <= 60000) {
		int64_t now = link_due(&l);
		unsigned todo = feed(&l, LINK_TICK, now);

		if (todo & LINK_DO_OPEN) {
			assert_true(now - tried <= LINK_AGAIN_MS + 1000);
			tried = now;
		}
		if (todo & LINK_DO_CLOSE)
			gone = now;
		if (l.state == LINK_QUIET && !told)
			told = now;
	}
	assert_in_range(told, 11700, 15000); /* real 3G has holes of 11.6 s */
	assert_in_range(gone, 30000, 45000);
	assert_int_equal(l.state, LINK_OPENING);
	assert_true(60000 - tried <= LINK_AGAIN_MS + 1000);
}

static void a_quiet_link_that_speaks_again_stays(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_TICK, LINK_DOUBT_MS);
	feed(&l, LINK_TICK, l.due_ms);
	assert_int_equal(l.state, LINK_QUIET);
	assert_int_equal(feed(&l, LINK_HEARD, 20000), LINK_DO_DROP);
	assert_int_equal(l.state, LINK_ASKED);
	assert_int_equal(l.heard_ms, 20000);
}

static void a_server_that_answers_nobody_is_asked_ever_more_rarely(void **state)
{
	struct link l;
	int64_t last = 0, first_hour = 0, attempts = 0;

	(void)state;
	link_init(&l);
	feed(&l, LINK_WANT, 0);
	while (link_due(&l) < 4 * 3600000) {
		int64_t now = link_due(&l);

		if (!(feed(&l, LINK_TICK, now) & LINK_DO_OPEN))
			continue;
		attempts++;
		first_hour += now < 3600000;
		if (now <= LINK_EAGER_MS)
			assert_true(now - last <= LINK_AGAIN_MS);
		assert_true(now - last <= LINK_RETRY_MAX_MS + LINK_PATIENT_MS);
		last = now;
	}
	assert_in_range(first_hour, 30, 80);
	assert_in_range(attempts, 3 * 3600000 / (LINK_RETRY_MAX_MS + LINK_PATIENT_MS), 170);
}

static void waits_double_up_to_two_minutes(void **state)
{
	struct link l;
	int64_t now = 0, before = 0;

	(void)state;
	link_init(&l);
	feed(&l, LINK_WANT, now);
	for (int i = 0; i < 20; i++) {
		int64_t wait;

		feed(&l, LINK_FAILED, now);
		wait = l.due_ms - now;
		assert_true(wait >= before);
		assert_true(wait >= LINK_RETRY_MIN_MS && wait <= LINK_RETRY_MAX_MS);
		before = wait;
		now = l.due_ms;
		assert_int_equal(feed(&l, LINK_TICK, now), LINK_DO_OPEN);
	}
	assert_int_equal(before, LINK_RETRY_MAX_MS);
}

static void chance_shortens_a_wait_by_half_at_most(void **state)
{
	struct link l;

	(void)state;
	for (int chance = 0; chance < 1024; chance++) {
		link_init(&l);
		link_feed(&l, LINK_WANT, 0, chance);
		link_feed(&l, LINK_FAILED, 0, chance);
		assert_in_range(l.due_ms, LINK_RETRY_MIN_MS / 2, LINK_RETRY_MIN_MS);
	}
}

static void an_answer_ends_the_long_waits_but_mere_noise_does_not(void **state)
{
	struct link l;

	(void)state;
	link_init(&l);
	feed(&l, LINK_WANT, 0);
	for (int i = 0; i < 12; i++) {
		feed(&l, LINK_FAILED, 0);
		feed(&l, LINK_NUDGE, 0);
	}
	feed(&l, LINK_OPENED, 0);
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_HEARD, 0);
	feed(&l, LINK_LOST, 0);
	assert_int_equal(l.due_ms, LINK_RETRY_MAX_MS); /* it closes on us again and again */
	feed(&l, LINK_NUDGE, 0);
	feed(&l, LINK_OPENED, 0);
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_ANSWERED, 0);
	feed(&l, LINK_LOST, 0);
	assert_int_equal(l.due_ms, LINK_RETRY_MIN_MS);
}

static void another_way_is_tried_at_once(void **state)
{
	struct link l;

	(void)state;
	link_init(&l);
	feed(&l, LINK_WANT, 0);
	assert_int_equal(feed(&l, LINK_MOVED, 100), LINK_DO_CLOSE | LINK_DO_OPEN);
	feed(&l, LINK_FAILED, 200);
	assert_int_equal(l.state, LINK_WAITING);
	assert_int_equal(feed(&l, LINK_MOVED, 201), LINK_DO_OPEN);
	feed(&l, LINK_OPENED, 1000);
	/* The old one may live on: it is asked, and another attempt is made beside it. */
	assert_int_equal(feed(&l, LINK_MOVED, 5000), LINK_DO_OPEN | LINK_DO_KEEP_ALIVE);
	assert_int_equal(l.state, LINK_DOUBTED);
	assert_int_equal(feed(&l, LINK_ANSWERED, 5700), LINK_DO_DROP);
	assert_int_equal(l.state, LINK_LIVE);
}

static void a_nudge_ends_a_wait_but_not_a_refusal(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_LOST, 0);
	assert_int_equal(feed(&l, LINK_NUDGE, 1), LINK_DO_OPEN);
	assert_int_equal(feed(&l, LINK_REFUSAL, 2), LINK_DO_CLOSE);
	assert_int_equal(l.state, LINK_REFUSED);
	assert_int_equal(feed(&l, LINK_NUDGE, 3), 0);
	assert_int_equal(feed(&l, LINK_TICK, INT64_MAX), 0);
	assert_int_equal(feed(&l, LINK_WANT, 4), LINK_DO_OPEN);
}

static void many_keys_are_one_attempt_a_second(void **state)
{
	struct link l;
	int n = 0;

	(void)state;
	link_init(&l);
	feed(&l, LINK_WANT, 0);
	for (int64_t now = 0; now < LINK_AGAIN_MS; now += 10)
		n += feed(&l, LINK_NUDGE, now) == LINK_DO_OPEN;
	assert_int_equal(n, LINK_AGAIN_MS / LINK_NUDGE_MS - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_link_wants_nothing),
		cmocka_unit_test(an_idle_link_is_asked_whether_it_lives),
		cmocka_unit_test(an_idle_hour_costs_less_than_3200_bytes),
		cmocka_unit_test(what_is_not_answered_is_worth_another_attempt_but_no_verdict),
		cmocka_unit_test(patience_is_measured_by_the_round_trip),
		cmocka_unit_test(what_is_sent_later_does_not_put_off_the_doubt),
		cmocka_unit_test(a_server_that_is_slow_is_waited_for_longer),
		cmocka_unit_test(the_one_that_opens_takes_the_place_of_the_other),
		cmocka_unit_test(the_connection_may_be_first_when_the_way_is_back),
		cmocka_unit_test(a_second_hole_is_no_chance_that_was_missed),
		cmocka_unit_test(nothing_is_allowed_where_it_cannot_help),
		cmocka_unit_test(a_connection_that_ends_in_doubt_leaves_the_attempts_alone),
		cmocka_unit_test(
			attempts_that_fail_in_doubt_are_made_again_and_ever_more_rarely),
		cmocka_unit_test(
			a_dead_link_is_told_and_given_up_but_never_within_half_a_minute),
		cmocka_unit_test(a_quiet_link_that_speaks_again_stays),
		cmocka_unit_test(a_server_that_answers_nobody_is_asked_ever_more_rarely),
		cmocka_unit_test(waits_double_up_to_two_minutes),
		cmocka_unit_test(chance_shortens_a_wait_by_half_at_most),
		cmocka_unit_test(an_answer_ends_the_long_waits_but_mere_noise_does_not),
		cmocka_unit_test(another_way_is_tried_at_once),
		cmocka_unit_test(a_nudge_ends_a_wait_but_not_a_refusal),
		cmocka_unit_test(many_keys_are_one_attempt_a_second),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
