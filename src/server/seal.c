/* SPDX-License-Identifier: MIT */
#include "server/seal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"
#include "server/folder.h"

enum {
	KEY = crypto_secretbox_KEYBYTES,
	NONCE = crypto_secretbox_NONCEBYTES,
	MAC = crypto_secretbox_MACBYTES,
	VARIANT = sodium_base64_VARIANT_ORIGINAL,
};

void seal_replies(int64_t group, char name[SEAL_NAME])
{
	snprintf(name, SEAL_NAME, "replies-%" PRId64 ".key", group);
}

static bool read_key(const char *path, unsigned char out[KEY])
{
	struct buf hex;
	size_t n = 0;
	bool good = folder_read(path, 2 * KEY + 1, &hex, NULL) &&
		    sodium_hex2bin(out, KEY, hex.p, hex.n, "\n", &n, NULL) == 0 && n == KEY;

	if (hex.p)
		sodium_memzero(hex.p, hex.n);
	buf_finish(&hex);
	return good;
}

static bool make_key(const char *path, unsigned char out[KEY], struct err *err)
{
	char hex[2 * KEY + 1];
	bool good;

	randombytes_buf(out, KEY);
	sodium_bin2hex(hex, sizeof(hex), out, KEY);
	good = file_make(path, str_of(hex), 0600, err);
	sodium_memzero(hex, sizeof(hex));
	return good;
}

/* The nonce, and then the box. */
static bool lock(const unsigned char key[KEY], struct str words, struct buf *out)
{
	const size_t n = NONCE + MAC + words.n;
	unsigned char *box = mem_get(n);
	const size_t room = sodium_base64_encoded_len(n, VARIANT);
	char *text = mem_get(room);
	bool good;

	randombytes_buf(box, NONCE);
	crypto_secretbox_easy(box + NONCE, (const unsigned char *)words.p, words.n, box, key);
	sodium_bin2base64(text, room, box, n, VARIANT);
	good = buf_adds(out, text);
	free(text);
	free(box);
	return good;
}

bool seal_close(const struct conf *c, const char *key, struct str words, struct buf *out,
		struct err *err)
{
	char *path = conf_path(c, key);
	unsigned char k[KEY];
	/* One that is there and cannot be read is not made again: it has sealed things. */
	bool good = read_key(path, k) || make_key(path, k, err);

	if (good && !lock(k, words, out))
		good = err_set(err, ERR_TOO_LARGE, "too much to seal");
	sodium_memzero(k, sizeof(k));
	free(path);
	return good;
}

static bool unlock(const unsigned char key[KEY], struct str sealed, struct buf *out)
{
	unsigned char *box = mem_get(sealed.n + 1), *words = mem_get(sealed.n + 1);
	size_t n = 0;
	bool good = sodium_base642bin(box, sealed.n, sealed.p, sealed.n, NULL, &n, NULL,
				      VARIANT) == 0 &&
		    n >= NONCE + MAC &&
		    crypto_secretbox_open_easy(words, box + NONCE, n - NONCE, box, key) == 0 &&
		    buf_add(out, (const char *)words, n - NONCE - MAC);

	sodium_memzero(words, sealed.n + 1);
	free(words);
	free(box);
	return good;
}

bool seal_open(const struct conf *c, const char *key, struct str sealed, struct buf *out)
{
	char *path = conf_path(c, key);
	unsigned char k[KEY];
	bool good = read_key(path, k) && unlock(k, sealed, out);

	sodium_memzero(k, sizeof(k));
	free(path);
	return good;
}

void seal_forget(const struct conf *c, const char *key)
{
	char *path = conf_path(c, key);

	unlink(path);
	free(path);
}
