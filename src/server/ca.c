/* SPDX-License-Identifier: MIT */
#include "server/ca.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "base/buf.h"
#include "base/file.h"

enum { CA_YEARS = 20, CERT_YEARS = 5, DAY_S = 86400, YEAR_DAYS = 365, HOST_MAX = 253 };

/* One of the files: a key of ours, or a certificate and what stands behind it. */
struct made {
	const char *path;
	mode_t mode;
	EVP_PKEY *key;
	X509 *first, *second;
};

static bool print(BIO *pem, const struct made *m)
{
	if (m->key)
		return PEM_write_bio_PrivateKey(pem, m->key, NULL, NULL, 0, NULL, NULL);
	return PEM_write_bio_X509(pem, m->first) &&
	       (!m->second || PEM_write_bio_X509(pem, m->second));
}

static bool write_one(const struct made *m, struct err *err)
{
	BIO *pem = BIO_new(BIO_s_mem());
	char *p = NULL;
	bool good = pem && print(pem, m);
	struct str text = { NULL, 0 };

	if (good) {
		text.n = (size_t)BIO_get_mem_data(pem, &p);
		text.p = p;
	}
	good = good ? file_make(m->path, text, m->mode, err)
		    : err_set(err, ERR_NOT_NOW, "no memory for %s", m->path);
	BIO_free(pem); /* wipes it */
	return good;
}

/* All of them or none, so that it can be tried again. */
static bool write_all(const struct made *all, size_t n, struct err *err)
{
	size_t done = 0;

	while (done < n && write_one(&all[done], err))
		done++;
	if (done == n)
		return true;
	while (done > 0)
		unlink(all[--done].path);
	return false;
}

static bool extend(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *e;
	bool good;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	good = e && X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
	return good;
}

static bool set_serial(X509 *x)
{
	unsigned char raw[16];
	BIGNUM *n;
	bool good;

	if (RAND_bytes(raw, sizeof(raw)) != 1)
		return false;
	raw[0] &= 0x7f;
	n = BN_bin2bn(raw, sizeof(raw), NULL);
	good = n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x));
	BN_free(n);
	return good;
}

/* A day into the past: clocks differ. */
static X509 *make_cert(const char *name, EVP_PKEY *key, X509 *issuer, int years)
{
	X509 *x = X509_new();
	X509_NAME *subject = x ? X509_get_subject_name(x) : NULL;
	bool good = x && X509_set_version(x, 2) && set_serial(x) && X509_set_pubkey(x, key) &&
		    X509_gmtime_adj(X509_getm_notBefore(x), -DAY_S) &&
		    X509_time_adj_ex(X509_getm_notAfter(x), years * YEAR_DAYS, 0, NULL) &&
		    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
					       (const unsigned char *)name, -1, -1, 0) &&
		    X509_set_issuer_name(x, issuer ? X509_get_subject_name(issuer) : subject);

	if (good)
		return x;
	X509_free(x);
	return NULL;
}

