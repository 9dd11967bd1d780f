/* SPDX-License-Identifier: MIT */
/* The data folder: who holds it, what lies in it, who may read that. */
#ifndef SERVER_FOLDER_H
#define SERVER_FOLDER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"
#include "server/conf.h"

#define FOLDER_DATABASE "porchlight.db"
#define FOLDER_CONF     "porchlightd.conf"
#define FOLDER_TICKETS  "tickets.key"
#define FOLDER_PORT     "port"

/* One server, or one command that needs the server away.  The kernel keeps the lock, and
 * gives it back when the process ends.  Answers with what folder_leave wants; -1: somebody
 * holds it, or the folder is not there. */
int folder_hold(const struct conf *c, struct err *err);
void folder_leave(int held);
/* The process that holds it; 0: none. */
pid_t folder_holder(const struct conf *c);

/* False, in words, unless the file is there and its owner's alone. */
bool folder_is_private(const char *path, struct err *err);
/* All of a text file that may have `max` bytes; empty if there is nothing.  The caller's. */
bool folder_read(const char *path, size_t max, struct buf *out, struct err *err);

/* The port that a running server took; 0: none is known. */
int folder_port(const struct conf *c);
bool folder_set_port(const struct conf *c, int port, struct err *err);

#endif
