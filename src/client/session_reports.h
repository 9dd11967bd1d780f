/* SPDX-License-Identifier: MIT */
/* Reports of messages, as far as this person is told of them.  Part of a group's session, and
 * as pure; but they are there whether a session runs or not. */
#ifndef CLIENT_SESSION_REPORTS_H
#define CLIENT_SESSION_REPORTS_H

#include "porchlight/session.h"
#include "wire/wire.h"

struct session;
struct session_view;

struct report {
	struct pl_report pub; /* its texts are ours */
	bool is_current;      /* it was told on this connection */
	bool told, told_done; /* that was worth a sentence */
	bool heard;           /* and the server knows so */
};

struct reports {
	struct report *all;
	struct pl_report *list; /* those that are current */
	size_t count, list_count;
};

void reports_finish(struct reports *r);
/* A connection began: what is not told again is over. */
void reports_again(struct reports *r);
/* Why, or what was done. */
void reports_apply(struct reports *r, const struct wire_msg *m);
/* Names, the list, and what is worth a sentence. */
void reports_settle(struct session *s, const struct session_view *v);
/* One of this person's that they have been told the end of, once; 0: none. */
int64_t reports_next_heard(struct reports *r);

#endif
