/* SPDX-License-Identifier: MIT */
/* The whole screen while it is locked or hidden: see view/shade.h. */
#ifndef FULL_COVER_H
#define FULL_COVER_H

#include <stdbool.h>
#include <stdint.h>

struct desk;

/* DID_SHADE was answered: the screen is another one from now on. */
void cover_follow(struct desk *d);
/* True: nothing else may have the key. */
bool cover_key(struct desk *d, int32_t key);
/* The model of what is shown; true: it covers. */
bool cover_build(struct desk *d);
/* Milliseconds until something of this is due; -1: nothing is. */
int cover_due_ms(const struct desk *d);

#endif
