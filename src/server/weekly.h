/* SPDX-License-Identifier: MIT */
/* The week's hours of a group's patients: had, planned, and what they missed.  Counting is pure;
 * weekly_ask is its edge. */
#ifndef SERVER_WEEKLY_H
#define SERVER_WEEKLY_H

#include "server/program.h"
#include "server/record.h"
#include "server/server_in.h"
#include "server/week.h"

enum {
	WEEKLY_PEOPLE_MAX = 500,
	WEEKLY_EARLY_MS = 3600000, /* so long before it is to begin a session may be opened */
	WEEKLY_BACK_DAYS = 92,     /* further from now nothing is told */
};

struct weekly_person {
	int64_t member;
	int had, planned; /* minutes */
	int missed;       /* sessions of the group */
};

struct weekly {
	const struct program *program;
	int64_t group, now_ms;
	struct week week;
	struct weekly_person *people; /* by weekly_add; freed by weekly_finish */
	size_t count;
};

/* Somebody of the group, with what is planned for them still. */
void weekly_add(struct weekly *h, int64_t member);
/*
 * The log of any group: all sessions that were opened in the week count, as corrected.  Of `group`
 * itself a session was missed that was planned, was held and is over, and that somebody was
 * expected at, had not said that they cannot come to, and was not in.
 */
void weekly_log(struct weekly *h, const struct record *r);
void weekly_finish(struct weekly *h);

/* A WIRE_HOURS_ASK */
const char *weekly_may(const struct peer *p, const struct wire_msg *m);
void weekly_ask(struct peer *p, const struct wire_msg *m);

#endif
