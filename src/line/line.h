/* SPDX-License-Identifier: MIT */
/*
 * The line face: sentences, one after the other, for screen readers, braille, dumb
 * terminals, pipes and scripts.  Nothing that stands is ever rewritten.
 */
#ifndef LINE_LINE_H
#define LINE_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "view/stage.h"

struct pl_client;

struct lines;
struct speech;

/* How a run ended: the program's exit status. */
enum {
	LINE_OK = 0,     /* all that was said is at the server */
	LINE_FAILED = 1, /* something was not accepted, or a wait ran out */
	LINE_USAGE = 2,  /* the words on the command line were not understood */
	LINE_KEPT = 3,   /* lines are kept here that the server has not got */
};

enum { LINE_WAIT_MS = 30000 };

struct line_options {
	struct lines *in; /* standard input, with what was read of it already */
	int64_t hold_ms;  /* pause before a sentence; HOLD_UNTIL_ENTER of line/hold.h */
	int64_t wait_ms;  /* a script waits no longer than this for anything */
	bool times, bell;
	struct speech *speech; /* NULL: nothing is said aloud, */
	bool speech_lost;      /* though the person wants it */
	struct stage_wants wants;
	bool is_new; /* joined just now: is told how to find what there is */
};

/*
 * Until the person leaves, the input ends, or a signal of line/signals.h ends it; those
 * must be held.  `client` is open and stays the caller's.  The answer is an exit status.
 */
int line_run(struct pl_client *client, const struct line_options *o);

#endif
