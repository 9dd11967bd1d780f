/* SPDX-License-Identifier: MIT */
/* Worksheets, between those who do something with them, the store and the hub: inside the server. */
#ifndef SERVER_CASES_H
#define SERVER_CASES_H

#include "server/server_in.h"

enum { CASES_AGAIN_MS = 30000 }; /* when something could not be stored */

void cases_begin(struct server *s);  /* once there is a store */
void cases_end(struct server *s);    /* no timer, no more acts */
void cases_finish(struct server *s); /* when the store has answered for the last time */
/* cases_rows.c: all rows, or those that others have changed since; counts as `loading`. */
void cases_load(struct server *s);
/* Somebody is in a group; and since which version. */
void cases_person(struct server *s, int64_t group, const struct store_user *who);
void cases_joined(struct server *s, int64_t group, int64_t member, int64_t version);
/* What the clinic has set: read anew. */
void cases_crisis(struct server *s);
/* A WIRE_WORK. */
void cases_act(struct peer *p, const struct wire_msg *m);
/* Does what can be done now. */
void cases_go(struct server *s);
/* What is all before that moment is not kept any more. */
void cases_retain(struct server *s, int64_t before_utc_ms);

#endif
