/* SPDX-License-Identifier: MIT */
/* What is of a person goes to devices of staff by themselves: what of it is in the access log, and when. */
#ifndef SERVER_GIVEN_H
#define SERVER_GIVEN_H

#include "server/server_in.h"

/* To this connection, or to all, goes what concerns them of worksheets and of the schedule; what is others'
 * when it is durable in the access log that they read it. */
void given_go(struct peer *p);
void given_go_all(struct server *s);

#endif
