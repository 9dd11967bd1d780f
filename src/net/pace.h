/* SPDX-License-Identifier: MIT */
/*
 * How fast a connection is read.  What a WebSocket brings faster than it may stays in the
 * kernel, and then with whoever sends it: a flood of anything, also of what libwebsockets
 * answers by itself, costs no more than a quick talker does.  It is counted where TLS reads its
 * socket, so that nothing of what was sent is left out: a byte alone is a piece too.  HTTP that
 * is too fast is cut off: libwebsockets turns round and round where it may write and not read.
 */
#ifndef NET_PACE_H
#define NET_PACE_H

#include <libwebsockets.h>

#include "net/serve.h"

enum { PACE_HOLD_MS = 500 }; /* so long a connection is not read that was too fast */

struct paces {
	struct loop_timer *timer;
	struct pace *waiting;
};

/* One connection's part; all zero at first, but `rates`. */
struct pace {
	struct pace *next;
	struct paces *all;
	struct lws *wsi;
	const struct serve_pace *rates;
	struct bucket pieces, kilobytes;
	size_t bytes;       /* that are no whole kilobyte yet */
	int64_t until_ms;   /* it is not read before that; 0: it is read */
	bool waits, slowed; /* it is in the list; it was before */
	bool is_socket;     /* a WebSocket by now */
};

void paces_init(struct paces *p, struct loop *l);
void paces_finish(struct paces *p); /* all have left it */
/* From then on what is read of its socket counts. */
void pace_join(struct paces *p, struct pace *c, struct lws *wsi);
void pace_leave(struct pace *c);

#endif
