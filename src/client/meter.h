/* SPDX-License-Identifier: MIT */
/*
 * The data meter: what the line carried in this session, today and this month, by the days
 * of the local calendar.  Pure: counters and both clocks come in as arguments; the C
 * library says which day a moment is on.
 *
 * What is counted is not lost, and not counted twice, whatever a clock does: each day has
 * its own count, and what was counted on a day that has not come yet (the clock was ahead,
 * the person went west) counts as today's.
 */
#ifndef CLIENT_METER_H
#define CLIENT_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "porchlight/client.h"

enum {
	METER_DAYS = 62,             /* days that are remembered */
	METER_TEXT_MAX = 8192,       /* of what meter_write makes */
	METER_HOUR_MS = 3600 * 1000, /* an hour's cost is judged from so much of late */
	METER_EARLY_MS = 600 * 1000, /* and not from less than this */
	METER_SAVE_MS = 600 * 1000,  /* between two writes, */
	METER_SAVE_SOON_MS = 60 * 1000,
	METER_SAVE_BYTES = 16 * 1024, /* or when so much would be lost: then sooner */
};

struct meter_now {
	int64_t ms;     /* monotonic */
	int64_t utc_ms; /* on the wall */
};

struct meter_day {
	int64_t date; /* 20261125 */
	struct pl_bytes bytes;
};

struct meter {
	struct pl_bytes seen; /* the counters, when they were fed last */
	struct pl_bytes session;
	struct meter_day days[METER_DAYS]; /* by date, no two the same */
	size_t days_count;

	/* Getting a connection, and what is missing over it: from the first attempt. */
	bool is_opening, is_live;
	uint64_t opening, reconnect;
	/* Being connected: bytes of that time, of the last hour or so. */
	uint64_t live_bytes, live_ms, fed_ms;

	uint64_t allowance; /* bytes a month; 0: none */
	/* The last notice: of which month, which allowance, how many percent. */
	int64_t told_month;
	uint64_t told_allowance;
	int told;

	uint64_t unsaved; /* bytes */
	bool is_changed;  /* otherwise */
	int64_t saved_ms;
};

void meter_init(struct meter *m, struct meter_now now);
/* `total` are counters that only grow; the first is the beginning.  One that is less than
 * before has begun anew. */
void meter_feed(struct meter *m, struct pl_bytes total, struct meter_now now);

/* What comes next is paid for getting a connection, */
void meter_opening(struct meter *m);
/* for talking over it, */
void meter_live(struct meter *m);
/* or for nothing: there is none. */
void meter_down(struct meter *m);

struct pl_bytes meter_today(const struct meter *m, struct meter_now now);
struct pl_bytes meter_month(const struct meter *m, struct meter_now now);
/* What an hour like the last one costs, both ways; 0: too early to tell. */
uint64_t meter_hour(const struct meter *m);

void meter_allow(struct meter *m, uint64_t bytes);
/* 80 or 100 percent of the allowance are used and that was not told yet; or 0. */
int meter_notice(const struct meter *m, struct meter_now now);
void meter_told(struct meter *m, struct meter_now now);

/* Should it be written now? */
bool meter_is_due(const struct meter *m, struct meter_now now);
/* It was tried: `ok` tells whether it was written. */
void meter_saved(struct meter *m, bool ok, struct meter_now now);
void meter_write(const struct meter *m, struct buf *out);
/* Into a fresh one.  False, with nothing read, for what meter_write did not make. */
bool meter_read(struct meter *m, const char *text);

#endif
