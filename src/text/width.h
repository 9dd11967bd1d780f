/* SPDX-License-Identifier: MIT */
/*
 * Columns on a terminal, by grapheme cluster: wide ones are 2, marks 0, spacing marks (of
 * Hindi, say) and each half of a flag 1.  A joined emoji is as wide as its widest part.
 */
#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include <stddef.h>

#include "base/buf.h"

int width_of(struct str s);
/* How many bytes of `s` (whole grapheme clusters) fit into `cols` columns; *used: columns. */
size_t width_fit(struct str s, int cols, int *used);

#endif
