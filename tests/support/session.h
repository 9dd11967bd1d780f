/* SPDX-License-Identifier: MIT */
/* A hub with one group, a meeting in it, and the frames that its connections get. */
#ifndef SUPPORT_SESSION_H
#define SUPPORT_SESSION_H

#include "server/hub.h"

enum { SESSION_GROUP = 3, SESSION_PEOPLE = 11, SESSION_LEADER = 11 };

struct session {
	struct hub *hub;
	struct hub_conn *conns[SESSION_PEOPLE + 1]; /* by member; NULL: no line */
	bool compressed;
	int64_t now, ticket, said;
	const char *warning; /* of what is said from now on; NULL: none */
	struct buf frame;
	size_t bytes; /* of the newest frame, as it goes out */
};

extern const char session_plan[];

/* Ten members and one who leads; `plan` NULL: no session runs yet. */
void session_begin(struct session *s, const char *plan, bool compressed);
void session_end(struct session *s);
void session_join(struct session *s, int64_t member);
void session_drop(struct session *s, int64_t member);
/* Granted, or the test ends. */
void session_wish(struct session *s, int64_t by, const char *word, int64_t member, int64_t n);
void session_tell(struct session *s, int64_t by, const char *word, int64_t member,
		  const char *text);
void session_reply(struct session *s, int64_t by, int64_t n, const char *text);
void session_say(struct session *s, int64_t by, const char *text);
/* All frames that wait for this member, one behind the other; s->bytes is their sum. */
const char *session_hear(struct session *s, int64_t member);
void session_hear_all(struct session *s);
/* Everybody is admitted and has accepted, at this stage. */
void session_settle(struct session *s, int64_t stage);

#endif
