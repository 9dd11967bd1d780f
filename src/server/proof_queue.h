/* SPDX-License-Identifier: MIT */
/*
 * Who waits for the slow hash.  Pure.  Those who are known (a device that signed in before, an
 * invite that is good) go first and have places of their own, so that strangers, however
 * many, cannot keep them out; of strangers' places one network has a few.
 */
#ifndef SERVER_PROOF_QUEUE_H
#define SERVER_PROOF_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

enum { PROOF_KNOWN = 32, PROOF_STRANGERS = 32, PROOF_NETWORK = 8 };

struct proof_wait {
	struct proof_wait *next;
	bool known;
	uint64_t network; /* told from others by this number */
};

struct proof_line {
	struct proof_wait *first, *last;
	int count;
};

struct proof_queue {
	struct proof_line known, strangers;
};

/* False: there is no place. */
bool proof_queue_put(struct proof_queue *q, struct proof_wait *w);
/* Who is next; NULL: nobody waits. */
struct proof_wait *proof_queue_take(struct proof_queue *q);

#endif
