/* SPDX-License-Identifier: MIT */
/*
 * What the terminal says that it can, by terminfo.  Nothing is sent that it did not
 * name, but newline, return and backspace.
 */
#ifndef LINE_CAPS_H
#define LINE_CAPS_H

#include <stdbool.h>

struct buf;

struct caps {
	void *terminal; /* curses' TERMINAL */
	/* Without padding; NULL: it cannot. */
	char *up, *ups, *insert, *inserts, *clear, *right, *rights, *ring, *wipe, *scrollback;
	char *paste_on, *paste_off; /* marks around what is pasted */
};

/* False: this terminal cannot open a line above another.  `name` NULL: that of TERM. */
bool caps_open(struct caps *c, const char *name, int fd);
void caps_close(struct caps *c);

void caps_up(const struct caps *c, int n, struct buf *out);
void caps_right(const struct caps *c, int n, struct buf *out);
/* Opens `n` rows at the cursor's; those from there on move down. */
void caps_insert(const struct caps *c, int n, struct buf *out);
/* Clears all of the screen, and what was scrolled off it; nothing where it cannot. */
void caps_wipe(const struct caps *c, struct buf *out);
/* Clears from the cursor to the row's end. */
void caps_clear(const struct caps *c, struct buf *out);

#endif
