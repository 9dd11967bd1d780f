/* SPDX-License-Identifier: MIT */
/* Dates, moments and times of day as FHIR writes them; the days are the C library's. */
#ifndef WORKSHEET_MOMENT_H
#define WORKSHEET_MOMENT_H

#include "worksheet/value.h"

bool moment_right(enum value_kind kind, const char *text);
/* By the parts that both have; UNKNOWN where these are the same and one has more. */
enum value_order moment_compare(const char *a, const char *b);
/* NULL: it is none. */
const char *moment_typed(struct arena *a, enum value_kind kind, const char *typed,
			 const char *now);
const char *moment_later(struct arena *a, const char *from, struct value_date by);
bool moment_between(const char *from, const char *to, const char *unit, double *out);

#endif
