/* SPDX-License-Identifier: MIT */
/*
 * A braille line of 40 cells, as brltty shows a terminal of libvterm's on it.  brltty reads
 * the screen from shared memory (its driver for GNU screen), and writes what is on the line to
 * a display of its text protocol (its virtual driver), which is this.
 */
#ifndef SUPPORT_BRAILLE_H
#define SUPPORT_BRAILLE_H

#include <stdbool.h>

#include "support/screen.h"

enum { BRAILLE_CELLS = 40, BRAILLE_WAIT_MS = 20000 };

struct braille;

bool braille_is_here(void);
/* `dir` is a folder of its own; the screen outlives it.  NULL: brltty does not begin. */
struct braille *braille_open(struct screen *s, const char *dir);
void braille_close(struct braille *b);
/* Until the line holds the text; false: it did not come to be. */
bool braille_sees(struct braille *b, const char *text);
/* A command of brltty's: "LNUP", "HOME". */
void braille_press(struct braille *b, const char *command);

#endif
