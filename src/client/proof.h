/* SPDX-License-Identifier: MIT */
/*
 * What tells a passphrase from others and gives neither it nor the store's key away: of a store
 * on disk BLAKE2b of its key, of one in memory Argon2id's text.
 */
#ifndef CLIENT_PROOF_H
#define CLIENT_PROOF_H

#include <stdbool.h>

#include "porchlight/client.h"
#include "sql/sql.h"

enum { PROOF_SUM = 32, PROOF_TEXT = 128 };

enum proof_kind { PROOF_NONE, PROOF_OF_KEY, PROOF_OF_PASSPHRASE };

struct proof {
	enum proof_kind kind;
	unsigned char sum[PROOF_SUM];
	char text[PROOF_TEXT];
};

void proof_of_key(struct proof *p, const unsigned char key[SQL_KEY_BYTES]);
/* False: there is not enough memory. */
bool proof_of_passphrase(struct proof *p, const char *passphrase);
/* `dir` is the store's folder, which says how its key is made.  PL_FAIL_NOT_NOW: there is
 * nothing to prove; PL_FAIL_DISK: it could not be read. */
enum pl_failure proof_check(const struct proof *p, const char *dir, const char *passphrase);
void proof_forget(struct proof *p);

#endif
