/* SPDX-License-Identifier: MIT */
/* What is said of the program to those who build it. */
#ifndef VIEW_WORDS_PROGRAM_H
#define VIEW_WORDS_PROGRAM_H

#include "view/words_schedule.h"

/* Sentences; `words_program` replaces each "%s" of one by what is given, in their order. */
enum program_word {
	PROGRAM_TITLE,
	PROGRAM_REQUESTS,
	PROGRAM_HOURS, /* the group */
	PROGRAM_LEADERS_ONLY,
	PROGRAM_NO_SERIES,
	PROGRAM_NO_REQUEST,
	PROGRAM_NO_HOURS,
	PROGRAM_HOURS_ASKED,
	PROGRAM_HOURS_ALL_WELL,
	PROGRAM_STATUS_PLAN,
	PROGRAM_STATUS_ASKED,
	PROGRAM_SEATS_OF, /* taken, of */
	PROGRAM_SEATS,    /* of */
	PROGRAM_WITH,     /* who leads */
	PROGRAM_SECTIONS, /* the word that they share */
	PROGRAM_ROOM,
	PROGRAM_BRING,
	PROGRAM_SIGN_UP,
	PROGRAM_UNREADABLE,
	PROGRAM_NO_SUCH_SERIES,
	PROGRAM_NO_SUCH_SESSION, /* the series */
	PROGRAM_NO_SUCH_REQUEST,
	PROGRAM_NO_DATE,     /* what was typed */
	PROGRAM_NO_TIME,     /* what was typed */
	PROGRAM_PAST,        /* what was typed */
	PROGRAM_END_FIRST,   /* the end is before the start */
	PROGRAM_MINUTES_HOW, /* what was typed */
	PROGRAM_NO_LEADER,   /* the name */
	PROGRAM_ONE_LEADER,  /* the name, leads nothing here */
	PROGRAM_NOT_AT_SERVER,
	PROGRAM_PLAN_EMPTY,
	PROGRAM_PLAN_HOW,
	PROGRAM_PLAN_APPLIED, /* when it goes */
	PROGRAM_GOES_NOW,
	PROGRAM_GOES_LATER,
	PROGRAM_PLAN_LEFT,
	PROGRAM_PLAN_LEFT_ONE,
	PROGRAM_PLAN_FULL,
	PROGRAM_PLAN_NO_SUCH,
	PROGRAM_APPLY_KEY,
	PROGRAM_NOTHING_CHANGES,
	PROGRAM_PREVIEW_TITLE,
	PROGRAM_NOW_TITLE,
	PROGRAM_GRANTED, /* who, when it goes */
	PROGRAM_DENIED,  /* who, when it goes */
	PROGRAM_SEAT_THERE,
	PROGRAM_SEAT_NOT,
	PROGRAM_TARGET_GONE,
	PROGRAM_HAS_THEN,    /* who, what */
	PROGRAM_IMPORT_NONE, /* the file */
	PROGRAM_FILE_GOOD,
	PROGRAM_AWAY,
	PROGRAM_REFUSED,
	PROGRAM_COMES_LATE, /* how long */
	PROGRAM_LISTENS,
	PROGRAM_CANNOT_COME,
	PROGRAM_NO_EDIT,
	PROGRAM_SERIES_STOPPED,
	PROGRAM_WORDS,
};
const char *words_program(struct arena *a, enum program_word w, const char *one,
			  const char *two);

/* When a series is, in words_rule.c: "Tuesdays and Thursdays, 18:00 to 19:30, Denver time,
 * until 30 June 2027".  `here`: the zone of which nothing is said. */
