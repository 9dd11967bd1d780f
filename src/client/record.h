/* SPDX-License-Identifier: MIT */
/* This person's whole record, fetched part after part into a file. */
#ifndef CLIENT_RECORD_H
#define CLIENT_RECORD_H

#include "porchlight/reads.h"

enum {
	RECORD_TRIES = 3
}; /* of all of it, where it changes meanwhile, and of a part, where the line ends */

struct record_get; /* the fetch that is under way */

struct record {
	struct record_get *get;
	int64_t bytes;
	enum pl_failure failure;
};

/* Another person's: what is under way is given up. */
void record_forget(struct pl_client *c);

#endif
