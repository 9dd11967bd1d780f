/* SPDX-License-Identifier: MIT */
/* The keys by which packs are signed: see pack_disk.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"
#include "guide/read.h"
#include "server/folder.h"
#include "server/pack_disk.h"

enum { SECRET_HEX = 2 * crypto_sign_SECRETKEYBYTES, TRUST_MAX = 65536 };

bool pack_key_make(const struct conf *c, struct err *err)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	char hex[SECRET_HEX + 1], *path = conf_path(c, PACK_KEY);
	bool good;

	crypto_sign_keypair(public, secret);
	sodium_bin2hex(hex, sizeof(hex), secret, sizeof(secret));
	good = file_make(path, str_of(hex), 0600, err);
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(hex, sizeof(hex));
	free(path);
	return good;
}

static bool read_secret(const struct conf *c, unsigned char out[crypto_sign_SECRETKEYBYTES],
			struct err *err)
{
	char *path = conf_path(c, PACK_KEY);
	struct buf hex = { 0 };
	size_t n = 0;
	bool good;

	if (access(path, F_OK) != 0) {
		err_set(err, ERR_NOT_FOUND, "there is no %s: run porchlightd pack key", path);
		free(path);
		return false;
	}
	good = folder_is_private(path, err) && folder_read(path, SECRET_HEX, &hex, err) &&
	       ((sodium_hex2bin(out, crypto_sign_SECRETKEYBYTES, buf_text(&hex), hex.n, NULL,
				&n, NULL) == 0 &&
		 n == crypto_sign_SECRETKEYBYTES) ||
		err_set(err, ERR_BAD_INPUT, "%s is not a key", path));
	if (hex.p)
		sodium_memzero(hex.p, hex.n);
	buf_finish(&hex);
	free(path);
	return good;
}

bool pack_key_public(const struct conf *c, char out[PACK_HASH], struct err *err)
{
	unsigned char secret[crypto_sign_SECRETKEYBYTES] = { 0 },
		      public[crypto_sign_PUBLICKEYBYTES];
	const bool good = read_secret(c, secret, err);

	if (good) {
		crypto_sign_ed25519_sk_to_pk(public, secret);
		sodium_bin2hex(out, PACK_HASH, public, sizeof(public));
	}
	sodium_memzero(secret, sizeof(secret));
	return good;
}

bool pack_sign(const struct conf *c, struct str text, struct pack_sig *out, struct err *err)
{
	unsigned char secret[crypto_sign_SECRETKEYBYTES] = { 0 }, sig[crypto_sign_BYTES];
	const bool good = pack_key_public(c, out->key, err) && read_secret(c, secret, err);

	if (good) {
		crypto_sign_detached(sig, NULL, (const unsigned char *)text.p, text.n, secret);
		sodium_bin2hex(out->sig, PACK_SIGNED, sig, sizeof(sig));
	}
	sodium_memzero(secret, sizeof(secret));
	return good;
}

/* ---- whose packs are taken ---- */

static bool is_listed(struct str text, const char *key)
{
	bool found = false;

	while (text.n && !found) {
		const char *end = memchr(text.p, '\n', text.n);
		const size_t n = end ? (size_t)(end - text.p) : text.n;
		struct str line = { text.p, n };

		found = str_is(guide_word(&line), key);
		text.p += n + (end != NULL);
		text.n -= n + (end != NULL);
	}
	return found;
}

static void read_trust(const struct conf *c, struct buf *out)
{
	char *path = conf_path(c, PACK_TRUST);

	if (!folder_read(path, TRUST_MAX, out, NULL))
		buf_reset(out);
	free(path);
}

bool pack_trusted(const struct conf *c, const char *key)
{
	char own[PACK_HASH];
	struct buf text;
	bool found;

	if (pack_key_public(c, own, NULL) && strcmp(own, key) == 0)
		return true;
	read_trust(c, &text);
	found = *key && is_listed((struct str) { buf_text(&text), text.n }, key);
	buf_finish(&text);
	return found;
}

/* The file is small: it is written anew, and takes its place whole. */
static bool rewrite(const struct conf *c, struct str text, struct err *err)
{
	char *path = conf_path(c, PACK_TRUST), *new = conf_path(c, PACK_TRUST ".made");
	bool good;

	unlink(new);
	good = file_make(new, text, 0600, err) &&
	       (rename(new, path) == 0 ||
		err_set(err, ERR_DISK, "cannot rename %s: %s", new, strerror(errno))) &&
	       file_sync(path, err);
	free(new);
	free(path);
	return good;
}

bool pack_trust(const struct conf *c, const char *key, const char *words, struct err *err)
{
	struct buf text;
	bool good;

	if (!pack_is_hex(str_of(key), PACK_HASH - 1))
		return err_set(err, ERR_BAD_INPUT,
			       "a public key has 64 digits, 0 to 9 and a to f");
	if (strpbrk(words, "\r\n"))
		return err_set(err, ERR_BAD_INPUT, "the words are one line");
	if (pack_trusted(c, key))
		return err_set(err, ERR_EXISTS, "this key is trusted already");
	read_trust(c, &text);
	good = buf_addf(&text, "%s %s\n", key, words)
		       ? true
		       : err_set(err, ERR_TOO_LARGE, "%s is full", PACK_TRUST);
	good = good && rewrite(c, (struct str) { buf_text(&text), text.n }, err);
	buf_finish(&text);
	return good;
}
