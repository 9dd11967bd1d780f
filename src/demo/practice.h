/* SPDX-License-Identifier: MIT */
/*
 * A meeting on this machine alone, to practise in: a server, scripted members, and a line
 * between the person and the server that is as bad as wished.  Nothing is left of it.
 */
#ifndef DEMO_PRACTICE_H
#define DEMO_PRACTICE_H

#include <stdbool.h>

struct practice {
	const char *link; /* a name of demo/badline.h; NULL: a good line */
	const char *plan; /* of the session; NULL: "group" */
	const char *name; /* the person's; NULL: one of ours */
	bool member;      /* somebody scripted leads; else the person does */
	bool asks; /* Enter is waited for before the visit: the screen will be taken over */
};

/* What the person's client is given. */
struct practice_guest {
	const char *invite, *name;
	const char *secret; /* a file with a passphrase */
};

/* Is it a kind of line that there is, or a plan that comes with the program? */
bool practice_has_link(const char *name);
bool practice_has_plan(const char *name);
/*
 * All of it.  `visit` is the person's client, called in a process of its own, with the
 * terminal; what it answers is the exit status, and so is the answer of this, which comes
 * when all is over and cleared up.  Before any thread is started.  Words go to standard
 * output.
 */
int practice_run(const struct practice *p,
		 int (*visit)(void *user, const struct practice_guest *g), void *user);

#endif
