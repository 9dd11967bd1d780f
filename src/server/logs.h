/* SPDX-License-Identifier: MIT */
/* The logs of several groups' sessions, one group after the other, a page at a time, so that all
 * who talk come in between. */
#ifndef SERVER_LOGS_H
#define SERVER_LOGS_H

#include "server/record.h"
#include "server/server_in.h"

struct logs {
	struct server *server;
	int64_t member;   /* the groups that this person is in; 0: all */
	int64_t since_ms; /* from the first session on that began no sooner */
	/* The record of a group that has any, borrowed for the call. */
	void (*each)(void *user, const struct record *r);
	/* No more comes.  `why` NULL: that were all; else it is not known how much is missing. */
	void (*end)(void *user, const char *why);
	void *user;
	/* logs.c's own; zero at first */
	int64_t *groups;
	size_t count, at;
	struct record record;
	int64_t read_seq;
};

/* `l` is the caller's, until `end` is called: later, and once. */
void logs_read(struct logs *l);

#endif
