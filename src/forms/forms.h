/* SPDX-License-Identifier: MIT */
/*
 * The forms that come with both programs: src/content/worksheets, as FHIR Questionnaires; and
 * the coping cards of src/content/cards.  A form's kind is its code of urn:porchlight:kind.
 */
#ifndef FORMS_FORMS_H
#define FORMS_FORMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { FORMS_NAME_MAX = 64 }; /* bytes, with the pack's */

struct form_text {
	const char *name; /* its file's: "phq-9" */
	const char
		*kind; /* "worksheet", "measure", "check-in", "urge", "script", "safety-plan" */
	struct str json;
};
extern const struct form_text
	form_texts[]; /* made by mkforms.py, by name; ended by a row without one */
const struct form_text *form_find(struct str name); /* NULL: there is none */
/* Of the letters a to z, digits and hyphens, with or without a pack's and a slash before it. */
bool form_is_name(struct str name);

/* A card: for a situation; steps, a line each. */
struct card_text {
	const char *situation, *name; /* "craving", "wave" */
	const char *language;         /* "": English */
	const char *title, *text;
};
struct situation_text {
	const char *name, *language, *title;
};
extern const struct card_text card_texts[]; /* in the order of the content; ended as above */
extern const struct situation_text situation_texts[];

#endif
