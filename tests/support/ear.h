/* SPDX-License-Identifier: MIT */
/*
 * A real screen reader, and what it says.  It runs a program on a terminal of libvterm's, and
 * speaks to a server of Speech Dispatcher's protocol (SSIP), which is this.  Waiting is for
 * speech or for output; quiet is that neither has come for EAR_HUSH_MS.
 */
#ifndef SUPPORT_EAR_H
#define SUPPORT_EAR_H

#include <stdbool.h>

#include "base/buf.h"
#include "support/reader.h"
#include "support/screen.h"

enum { EAR_WAIT_MS = 20000, EAR_HUSH_MS = 800, EAR_SAID_MAX = 1 << 20 };

struct ear;

/*
 * The program and its words, ended by NULL; `dir` is a folder for the reader's own files, and
 * its HOME.
 */
struct ear *ear_open(enum reader r, const char *const *argv, const char *dir, int rows,
		     int cols);
/* The program was told to go, and has some seconds; the exit status of the reader. */
int ear_close(struct ear *e);

/* One byte (or what begins with ESC) after the other, each when the terminal is quiet. */
void ear_type(struct ear *e, const char *bytes);
/* All of it at once, as a terminal pastes. */
void ear_paste(struct ear *e, const char *text);
/* A key that the reader would take for itself. */
void ear_pass(struct ear *e, char key);
/* Waits until it has said the text, behind what was found so before; false: it did not.
 * Signs and rows are no matter: see ear_bare. */
bool ear_hears(struct ear *e, const char *text);
/* So long is waited, where it is not EAR_WAIT_MS: for programs that are to fail. */
void ear_patience(struct ear *e, int ms);
/* Listens so long, whether anything comes or not. */
void ear_listen(struct ear *e, int ms);
/*
 * Waits until it is quiet; all that was said since it was asked last, a line an utterance:
 * "[cut] " stands before one that was broken off before it could have been spoken, at
 * EAR_LETTERS a second.  Borrowed until the next call.
 */
const char *ear_hush(struct ear *e);

enum { EAR_LETTERS = 15 };

/* Adds the words alone, a space behind each: readers say signs or leave them out as they are
 * set, and pause for a row's end. */
void ear_bare(const char *said, struct buf *out);
/* How many words, and how often `text` is in `said`. */
int ear_words(const char *said);
int ear_count(const char *said, const char *text);

#endif
