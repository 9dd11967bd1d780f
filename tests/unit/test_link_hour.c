/* SPDX-License-Identifier: MIT */
/* The link on random walks, and through whole hours on a line with holes; the clock is the test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "client/link.h"

enum { FULL_CHANCE = 1023 };

/* Random walks */

struct walk {
	struct link l;
	int64_t now_ms;
	uint64_t random;
	bool is_open;  /* there is a connection */
	bool attempts; /* some are under way */
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
	bool of_socket = in == LINK_SENT || in == LINK_HEARD || in == LINK_TOOK ||
			 in == LINK_ANSWERED || in == LINK_LOST || in == LINK_REFUSAL;
	bool of_attempt = in == LINK_OPENED || in == LINK_REACHED || in == LINK_FAILED;

	return in != LINK_AGAIN && (!of_socket || w->is_open) && (!of_attempt || w->attempts);
}

static void follow(struct walk *w, enum link_input in, unsigned todo)
{
	if (in == LINK_OPENED) {
		w->is_open = true;
		w->attempts = false;
	}
	if (in == LINK_LOST)
		w->is_open = false;
	if (in == LINK_FAILED)
		w->attempts = false;
	if (todo & LINK_DO_KEEP_ALIVE)
		assert_true(w->is_open);
	if (todo & LINK_DO_CLOSE)
		w->is_open = w->attempts = false;
	if (todo & LINK_DO_DROP)
		w->attempts = false;
	if (todo & LINK_DO_OPEN)
		w->attempts = true;
}

static bool has_connection(enum link_state s)
{
	return s == LINK_LIVE || s == LINK_PROBED || s == LINK_RESTING || s == LINK_HUSHED ||
	       s == LINK_ASKED || s == LINK_TAKEN || s == LINK_DOUBTED || s == LINK_QUIET;
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
	follow(w, in, todo);
	assert_int_not_equal(w->l.state, LINK_NONE);
	assert_int_equal(w->is_open, has_connection(w->l.state));
	if (before == LINK_REFUSED && in != LINK_WANT)
		assert_false(todo & LINK_DO_OPEN);
	if (in == LINK_TICK || in == LINK_SENT)
		assert_false(before == LINK_DOUBTED && todo & LINK_DO_CLOSE);
	if (must_progress(w->l.state))
		assert_true(link_due(&w->l) <= w->now_ms + LINK_HUSH_MS);
	else
		assert_true(link_due(&w->l) == INT64_MAX && !w->is_open && !w->attempts);
	assert_in_range(w->l.retry_ms, LINK_RETRY_MIN_MS, LINK_RETRY_MAX_MS);
}

/* With nothing but time, every state that must progress comes to an attempt or stays live. */
static void wait_out(struct walk *w)
{
	for (int i = 0; i < 8 && must_progress(w->l.state); i++) {
		unsigned todo;

		if (w->l.state == LINK_LIVE || w->l.state == LINK_RESTING)
			return;
		w->now_ms = link_due(&w->l) > w->now_ms ? link_due(&w->l) : w->now_ms;
		todo = link_feed(&w->l, LINK_TICK, w->now_ms, FULL_CHANCE);
		if (todo & LINK_DO_OPEN)
			return;
	}
	assert_false(must_progress(w->l.state));
}

static void random_walks_always_know_what_is_open_and_never_wait_for_ever(void **state)
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

/*
 * An hour on a line that carries nothing for up to 12 s, now and then.  What is sent in a hole
 * waits, as it does in a real one: nothing is lost, but for the flows that a rebind kills.
 */

enum {
	HOUR_MS = 3600000,
	ONE_WAY_MS = 300,
	JITTER_MS = 60,
	HOLE_MAX_MS = 12000,
	MANY = 64,
};

struct
try {
	int64_t at_ms; /* its next step; INT64_MAX: never */
	int step;      /* round trips that are behind it */
};

