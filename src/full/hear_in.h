/* SPDX-License-Identifier: MIT */
/* All that is held for who listens; for the two files of it. */
#ifndef FULL_HEAR_IN_H
#define FULL_HEAR_IN_H

#include "full/hear.h"

struct hear {
	struct hear_options o;
	struct hold hold;
	struct tell told; /* of the meeting */
	struct tell_link link;
	struct model log; /* what was written, the newest last */
	uint64_t last_id;
	int64_t group;              /* whose meeting was told; -1 at first */
	bool fresh;                 /* it was told whole just now, with its title */
	int64_t told_seq, seen_seq; /* of that group: in the hold, and written */
	uint64_t at;                /* the item of a list that has the focus; 0: none */
	int64_t began_ms;
};

struct tell_how hear_how(const struct desk *d);

#endif
