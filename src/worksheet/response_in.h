/* SPDX-License-Identifier: MIT */
/* What the parts of a response share. */
#ifndef WORKSHEET_RESPONSE_IN_H
#define WORKSHEET_RESPONSE_IN_H

#include "worksheet/response.h"

struct response {
	const struct questionnaire *q;
	struct blank *first;
	struct blank **twins; /* by the item's number: the first blank of each */
	size_t count;         /* of all blanks */
	char *today, *now;
	struct arena mem; /* of one evaluation */
};

/* The blanks of these items (and those in them), empty; in `parent`, or at the top. */
void response_make(struct response *r, struct blank *parent, const struct sheet_item *first);
/* Behind the last of its like; NULL: a cap is reached. */
struct blank *response_copy(struct response *r, struct blank *b);
void response_drop(struct response *r, struct blank *b); /* with all in it */
/* As it is, copied; NULL or VALUE_NONE empties it. */
void response_hold(struct blank *b, const struct sheet_value *v);
/* Initial values of `b` and all in it. */
void response_begin(struct response *r, struct blank *b);
struct response *response_empty(const struct questionnaire *q, struct response_clock clock);
/* Calculates, and finds out what is enabled, until nothing changes. */
void response_settle(struct response *r);

/* What the item would take `v` for: the choice, the unit, its own kind.  Bounds are not
 * looked at. */
enum response_fault value_adopt(const struct sheet_item *item, const struct sheet_value *v,
				struct sheet_value *out);
/* Is it within the bounds of the item? */
enum response_fault value_bounded(const struct sheet_item *item, const struct sheet_value *v);
/* NULL: it is none of the item's choices. */
const struct sheet_choice *value_choice(const struct sheet_item *item,
					const struct sheet_value *v);

#endif
