/* SPDX-License-Identifier: MIT */
/*
 * Answers as short text: what goes over the wire, and into the client's store.  A line an
 * answer, in the form's order:
 *
 *	ITEM[ INDEX...]<TAB>VALUE\n
 *
 * ITEM is the linkId with '%', blanks, tabs and line ends as %XX; an INDEX is which copy, of
 * those of its parents and itself that repeat, the outermost first (blank_indices), where one
 * is not 0 all are there.  VALUE is what FHIR's value[x] would be: "true" or "false"; a number;
 * date, moment or time as FHIR writes them; a text with '\\', line ends and tabs as \\ \n \t; of a
 * choice '#' and its number among the item's choices from 0; another coding '=' and its code;
 * of a quantity the number, a blank, and the unit's code.  A text that begins with '#', '=' or '"'
 * in an open choice has '"' in front.
 */
#ifndef WORKSHEET_ANSWERS_H
#define WORKSHEET_ANSWERS_H

#include "base/buf.h"
#include "worksheet/response.h"

/* Every answer that counts (`off`: those that are not enabled, too), added to `out`.  False: it is full. */
bool answers_write(const struct response *r, bool off, struct buf *out);
/* One blank: "ITEM[ INDEX...]", and its VALUE ("" where it is empty). */
bool answers_name(const struct blank *b, struct buf *out);
bool answers_value(const struct blank *b, struct buf *out);
/* The blank that a name means, made where its item repeats and there is none yet; NULL. */
struct blank *answers_find(struct response *r, struct str name);
/* One answer, as answers_value wrote it; "" empties it. */
enum response_fault answers_set(struct response *r, struct blank *b, struct str value);
/* All lines of a text into a new filling; what the form does not take (any more) is counted in
 * `*left_out` (may be NULL).  False: the text is not of the form; what was read stays. */
bool answers_read(struct response *r, struct str text, size_t *left_out);
/* The answer in words: a choice's text, "yes" and "no" are "true" and "false" (the front end's words),
 * a quantity with its unit's words.  "": empty. */
bool answers_words(const struct blank *b, struct buf *out);
/* Tells one version of a form from another: of its JSON; 1 to 2^32 - 1. */
int64_t answers_form_sum(struct str json);

#endif
