/* SPDX-License-Identifier: MIT */
/*
 * Colours, of those 16 that terminals have.  Each stands on a ground of its own, for nobody knows
 * what the terminal's is; and says nothing that words do not say.
 */
#ifndef FULL_THEME_H
#define FULL_THEME_H

#include <stdbool.h>

enum theme_role {
	THEME_OWN,     /* the name before what oneself has said */
	THEME_TROUBLE, /* a status that one should look at */
	THEME_ROLES,
};

struct theme_pair {
	int fore,
		ground; /* 0 to 15: black, red, green, yellow, blue, magenta, cyan, white, and bright */
};

/* `colours`: how many the terminal has; with less than 16, of the first 8. */
struct theme_pair theme_pair(enum theme_role role, int colours);

#endif
