/* SPDX-License-Identifier: MIT */
/*
 * The small files of an installation (its keys, its certificate, its settings), carried
 * inside a copy of its database: one file holds all that a new machine needs.
 */
#ifndef SERVER_KEEP_H
#define SERVER_KEEP_H

#include <stdbool.h>

#include "base/err.h"
#include "server/conf.h"

/* Puts those that are there into the database `copy`. */
bool keep_put(const struct conf *c, const char *copy, struct err *err);
/* Was this file made by keep_put?  ERR_NOT_FOUND: there is none. */
bool keep_is_backup(const char *copy, struct err *err);
/* They are in it, as they are on disk. */
bool keep_compare(const struct conf *c, const char *copy, struct err *err);
/* Writes those that are in `copy` into the data folder, and takes them out of it.  What lies
 * in the folder already must be the same. */
bool keep_take(const struct conf *c, const char *copy, struct err *err);

#endif
