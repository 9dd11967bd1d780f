/* SPDX-License-Identifier: MIT */
#include "server/secret.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

static void random_text(char *out, size_t size, size_t bytes)
{
	unsigned char raw[32];

	randombytes_buf(raw, bytes);
	sodium_bin2base64(out, size, raw, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(raw, sizeof(raw));
}

void secret_token(char out[SECRET_TOKEN])
{
	random_text(out, SECRET_TOKEN, 32);
}

void secret_code(char out[SECRET_CODE])
{
	random_text(out, SECRET_CODE, 16);
}

void secret_words(char out[SECRET_WORDS])
{
	static const char letters[] = "abdefghkmnprstuxyz";
	size_t at = 0;

	for (int i = 0; i < 15; i++) {
		if (i && i % 5 == 0)
			out[at++] = '-';
		out[at++] = letters[randombytes_uniform(sizeof(letters) - 1)];
	}
	out[at] = '\0';
}

void secret_hash(const char *secret, char out[SECRET_HASH])
{
	unsigned char raw[32];

	crypto_generichash(raw, sizeof(raw), (const unsigned char *)secret, strlen(secret),
			   NULL, 0);
	sodium_bin2hex(out, SECRET_HASH, raw, sizeof(raw));
}

uint64_t secret_tag(const unsigned char key[16], const void *bytes, size_t n)
{
	uint64_t tag;

	_Static_assert(sizeof(tag) == crypto_shorthash_BYTES, "a tag is a hash");
	crypto_shorthash((unsigned char *)&tag, bytes, n, key);
	return tag ? tag : 1;
}

bool secret_pass_hash(const char *passphrase, char out[SECRET_PASS])
{
	return crypto_pwhash_str(out, passphrase, strlen(passphrase),
				 crypto_pwhash_OPSLIMIT_INTERACTIVE,
				 crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

bool secret_pass_check(const char *passphrase, const char *hash)
{
	return crypto_pwhash_str_verify(hash, passphrase, strlen(passphrase)) == 0;
}