static X509 *make_ca(EVP_PKEY *key)
{
	X509 *x = make_cert("porchlight CA", key, NULL, CA_YEARS);

	if (x && extend(x, x, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
	    extend(x, x, NID_key_usage, "critical,keyCertSign,cRLSign") &&
	    extend(x, x, NID_subject_key_identifier, "hash") && X509_sign(x, key, EVP_sha256()))
		return x;
	X509_free(x);
	return NULL;
}

static bool is_numeric(const char *host)
{
	unsigned char raw[16];

	return inet_pton(AF_INET, host, raw) == 1 || inet_pton(AF_INET6, host, raw) == 1;
}

static X509 *make_leaf(const char *host, EVP_PKEY *key, X509 *ca, EVP_PKEY *ca_key)
{
	X509 *x = make_cert("porchlight server", key, ca, CERT_YEARS);
	char names[512];

	snprintf(names, sizeof(names), "%s:%s,DNS:localhost,IP:127.0.0.1,IP:::1",
		 is_numeric(host) ? "IP" : "DNS", host);
	if (x && extend(x, ca, NID_basic_constraints, "critical,CA:FALSE") &&
	    extend(x, ca, NID_key_usage, "critical,digitalSignature") &&
	    extend(x, ca, NID_ext_key_usage, "serverAuth") &&
	    extend(x, ca, NID_subject_alt_name, names) &&
	    extend(x, ca, NID_authority_key_identifier, "keyid") &&
	    X509_sign(x, ca_key, EVP_sha256()))
		return x;
	X509_free(x);
	return NULL;
}

bool ca_make(const struct ca_files *f, const char *host, struct err *err)
{
	const bool named = strlen(host) <= HOST_MAX;
	EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256");
	X509 *ca = ca_key && named ? make_ca(ca_key) : NULL;
	X509 *cert = ca && key ? make_leaf(host, key, ca, ca_key) : NULL;
	bool good =
		cert || err_set(err, ERR_BAD_INPUT, "cannot make a certificate for '%s'", host);

	const struct made all[] = { { f->ca_key, 0600, ca_key, NULL, NULL },
				    { f->ca_cert, 0644, NULL, ca, NULL },
				    { f->key, 0600, key, NULL, NULL },
				    { f->cert, 0644, NULL, cert, ca } };

	good = good && write_all(all, sizeof(all) / sizeof(all[0]), err);
	X509_free(ca);
	X509_free(cert);
	EVP_PKEY_free(ca_key);
	EVP_PKEY_free(key);
	return good;
}

static X509 *read_cert(const char *path, struct err *err)
{
	FILE *f = fopen(path, "re");
	X509 *x = f ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;

	if (f)
		fclose(f);
	if (!x)
		err_set(err, ERR_DISK, "cannot read a certificate from %s", path);
	return x;
}

static EVP_PKEY *read_key(const char *path, struct err *err)
{
	FILE *f = fopen(path, "re");
	EVP_PKEY *k = f ? PEM_read_PrivateKey(f, NULL, NULL, NULL) : NULL;

	if (f)
		fclose(f);
	if (!k)
		err_set(err, ERR_DISK, "cannot read a private key from %s", path);
	return k;
}

/* The old one stays whole until the new one is. */
static bool replace(const char *path, X509 *cert, X509 *ca, struct err *err)
{
	struct buf new;
	bool good;

	buf_init(&new, 4096);
	buf_addf(&new, "%s.renewed", path);
	unlink(buf_text(&new)); /* of one that was cut off */
	good = write_one(&(struct made) { buf_text(&new), 0644, NULL, cert, ca }, err);
	if (good && rename(buf_text(&new), path) != 0)
		good = err_set(err, ERR_DISK, "cannot replace %s: %s", path, strerror(errno));
	buf_finish(&new);
	return good && file_sync(path, err);
}

bool ca_renew(const struct ca_files *f, const char *host, struct err *err)
{
	X509 *ca = read_cert(f->ca_cert, err), *cert = NULL;
	EVP_PKEY *ca_key = ca ? read_key(f->ca_key, err) : NULL;
	EVP_PKEY *key = ca_key ? read_key(f->key, err) : NULL;
	bool good = key != NULL;

	if (good && X509_check_private_key(ca, ca_key) != 1)
		good = err_set(err, ERR_REFUSED, "%s is not the key of %s", f->ca_key,
			       f->ca_cert);
	if (good && strlen(host) <= HOST_MAX)
		cert = make_leaf(host, key, ca, ca_key);
	if (good && !cert)
		good = err_set(err, ERR_BAD_INPUT, "cannot make a certificate for '%s'", host);
	good = good && replace(f->cert, cert, ca, err);
	X509_free(ca);
	X509_free(cert);
	EVP_PKEY_free(ca_key);
	EVP_PKEY_free(key);
	return good;
}

bool ca_fingerprint(const char *path, char out[CA_FINGERPRINT], struct err *err)
{
	unsigned char raw[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	X509 *x = read_cert(path, err);
	bool good = x && X509_digest(x, EVP_sha256(), raw, &n) && n == 32;

	for (unsigned i = 0; good && i < n; i++)
		snprintf(out + 2 * i, 3, "%02x", raw[i]);
	X509_free(x);
	return good;
}

static int64_t utc_of(const ASN1_TIME *t)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days = 0, secs = 0;

	if (epoch)
		ASN1_TIME_diff(&days, &secs, epoch, t);
	ASN1_TIME_free(epoch);
	return (int64_t)days * DAY_S + secs;
}

/* The certificates behind the first in a file. */
static STACK_OF(X509) * read_chain(const char *path)
{
	STACK_OF(X509) *all = sk_X509_new_null();
	FILE *f = fopen(path, "re");
	X509 *x;

	while (all && f && (x = PEM_read_X509(f, NULL, NULL, NULL)))
		if (!sk_X509_push(all, x))
			X509_free(x);
	if (f)
		fclose(f);
	return all;
}

/* As a client sees it, but for the time: that has a finding of its own. */
static bool is_signed(X509 *x, X509 *ca, const char *path)
{
	STACK_OF(X509) *chain = read_chain(path);
	X509_STORE *trusted = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	bool good = chain && trusted && ctx && X509_STORE_add_cert(trusted, ca) &&
		    X509_STORE_set_flags(trusted, X509_V_FLAG_NO_CHECK_TIME) &&
		    X509_STORE_CTX_init(ctx, trusted, x, chain) &&
		    X509_STORE_CTX_set_purpose(ctx, X509_PURPOSE_SSL_SERVER) &&
		    X509_verify_cert(ctx) == 1;

	X509_STORE_CTX_free(ctx);
	X509_STORE_free(trusted);
	sk_X509_pop_free(chain, X509_free);
	return good;
}

bool ca_look(const struct ca_files *f, const char *host, struct ca_facts *out, struct err *err)
{
	X509 *x = read_cert(f->cert, err), *ca = x ? read_cert(f->ca_cert, err) : NULL;
	EVP_PKEY *k = ca ? read_key(f->key, err) : NULL;

	*out = (struct ca_facts) { 0 };
	if (k)
		*out = (struct ca_facts) {
			.valid_from_utc_s = utc_of(X509_get0_notBefore(x)),
			.valid_to_utc_s = utc_of(X509_get0_notAfter(x)),
			.key_fits = X509_check_private_key(x, k) == 1,
			.signed_by_ca = is_signed(x, ca, f->cert),
			.names_host = is_numeric(host)
					      ? X509_check_ip_asc(x, host, 0) == 1
					      : X509_check_host(x, host, 0, 0, NULL) == 1,
		};
	X509_free(x);
	X509_free(ca);
	EVP_PKEY_free(k);
	return k != NULL;
}
