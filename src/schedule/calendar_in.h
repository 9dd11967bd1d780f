/* SPDX-License-Identifier: MIT */
/* What a calendar is made of, for the files of this folder alone. */
#ifndef SCHEDULE_CALENDAR_IN_H
#define SCHEDULE_CALENDAR_IN_H

#include "base/arena.h"
#include "schedule/calendar.h"
#include "schedule/rule.h"
#include "schedule/value.h"
#include "schedule/zone_table.h"

enum {
	RULES_MAX = 8,      /* of one event; more are a fault */
	DATES_MAX = 100000, /* RDATEs and EXDATEs of one event; more are a fault */
};

/* A moment, and how long what begins there is, if it says so. */
struct date {
	struct when at;
	bool has_span;
	struct span span;
};

struct dates {
	struct date *all;
	size_t n;
};

/* One VEVENT as it stands: of an event, or of a change to one. */
struct content {
	const char *uid, *title, *place, *text, *why; /* clean; NULL: it does not say */
	const char *zone_name;                        /* of DTSTART; "" for none */
	const char *rules[RULES_MAX];                 /* the values of RRULE */
	int rule_lines[RULES_MAX];
	size_t rule_count;
	struct when start, end, original;
	struct span span;
	struct dates also, never; /* RDATE, EXDATE */
	int64_t leader, sequence;
	bool has_start, has_end, has_span, has_original, onward, cancelled, has_status;
	int line;
};

struct event {
	struct calendar_event shown;
	struct content *content;
	struct content **changes; /* by original */
	struct rule_end ends[RULES_MAX];
};

struct own_zone {
	const char *name;
	struct zone *zone;
};

struct calendar {
	struct event *events;
	size_t n;
	struct own_zone *zones; /* VTIMEZONEs */
	size_t zone_count;
	struct content **contents; /* all; events and changes borrow them */
	size_t content_count;
	struct arena texts;
};

/* ---- content.c ---- */

struct lines;

/* What reads the VEVENTs of one file, one after the other. */
struct reader {
	struct calendar *calendar;
	const struct lines *lines;
	struct calendar_problems *problems;
	icalparser *parser;
};

/* Lines [from, to) are those within one VEVENT.  NULL: it has no start, which was told. */
struct content *content_read(struct reader *r, size_t from, size_t to);
void content_free(struct content *c);
/* The zone of a TZID: of the file, or of the tz database; NULL: nobody knows it. */
const struct zone *content_zone(const struct calendar *c, const char *tzid);
/* The name by which the tz database knows it; "" if it does not. */
const char *content_zone_name(const char *tzid);

/* ---- gather.c ---- */

/* Events and their changes, from the contents that were read. */
void calendar_gather(struct calendar *c, struct calendar_problems *problems);

#endif
