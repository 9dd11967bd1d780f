/* SPDX-License-Identifier: MIT */
/*
 * Whole lines from a pipe, a file, or a terminal that edits them itself.  Nothing is read
 * before it is asked for but what came along; what was taken is wiped.
 */
#ifndef LINE_LINES_H
#define LINE_LINES_H

#include "base/buf.h"

enum { LINES_MAX = 64 * 1024 }; /* a longer line is cut */

struct lines {
	int fd;
	struct buf raw;
	bool ended;    /* no more will come */
	bool too_long; /* the rest of a line that was cut is thrown away */
};

void lines_init(struct lines *l, int fd);
void lines_finish(struct lines *l);
/* Reads what is there; waits if nothing is. */
void lines_read(struct lines *l);
/* Is there something to take, or the end to be seen, without reading? */
bool lines_ready(const struct lines *l);
/* The first whole line, without its end; NULL: there is none yet.  The caller's. */
char *lines_take(struct lines *l);
/* What stands before the first of these bytes, if the first line has one; both are taken, and *end
 * is which.  NULL: it has none.  The caller's, as of lines_take. */
char *lines_take_until(struct lines *l, const char *ends, size_t count, char *end);
/* The first byte of what was read, taken; false: there is none. */
bool lines_take_byte(struct lines *l, char *out);
/* What was read and not taken, at most `size` bytes of it: how many.  Nothing stays. */
size_t lines_rest(struct lines *l, char *out, size_t size);
/* Wipes and frees what lines_take gave. */
void lines_wipe(char *line);

#endif
