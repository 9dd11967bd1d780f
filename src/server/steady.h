/* SPDX-License-Identifier: MIT */
/*
 * The time of sessions.  A clock that is set while people are in a room would give them hours
 * that they were not there for, or take some away: until the room is empty the time goes on
 * as it went.
 */
#ifndef SERVER_STEADY_H
#define SERVER_STEADY_H

#include <stdbool.h>
#include <stdint.h>

/* What sets a clock right a little at a time is followed. */
enum { STEADY_SLACK_MS = 60000 };

struct steady {
	int64_t utc_ms, ms; /* both clocks at one moment, the last that was followed; 0: none */
	bool told;          /* that the clock was set, and is not followed */
};

/* How far the system's clock, at these two moments, is ahead of where it should be; 0 where it
 * is so little that it is followed. */
int64_t steady_jump_ms(const struct steady *s, int64_t utc_ms, int64_t ms);
/* From now on that is the time. */
void steady_follow(struct steady *s, int64_t utc_ms, int64_t ms);

#endif
