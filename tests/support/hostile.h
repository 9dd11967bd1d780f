/* SPDX-License-Identifier: MIT */
/* The list of hostile texts in tests/data/hostile.txt, whose head says what a line is. */
#ifndef TESTS_SUPPORT_HOSTILE_H
#define TESTS_SUPPORT_HOSTILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct hostile {
	char name[48];
	struct buf text; /* the bytes; may hold NUL */
};

struct hostile_list {
	struct hostile *cases;
	size_t count;
};

/* False, with a line on stderr, for a file that is not there or a line that is not of the form. */
bool hostile_open(struct hostile_list *l, const char *path);
void hostile_close(struct hostile_list *l);
/* The bytes of one escaped text, added to `out`. */
bool hostile_unescape(struct str escaped, struct buf *out);

#endif
