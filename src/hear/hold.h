/* SPDX-License-Identifier: MIT */
/*
 * What waits to be written, one sentence a row, in order: the one place that decides what is
 * told now.  Polite ones wait until the person has paused typing; one that cannot wait takes
 * those before it along.  What the person does not want to hear for now (view/hush.h) waits
 * aside, until they ask for it.  Pure: it writes nothing, and the time comes in.
 */
#ifndef HEAR_HOLD_H
#define HEAR_HOLD_H

#include "view/hush.h"

enum {
	HOLD_PAUSE_MS = 1000, /* after the last key, unless the person wants it otherwise */
	HOLD_UNTIL_ENTER = -1,
	HOLD_GAP_MS = 100,    /* readers lose sentences that come in one burst */
	HOLD_ASIDE_MAX = 500, /* beyond, the oldest go; hush.gone has those of the talk */
};

struct hold_row {
	char *text;
	enum item_about about;
	bool rings; /* names this person */
};

/* A ring of `size`. */
struct hold_rows {
	struct hold_row *p;
	size_t first, count, size;
};

struct hold {
	struct hold_rows due, aside;
	size_t let;        /* so many of the first that are due wait for no pause */
	struct hush *hush; /* what the person wants, and how much waits; NULL: they want all */
	int64_t hold_ms;   /* or HOLD_UNTIL_ENTER */
	int64_t gap_ms;    /* between two */
	int64_t key_ms, wrote_ms;
	bool begun; /* a line is begun and not entered */
};

void hold_init(struct hold *h, int64_t hold_ms, int64_t gap_ms);
void hold_finish(struct hold *h);
/* Takes a copy, or drops what is worth nothing to the person.  What is worth VOICE_NOW waits for no
 * pause, and lets go all that stand before it. */
void hold_add(struct hold *h, const char *text, enum item_about about, bool rings);
/* The person typed; `begun`: something stands in the line now. */
void hold_key(struct hold *h, bool begun, int64_t now_ms);
/* None that is due waits for a pause any more. */
void hold_let(struct hold *h);
/* What waits aside is due, as one that was asked for: `all`, or what has not to wait any more. */
void hold_resume(struct hold *h, bool all);
/* What waits aside of the talk has been told from there, or will be. */
void hold_forget_talk(struct hold *h);
/* Has all that was added been written? */
bool hold_is_empty(const struct hold *h);
/* The row to write now; its text is the caller's.  False: none is due. */
bool hold_take(struct hold *h, int64_t now_ms, struct hold_row *out);
/* Milliseconds until one is due, -1: none waits for time alone. */
int64_t hold_due_ms(const struct hold *h, int64_t now_ms);

#endif
