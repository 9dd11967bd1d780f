/* SPDX-License-Identifier: MIT */
/*
 * The schedule: what the program plans, what this person has asked for, and, on this device
 * alone, a calendar of their own beside it.  All of it is here without a network.  Terms are
 * those of iCalendar (RFC 5545) and of FHIR's Appointment and AppointmentResponse.
 *
 * An occurrence is named by its series and by the moment at which it was to be at first.
 */
#ifndef PORCHLIGHT_SCHEDULE_H
#define PORCHLIGHT_SCHEDULE_H

#include "porchlight/client.h"

#pragma GCC visibility push(default)

/* PL_CHANGED_SCHEDULE is a bit of pl_client_work()'s answer. */
enum { PL_CHANGED_SCHEDULE = 1 << 7 };

enum pl_kind {
	PL_GROUP_SESSION,
	PL_INDIVIDUAL,
	PL_WORKSHOP,
	PL_FAMILY_SESSION,
	PL_AWAY, /* the leader has no time: those who lead alone see it */
	PL_KINDS,
};

struct pl_series {
	int64_t id; /* 0: a new one, not at the server yet */
	int64_t group;
	enum pl_kind kind;
	const char *title;
	int64_t leader; /* member; 0: nobody is named */
	int cap;        /* seats; 0: no limit */
	bool optional;  /* who comes signs up */
	bool counts;    /* its minutes count toward the week's hours */
	/* Sections of one another have the same word here; one may swap between them.  "" */
	const char *track;
	const char *bring; /* what to bring, or "" */
	const char *lines; /* when: iCalendar, see porchlight-protocol(5) */
};

/* What a person can ask for, of an occurrence. */
enum pl_ask {
	PL_ASK_LATE,      /* n: minutes, 1 .. 120 */
	PL_ASK_LISTENING, /* comes, and only listens */
	PL_ASK_ABSENT,    /* cannot come */
	PL_ASK_SWAP, /* instead of it another one: to_series, to_original; is to be approved */
	PL_ASK_SIGN_UP, /* a seat */
	PL_ASKS,
};

enum pl_request_state {
	PL_REQUEST_KEPT,    /* on this device only */
	PL_REQUEST_ASKED,   /* at the server; a facilitator is to answer */
	PL_REQUEST_GRANTED, /* it stands */
	PL_REQUEST_REFUSED, /* by a facilitator: `why` */
	PL_REQUEST_WAITING, /* there is no seat; it becomes granted when there is one: n, place */
	PL_REQUEST_WITHDRAWN, /* by the person */
	PL_REQUEST_FULL,      /* when it arrived there was no seat (any more) */
	PL_REQUEST_TOO_LATE,  /* when it arrived the session was over, or had begun */
	PL_REQUEST_GONE,      /* when it arrived the session was cancelled, or was no more */
	PL_REQUEST_ROLE,      /* not for this person to ask */
	PL_REQUEST_STATES,
};

struct pl_request {
	uint64_t id;    /* the same request keeps its id, before and after it is sent */
	int64_t number; /* the server's; 0 while kept here */
	int64_t member; /* whose; `who` is the name */
	const char *who;
	enum pl_ask what;
	int n; /* minutes of LATE; place of WAITING */
	int64_t series, original_utc_ms, to_series, to_original_utc_ms;
	enum pl_request_state state;
	int64_t utc_ms;   /* when it was asked; ours while kept here */
	const char *text; /* the person's words, or "" */
	const char *why;  /* of the one who refused it, or "" */
	bool mine;
	/* This person has taken it back, or answered it, and the server does not know yet. */
	bool changing;
};

enum pl_source { PL_OF_THE_PROGRAM, PL_OF_MY_OWN };

struct pl_occurrence {
	uint64_t id; /* stays the same */
	enum pl_source source;
	int64_t series, original_utc_ms; /* of my own: 0 */
	int64_t start_utc_ms, end_utc_ms;
	bool all_day;
	int64_t group; /* 0: of my own */
	enum pl_kind kind;
	const char *title, *leader, *place, *why; /* why: it was cancelled or moved; or "" */
	const char *bring;
	const char *zone; /* of the program */
	bool cancelled, moved, substitute, optional, counts;
	/* Is this person expected: as a member, by a seat, or by a swap; not if they cannot come. */
	bool expected;
	bool leads;     /* this person does */
	int cap, taken; /* seats; cap 0: no limit */
	/* The newest of this person's requests for it that stands, else the newest; NULL: none. */
	const struct pl_request *request;
	/* What else this person has at that time, of both sources: its title; NULL: nothing. */
	const char *clash;
};

