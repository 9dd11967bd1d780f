/* SPDX-License-Identifier: MIT */
/* A rule that was read, for the files rule*.c alone. */
#ifndef SCHEDULE_RULE_IN_H
#define SCHEDULE_RULE_IN_H

#include "schedule/rule.h"

struct rule {
	struct icalrecurrencetype steps; /* what libical is given */
	struct icalrecurrencetype all;   /* what has to hold of each candidate, and BYSETPOS */
	int64_t start_s;
	bool date;
	int count;                 /* 0: none */
	struct rule_end own, *end; /* of COUNT: its own, or where it is remembered */
	struct icaltimetype until;
	int64_t until_s;
	bool until_utc;
};

/* ---- rule_period.c ---- */

int64_t rule_floor(int64_t a, int64_t b); /* a / b, towards the past */
int64_t rule_unit(const struct rule *r);  /* seconds of a day or a shorter period */
int64_t rule_week(const struct rule *r, int64_t s);
int64_t rule_week_begin(const struct rule *r, int64_t number);
/* The period of its frequency that this moment is in. */
int64_t rule_period(const struct rule *r, int64_t s);
int64_t rule_period_begin(const struct rule *r, int64_t number);

/* ---- rule_holds.c ---- */

/* In a list without end, or in none; below 0: from the end of so many. */
bool rule_is_in(const short *list, int value, int count);
/* Does this candidate do what libical was not told of? */
bool rule_holds(const struct rule *r, struct icaltimetype t);
/* The first moment behind `s`, which does not hold, whose day, hour and minute may. */
int64_t rule_chance(const struct rule *r, int64_t s);

/* ---- rule_even.c ---- */

/* Takes out of a rule what libical need not look at, and says what DTSTART implies.  False:
 * nothing can be of it. */
bool rule_even(struct rule *r);

#endif
