/* SPDX-License-Identifier: MIT */
/* Changes to a series, from lines to lines (see calendar.h).  Nothing else of them changes. */
#ifndef SCHEDULE_CHANGE_H
#define SCHEDULE_CHANGE_H

#include "schedule/calendar.h"
#include "schedule/zone.h"

enum change {
	CHANGE_CANCEL, /* one occurrence; it is shown still, as cancelled */
	CHANGE_MOVE,   /* one, cancelled or not: start_utc_ms, minutes (0: as long as before) */
	CHANGE_LEADER, /* one, or all (original_utc_ms 0): leader */
	CHANGE_PLACE,  /* one, or all: text */
	CHANGE_BRING,  /* all: text, what to bring (DESCRIPTION); "": nothing */
	CHANGE_RESTORE, /* one: as the rule says */
	/* Nothing begins at or behind start_utc_ms any more; what was to be behind it goes too where
	 * it was moved before it.  Not before the first: drop the series then. */
	CHANGE_END,
	CHANGE_ADD, /* one more: start_utc_ms, where none was to be */
	CHANGES,
};

struct change_asked {
	enum change what;
	int64_t original_utc_ms; /* of the occurrence */
	int64_t start_utc_ms, leader;
	int minutes;
	/* COMMENT.  NULL: none; of CHANGE_LEADER and CHANGE_PLACE: that which is there. */
	const char *text, *why;
};

/* Into `out`, emptied first.  False: there is no such occurrence, or all that follow it were
 * changed with it (RANGE, in what another program wrote), or the lines would be too long or
 * have too many changes; `out` is empty then. */
bool change_lines(struct str lines, const struct change_asked *asked, struct buf *out);

/* A new series. */
struct change_series {
	const char *zone;
	struct local start;
	int minutes;      /* 1 .. 1440 */
	const char *rule; /* the value of an RRULE; "": once */
	const char *place;
};

/*
 * It begins with the first that the rule says at `start` or behind it.  False: the zone or the
 * rule is not known, the rule is of less than days or says nothing, or a number is out of its
 * range; `out` is empty then.
 */
bool change_new(const struct change_series *s, struct buf *out);

#endif
