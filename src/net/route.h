/* SPDX-License-Identifier: MIT */
/* Is there a way, and which?  Asked of the kernel alone: nothing is sent. */
#ifndef NET_ROUTE_H
#define NET_ROUTE_H

#include <stdbool.h>

#include "net/loop.h"

enum { ROUTE_TEXT = 64 };

bool route_to(const char *address, int port); /* numeric */
bool route_any(void);                         /* to the world, by either family */
/* The address of ours that a packet there would come from; "" without a way. */
void route_from(const char *address, int port, char out[ROUTE_TEXT]);

struct route_watch;

/*
 * Calls back when an interface, an address or a route has changed: often, and mostly for
 * nothing.  NULL where the kernel does not tell.
 */
struct route_watch *route_watch_create(struct loop *l, void (*on_change)(void *user),
				       void *user);
void route_watch_destroy(struct route_watch *w); /* NULL is fine */

#endif
