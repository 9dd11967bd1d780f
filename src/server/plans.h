/* SPDX-License-Identifier: MIT */
/* The plans of meetings that come with the program: made from src/content/plans. */
#ifndef SERVER_PLANS_H
#define SERVER_PLANS_H

struct plan {
	const char *name, *text;
};
extern const struct plan plans[]; /* ended by a row without a name */

#endif
