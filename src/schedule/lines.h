/* SPDX-License-Identifier: MIT */
/* The lines of an iCalendar file, unfolded (RFC 5545 3.1), each with the number of its first. */
#ifndef SCHEDULE_LINES_H
#define SCHEDULE_LINES_H

#include "schedule/calendar.h"

struct line {
	struct str text; /* as it stands, without its folds; valid UTF-8, one NUL behind */
	size_t at;       /* in `lines.text` */
	int number;
};

struct lines {
	struct line *all;
	size_t n;
	struct buf text; /* that they are in */
};

/* What is no line, or not UTF-8, is told. */
void lines_unfold(struct lines *l, struct str text, struct calendar_problems *problems);
void lines_free(struct lines *l);
/* Is this the line of that name (upper and lower case are one), with or without parameters? */
bool line_is(const struct line *line, const char *name);
/* "BEGIN:VEVENT", say. */
bool line_says(const struct line *line, const char *text);

/* `what` may be anything. */
void problem_add(struct calendar_problems *p, enum calendar_fault fault, int line,
		 struct str what);

#endif
