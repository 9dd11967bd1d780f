/* SPDX-License-Identifier: MIT */
/*
 * What waits to be written, one sentence a row, in order.  Polite ones wait until the
 * person has paused typing; one that cannot wait takes those before it along.  Pure: it
 * writes nothing, and the time comes in.
 */
#ifndef HEAR_HOLD_H
#define HEAR_HOLD_H

#include "view/model.h"

enum {
	HOLD_PAUSE_MS = 1000, /* after the last key, unless the person wants it otherwise */
	HOLD_UNTIL_ENTER = -1,
	HOLD_GAP_MS = 100, /* readers lose sentences that come in one burst */
};

struct hold_row {
	char *text;
	bool rings; /* names this person */
};

struct hold {
	struct hold_row *rows; /* a ring of `size` */
	size_t first, count, size;
	size_t let;      /* so many of the first wait for no pause */
	int64_t hold_ms; /* or HOLD_UNTIL_ENTER */
	int64_t gap_ms;  /* between two */
	int64_t key_ms, wrote_ms;
	bool begun; /* a line is begun and not entered */
};

void hold_init(struct hold *h, int64_t hold_ms, int64_t gap_ms);
void hold_finish(struct hold *h);
/* Takes a copy.  VOICE_NOW waits for no pause, and lets go all that stand before it. */
void hold_add(struct hold *h, const char *text, enum item_voice voice, bool rings);
/* The person typed; `begun`: something stands in the line now. */
void hold_key(struct hold *h, bool begun, int64_t now_ms);
/* None that stands here waits for a pause any more. */
void hold_let(struct hold *h);
/* The row to write now; its text is the caller's.  False: none is due. */
bool hold_take(struct hold *h, int64_t now_ms, struct hold_row *out);
/* Milliseconds until one is due, -1: none waits for time alone. */
int64_t hold_due_ms(const struct hold *h, int64_t now_ms);

#endif
