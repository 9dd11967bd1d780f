/* SPDX-License-Identifier: MIT */
#include "net/nagle.h"

#include <stddef.h>

#include "base/clock.h"
#include "net/path.h"

int64_t nagle_left_ms(int64_t rtt_ms, int64_t since_ms)
{
	int64_t wait_ms = 2 * rtt_ms < NAGLE_MAX_MS ? 2 * rtt_ms : NAGLE_MAX_MS;

	return rtt_ms < NAGLE_FAST_MS || since_ms >= wait_ms ? 0 : wait_ms - since_ms;
}

/* The kernel is asked when a frame follows another, and not for each. */
static void measure(struct nagle_conn *c, int64_t now_ms)
{
	if (c->looked_ms && now_ms - c->looked_ms < NAGLE_MAX_MS)
		return;
	c->looked_ms = now_ms;
	c->rtt_ms = path_rtt_ms(c->fd);
}

static int64_t left_ms(struct nagle_conn *c, int64_t now_ms)
{
	int64_t since_ms = now_ms - c->wrote_ms;

	if (!c->wrote_ms || since_ms >= NAGLE_MAX_MS)
		return 0;
	measure(c, now_ms);
	return nagle_left_ms(c->rtt_ms, since_ms);
}

static void on_time(void *user)
{
	struct nagle *g = user;
	struct nagle_conn **at = &g->waiting;
	int64_t now_ms = clock_ms(), next_ms = INT64_MAX;

	while (*at) {
		struct nagle_conn *c = *at;

		if (c->due_ms > now_ms) {
			next_ms = c->due_ms < next_ms ? c->due_ms : next_ms;
			at = &c->next;
			continue;
		}
		*at = c->next;
		c->waits = false;
		c->release(c);
	}
	if (g->waiting)
		loop_timer_set(g->timer, next_ms - now_ms);
}

void nagle_init(struct nagle *g, struct loop *l)
{
	*g = (struct nagle) { .timer = loop_timer_create(l, on_time, g) };
}

void nagle_finish(struct nagle *g)
{
	loop_timer_destroy(g->timer);
	g->timer = NULL;
}

bool nagle_holds(struct nagle *g, struct nagle_conn *c)
{
	int64_t now_ms, left;

	if (c->waits)
		return true;
	now_ms = clock_ms();
	left = left_ms(c, now_ms);
	if (left <= 0)
		return false;
	c->due_ms = now_ms + left;
	c->waits = true;
	c->next = g->waiting;
	g->waiting = c;
	on_time(g);
	return true;
}

void nagle_wrote(struct nagle_conn *c)
{
	c->wrote_ms = clock_ms();
}

void nagle_leave(struct nagle *g, struct nagle_conn *c)
{
	struct nagle_conn **at = &g->waiting;

	while (c->waits && *at && *at != c)
		at = &(*at)->next;
	if (c->waits && *at)
		*at = c->next;
	c->waits = false;
	if (!g->waiting)
		loop_timer_stop(g->timer);
}
