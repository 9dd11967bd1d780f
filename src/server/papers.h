/* SPDX-License-Identifier: MIT */
/* What is kept sealed of a person: the replies at a group's door, and the legal name. */
#ifndef SERVER_PAPERS_H
#define SERVER_PAPERS_H

#include "server/server_in.h"

/* The reply of a wish, sealed, added to `out`; of one that skips, nothing.  False: it could
 * not be, and the log says why. */
bool papers_seal(const struct server *s, const struct meeting_event *e, int64_t group,
		 struct str words, struct buf *out);
/* A group's session is over: its replies go, and their key. */
void papers_drop(struct server *s, int64_t group);
/* Who leads looks at a person's (WIRE_WISH "look"), or somebody asks who looked at theirs. */
void papers_look(struct peer *p, const struct wire_msg *m);
void papers_looks(struct peer *p, const struct wire_msg *m);

#endif
