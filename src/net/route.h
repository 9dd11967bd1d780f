/* SPDX-License-Identifier: MIT */
/* Is there a way at all?  Asked of the routing table alone: nothing is sent. */
#ifndef NET_ROUTE_H
#define NET_ROUTE_H

#include <stdbool.h>

bool route_to(const char *address, int port); /* numeric */
bool route_any(void);                         /* to the world, by either family */

#endif
