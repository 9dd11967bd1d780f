/* SPDX-License-Identifier: MIT */
/*
 * The crisis key where a terminal edits the line itself, and no face hears its keys: it ends
 * what was typed so far, as Enter does.  And what is told then.
 */
#ifndef LINE_AID_H
#define LINE_AID_H

#include <stdbool.h>

#include "line/lines.h"

struct ask;
struct model;

struct aid {
	int fd;
	bool on;
	unsigned char before; /* what ended a line besides Enter */
};

/* `fd` may be no terminal: then nothing comes of it. */
void aid_begin(struct aid *aid, int fd);
void aid_end(struct aid *aid);
/* The key was pressed: what was typed before it, taken out of `in`; for lines_wipe.  Else NULL. */
char *aid_take(const struct aid *aid, struct lines *in);

/* Each item is a sentence. */
void aid_tell(const struct ask *a, const struct model *m);
/* Of what lies readable in this folder; NULL: there is none. */
void aid_tell_unlocked(const struct ask *a, const char *dir);
/* The same, to standard output. */
void aid_print(const char *dir);

#endif
