/* SPDX-License-Identifier: MIT */
/*
 * FHIRPath (N1, 2.0.0), a subset, over a response that is being filled.  What is not of the
 * subset does not compile, so a form's lacks are known when it is read.
 *
 *   literals     true false 1 1.5 'text' @2026-11-26 @2026-11-26T18:00:00Z @T18:00:00
 *                5 days, 5 'd' (a quantity), {} (nothing)
 *   names        %resource, %context and $this; %questionnaire and launch contexts do not
 *                compile; %NAME of a variable.  Where a path begins with a name, that is of
 *                %context: the item that has the expression.
 *   elements     item, answer, value (also value.code, system, display, unit, value), linkId,
 *                text; ofType(Coding), as and is are taken for the kinds of values here
 *   functions    where select all any exists empty not count first last tail skip take
 *                single distinct isDistinct union combine intersect exclude
 *                subsetOf supersetOf repeat descendants children
 *                sum min max avg abs ceiling floor round truncate sqrt power ln exp
 *                iif toInteger toDecimal toString toQuantity hasValue ofType
 *                contains startsWith endsWith matches length upper lower trim join indexOf
 *                substring replace today now weight ordinal trace allTrue anyTrue, and
 *                until, which is ours: birth.until(today(), 'years') is whole years
 *   operators    + - * / div mod & | < > <= >= = != ~ !~ in contains and or xor implies
 *                is as [n] and unary + and -; a date + or - a quantity of time
 *
 * A collection of one is a value where one is wanted; nothing is nothing, as the standard
 * has it.  Bounded in length, depth, steps and the size of a collection: what passes a
 * bound is nothing.
 */
#ifndef WORKSHEET_PATH_H
#define WORKSHEET_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "worksheet/value.h"

enum {
	PATH_TEXT_MAX = 4000,   /* bytes of an expression */
	PATH_DEPTH_MAX = 40,    /* of its parts in one another, and of variables */
	PATH_STEPS_MAX = 20000, /* of one evaluation */
	PATH_MANY_MAX = 10000,  /* elements in a collection */
};

struct path;
struct response;
struct blank;

/*
 * In `a`, which it lives as long as.  NULL: it is not of the subset, and `*why` (of `a`) says what is
 * not: "function resolve", "name %patient", "at 17".  `names` are the variables that may be
 * used, ended by NULL; NULL: none.
 */
const struct path *path_compile(struct arena *a, const char *text, const char *const *names,
				const char **why);

struct path_query {
	const struct response *response;
	const struct blank *at;  /* %context; NULL: the response */
	const char *today, *now; /* as FHIR writes them */
	size_t steps;            /* that may be taken; less what was is left in it */
};
/*
 * The values of the result (an item that is one has none), at most `size` of them into `out`,
 * with their texts in `a`; answers how many.
 */
size_t path_values(const struct path *p, struct path_query *query, struct arena *a,
		   struct sheet_value *out, size_t size);
/* Is the result true?  Nothing is not, and neither is what is no boolean. */
bool path_true(const struct path *p, struct path_query *query, struct arena *a);

#endif
