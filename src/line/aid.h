/* SPDX-License-Identifier: MIT */
/*
 * Keys where a terminal edits the line itself, and no face hears them: the crisis key, and
 * Ctrl-O with what follows.  They end what was typed so far, as Enter does.  And what is told at
 * the crisis key.
 */
#ifndef LINE_AID_H
#define LINE_AID_H

#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

#include "line/lines.h"
#include "text/typed.h"

struct ask;
struct model;

struct aid {
	int fd;
	bool on;
	unsigned char before[2]; /* what ended a line besides Enter */
	/* Ctrl-O was pressed behind this; NULL: it was not.  Until the chord is whole the terminal
	 * gives each key at once, and shows none. */
	char *typed;
	struct typed keys;
	struct termios cooked;
};

/* `fd` may be no terminal: then nothing comes of it. */
void aid_begin(struct aid *aid, int fd);
void aid_end(struct aid *aid);
/* A key was pressed: what was typed before it, taken out of `in`; for lines_wipe.  Else NULL.  *key
 * is KEYS_NONE where a chord was taken back. */
char *aid_take(struct aid *aid, struct lines *in, int32_t *key);
/* Is it the one that shows whom to call? */
bool aid_is_crisis(int32_t key);

/* Each item is a sentence. */
void aid_tell(struct ask *a, const struct model *m);
/* Of what lies readable in this folder; NULL: there is none. */
void aid_tell_unlocked(struct ask *a, const char *dir);
/* The same, to standard output. */
void aid_print(const char *dir);

#endif
