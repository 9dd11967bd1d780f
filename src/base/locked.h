/* SPDX-License-Identifier: MIT */
/* Memory that is not written into swap space, where the system lets us have it so. */
#ifndef BASE_LOCKED_H
#define BASE_LOCKED_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The pages that these bytes are on stay in memory until the program ends, and are in no core
 * file: for a passphrase, a key, a token.  Where that is not allowed (RLIMIT_MEMLOCK), nothing is
 * different but what locked_failed says.
 */
void locked_hold(const void *p, size_t n);
/* Something could not be held: it may be swapped out. */
bool locked_failed(void);
/*
 * All that the program has, and will have.  False: not allowed.  It is never tried under a limit,
 * below which each further page would be refused.
 */
bool locked_all(void);

#endif
