/* SPDX-License-Identifier: MIT */
/* iCalendar out: a file that calendar programs take (RFC 5545), with VTIMEZONE and VALARM. */
#ifndef SCHEDULE_WRITE_H
#define SCHEDULE_WRITE_H

#include "schedule/calendar.h"

/* How to name things to outsiders.  No other text of the calendar goes out. */
struct write_cover {
	const char *title;    /* of the calendar and of each event; never names treatment */
	int alarm_minutes;    /* before each; 0: no alarm */
	const char *uid_stem; /* "UID@stem": says nothing of whose it is */
	int64_t stamp_utc_ms; /* DTSTAMP */
};

struct write_event {
	struct calendar *calendar; /* one event of calendar_of_lines */
	size_t event;
	int64_t number;        /* the same series keeps its UID */
	const int64_t *absent; /* occurrences (original) that this person does not come to: */
	size_t absent_count;   /* EXDATE */
	const int64_t *only;   /* if not NULL: only these, each as an event of its own */
	size_t only_count;
};

/*
 * Into `out`, emptied first: CRLF, folded at 75 octets, text escaped.  The same in gives the same
 * bytes.  What is cancelled is not in it, what is moved or one more is an event of its own: there
 * are programs that know no RDATE, RECURRENCE-ID and STATUS.  False: it passes `out`'s cap, or
 * there is no event of lines; `out` is empty then.
 */
bool write_calendar(const struct write_event *events, size_t n, const struct write_cover *cover,
		    struct buf *out);

#endif
