/* SPDX-License-Identifier: MIT */
/*
 * The line is cut, anywhere: each typed line arrives exactly once, in order, on both sides.
 *
 * The ordinary run cuts after every CUT_STRIDE-th byte from CUT_FROM on; CUT_STRIDE=1 is all
 * of them.  CUT_RANDOM is how many cuts there are by chance, from CUT_SEED, in CUT_LANES
 * pairs of people at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/abreast.h"
#include "support/lane.h"

enum {
	LINES = 20,       /* each way, in one exchange */
	LEAVE_EVERY = 16, /* exchanges: the patient's program ends, and starts anew */
	PATIENCE_MS = 60000,
};

static const char *const way_words[] = { "up", "down" };
static const char *const end_words[] = { "hung up", "reset", "silently dead" };

static int setting(const char *name, int otherwise)
{
	const char *value = getenv(name);

	return value && *value ? (int)strtol(value, NULL, 10) : otherwise;
}

/* Where the ordinary run begins: another place each time, and always told. */
static int first_byte(int stride)
{
	int from = setting("CUT_FROM", 1 + (int)(clock_utc_ms() / 1000 % stride));

	print_message("CUT_FROM=%d CUT_STRIDE=%d\n", from, stride);
	return from;
}

/* A session, cut after each byte */

static void until_done(struct lane *l, const char *what)
{
	int64_t until_ms = clock_ms() + PATIENCE_MS;

	while (!lane_is_done(l) && clock_ms() < until_ms)
		lane_turn(l, 1, 100);
	if (lane_is_done(l) && lane_wrong(l) == 0)
		return;
	lane_tell(l);
	fail_msg("%s: %d lines missing, %d wrong", what, lane_missing(l), lane_wrong(l));
}

/* From joining to leaving.  `n` 0: without a cut. */
static void exchange(struct lane *l, int n, enum slowline_way way, enum slowline_end how)
{
	char what[64];

	snprintf(what, sizeof(what), "%s after byte %d %s", end_words[how], n, way_words[way]);
	if (l->ends[LANE_PATIENT].said % (LEAVE_EVERY * LINES) == 0)
		lane_leave(l);
	slowline_cut(l->line, SLOWLINE_HANG_UP);
	if (n)
		slowline_cut_after(l->line, way, (uint64_t)n, how);
	if (!l->ends[LANE_PATIENT].client)
		lane_return(l);
	for (int i = 0; i < LANE_PEOPLE; i++)
		l->ends[i].wanted += LINES;
	until_done(l, what);
}

/* How many bytes go up and down when nothing is cut. */
static void measure(struct lane *l, uint64_t sizes[SLOWLINE_WAYS])
{
	uint64_t before[SLOWLINE_WAYS];

	slowline_bytes(l->line, before);
	exchange(l, 0, SLOWLINE_UP, SLOWLINE_HANG_UP);
	slowline_bytes(l->line, sizes);
	for (int w = 0; w < SLOWLINE_WAYS; w++)
		sizes[w] -= before[w];
}

/* How many of them there were. */
static int cut_everywhere(struct lane *l, enum slowline_way way, int from, int stride)
{
	int cuts = 0, misses = 0;

	/* Sizes differ from time to time: the end is where there is nothing left to cut. */
	for (int n = from; misses < 3; n += stride) {
		exchange(l, n, way, n % 2 ? SLOWLINE_HANG_UP : SLOWLINE_RESET);
		if (slowline_has_cut(l->line))
			cuts++;
		misses = slowline_has_cut(l->line) ? 0 : misses + 1;
		slowline_cut_never(l->line);
	}
	return cuts;
}

