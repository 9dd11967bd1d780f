/* SPDX-License-Identifier: MIT */
/* Forms for tests: read from disk, filled by chance, and looked through without the engine. */
#ifndef SUPPORT_SHEETS_H
#define SUPPORT_SHEETS_H

#include "worksheet/response.h"

extern const struct response_clock sheets_clock; /* an evening of November 2026 */

/* What the file holds; the caller frees `p`.  n is 0: it cannot be read. */
struct str sheets_file(const char *path);
/* Aborts where the form is not read. */
struct questionnaire *sheets_form(const char *json);
/* The same in a language; "": as it is. */
struct questionnaire *sheets_read_in(struct str json, const char *language);

/* Answers all that is asked, by a seed, until nothing is empty or takes an answer; gives how many blanks
 * stayed empty although nothing stands in the way (no pattern, no bounds that cross). */
size_t sheets_fill(struct response *r, unsigned seed);

/*
 * Is the response one of this form, by R4's rules?  Looks at the JSON of both alone: linkIds
 * and their order, kinds of answers, choices, lengths, items in answers.  NULL: it is;
 * otherwise what is wrong, in memory of the next call.
 */
const char *sheets_wrong(struct str form, struct str response);

#endif
