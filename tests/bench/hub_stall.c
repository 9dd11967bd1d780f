/* SPDX-License-Identifier: MIT */
/*
 * A member of each group stops reading while the others go on.  What is said meanwhile is what
 * a lively group says in ten minutes, five lines a second; it is said as quickly as the server
 * takes it.  The stall itself lasts --stall seconds of real time, for the sake of timeouts.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "bench/hub_talk.h"

enum {
	STALL_GROUPS = 50,
	STALL_COUNT = STALL_GROUPS * HALL_GROUP,
	TEN_MINUTES = 3000, /* lines */
	PAGE = 50,
	CUT_MS = 3000,
	WINDOW = 4,
	PATIENCE_MS = 120000,
};

static bool is_stalled(int i)
{
	return i % HALL_GROUP == HALL_GROUP - 1;
}

/* Everybody else says lines until the group has this many more. */
static bool say_many(struct talk *t, int64_t lines)
{
	int64_t until_ms = clock_ms() + PATIENCE_MS, want[STALL_GROUPS];
	bool all;

	for (int g = 0; g < STALL_GROUPS; g++)
		want[g] = t->seats[g * HALL_GROUP].last + lines;
	t->window = WINDOW;
	do {
		all = true;
		for (int i = 0; i < STALL_COUNT; i++) {
			const struct seat *first = &t->seats[i / HALL_GROUP * HALL_GROUP];

			if (first->last >= want[i / HALL_GROUP])
				continue;
			all = false;
			if (!is_stalled(i))
				talk_fill(t, i);
		}
		talk_turn(t, 10);
	} while (!all && clock_ms() < until_ms);
	t->window = 0;
	talk_settle(t, 500, 20000);
	return all;
}

static void deafen(struct talk *t, bool deaf)
{
	for (int i = 0; i < STALL_COUNT; i++)
		if (is_stalled(i) && many_one(t->many, i)->state == ONE_OPEN)
			many_deafen(many_one(t->many, i), deaf);
}

/* The first that is missing from `from` on; 0: none. */
static int64_t first_missing(const struct seat *s, int64_t from, int64_t last)
{
	while (from <= last && s->have[from])
		from++;
	return from <= last ? from : 0;
}

/* One page is on its way: true when all of it has come, or none is. */
static bool is_answered(const struct seat *s)
{
	return s->asked == 0 || !first_missing(s, s->asked, s->asked_last);
}

/* Asks for the first page that is missing; false: nothing is. */
static bool ask(struct talk *t, int i, int64_t last)
{
	struct seat *s = &t->seats[i];
	int64_t from = first_missing(s, 1, last), now_ms = clock_ms();

	if (!from || many_one(t->many, i)->state != ONE_OPEN)
		return from != 0;
	/* A page of long lines is cut: the rest of it is asked for again. */
	if (!is_answered(s) && now_ms < s->asked_ms + CUT_MS)
		return true;
	s->asked = from;
	for (s->asked_last = from; s->asked_last < from + PAGE - 1; s->asked_last++)
		if (s->asked_last == last || s->have[s->asked_last + 1])
			break;
	s->asked_ms = now_ms;
	many_ask(many_one(t->many, i), from, s->asked_last - from + 1);
	return true;
}

/* They read again, and ask for what they see that they have not got. */
static int64_t catch_up(struct talk *t)
{
	int64_t until_ms = clock_ms() + PATIENCE_MS, missing = 0;
	bool more = true;

	talk_settle(t, 500, 10000);
	while (more && clock_ms() < until_ms) {
		more = false;
		for (int i = 0; i < STALL_COUNT; i++)
			if (is_stalled(i))
				more |= ask(t, i, t->seats[i / HALL_GROUP * HALL_GROUP].last);
		talk_turn(t, 50);
	}
	for (int i = 0; i < STALL_COUNT; i++)
		for (int64_t q = 1;
		     t->seats[i].have && q <= t->seats[i / HALL_GROUP * HALL_GROUP].last; q++)
			missing += !t->seats[i].have[q];
	return missing;
}

/* The group goes on at a person's pace. */
static void wait_out(struct talk *t, int64_t until_ms)
{
	while (clock_ms() < until_ms) {
		for (int g = 0; g < STALL_GROUPS; g++)
			talk_say(t, g * HALL_GROUP, "Still with you.");
		talk_settle(t, 1000, 1000);
	}
}

static void begin_lists(struct talk *t)
{
	t->have_max = 4 * TEN_MINUTES + 4000;
	for (int i = 0; i < STALL_COUNT; i++) {
		many_one(t->many, i)->small = is_stalled(i) ? 4096 : 0;
		if (is_stalled(i))
			t->seats[i].have = mem_get((size_t)t->have_max + 1);
	}
}

/* What was before the stall is another test's. */
static void end_lists_before(struct talk *t)
{
	for (int i = 0; i < STALL_COUNT; i++)
		for (int64_t q = 1; t->seats[i].have && q <= t->seats[i].last; q++)
			t->seats[i].have[q] = 1;
}

bool part_stall(struct bench *b)
{
	long before_kb, after_kb, sum, most;
	int64_t from_ms, missing;
	struct talk t;

	if (!talk_begin(&t, b, STALL_COUNT))
		return false;
	begin_lists(&t);
	talk_pack(&t, STALL_GROUPS);
	if (!talk_connect(&t, STALL_COUNT, PATIENCE_MS) || !say_many(&t, TEN_MINUTES))
		return false;
	end_lists_before(&t);
	before_kb = hall_pss_kb(&b->hall);
	from_ms = clock_ms();
	deafen(&t, true);
	if (!say_many(&t, TEN_MINUTES))
		return false;
	wait_out(&t, from_ms + b->stall_s * 1000LL);
	after_kb = hall_pss_kb(&b->hall);
	most = hall_queued(&b->hall, &sum);
	fprintf(stderr, "hub: stalled: process %ld -> %ld KB, kernel %ld bytes at most\n",
		before_kb, after_kb, most);
	bench_got(b, STALLED_KB,
		  (double)(after_kb - before_kb) / STALL_GROUPS + (double)most / 1024);
	deafen(&t, false);
	missing = catch_up(&t);
	bench_got(b, STALLED_LOST, (double)(missing + many_lost(t.many)));
	talk_end(&t, b);
	return most >= 0;
}
