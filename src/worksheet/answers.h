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
 * choice '#' and its number among the item's choices from 0; another coding '=' and its code
 * (a tab and its system, a tab and its words behind it, where they are said); of a quantity the
 * number, a blank, and the unit's code (its words, where it has none; a code that is none of
 * the item's units as a coding).  Words that begin with '#', '=' or '"' where they could be
 * taken for one of those have '"' in front.
 *
 * Calculated items do not stand in it, but where a person has put an answer in the place of one: they
 * follow from the rest (at the time that the filling is given: whoever reads what is finished gives
 * it that moment).  The text has tabs: it is not to
 * be cleaned as a whole; each value is, when it is read.
 */
#ifndef WORKSHEET_ANSWERS_H
#define WORKSHEET_ANSWERS_H

#include "base/buf.h"
#include "worksheet/response.h"

/*
 * Every answer that counts, added to `out`.  `off`: a draft: those that are not enabled, too; and
 * choices go as codings, so that they are still right when a newer version of the form has them in
 * another order.  Both are read.  False: `out` is full, and nothing was added; so for the next two.
 */
bool answers_write(const struct response *r, bool off, struct buf *out);
/* One blank: "ITEM[ INDEX...]", and its VALUE as in a draft ("" where it is empty). */
bool answers_name(const struct blank *b, struct buf *out);
bool answers_value(const struct blank *b, struct buf *out);
/* The blank that a name means, made where its item repeats and there is none yet; NULL. */
struct blank *answers_find(struct response *r, struct str name);
/* One answer, as any of these wrote it, whether or not the item is asked now; "" empties it. */
enum response_fault answers_set(struct response *r, struct blank *b, struct str value);
/* All lines of a text, in place of all that is in `r`, initial values too.  What the form does not
 * take (any more) is counted in `*left_out` (may be NULL).  False: a line is not as above; what
 * was read before it stays. */
bool answers_read(struct response *r, struct str text, size_t *left_out);
/* The answer in words: a choice's text, "yes" and "no" are "true" and "false" (the front end's words),
 * a quantity with its unit's words.  "": empty. */
bool answers_words(const struct blank *b, struct buf *out);

#endif
