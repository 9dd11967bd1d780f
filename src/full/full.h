/* SPDX-License-Identifier: MIT */
/* The full face: the whole screen, by terminfo. */
#ifndef FULL_FULL_H
#define FULL_FULL_H

#include <stdbool.h>

#include "full/hear.h"
#include "view/stage.h"

struct full_options {
	bool is_new;
	bool bell;          /* ring before a session */
	bool grid;          /* show weeks and months as grids, where there is room */
	bool plain;         /* no colours */
	bool high_contrast; /* nor is anything bold but where one types */
	bool gaps;          /* a free row below each item; not for who listens */
	struct stage_wants wants;
	const char *typed;  /* before it was up, */
	size_t typed_count; /* so many bytes; TYPED_READ_MAX of text/typed.h at most */
	const struct hear_options *hear; /* for who listens; NULL: for who sees */
};

enum {
	FULL_OK = 0,
	FULL_KEPT = 3,         /* lines are kept here that the server has not got */
	FULL_NO_TERMINAL = -1, /* nothing was done: this terminal needs the line face */
};

/*
 * Until the person leaves, or SIGTERM, SIGINT, SIGHUP or the terminal's end.  `client` is
 * open and enrolled, and stays the caller's.  What was typed and not said is kept
 * as a draft before it returns.  Who `is_new` here is told where to find what there is.
 */
int full_run(struct pl_client *client, const struct full_options *o);

/*
 * SIGWINCH, SIGTERM, SIGINT and SIGHUP wait for full_run to take them.  full_run does this
 * itself; call it before anything starts a thread, or a thread may get them instead.
 */
void full_hold_signals(void);

#endif
