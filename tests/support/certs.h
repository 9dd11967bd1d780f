/* SPDX-License-Identifier: MIT */
/* Certificates of the test's own making, good and bad, for 127.0.0.1. */
#ifndef SUPPORT_CERTS_H
#define SUPPORT_CERTS_H

enum { CERTS_PATH = 128, CERTS_PEM = 2048 };

struct certs {
	char cert_file[CERTS_PATH], key_file[CERTS_PATH]; /* the chain, and its key */
	char ca_pem[CERTS_PEM];
	char fingerprint[65]; /* the CA's */
};

struct certs_want {
	const char *san;        /* "IP:127.0.0.1" */
	int from_days, to_days; /* from now */
};

/* A new CA and what it signs, in `dir`, under `name`. */
void certs_make(struct certs *c, const char *dir, const char *name,
		const struct certs_want *want);
/* What the CA in these files (ca.pem, ca.key of `ca_dir`) signs. */
void certs_sign(struct certs *c, const char *ca_dir, const char *name,
		const struct certs_want *want);

#endif