static void a_session_cut_anywhere_keeps_each_line_once_and_in_order(void **state)
{
	struct town *t = *state;
	char *invites[] = { town_invite(t, "patient"), town_invite(t, "facilitator") };
	int stride = setting("CUT_STRIDE", 211), from = first_byte(stride);
	struct lane *l = mem_get(sizeof(*l));
	uint64_t sizes[SLOWLINE_WAYS];
	int cuts[SLOWLINE_WAYS];
	int64_t from_ms;

	lane_open(l, t, 1, invites);
	measure(l, sizes);
	from_ms = clock_ms();
	for (int w = 0; w < SLOWLINE_WAYS; w++)
		cuts[w] = cut_everywhere(l, (enum slowline_way)w, from, stride);
	print_message("an exchange of %llu bytes up, %llu down; cut %d times up, %d down; "
		      "%d lines, 0 lost, 0 doubled; %lld ms\n",
		      (unsigned long long)sizes[0], (unsigned long long)sizes[1], cuts[0],
		      cuts[1], l->ends[0].said + l->ends[1].said,
		      (long long)(clock_ms() - from_ms));
	assert_true(cuts[0] > 0 && cuts[1] > 0);
	lane_close(l);
	free(l);
	free(invites[0]);
	free(invites[1]);
}

/* Joining and signing in, cut after each byte: the second try works */

struct doors {
	struct lane l;
	int cuts, seconds; /* how often it took a second try */
	bool missed;       /* there was nothing left to cut */
};

static enum pl_failure until_answered(struct lane *l, enum pl_failure at_once)
{
	const struct pl_client *c = l->ends[LANE_PATIENT].client;
	int64_t until_ms = clock_ms() + PATIENCE_MS;

	assert_int_equal(at_once, PL_OK);
	while (pl_client_busy(c)) {
		assert_true(clock_ms() < until_ms);
		lane_turn(l, 1, 100);
	}
	return pl_client_result(c);
}

static void until_live(struct lane *l)
{
	int64_t until_ms = clock_ms() + PATIENCE_MS;

	while (!lane_is_live(l)) {
		assert_true(clock_ms() < until_ms);
		lane_turn(l, 1, 100);
	}
}

static enum pl_failure ask(struct lane *l, const char *invite)
{
	struct lane_end *e = &l->ends[LANE_PATIENT];

	return until_answered(
		l, invite ? pl_client_join(e->client, invite, e->name, TOWN_PASSPHRASE)
			  : pl_client_sign_in(e->client, TOWN_PASSPHRASE));
}

/* Joins, or without an invite signs in: what a person does when it fails is to do it again. */
static void ask_through_a_cut(struct doors *d, const char *invite)
{
	enum pl_failure failure = ask(&d->l, invite);

	d->cuts += slowline_has_cut(d->l.line);
	d->missed = d->missed || !slowline_has_cut(d->l.line);
	slowline_cut_never(d->l.line);
	if (failure != PL_OK) {
		assert_true(failure == PL_FAIL_NETWORK || failure == PL_FAIL_SERVER_DOWN);
		d->seconds++;
		assert_int_equal(ask(&d->l, invite), PL_OK);
	}
	until_live(&d->l);
}

static void come_in(struct doors *d, const struct town *t, const char *invite, int n)
{
	struct lane *l = &d->l;
	enum slowline_end how = n % 2 ? SLOWLINE_HANG_UP : SLOWLINE_RESET;
	enum slowline_way way = n < 0 ? SLOWLINE_DOWN : SLOWLINE_UP;
	char *behind;

	lane_init(l, t, n < 0 ? -n : n);
	*l->ends[LANE_PATIENT].dir = '\0';
	lane_return(l);
	behind = lane_invite(invite, slowline_port(l->line));
	slowline_cut_after(l->line, way, (uint64_t)abs(n), how);
	ask_through_a_cut(d, behind);
	slowline_cut_after(l->line, way, (uint64_t)abs(n), how);
	ask_through_a_cut(d, NULL);
	lane_close(l);
	free(behind);
}

/* A server lets so many try in a minute: each batch has its own.  `n` below 0: downwards. */
static int come_in_by_batches(struct doors *d, int n, int stride)
{
	enum { BATCH = 12 }; /* each asks up to ten times */

	d->missed = false;
	while (!d->missed) {
		char *invites[BATCH];
		void *town;

		assert_int_equal(town_open(&town), 0);
		lane_invites(town, NULL, invites, BATCH);
		for (int i = 0; i < BATCH; i++) {
			if (!d->missed) {
				come_in(d, town, invites[i], n);
				n += n < 0 ? -stride : stride;
			}
			free(invites[i]);
		}
		assert_int_equal(town_close(&town), 0);
	}
	return abs(n) - stride;
}

