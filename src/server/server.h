/* SPDX-License-Identifier: MIT */
/* The session server: from its settings to its end. */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include <stdbool.h>

#include "base/err.h"
#include "server/conf.h"

/* Serves until SIGTERM or SIGINT; SIGHUP makes it look at the store and at its certificate again.
 * Writes
 * "listening on PORT" to stdout when it can be reached. */
bool server_run(const struct conf *conf, struct err *err);

#endif
