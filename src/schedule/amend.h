/* SPDX-License-Identifier: MIT */
/* An occurrence as it is, from the event, its changes and when it was to be. */
#ifndef SCHEDULE_AMEND_H
#define SCHEDULE_AMEND_H

#include "schedule/occur.h"
#include "schedule/originals.h"

/* `asked` has its event, zones and steps; these sort its changes for it. */
void amend_open(struct asked *asked);
void amend_close(struct asked *asked);
void amend(const struct asked *asked, const struct original *at, struct occur *out);

/* Seconds that an original may be away from where it is now: before it, and behind. */
struct reach {
	int64_t back, ahead;
};

struct reach amend_reach(const struct asked *asked);

#endif
