/* SPDX-License-Identifier: MIT */
/*
 * The calendar feeds that there are: whose each is, and under which cover.  A feed is found by the
 * hash of its secret, which nobody has but those who were told it.  Pure: no sockets, no store.
 */
#ifndef SERVER_FEEDS_H
#define SERVER_FEEDS_H

#include "server/program.h"
#include "server/secret.h"
#include "store/store.h"

enum { FEEDS_ALARM_MAX = 7 * 24 * 60, /* minutes */ FEEDS_BYTES_MAX = 1000000 };

#define FEEDS_COVER "Appointment" /* where the person has given none */

struct feed {
	int64_t member;
	int64_t row, version; /* of the store; row 0: it is not there yet */
	int64_t made_utc_ms;
	char hash[SECRET_HASH]; /* of the secret */
	char cover[WIRE_NAME_MAX + 1];
	int alarm_minutes; /* 0: none */
	bool busy;         /* a change of it is on its way to the store */
};

struct feeds {
	struct feed *all;
	size_t count;
};

/* One of the store's rows.  False: it cannot be read. */
bool feeds_read(struct feeds *f, const struct store_message *row);
/* The row's text, added to `out`. */
bool feeds_write(const struct feed *feed, struct buf *out);
/* NULL: there is none.  Good until the next one is put or dropped. */
struct feed *feeds_of(const struct feeds *f, int64_t member);
struct feed *feeds_by_hash(const struct feeds *f, const char *hash);
/* In the place of the one that the member has. */
struct feed *feeds_put(struct feeds *f, const struct feed *feed);
void feeds_drop(struct feeds *f, int64_t member);
void feeds_finish(struct feeds *f);

/* What calendar programs get: when this person is expected, and nothing else of it.  The same in
 * gives the same bytes.  False: it is longer than `out` takes, or cannot be said. */
bool feeds_calendar(const struct feed *feed, const struct program_plan *plans, size_t n,
		    struct buf *out);

#endif
