/* SPDX-License-Identifier: MIT */
/*
 * The data folder: made 0700, held by one program at a time, and the key that its
 * owner's passphrase gives.  DIR/lock, DIR/salt (how the key is made), DIR/store.db, and what
 * can be read without the key: DIR/unlocked (see unlocked.h).
 */
#ifndef CLIENT_VAULT_H
#define CLIENT_VAULT_H

#include <stdbool.h>

#include "base/err.h"
#include "sql/sql.h"

/*
 * Argon2id's costs.  32 MiB twice is more than OWASP asks for (19 MiB twice) and takes half as
 * long as libsodium's "interactive": the first screen must be there in 100 ms.
 */
enum { VAULT_OPS = 2, VAULT_KIB = 32 * 1024 };

/* There is a store: what is in it can be had with its passphrase alone. */
bool vault_exists(const char *dir);
/* A descriptor that holds the folder until it is closed; -1: ERR_NOT_NOW when another does, and
 * what vault_own says. */
int vault_lock(const char *dir, struct err *err);
/* Argon2id, by the salt and costs in DIR/salt, which is made if there is no store yet. */
bool vault_key(const char *dir, const char *passphrase, unsigned char key[SQL_KEY_BYTES],
	       struct err *err);
/* Nothing of the store stays in the folder.  Its lock must be held. */
void vault_remove(const char *dir);
/*
 * All that is ours in the folder is overwritten and removed, that without which the rest cannot be
 * opened first; and the folder, if nothing else is in it.  ERR_NOT_NOW: another program has it
 * open; ERR_NOT_FOUND: there is nothing; ERR_DISK: something is still there.
 */
bool vault_wipe(const char *dir, struct err *err);
void vault_path(const char *dir, const char *name, char out[1024]);

#endif
