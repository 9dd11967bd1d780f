/* SPDX-License-Identifier: MIT */
/* What the person's keys do. */
#ifndef FULL_HAND_H
#define FULL_HAND_H

#include "full/desk.h"

/* Takes every key that is whole. */
void hand_take(struct desk *d);
/* Does what the bits of an act of the stage's ask of a face. */
void hand_follow(struct desk *d, int bits);

/* The keys of this face alone, for help and the manual; ended by a row without a key. */
struct hand_row {
	int32_t key, other; /* `other`: a second key that does the same, or 0 */
	const char *help;
	bool (*act)(struct desk *d); /* false: not for us now, let others have it */
};
extern const struct hand_row hand_rows[];
/* Adds them to the model of the help. */
void hand_help(struct model *m);

#endif
