/* SPDX-License-Identifier: MIT */
/*
 * A server with a name that this machine knows until it is forgotten: from then on the
 * one resolver there is takes every question and never answers.  All of it in a mount
 * namespace of the test's own, so it needs root.
 */
#ifndef SUPPORT_DEAFDNS_H
#define SUPPORT_DEAFDNS_H

#include "support/town.h"

#define DEAFDNS_NAME "meet.porchlight.test"

/* The town's server comes back by that name, and so do its invites.  False: not here. */
bool deafdns_open(struct town *t);
void deafdns_forget(const struct town *t);
/* The machine's own names again; also where nothing was opened. */
void deafdns_close(void);

#endif
