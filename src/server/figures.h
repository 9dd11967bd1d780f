/* SPDX-License-Identifier: MIT */
/*
 * The figures that a phone shows beside a passphrase: RFC 6238 over RFC 4226, by liboath, in
 * the shape that all phone apps know: SHA-1, 6 figures, a step of 30 s from 1970 on.  Pure but
 * for chance.  What is secret is text here, in base32 (RFC 4648), as it is typed into a phone.
 */
#ifndef SERVER_FIGURES_H
#define SERVER_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	FIGURES_BYTES = 20, /* of the secret: what RFC 4226, 4 (R6) wants */
	FIGURES_SECRET = 33,
	FIGURES_SHOWN = 7,
	FIGURES_STEP_S = 30,
	FIGURES_DRIFT = 1, /* steps that the phone's clock may be off, either way */
	FIGURES_CODES = 8, /* recovery codes */
	FIGURES_TYPED = 64,
};

#define FIGURES_KEY "figures.key" /* what seals the secrets: seal.h */

/* False: chance or liboath has failed. */
bool figures_secret(char out[FIGURES_SECRET]);
/* What a phone with this secret shows in a step. */
bool figures_at(const char *secret, int64_t step, char out[FIGURES_SHOWN]);
/* What was typed, without blanks and dashes, in small letters. */
void figures_clean(const char *typed, char out[FIGURES_TYPED]);
/* Is it 6 figures, cleaned?  Else it may be a recovery code. */
bool figures_are(const char *clean);
/* Does a phone show them now, or a step before or after?  In which step. */
bool figures_fit(const char *secret, const char *clean, int64_t utc_ms, int64_t *step);
/* The secret in groups of four, to be typed. */
void figures_group(const char *secret, struct buf *out);
/* For a phone that takes it whole; `name` is the account's. */
void figures_uri(const char *secret, const char *name, struct buf *out);
/* New recovery codes, a blank between them, and their hashes as the store wants them. */
void figures_codes(struct buf *codes, struct buf *hashes);
/* Of a recovery code, cleaned. */
void figures_code_hash(const char *clean, struct buf *out);

#endif
