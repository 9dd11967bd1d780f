/* SPDX-License-Identifier: MIT */
/* So many at once, and then so many a minute. */
#ifndef SERVER_BUCKET_H
#define SERVER_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct rate {
	int burst, per_min;
};

struct bucket {
	int64_t at_ms; /* 0: full */
	int64_t drops;
};

/* Takes `n`; false, with nothing taken, when there are not so many. */
bool bucket_take(struct bucket *b, int64_t now_ms, struct rate rate, int64_t n);

/*
 * Lines keep their order: behind one that was refused, none with a higher ticket is taken
 * before it has come again, or GATE_HOLD_MS are over.  What has no ticket, 0, keeps no order.
 * False: too fast.
 */
enum { GATE_HOLD_MS = 120000 };

struct gate {
	struct bucket bucket;
	int64_t refused; /* the ticket that has to come first; 0: any may */
	int64_t held_ms; /* since then others have waited for it; 0: none has */
};
bool gate_take(struct gate *g, int64_t ticket, int64_t now_ms, struct rate rate);
/* It was refused by something else, and will come again. */
void gate_refuse(struct gate *g, int64_t ticket);
/* It was refused, and will not come again. */
void gate_forget(struct gate *g, int64_t ticket);

#endif
