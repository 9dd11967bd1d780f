/* SPDX-License-Identifier: MIT */
/* When bytes are at the other end of a line of the bottle. */
#ifndef SUPPORT_BOTTLE_LINE_H
#define SUPPORT_BOTTLE_LINE_H

#include <stddef.h>

#include "support/bottle.h"

enum bottle_way { BOTTLE_UP, BOTTLE_DOWN, BOTTLE_WAYS };

/* Somebody's end of it, which all their connections share. */
struct bottle_end {
	const struct bottle_line *line;
	int64_t free_us[BOTTLE_WAYS]; /* until then it is taken */
};

struct bottle_pass {
	enum bottle_way way;
	size_t bytes;
	int64_t from_ms; /* when they are sent; what is sent later does not take the line yet */
};

/* `last_ms`: when the newest of that connection is there; nothing overtakes it. */
int64_t bottle_pass(struct bottle_end *end, const struct bottle_pass *p, int64_t *last_ms);

#endif
