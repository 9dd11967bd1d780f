/* SPDX-License-Identifier: MIT */
/*
 * Texts of lines: what plans, exercises and lessons are made of.  A line is a word and what
 * the word is about; blanks around it do not count, and what begins with a hash is not read.
 */
#ifndef GUIDE_READ_H
#define GUIDE_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct guide_row {
	const char *word;
	/* NULL; or what is wrong, for people: "a stage needs a title". */
	const char *(*read)(struct str rest, void *out);
};

struct guide_form {
	const struct guide_row *rows; /* ended by one without a word */
	size_t most;                  /* bytes of the whole text */
	/* Once all lines have been read; as `read`. */
	const char *(*whole)(void *out);
};

/* ERR_BAD_INPUT with the line's number, or ERR_TOO_LARGE; `out` is then not to be used. */
bool guide_read(struct str text, const struct guide_form *form, void *out, struct err *err);

/* The next word of a line, and the blanks behind it, taken off; empty: there is none. */
struct str guide_word(struct str *line);
/* A whole number from 0 to `most`; -1: something else. */
int guide_number(struct str word, int most);
/* Copies all of it with a NUL, a blank as a space; false: empty, or more than `most` bytes. */
bool guide_copy(char *to, size_t most, struct str from);

#endif
