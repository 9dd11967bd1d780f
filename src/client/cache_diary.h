/* SPDX-License-Identifier: MIT */
/*
 * What the device keeps of the schedule: the server's rows as they came, what was asked and has
 * no answer, and a calendar of the person's own.  As cache.h says of writing; what was asked is
 * there after a power cut, too.
 */
#ifndef CLIENT_CACHE_DIARY_H
#define CLIENT_CACHE_DIARY_H

#include "client/cache.h"
#include "client/diary.h"

/* All of it, into an empty diary. */
bool cache_diary_load(struct cache *c, struct diary *p, struct err *err);

/* Of what is no more, though the server did not say so. */
bool cache_diary_drop(struct cache *c, bool series, int64_t number);

struct cache_asked {
	struct wire_msg m;   /* of the client's; its ticket goes into k, */
	struct buf json;     /* and the whole into this, which the caller finishes */
	int64_t utc_ms;      /* when it was asked */
	int64_t in_place_of; /* the ticket of one that goes; 0: none */
};
/* All or none.  Their tickets are of one row with those of lines: see cache.h. */
bool cache_ask_add(struct cache *c, struct cache_asked *all, size_t n);
bool cache_ask_drop(struct cache *c, int64_t ticket);
bool cache_ask_settle(struct cache *c, int64_t ticket, enum pl_request_state state);
/* It is a request of this number now, as `row` says, where it is not here already. */
bool cache_ask_stored(struct cache *c, int64_t ticket, int64_t number, struct str row);
/* It is to be sent so from now on. */
bool cache_ask_again(struct cache *c, int64_t ticket, struct str row);

struct cache_overlay {
	struct str from, text; /* the calendar as it came */
	struct str tag, since; /* of HTTP: ETag, Last-Modified; or "" */
	int64_t read_utc_ms;
};
/* NULL: there is none any more. */
bool cache_overlay_set(struct cache *c, const struct cache_overlay *o);
/* Its texts in `mem`; false: there is none. */
bool cache_overlay_get(struct cache *c, struct arena *mem, struct cache_overlay *out);
/* It was looked at again, and is as it was. */
bool cache_overlay_seen(struct cache *c, int64_t utc_ms);

#endif
