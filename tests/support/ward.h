/* SPDX-License-Identifier: MIT */
/*
 * People with worksheets, for tests of those who lead: that of built.h, Monday 30 November 2026,
 * 17:40 in Denver.  In "Evening group" (7) Cy has finished a PHQ-9 with an answer that asks for
 * review, and Samira a thought record; other sheets are to be done, overdue, read.
 */
#ifndef SUPPORT_WARD_H
#define SUPPORT_WARD_H

#include "support/built.h"

enum {
	WARD_PHQ = 501, /* Cy's, to be reviewed */
	WARD_RECORD,    /* Samira's, not read */
	WARD_LATE,      /* Cy's, overdue */
	WARD_DUE,       /* Samira's, due on 4 December */
	WARD_OPEN,      /* Samira's, without a date */
	WARD_READ,      /* Cy's, read by Ben */
	WARD_AGAIN,     /* Samira's, who is to change it */
	WARD_OTHER,     /* of the group 9 */
};
enum { WARD_SHEETS = 8 };

extern const struct pl_sheet ward_sheets[WARD_SHEETS];

/* cmocka's setup and teardown; *state is a struct porch. */
int ward_open(void **state);
int ward_close(void **state);
void ward_put(struct pl_client *c);
/* The line is typed (NULL: nothing is); then the items of the view are so: "who: text (note)", a
 * line each, and each has an id of its own. */
void ward_shows(struct porch *p, const char *line, const char *want);
/* The line's answer, and the bits that the face gets. */
void ward_says(struct porch *p, const char *line, int bits, const char *want);

#endif
