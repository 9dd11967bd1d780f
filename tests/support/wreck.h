/* SPDX-License-Identifier: MIT */
/*
 * The files as a power cut may leave them: what was synced is there; of all else that was
 * written, made, renamed or removed, any part may be, and a write may be torn at a sector.
 * Made from the log of faults.c.
 */
#ifndef SUPPORT_WRECK_H
#define SUPPORT_WRECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wreck;

/* `under` is the folder as it was logged.  NULL: there is no such log. */
struct wreck *wreck_load(const char *log, const char *under);
void wreck_free(struct wreck *w);

/* How many calls and marks there are, and which of them are marks: their number, or -1. */
size_t wreck_count(const struct wreck *w);
int64_t wreck_mark(const struct wreck *w, size_t i);

/*
 * What may be left when the power goes behind the first `upto` calls, into the folder `to`,
 * which is emptied first.  What of the unsynced is there, `seed` says: with 0 nothing, with 1
 * all.  False: `to` cannot be written.
 */
bool wreck_build(struct wreck *w, size_t upto, uint64_t seed, const char *to);

#endif
