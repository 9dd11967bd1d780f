/* SPDX-License-Identifier: MIT */
#include "net/ticket_ring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include "base/file.h"

enum { NAME = 16, AES = 32, MAC = 32, IV = 16 };

struct key {
	int64_t made_utc_s; /* 0: there is none */
	unsigned char name[NAME], aes[AES], mac[MAC];
};

/* As it lies in the file, which no other machine reads. */
struct kept {
	char form[16];
	struct key now, before;
};

static const char form[16] = "porchlight keys";

/* In memory that is locked, where OpenSSL has some. */
struct ticket_ring {
	struct kept keys;
	char *path; /* NULL: none */
};

static bool is_good(const struct key *k, int64_t utc_s, int64_t for_s)
{
	return k->made_utc_s > 0 && k->made_utc_s <= utc_s && utc_s - k->made_utc_s < for_s;
}

/* ---- the file ---- */

/* It is written over before it goes: its name alone would be taken away. */
static void blank(const char *path)
{
	static const struct kept none;
	const int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return;
	if (pwrite(fd, &none, sizeof(none), 0) == (ssize_t)sizeof(none))
		fsync(fd);
	close(fd);
}

static bool keep(const struct ticket_ring *r, struct err *err)
{
	if (!r->path)
		return true;
	blank(r->path);
	return file_replace(r->path, (struct str) { (const char *)&r->keys, sizeof(r->keys) },
			    0600, err);
}

static bool take(struct ticket_ring *r, int fd)
{
	if (read(fd, &r->keys, sizeof(r->keys)) != (ssize_t)sizeof(r->keys) ||
	    memcmp(r->keys.form, form, sizeof(form)) != 0)
		OPENSSL_cleanse(&r->keys, sizeof(r->keys));
	return true;
}

static bool recall(struct ticket_ring *r, struct err *err)
{
	const int fd = r->path ? open(r->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
	struct stat st;
	bool good;

	if (fd < 0)
		return !r->path || errno == ENOENT ||
		       err_set(err, ERR_DISK, "cannot read %s: %s", r->path, strerror(errno));
	good = fstat(fd, &st) == 0 && (st.st_mode & 077) == 0 && take(r, fd);
	close(fd);
	return good ||
	       err_set(err, ERR_REFUSED, "others than its owner can use %s: chmod 600 %s",
		       r->path, r->path);
}

/* ---- time ---- */

static bool make(struct key *k, int64_t utc_s)
{
	k->made_utc_s = utc_s;
	return RAND_bytes(k->name, NAME) == 1 && RAND_priv_bytes(k->aes, AES) == 1 &&
	       RAND_priv_bytes(k->mac, MAC) == 1;
}

/* A key from a time to come is none: the clock was wrong, then or now. */
bool ticket_ring_turn(struct ticket_ring *r, int64_t utc_s, struct err *err)
{
	struct kept *k = &r->keys;
	const struct kept was = *k;
	bool good = true;

	if (!is_good(&k->before, utc_s, TICKET_LIFE_S))
		OPENSSL_cleanse(&k->before, sizeof(k->before));
	if (!is_good(&k->now, utc_s, TICKET_TURN_S)) {
		if (is_good(&k->now, utc_s, TICKET_LIFE_S))
			k->before = k->now;
		memcpy(k->form, form, sizeof(form));
		good = make(&k->now, utc_s) ||
		       err_set(err, ERR_NOT_NOW, "no random bytes to be had");
	}
	if (good && memcmp(&was, k, sizeof(was)) != 0)
		good = keep(r, err);
	OPENSSL_cleanse((void *)(uintptr_t)&was, sizeof(was));
	return good;
}

struct ticket_ring *ticket_ring_open(const char *path, int64_t utc_s, struct err *err)
{
	struct ticket_ring *r = OPENSSL_secure_zalloc(sizeof(*r));

	if (!r)
		abort(); /* out of memory */
	r->path = path ? mem_dup(path, strlen(path)) : NULL;
	if (recall(r, err) && ticket_ring_turn(r, utc_s, err))
		return r;
	ticket_ring_close(r);
	return NULL;
}

void ticket_ring_close(struct ticket_ring *r)
{
	if (!r)
		return;
	free(r->path);
	OPENSSL_secure_clear_free(r, sizeof(*r));
}

/* ---- OpenSSL's side ---- */

static int place(void)
{
	static int index = -1;

	if (index < 0)
		index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
	return index;
}

static bool use(const struct key *k, const unsigned char *iv, EVP_CIPHER_CTX *cipher,
		EVP_MAC_CTX *mac, int makes)
{
	char digest[] = "SHA256";
	struct key copy = *k;
	const OSSL_PARAM params[] = {
		OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, copy.mac, MAC),
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end(),
	};
	const bool good =
		EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), NULL, copy.aes, iv, makes) == 1 &&
		EVP_MAC_CTX_set_params(mac, params) == 1;

	OPENSSL_cleanse(&copy, sizeof(copy));
	return good;
}

static const struct key *find(const struct ticket_ring *r, const unsigned char name[NAME])
{
	const struct key *both[] = { &r->keys.now, &r->keys.before };

	for (size_t i = 0; i < sizeof(both) / sizeof(both[0]); i++)
		if (both[i]->made_utc_s && CRYPTO_memcmp(both[i]->name, name, NAME) == 0)
			return both[i];
	return NULL;
}

/* SSL_CTX_set_tlsext_ticket_key_evp_cb(3): 0 makes a full handshake of it. */
static int on_ticket(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher,
		     EVP_MAC_CTX *mac, int makes)
{
	const struct ticket_ring *r = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), place());
	const struct key *k = r ? makes ? &r->keys.now : find(r, name) : NULL;

	if (!k)
		return 0;
	if (makes) {
		memcpy(name, k->name, NAME);
		if (RAND_bytes(iv, IV) != 1)
			return -1;
	}
	return use(k, iv, cipher, mac, makes) ? 1 : -1;
}

void ticket_ring_serve(struct ticket_ring *r, void *ssl_ctx)
{
	SSL_CTX_set_ex_data(ssl_ctx, place(), r);
	SSL_CTX_set_tlsext_ticket_key_evp_cb(ssl_ctx, on_ticket);
}
