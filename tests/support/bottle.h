/* SPDX-License-Identifier: MIT */
/*
 * A town in a bottle: the server with its store, and every client with its face, in one thread
 * and in a time of their own, which jumps from one event to the next.  Linked into a test, it
 * stands in for base/clock, net/ (bottle_net.c), store/writer and full/glass (bottle_ends.c):
 * all that is above them is the real thing.  The same seed gives the same hour.
 */
#ifndef SUPPORT_BOTTLE_H
#define SUPPORT_BOTTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/* Nothing goes through from one second to another, counted as bottle_ms is. */
struct bottle_hole {
	int from_s, to_s;
};

enum { BOTTLE_HOLES = 6, BOTTLE_PATH_DEAD_MS = 45000 };

/* How somebody is connected. */
struct bottle_line {
	const char *name;
	int rtt_ms, jitter_ms, up_kbit, down_kbit; /* kbit 0: as fast as can be */
	int loss_per_mille;                        /* of packets; TCP sends them again */
	struct bottle_hole holes[BOTTLE_HOLES];    /* ended by to_s 0 */
};

/* The time begins, at this moment on the wall. */
void bottle_open(uint64_t seed, int64_t utc_ms);
void bottle_close(void); /* after everything in it */
int64_t bottle_ms(void); /* since it was opened */
struct arena *bottle_mem(void);
int bottle_chance(int n); /* below `n` */
/* The server's loop_run comes back. */
void bottle_stop(void);

/*
 * Clients that are opened from here on are at the end of this line; whenever something is due
 * for one, `turn` is called, which lets it work.
 */
void bottle_seat(const struct bottle_line *line, void (*turn)(void *user), void *user);
const struct bottle_line *bottle_line(void);

/* For the parts of the bottle: calls `fn` on a loop at that moment of clock_ms(). */
struct loop;
void bottle_post(struct loop *l, int64_t at_ms, void (*fn)(void *arg), void *arg);

/* The terminals that are opened from here on are as large as this. */
struct glass;
void bottle_screen(int rows, int cols);
struct glass *bottle_glass(void);                          /* the newest */
void bottle_shown(const struct glass *g, struct buf *out); /* its rows, without blanks behind */

/* Where its cursor is; a row of it, without blanks behind. */
void bottle_cursor(const struct glass *g, int *row, int *col);
void bottle_row(const struct glass *g, int row, struct buf *out);

#endif
