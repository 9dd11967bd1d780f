/* SPDX-License-Identifier: MIT */
/* A command line: words, and options as --KEY VALUE or --KEY=VALUE; behind -- words alone. */
#ifndef SERVER_OPTIONS_H
#define SERVER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { OPTIONS_MAX = 32, WORDS_MAX = 8 };

struct options {
	const char *words[WORDS_MAX];
	size_t words_count;
	struct {
		const char *key, *value;
	} given[OPTIONS_MAX];
	size_t count;
};

/* Points into `argv`, and cuts it at each '='. */
bool options_read(struct options *o, int argc, char **argv, struct err *err);
const char *options_find(const struct options *o, const char *key); /* the last; or NULL */

#endif