const char *words_rule(struct arena *a, const struct pl_pattern *p, const char *here);
/* "Tue 1 Dec, 18:00 to 19:30", on this device's clock. */
const char *words_session_times(struct arena *a, int64_t start_utc_ms, int64_t end_utc_ms);
const char *words_weekday(int day, bool each); /* "Sunday", "Sundays" */
const char *words_kind(enum pl_kind k);
/* What a person types, in English or in their language, whole or its first 3 letters. */
bool words_read_kind(const char *typed, enum pl_kind *out);
bool words_read_weekday(const char *typed, int *out); /* 0: Sunday */
/* "today" 0, "tomorrow" 1; -1: none of them. */
int words_read_ahead(const char *typed);
bool words_read_yes(const char *typed, bool *out);
/* "no", "none" or "-": there is none. */
bool words_read_none(const char *typed);
/* "once", "daily", "weekly mon wed", "every 2 weeks tue", "monthly", "monthly 1st tue",
 * "yearly": the pattern's repeats, every, weekdays and nth.  False: none of that. */
bool words_read_repeats(const char *typed, struct pl_pattern *out);
bool words_read_times(const char *typed); /* "times", or nothing */
bool words_read_me(const char *typed);
bool words_read_stop(const char *typed);
bool words_read_done(const char *typed);
/* "every week": behind the times of /away. */
bool words_read_every_week(const char *typed);

/* Changes and what would come of them, in words_plan.c.  `title`: of the series; `who`: the
 * leader's name; "" where there is none. */
const char *words_change(struct arena *a, const struct pl_changed *c, const char *title,
			 const char *who);
const char *words_why(struct arena *a, const char *why); /* " Why: snow." or "" */
const char *words_preview(struct arena *a, const struct pl_preview *p);
/* Is it the same of another session of the series?  And of so many more: " The same for ...". */
bool words_preview_same(const struct pl_preview *a, const struct pl_preview *b);
const char *words_preview_more(struct arena *a, const struct pl_preview *last, size_t n);
/* "This changes 3 sessions. 7 people will be told." */
const char *words_preview_sum(struct arena *a, size_t sessions, int people);
const char *words_more(struct arena *a, size_t n); /* "And 12 more: ..." */
const char *words_more_sessions(struct arena *a, size_t n);
const char *words_plan_waits(struct arena *a, size_t n);
const char *words_changes_kept(struct arena *a, int n);
const char *words_import_sum(struct arena *a, const struct pl_import *i);
/* An occurrence that is not as planned: cancelled, moved, another leader. */
const char *words_exception(struct arena *a, const struct pl_occurrence *o);
/* Why the program's change did not go. */
const char *words_change_failure(enum pl_failure f);
const char *words_answer_failure(enum pl_failure f);

/* Requests, in words_requests.c.  `from`, `to`: the sessions in words. */
const char *words_asks(struct arena *a, const struct pl_request *r, const char *from,
		       const char *to);
const char *words_asked_state(struct arena *a, const struct pl_request *r);
const char *words_asked_count(struct arena *a, int n);
/* ", comes 10 minutes late"; for the console. */
const char *words_asked_short(struct arena *a, const struct pl_request *r);
/* "4 hours 30 minutes of 9 hours; ..." */
const char *words_member_hours(struct arena *a, const struct pl_hours *h);
const char *words_under_count(struct arena *a, int n);

/* The questions for a new series, in words_series.c. */
enum series_field {
	SERIES_TITLE,
	SERIES_KIND,
	SERIES_START,
	SERIES_MINUTES,
	SERIES_REPEATS,
	SERIES_UNTIL,
	SERIES_LEADER,
	SERIES_ROOM,
	SERIES_SEATS,
	SERIES_TRACK,
	SERIES_BRING,
	SERIES_SIGN_UP,
	SERIES_COUNTS,
	SERIES_FIELDS, /* so many; also: all are answered */
	SERIES_ZONE = SERIES_FIELDS,
	SERIES_NAMED, /* fields that can be named */
};
const char *words_series_question(enum series_field f);
/* What to type where the answer did not fit. */
const char *words_series_how(enum series_field f);
/* The field whose name begins the answer: "seats: 12"; *answer is moved behind it. */
bool words_read_field(const char **answer, enum series_field *out);

#endif
