/* SPDX-License-Identifier: MIT */
/* Changes to the program: what would come of them, and what is to be sent. */
#ifndef CLIENT_DIARY_REVISE_H
#define CLIENT_DIARY_REVISE_H

#include "client/diary.h"

enum { REVISION_DAYS = 365 }; /* that a preview looks ahead */

/* A series as it would be. */
struct revision_row {
	struct diary_series now;
	bool gone;
	int64_t in_place_of; /* the ticket of a change that is kept here, and goes into this one */
	int64_t base;        /* the version that it was changed from */
};

struct revision {
	struct revision_row *rows;
	size_t count;
	struct arena mem;
	/* The preview: what was, and what will be, of which the first `fresh` are of `rows`. */
	struct diary_rows before, all;
	size_t fresh;
	struct pl_preview *list;
	size_t list_count;
	int people;
};

void revision_finish(struct revision *e);
/* All of them, in order; or none: why not.  `e` is all zero at first. */
enum pl_failure diary_revise(struct diary *p, const struct diary_world *w,
			     const struct pl_changed *changes, size_t n, struct revision *e);
/* What would come of it. */
void revision_preview(struct revision *e, struct diary *p, const struct diary_world *w);
/* What is to be sent for row `i`, its texts borrowed or in `mem`. */
struct wire_msg revision_message(const struct revision *e, size_t i, struct arena *mem);
/* All series as they are, or will be by what is kept here; a copy's texts are the diary's. */
size_t diary_list_all(const struct diary *p, const struct diary_world *w,
		      struct pl_series *out);

/* The events of a file as changes: their texts in `mem`.  Those that a series cannot be are
 * problems. */
struct import {
	struct pl_changed *changes;
	struct pl_series *series;
	size_t changes_count;
	struct pl_calendar_problem *problems;
	size_t problems_count, problems_total;
	struct arena mem;
};
void import_finish(struct import *i);
/* What was amiss with a calendar, in the words of the public header. */
void import_problems(struct import *i, const struct calendar_problems *from);
void import_problem(struct import *i, struct pl_calendar_problem problem);
void diary_import(const struct calendar *c, int64_t group, struct import *out);

#endif
