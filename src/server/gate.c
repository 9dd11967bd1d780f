/* SPDX-License-Identifier: MIT */
#include "server/gate.h"

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
