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

static void an_idle_link_is_kept_alive(void **state)
{
	struct link l = live();

	(void)state;
	assert_int_equal(l.due_ms, LINK_IDLE_MS);
	assert_int_equal(feed(&l, LINK_TICK, LINK_IDLE_MS - 1), 0);
	assert_int_equal(feed(&l, LINK_TICK, LINK_IDLE_MS), LINK_DO_KEEP_ALIVE);
	assert_int_equal(l.state, LINK_LIVE);
	assert_int_equal(l.due_ms, 2 * LINK_IDLE_MS);
}

static void a_hole_of_3g_is_not_doubted(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_SENT, 0);
	assert_int_equal(l.state, LINK_ASKED);
	assert_int_equal(feed(&l, LINK_TICK, 11600), 0);
	assert_int_equal(l.state, LINK_ASKED);
	feed(&l, LINK_HEARD, 11600);
	assert_int_equal(l.due_ms, 11600 + LINK_DOUBT_MS);
	feed(&l, LINK_ANSWERED, 11600);
	assert_int_equal(l.state, LINK_LIVE);
}

static void what_is_sent_later_does_not_put_off_the_doubt(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_SENT, 11000);
	assert_int_equal(l.due_ms, LINK_DOUBT_MS);
}

static void a_silent_link_is_told_and_then_opened_anew(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_SENT, 0);
	assert_int_equal(feed(&l, LINK_TICK, LINK_DOUBT_MS), 0);
	assert_int_equal(l.state, LINK_QUIET);
	assert_true(l.due_ms >= 30000); /* never given up before */
	assert_int_equal(feed(&l, LINK_TICK, l.due_ms), LINK_DO_CLOSE | LINK_DO_OPEN);
	assert_int_equal(l.state, LINK_OPENING);
}

static void a_quiet_link_that_speaks_again_stays(void **state)
{
	struct link l = live();

	(void)state;
	feed(&l, LINK_SENT, 0);
	feed(&l, LINK_TICK, LINK_DOUBT_MS);
	assert_int_equal(feed(&l, LINK_HEARD, 20000), 0);
	assert_int_equal(l.state, LINK_ASKED);
	assert_int_equal(l.heard_ms, 20000);
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

		feed(&l, LINK_LOST, now);
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
		link_feed(&l, LINK_LOST, 0, chance);
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
		feed(&l, LINK_LOST, 0);
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

/* Random walks */

struct walk {
	struct link l;
	int64_t now_ms;
	uint64_t random;
	bool is_open;
};

static unsigned roll(struct walk *w, unsigned n)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return (unsigned)(w->random >> 33) % n;
}

static bool must_progress(enum link_state s)
{
	return s != LINK_OFF && s != LINK_REFUSED;
}

/* What a client could see: news of a socket comes only from one that is there. */
static bool is_possible(const struct walk *w, enum link_input in)
{
	bool of_socket = in == LINK_OPENED || in == LINK_SENT || in == LINK_HEARD ||
			 in == LINK_ANSWERED || in == LINK_LOST || in == LINK_REFUSAL;

	return !of_socket || w->is_open;
}

static void step(struct walk *w)
{
	enum link_input in = (enum link_input)roll(w, LINK_INPUTS);
	enum link_state before = w->l.state;
	unsigned todo;

	w->now_ms += roll(w, 4) ? roll(w, 3000) : roll(w, 300000);
	if (!is_possible(w, in))
		return;
	todo = link_feed(&w->l, in, w->now_ms, (int)roll(w, 1024));
	if (in == LINK_LOST || todo & LINK_DO_CLOSE) {
		assert_true(w->is_open);
		w->is_open = false;
	}
	if (todo & LINK_DO_OPEN) {
		assert_false(w->is_open);
		w->is_open = true;
	}
	if (todo & LINK_DO_KEEP_ALIVE)
		assert_true(w->is_open);
	if (before == LINK_REFUSED && in != LINK_WANT)
		assert_false(todo & LINK_DO_OPEN);
	assert_int_not_equal(w->l.state, LINK_NONE);
	if (must_progress(w->l.state))
		assert_true(w->l.due_ms <= w->now_ms + LINK_IDLE_MS);
	else
		assert_true(w->l.due_ms == INT64_MAX && !w->is_open);
	assert_in_range(w->l.retry_ms, LINK_RETRY_MIN_MS, LINK_RETRY_MAX_MS);
}

/* With nothing but time, every state that must progress comes to an attempt or stays live. */
static void wait_out(struct walk *w)
{
	for (int i = 0; i < 4 && must_progress(w->l.state); i++) {
		unsigned todo;

		if (w->l.state == LINK_LIVE)
			return;
		w->now_ms = w->l.due_ms;
		todo = link_feed(&w->l, LINK_TICK, w->now_ms, FULL_CHANCE);
		if (todo & LINK_DO_OPEN)
			return;
	}
	assert_false(must_progress(w->l.state));
}

static void random_walks_never_open_twice_nor_wait_for_ever(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 2000; seed++) {
		struct walk w = { .random = seed * UINT64_C(0x9e3779b97f4a7c15) };

		link_init(&w.l);
		for (int i = 0; i < 200; i++)
			step(&w);
		wait_out(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_link_wants_nothing),
		cmocka_unit_test(an_idle_link_is_kept_alive),
		cmocka_unit_test(a_hole_of_3g_is_not_doubted),
		cmocka_unit_test(what_is_sent_later_does_not_put_off_the_doubt),
		cmocka_unit_test(a_silent_link_is_told_and_then_opened_anew),
		cmocka_unit_test(a_quiet_link_that_speaks_again_stays),
		cmocka_unit_test(waits_double_up_to_two_minutes),
		cmocka_unit_test(chance_shortens_a_wait_by_half_at_most),
		cmocka_unit_test(an_answer_ends_the_long_waits_but_mere_noise_does_not),
		cmocka_unit_test(a_nudge_ends_a_wait_but_not_a_refusal),
		cmocka_unit_test(random_walks_never_open_twice_nor_wait_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
