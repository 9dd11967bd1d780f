/* SPDX-License-Identifier: MIT */
/* The schedule in words, for this person: days and hours of this device's zone. */
#ifndef VIEW_WORDS_SCHEDULE_H
#define VIEW_WORDS_SCHEDULE_H

#include "porchlight/schedule.h"
#include "view/words.h"

/*
 * Days are written, as in tables, until words_days_told: from then on they are told, with whole names,
 * and with the year where it is not that of now_utc_ms.  0: they are written again.  It is so for
 * the whole program, as the language is; stage_clock says it.
 */
void words_days_told(int64_t now_utc_ms);
/* "Mon 30 Nov"; told: words_day */
const char *words_date(struct arena *a, int64_t utc_ms);
/* "Mon 30 Nov 2026"; told: "Monday 30 November 2026" */
const char *words_date_and_year(struct arena *a, int64_t utc_ms);
const char *words_month(struct arena *a, int64_t utc_ms);     /* "November 2026" */
const char *words_short_day(struct arena *a, int64_t utc_ms); /* "Mon" */
const char *words_clock(struct arena *a, int64_t utc_ms);     /* "18:00" */
const char *words_moment(struct arena *a, int64_t utc_ms);    /* "Mon 30 Nov, 18:00" */
const char *words_city(struct arena *a, const char *zone);    /* "New York" */
/* "tomorrow", "in 1 hour 20 minutes", "now", "since 10 minutes"; by the server's clock. */
const char *words_until(struct arena *a, int64_t start_utc_ms, int64_t now_utc_ms);
/* That the clocks change on the day that begins then; "" where they do not. */
const char *words_clocks_change(struct arena *a, int64_t day_utc_ms);
/* What hour it is at the program at this moment; "" where it is the same one as here. */
const char *words_other_zone(struct arena *a, const char *zone, int64_t utc_ms);

/* "18:00 to 19:30", "All day", with the day where it ends on another one. */
const char *words_hours_of(struct arena *a, const struct pl_occurrence *o);
/* "Mon 30 Nov, 18:00, Skills group" */
const char *words_named(struct arena *a, const struct pl_occurrence *o);
/* All of it in sentences; with the day, unless a heading has said it. */
const char *words_occurrence(struct arena *a, const struct pl_occurrence *o, bool day,
			     int64_t now_utc_ms);
/* What is short enough for a month's list, or for a cell of a grid. */
const char *words_briefly(struct arena *a, const struct pl_occurrence *o, bool day);
const char *words_bring(struct arena *a, const struct pl_occurrence *o); /* or "" */

/* "You cannot come: at the clinic."  `leader`: who is to answer, or "". */
const char *words_request(struct arena *a, const struct pl_request *r, const char *leader);
/* What was asked for just now. */
const char *words_asked_for(struct arena *a, const struct pl_asked *asked, bool live);
const char *words_asking(struct arena *a, const struct pl_asked *asked); /* no full stop */
const char *words_failure_of_asking(enum pl_failure f);

const char *words_tally(struct arena *a, const struct pl_tally *t);
const char *words_planned(struct arena *a, int minutes); /* of a week that is not this one */

const char *words_schedule_news(struct arena *a, const struct pl_schedule_note *n,
				const char *cover);
const char *words_calendar_problem(struct arena *a, const struct pl_calendar_problem *p);
const char *words_problems_more(struct arena *a, int n); /* "And 4 more." */
const char *words_calendar(struct arena *a, const struct pl_overlay *o);

/* Sentences that stand alone.  The comment: what their "%s" are. */
enum schedule_word {
	SCHEDULE_TODAY,     /* the day */
	SCHEDULE_WEEK,      /* its first day */
	SCHEDULE_THIS_WEEK, /* its first day */
	SCHEDULE_NEXT,      /* in how long */
	SCHEDULE_UNDER_WAY, /* for how long */
	SCHEDULE_NONE_NEXT,
	SCHEDULE_NOTHING_TODAY,
	SCHEDULE_NOTHING_WEEK,
	SCHEDULE_NOTHING_MONTH,
	SCHEDULE_JOIN,       /* how */
	SCHEDULE_JOIN_LATER, /* how */
	SCHEDULE_LATER_TODAY,
	SCHEDULE_MY_REQUESTS,
	SCHEDULE_DAY_TODAY,    /* the day */
	SCHEDULE_WEEK_OF,      /* its first day */
	SCHEDULE_COUNTED_FROM, /* the day */
	SCHEDULE_OFFERS,
	SCHEDULE_OFFERS_HOW,
	SCHEDULE_OFFERS_SWAP,
	SCHEDULE_OFFERS_ARE, /* their numbers */
	SCHEDULE_TOLD,       /* when */
	SCHEDULE_NEVER_TOLD,
	SCHEDULE_NONE_YET,
	SCHEDULE_WEEK_HOW,
	SCHEDULE_NO_NUMBER, /* what was typed */
	SCHEDULE_AGAIN,     /* what it would say, and the word */
	SCHEDULE_NO_REQUEST,
	SCHEDULE_WITHDRAWN,       /* of what */
	SCHEDULE_WITHDRAWN_LATER, /* of what */
	SCHEDULE_SAVED,           /* the file, the cover's name */
	SCHEDULE_FEED,            /* the address */
	SCHEDULE_FEED_NONE,
	SCHEDULE_FEED_ASKED,
	SCHEDULE_FEED_OFF,
	SCHEDULE_COVER,    /* the name */
	SCHEDULE_COVER_IS, /* the name */
	SCHEDULE_CALENDAR_NONE,
	SCHEDULE_CALENDAR_OFF,
	SCHEDULE_CALENDAR_BAD, /* the problems */
	SCHEDULE_CALENDAR_FETCHED,
	SCHEDULE_WORDS,
};
const char *words_schedule(struct arena *a, enum schedule_word w, const char *one,
			   const char *two);

#endif
