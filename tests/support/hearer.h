/* SPDX-License-Identifier: MIT */
/* A client's view of a session, with rows as a server sends them and a clock of the test's. */
#ifndef SUPPORT_HEARER_H
#define SUPPORT_HEARER_H

#include "client/session.h"

enum { HEARER_ME = 1, HEARER_ANA, HEARER_GRACE, HEARER_BEGAN = 5000000 };

/* This person is in, as a member or as one who leads; a stage, and Ana in it. */
#define HEARER_IN       "{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":257}"
#define HEARER_LEADS    "{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":321}"
#define HEARER_TURNS(u) "{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1," u "\"r\":\"turns\"}"
#define HEARER_PLAN                                                                            \
	"{\"t\":\"z\",\"g\":3,\"s\":120,\"n\":1,\"k\":40,\"x\":\"Work\",\"r\":\"work\","       \
	"\"c\":\"turns\"},{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":257}"

/* The two clocks: they go together but for where a test sets the one on the wall. */
extern int64_t hearer_wall_ms, hearer_waiting_ms;

/* Turns of 120 seconds, nobody has the floor; nothing is told yet. */
void hearer_begin(struct session *s, bool leads);
void hearer_rows(struct session *s, const char *json); /* a frame */
void hearer_pass(struct session *s, int64_t ms);       /* time goes by */
int64_t hearer_due(const struct session *s);           /* when the session wants that */
/* The notices since the last call, as "kind who text n;"; those of other tests are left out. */
const char *hearer_told(struct session *s);

#endif
