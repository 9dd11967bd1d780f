/* SPDX-License-Identifier: MIT */
/* Lines of one connection, at their rate and in their order. */
#ifndef SERVER_GATE_H
#define SERVER_GATE_H

#include <stddef.h>

#include "base/bucket.h"
#include "wire/limits.h"

/*
 * Lines keep their order in their group: behind one that was refused, none of it with a higher
 * ticket is taken before it has come again, or GATE_HOLD_MS are over; other groups do not wait.
 * What has no ticket, 0, keeps no order, nor do groups beyond GATE_GROUPS_MAX in which one was
 * refused at once: more than anybody is in.  False: too fast.
 */
enum { GATE_HOLD_MS = 120000, GATE_GROUPS_MAX = WIRE_GROUPS_MAX };

struct gate_line {
	int64_t group, ticket;
};

/* What was refused in a group. */
struct gate_held {
	struct gate_line first; /* it has to come before the others */
	int64_t since_ms;       /* since then others have waited for it; 0: none has */
};

struct gate {
	struct bucket bucket;
	struct gate_held *held; /* ours; NULL: nothing was refused */
	size_t count;
};
bool gate_take(struct gate *g, struct gate_line line, int64_t now_ms, struct rate rate);
/* It was refused by something else, and will come again. */
void gate_refuse(struct gate *g, struct gate_line line);
/* It was refused, and will not come again. */
void gate_forget(struct gate *g, struct gate_line line);
void gate_finish(struct gate *g);

#endif
