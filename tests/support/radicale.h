/* SPDX-License-Identifier: MIT */
/* A calendar server of others on loopback: Debian's radicale, with a scratch folder. */
#ifndef SUPPORT_RADICALE_H
#define SUPPORT_RADICALE_H

#include <stdbool.h>

#include "base/buf.h"
#include "support/child.h"
#include "support/tmpdir.h"

#define RADICALE "/usr/bin/radicale"

struct radicale {
	char dir[TMPDIR_PATH]; /* removed at the end */
	int port;
	struct child server;
};

/* Started, and ready when it answers.  False: it is not installed, or does not start. */
bool radicale_open(struct radicale *r);
void radicale_close(struct radicale *r);
/* Without it from now on: nothing answers there. */
void radicale_kill(struct radicale *r);
/* Puts a calendar file into the collection /ana/NAME/, in place of what is there. */
bool radicale_put(const struct radicale *r, const char *name, struct str calendar);
void radicale_address(const struct radicale *r, const char *name, char out[80]);

#endif
