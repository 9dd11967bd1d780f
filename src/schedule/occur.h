/* SPDX-License-Identifier: MIT */
/*
 * When things are: the occurrences of a calendar (RFC 5545 3.8.5: RRULE, RDATE, EXDATE,
 * RECURRENCE-ID).  The local hour is kept across clock changes.  A local time that a clock
 * change skips is read with the offset before it, one that is there twice is the first
 * (RFC 5545 3.3.5).  A change with RANGE=THISANDFUTURE moves by as much, on the wall, all from
 * that one on to the next such change; a change to one occurrence goes before it.
 */
#ifndef SCHEDULE_OCCUR_H
#define SCHEDULE_OCCUR_H

#include "schedule/calendar.h"

enum { OCCUR_MAX = 4096 }; /* that one question is answered with */

struct occur {
	size_t event;                     /* of the calendar */
	int64_t original_utc_ms;          /* RECURRENCE-ID: when it was to be */
	int64_t start_utc_ms, end_utc_ms; /* end: the first moment after it; end >= start */
	bool all_day, floating;           /* start and end are those of `here` */
	bool cancelled, moved;            /* moved: to another start */
	const char *title, *place, *why;  /* its own, or the event's; why: COMMENT or "" */
	int64_t leader;                   /* its own, or the event's; 0: none */
	bool substitute;                  /* the leader is its own */
};

struct occur_window {
	int64_t from_utc_ms, to_utc_ms;
	const char *here; /* the zone of what is floating or a whole day */
};

/*
 * What begins before `to` and ends after `from`, or begins at `from`; by start, then by event.
 * Into `out`, which has room for `size`; answers how many there are: if more than `size` (or
 * OCCUR_MAX), the first of them are there.  The texts are borrowed from `c`.
 * Bounded: a rule that yields nothing, or without an end, costs no more than one that does.
 */
size_t occur_within(struct calendar *c, const struct occur_window *window, struct occur *out,
		    size_t size);
#define occur_list(c, from, to, here, out, size)                                               \
	occur_within((c), &(struct occur_window) { (from), (to), (here) }, (out), (size))
/* The one that was to be at this moment, wherever it is now.  False: there is none. */
bool occur_find(struct calendar *c, size_t event, int64_t original_utc_ms, const char *here,
		struct occur *out);
/* Does anything begin behind this moment, and is not cancelled?  That is the first that does. */
bool occur_next(struct calendar *c, size_t event, int64_t after_utc_ms, const char *here,
		struct occur *out);

#endif
