/* SPDX-License-Identifier: MIT */
/*
 * The typed line on the screen, as rows below all that was told.  Changes become the
 * fewest bytes: what stands is not written again, and what is told goes in above by
 * opening rows there.  Pure: it writes into a buf.
 */
#ifndef LINE_AREA_H
#define LINE_AREA_H

#include "base/buf.h"

struct caps;

enum { AREA_MAX = 8192 }; /* bytes: the prompt and a line */

struct area {
	const struct caps *caps;
	int rows, cols;   /* the terminal's */
	struct buf shown; /* what stands in it */
	int row, col;     /* the cursor, from the area's first row */
	int first;        /* row of the line that stands on the area's first: 0 if all fits */
};

void area_init(struct area *a, const struct caps *caps, int rows, int cols);
void area_finish(struct area *a);
/* It begins anew at the cursor, which stands at a row's beginning. */
void area_begin(struct area *a);
/* Shows this, prompt and line, with the cursor before the byte `at`. */
void area_show(struct area *a, struct str text, size_t at, struct buf *out);
/* What stands stays; the cursor goes to the row below it, where a new area begins. */
void area_leave(struct area *a, struct buf *out);
/* Puts a sentence above. */
void area_tell(struct area *a, const char *text, struct buf *out);
/* The terminal has another size; what no longer stands where it was begins anew below. */
void area_resize(struct area *a, int rows, int cols, struct buf *out);

#endif