struct world {
	struct link l;
	int64_t now_ms;
	uint64_t random;
	int64_t hole_from_ms, hole_to_ms; /* this one or the next */
	int64_t answers[MANY];            /* when they come; INT64_MAX: never */
	struct try tries[MANY];
	size_t answers_count, tries_count;
	int64_t say_ms, rebind_ms;
	int64_t dead_ms; /* since when something was said in vain; -1: nothing */
	bool is_dead;    /* the connection: a rebind killed it */
	int attempts, opened, rebinds, probes, holes;
	int64_t worst_ms;
};

static int64_t chance(struct world *w, int64_t n)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return (int64_t)((w->random >> 33) % (uint64_t)n);
}

/* One way, from now on. */
static int64_t arrival(struct world *w, int64_t from_ms)
{
	bool waits = from_ms >= w->hole_from_ms && from_ms < w->hole_to_ms;

	return (waits ? w->hole_to_ms : from_ms) + ONE_WAY_MS + chance(w, JITTER_MS);
}

static int64_t round_trip(struct world *w, int64_t from_ms)
{
	return arrival(w, arrival(w, from_ms));
}

static void do_all(struct world *w, unsigned todo);

static void tell(struct world *w, enum link_input in)
{
	do_all(w, link_feed(&w->l, in, w->now_ms, (int)chance(w, 1024)));
}

static void send_one(struct world *w)
{
	assert_true(w->answers_count < MANY);
	w->answers[w->answers_count++] = w->is_dead ? INT64_MAX : round_trip(w, w->now_ms);
	if (w->is_dead && w->dead_ms < 0)
		w->dead_ms = w->now_ms;
}

static void do_all(struct world *w, unsigned todo)
{
	/* Nothing in this hour may look like a connection that is gone. */
	assert_false(todo & LINK_DO_CLOSE);
	if (todo & LINK_DO_DROP)
		w->tries_count = 0;
	if (todo & LINK_DO_KEEP_ALIVE) {
		w->probes++;
		send_one(w);
	}
	if (todo & LINK_DO_OPEN) {
		assert_true(w->tries_count < MANY);
		w->attempts++;
		w->tries[w->tries_count++] = (struct try) { round_trip(w, w->now_ms), 0 };
	}
}

static void on_answer(struct world *w, size_t at)
{
	w->answers[at] = w->answers[--w->answers_count];
	tell(w, LINK_HEARD);
	if (!w->answers_count)
		tell(w, LINK_ANSWERED);
}

/* TCP, TLS, and the upgrade; whoever is answered first goes on alone. */
static void on_step(struct world *w, size_t at)
{
	struct try t = w->tries[at];

	if (++t.step < 3) {
		t.at_ms = round_trip(w, w->now_ms);
		w->tries[0] = t;
		w->tries_count = 1;
		tell(w, w->answers_count ? LINK_REACHED : LINK_ANSWERED);
		return;
	}
	w->opened++;
	w->tries_count = w->answers_count = 0;
	if (w->dead_ms >= 0 && w->now_ms - w->dead_ms > w->worst_ms)
		w->worst_ms = w->now_ms - w->dead_ms;
	w->is_dead = false;
	w->dead_ms = -1;
	tell(w, LINK_OPENED);
	send_one(w);
	tell(w, LINK_SENT);
}

static void on_say(struct world *w)
{
	w->say_ms = w->now_ms + 2000 + chance(w, 40000);
	send_one(w);
	tell(w, LINK_SENT);
}

static void on_rebind(struct world *w)
{
	w->rebind_ms = w->now_ms + 180000 + chance(w, 240000);
	w->rebinds += !w->is_dead;
	w->is_dead = true;
	for (size_t i = 0; i < w->answers_count; i++)
		w->answers[i] = INT64_MAX;
	for (size_t i = 0; i < w->tries_count; i++)
		w->tries[i].at_ms = INT64_MAX;
	if (w->answers_count)
		w->dead_ms = w->now_ms;
}

static void next_hole(struct world *w)
{
	w->hole_from_ms = w->now_ms + 5000 + chance(w, 60000);
	w->hole_to_ms = w->hole_from_ms + 500 + chance(w, HOLE_MAX_MS - 500);
	w->holes++;
}

