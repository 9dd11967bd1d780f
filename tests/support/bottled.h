/* SPDX-License-Identifier: MIT */
/* porchlightd in the bottle: its folder, its commands, and its hour. */
#ifndef SUPPORT_BOTTLED_H
#define SUPPORT_BOTTLED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * Opens the bottle on Thursday 5 March 2026, 18:00 in UTC, with one group, "Evening", and
 * invites for those who lead and then for the others, so many in all.
 */
bool bottled_open(uint64_t seed, size_t leaders, size_t people);
void bottled_close(void);
const char *bottled_invite(size_t nth);
/* One more group, which those who lead are in too; before anybody has joined. */
void bottled_group(const char *name, size_t leaders);
/* A plan of the clinic's own. */
void bottled_plan(const char *name, const char *text);
/* Serves until bottle_stop. */
void bottled_serve(void);
/* Any command, its words ended by NULL; what it prints is added to `out`.  The test ends where
 * it fails. */
void bottled_run(const char *const *words, struct buf *out);

enum { BOTTLED_PEOPLE_MAX = 16, BOTTLED_OUT_MAX = 1 << 22 };

#endif
