/* SPDX-License-Identifier: MIT */
/* Random walks of the hub, beside a model of what each connection has to have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/walk.h"

static unsigned roll(struct walk *w, unsigned n)
{
	w->seed = w->seed * 1664525u + 1013904223u;
	return (w->seed >> 8) % n;
}

static struct seat *seat_of(struct walk *w, int serial)
{
	for (int i = 0; i < CONNS; i++)
		if (w->seats[i].hub && w->seats[i].serial == serial)
			return &w->seats[i];
	return NULL;
}

/* The steps of a walk */

static struct seat *any_seat(struct walk *w)
{
	struct seat *s = &w->seats[roll(w, CONNS)];

	return s->hub ? s : NULL;
}

static void do_join(struct walk *w)
{
	struct seat *s = &w->seats[roll(w, CONNS)];
	struct wire_cursor cursors[GROUPS];
	struct hub_newcomer who = { .user = s,
				    .name = str_of("Ana"),
				    .role = str_of("patient"),
				    .cursors = cursors,
				    .cursors_count = GROUPS,
				    .now_ms = w->now_ms,
				    .utc_ms = 1 };

	if (s->hub)
		return;
	*s = (struct seat) { .member = 1 + roll(w, PEOPLE),
			     .serial = ++w->serials,
			     .compressed = roll(w, 12) == 0 };
	s->device = s->member * DEVICES - roll(w, DEVICES);
	for (int g = 1; g <= GROUPS; g++) {
		const int64_t last = w->last[g];
		const int64_t lies[] = {
			0, last, last - 3, last - 70, last + 9, -4, INT64_MAX
		};
		int64_t c = lies[roll(w, 7)];

		cursors[g - 1] = (struct wire_cursor) { g, c };
		s->from[g] = s->live[g] = c < 0 ? 0 : c > last ? last : c;
	}
	who.member = s->member;
	who.device = s->device;
	who.compressed = s->compressed;
	s->hub = hub_join(w->hub, &who);
}

static void do_leave(struct walk *w)
{
	struct seat *s = any_seat(w);

	if (!s)
		return;
	hub_leave(w->hub, s->hub, w->now_ms);
	wire_chain_forget(&s->chain);
	s->hub = NULL;
}

static struct str words(struct walk *w)
{
	const unsigned kind = roll(w, 120);
	size_t n = kind < 117 ? 1 + roll(w, 60) : WIRE_TEXT_MAX - roll(w, 3);
	char *p = mem_get(n + 1);

	memset(p, kind == 119 ? '\001' : kind == 118 ? '"' : 'a' + (int)roll(w, 26), n);
	return (struct str) { p, n };
}

static void send_line(struct walk *w, struct seat *s, int64_t group)
{
	if (w->sents == 64 || w->ticket[s->device] == TICKETS - 1)
		return;
	w->sent[w->sents++] =
		(struct sent) { group,     s->member, s->device, ++w->ticket[s->device],
				s->serial, words(w) };
}

static void do_say(struct walk *w)
{
	const int64_t g = 1 + roll(w, GROUPS);
	struct seat *s = any_seat(w);

	if (s && w->in[g][s->member])
		send_line(w, s, g);
}

/* The store answers what was sent first. */
static void do_store(struct walk *w)
{
	struct sent t = w->sent[0];
	struct seat *s = seat_of(w, t.serial);
	struct hub_said m = { .group = t.group,
			      .seq = w->last[t.group] + 1,
			      .member = t.member,
			      .device = t.device,
			      .ticket = t.ticket,
			      .utc_ms = 1000000 + w->now_ms,
			      .text = t.text };

	if (!w->sents || w->last[t.group] == SEQS)
		return;
	memmove(w->sent, w->sent + 1, sizeof(w->sent) - sizeof(w->sent[0]));
	w->sents--;
	w->last[t.group] = m.seq;
	w->said[t.group][m.seq] =
		(struct stored) { t.member, t.device,          t.ticket,
				  m.utc_ms, s ? t.serial : -1, (char *)(uintptr_t)t.text.p,
				  t.text.n };
	hub_say(w->hub, s ? s->hub : NULL, &m, false);
}