static void whoever_joins_or_signs_in_again_after_a_cut_is_in(void **state)
{
	int stride = setting("CUT_STRIDE", 601), from = first_byte(stride), up, down;
	struct doors *d = mem_get(sizeof(*d));
	int64_t from_ms = clock_ms();

	(void)state;
	up = come_in_by_batches(d, from, stride);
	down = come_in_by_batches(d, -from, stride);
	print_message("joined and signed in, cut %d times, up to byte %d up and %d down; "
		      "%d took a second try; %lld ms\n",
		      d->cuts, up, down, d->seconds, (long long)(clock_ms() - from_ms));
	assert_true(d->cuts > 0);
	free(d);
}

/* Cuts by chance, on a line that is bad anyway */

enum {
	LANES = 12,
	LANES_MOST = 56,
	CUTS_EACH = 2,
	STORM_LEAST_MS = 2000,
	STORM_MORE_MS = 10000
};

static const struct slowline_quality bad_gprs = {
	.rtt_ms = 900,
	.jitter_ms = 150,
	.kbit = { [SLOWLINE_UP] = 8, [SLOWLINE_DOWN] = 20 },
	.loss_per_mille = 50
};

struct weather {
	uint64_t random;
	int cuts;       /* still to come */
	bool last_said; /* what is said after the last of them */
	int64_t at_ms;
};

struct storm {
	struct lane lanes[LANES_MOST];
	struct weather weather[LANES_MOST];
	size_t count;
	int by_kind[SLOWLINE_ENDS];
};

static int roll(struct weather *w, int n)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return (int)((w->random >> 33) % (uint64_t)n);
}

static void open_storm(struct storm *s, struct town *t, int cuts, uint64_t seed)
{
	int64_t now_ms = clock_ms();

	for (size_t i = 0; i < s->count; i++) {
		char group[24], *invites[LANE_PEOPLE];
		const char *words[] = { "group", "add", group, NULL };
		struct weather *w = &s->weather[i];

		snprintf(group, sizeof(group), "Lane %zu", i + 1);
		assert_int_equal(town_admin(t, NULL, words), 0);
		lane_invites(t, group, invites, LANE_PEOPLE);
		lane_open(&s->lanes[i], t, (int)i + 1, invites);
		slowline_set(s->lanes[i].line, &bad_gprs);
		s->lanes[i].under_way = 3;
		s->lanes[i].ahead = 20; /* more than a page missed comes newest first */
		for (int k = 0; k < LANE_PEOPLE; k++) {
			s->lanes[i].ends[k].wanted = INT32_MAX;
			free(invites[k]);
		}
		w->random = (seed + i) * UINT64_C(0x9e3779b97f4a7c15) | 1;
		w->cuts = (cuts + (int)i) / (int)s->count;
		w->at_ms = now_ms + roll(w, STORM_MORE_MS);
	}
}

/* At once, or in the midst of what goes over the line next. */
static void strike(struct storm *s, size_t i)
{
	struct weather *w = &s->weather[i];
	struct lane *l = &s->lanes[i];
	enum slowline_end how = (enum slowline_end)roll(w, SLOWLINE_ENDS);
	enum slowline_way way = (enum slowline_way)roll(w, SLOWLINE_WAYS);
	int bytes = 1 + roll(w, 600);

	if (roll(w, 2))
		slowline_cut(l->line, how);
	else
		slowline_cut_after(l->line, way, (uint64_t)bytes, how);
	s->by_kind[how]++;
	w->at_ms += STORM_LEAST_MS + roll(w, STORM_MORE_MS);
	if (--w->cuts > 0)
		return;
	for (int k = 0; k < LANE_PEOPLE; k++)
		l->ends[k].wanted = l->ends[k].said;
}

