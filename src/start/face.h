/* SPDX-License-Identifier: MIT */
/*
 * Which face it is to be.  Where neither the command line, the environment, the settings nor a
 * pipe say it, the person is asked, once, before anything is drawn; the answer is kept in a file of
 * our own, and the settings stay as the person has written them.
 */
#ifndef START_FACE_H
#define START_FACE_H

#include "start/settings.h"

struct lines;

/* True: the line face.  By what is known now: see face_find. */
bool face_is_line(const struct settings *s);
/* Finds out, and asks if it must; false: the person wants to end. */
bool face_find(struct settings *s, struct lines *in);
/* `porchlight face`: asks, or takes the one that is named.  An exit status. */
int face_choose(struct settings *s);
/* Is it set, to something other than 0? */
bool face_variable(const char *name);

#endif