static size_t soonest_answer(const struct world *w)
{
	size_t at = 0;

	for (size_t i = 1; i < w->answers_count; i++)
		at = w->answers[i] < w->answers[at] ? i : at;
	return at;
}

static size_t soonest_try(const struct world *w)
{
	size_t at = 0;

	for (size_t i = 1; i < w->tries_count; i++)
		at = w->tries[i].at_ms < w->tries[at].at_ms ? i : at;
	return at;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void go_on(struct world *w)
{
	size_t answer = soonest_answer(w), try = soonest_try(w);
	int64_t answer_ms = w->answers_count ? w->answers[answer] : INT64_MAX;
	int64_t try_ms = w->tries_count ? w->tries[try].at_ms : INT64_MAX;
	int64_t theirs_ms = sooner(sooner(answer_ms, try_ms), w->hole_to_ms);
	int64_t ours_ms = sooner(sooner(w->say_ms, w->rebind_ms), link_due(&w->l));

	w->now_ms = sooner(theirs_ms, ours_ms);
	if (w->now_ms == w->hole_to_ms)
		next_hole(w);
	else if (w->now_ms == answer_ms)
		on_answer(w, answer);
	else if (w->now_ms == try_ms)
		on_step(w, try);
	else if (w->now_ms == w->say_ms)
		on_say(w);
	else if (w->now_ms == w->rebind_ms)
		on_rebind(w);
	else
		tell(w, link_awaits(&w->l) && !w->answers_count ? LINK_ANSWERED : LINK_TICK);
}

static void live_an_hour(struct world *w, unsigned seed, bool talks, bool rebinds)
{
	*w = (struct world) { .random = seed * UINT64_C(0x9e3779b97f4a7c15),
			      .say_ms = talks ? 1000 : INT64_MAX,
			      .rebind_ms = rebinds ? 100000 : INT64_MAX,
			      .dead_ms = -1 };
	link_init(&w->l);
	next_hole(w);
	link_feed(&w->l, LINK_WANT, 0, FULL_CHANCE);
	link_feed(&w->l, LINK_OPENED, 0, FULL_CHANCE);
	link_measure(&w->l, 2 * ONE_WAY_MS, JITTER_MS);
	while (w->now_ms < HOUR_MS)
		go_on(w);
}

static void an_hour_of_holes_costs_no_connection(void **state)
{
	int holes = 0, attempts = 0;
	struct world w;

	(void)state;
	for (unsigned seed = 1; seed <= 200; seed++) {
		live_an_hour(&w, seed, seed % 4 != 0, false);
		assert_int_equal(w.opened, 0);
		holes += w.holes;
		attempts += w.attempts;
	}
	print_message("200 hours: %d holes of up to 12 s, %d attempts that were called off, "
		      "no new connection\n",
		      holes, attempts);
}

/* Found by the first thing that is said, or where nobody says anything, by asking. */
static void every_rebind_of_an_hour_is_found(void **state)
{
	int64_t worst_ms = 0;
	int rebinds = 0;
	struct world w;

	(void)state;
	for (unsigned seed = 1; seed <= 200; seed++) {
		live_an_hour(&w, seed, seed % 4 != 0, true);
		assert_true(w.opened == w.rebinds || (w.is_dead && w.opened == w.rebinds - 1));
		rebinds += w.rebinds;
		worst_ms = w.worst_ms > worst_ms ? w.worst_ms : worst_ms;
	}
	/* Doubt, a hole, and three round trips. */
	assert_true(worst_ms <= LINK_DOUBT_MAX_MS + HOLE_MAX_MS + 6 * (ONE_WAY_MS + JITTER_MS));
	print_message("200 hours: %d rebinds, all found; the longest took %.1f s from the "
		      "first thing said\n",
		      rebinds, (double)worst_ms / 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_walks_always_know_what_is_open_and_never_wait_for_ever),
		cmocka_unit_test(an_hour_of_holes_costs_no_connection),
		cmocka_unit_test(every_rebind_of_an_hour_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
