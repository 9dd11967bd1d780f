/* SPDX-License-Identifier: MIT */
/*
 * Measures: the published sums and bands (PHQ-9: Kroenke, Spitzer, Williams 2001; PHQ-2: the
 * same, 2003; GAD-7: Spitzer, Kroenke, Williams, Löwe 2006).  A form is a measure by its code
 * of LOINC, its items are by theirs, and an answer counts by its weight (ordinalValue).
 */
#ifndef WORKSHEET_SCORE_H
#define WORKSHEET_SCORE_H

#include "worksheet/response.h"

enum score_band {
	SCORE_MINIMAL,
	SCORE_MILD,
	SCORE_MODERATE,
	SCORE_MODERATELY_SEVERE,
	SCORE_SEVERE,
	SCORE_NEGATIVE, /* of a screen: below its cut */
	SCORE_POSITIVE,
	SCORE_BANDS,
};

struct score_range {
	int from; /* up to the next one's, or the measure's `most` */
	enum score_band band;
};

struct score_measure {
	const char *name, *code, *total; /* "PHQ-9"; LOINC of the form and of the sum */
	const char *const *items;        /* LOINC, in their order */
	size_t count;
	int most; /* the least is 0 */
	const struct score_range *ranges;
	size_t range_count;
	const char *danger; /* the item that asks about death or self-harm; or NULL */
};

/* NULL: this form is none that we score. */
const struct score_measure *score_measure(const struct questionnaire *q);

struct score {
	int sum;        /* of the answers that are there */
	size_t missing; /* items without one: the sum says nothing yet */
	enum score_band band;
	int danger; /* weight of the item that asks about self-harm; -1: not answered, or none */
};
/* False: an item of the measure is not in the form, or an answer has no weight. */
bool score_of(const struct score_measure *m, const struct response *r, struct score *out);
/* Does an answer ask for a look at once?  Of a measure's item about self-harm any above 0; of
 * another form's item one that is as much as its `danger`.  All answers need not be there. */
bool score_danger(const struct response *r);
/* Of a sum from 0 to `most`. */
enum score_band score_band(const struct score_measure *m, int sum);

#endif
