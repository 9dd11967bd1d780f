/* SPDX-License-Identifier: MIT */
#include "client/proof.h"

#include <string.h>

#include <sodium.h>

#include "base/locked.h"
#include "client/vault.h"

_Static_assert(PROOF_TEXT >= crypto_pwhash_STRBYTES, "the text fits");
_Static_assert(PROOF_SUM >= crypto_generichash_BYTES, "the sum fits");

static void sum_of(const unsigned char key[SQL_KEY_BYTES], unsigned char out[PROOF_SUM])
{
	crypto_generichash(out, PROOF_SUM, key, SQL_KEY_BYTES, NULL, 0);
}

void proof_of_key(struct proof *p, const unsigned char key[SQL_KEY_BYTES])
{
	sum_of(key, p->sum);
	p->kind = PROOF_OF_KEY;
}

bool proof_of_passphrase(struct proof *p, const char *passphrase)
{
	if (crypto_pwhash_str(p->text, passphrase, strlen(passphrase), VAULT_OPS,
			      (size_t)VAULT_KIB * 1024) != 0)
		return false;
	p->kind = PROOF_OF_PASSPHRASE;
	return true;
}

static enum pl_failure check_key(const struct proof *p, const char *dir, const char *passphrase)
{
	unsigned char key[SQL_KEY_BYTES] = { 0 }, sum[PROOF_SUM] = { 0 };
	bool made, same;

	locked_hold(key, sizeof(key));
	made = vault_key(dir, passphrase, key, NULL);
	sum_of(key, sum);
	same = sodium_memcmp(sum, p->sum, sizeof(sum)) == 0;
	sodium_memzero(key, sizeof(key));
	if (!made)
		return PL_FAIL_DISK;
	return same ? PL_OK : PL_FAIL_PASSPHRASE;
}

enum pl_failure proof_check(const struct proof *p, const char *dir, const char *passphrase)
{
	if (p->kind == PROOF_NONE)
		return PL_FAIL_NOT_NOW;
	if (p->kind == PROOF_OF_KEY)
		return check_key(p, dir, passphrase);
	if (crypto_pwhash_str_verify(p->text, passphrase, strlen(passphrase)) != 0)
		return PL_FAIL_PASSPHRASE;
	return PL_OK;
}

void proof_forget(struct proof *p)
{
	sodium_memzero(p, sizeof(*p));
}
