/* SPDX-License-Identifier: MIT */
/* Single values of iCalendar, as libical read them. */
#ifndef SCHEDULE_VALUE_H
#define SCHEDULE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include <libical/ical.h>

struct zone;

/* Years that a calendar may speak of.  Some begin birthdays in 1604. */
enum { WHEN_YEAR_MIN = 1601, WHEN_YEAR_MAX = 2399 };

struct when {
	int64_t s;               /* local seconds (see zone_table.h) */
	const struct zone *zone; /* NULL: of here */
	bool date;
};

/* False: there is no such time.  UTC or no zone; a TZID is the caller's. */
bool value_when(struct icaltimetype t, struct when *out);
int64_t when_utc(const struct when *w, const struct zone *here);

/* How long something is: days by the calendar, then seconds by the clock. */
struct span {
	int64_t days, seconds;
};

/* False: it is negative, or longer than the years of a calendar. */
bool value_span(struct icaldurationtype d, struct span *out);
/* When what begins at this moment ends. */
int64_t span_end(const struct span *span, const struct zone *zone, int64_t start_utc_s);

#endif
