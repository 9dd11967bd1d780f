/* SPDX-License-Identifier: MIT */
/*
 * A hub, and beside it what the store has and what each connection has been told: a frame
 * that says anything else fails the test.
 */
#ifndef SUPPORT_WALK_H
#define SUPPORT_WALK_H

#include "base/arena.h"
#include "server/hub.h"

enum { GROUPS = 3, PEOPLE = 6, DEVICES = 2, CONNS = 10, SEQS = 500, TICKETS = 400 };

/* What the store would have. */
struct stored {
	int64_t member, device, ticket, utc_ms;
	int conn; /* the walk's number of the connection that it came from, or -1 */
	char *text;
	size_t n;
};

/* One connection as its other side sees it. */
struct seat {
	struct hub_conn *hub;
	int64_t member, device;
	int serial;
	bool compressed, greeted;
	bool told[GROUPS + 1];
	int64_t from[GROUPS + 1]; /* it has all up to here */
	int64_t live[GROUPS + 1]; /* the newest that came unasked */
	bool have[GROUPS + 1][SEQS + 1];
	unsigned char asked[GROUPS + 1][SEQS + 1]; /* by pages */
	int repeats[TICKETS]; /* answers it must get for what it sent again */
	int errors;           /* ... and for its errors */
	int64_t presence[GROUPS + 1][PEOPLE + 1];
	struct wire_chain chain;
	struct hub_want want[24];
	int wants;
};

/* Sent and not stored yet: the store answers in this order. */
struct sent {
	int64_t group;
	int64_t member, device, ticket;
	int serial;
	struct str text;
};

struct walk {
	unsigned seed;
	struct hub *hub;
	struct stored said[GROUPS + 1][SEQS + 1];
	int64_t last[GROUPS + 1];
	bool in[GROUPS + 1][PEOPLE + 1];
	int64_t seen[GROUPS + 1][PEOPLE + 1];
	int64_t ticket[PEOPLE * DEVICES + 1];
	struct seat seats[CONNS];
	int serials;
	struct sent sent[64];
	int sents;
	int64_t now_ms;
	struct arena mem;
	struct buf frame, json;
};

/* The next frame to this seat, if there is one; true when there may be another. */
bool walk_turn(struct walk *w, struct seat *s);
/* The page it has waited for longest. */
void walk_answer(struct walk *w, struct seat *s);
/* What each wants of the store. */
void walk_pump(struct walk *w);
/* Until nobody has anything to hear or to ask any more. */
void walk_settle(struct walk *w);

#endif
