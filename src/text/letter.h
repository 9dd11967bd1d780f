/* SPDX-License-Identifier: MIT */
/* What one letter or sign of a text is, for who spells it.  By utf8proc. */
#ifndef TEXT_LETTER_H
#define TEXT_LETTER_H

#include <stdbool.h>

#include "text/utf8.h"

struct letter {
	struct str whole; /* as it stands in the text: a grapheme cluster */
	int32_t base;     /* its first character, small, without the marks */
	int32_t marks[UTF8_MARKS_MAX];
	size_t mark_count;
	bool is_capital;
	bool names_itself; /* a letter or a digit; other signs need a name */
	bool is_plain;     /* the base and the marks are all there is to it */
};

/* The one at `at`, which is before the end; where the next one begins. */
size_t letter_at(struct str s, size_t at, struct letter *out);

#endif
