/* SPDX-License-Identifier: MIT */
/* The bodies of HTTP requests and answers: one flat JSON object of texts, numbers and booleans. */
#ifndef WIRE_BODY_H
#define WIRE_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum body_kind { BODY_TEXT, BODY_NUMBER, BODY_BOOL };

/* One key: read into, or written from. */
struct body_field {
	const char *key;
	enum body_kind kind;
	char *text;     /* reading: the caller's, by body_finish; NULL if it was not there */
	int64_t number; /* a boolean is 0 or 1 */
	bool there;
};

/*
 * False if it is no JSON object, has more behind it, or a NUL in a text.  What is of another
 * kind, not whole, beyond 2^53-1 or not valid UTF-8 is not there.
 */
bool body_read(struct str json, struct body_field *fields, size_t n);
/* Wipes what was read: passphrases and tokens come this way. */
void body_finish(struct body_field *fields, size_t n);
/* Adds the object to `out`; fields that are not there are left out.  False: no room. */
bool body_write(struct buf *out, const struct body_field *fields, size_t n);

#endif
