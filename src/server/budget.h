/* SPDX-License-Identifier: MIT */
/*
 * What anybody may ask of the server: one table, a row for each thing that costs something.
 * Pure: the time is an argument, in milliseconds, of any clock that does not go back.
 *
 * What is counted for accounts and networks lies in one table of BUDGET_COUNTS places.  It is
 * found by a keyed hash, so that nobody can aim at another's place; where all are taken, the
 * count that was not asked for the longest goes, but never one that is in use (budget_enter).
 */
#ifndef SERVER_BUDGET_H
#define SERVER_BUDGET_H

#include <stddef.h>

#include "base/buf.h"
#include "base/bucket.h"

enum budget_what {
	/* by network */
	BUDGET_CONNECTIONS, /* before TLS; at once: of those that have not proven who they are */
	BUDGET_REQUESTS,
	BUDGET_FEEDS,
	/* by account */
	BUDGET_PACKS,
	BUDGET_CONSENTS,
	BUDGET_RECORDS, /* parts of the person's whole record */
	BUDGET_DEVICES, /* WebSockets that were proven; at once: that are open */
	BUDGET_ACTS,    /* messages, on all connections together */
	BUDGET_NAMES,   /* changed in a group: each is a sentence for all of it */
	/* by connection: their buckets lie in it */
	BUDGET_FRAMES,
	BUDGET_KILOBYTES,          /* of frames as sent, and of all that TLS reads */
	BUDGET_PIECES,             /* reads of the socket */
	BUDGET_STRANGER_KILOBYTES, /* the same, of who has not proven who they are */
	BUDGET_STRANGER_PIECES,
	BUDGET_SAY,
	BUDGET_SEEN,
	BUDGET_MORE,
	BUDGET_WISH,
	BUDGET_TEXT,
	BUDGET_ATTENDANCE,
	BUDGET_ASK,
	BUDGET_SET,
	BUDGET_FEED,
	BUDGET_HOURS,
	BUDGET_WORK,
	BUDGET_ROWS,
};

enum budget_per { BUDGET_PER_NETWORK, BUDGET_PER_ACCOUNT, BUDGET_PER_CONNECTION };

/* What is said when it is over. */
enum budget_says {
	BUDGET_SAYS_NOTHING, /* the connection is closed before a byte */
	BUDGET_SAYS_429,     /* HTTP's, with the code "rate" */
	BUDGET_SAYS_RATE,    /* the message is refused with the code "rate" */
	BUDGET_SAYS_CUT,     /* the same, and the connection is closed */
	BUDGET_SAYS_WAIT,    /* a WebSocket is not read for half a second, HTTP is cut off */
};

struct budget_row {
	const char *name; /* in the log */
	enum budget_per per;
	struct rate rate;
	int at_once; /* 0: they do not last */
	enum budget_says says;
};
extern const struct budget_row budget_rows[BUDGET_ROWS];

enum { BUDGET_COUNTS = 32768 }; /* more than there may be open files */

struct budget;

struct budget *budget_create(void);
void budget_destroy(struct budget *b); /* NULL is fine */

/* Of a row by network or account.  False: too often, or as many as may be are there now. */
bool budget_take(struct budget *b, enum budget_what what, struct str whom, int64_t now_ms);
/* What was taken is there now, until budget_leave. */
void budget_enter(struct budget *b, enum budget_what what, struct str whom);
void budget_leave(struct budget *b, enum budget_what what, struct str whom);
/* How many counts there are. */
size_t budget_counts(const struct budget *b);

/*
 * Whom a count by network is for: an IPv4 address, or an IPv6 /64, which is the least that a
 * household or a phone gets.  `address` is numeric; gives the bytes, 0 for what is no address.
 */
size_t budget_network(const char *address, unsigned char out[16]);

#endif
