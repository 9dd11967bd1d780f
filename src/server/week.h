/* SPDX-License-Identifier: MIT */
/* Weeks by ISO 8601, from Monday to Sunday, in the zone of this machine (TZ). */
#ifndef SERVER_WEEK_H
#define SERVER_WEEK_H

#include <stdbool.h>
#include <stdint.h>

struct week {
	int64_t from_ms, to_ms; /* to_ms: the Monday after, when the next one begins */
	char name[16];          /* "2026-W48" */
	char first[16], last[16], zone[16];
};

/* The week in which that moment is. */
bool week_of(int64_t utc_ms, struct week *out);
/* "2026-W48", or any day of it, "2026-11-26"; false: neither, or no such week or day. */
bool week_read(const char *text, struct week *out);

#endif
