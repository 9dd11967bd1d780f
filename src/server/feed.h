/* SPDX-License-Identifier: MIT */
/* Calendar feeds at their edges: made and ended over the WebSocket, read over HTTP. */
#ifndef SERVER_FEED_H
#define SERVER_FEED_H

#include "server/door.h"

/* The feeds that there are; waits for the store. */
bool feed_load(struct server *s, struct err *err);
/* A WIRE_FEED. */
const char *feed_may(const struct peer *p, const struct wire_msg *m);
void feed_make(struct peer *p, const struct wire_msg *m);
/* GET /calendar/SECRET.ics */
void feed_door(struct call *c);

#endif
