/* SPDX-License-Identifier: MIT */
/*
 * The access log: whose record was read, by whom, what of it, when and why.  Every row is durable
 * before what it tells of is given (STORE_ACCESS), and has the mark of the one before it, as the
 * log of a session has; what was changed afterwards is found.  The words are those of FHIR R4's
 * AuditEvent: recorded (utc_ms), agent (by), entity (whose and what), action, outcome, purpose (why).
 *
 * To note something: fill in an access_note, make of it a request (access_req) and submit that; give
 * what was asked for when its reply has no error.  Commands use admin_access (server/admin.h).
 *
 * What people say in a group, and what everybody in its room sees of each other, is no record of
 * a person, and no read of it is noted.
 */
#ifndef SERVER_ACCESS_H
#define SERVER_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "server/secret.h"
#include "store/store.h"

enum {
	ACCESS_WORDS_MAX = 200, /* bytes of each text of a note; what is longer is cut */
	ACCESS_ROW_MAX = 1024,  /* bytes of a row */
};

/* What was read: rows of access_kinds. */
enum access_what {
	ACCESS_ATTENDANCE, /* when they were in sessions, and for how long */
	ACCESS_HOURS,      /* the hours of a week */
	ACCESS_SESSION,    /* a report about a session */
	ACCESS_NOTE,       /* the skeleton of a note about them */
	ACCESS_WORKSHEET,  /* answers; subject: the form */
	ACCESS_TREND,      /* scores of a measure; subject: the form */
	ACCESS_PLAN,       /* a safety plan that they have shared */
	ACCESS_LEGAL,      /* the legal name */
	ACCESS_REPLIES,    /* replies at the door */
	ACCESS_HIDDEN,     /* a message of theirs that is hidden */
	ACCESS_REPORTED,   /* a message of theirs that was reported, and why */
	ACCESS_SCHEDULE,   /* when they are expected, and what they asked for */
	ACCESS_CONSENT,    /* what they have consented to */
	ACCESS_LOG,        /* this log */
	ACCESS_RECORD,     /* all of it */
	ACCESS_WHATS,
};
enum access_action { ACCESS_READ, ACCESS_EXPORT, ACCESS_ERASE, ACCESS_ACTIONS };
enum access_outcome { ACCESS_GIVEN, ACCESS_REFUSED, ACCESS_OUTCOMES };
/* A client, over the wire, or a command of porchlightd(8). */
enum access_way { ACCESS_CLIENT, ACCESS_COMMAND, ACCESS_WAYS };

/* Their words in rows and files. */
extern const char *const access_whats[ACCESS_WHATS];
extern const char *const access_actions[ACCESS_ACTIONS];
extern const char *const access_outcomes[ACCESS_OUTCOMES];
extern const char *const access_ways[ACCESS_WAYS];

struct access_note {
	enum access_what what;
	enum access_action action;
	enum access_outcome outcome;
	enum access_way way;
	int64_t whose;      /* a user; 0: no one person's */
	int64_t by;         /* a user; 0: somebody of the clinic, by a command */
	int64_t device;     /* 0: by a command */
	int64_t group;      /* 0: of no one group */
	int64_t day_utc_ms; /* when what was read came about; 0: it is of no one day */
	int64_t count;      /* how many were read, of which the newest is named; at least 1 */
	struct str
		subject; /* which of that kind; of what was exported the days: "2026-01-02/2026-11-26"; or "" */
	struct str why; /* the purpose or ground, where one was given, or "" */
	/* Of a row that was read: */
	int64_t seq, utc_ms;
};

/*
 * A STORE_ACCESS of it, to be submitted as it is, or with done and user.  `row` is the caller's,
 * initialised for ACCESS_ROW_MAX, and must live until then.
 */
struct store_req access_req(const struct access_note *n, int64_t utc_ms, struct buf *row);
/* Back again; the texts are the row's.  False: it cannot be read, or says otherwise than its columns. */
bool access_read(const struct store_message *row, struct access_note *out);

/* The chain, from the oldest row that is kept; all zero at first. */
struct access_chain {
	int64_t seq; /* of the last row taken */
	char mark[SECRET_HASH];
};
/* The next row.  False: `err` says at which row it is broken, and nothing was taken.  True with
 * out->seq 0: what is left of those that are kept no longer. */
bool access_take(struct access_chain *c, const struct store_message *row,
		 struct access_note *out, struct err *err);

#endif
