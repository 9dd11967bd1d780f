/* SPDX-License-Identifier: MIT */
/* The inside of many.h: many.c (who is there) and many_talk.c (what goes over a line). */
#ifndef SUPPORT_MANY_IN_H
#define SUPPORT_MANY_IN_H

#include "support/many.h"

enum { MANY_AT_ONCE = 64 }; /* handshakes under way */

struct many {
	struct many_conf conf;
	struct one *all;
	void *tls; /* an SSL_CTX */
	int epoll, begun, under_way, open, lost;
	struct buf json;
};

/* many.c */
void many_gone(struct one *o);
void many_waits(struct one *o, bool waits); /* for room in its socket */

/* many_talk.c */
void many_work(struct one *o, unsigned events);

#endif
