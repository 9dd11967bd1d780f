/* SPDX-License-Identifier: MIT */
/*
 * The terminal, by terminfo: its modes, where its cursor is, and one write for all
 * that a change needs.  Its title is never touched.
 */
#ifndef FULL_GLASS_H
#define FULL_GLASS_H

#include <stdbool.h>

#include "base/buf.h"

struct glass;

/* How text looks; bits.  Colours are left out where there are none or none are wanted. */
enum {
	GLASS_BOLD = 1 << 0, /* names and headings; not in high contrast */
	GLASS_REVERSE = 1 << 1,
	GLASS_OWN = 1 << 2,     /* as full/theme.h has it */
	GLASS_TROUBLE = 1 << 3, /* the same */
	GLASS_FOCUS = 1 << 4,   /* where one types: bold always */
};

/* Takes the terminal over; NULL if it cannot do what is needed.  Sets the locale's text. */
struct glass *glass_open(void);
/* `plain`: no colours.  `high`: nor is anything bold but the focus. */
void glass_look(struct glass *g, bool plain, bool high);
void glass_close(struct glass *g); /* gives it back; NULL is fine */
/* Asks the terminal how large it is. */
void glass_resize(struct glass *g);
int glass_rows(const struct glass *g);
int glass_cols(const struct glass *g); /* those that may be written to */

/* Nothing is known of what is on it: it is made blank. */
void glass_clear(struct glass *g);
void glass_go(struct glass *g, int row, int col);
/* From the cursor on, which moves `cols` to the right. */
void glass_put(struct glass *g, struct str text, int cols, int style);
void glass_clear_right(struct glass *g);
/*
 * The rows that scroll, until another region is set; false if the terminal cannot do
 * it.  Scrolling leaves the cursor in column 0 of the row that became free.
 */
bool glass_region(struct glass *g, int top, int bottom);
void glass_scroll_up(struct glass *g);
void glass_scroll_down(struct glass *g);
void glass_ring(struct glass *g);
/* The terminal's own screen is back, wiped with its scrollback, and nothing on it but these
 * words; sent at once.  Until glass_return. */
void glass_hide(struct glass *g, const char *words);
void glass_return(struct glass *g);
/* Sends all of it, in one write. */
void glass_send(struct glass *g);

#endif
