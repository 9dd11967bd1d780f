/* SPDX-License-Identifier: MIT */
/* What a client has already, in the URI of its upgrade, so that what it missed follows the 101 at
 * once: "?c=GROUP.SEQ,GROUP.SEQ&w=VERSION&v=VERSION&u=0".  See porchlight-protocol.5. */
#ifndef WIRE_HAVE_H
#define WIRE_HAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "wire/limits.h"

/* The last message that it has of a group. */
struct wire_cursor {
	int64_t group, seq;
};

struct wire_have {
	struct wire_cursor cursors[WIRE_GROUPS_MAX];
	size_t count;
	int64_t program; /* the version of the schedule that it has, + 1; 0: it knows of none */
	int64_t cases;   /* as well, of worksheets */
	int64_t accounts; /* above 0: it has people by the numbers of their accounts */
	int64_t tickets;  /* the highest that it knows it has given, + 1; 0: it does not say */
};

/* Of what stands behind the '?'.  What is not of that form is nothing, and costs its sender a page. */
void wire_have_read(const char *query, struct wire_have *out);
/* With the '?'; false: `out` has no room. */
bool wire_have_write(const struct wire_have *h, struct buf *out);

#endif
