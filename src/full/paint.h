/* SPDX-License-Identifier: MIT */
/*
 * From a picture to the terminal: rows of text to cells, and what moved is scrolled
 * there.  Nothing is known by colour alone.
 */
#ifndef FULL_PAINT_H
#define FULL_PAINT_H

#include <stdbool.h>

#include "full/layout.h"

struct paint;

/* All of one picture; borrowed while it is painted. */
struct picture {
	struct layout_screen screen;
	const char *title; /* one line, cut where the terminal ends */
	const struct layout *body, *people, *answer, *status;
	const char *prompt;
	const struct layout_input *input;
	bool line_only; /* nothing but the input has changed since the last picture */
	bool trouble;   /* the status is one to look at */
	bool plain;     /* no row changes its looks */
	int rests; /* the row of the body that has the cursor, from 1; 0: the line has it */
};

/* Takes the terminal over; NULL if it cannot do what is needed.  Sets the locale's text. */
struct paint *paint_open(void);
/* `plain`: without colours.  `high`: nor is anything bold but where one types. */
void paint_look(struct paint *p, bool plain, bool high);
void paint_close(struct paint *p); /* gives it back, cursor below; NULL is fine */
/* The terminal's size has changed: asks for it, and the next picture is sent whole. */
void paint_resize(struct paint *p);
void paint_size(const struct paint *p, int *rows, int *cols);
void paint_show(struct paint *p, const struct picture *pic);
void paint_ring(struct paint *p); /* the bell, where the terminal has one */
/* Leaves the terminal as if nothing had been there: these words alone stand, and its scrollback is
 * wiped where it can be.  Nothing is to be shown before paint_return. */
void paint_hide(struct paint *p, const char *words);
void paint_return(struct paint *p);
void paint_all_again(struct paint *p); /* the next picture is sent whole */

#endif
