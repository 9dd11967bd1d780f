/* SPDX-License-Identifier: MIT */
/* The server inside its fence: which files it needs, and what is said of it. */
#ifndef SERVER_SANDBOX_H
#define SERVER_SANDBOX_H

#include <stdbool.h>

#include "base/err.h"
#include "server/conf.h"

/*
 * The data folder, to write; certificates and what the C library reads, to read; nothing else.
 * Before the first thread.  With "sandbox = yes" a kernel that has no such thing is told of in
 * the log; with "must" that is an error; with "no" nothing is done.
 */
bool sandbox_files(const struct conf *c, struct err *err);
/* No programs, no new sockets: when it listens. */
bool sandbox_calls(const struct conf *c, struct err *err);

#endif
