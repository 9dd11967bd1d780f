/* SPDX-License-Identifier: MIT */
/*
 * Words that are kept so that the database alone does not give them away: sealed by
 * libsodium's secretbox with a key that lies beside it in the data folder, 0600.  A key that
 * is gone takes with it all that it sealed, also in copies of the database.
 */
#ifndef SERVER_SEAL_H
#define SERVER_SEAL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "server/conf.h"

#define SEAL_LEGAL "legal.key" /* of the legal names; it stays */

enum { SEAL_NAME = 40 };

/* The key of the replies at a group's door: one for each session. */
void seal_replies(int64_t group, char name[SEAL_NAME]);
/* The words as text for the store, added to `out`.  A key that is not there yet is made. */
bool seal_close(const struct conf *c, const char *key, struct str words, struct buf *out,
		struct err *err);
/* And back.  False: the key is another, or gone, or the text was changed. */
bool seal_open(const struct conf *c, const char *key, struct str sealed, struct buf *out);
/* The key is gone. */
void seal_forget(const struct conf *c, const char *key);

#endif
