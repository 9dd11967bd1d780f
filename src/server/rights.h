/* SPDX-License-Identifier: MIT */
/*
 * Who may do what: one row for each thing that somebody may ask the server for.  It is the only
 * place that says so.  What has no row nobody may.  Pure, and constant.
 *
 * `who` names all who may, each by what they are to that which they ask about: one that fits
 * will do.  Somebody who leads a group is not its RIGHT_MEMBER.  A row that names nobody is
 * what the server notes by itself.  What else has to be so (a hand that is lowered has to be up)
 * is no right, and stands where the act does.
 */
#ifndef SERVER_RIGHTS_H
#define SERVER_RIGHTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* By which way it comes. */
enum right_door {
	RIGHT_HTTP,    /* a path: door.c */
	RIGHT_MESSAGE, /* a type, by its word: acts.c */
	RIGHT_WISH,    /* c of a WIRE_WISH: meeting_rows.c, acts.c, reported.c */
	RIGHT_SCHEDULE, /* r of a WIRE_ASK, and "set": program_ask.c, program_answer.c, program_set.c */
	RIGHT_WORK, /* r of a WIRE_WORK: caseload_ask.c */
	RIGHT_DOORS,
};

enum right_who {
	RIGHT_ANYBODY = 1 << 0, /* also without a token */
	RIGHT_ACCOUNT = 1 << 1, /* has the token of an account that is not switched off */
	RIGHT_STAFF = 1 << 2,   /* ... which has the role "facilitator" or "admin" */
	RIGHT_MEMBER = 1 << 3,  /* is in the group that it is about, and does not lead it */
	RIGHT_LEADS = 1 << 4,   /* is in that group, as its facilitator or as an admin */
	RIGHT_OWN = 1 << 5,     /* it is theirs, or about nobody but them */
};
#define RIGHT_IN_GROUP (RIGHT_MEMBER | RIGHT_LEADS)

enum right_when {
	RIGHT_SESSION = 1 << 0, /* only while a session of the group runs */
	RIGHT_ROOM = 1 << 1,    /* only if whom it is done to is in the room */
	RIGHT_HEARS = 1 << 2,   /* not while a session runs that one is not in the room of */
	RIGHT_BELOW = 1 << 3,   /* not to somebody who leads */
	RIGHT_LED = 1 << 5,   /* to who is in a group that one leads; by an admin to anybody */
	RIGHT_OTHER = 1 << 4, /* by who leads also to others; by a member to themselves alone */
};

struct right {
	enum right_door door;
	const char *word;
	unsigned who, when; /* of enum right_who, of enum right_when */
	const char *why;    /* for who has to answer for it; English, shown to nobody */
};

extern const struct right rights[];
extern const size_t rights_count;

/* NULL: there is none. */
const struct right *right_of(enum right_door door, struct str word);
/* May one who is all of these?  Not without a row. */
bool right_may(const struct right *r, unsigned is);
/* What somebody is to a group. */
unsigned right_in_group(bool is_in, bool leads);

#endif
