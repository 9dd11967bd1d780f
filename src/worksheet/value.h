/* SPDX-License-Identifier: MIT */
/*
 * One value of FHIR R4: what an answer is, what an option offers, what a condition compares
 * with.  Plain; its texts are borrowed from whoever made it.
 */
#ifndef WORKSHEET_VALUE_H
#define WORKSHEET_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum value_kind {
	VALUE_NONE,
	VALUE_BOOLEAN,
	VALUE_INTEGER,
	VALUE_DECIMAL,
	VALUE_DATE,
	VALUE_DATE_TIME,
	VALUE_TIME,
	VALUE_STRING,
	VALUE_URI,
	VALUE_CODING,
	VALUE_QUANTITY,
	VALUE_KINDS,
};

enum { VALUE_TEXT_MAX = 16000 }; /* bytes of one text */

struct sheet_value {
	enum value_kind kind;
	double number; /* boolean: 0 or 1; integer, decimal, quantity */
	/*
	 * date, dateTime, time as FHIR writes them; string; uri; of a coding its code, of a quantity
	 * the code of its unit.  NULL where there is none.
	 */
	const char *text;
	const char *system; /* of a coding or a unit; NULL: none is said */
	const char
		*display; /* of a coding its words, of a quantity those of the unit; or NULL */
	/* Of a decimal or a quantity: its number as it was written, "72.50" (FHIR: how exact it is
	 * matters); NULL, or another number's: as `number` says.  JSON that is read has lost it. */
	const char *digits;
	bool weighed; /* of a coding: `weight` is there (ordinalValue, itemWeight) */
	double weight;
};

/* As FHIR names it behind `value`: "Boolean", "DateTime", "Coding". */
const char *value_kind_name(enum value_kind kind);

enum value_order { VALUE_LESS, VALUE_SAME, VALUE_MORE, VALUE_OTHER, VALUE_UNKNOWN };
/*
 * OTHER: not the same, and neither is before the other (two codings, a text and a number).
 * UNKNOWN: it cannot be said (a year and a day within it; two units).  Integer, decimal and
 * a quantity without a unit are numbers.  Two codings are the same by code, and by system
 * where both have one.  Times of a day are ordered, as are moments of different zones.
 */
enum value_order value_compare(const struct sheet_value *a, const struct sheet_value *b);

/* Is this text a date (year, month or day), moment or time as FHIR writes it, of a day that
 * is there?  Any other kind: true. */
bool value_date_right(enum value_kind kind, const char *text);

/*
 * What a person typed, as such a value: numbers with a point or a comma; dates as FHIR
 * writes them; HH:MM is a time; "2026-11-26 18:00" a moment, in the zone of `now` (as FHIR
 * writes a moment).  A quantity is a number and, behind a blank, its unit.  Boolean and
 * coding are not typed.  The text is copied into `a`.  False: it is none.
 */
bool value_typed(struct arena *a, enum value_kind kind, const char *typed, const char *now,
		 struct sheet_value *out);

/* The number that a text begins with, without what JSON does not have: "+07,50 kg" is "7.50".
 * NULL: there is none, or it has an exponent. */
const char *value_digits(struct arena *a, struct str text);

struct value_date {
	int amount;
	/* "years", "months", "weeks", "days", "hours", "minutes", "seconds", or without the s */
	const char *unit;
};
/* A date or moment so much later; a month that is too short gives its last day.  False: no
 * such unit, or beyond the years 1 to 9999. */
bool value_later(struct arena *a, const struct sheet_value *from, struct value_date by,
		 struct sheet_value *out);
/* How many whole years, months or days (`unit`) from one date to another; moments likewise.
 * False: one is not as exact as a day. */
bool value_between(const struct sheet_value *from, const struct sheet_value *to,
		   const char *unit, double *out);

#endif
