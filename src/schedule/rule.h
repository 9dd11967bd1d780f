/* SPDX-License-Identifier: MIT */
/*
 * Recurrence rules (RFC 5545 3.3.10), in local seconds (see zone_table.h).  libical steps from
 * one candidate to the next; what only leaves some out (a month in a weekly rule, BYSETPOS,
 * COUNT) is done here, where each step is counted and a walk can begin anywhere.
 */
#ifndef SCHEDULE_RULE_H
#define SCHEDULE_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include <libical/ical.h>

enum {
	RULE_STEPS_MAX = 20000, /* candidates that one walk looks at; then the rule has ended */
	RULE_SET_MAX = 4096,    /* candidates of one period, where BYSETPOS counts them */
};

struct rule;
struct rule_walk;

/* What is found out of a rule once. */
struct rule_end {
	bool never; /* nothing comes of it */
	bool known; /* the last that COUNT leaves: */
	int64_t local_s;
};

/* NULL: not to be read, or nothing can ever be of it.  `start_s`: DTSTART; `date`: of days. */
struct rule *rule_of(const struct icalrecurrencetype *r, int64_t start_s, bool date);
struct rule *rule_of_text(const char *text, int64_t start_s, bool date);
void rule_free(struct rule *r); /* NULL is fine */
/* Where to keep the end from one reading of the rule to the next; outlives it. */
void rule_remember(struct rule *r, struct rule_end *end);
/* Is this moment behind UNTIL? */
bool rule_ended(const struct rule *r, int64_t local_s, int64_t utc_s);

/*
 * All that follow from the rule, in order, from `from_s` or somewhat earlier on to `to_s`, or
 * somewhat later; never before DTSTART.  DTSTART is among them only if the rule says it too.  UNTIL is the caller's to
 * look at; COUNT, which counts DTSTART, is looked at here.
 */
struct rule_walk *rule_walk(struct rule *r, int64_t from_s, int64_t to_s);
bool rule_next(struct rule_walk *w, int64_t *local_s);
void rule_walk_free(struct rule_walk *w); /* NULL is fine */
/* Candidates that all walks have looked at since the program began. */
uint64_t rule_steps(void);

#endif
