/* SPDX-License-Identifier: MIT */
/*
 * From a model and a size to the rows of text that are on the screen.  Pure: no
 * terminal is touched.  Only the items that show, and their neighbours, are laid out,
 * so that a long talk costs no more than a short one; what one reads stays where it
 * is while the model grows or the terminal's width changes.
 */
#ifndef FULL_LAYOUT_H
#define FULL_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "view/model.h"

enum {
	LAYOUT_INDENT = 2,
	LAYOUT_PEOPLE_COLS = 24,
	LAYOUT_WIDE = 100,     /* from here on the people have their own place */
	LAYOUT_CONSOLE_OF = 8, /* or the console, which has three eighths of the columns */
	LAYOUT_CONSOLE_HAS = 3,
	LAYOUT_INPUT_ROWS = 5,
};

/* How items are to look, and the room they have. */
struct layout_look {
	int cols, rows;
	bool times;     /* the time before each message */
	uint64_t found; /* the item a search found, or 0 */
	bool flush;     /* the rows below an item's first begin where that does */
	bool gaps;      /* a row without words below each item */
};

/* Which row is the first: by what it shows.  `follow`: the newest row is the last one. */
struct layout_pos {
	bool follow;
	uint64_t id; /* 0: the very first row */
	size_t off;  /* the row of the item that holds this byte of its text */
	uint64_t
		next; /* the item below it, whose first row it is when that item is gone; or 0 */
};

struct layout_row {
	uint64_t id;     /* of its item */
	size_t off;      /* where in the item's text it begins */
	struct str text; /* lives as long as the layout's memory */
	enum item_role role;
	int indent;    /* columns left free before it */
	size_t strong; /* so many first bytes of it are a name or a heading */
	bool mine, mention;
};

struct layout {
	struct arena mem;
	const struct model *model;
	struct layout_look look;
	struct layout_row *rows; /* `look.rows` of them at most */
	size_t count;
	bool at_end; /* the newest row is among them */
};

void layout_init(struct layout *l);
void layout_finish(struct layout *l);
/* Makes the rows from `pos` on.  layout_scroll and layout_to look at the model again. */
void layout_build(struct layout *l, const struct model *m, const struct layout_look *look,
		  const struct layout_pos *pos);
/* `by` rows further down; up if negative.  Following begins again at the end. */
struct layout_pos layout_scroll(struct layout *l, const struct layout_pos *pos, int by);
/* The item with `above` rows above it, or as near as the ends allow. */
struct layout_pos layout_to(struct layout *l, uint64_t id, int above);

/*
 * The nearest item before item `from` (0: from the newest) whose words contain `what`,
 * upper and lower case taken as one.  0 if there is none.
 */
uint64_t layout_search(const struct model *m, uint64_t from, const char *what);

/* ---- the screen's parts ---- */

/* What of the screen is whose: rows count from 0, a height may be 0. */
struct layout_screen {
	int cols;      /* of the transcript */
	int people_at; /* column of what is beside it, or -1 */
	int title;     /* rows, from the top to the bottom */
	int body;
	int answer;
	int status;
	int input; /* at least 1 */
};

/* The rows that they would like. */
struct layout_wish {
	int answer, status, input;
	int side;   /* columns beside the talk; 0: none */
	bool plain; /* no title, no status */
};

/* Shares a terminal of any size out.  What is read comes first. */
struct layout_screen layout_share(int rows, int cols, const struct layout_wish *wish);

/* A line that is being typed, cut into rows; the cursor within them. */
struct layout_input {
	struct str rows[LAYOUT_INPUT_ROWS];
	int count;
	int indent;   /* of row 0, for the prompt; 0 when that row is above the window */
	int row, col; /* the cursor */
};

/* `at` is the cursor's byte offset in `text`; `rows` of it are shown at most. */
void layout_input(struct layout_input *in, struct str text, size_t at,
		  const struct layout_look *look, int indent);

#endif
