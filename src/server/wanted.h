/* SPDX-License-Identifier: MIT */
/* Acts that wait for their turn, one after the other: inside the server. */
#ifndef SERVER_WANTED_H
#define SERVER_WANTED_H

#include "server/server_in.h"

/* An act, for a peer that may be gone when it is done. */
struct wanted {
	struct wanted *next;
	struct asking *asking;
	struct wire_msg m; /* its texts are ours */
	int64_t member, device;
};

/* Behind all others; or, where too many wait, it is answered so.  False: it was. */
bool wanted_add(struct wanted_queue *q, struct peer *p, const struct wire_msg *m);
struct wanted *wanted_next(struct wanted_queue *q); /* the caller's; NULL: none */
/* The answer, to whoever is there still; it is over. */
void wanted_settle(struct wanted *w, int64_t row, const char *code);
/* All that wait: the server ends. */
void wanted_end(struct wanted_queue *q);

#endif
