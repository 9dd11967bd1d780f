/* SPDX-License-Identifier: MIT */
/* A server without a port: its store is memory, and what its people are told is text. */
#ifndef SUPPORT_HOUSE_H
#define SUPPORT_HOUSE_H

#include "server/server_in.h"

/* Ana and Ben, and Grace, who leads, are in the group of Tuesday, Grace in that of Thursday too. */
enum { ANA = 1, BEN, GRACE, PEOPLE_END, TUESDAY = 1, THURSDAY };
enum { HOUSE_TEXT = 8192 };

#define WEEK_MS INT64_C(604800000)

/* A server without a port. */
struct house {
	struct server s;
	struct conf conf;
	struct peer peers[PEOPLE_END];
	bool wants[PEOPLE_END]; /* the hub has said so, as a socket would be told */
	struct store_reply last;
	int64_t tickets, first_ms;
	char heard[HOUSE_TEXT], rows[HOUSE_TEXT];
};

/* For cmocka; *state is the house.  Everybody is connected, and has heard nothing yet. */
int house_begin(void **state);
int house_end(void **state);
/* With a device whose token is the name.  The server knows of it when it reloads. */
void house_enrol(struct house *h, const char *name, const char *role, int64_t group);
/* Waits for all that is under way. */
void house_settle(struct house *h);
/* Asks the store; h->rows are the texts of what it gives, a line each. */
const struct store_reply *house_must(struct house *h, struct store_req r);
/* On a new connection. */
void house_join(struct house *h, int64_t member, const char *name, const char *role);
/* Grace begins to plan the series "Skills", weekly from h->first_ms on, of a kind as the wire has it. */
void house_set(struct house *h, int64_t group, int64_t cap, const char *kind);
/* Somebody begins to ask for something, of the first session of that series; x may be NULL. */
void house_ask(struct house *h, int64_t member, const char *what, int64_t series,
	       const char *x);
/* Somebody begins to say "withdraw", "grant" or "refuse" to a request. */
void house_answer(struct house *h, int64_t member, const char *word, int64_t request);
/* What this person is told now; it is not wrapped, and lives until the next. */
const char *house_hear(struct house *h, int64_t member);

#endif
