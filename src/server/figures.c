/* SPDX-License-Identifier: MIT */
#include "server/figures.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <liboath/oath.h>
#include <sodium.h>

#include "server/secret.h"

bool figures_secret(char out[FIGURES_SECRET])
{
	char raw[FIGURES_BYTES], *text = NULL;
	size_t n = 0;
	bool good;

	randombytes_buf(raw, sizeof(raw));
	good = oath_base32_encode(raw, sizeof(raw), &text, &n) == OATH_OK && n < FIGURES_SECRET;
	if (good)
		memcpy(out, text, n + 1);
	if (text)
		sodium_memzero(text, n);
	free(text);
	sodium_memzero(raw, sizeof(raw));
	return good;
}

bool figures_at(const char *secret, int64_t step, char out[FIGURES_SHOWN])
{
	char *raw = NULL;
	size_t n = 0;
	bool good = step >= 0 &&
		    oath_base32_decode(secret, strlen(secret), &raw, &n) == OATH_OK &&
		    oath_hotp_generate(raw, n, (uint64_t)step, FIGURES_SHOWN - 1, false,
				       OATH_HOTP_DYNAMIC_TRUNCATION, out) == OATH_OK;

	if (raw)
		sodium_memzero(raw, n);
	free(raw);
	return good;
}

void figures_clean(const char *typed, char out[FIGURES_TYPED])
{
	size_t n = 0;

	for (; *typed && n + 1 < FIGURES_TYPED; typed++)
		if (*typed != ' ' && *typed != '-')
			out[n++] = (char)tolower((unsigned char)*typed);
	out[n] = '\0';
}

bool figures_are(const char *clean)
{
	return strlen(clean) == FIGURES_SHOWN - 1 &&
	       strspn(clean, "0123456789") == FIGURES_SHOWN - 1;
}

bool figures_fit(const char *secret, const char *clean, int64_t utc_ms, int64_t *step)
{
	const int64_t now = utc_ms / 1000 / FIGURES_STEP_S;
	char shown[FIGURES_SHOWN];
	bool fits = false;

	if (!figures_are(clean))
		return false;
	/* All are compared, so that the time tells nothing. */
	for (int64_t at = now - FIGURES_DRIFT; at <= now + FIGURES_DRIFT; at++)
		if (figures_at(secret, at, shown) &&
		    sodium_memcmp(shown, clean, FIGURES_SHOWN - 1) == 0) {
			*step = at;
			fits = true;
		}
	return fits;
}

void figures_group(const char *secret, struct buf *out)
{
	for (size_t i = 0; secret[i]; i++) {
		if (i && i % 4 == 0)
			buf_adds(out, " ");
		buf_add(out, &secret[i], 1);
	}
}

/* RFC 3986: what is not unreserved is %XX. */
static void add_escaped(struct buf *out, const char *text)
{
	for (; *text; text++) {
		const unsigned char c = (unsigned char)*text;

		if (c < 0x80 && (isalnum(c) || strchr("-._~", c)))
			buf_add(out, text, 1);
		else
			buf_addf(out, "%%%02X", c);
	}
}

void figures_uri(const char *secret, const char *name, struct buf *out)
{
	buf_adds(out, "otpauth://totp/Porchlight:");
	add_escaped(out, name);
	buf_addf(out, "?secret=%s&issuer=Porchlight", secret);
}

void figures_code_hash(const char *clean, struct buf *out)
{
	char hash[SECRET_HASH];

	secret_hash(clean, hash);
	buf_adds(out, hash);
}

void figures_codes(struct buf *codes, struct buf *hashes)
{
	char code[SECRET_WORDS], clean[FIGURES_TYPED];

	for (int i = 0; i < FIGURES_CODES; i++) {
		secret_words(code);
		buf_addf(codes, "%s%s", i ? " " : "", code);
		figures_clean(code, clean);
		figures_code_hash(clean, hashes);
		buf_adds(hashes, "\n");
	}
	sodium_memzero(code, sizeof(code));
	sodium_memzero(clean, sizeof(clean));
}
