/* SPDX-License-Identifier: MIT */
#include "server/bucket.h"

enum { DROPS = 60000 }; /* in one take: what comes in a millisecond is whole */

bool bucket_take(struct bucket *b, int64_t now_ms, struct rate rate)
{
	const int64_t full = (int64_t)rate.burst * DROPS;

	b->drops = b->at_ms == 0 ? full : b->drops + (now_ms - b->at_ms) * rate.per_min;
	b->at_ms = now_ms;
	if (b->drops > full)
		b->drops = full;
	if (b->drops < DROPS)
		return false;
	b->drops -= DROPS;
	return true;
}

bool gate_take(struct gate *g, int64_t ticket, int64_t now_ms, struct rate rate)
{
	if (g->refused && ticket > g->refused)
		return false;
	g->refused = bucket_take(&g->bucket, now_ms, rate) ? 0 : ticket;
	return !g->refused;
}
