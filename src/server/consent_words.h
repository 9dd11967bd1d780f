/* SPDX-License-Identifier: MIT */
/* The words of consents, in each language in which one can be read: src/content/consents. */
#ifndef SERVER_CONSENT_WORDS_H
#define SERVER_CONSENT_WORDS_H

#include "server/consent.h"

struct consent_words {
	const char *key; /* NULL ends the table */
	const char *in[CONSENT_LANGUAGES];
};
extern const struct consent_words consent_words[]; /* made by mkconsents.py */

/* What is to be filled in is still in braces; "": there is no such key. */
const char *consent_says(enum consent_language l, const char *key);

#endif
