/* SPDX-License-Identifier: MIT */
/*
 * A terminal that can open a line above another: keys come one by one, and each update
 * is one write.
 */
#ifndef LINE_TTY_H
#define LINE_TTY_H

#include <termios.h>

#include "line/area.h"
#include "line/caps.h"

struct tty {
	struct caps caps;
	struct area area;
	struct buf out; /* gathered for one write */
	struct termios before;
	bool raw;
	bool lost; /* nobody reads what is written */
};

/* False: standard input and output are not such a terminal. */
bool tty_open(struct tty *t);
/* The terminal is as it was, the cursor below all that stands. */
void tty_close(struct tty *t);
/* What stands is left, and the terminal is given back for a while. */
void tty_leave(struct tty *t);
void tty_return(struct tty *t);
void tty_resize(struct tty *t);
void tty_tell(struct tty *t, const char *text, bool rings);
void tty_show(struct tty *t, struct str text, size_t at);
/* Nothing stands any more, not above the screen either; false: the terminal cannot do that. */
bool tty_wipe(struct tty *t);
/* Enter: the line stays where it stands.  Sent with what is told or shown next: of a row that is
 * empty for a moment readers say so. */
void tty_enter(struct tty *t);

/* Writes all of it; false: nobody reads it. */
bool tty_write(int fd, const char *p, size_t n);

#endif
