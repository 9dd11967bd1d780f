/* SPDX-License-Identifier: MIT */
#include "server/bucket.h"

enum { DROPS = 60000 }; /* in one take: what comes in a millisecond is whole */

bool bucket_take(struct bucket *b, int64_t now_ms, struct rate rate, int64_t n)
{
	const int64_t full = (int64_t)rate.burst * DROPS;

	b->drops = b->at_ms == 0 ? full : b->drops + (now_ms - b->at_ms) * rate.per_min;
	b->at_ms = now_ms;
	if (b->drops > full)
		b->drops = full;
	if (b->drops < n * DROPS)
		return false;
	b->drops -= n * DROPS;
	return true;
}

/* Our clients come again within a minute; one that does not has given the line up. */
static bool waits_still(struct gate *g, int64_t now_ms)
{
	if (!g->held_ms)
		g->held_ms = now_ms;
	if (now_ms - g->held_ms < GATE_HOLD_MS)
		return true;
	g->refused = g->held_ms = 0;
	return false;
}

bool gate_take(struct gate *g, int64_t ticket, int64_t now_ms, struct rate rate)
{
	if (g->refused && ticket > g->refused && waits_still(g, now_ms))
		return false;
	if (!bucket_take(&g->bucket, now_ms, rate, 1)) {
		gate_refuse(g, ticket);
		return false;
	}
	if (ticket)
		g->refused = g->held_ms = 0;
	return true;
}

void gate_refuse(struct gate *g, int64_t ticket)
{
	if (ticket && (!g->refused || ticket < g->refused))
		g->refused = ticket;
}

void gate_forget(struct gate *g, int64_t ticket)
{
	if (g->refused == ticket)
		g->refused = g->held_ms = 0;
}
