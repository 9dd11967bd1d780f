/* SPDX-License-Identifier: MIT */
#include "base/bucket.h"

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
