/* SPDX-License-Identifier: MIT */
/* Is everything that the server uses its owner's alone?  Said with the command that mends it. */
#ifndef SERVER_GUARD_H
#define SERVER_GUARD_H

#include <sys/types.h>

#include "base/buf.h"
#include "server/conf.h"

/*
 * Which bits of a mode must not be set in the data folder, by where a thing lies.  The first
 * row that fits counts: a `path` that ends in '/' is a folder and all in it, one that begins
 * with '*' an ending, "" everything.
 */
struct guard_row {
	const char *path;
	mode_t never;
	bool roots;   /* it may be root's as well */
	bool skipped; /* it is not looked at */
};
extern const struct guard_row guard_rows[]; /* ended by the row of everything */

/*
 * Looks at the data folder, all that is in it, the key, the certificates and the settings file
 * `config` (NULL: it is in the data folder), and adds a line to `say` for each thing that is not
 * right: a mode, an owner, a link, something that is no file.  Answers how many these are.
 */
size_t guard_look(const struct conf *c, const char *config, struct buf *say);

#endif
