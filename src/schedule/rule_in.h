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

/* Takes out of a rule what libical need not look at, and says what DTSTART implies.  False:
 * nothing can be of it. */
bool rule_even(struct rule *r);

#endif
