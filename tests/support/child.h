/* SPDX-License-Identifier: MIT */
/*
 * A program that a test runs on pipes: lines go in, its output (errors too) is read as
 * it comes.  Nothing sleeps: waiting is a poll that output wakes.
 */
#ifndef SUPPORT_CHILD_H
#define SUPPORT_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "support/escapes.h"

enum { CHILD_WAIT_MS = 20000, CHILD_OUT_MAX = 64 << 20 };

struct child {
	pid_t pid; /* 0: it has ended */
	int in, out;
	struct buf seen; /* all it has written */
	struct escapes escapes;
	size_t at; /* behind what child_wait_for found last */
};

/* `argv` ends in NULL; argv[0] is the program's path.  `log`: where errors go; NULL: to `out`. */
bool child_open(struct child *c, const char *const *argv, const char *log);
/* The same inside a network namespace: an open file of it, or -1. */
bool child_open_in(struct child *c, const char *const *argv, const char *log, int netns);
/* One line; the '\n' is added.  False when it cannot take it any more. */
bool child_say(struct child *c, const char *line);
void child_end_input(struct child *c);
/* Waits until `text` comes behind what was found before; false: it ended, or CHILD_WAIT_MS. */
bool child_wait_for(struct child *c, const char *text);
/* The same of whichever of two texts comes. */
bool child_wait_for_either(struct child *c, const char *one, const char *other);
/* Asks again and again until `wanted` is in the answer; `end` is in each. */
bool child_ask_until(struct child *c, const char *ask, const char *end, const char *wanted);
/* How often `text` is in all that it has written. */
int child_count(const struct child *c, const char *text);
void child_kill(struct child *c, int number);
/* Reads the rest; its exit status, -1 when a signal ended it, -2 when it does not end. */
int child_end(struct child *c);
void child_finish(struct child *c); /* kills what still runs */

/* Is there a Python with these modules ("asyncio, ssl")?  An empty machine may lack them. */
bool child_has_python(const char *modules);

#endif
