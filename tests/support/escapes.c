/* SPDX-License-Identifier: MIT */
#include "support/escapes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char escapes_find(struct escapes *e, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const bool begins = e->escape && p[i] && strchr("]PX^_", p[i]);

		e->escape = p[i] == '\x1b';
		if (begins)
			return p[i];
	}
	return 0;
}

void escapes_forbid(struct escapes *e, const char *p, size_t n)
{
	const char which = escapes_find(e, p, n);

	if (!which)
		return;
	fprintf(stderr, "it tells the terminal something beside what it shows: ESC %c\n",
		which);
	abort();
}
