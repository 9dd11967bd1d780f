/* SPDX-License-Identifier: MIT */
/* A person of a town at a terminal, and what their client has put on disk. */
#ifndef SUPPORT_SEAT_H
#define SUPPORT_SEAT_H

#include "support/screen.h"
#include "support/town.h"

enum { SEAT_WAIT_MS = 20000 };

struct seat {
	const char *name, *face; /* "--full" or "--line" */
	int rows, cols;
};

/* The client on a terminal of xterm's kind: joins, or comes back. */
struct screen *seat_join(struct town *t, const struct seat *who, const char *role);
struct screen *seat_return(struct town *t, const struct seat *who);
/* Waits until the text is on the screen; fails the test otherwise. */
void seat_see(struct screen *s, const char *text);
/* How often the text is on the screen. */
int seat_count(struct screen *s, const char *text);
/* As if the machine had lost it: SIGKILL, and the screen is closed. */
void seat_kill(struct screen *s);
/* Leaves by the key; the exit status. */
int seat_leave(struct screen *s);

/*
 * Waits until the draft of the town's first group is `text` in what the client has
 * written: it is read back from a copy of the files.  False: it did not come to be.
 */
bool seat_wait_draft(struct town *t, const char *name, const char *text);

#endif