/*
 * After the last cut there is one thing more to say: by that a path is found that died
 * without a word.  (One who only listens finds it by a probe, a minute or more later; and
 * here not even so, as the kernel behind this line acknowledges for the dead.)
 */
static void say_the_last(struct weather *w, struct lane *l, int64_t now_ms)
{
	if (w->cuts || w->last_said || (!slowline_has_cut(l->line) && now_ms < w->at_ms))
		return;
	w->last_said = true;
	l->ends[LANE_PATIENT].wanted++;
}

/* Whether anybody has still something to say, or to hear. */
static bool storm_goes_on(struct storm *s)
{
	int64_t now_ms = clock_ms();
	bool goes_on = false;

	for (size_t i = 0; i < s->count; i++) {
		struct weather *w = &s->weather[i];

		/* One that waits for more bytes than come is called off. */
		if (now_ms >= w->at_ms)
			slowline_cut_never(s->lanes[i].line);
		if (w->cuts && now_ms >= w->at_ms)
			strike(s, i);
		say_the_last(w, &s->lanes[i], now_ms);
		goes_on = goes_on || !w->last_said || !lane_is_done(&s->lanes[i]);
	}
	return goes_on;
}

static void close_storm(struct storm *s, int cuts, int64_t took_ms)
{
	int lines = 0, lost = 0, wrong = 0;

	for (size_t i = 0; i < s->count; i++) {
		lines += s->lanes[i].ends[0].said + s->lanes[i].ends[1].said;
		lost += lane_missing(&s->lanes[i]);
		wrong += lane_wrong(&s->lanes[i]);
		if (!lane_is_done(&s->lanes[i]))
			lane_tell(&s->lanes[i]);
		lane_close(&s->lanes[i]);
	}
	print_message("%d cuts on bad-gprs (%d hung up, %d reset, %d rebinds); %d lines, "
		      "%d lost, %d doubled or out of order; %lld ms\n",
		      cuts, s->by_kind[SLOWLINE_HANG_UP], s->by_kind[SLOWLINE_RESET],
		      s->by_kind[SLOWLINE_SILENT], lines, lost, wrong, (long long)took_ms);
	assert_int_equal(lost, 0);
	assert_int_equal(wrong, 0);
	assert_true(lines > 0);
}

static void cuts_by_chance_keep_each_line_once_and_in_order(void **state)
{
	struct storm *s = mem_get(sizeof(*s));
	int count = setting("CUT_LANES", LANES), seed = setting("CUT_SEED", 0), cuts;
	int64_t from_ms, until_ms;

	s->count = (size_t)(count < 1 ? 1 : count > LANES_MOST ? LANES_MOST : count);
	cuts = setting("CUT_RANDOM", CUTS_EACH * (int)s->count);
	cuts = cuts < (int)s->count ? (int)s->count : cuts;
	seed = seed ? seed : 1 + (int)(clock_utc_ms() / 1000 % 1000000);
	print_message("CUT_SEED=%d CUT_RANDOM=%d CUT_LANES=%zu\n", seed, cuts, s->count);
	open_storm(s, *state, cuts, (uint64_t)seed);
	from_ms = clock_ms();
	until_ms = from_ms + (int64_t)(STORM_LEAST_MS + STORM_MORE_MS) * cuts / (int)s->count +
		   2 * PATIENCE_MS;
	while (storm_goes_on(s) && clock_ms() < until_ms)
		lane_turn(s->lanes, s->count, 50);
	close_storm(s, cuts, clock_ms() - from_ms);
	free(s);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_session_cut_anywhere_keeps_each_line_once_and_in_order, town_open,
			town_close),
		cmocka_unit_test(whoever_joins_or_signs_in_again_after_a_cut_is_in),
		cmocka_unit_test_setup_teardown(cuts_by_chance_keep_each_line_once_and_in_order,
						town_open, town_close),
	};

	if (argc < 2)
		return abreast(argv[0], tests, sizeof(tests) / sizeof(*tests));
	cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
