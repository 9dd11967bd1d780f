/* SPDX-License-Identifier: MIT */
/* How long a device stays signed in: porchlightd.conf(5), device_days and staff_days. */
#ifndef SERVER_DEVICE_H
#define SERVER_DEVICE_H

#include "server/server_in.h"

enum {
	DEVICE_MARK_MS = 600000,      /* when it was used is stored no more often */
	DEVICE_GRACE_MS = 3600000,    /* of staff's: who was here just now may come back, */
	DEVICE_MOST_MS = 24 * 3600000 /* for so long: a meeting is not cut */
};

/* Facilitators and admins. */
bool device_is_staff(struct str role);
/* Has its time ended?  A device of staff so many days after it signed in, one of anybody else
 * so many days after it was used last; 0 days: never. */
bool device_is_over(const struct conf *c, const struct store_reply *found, int64_t now_utc_ms);
/* The same, and the clock is to be believed: one that jumped years ahead would sign everybody out
 * for good. */
bool device_is_surely_over(const struct conf *c, const struct store_reply *found,
			   int64_t now_utc_ms);
/* Is it to be marked again?  Also where the mark is of a clock that was ahead. */
bool device_wants_mark(int64_t used_utc_ms, int64_t now_utc_ms);
/* A reply of STORE_DEVICE_FIND with one that is over: it is signed out. */
bool device_ended(struct server *s, const struct store_reply *found);
/* It is used now; `used_utc_ms` is when it was marked last. */
void device_mark(struct server *s, int64_t device, int64_t *used_utc_ms);

#endif
