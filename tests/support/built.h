/* SPDX-License-Identifier: MIT */
/*
 * A program for tests: Ana leads two groups in Denver, and it is Monday 30 November 2026,
 * 17:40 there.  In "Evening group" (7) are Skills group, number 1, and Coping at work, number
 * 2; in "Morning group" (9) is Morning skills, number 3, a section of the first.
 */
#ifndef SUPPORT_BUILT_H
#define SUPPORT_BUILT_H

#include "support/porch.h"

enum { PROGRAM_SKILLS = 11, PROGRAM_COPING, PROGRAM_MORNING };
enum {
	PROGRAM_TUESDAY,  /* 1 December, 18:00 */
	PROGRAM_THURSDAY, /* cancelled */
	PROGRAM_FRIDAY,   /* Coping at work */
	PROGRAM_SATURDAY, /* Morning skills, full */
	PROGRAM_MOVED,    /* from Tuesday 8 to Wednesday 9, with Sam */
	PROGRAM_ROWS,
};

#define PROGRAM_NOW INT64_C(1796085600000)

extern const struct pl_occurrence *const built_rows;
extern const struct pl_request built_requests[5]; /* the newest first */

/* cmocka's setup and teardown; *state is a struct porch. */
int built_open(void **state);
int built_close(void **state);
/* Puts it into a client, and this device into Denver. */
void built_put(struct pl_client *c);
/* The moment at this hour of a day of December 2026, in Denver. */
int64_t built_at(int day, int hour, int minute);

#endif
