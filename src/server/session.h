/* SPDX-License-Identifier: MIT */
/* The session of a group, between its wishes and the store: inside the server. */
#ifndef SERVER_SESSION_H
#define SERVER_SESSION_H

#include "server/server_in.h"

struct session {
	struct session *next;
	struct server *server;
	int64_t group;
	bool ready;       /* its log has been read, and is sound */
	bool restarts;    /* those who were here when the server ended are still to be noted */
	int64_t lived_ms; /* and the server lived then: the newest line, utc_ms */
	bool catches_up;  /* somebody else has written to its log, and that is read */
	bool busy;        /* an event is on its way to the disk */
	enum store_op op; /* by what it goes there */
	struct meeting_event event;  /* that one; its text is ours */
	struct buf sealed;           /* a reply that goes with it */
	struct asking *asking;       /* whose it is; NULL: the server's own */
	struct asking *first, *last; /* those who wait */
	int waiting;
	/* The chain: each event's mark is made of the mark before it and of the event. */
	char mark[SECRET_HASH], next_mark[SECRET_HASH];
	int64_t from_seq, read_seq; /* while it is loaded */
};

struct session *session_of(struct server *s, int64_t group); /* may be NULL */
/* Of an event as it is stored: group, seq, utc_ms and a. */
void session_next_mark(const char *before, const struct store_req *r, char out[SECRET_HASH]);
/* Is this row no event, but what was kept of the last one that was dropped: its mark? */
bool session_is_log_start(const struct store_message *row);
/* Reads what is in the log beyond what is known, and goes on. */
void session_catch_up(struct session *at);
/* session_does.c: what else is to be stored with an event, */
void session_fill(const struct session *at, const struct meeting_event *e, struct store_req *r);
void session_did(const struct session *at,
		 const struct store_reply *r); /* and what came of it */
/* Why it could not be; NULL: it could. */
const char *session_why(const struct store_reply *r);
/* Does what can be done now. */
void session_go(struct session *at);

#endif