/*
 * All that begins before `to` and ends after `from`, by start; PL_AWAY only for those who lead.
 * At most 4,096.  Borrowed until the next call of this or pl_client_work.
 */
size_t pl_client_schedule(struct pl_client *c, int64_t from_utc_ms, int64_t to_utc_ms,
			  const struct pl_occurrence **out);
/* The first occurrence that this person is expected at, and that is not over.  NULL: none
 * in the next 60 days. */
const struct pl_occurrence *pl_client_next(struct pl_client *c);
/* A moment of this device's clock by the server's. */
int64_t pl_client_server_ms(const struct pl_client *c, int64_t utc_ms);
/* When the schedule was told last by the server; 0: never. */
int64_t pl_client_schedule_told(const struct pl_client *c);

/* This week's minutes toward the target, and what would restore it. */
struct pl_tally {
	int64_t week_utc_ms;
	int target;  /* minutes; 0: there is none */
	int had;     /* attended, as the server counts it; -1: it was not told since */
	int planned; /* of what is still to come and is expected */
	/* Make-up sessions of this week with a seat that this person is not expected at, by start */
	const struct pl_occurrence *offers;
	size_t offers_count;
};
void pl_client_tally(struct pl_client *c, struct pl_tally *out);

/*
 * Asks, on disk before it returns PL_OK.  It goes out when there is a connection and is
 * checked when it arrives.  PL_FAIL_GONE: there is no such occurrence here, or it is
 * cancelled; PL_FAIL_LATE: it is over; PL_FAIL_TWICE: that stands already; PL_FAIL_REFUSED: not
 * for this person; PL_FAIL_BUSY: 64 are kept here already.
 */
struct pl_asked {
	enum pl_ask what;
	int64_t series, original_utc_ms, to_series, to_original_utc_ms;
	int n;
	const char *text; /* at most 400 bytes; NULL is "" */
};
enum pl_failure pl_client_ask(struct pl_client *c, const struct pl_asked *a);
/* One of this person's is taken back; one that has not gone out is forgotten. */
enum pl_failure pl_client_withdraw(struct pl_client *c, uint64_t id);
/* Own ones; and to those who lead, all of their groups.  Newest first. */
size_t pl_client_requests(struct pl_client *c, const struct pl_request **out);
/* Facilitators: an answer to one that is PL_REQUEST_ASKED or WAITING.  A swap that is granted
 * makes the person a member of the other group. */
enum pl_failure pl_client_answer(struct pl_client *c, uint64_t id, bool granted,
				 const char *why);

/* Building the program: facilitators of the group. */
size_t pl_client_series(struct pl_client *c, const struct pl_series **out);

/*
 * When a series is, as its lines say: for words.  What no field here can say is
 * PL_REPEATS_BY_RULE, and `rule` has the RRULE's value.
 */
enum pl_repeats {
	PL_REPEATS_NOT, /* once */
	PL_REPEATS_DAILY,
	PL_REPEATS_WEEKLY,      /* on `weekdays` */
	PL_REPEATS_MONTHLY_DAY, /* on the day of the month of its start */
	PL_REPEATS_MONTHLY_NTH, /* on the `nth` of its one weekday; -1: the last */
	PL_REPEATS_YEARLY,
	PL_REPEATS_BY_RULE,
	PL_REPEATS_WAYS,
};
enum { PL_RULE_MAX = 256 };
struct pl_pattern {
	enum pl_repeats repeats;
	int every;              /* each such day, week, month or year: 1 .. 99 */
	unsigned weekdays;      /* bits: 1 << 0 is Sunday */
	int nth;                /* 1 .. 4, -1 */
	int64_t until_utc_ms;   /* nothing begins behind it; 0: it goes on */
	int count;              /* so many in all; 0: as until_utc_ms says */
	int64_t start_utc_ms;   /* of the first */
	int minutes;            /* 1 .. 1440 */
	int added;              /* RDATEs: more than the rule says */
	char zone[64];          /* of the tz database */
	char place[256];        /* or "" */
	char rule[PL_RULE_MAX]; /* RFC 5545 RRULE, or "" */
};
/* False: the lines are not of the form. */
bool pl_pattern_of(const struct pl_series *series, struct pl_pattern *out);
/* The lines of a new series, PL_REPEATS_BY_RULE by `rule`.  NULL: a field is out of its range.
 * For free(). */
