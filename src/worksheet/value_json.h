/* SPDX-License-Identifier: MIT */
/* Values in JSON as FHIR has them. */
#ifndef WORKSHEET_VALUE_JSON_H
#define WORKSHEET_VALUE_JSON_H

#include <cjson/cJSON.h>

#include "worksheet/value.h"

/*
 * The element `stem` with its kind behind it (valueCoding, answerInteger), whichever is there.
 * False: there is none, or it is of no kind that we know or not well formed.  Copied into `a`,
 * and clean; a code or system that is not clean is refused.
 */
bool value_read(struct arena *a, const cJSON *from, const char *stem, struct sheet_value *out);
/* The other way, as a new element of `to`. */
void value_write(cJSON *to, const char *stem, const struct sheet_value *v);

/* Answers are nobody's but this person's: not even in memory that is free.  NULL is fine. */
void value_wipe(cJSON *o);

/* The number of a value as JSON has it, whatever the locale's point is: as it was written, where
 * that is known ("72.50"). */
enum { VALUE_NUMBER_SIZE = 80 };
void value_number(const struct sheet_value *v, char out[VALUE_NUMBER_SIZE]);

/* A text of JSON, cleaned, at most VALUE_TEXT_MAX bytes; NULL: it is not there, or nothing
 * can be seen of it. */
const char *value_clean(struct arena *a, const cJSON *text);
/* The same for what has to come back as it was: NULL where cleaning would change it. */
const char *value_exact(struct arena *a, const cJSON *text);

#endif
