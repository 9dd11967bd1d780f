/* SPDX-License-Identifier: MIT */
/*
 * A lesson: pages, some of which ask something, from a text of lines:
 *
 *	title TITLE
 *	page TITLE       a page begins
 *	text TEXT        a line of it
 *	quiz QUESTION    a page that asks, with its answers:
 *	wrong TEXT       one that is not right
 *	right TEXT       the one that is
 *	why TEXT         what is told with it, when the page is turned; so no quiz is the last
 */
#ifndef GUIDE_LESSON_H
#define GUIDE_LESSON_H

#include "base/buf.h"
#include "base/err.h"
#include "guide/texts.h"

enum { LESSON_PAGES_MAX = 24, LESSON_LINES_MAX = 8, LESSON_OPTIONS_MAX = 6 };

struct lesson_page {
	struct str title; /* of a quiz: the question; all texts are borrowed */
	struct str lines[LESSON_LINES_MAX];
	size_t lines_count;
	struct str options[LESSON_OPTIONS_MAX]; /* A, B, and so on */
	int options_count;                      /* 0: it asks nothing */
	int right;                              /* from 1 */
	struct str why;
	bool asks;
};

struct lesson {
	char title[GUIDE_TITLE_MAX + 1];
	struct lesson_page pages[LESSON_PAGES_MAX];
	int count;
};

/* As guide_read; the texts are borrowed from `text`. */
bool lesson_read(struct str text, struct lesson *out, struct err *err);

#endif
