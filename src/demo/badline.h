/* SPDX-License-Identifier: MIT */
/*
 * A slow line of a kind that people have, with its holes: what practice puts between somebody
 * and the server.  One kind and seed give the same line each time.
 */
#ifndef DEMO_BADLINE_H
#define DEMO_BADLINE_H

#include "demo/slowline.h"

struct badline_kind {
	const char *name;
	struct slowline_quality quality;
	int hole_every_s,
		hole_s; /* about so often nothing goes through for about so long; 0: never */
};
/* From the worst to the best; ended by a row without a name. */
extern const struct badline_kind badline_kinds[];
const struct badline_kind *badline_kind(const char *name); /* NULL: there is none */

struct badline {
	struct slowline *line; /* NULL: not open */
	const struct badline_kind *kind;
	uint64_t chance;
	bool hole, down;
	int64_t turn_ms; /* when the hole ends, or the next one begins; INT64_MAX: never */
};

/* In front of a server on loopback.  False: the system gives no sockets. */
bool badline_open(struct badline *b, int server_port, const struct badline_kind *kind,
		  uint64_t seed, int64_t now_ms);
void badline_close(struct badline *b);
/* Cuts it, and nothing goes through until it is up again. */
void badline_take_down(struct badline *b, bool down);
void badline_work(struct badline *b, int64_t now_ms);
int badline_timeout_ms(const struct badline *b, int64_t now_ms); /* -1: no limit */

#endif
