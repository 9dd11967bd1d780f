/* SPDX-License-Identifier: MIT */
/* A calendar of the person's own, beside the program: from a file, or fetched. */
#ifndef CLIENT_OVERLAY_H
#define CLIENT_OVERLAY_H

#include "client/diary_revise.h"

enum { OVERLAY_AGAIN_MS = 86400000 }; /* an address is fetched once a day, unless asked */

struct overlay {
	char *from;  /* NULL: there is none */
	char *asked; /* where what is being fetched comes from; NULL: nothing is */
	int last; /* the number of the last that was asked for: the answers of others are late */
	bool anyway;                   /* take it though it has problems */
	int64_t read_utc_ms, tried_ms; /* tried: by the clock for waiting; 0: not yet */
	size_t events;
	struct import told; /* its problems */
};

struct pl_client;
/* A whole file, or one byte more than a calendar may have; false: it cannot be read. */
bool overlay_read_file(const char *path, struct buf *out);
void overlay_finish(struct overlay *o);
void overlay_open(struct pl_client *c); /* what is kept */
/* A day is over: it is fetched again, where that costs nothing. */
void overlay_tick(struct pl_client *c);

#endif
