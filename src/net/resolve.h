/* SPDX-License-Identifier: MIT */
/*
 * A host name to numeric addresses, on a thread of its own: a resolver that is
 * dead holds up neither the loop nor the end of the program.
 */
#ifndef NET_RESOLVE_H
#define NET_RESOLVE_H

#include "net/loop.h"

enum { RESOLVE_MAX = 6, RESOLVE_TEXT = 64 };

struct resolve_result {
	int count;                               /* 0: the name was not found */
	char address[RESOLVE_MAX][RESOLVE_TEXT]; /* the two families in turn */
};

struct resolve;

/* `done` is called once, later, unless resolve_drop comes first.  Either frees it. */
struct resolve *resolve_start(struct loop *l, const char *host,
			      void (*done)(void *user, const struct resolve_result *r),
			      void *user);
void resolve_drop(struct resolve *r); /* NULL is fine */

#endif
