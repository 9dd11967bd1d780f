/* SPDX-License-Identifier: MIT */
/* What a program of ours never writes to a terminal, whatever it shows: looked for in all that tests read. */
#ifndef SUPPORT_ESCAPES_H
#define SUPPORT_ESCAPES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Strings for the terminal's own use: titles, notices and the clipboard (OSC), and those of other
 * kinds (DCS, SOS, PM, APC).  Zeroed it has seen nothing.
 */
struct escapes {
	bool escape; /* the last byte was one */
};

/* The first that is in these bytes, behind those of before: what stands behind its ESC.  0: none. */
char escapes_find(struct escapes *e, const char *p, size_t n);
/* The same, and ends the test: it is said on stderr. */
void escapes_forbid(struct escapes *e, const char *p, size_t n);

#endif
