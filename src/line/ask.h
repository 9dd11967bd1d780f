/* SPDX-License-Identifier: MIT */
/*
 * Questions before a face is up, one at a time.  On a terminal the question is shown and
 * a secret is not; from a pipe each answer is the next line.
 */
#ifndef LINE_ASK_H
#define LINE_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "line/aid.h"
#include "line/lines.h"

enum { ASK_MAX = 1024 };

enum ask_end {
	ASK_GIVEN,
	ASK_NOTHING, /* no more lines */
	ASK_LEFT,    /* the person, or the system, wants to end */
};

struct ask {
	struct lines *in;
	int out;          /* where sentences go */
	int signals;      /* of signals_open */
	bool is_terminal; /* somebody sits there */
	bool below; /* what is written next begins a row: of one that is blank readers say so */
	struct aid aid;
	/* The crisis key was pressed: tells, and the question is asked again.  NULL: nothing. */
	void (*tell_aid)(struct ask *a, void *user);
	void *user;
};

/* The terminal is another one from then on, until ask_finish.  `keys`: those that the person has set, which
 * stay; NULL: none. */
void ask_init(struct ask *a, struct lines *in, int signals, const struct rebind *keys);
void ask_finish(struct ask *a);
/* Was the crisis key pressed meanwhile?  Tells, if so. */
void ask_look(struct ask *a);
/* `out` gets the answer, without what is blank around it unless it is secret. */
enum ask_end ask_for(struct ask *a, const char *words, bool secret, char out[ASK_MAX]);
/* One sentence; on a terminal that is narrower, in rows of whole words. */
void ask_tell(struct ask *a, const char *words);

#endif
