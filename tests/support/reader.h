/* SPDX-License-Identifier: MIT */
/*
 * The screen readers that the ear can run: programs of Debian's that run another one on a
 * terminal and speak to a Speech Dispatcher, with Debian's settings but for where that is.
 */
#ifndef SUPPORT_READER_H
#define SUPPORT_READER_H

#include <stdbool.h>

enum reader { READER_YASR, READER_FENRIR, READERS };

enum { READER_PATH = 256, READER_WORDS = 6 };

/* How to run one; zeroed it is none. */
struct reader_run {
	char conf[READER_PATH], program[READER_PATH], speech[READER_PATH];
	char *words[READER_WORDS]; /* ended by NULL; they point into this */
};

const char *reader_name(enum reader r);
/* Is it, and all that it needs to speak to us, on this machine? */
bool reader_is_here(enum reader r);
/* Writes into `dir` what it reads: `argv`, ended by NULL, is the program that it runs, and what
 * it says goes to this port of 127.0.0.1.  `speech` of it belongs into its environment. */
void reader_prepare(enum reader r, const char *const *argv, const char *dir, int port,
		    struct reader_run *run);
/* What is typed before a key that the reader would take for itself; "" for none. */
const char *reader_bypass(enum reader r);

#endif
