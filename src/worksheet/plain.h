/* SPDX-License-Identifier: MIT */
/* Marked-up texts as plain ones: what is seen stays, lines are where they were. */
#ifndef WORKSHEET_PLAIN_H
#define WORKSHEET_PLAIN_H

#include "base/arena.h"

/* Tags go; blocks and <br> begin lines, items of a list begin with "- "; entities are read. */
const char *plain_of_xhtml(struct arena *a, const char *xhtml);
/* Emphasis, headings and code marks go; "[text](address)" is "text (address)". */
const char *plain_of_markdown(struct arena *a, const char *markdown);

#endif
