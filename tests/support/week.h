/* SPDX-License-Identifier: MIT */
/*
 * A week of Ana's for tests: from Monday 30 November 2026, in Denver, as she sees it on
 * Monday at 17:40.  One session is cancelled, one was moved, with somebody else; on Thursday
 * the dentist is in the way.
 */
#ifndef SUPPORT_WEEK_H
#define SUPPORT_WEEK_H

#include "support/fake_client.h"

enum { WEEK_SKILLS = 11, WEEK_WORKSHOP = 12, WEEK_OTHER = 13, WEEK_GROUP = 7 };
enum {
	WEEK_MONDAY,
	WEEK_TUESDAY, /* cancelled */
	WEEK_MOVED,
	WEEK_DENTIST,  /* of her own */
	WEEK_THURSDAY, /* at the same time */
	WEEK_FRIDAY,   /* a workshop, optional */
	WEEK_SATURDAY, /* another section */
	WEEK_NEXT,     /* a week later */
	WEEK_ROWS,
};

#define WEEK_NOW INT64_C(1796085600000) /* Monday 30 November 2026, 17:40 in Denver */

/* Puts it into the client; `here`: this device's zone.  The session at `next` is the next. */
void week_open(struct pl_client *c, const char *here);
/* The moment at this hour of a day of December 2026 (30: of November), in Denver. */
int64_t week_at(int day, int hour, int minute);
/* Filled anew by each week_open. */
extern struct pl_occurrence week_rows[WEEK_ROWS];

#endif
