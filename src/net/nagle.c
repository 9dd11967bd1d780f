/* SPDX-License-Identifier: MIT */
#include "net/nagle.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <sys/socket.h>

#include "base/clock.h"

int64_t nagle_left_ms(bool arrived, int64_t rtt_ms, int64_t since_ms)
{
	int64_t most = rtt_ms < NAGLE_MAX_MS ? rtt_ms : NAGLE_MAX_MS;

	if (arrived || rtt_ms < NAGLE_FAST_MS || since_ms >= most)
		return 0;
	return most - since_ms;
}

/* Has the last frame arrived?  What cannot be told has; what is known to be fast is not asked. */
static int64_t left_ms(struct nagle_conn *c, int64_t now_ms)
{
	struct tcp_info i;
	socklen_t n = sizeof(i);
	int64_t since_ms = now_ms - c->wrote_ms;

	if (!c->wrote_ms || since_ms >= NAGLE_MAX_MS ||
	    (c->rtt_ms < NAGLE_FAST_MS && now_ms - c->looked_ms < NAGLE_MAX_MS))
		return 0;
	if (getsockopt(c->fd, IPPROTO_TCP, TCP_INFO, &i, &n) != 0)
		return 0;
	c->looked_ms = now_ms;
	c->rtt_ms = (i.tcpi_rtt + i.tcpi_rttvar) / 1000;
	return nagle_left_ms(i.tcpi_unacked == 0, c->rtt_ms, since_ms);
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
