/* SPDX-License-Identifier: MIT */
/* Lines of at most so many columns: broken at spaces, inside a word only when it must be. */
#ifndef TEXT_WRAP_H
#define TEXT_WRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct wrap {
	struct str text;
	size_t at; /* where the next line begins */
	bool ended;
};

void wrap_init(struct wrap *w, struct str text);
/* The next line, without its '\n' and the space at the break; false when there is none.
 * An empty text is one empty line.  `cols` below 2 is taken as 2; a cluster that is wider
 * than that is a line by itself. */
bool wrap_next(struct wrap *w, int cols, struct str *line);

#endif
