/* SPDX-License-Identifier: MIT */
/* Who has read what of this person's record: fetched over HTTPS, conditional; the newest are kept. */
#ifndef CLIENT_READS_H
#define CLIENT_READS_H

#include "base/arena.h"
#include "porchlight/reads.h"

enum { READS_MAX = 250, READS_PAGE = 50 };

struct reads_get; /* the fetch that is under way */

struct reads {
	struct pl_was_read rows[READS_MAX];
	size_t count;
	struct arena mem; /* of their texts */
	bool ended;       /* there are no older ones */
	struct reads_get *get;
	enum pl_failure failure;
	int64_t asked_utc_ms;
};

void reads_open(struct pl_client *c);
void reads_finish(struct pl_client *c); /* after the loop */
/* Another person's: nothing is known. */
void reads_forget(struct pl_client *c);

#endif
