/* SPDX-License-Identifier: MIT */
#include "net/tickets.h"

#include <stdlib.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

/* A key of the certificate takes a few hundred bytes of it, the tickets' keys 200. */
enum { SECURE_BYTES = 65536, SECURE_LEAST = 32 };

bool tickets_lock_memory(void)
{
	return CRYPTO_secure_malloc_initialized() ||
	       CRYPTO_secure_malloc_init(SECURE_BYTES, SECURE_LEAST) == 1;
}

/* What was said is not left lying where it was unpacked. */
void tickets_serve(void *ssl_ctx, struct ticket_ring *ring)
{
	SSL_CTX *ctx = ssl_ctx;

	SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION);
	SSL_CTX_set_options(ctx, SSL_OP_CLEANSE_PLAINTEXT);
	SSL_CTX_set_num_tickets(ctx, 1);
	SSL_CTX_set_timeout(ctx, TICKET_LIFE_S);
	if (ring)
		ticket_ring_serve(ring, ctx);
}

/* All certificates of a file, in order; empty when it cannot be read. */
static STACK_OF(X509) * read_certs(const char *path)
{
	STACK_OF(X509) *all = sk_X509_new_null();
	BIO *pem = BIO_new_file(path, "r");
	X509 *x;

	if (!all)
		abort(); /* out of memory */
	while (pem && (x = PEM_read_bio_X509(pem, NULL, NULL, NULL)))
		if (!sk_X509_push(all, x))
			abort(); /* the same */
	BIO_free(pem);
	return all;
}

static EVP_PKEY *read_key(const char *path)
{
	BIO *pem = BIO_new_file(path, "r");
	EVP_PKEY *key = pem ? PEM_read_bio_PrivateKey(pem, NULL, NULL, NULL) : NULL;

	BIO_free(pem);
	return key;
}

bool tickets_show(void *ssl_ctx, const char *cert_file, const char *key_file, struct err *err)
{
	STACK_OF(X509) *all = read_certs(cert_file);
	EVP_PKEY *key = read_key(key_file);
	X509 *cert = sk_X509_shift(all);
	bool good = true;

	if (!cert || !key)
		good = err_set(err, ERR_DISK, "cannot read %s", cert ? key_file : cert_file);
	else if (X509_check_private_key(cert, key) != 1 ||
		 SSL_CTX_use_cert_and_key(ssl_ctx, cert, key, all, 1) != 1)
		good = err_set(err, ERR_REFUSED, "%s is not the key of %s", key_file,
			       cert_file);
	sk_X509_pop_free(all, X509_free);
	X509_free(cert);
	EVP_PKEY_free(key);
	ERR_clear_error(); /* libwebsockets reads old errors */
	return good;
}

/* libwebsockets frees its SSL without a shutdown, which spoils a kept SSL_SESSION: keep bytes. */
static int on_session(SSL *ssl, SSL_SESSION *session)
{
	struct buf *keep = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	unsigned char der[4096], *p = der;
	int n = i2d_SSL_SESSION(session, NULL);

	if (!keep || n <= 0 || (size_t)n > sizeof(der))
		return 0;
	i2d_SSL_SESSION(session, &p);
	buf_reset(keep);
	buf_add(keep, der, (size_t)n);
	OPENSSL_cleanse(der, sizeof(der));
	return 0;
}

static void on_handshake(const SSL *ssl, int where, int ret)
{
	struct buf *keep = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	const unsigned char *p;
	SSL_SESSION *session;

	(void)ret;
	if (!(where & SSL_CB_HANDSHAKE_START) || !SSL_in_before(ssl) || !keep || keep->n == 0)
		return;
	p = (const unsigned char *)keep->p;
	session = d2i_SSL_SESSION(NULL, &p, (long)keep->n);
	if (!session)
		return;
	/* OpenSSL hands its callbacks a const SSL; setting the session here is the documented moment. */
	SSL_set_session((SSL *)(uintptr_t)ssl, session);
	SSL_SESSION_free(session);
}

/*
 * What OpenSSL would offer besides is 130 bytes in every handshake, on the slow way up.  A list
 * that it cannot read leaves all of it, and it works all the same.
 */
static void offer_little(SSL_CTX *ctx)
{
	SSL_CTX_set1_groups_list(ctx, "X25519:P-256");
	SSL_CTX_set_ciphersuites(ctx, "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256");
	SSL_CTX_set1_sigalgs_list(ctx, "ECDSA+SHA256:RSA-PSS+SHA256:RSA+SHA256:"
				       "ECDSA+SHA384:RSA-PSS+SHA384:RSA+SHA384");
	ERR_clear_error();
}

void tickets_offer(void *ssl_ctx, struct buf *session)
{
	SSL_CTX *ctx = ssl_ctx;

	offer_little(ctx);
	SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION);
	SSL_CTX_set_app_data(ctx, session);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(ctx, on_session);
	SSL_CTX_set_info_callback(ctx, on_handshake);
}

void tickets_trust(void *ssl_ctx, const char *ca_pem)
{
	X509_STORE *store = X509_STORE_new();
	BIO *pem = BIO_new_mem_buf(ca_pem, -1);
	X509 *ca;

	if (!store || !pem)
		abort(); /* out of memory */
	ca = PEM_read_bio_X509(pem, NULL, NULL, NULL);
	if (ca)
		X509_STORE_add_cert(store, ca);
	X509_free(ca);
	BIO_free(pem);
	ERR_clear_error(); /* an unreadable CA trusts nobody, and libwebsockets reads old errors */
	SSL_CTX_set_cert_store(ssl_ctx, store);
}

static bool is_numeric(const char *host)
{
	ASN1_OCTET_STRING *ip = a2i_IPADDRESS(host);

	ASN1_OCTET_STRING_free(ip);
	ERR_clear_error(); /* a name is no error */
	return ip != NULL;
}

bool tickets_is_for(void *store_ctx, const char *host)
{
	X509_STORE_CTX *ctx = store_ctx;
	X509 *cert = X509_STORE_CTX_get_current_cert(ctx);

	if (X509_STORE_CTX_get_error_depth(ctx) != 0)
		return true; /* those that stand behind it have other names */
	if (is_numeric(host) ? X509_check_ip_asc(cert, host, 0) == 1
			     : X509_check_host(cert, host, 0, 0, NULL) == 1)
		return true;
	X509_STORE_CTX_set_error(ctx, X509_V_ERR_HOSTNAME_MISMATCH);
	return false;
}
