/* SPDX-License-Identifier: MIT */
/*
 * A town's server at the other end of a bad line: the laboratory's, between two network namespaces.
 * The client is in this process, and this process on the patient's side.
 */
#ifndef SUPPORT_FAR_H
#define SUPPORT_FAR_H

#include "porchlight/client.h"
#include "support/lab.h"
#include "support/town.h"

struct far {
	struct town *town;
	struct lab *lab; /* NULL: there is none here, and tests skip */
	struct pl_client *client;
	int64_t group;
	int nth;
	char name[16];
};

enum { FAR_PATIENCE_MS = 180000 };

/* What this process's threads see of the network cannot be changed again: one lab for all. */
int far_open(void **state);
int far_close(void **state);
char *far_invite(struct town *t, const char *role); /* the caller's */
/* Turns the client. */
void far_until(struct far *f, bool (*is_so)(const struct far *f));
/* Until nothing has gone over the line for three times the way there and back. */
void far_settle(struct far *f, int rtt_ms);
/* A new person; in `options`'s store. */
void far_join(struct far *f, const struct pl_options *options);
bool far_is_live(const struct far *f);

#endif
