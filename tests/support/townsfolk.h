/* SPDX-License-Identifier: MIT */
/* People of a town who are there and go, and what its server has to say of it. */
#ifndef SUPPORT_TOWNSFOLK_H
#define SUPPORT_TOWNSFOLK_H

#include "support/town.h"

/* Joins, and is connected; fails the test otherwise. */
void town_bring(struct town *t, struct child *c, const char *name, const char *role);
/* Ends as people do, with the status 0. */
void town_leave(struct child *c);
/* How many lines of the server's log have these words. */
int town_count_in_log(const struct town *t, const char *words);

#endif
