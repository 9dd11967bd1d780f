/* SPDX-License-Identifier: MIT */
/* The session's inside. */
#ifndef CLIENT_SESSION_IN_H
#define CLIENT_SESSION_IN_H

#include "client/session.h"

/* session_held.c */
void session_on_held(struct session *s, const struct wire_msg *m);
void session_tell_held(struct session *s, const struct session_view *v);
void session_drop_held(struct session *s);

#endif
