/* SPDX-License-Identifier: MIT */
/* Lines of one connection, at their rate and in their order. */
#ifndef SERVER_GATE_H
#define SERVER_GATE_H

#include "base/bucket.h"

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
