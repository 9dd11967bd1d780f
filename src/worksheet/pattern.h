/* SPDX-License-Identifier: MIT */
/*
 * Regular expressions of forms (as in JavaScript), by the C library's extended ones.  What cannot be said
 * there is not supported: looking ahead or back, references, word borders, lazy and
 * possessive counts, classes of Unicode, counts in counts.
 */
#ifndef WORKSHEET_PATTERN_H
#define WORKSHEET_PATTERN_H

#include <stdbool.h>

enum { PATTERN_MAX = 500 }; /* bytes */

struct pattern;
struct pattern *pattern_make(const char *text);               /* NULL: it is not supported */
void pattern_free(struct pattern *p);                         /* NULL is fine */
bool pattern_fits(const struct pattern *p, const char *text); /* all of it */

#endif
