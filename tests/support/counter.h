/* SPDX-License-Identifier: MIT */
/*
 * A server without a port, asked as a socket would ask it: by frames and by requests, with
 * tokens.  Stands in for net/serve; all that is above it is the real thing.
 */
#ifndef SUPPORT_COUNTER_H
#define SUPPORT_COUNTER_H

#include "support/house.h"
#include "support/tmpdir.h"

/*
 * Tuesday has Ana, Ben, Eve, Una of Eve's family, and Gus, who belongs to Thursday and is there by a
 * swap; Grace leads both, and Adam is Tuesday's admin.  Saturday has Cal, Fay who leads it, and
 * Abe, its admin.  Dan is in Tuesday, and switched off.
 */
enum {
	EVE = GRACE + 1,
	UNA,
	GUS,
	ADAM,
	DAN,
	CAL,
	FAY,
	ABE,
	NOBODY, /* has a token that was never given */
	COUNTER_PEOPLE,
	SATURDAY = THURSDAY + 1,
};

struct serve_conn {
	void *peer; /* NULL: closed */
	bool wants, closing;
	char heard[HOUSE_TEXT];
};

struct counter {
	struct house *house;
	char dir[TMPDIR_PATH];
	struct serve_conn conns[COUNTER_PEOPLE];
	int64_t ticket;
	int status; /* of the last request, and what it was answered with */
	char answer[HOUSE_TEXT], feed[128]; /* feed: the path of Ana's calendar */
};

/* Everybody is connected; each group has a series of the same number, and the swap is granted. */
void counter_open(struct counter *c);
void counter_close(struct counter *c);
/*
 * What comes of a message: "" it was done, else the code of the refusal.  In `json` '@' is a new
 * ticket, '$' the moment of a series' first occurrence, and '#' now.  What is answered with a grant, and
 * is not, is "silence".
 */
const char *counter_ask(struct counter *c, int64_t who, const char *json);
/* The same of a request; with a body it is a POST. */
const char *counter_request(struct counter *c, int64_t who, const char *path, const char *body);
/* As counter_ask, and it must be done. */
void counter_must(struct counter *c, int64_t who, const char *json);

#endif
