/* SPDX-License-Identifier: MIT */
/* A rule as a person would say it: "every 2 weeks on Tuesdays"; from lines, and back to a rule. */
#ifndef SCHEDULE_PATTERN_H
#define SCHEDULE_PATTERN_H

#include "schedule/calendar.h"
#include "schedule/zone.h"

enum repeats {
	REPEATS_NOT,
	REPEATS_DAILY,
	REPEATS_WEEKLY,
	REPEATS_MONTHLY_DAY,
	REPEATS_MONTHLY_NTH,
	REPEATS_YEARLY,
	REPEATS_BY_RULE, /* what the others cannot say */
};

enum { PATTERN_RULE_MAX = 256, PATTERN_EVERY_MAX = 99 };

struct pattern {
	enum repeats repeats;
	int every;
	unsigned weekdays;    /* bits: 1 << 0 is Sunday */
	int nth;              /* 1 .. 4, -1: the last */
	int64_t until_utc_ms; /* 0: none */
	int count;            /* 0: none */
	int64_t start_utc_ms;
	int minutes, added;
	char zone[ZONE_MAX], place[256], rule[PATTERN_RULE_MAX];
};

/* Of the first block of lines (see calendar.h).  False: not of the form. */
bool pattern_read(struct str lines, struct pattern *out);
/* The value of an RRULE, "" for once.  False: a field is out of its range. */
bool pattern_rule(const struct pattern *p, char out[PATTERN_RULE_MAX]);

#endif
