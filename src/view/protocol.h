/* SPDX-License-Identifier: MIT */
/* What to do when somebody is not safe: src/content/protocol, a file a language. */
#ifndef VIEW_PROTOCOL_H
#define VIEW_PROTOCOL_H

struct protocol {
	const char *language; /* "en"; NULL ends the table, and the first is for all others */
	const char *const *steps; /* ended by NULL */
};

extern const struct protocol protocols[];

#endif
