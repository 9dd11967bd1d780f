/* SPDX-License-Identifier: MIT */
/*
 * The clock changes of a zone, from the tz database or from a VTIMEZONE, in one table.  Times
 * are seconds since 1970; "local" ones are what a clock on the wall shows, counted as if
 * that were UTC.  Of one thread.
 */
#ifndef SCHEDULE_ZONE_TABLE_H
#define SCHEDULE_ZONE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include <libical/ical.h>

enum {
	ZONE_ROWS_MAX = 4096, /* clock changes of one zone; later ones are not there */
	ZONE_YEAR_MAX = 2200, /* rules are followed until then */
};

struct zone;

/* A name of the tz database, "UTC" too; NULL: there is none.  Lives as long as the program. */
const struct zone *zone_named(const char *name);
const struct zone *zone_utc(void);
/* NULL: no clock of it can be read.  zone_free is the caller's. */
struct zone *zone_read(icalcomponent *vtimezone);
void zone_free(struct zone *z); /* NULL is fine */

int64_t zone_to_local(const struct zone *z, int64_t utc_s);
/* A time that is skipped: by the offset before; one that is there twice: the first. */
int64_t zone_to_utc(const struct zone *z, int64_t local_s);
/* Do the two show the same time in all of [from, to)? */
bool zone_same(const struct zone *a, const struct zone *b, int64_t from_utc_s,
	       int64_t to_utc_s);

/* Plain calendar days: local seconds and their fields. */
struct icaltimetype zone_fields(int64_t local_s);
int64_t zone_seconds(struct icaltimetype t);

#endif
