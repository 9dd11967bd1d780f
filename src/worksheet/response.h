/* SPDX-License-Identifier: MIT */
/*
 * A filling of a form: answers in, QuestionnaireResponse out.
 *
 * A blank is a place for one answer, or one copy of a group.  Each item has one blank at
 * least; one that repeats has one for each answer (or copy), in their order, and, while it
 * may have more, none that is empty behind them but the one that is always there.  An item
 * within a question is within its answer, and so within its blank.
 *
 * After each change the form is settled: calculated items have their value, and blanks
 * know whether they are enabled.  An answer in a blank that is not enabled is kept, in case
 * it is enabled again, but it is no answer: it does not count, and does not go out.
 */
#ifndef WORKSHEET_RESPONSE_H
#define WORKSHEET_RESPONSE_H

#include "worksheet/path.h"
#include "worksheet/questionnaire.h"

enum {
	RESPONSE_BLANKS_MAX = 20000,
	RESPONSE_COPIES_MAX =
		200, /* answers of one item, or copies of a group, in one parent */
	RESPONSE_BYTES_MAX = 4 * 1024 * 1024,
};

struct blank {
	const struct sheet_item *item;
	struct blank *parent, *first; /* first: within it */
	struct blank *next, *prev;    /* of the same parent, in the form's order */
	struct blank *twin;           /* the next blank of the same item, wherever */
	size_t index;                 /* of the item's blanks in this parent, from 0 */
	struct sheet_value value;     /* VALUE_NONE: it is empty */
	char *held;                   /* where the value's texts are */
	size_t held_size;
	bool enabled;
	bool own; /* a person has answered: no longer filled by initialExpression, or calculated */
};

struct response;

/* Why an answer is not taken.  The words are the front end's. */
enum response_fault {
	RESPONSE_TAKEN,     /* none: it is there */
	RESPONSE_KIND,      /* it is not of the item's type */
	RESPONSE_TOO_LONG,  /* max_length, or VALUE_TEXT_MAX */
	RESPONSE_TOO_SHORT, /* min_length */
	RESPONSE_PATTERN,   /* it is not written as it has to be: entry_format */
	RESPONSE_TOO_LOW,   /* least */
	RESPONSE_TOO_HIGH,  /* most */
	RESPONSE_DECIMALS,  /* more digits behind the point than `decimals` */
	RESPONSE_NO_CHOICE, /* it is none of the choices */
	RESPONSE_UNIT,      /* it is none of the units */
	RESPONSE_TWICE,     /* this choice is there already */
	RESPONSE_TOO_MANY,  /* it does not repeat, or max_occurs or a cap is reached */
	RESPONSE_READ_ONLY, /* or of those that are calculated together: see item_writable */
	RESPONSE_NOT_ASKED, /* a group, a display, or of a type that is not answered here */
	RESPONSE_DISABLED,  /* not now: its conditions are not met */
	RESPONSE_FAULTS,
};

/* When it is: both as FHIR writes them, in the zone of here; copied. */
struct response_clock {
	const char *today; /* "2026-11-26" */
	const char *now;   /* "2026-11-26T18:00:00-07:00" */
};

/* `q` must outlive it.  Initial values are in it. */
struct response *response_new(const struct questionnaire *q, struct response_clock clock);
void response_free(struct response *r); /* NULL is fine; wipes the answers */
/* What today() is from now on; settles. */
void response_at_time(struct response *r, struct response_clock clock);

/* ---- what there is; borrowed until the next change ---- */

const struct questionnaire *response_form(const struct response *r);
struct blank *response_first(const struct response *r); /* NULL: a form without items */
/* The next in reading order, of all; NULL: that was the last. */
struct blank *blank_next(const struct blank *b);
/*
 * The blank of an item: `indices` are those of its parents and itself that repeat, from the
 * outermost on; NULL: all are 0.  NULL: there is none.
 */
struct blank *response_blank(const struct response *r, const struct sheet_item *item,
			     const size_t *indices, size_t n);
/* The other way: at most `size` of them into `indices`; answers how many there are.  With the
 * linkId they name a blank in a draft, too. */
size_t blank_indices(const struct blank *b, size_t *indices, size_t size);
/* The first blank of the item in any parent; go on by `twin`. */
struct blank *response_twins(const struct response *r, const struct sheet_item *item);
/* Is it shown: enabled, as all that it is within, and not hidden? */
bool blank_shown(const struct blank *b);
/* Is somebody to answer it: shown, a question, and neither read-only nor calculated?  (Whoever
 * wishes may answer what is calculated and not read-only.) */
bool blank_asks(const struct blank *b);
/* Has it, or anything in it, an answer that counts? */
bool blank_answered(const struct blank *b);
/* The same; `off`: of what is not enabled, too. */
bool blank_filled(const struct blank *b, bool off);

/* "4 of 12": of the questions that somebody is to answer now, an item's copies in one parent
 * being one.  `at` is 0 where `b` is none of them. */
struct response_place {
	size_t at, of;
	size_t answered; /* of `of` */
};
struct response_place response_place(const struct response *r, const struct blank *b);
/* The next or (`way` -1) the one before that somebody is to answer; from NULL: the first or
 * the last.  NULL: there is none. */
struct blank *response_go(const struct response *r, const struct blank *from, int way);
/* The next that is required and without an answer, behind `from` (NULL: of all). */
struct blank *response_missing(const struct response *r, const struct blank *from);

/* ---- changes; each settles ---- */

/* Texts are copied. Of a coding the code (and system) are enough: it is looked up among the choices. */
enum response_fault response_set(struct response *r, struct blank *b,
				 const struct sheet_value *v);
/* By the number of its choice, from 0. */
enum response_fault response_choose(struct response *r, struct blank *b, size_t choice);
/* As it was typed (see value_typed); a text that is a choice's text, code or prefix is that
 * choice, upper and lower case taken as one. */
enum response_fault response_type(struct response *r, struct blank *b, const char *typed);
/* Empties it; a blank with others of its item is removed.  A group: all that is in it.  What is
 * calculated, and was answered in place of that, is calculated again. */
enum response_fault response_clear(struct response *r, struct blank *b);
/* The same, but it stays where it is. */
enum response_fault response_empty_out(struct response *r, struct blank *b);
/* One more answer or copy of an item that repeats, behind `b` and its like; `*made` is it. */
enum response_fault response_add(struct response *r, struct blank *b, struct blank **made);
/* One of several is taken out; the last of an item is emptied. */
enum response_fault response_remove(struct response *r, struct blank *b);

/* ---- out and in ---- */

struct response_cover {
	bool completed;       /* else: in-progress, a draft */
	const char *authored; /* when, as FHIR writes it; each is left out where NULL */
	const char *id;
	const char *subject, *author; /* references: "Patient/7" */
};
/*
 * QuestionnaireResponse as JSON, from `out`'s end on.  Items are in the form's order.  What is
 * not enabled is left out, but for a draft; display and empty groups are left out.  False: `out` is
 * full, and nothing was added.
 */
bool response_write(const struct response *r, const struct response_cover *cover,
		    struct buf *out);
/*
 * A draft (or a whole one) of the same form read back.  What the form does not have, or does
 * not take any more, is left out and counted in `*left_out` (may be NULL).  NULL: it is not a
 * QuestionnaireResponse, or too large.
 */
struct response *response_read(const struct questionnaire *q, struct str json,
			       struct response_clock clock, size_t *left_out);

#endif
