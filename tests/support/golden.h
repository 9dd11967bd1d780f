/* SPDX-License-Identifier: MIT */
/*
 * What people did and were told in the bottle, against the record in tests/data/golden:
 * GOLDEN=write writes that anew.
 */
#ifndef SUPPORT_GOLDEN_H
#define SUPPORT_GOLDEN_H

#include "support/attend.h"

#define GOLDEN_SHOW  "(show)"
#define GOLDEN_SCENE "(scene) " /* and its name, which is written between what is told */
#define GOLDEN_LOOK  "(look)"   /* calls `look` */
#define GOLDEN_DOWN  "\033[B"
#define GOLDEN_ALL   "*" /* in place of a name */

struct golden_act {
	int s; /* seconds from the beginning */
	const char *who;
	const char *
		does; /* NULL: joins; GOLDEN_SHOW; keys that begin with Esc or Ctrl-O; a line */
};

struct golden {
	struct attend *people; /* those who lead come first: the invites are in this order */
	size_t people_count;
	const struct golden_act *acts;
	size_t acts_count;
	int end_s;
	void (*look)(struct attend *a); /* or NULL */
	struct buf screens;             /* what was shown; for buf_finish */
};

/* All of it, from the first who joins to the last who goes; the bottle is open. */
void golden_hold(struct golden *g);
/* False: it is not what it was; the first difference is told. */
bool golden_compare(const char *name, const struct buf *is);

#endif
