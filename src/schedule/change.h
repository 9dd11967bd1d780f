/* SPDX-License-Identifier: MIT */
/* Changes to a series, from lines to lines (see calendar.h).  Nothing else of them changes. */
#ifndef SCHEDULE_CHANGE_H
#define SCHEDULE_CHANGE_H

#include "schedule/calendar.h"
#include "schedule/zone.h"

enum change {
	CHANGE_CANCEL,  /* one occurrence; it is shown still, as cancelled */
	CHANGE_MOVE,    /* one: start_utc_ms, minutes (0: as long as before) */
	CHANGE_LEADER,  /* one, or all (original_utc_ms 0): leader */
	CHANGE_PLACE,   /* one, or all: text */
	CHANGE_BRING,   /* all: text, what to bring (DESCRIPTION); "": nothing */
	CHANGE_RESTORE, /* one: as the rule says */
	CHANGE_END,     /* nothing begins at or behind start_utc_ms any more */
	CHANGE_ADD,     /* one more: start_utc_ms */
	CHANGES,
};

struct change_asked {
	enum change what;
	int64_t original_utc_ms; /* of the occurrence */
	int64_t start_utc_ms, leader;
	int minutes;
	const char *text, *why; /* why: COMMENT; NULL: none */
};

/* Into `out`, emptied first.  False: there is no such occurrence, or the lines would be too
 * long or have too many changes; `out` is empty then. */
bool change_lines(struct str lines, const struct change_asked *asked, struct buf *out);

/* A new series. */
struct change_series {
	const char *zone;
	struct local start;
	int minutes;      /* 1 .. 1440 */
	const char *rule; /* the value of an RRULE; "": once */
	const char *place;
};

/* False: the zone or the rule is not known, or a number is out of its range. */
bool change_new(const struct change_series *s, struct buf *out);

#endif