static void do_burst(struct walk *w)
{
	const int64_t g = 1 + roll(w, GROUPS);
	struct seat *s = any_seat(w);

	for (unsigned n = roll(w, 4) ? 0 : roll(w, 170); s && w->in[g][s->member] && n; n--) {
		send_line(w, s, g);
		do_store(w);
	}
}

/* It cannot know that a line arrived, and sends it once more. */
static void do_again(struct walk *w)
{
	const int64_t g = 1 + roll(w, GROUPS);
	struct seat *s = any_seat(w);
	const struct stored *is;
	struct hub_said m;

	if (!s || !w->last[g] || !w->in[g][s->member])
		return;
	m = (struct hub_said) { .group = g, .seq = 1 + roll(w, (unsigned)w->last[g]) };
	is = &w->said[g][m.seq];
	if (is->device != s->device)
		return;
	m.member = is->member;
	m.device = is->device;
	m.ticket = is->ticket;
	m.utc_ms = is->utc_ms;
	hub_say(w->hub, s->hub, &m, true);
	s->repeats[m.ticket]++;
}

static void do_seen(struct walk *w)
{
	const int64_t g = 1 + roll(w, GROUPS), seq = (int64_t)roll(w, SEQS) - 2;
	struct seat *s = any_seat(w);
	bool news =
		s && w->in[g][s->member] && seq > w->seen[g][s->member] && seq <= w->last[g];

	if (!s)
		return;
	assert_int_equal(hub_seen(s->hub, g, seq, w->now_ms), news);
	if (news)
		w->seen[g][s->member] = seq;
}

static void ask_more(struct walk *w, struct seat *s, int64_t g, int64_t seq, int64_t n)
{
	if (!hub_more(w->hub, s->hub, g, seq, n))
		return;
	for (int64_t q = seq; q < seq + (n > WIRE_PAGE ? WIRE_PAGE : n) && q <= SEQS; q++)
		s->asked[g][q]++;
}

static void do_more(struct walk *w)
{
	const int64_t g = 1 + roll(w, GROUPS);
	struct seat *s = any_seat(w);

	/* Only what is old by now: else a page and the live ones cannot be told apart. */
	if (s && w->in[g][s->member] && s->live[g] > 1)
		ask_more(w, s, g, 1 + roll(w, (unsigned)s->live[g] - 1), 1);
}

static void do_error(struct walk *w)
{
	struct seat *s = any_seat(w);

	if (!s)
		return;
	s->errors++;
	hub_error(w->hub, s->hub, WIRE_E_RATE, roll(w, 2), roll(w, 2));
}

static void do_come_in(struct walk *w)
{
	const int64_t g = 1 + roll(w, GROUPS), u = 1 + roll(w, PEOPLE);

	hub_put_person(w->hub, g,
		       &(struct hub_somebody) { .id = u,
						.seen_seq = w->seen[g][u],
						.name = str_of("Ana"),
						.role = str_of("patient") });
	/* Whoever is in it already keeps the place: others begin with nothing. */
	for (int i = 0; i < CONNS && !w->in[g][u]; i++)
		if (w->seats[i].member == u)
			w->seats[i].from[g] = w->seats[i].live[g] = 0;
	w->in[g][u] = true;
}

static void do_time(struct walk *w)
{
	w->now_ms += roll(w, 3) ? 15000 : 400000;
	hub_tick(w->hub, w->now_ms);
}

static void do_turn(struct walk *w)
{
	struct seat *s = any_seat(w);

	if (s && s->wants && roll(w, 2))
		walk_answer(w, s);
	else if (s)
		walk_turn(w, s);
}

static void (*const steps[])(struct walk *w) = {
	do_join,  do_join,  do_join,  do_leave, do_say,  do_say,   do_say,  do_store,
	do_store, do_store, do_burst, do_again, do_seen, do_seen,  do_more, do_come_in,
	do_time,  do_turn,  do_turn,  do_turn,  do_turn, do_error,
};

/* As the manual says: from the newest to the oldest, a page at a time. */
static bool fill_gap(struct walk *w, struct seat *s, int64_t g)
{
	for (int64_t q = w->last[g]; q > s->from[g]; q--) {
		int64_t first = q;

		if (s->have[g][q])
			continue;
		while (first - 1 > s->from[g] && !s->have[g][first - 1] && q - first < 9)
			first--;
		ask_more(w, s, g, first, q - first + 1);
		return true;
	}
	return false;
}

