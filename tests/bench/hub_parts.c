/* SPDX-License-Identifier: MIT */
#include "bench/hub_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "bench/hub_talk.h"

enum {
	IDLE_COUNT = 5000,
	HELD_COUNT = 10000,
	CONNECT_MS = 120000,
	QUIET_MS = 16000, /* more than presence waits for company */
	FAN_COUNT = 500,
	FAN_WINDOW = 8, /* lines of each that are not acknowledged yet */
	FAN_WARM_MS = 1000,
	FAN_MS = 5000,
	PACE_PER_S = 5000, /* deliveries */
	PACE_MS = 10000,
	PACE_MAX = 2 * PACE_PER_S * (PACE_MS / 1000),
};

/* Idle, and held */

bool part_idle(struct bench *b)
{
	struct talk t;
	long before_kb, after_kb;
	int reached = 0;

	if (!talk_begin(&t, b, HELD_COUNT))
		return false;
	before_kb = hall_pss_kb(&b->hall);
	if (!talk_connect(&t, IDLE_COUNT, CONNECT_MS))
		return false;
	many_settle(t.many, QUIET_MS, CONNECT_MS);
	after_kb = hall_pss_kb(&b->hall);
	fprintf(stderr, "hub: %d idle: process %ld -> %ld KB\n", IDLE_COUNT, before_kb,
		after_kb);
	bench_got(b, IDLE_KB, (double)(after_kb - before_kb) / IDLE_COUNT);
	if (!talk_connect(&t, HELD_COUNT, CONNECT_MS))
		return false;
	many_settle(t.many, QUIET_MS, CONNECT_MS);
	for (int i = 0; i < HELD_COUNT; i += HALL_GROUP)
		talk_say(&t, i, "Is everybody here?");
	many_settle(t.many, 2000, 30000);
	for (int i = 0; i < HELD_COUNT; i++)
		reached += many_one(t.many, i)->state == ONE_OPEN && t.seats[i].heard == 1;
	bench_got(b, HELD, reached);
	talk_end(&t, b);
	return true;
}

/* As much as it bears */

static double overload(struct talk *t, int64_t ms)
{
	int64_t from_us = bench_now_us(), before = t->delivered;

	while (bench_now_us() < from_us + ms * 1000)
		talk_turn(t, 10);
	return (double)(t->delivered - before) * 1e6 / (double)(bench_now_us() - from_us);
}

static void fan_overloaded(struct bench *b, struct talk *t)
{
	double per_s, cpu_s;
	int64_t before;

	t->window = FAN_WINDOW;
	for (int i = 0; i < FAN_COUNT; i++)
		talk_fill(t, i);
	overload(t, FAN_WARM_MS);
	fprintf(stderr, "hub: overloaded; the server is process %d\n", (int)b->hall.server.pid);
	cpu_s = hall_cpu_s(&b->hall);
	before = t->delivered;
	per_s = overload(t, FAN_MS);
	cpu_s = hall_cpu_s(&b->hall) - cpu_s;
	bench_got(b, DELIVERIES, per_s);
	bench_got(b, DELIVERIES_CPU, (double)(t->delivered - before) / cpu_s);
	t->window = 0;
	talk_settle(t, 500, 20000);
}

/* At an even pace */

static int compare(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* The time that it was due goes with each line: what comes late counts from there. */
static void fan_paced(struct bench *b, struct talk *t)
{
	const int64_t step_us = 1000000LL * (HALL_GROUP - 1) / PACE_PER_S;
	int64_t from_us = bench_now_us(), due_us = from_us;

	t->late_us = mem_get(PACE_MAX * sizeof(*t->late_us));
	t->late_max = PACE_MAX;
	for (int n = 0; due_us < from_us + PACE_MS * 1000; due_us += step_us, n++) {
		for (int64_t now_us; (now_us = bench_now_us()) < due_us;)
			talk_turn(t, (int)((due_us - now_us) / 1000));
		talk_say_at(t, n * 37 % FAN_COUNT, due_us);
	}
	talk_settle(t, 500, 20000);
	qsort(t->late_us, t->late_count, sizeof(*t->late_us), compare);
	if (t->late_count) {
		bench_got(b, P99, (double)t->late_us[t->late_count * 99 / 100] / 1000);
		bench_got(b, P50, (double)t->late_us[t->late_count / 2] / 1000);
	}
	free(t->late_us);
	t->late_us = NULL;
}

bool part_fan(struct bench *b)
{
	struct talk t;

	if (!talk_begin(&t, b, FAN_COUNT))
		return false;
	talk_pack(&t, FAN_COUNT / HALL_GROUP);
	if (!talk_connect(&t, FAN_COUNT, CONNECT_MS))
		return false;
	talk_settle(&t, 1000, 20000);
	fan_overloaded(b, &t);
	fan_paced(b, &t);
	talk_end(&t, b);
	return true;
}
