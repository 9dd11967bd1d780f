/* SPDX-License-Identifier: MIT */
/*
 * Before a face is up: opens the store with the person's passphrase, or makes one and
 * joins with an invite.  Asks what it was not given, in the line manner, for both faces.
 */
#ifndef LINE_DOOR_H
#define LINE_DOOR_H

#include <stdbool.h>

struct lines;
struct rebind;
struct pl_client;

struct door {
	const char *dir;                             /* of the store */
	bool guest;                                  /* keep nothing */
	const char *invite, *name, *passphrase_file; /* NULL: asked for */
	struct lines *in;
	const struct rebind *keys; /* those that the person has set; NULL: none */
	bool joined;               /* door_open sets it: this was the first time */
};

/*
 * A client that is open and has joined, the caller's; NULL: it did not come to that, and
 * the person was told why.  The signals of line/signals.h must be held.
 */
struct pl_client *door_open(struct door *d);

#endif
