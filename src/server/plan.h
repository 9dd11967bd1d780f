/* SPDX-License-Identifier: MIT */
/* What is planned, between those who ask, the store and the hub: inside the server. */
#ifndef SERVER_PLAN_H
#define SERVER_PLAN_H

#include "server/server_in.h"

void plan_begin(struct server *s);  /* once there is a store */
void plan_end(struct server *s);    /* no timer, no more acts */
void plan_finish(struct server *s); /* when the store has answered for the last time */
/* plan_rows.c: all rows, or those that others have changed since; counts as `loading`. */
void plan_load(struct server *s);
/* Somebody is in a group. */
void plan_person(struct server *s, int64_t group, const struct store_user *who);
/* A WIRE_ASK or WIRE_SET. */
void plan_act(struct peer *p, const struct wire_msg *m);
/* Does what can be done now. */
void plan_go(struct server *s);
/* What is all before that moment is not kept any more. */
void plan_retain(struct server *s, int64_t before_utc_ms);

#endif
