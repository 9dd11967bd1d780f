/* SPDX-License-Identifier: MIT */
/*
 * The marks of a log: each is made of the one before and of its row, so that what was changed afterwards
 * is found.  A row whose words somebody may have a right to have erased says so from its beginning:
 *
 *   ~CHANCE\n the rest, whose words are behind its first line
 *   ~-PROOF\n the first line of the rest: its words were erased
 *
 * Its mark is made of PROOF in both, which is a hash of the words under CHANCE: so the words and
 * the chance can go, and the mark stands.  Without the chance nobody finds the words by trying
 * out which fit the proof.  Rows of before have no '~', and their marks are made of their words.
 */
#ifndef SERVER_CHAIN_H
#define SERVER_CHAIN_H

#include <stdbool.h>

#include "base/buf.h"
#include "server/secret.h"

enum { CHAIN_CHANCE = 32, CHAIN_HEAD_MAX = 2 + SECRET_HASH }; /* digits; bytes of "~-PROOF\n" */

/* "~CHANCE\n", with new chance; the rest is to be added behind it. */
void chain_begin(struct buf *row);
/* Of a row as it is stored: what its mark is made of.  `own` is initialised, and is the memory of it. */
struct str chain_of(struct str row, struct buf *own);
/* The row behind what is here; *erased: its words are gone.  One of before is itself. */
struct str chain_rest(struct str row, bool *erased);
/* The row without its words.  False: it is one of before, or they are gone. */
bool chain_erase(struct str row, struct buf *out);

#endif
