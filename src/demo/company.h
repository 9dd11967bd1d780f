/* SPDX-License-Identifier: MIT */
/*
 * The scripted people of a meeting: a script, a seat for each of its cast, and what they say
 * and do.  One thread; watch company_fds, then let them take their turn.
 */
#ifndef DEMO_COMPANY_H
#define DEMO_COMPANY_H

#include <poll.h>

#include "demo/player.h"
#include "demo/seats.h"

struct company {
	struct script script;
	struct seats seats;
	struct player_plan plan;
	struct player *player; /* NULL until everybody is in the meeting */
	const char *leads; /* the plan that the first seat opens and leads; NULL: it does not */
	bool arrived;      /* somebody who is not of the cast is there */
	int64_t heard_seq;
	int64_t acts_ms; /* when the seats have something to do in a session */
};

/* Zeroed but for `plan` and `leads`, and the script added; everybody sets out to join. */
bool company_open(struct company *c, FILE *invites, struct err *err);
void company_close(struct company *c); /* the script, too */

bool company_turn(struct company *c, int64_t now_ms, struct err *err);
/* May the person come in: are all in, and are the lines of before said? */
bool company_is_ready(const struct company *c);

/* At most SCRIPT_CAST_MAX; how many. */
size_t company_fds(const struct company *c, struct pollfd *out);
int company_timeout_ms(const struct company *c, int64_t now_ms); /* -1: no limit */

#endif