char *pl_pattern_lines(const struct pl_pattern *p);

/* One change; several make a preview, and then happen together or not at all here. */
enum pl_change {
	PL_CHANGE_NEW,     /* series */
	PL_CHANGE_FIELDS,  /* series: everything but lines */
	PL_CHANGE_CANCEL,  /* one occurrence */
	PL_CHANGE_MOVE,    /* one occurrence: start_utc_ms, minutes or 0 */
	PL_CHANGE_LEADER,  /* one occurrence, or all: leader */
	PL_CHANGE_PLACE,   /* one occurrence, or all: place */
	PL_CHANGE_RESTORE, /* one occurrence: as it was planned */
	PL_CHANGE_ADD,     /* one more: start_utc_ms */
	PL_CHANGE_END,     /* nothing begins at or behind start_utc_ms */
	PL_CHANGE_DROP,    /* the series goes */
	PL_CHANGE_HOLIDAY, /* all occurrences from start_utc_ms to end_utc_ms are cancelled; group 0: of
	                      all groups that this person leads */
	PL_CHANGES,
};
struct pl_changed {
	enum pl_change what;
	int64_t id; /* series */
	int64_t original_utc_ms, start_utc_ms, end_utc_ms, leader, group;
	int minutes;
	const char *why, *place;
	const struct pl_series *series;
};

/* What would come of it: the occurrences of the next year that differ, before and after. */
struct pl_preview {
	const struct pl_occurrence *before, *after; /* NULL: it is not there */
	const char *leader_busy; /* what the leader has at that time, or NULL */
	const char *place_busy;  /* what else is in that room, or NULL */
};
struct pl_previewed {
	const struct pl_preview *rows; /* borrowed until the next call */
	size_t rows_count;
	int people; /* how many members would be told */
};
enum pl_failure pl_client_preview(struct pl_client *c, const struct pl_changed *changes,
				  size_t n, struct pl_previewed *out);
/* On disk before it returns PL_OK; goes out when there is a connection.  The server refuses
 * what was changed by somebody else in the meantime: see pl_client_change_news. */
enum pl_failure pl_client_change(struct pl_client *c, const struct pl_changed *changes,
				 size_t n);
/* How many changes are not at the server yet, and how many it has refused since this was
 * asked last. */
void pl_client_change_news(struct pl_client *c, int *kept, int *refused);

/*
 * An iCalendar file as changes to preview: a PL_CHANGE_NEW for each event that a series can
 * be.  Problems as lines of the file; the good part is what `changes` has.
 */
struct pl_calendar_problem {
	int line;  /* 0: the whole */
	int fault; /* enum pl_calendar_fault */
	const char *what;
};
enum pl_calendar_fault {
	PL_CALENDAR_TOO_LARGE,
	PL_CALENDAR_NONE,
	PL_CALENDAR_TOO_MANY,
	PL_CALENDAR_CUT_SHORT,
	PL_CALENDAR_FOLDING,
	PL_CALENDAR_ENCODING,
	PL_CALENDAR_NO_START,
	PL_CALENDAR_RULE,
	PL_CALENDAR_VALUE,
	PL_CALENDAR_ZONE,
	PL_CALENDAR_STRAY,
	PL_CALENDAR_NO_SERIES, /* an event of a whole day, or without a zone: not for a program */
	PL_CALENDAR_UNREADABLE, /* the file cannot be opened, or the address not be fetched */
	PL_CALENDAR_FAULTS,
};
struct pl_import {
	const struct pl_changed *changes;
	size_t changes_count;
	const struct pl_calendar_problem *problems;
	size_t problems_count, problems_total;
};
/* Borrowed until the next call. */
enum pl_failure pl_client_import(struct pl_client *c, const char *path, int64_t group,
				 struct pl_import *out);

/*
 * A calendar of this person's own, beside the program's: it never leaves the device.  `from`
 * is a file or an http(s) address, kept with its content in the encrypted store; NULL or ""
 * takes it away.  An address is fetched by libcurl, conditionally, once a day at most unless
 * asked (this call); PL_CHANGED_SCHEDULE tells that it is here or failed.  A file that has
 * problems is taken when `anyway`; else PL_FAIL_FILE, and what was there before stays.
 */
