/* SPDX-License-Identifier: MIT */
/* The log of consents beside the store, and what the commands that give something out ask of
 * it. */
#ifndef SERVER_GIVING_H
#define SERVER_GIVING_H

#include "server/admin.h"
#include "server/ground.h"

/* All of the log, its chain checked; `c` is zeroed. */
bool giving_read(struct admin *a, struct consents *c, struct err *err);
/* A row behind the last, on disk when it answers; what somebody else has written meanwhile is
 * read first. */
bool giving_put(struct admin *a, struct consents *c, int64_t member,
		const struct body_field f[CONSENT_FIELDS], struct err *err);

/* Says whether the chain is whole. */
bool giving_check(struct admin *a);

/* Something that is to be given out. */
struct giving {
	struct consents log;
	struct ground ground;
};

/*
 * May the command give out what is of this member (0: of all patients of the group), by its
 * options?  Says why on standard error.  Where it leaves the program, the accounting of it is
 * on disk when it answers.
 */
bool giving_begin(struct giving *g, struct admin *a, int64_t group, int64_t member,
		  struct err *err);
void giving_end(struct giving *g); /* one that was never begun is zeroed */

#endif
