/* SPDX-License-Identifier: MIT */
#include "server/steady.h"

int64_t steady_jump_ms(const struct steady *s, int64_t utc_ms, int64_t ms)
{
	const int64_t ahead_ms = s->utc_ms ? utc_ms - s->utc_ms - (ms - s->ms) : 0;

	return ahead_ms > STEADY_SLACK_MS || ahead_ms < -STEADY_SLACK_MS ? ahead_ms : 0;
}

void steady_follow(struct steady *s, int64_t utc_ms, int64_t ms)
{
	*s = (struct steady) { utc_ms, ms, false };
}
