/* SPDX-License-Identifier: MIT */
/* Wiping what is kept on this device, and saying what came of it. */
#ifndef START_WIPE_H
#define START_WIPE_H

#include <stdbool.h>

/* The folder's, now; false: not all of it. */
bool wipe_tell(const char *dir);
/* The command: asks on standard input first.  An exit status. */
int wipe_ask(const char *dir);

#endif
