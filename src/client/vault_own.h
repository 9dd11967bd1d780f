/* SPDX-License-Identifier: MIT */
/* Is the data folder ours alone?  See vault.h. */
#ifndef CLIENT_VAULT_OWN_H
#define CLIENT_VAULT_OWN_H

#include <stdbool.h>

#include "base/err.h"

/* Every file that there may be in a data folder; ended by NULL. */
extern const char *const vault_names[];

/*
 * The folder and what is in it of ours: a mode by which others could read it is mended without
 * a word.  ERR_REFUSED: one belongs to another user, or is a link or no file, which is not ours
 * to change; ERR_DISK: a mode cannot be mended.  The folder itself may be a link.
 */
bool vault_own(const char *dir, struct err *err);

#endif
