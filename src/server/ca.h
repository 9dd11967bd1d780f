/* SPDX-License-Identifier: MIT */
/* An own EC P-256 CA and a server certificate, by OpenSSL, for clinics without a public one. */
#ifndef SERVER_CA_H
#define SERVER_CA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum { CA_FINGERPRINT = 65 }; /* SHA-256 of a certificate's DER form, in hex, and a NUL */

struct ca_files {
	const char *ca_cert, *ca_key, *cert, *key; /* PEM; the keys are 0600 */
};

/* Makes all four, for `host` (a name or a numeric address) and loopback.  None may exist.
 * The CA lasts 20 years, the certificate 5; `cert` holds the chain: itself, then the CA. */
bool ca_make(const struct ca_files *f, const char *host, struct err *err);
/* A new certificate in place of `cert`, for its own key, by the CA of these files. */
bool ca_renew(const struct ca_files *f, const char *host, struct err *err);
/* The fingerprint of the first certificate in a PEM file. */
bool ca_fingerprint(const char *path, char out[CA_FINGERPRINT], struct err *err);

struct ca_facts {
	int64_t valid_from_utc_s, valid_to_utc_s;
	bool key_fits;
	bool signed_by_ca; /* directly, or by way of what lies behind it in its file */
	bool names_host;
};
/* What there is to say of a server certificate (`ca_key` is not looked at); false if a file cannot be read. */
bool ca_look(const struct ca_files *f, const char *host, struct ca_facts *out, struct err *err);

#endif
