/* SPDX-License-Identifier: MIT */
/*
 * Tokens, invite codes and passphrases, by libsodium.  What the server keeps is a
 * hash: BLAKE2b of what is random, Argon2id (libsodium's "interactive" cost: 64 MB)
 * of what a person chose.
 */
#ifndef SERVER_SECRET_H
#define SERVER_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SECRET_TOKEN = 44, /* 32 random bytes in base64url, and a NUL */
	SECRET_CODE = 23,  /* 16 random bytes in base64url, and a NUL */
	SECRET_HASH = 65,  /* BLAKE2b-256 in hex, and a NUL */
	SECRET_PASS = 128, /* crypto_pwhash's string */
	SECRET_WORDS = 20, /* a passphrase for once: 3 x 5 letters */
};

void secret_token(char out[SECRET_TOKEN]);
void secret_code(char out[SECRET_CODE]);
/* Letters that are told apart when read aloud, in groups. */
void secret_words(char out[SECRET_WORDS]);
void secret_hash(const char *secret, char out[SECRET_HASH]);
/* SipHash-2-4: a number that nobody without the key can aim at; never 0. */
uint64_t secret_tag(const unsigned char key[16], const void *bytes, size_t n);
/* Slow by design: never on the loop's thread. */
bool secret_pass_hash(const char *passphrase, char out[SECRET_PASS]);
bool secret_pass_check(const char *passphrase, const char *hash);

#endif
