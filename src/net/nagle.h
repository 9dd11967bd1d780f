/* SPDX-License-Identifier: MIT */
/*
 * Nagle's idea at the level of frames: on a slow line a frame follows the last one after two
 * round trips at the earliest, and takes with it what has come meanwhile.  Each frame less
 * saves 128 bytes of headers and acknowledgement (FACTS 7).  A lone message never waits, nor
 * does anything on a fast line.
 */
#ifndef NET_NAGLE_H
#define NET_NAGLE_H

#include <stdbool.h>
#include <stdint.h>

#include "net/loop.h"

enum {
	NAGLE_FAST_MS = 50,  /* a round trip below this is no slow line */
	NAGLE_MAX_MS = 1500, /* nothing waits longer, however slow it is */
};

/* One connection's part; all zero at first. */
struct nagle_conn {
	struct nagle_conn *next;
	void (*release)(struct nagle_conn *c); /* it may write now */
	int fd;
	bool waits;
	int64_t due_ms, wrote_ms; /* wrote_ms 0: nothing was written yet */
	int64_t rtt_ms, looked_ms;
};

struct nagle {
	struct loop_timer *timer;
	struct nagle_conn *waiting;
};

void nagle_init(struct nagle *g, struct loop *l);
void nagle_finish(struct nagle *g); /* all have left it */
/* Pure: how long more, where the last frame was written `since_ms` ago. */
int64_t nagle_left_ms(int64_t rtt_ms, int64_t since_ms);
/* There is something to write.  True: release will be called when its time has come. */
bool nagle_holds(struct nagle *g, struct nagle_conn *c);
void nagle_wrote(struct nagle_conn *c);
void nagle_leave(struct nagle *g, struct nagle_conn *c);

#endif
