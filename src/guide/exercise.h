/* SPDX-License-Identifier: MIT */
/*
 * An exercise: lines, each with the time that it takes, from a text of lines:
 *
 *	title TITLE
 *	say SECONDS TEXT
 *
 * What is said stands for so many seconds; then comes the next.
 */
#ifndef GUIDE_EXERCISE_H
#define GUIDE_EXERCISE_H

#include "base/buf.h"
#include "base/err.h"
#include "guide/texts.h"

enum { EXERCISE_LINES_MAX = 100, EXERCISE_PAUSE_MAX_S = 600 };

struct exercise_line {
	struct str text; /* borrowed */
	int at_s;        /* since the beginning */
};

struct exercise {
	char title[GUIDE_TITLE_MAX + 1];
	struct exercise_line lines[EXERCISE_LINES_MAX];
	size_t count;
	int seconds; /* in all */
};

/* As guide_read; the lines are borrowed from `text`. */
bool exercise_read(struct str text, struct exercise *out, struct err *err);

#endif
