/* SPDX-License-Identifier: MIT */
/*
 * A failure: a code for the program and one line for the log, on the caller's
 * stack.  Nothing to free, nothing to fail.  What a person reads is made from the
 * code, in view/words.c.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

enum err_code {
	ERR_NONE,
	ERR_BAD_INPUT, /* not of the form we accept */
	ERR_TOO_LARGE, /* a limit of wire/limits.h is exceeded */
	ERR_NOT_FOUND,
	ERR_EXISTS,
	ERR_REFUSED, /* not allowed */
	ERR_DISK,    /* reading or writing failed, or the disk is full */
	ERR_KEY,     /* the passphrase does not open the store */
	ERR_NETWORK,
	ERR_NOT_NOW, /* allowed, but not in this state */
	ERR_TOO_OLD, /* its time is over, or this program is older than what it is to read */
	ERR_MEMORY,  /* there is not enough of it */
	ERR_CODES,
};

struct err {
	enum err_code code;
	char text[200]; /* for the log: lower case, no full stop */
};

/* Always returns false, so that a check is one line. `err` may be NULL. */
bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#ifdef __clang_analyzer__ /* which looks at one file at a time, and cannot see that */
#define err_set(...) (err_set(__VA_ARGS__), false)
#endif

#endif