static void check_whole(struct walk *w, struct seat *s)
{
	bool gaps = true;

	for (int round = 0; gaps; round++) {
		assert_in_range(round, 0, SEQS);
		gaps = false;
		for (int g = 1; g <= GROUPS; g++)
			if (w->in[g][s->member] && fill_gap(w, s, g))
				gaps = true;
		walk_settle(w);
	}
	for (int t = 0; t < TICKETS; t++)
		assert_int_equal(s->repeats[t], 0);
	assert_int_equal(s->errors, 0);
}

static void check_presence(struct walk *w, const struct seat *s)
{
	for (int g = 1; g <= GROUPS; g++)
		for (int u = 1; u <= PEOPLE && w->in[g][s->member]; u++) {
			int64_t is = HUB_LEFT;

			for (int i = 0; i < CONNS; i++)
				if (w->seats[i].hub && w->seats[i].member == u)
					is = HUB_HERE;
			if (w->in[g][u])
				assert_int_equal(s->presence[g][u], is);
		}
}

static void start(struct walk *w)
{
	w->hub = hub_create();
	w->now_ms = 1;
	buf_init(&w->frame, WIRE_FRAME_MAX);
	buf_init(&w->json, WIRE_FRAME_INFLATED_MAX);
	for (int g = 1; g <= GROUPS; g++) {
		/* Some of it was said before the server started. */
		for (unsigned n = roll(w, 3) ? 0 : roll(w, 90); n; n--) {
			struct str text = words(w);
			int64_t u = 1 + roll(w, PEOPLE);

			w->said[g][++w->last[g]] =
				(struct stored) { u,     u * DEVICES, ++w->ticket[u * DEVICES],
						  n,     -1,          (char *)(uintptr_t)text.p,
						  text.n };
		}
		hub_put_group(w->hub, g, str_of("Tuesday"), w->last[g]);
	}
	for (int i = 0; i < 8; i++)
		do_come_in(w);
}

static void stop(struct walk *w)
{
	hub_destroy(w->hub);
	for (int i = 0; i < CONNS; i++)
		wire_chain_forget(&w->seats[i].chain);
	for (int g = 1; g <= GROUPS; g++)
		for (int64_t q = 1; q <= w->last[g]; q++)
			free(w->said[g][q].text);
	for (int i = 0; i < w->sents; i++)
		free((char *)(uintptr_t)w->sent[i].text.p);
	buf_finish(&w->frame);
	buf_finish(&w->json);
	arena_finish(&w->mem);
}

static void walk(unsigned seed, int length)
{
	struct walk *w = mem_get(sizeof(*w));

	w->seed = seed;
	start(w);
	for (int i = 0; i < length; i++) {
		steps[roll(w, sizeof(steps) / sizeof(steps[0]))](w);
		walk_pump(w);
	}
	while (w->sents && w->last[w->sent[0].group] < SEQS)
		do_store(w);
	walk_settle(w);
	for (int i = 0; i < CONNS; i++)
		if (w->seats[i].hub)
			check_whole(w, &w->seats[i]);
	for (int i = 0; i < 3; i++) {
		w->now_ms += 400000;
		hub_tick(w->hub, w->now_ms);
		walk_settle(w);
	}
	for (int i = 0; i < CONNS; i++)
		if (w->seats[i].hub)
			check_presence(w, &w->seats[i]);
	stop(w);
	free(w);
}

/* What failed has to be told: PORCHLIGHT_SEED=N walks it again. */
struct run {
	unsigned seed;
	bool walking;
};

static int tell_seed(void **state)
{
	const struct run *r = *state;

	if (r->walking)
		print_message("the walk that failed has the seed %u\n", r->seed);
	return 0;
}

static void everybody_has_each_message_once_on_any_walk(void **state)
{
	const char *one = getenv("PORCHLIGHT_SEED");
	struct run *r = *state;
	const unsigned first = one ? (unsigned)strtoul(one, NULL, 10) : 1;

	r->walking = true;
	for (r->seed = first; r->seed < first + (one ? 1 : 10000); r->seed++)
		walk(r->seed, 32);
	r->walking = false;
}

int main(void)
{
	struct run run = { 0 };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate_setup_teardown(
			everybody_has_each_message_once_on_any_walk, NULL, tell_seed, &run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
