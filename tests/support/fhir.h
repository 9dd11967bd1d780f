/* SPDX-License-Identifier: MIT */
/* The structure of FHIR R4 (4.0.1): a row an element; a kind of its own is a table. */
#ifndef SUPPORT_FHIR_H
#define SUPPORT_FHIR_H

#include <stdbool.h>

#include <cjson/cJSON.h>

/* An element: a text of a form, a number, or an object of a table. */
struct fhir_element {
	const char *name; /* NULL: the table is at its end */
	bool must, many, number;
	const char *form; /* of a text: an extended regular expression for all of it */
	const struct fhir_element *of;
};

#define FHIR_TEXT   "[^[:space:]].*" /* never empty */
#define FHIR_URI    "[^[:space:]]+"
#define FHIR_CODE   "[^[:space:]]+( [^[:space:]]+)*"
#define FHIR_SECOND "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"

extern const struct fhir_element fhir_coding[], fhir_concept[], fhir_period[];

/* The name of what is wrong: missing, of another kind, there twice, or not of the standard.
 * NULL: nothing is. */
const char *fhir_wrong(const cJSON *o, const struct fhir_element *table);

#endif
