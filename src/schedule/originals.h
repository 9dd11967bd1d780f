/* SPDX-License-Identifier: MIT */
/* When the occurrences of one event were to be, before any change: DTSTART, RRULE, RDATE, less
 * EXDATE. */
#ifndef SCHEDULE_ORIGINALS_H
#define SCHEDULE_ORIGINALS_H

#include "schedule/calendar_in.h"

enum {
	/* Of all rules of a calendar, for one question; those behind are taken as not there. */
	ORIGINALS_STEPS_MAX = 20 * RULE_STEPS_MAX,
};

struct original {
	int64_t utc_s;
	const struct date *date; /* its RDATE, or NULL */
};

struct originals {
	struct original *all; /* in order, none twice */
	size_t n;
};

struct changed {
	int64_t utc_s; /* the original */
	const struct content *content;
};

/* One event as somebody asks for it. */
struct asked {
	struct event *event;
	size_t index;                   /* of the event */
	const struct zone *zone, *here; /* of the event, and of who asks */
	uint64_t steps_end;             /* rule_steps() that may not be passed */
	struct changed *ones, *onward;  /* changes, in order */
	size_t one_count, onward_count;
};

/* Those in [low, high] seconds. */
void originals_list(const struct asked *asked, int64_t low, int64_t high,
		    struct originals *out);
void originals_free(struct originals *o);

#endif
