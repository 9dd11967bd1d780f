/* SPDX-License-Identifier: MIT */
#include "support/certs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

enum { DAY_S = 24 * 3600 };

static void must(int worked)
{
	if (!worked)
		abort();
}

static void extend(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *e;

	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	must(e != NULL);
	must(X509_add_ext(x, e, -1));
	X509_EXTENSION_free(e);
}

static X509 *new_cert(const char *name, EVP_PKEY *key, const struct certs_want *want)
{
	X509 *x = X509_new();
	int serial = 0;

	must(x != NULL);
	must(RAND_bytes((unsigned char *)&serial, sizeof(serial)));
	must(X509_set_version(x, 2));
	must(ASN1_INTEGER_set(X509_get_serialNumber(x), serial));
	must(X509_gmtime_adj(X509_getm_notBefore(x), (long)want->from_days * DAY_S) != NULL);
	must(X509_gmtime_adj(X509_getm_notAfter(x), (long)want->to_days * DAY_S) != NULL);
	must(X509_set_pubkey(x, key));
	must(X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
					(const unsigned char *)name, -1, -1, 0));
	return x;
}

static X509 *make_ca(EVP_PKEY *key)
{
	static const struct certs_want long_life = { NULL, -3650, 3650 };
	X509 *ca = new_cert("test CA", key, &long_life);

	must(X509_set_issuer_name(ca, X509_get_subject_name(ca)));
	extend(ca, ca, NID_basic_constraints, "critical,CA:TRUE");
	must(X509_sign(ca, key, EVP_sha256()) > 0);
	return ca;
}

static X509 *make_leaf(EVP_PKEY *key, X509 *ca, EVP_PKEY *ca_key, const struct certs_want *want)
{
	X509 *leaf = new_cert("test server", key, want);

	must(X509_set_issuer_name(leaf, X509_get_subject_name(ca)));
	extend(leaf, ca, NID_basic_constraints, "CA:FALSE");
	extend(leaf, ca, NID_subject_alt_name, want->san);
	must(X509_sign(leaf, ca_key, EVP_sha256()) > 0);
	return leaf;
}

static void write_files(const struct certs *c, X509 *leaf, X509 *ca, EVP_PKEY *key)
{
	FILE *f = fopen(c->cert_file, "w");

	must(f && PEM_write_X509(f, leaf) && PEM_write_X509(f, ca) && fclose(f) == 0);
	f = fopen(c->key_file, "w");
	must(f && fchmod(fileno(f), 0600) == 0 &&
	     PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) && fclose(f) == 0);
}

static void tell_ca(struct certs *c, X509 *ca)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	BIO *mem = BIO_new(BIO_s_mem());
	unsigned n = 0;
	int len;

	must(mem && PEM_write_bio_X509(mem, ca));
	len = BIO_read(mem, c->ca_pem, CERTS_PEM - 1);
	must(len > 0);
	c->ca_pem[len] = '\0';
	BIO_free(mem);
	must(X509_digest(ca, EVP_sha256(), digest, &n) && n == 32);
	for (unsigned i = 0; i < n; i++)
		snprintf(c->fingerprint + 2 * i, 3, "%02x", digest[i]);
}

/* Ends the CA's key and certificate, too. */
static void make_signed(struct certs *c, X509 *ca, EVP_PKEY *ca_key,
			const struct certs_want *want)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *leaf;

	must(ca && ca_key && key);
	leaf = make_leaf(key, ca, ca_key, want);
	write_files(c, leaf, ca, key);
	tell_ca(c, ca);
	X509_free(leaf);
	X509_free(ca);
	EVP_PKEY_free(key);
	EVP_PKEY_free(ca_key);
}

static void name_files(struct certs *c, const char *dir, const char *name)
{
	snprintf(c->cert_file, CERTS_PATH, "%s/%s.pem", dir, name);
	snprintf(c->key_file, CERTS_PATH, "%s/%s.key", dir, name);
}

void certs_make(struct certs *c, const char *dir, const char *name,
		const struct certs_want *want)
{
	EVP_PKEY *ca_key = EVP_EC_gen("P-256");

	must(ca_key != NULL);
	name_files(c, dir, name);
	make_signed(c, make_ca(ca_key), ca_key, want);
}

void certs_sign(struct certs *c, const char *ca_dir, const char *name,
		const struct certs_want *want)
{
	EVP_PKEY *ca_key;
	X509 *ca;
	FILE *f;

	name_files(c, ca_dir, "ca");
	f = fopen(c->key_file, "r");
	ca_key = f ? PEM_read_PrivateKey(f, NULL, NULL, NULL) : NULL;
	must(f && fclose(f) == 0);
	f = fopen(c->cert_file, "r");
	ca = f ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;
	must(f && fclose(f) == 0);
	name_files(c, ca_dir, name);
	make_signed(c, ca, ca_key, want);
}
