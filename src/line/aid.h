/* SPDX-License-Identifier: MIT */
/*
 * Keys where a terminal edits the line itself, and no face hears them: the crisis key, and
 * Ctrl-O with what follows.  They end what was typed so far, as Enter does; any other key that has a
 * word does something there when it stands alone on its line.  And what is told at the crisis key.
 */
#ifndef LINE_AID_H
#define LINE_AID_H

#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

#include "line/lines.h"
#include "text/typed.h"
#include "view/rebind.h"

struct ask;
struct model;

struct aid {
	int fd;
	bool on;
	const struct rebind *set; /* keys that the person has set; NULL: none */
	unsigned char ends[2];    /* what ends a line besides Enter, */
	unsigned char before[2];  /* and did before */
	/* Ctrl-O was pressed behind this; NULL: it was not.  Until the chord is whole the terminal
	 * gives each key at once, and shows none. */
	char *typed;
	struct typed keys;
	struct termios cooked;
};

/* `fd` may be no terminal: then nothing comes of it. */
void aid_begin(struct aid *aid, int fd, const struct rebind *keys);
void aid_end(struct aid *aid);
/* A key was pressed: what was typed before it, taken out of `in`; for lines_wipe.  Else NULL.  *key
 * is KEYS_NONE where a chord was taken back. */
char *aid_take(struct aid *aid, struct lines *in, int32_t *key);
/* Is the line that Enter has ended nothing but one key, which types nothing? */
bool aid_is_key(const char *line, int32_t *key);
/* Is it one that shows whom to call? */
bool aid_is_crisis(const struct rebind *keys, int32_t key);
/* The one to name: the person's own, where it does so at once. */
int32_t aid_crisis_key(const struct rebind *keys);

/* Each item is a sentence. */
void aid_tell(struct ask *a, const struct model *m);
/* Of what lies readable in this folder; NULL: there is none. */
void aid_tell_unlocked(struct ask *a, const char *dir);
/* The same, to standard output. */
void aid_print(const char *dir);

#endif
