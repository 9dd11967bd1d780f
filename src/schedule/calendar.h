/* SPDX-License-Identifier: MIT */
/*
 * iCalendar in (RFC 5545), plain structs out.  Nothing here knows of members, groups or the
 * wire.  What is read is bounded in bytes, events and time; what is amiss is told by line,
 * and the rest of the file is good.
 */
#ifndef SCHEDULE_CALENDAR_H
#define SCHEDULE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	CALENDAR_BYTES_MAX = 4 * 1024 * 1024, /* of a file */
	CALENDAR_EVENTS_MAX = 20000,
	CALENDAR_PROBLEMS_MAX = 100, /* that are told; the rest are counted */
	CALENDAR_WORD_MAX = 64,
	CALENDAR_TEXT_MAX = 4000, /* bytes of a title, place or description; longer is cut */
};

/* What can be amiss with a file.  The words for each are the front end's. */
enum calendar_fault {
	CALENDAR_TOO_LARGE, /* more than CALENDAR_BYTES_MAX: nothing of it was read */
	CALENDAR_NONE,      /* no BEGIN:VCALENDAR in it: nothing of it was read */
	CALENDAR_TOO_MANY,  /* events: those behind this line were not read */
	CALENDAR_CUT_SHORT, /* it ends within an event, which was not read */
	CALENDAR_FOLDING,   /* a line that is none: it was skipped */
	CALENDAR_ENCODING,  /* not UTF-8: read as Latin-1 */
	CALENDAR_NO_START,  /* an event without a start that can be read: skipped */
	CALENDAR_RULE,      /* a rule that cannot be read: the event is there once */
	CALENDAR_VALUE,     /* a value that cannot be read: without it */
	CALENDAR_ZONE,      /* a zone that nobody knows: its times are taken as those of here */
	CALENDAR_STRAY,     /* a change to an event that is not there: skipped */
	CALENDAR_FAULTS,
};

struct calendar_problem {
	int line; /* from 1, as the file is written; 0: of the whole */
	enum calendar_fault fault;
	char what[CALENDAR_WORD_MAX]; /* the property, zone or value it is about; clean */
};

struct calendar_problems {
	struct calendar_problem all[CALENDAR_PROBLEMS_MAX];
	size_t count; /* of those in `all` */
	size_t total; /* of all */
};

/* An event, or what repeats: one UID, with all of its changes. */
struct calendar_event {
	const char *uid, *title, *place, *text; /* UTF-8, clean; "" where there is none */
	const char *zone; /* TZID as written, "UTC", or "": of here (floating) */
	bool all_day, repeats;
	int64_t leader; /* X-PORCHLIGHT-LEADER; 0: none */
	size_t changes; /* RECURRENCE-IDs */
	int line;       /* where it begins */
};

struct calendar;

/*
 * `text` may go afterwards.  NULL: nothing could be read, and the first problem says why.
 * `problems` is emptied first; it may be NULL.
 */
struct calendar *calendar_read(struct str text, struct calendar_problems *problems);
void calendar_free(struct calendar *c); /* NULL is fine */
size_t calendar_count(const struct calendar *c);
/* Borrowed, for as long as the calendar lives. */
const struct calendar_event *calendar_event(const struct calendar *c, size_t i);

/*
 * Lines: how a series goes over the wire and into the store.  The properties of one VEVENT,
 * without BEGIN, END, UID and SUMMARY; then, each behind an empty line, those of its changes,
 * which begin with RECURRENCE-ID in UTC.  Lines end with '\n' and are not folded:
 *
 *   DTSTART;TZID=America/Denver:20261201T180000
 *   DURATION:PT90M
 *   RRULE:FREQ=WEEKLY;BYDAY=TU
 *
 *   RECURRENCE-ID:20261209T010000Z
 *   STATUS:CANCELLED
 *   COMMENT:holiday
 *
 * A zone is a name of the tz database or UTC, never a floating time or a whole day.
 */
enum { CALENDAR_LINES_MAX = 3500, CALENDAR_CHANGES_MAX = 64 };
/* One event, of this title.  NULL: it is not of that form, or passes a limit. */
struct calendar *calendar_of_lines(struct str lines, const char *title);
/* The other way, of an event that was read, from `out`'s end on.  False: it cannot be said so
 * (no zone, a whole day, too long); nothing was added then. */
bool calendar_to_lines(const struct calendar *c, size_t event, struct buf *out);

#endif
