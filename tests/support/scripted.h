/* SPDX-License-Identifier: MIT */
/*
 * The line face in this process, with a script on its standard input: a porch whose
 * client does something when it is called for the nth time.
 */
#ifndef SUPPORT_SCRIPTED_H
#define SUPPORT_SCRIPTED_H

#include "line/line.h"
#include "support/porch.h"

struct scripted {
	struct porch *porch;
	struct pl_message msgs[8];
	struct pl_group groups[2];
	struct line_options o;
	int works, at; /* `then` at this one */
	void (*then)(struct scripted *s);
	int says_then; /* what had been said at that time */
	char *heard;
};

/* cmocka's setup and teardown; *state is a struct scripted.  Ben has said one thing. */
int scripted_open(void **state);
int scripted_close(void **state);
/* Runs it to its end; what came out is in `heard`; the exit status. */
int scripted_run(struct scripted *s, const char *script);
int scripted_run_bytes(struct scripted *s, const char *script, size_t n);
/* A file in memory that holds this, read from its beginning. */
int scripted_memory(const char *text, size_t n);

#endif
