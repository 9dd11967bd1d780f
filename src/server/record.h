/* SPDX-License-Identifier: MIT */
/*
 * Attendance, out of the log of a group's sessions: who was in each, for how long, and what
 * was corrected since.  The chain of the log is checked on the way: what was changed
 * afterwards is found, and nothing is taken of what comes behind it.
 */
#ifndef SERVER_RECORD_H
#define SERVER_RECORD_H

#include "base/err.h"
#include "server/meeting.h"
#include "server/secret.h"
#include "store/store.h"

enum {
	RECORD_LATE_MS = 600000, /* who comes later than that behind the opening is late */
};

/* An event, as far as it tells who caused it. */
struct record_fact {
	enum meeting_kind kind;
	int64_t by, n;
};

/* An addendum: what was found out afterwards.  The newest of a session and member stands. */
struct record_correction {
	int64_t seq, utc_ms, by, session, member, minutes;
	char *why;
};

struct record {
	int64_t group, first_seq; /* the first event that is taken; those before: see below */
	int64_t seq, utc_ms;      /* of the newest event */
	char mark[SECRET_HASH];
	/* As each was at its end, or is now; a session's number is its opened_seq. */
	struct meeting **sessions;
	size_t sessions_count;
	struct record_correction *corrections;
	size_t corrections_count;
	struct record_fact *facts; /* of all events from first_seq on */
};

/* Beginning with event `from_seq`, which must be the first of all or open a session. */
void record_begin(struct record *r, int64_t group, int64_t from_seq);
void record_finish(struct record *r);
/*
 * The next row of the log, in order.  False: `err` says at which event the chain is broken,
 * and nothing of it was taken.  Rows before from_seq give their mark alone: one is enough.
 */
bool record_take(struct record *r, const struct store_message *row, struct err *err);

const struct meeting *record_session(const struct record *r, int64_t session); /* or NULL */
/* The correction that stands; NULL: none. */
const struct record_correction *record_corrected(const struct record *r, int64_t session,
						 int64_t member);
/* By the rule: see meeting_minutes.  0 for who was not there. */
int64_t record_counted(const struct meeting *m, int64_t member);
/* What stands: the correction, or else what was counted. */
int64_t record_minutes(const struct record *r, const struct meeting *m, int64_t member);
/* Was in the room or its waiting room, as far as the log knows. */
bool record_was_there(const struct meeting *m, int64_t member);
bool record_was_late(const struct meeting *m, int64_t member);

/* Who caused what happened to `member` at event `seq`. */
enum record_source { RECORD_SELF, RECORD_LINE, RECORD_SERVER, RECORD_BY };

/* RECORD_BY: *by did. */
enum record_source record_source(const struct record *r, int64_t seq, int64_t member,
				 int64_t *by);

#endif