enum pl_failure pl_client_overlay(struct pl_client *c, const char *from, bool anyway);
struct pl_overlay {
	const char *from; /* "": there is none */
	int64_t read_utc_ms;
	bool busy;                                  /* being fetched */
	const struct pl_calendar_problem *problems; /* of the last time it was read */
	size_t problems_count, problems_total;
	size_t events;
};
void pl_client_overlay_state(const struct pl_client *c, struct pl_overlay *out);

/* The cover: what outsiders see of a session.  "" is the default, "Appointment". */
enum pl_failure pl_client_cover_set(struct pl_client *c, const char *name);
const char *pl_client_cover(const struct pl_client *c);
/* Of what this person is expected at, two weeks back and a year ahead, into a new file. */
enum pl_failure pl_client_export(struct pl_client *c, const char *path, int alarm_minutes);
/* A secret address at which calendar programs find the same.  Asks the server for a new one
 * (an older one ends), or to end it.  PL_CHANGED_ACCOUNT tells; then pl_client_feed. */
enum pl_failure pl_client_feed_make(struct pl_client *c, bool on);
const char *pl_client_feed(const struct pl_client *c); /* "https://..." or "" */

/* Facilitators: who is under the week's hours.  As pl_client_attendance_ask. */
struct pl_hours {
	int64_t member;
	const char *who;
	int had, target, planned; /* minutes */
	int missed; /* sessions of this week that they were not in, and did not say so */
	int absent; /* of which they said that they cannot come */
};
enum pl_failure pl_client_hours_ask(struct pl_client *c, int64_t group);
/* By need: who is farthest under the target first. */
size_t pl_client_hours(const struct pl_client *c, const struct pl_hours **out);

/* What is worth a sentence, oldest first; told once: taken off by pl_client_schedule_said. */
enum pl_schedule_news {
	PL_NEWS_CANCELLED, /* occurrence */
	PL_NEWS_MOVED,
	PL_NEWS_NEW,
	PL_NEWS_LEADER,
	PL_NEWS_BACK, /* one that was cancelled is not */
	PL_NEWS_REQUEST, /* a request of mine has another state; or still has it, though I took it back */
	PL_NEWS_ASKED, /* to those who lead: somebody asks; or still does, though I answered */
	/* An occurrence begins in `minutes`, as they are when it is asked for (< 0: it began so many ago,
	 * and nobody could be told before); cover it by pl_client_cover */
	PL_NEWS_SOON,
	PL_NEWS_CLOCK, /* this device's clock is `minutes` ahead of the server's (< 0: behind) */
	PL_NEWS_ZONE,  /* this device is in another zone than last time: `text` is the last */
	/* Of series `text`.  `count`: enum pl_failure; PL_FAIL_STATE: somebody else has changed it in
	 * the meantime */
	PL_NEWS_CHANGE_REFUSED,
	PL_NEWS_MORE, /* more has changed than is told one by one: `count` */
	PL_NEWS_KINDS,
};
struct pl_schedule_note {
	enum pl_schedule_news what;
	struct pl_occurrence occurrence; /* its texts are the note's */
	int64_t was_utc_ms;              /* MOVED */
	const struct pl_request *request;
	int minutes, count;
	const char *text;
};
size_t pl_client_schedule_news(struct pl_client *c, const struct pl_schedule_note **out);
void pl_client_schedule_said(struct pl_client *c, size_t n);
/* So many minutes before: PL_NEWS_SOON.  0: none.  At first 10.  Not kept. */
void pl_client_remind(struct pl_client *c, int minutes);

/* Days and hours, by the tz database.  `zone` NULL: where this device is. */
struct pl_local {
	int year, month, day, hour, minute, weekday; /* 0: Sunday */
	int offset_s;                                /* east of Greenwich */
};
void pl_local(const char *zone, int64_t utc_ms, struct pl_local *out);
/* -1: not a moment that there is. */
int64_t pl_utc_ms(const char *zone, const struct pl_local *l);
/* The beginning of the day, week, month that is `n` after the one with this moment, here. */
int64_t pl_day(int64_t utc_ms, int n);
int64_t pl_week(int64_t utc_ms, int n, int first_weekday);
int64_t pl_month(int64_t utc_ms, int n);
bool pl_zone_known(const char *zone);
const char *pl_zone_here(void);

#pragma GCC visibility pop

#endif
