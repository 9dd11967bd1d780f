/* SPDX-License-Identifier: MIT */
/*
 * The members of a meeting, by libporchlight's public face in one process: they say what
 * they are told to, when they are told to, and look at all that comes.
 */
#ifndef SUPPORT_CAST_H
#define SUPPORT_CAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "porchlight/client.h"
#include "support/talk.h"
#include "support/town.h"

enum { CAST_MAX = 16 };

struct cast {
	struct pl_client *clients[CAST_MAX];
	char names[CAST_MAX][24];
	int count;
	int64_t group;
};

/* Joins everybody who speaks in `t` but `not_this`, guests all, and waits until they are in. */
void cast_open(struct cast *c, struct town *town, const struct talk *t, const char *not_this);
void cast_close(struct cast *c);
bool cast_says(struct cast *c, const char *who, const char *text); /* false: nobody's name */
/* Waits for something to happen to them or on `fd`, at most `ms`, and lets them go on. */
void cast_turn(struct cast *c, int fd, int ms);
/* Everybody has the last number of the talk and nothing that is kept. */
bool cast_has_all(const struct cast *c, const struct talk *said);

/* What `client` shows of the cast's group, against what was said. */
struct cast_truth {
	int lost, doubled;
};
void cast_check(const struct cast *c, struct pl_client *client, const struct talk *said,
		struct cast_truth *out);

#endif
