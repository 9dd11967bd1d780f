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
/* What this person is told now; it is not wrapped, and lives until the next. */
const char *house_hear(struct house *h, int64_t member);

#endif
