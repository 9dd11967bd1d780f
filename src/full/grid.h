/* SPDX-License-Identifier: MIT */
/*
 * The screen's cells, as they are and as they shall be.  What differs is sent, from
 * the first cell to the last of each stretch, so that a reader of the screen is given
 * words and not the letters that happen to differ.
 */
#ifndef FULL_GRID_H
#define FULL_GRID_H

#include <stdbool.h>

#include "base/buf.h"
#include "full/glass.h"

struct cell;

struct grid {
	struct cell *is, *shall;
	int rows, cols;
};

void grid_init(struct grid *g);
void grid_finish(struct grid *g);
/* A blank terminal of that size. */
void grid_resize(struct grid *g, int rows, int cols);

/* What shall be: `height` rows from `row` on are blank. */
void grid_wipe(struct grid *g, int row, int height);
/* Text from a column on, cut at column `end`; the column behind it. */
int grid_text(struct grid *g, int row, int col, int end, struct str s);
/* All cells of a row between the columns look so. */
void grid_style(struct grid *g, int row, int col, int end, int style);

/* The rows have moved on the terminal: up, or down if `by` is negative. */
void grid_scrolled(struct grid *g, int top, int bottom, int by);
/* Sends what differs between row `want` as it shall be and row `row` as it is. */
void grid_send_row(struct grid *g, struct glass *t, int row, int want);

#endif
