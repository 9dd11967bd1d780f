/* SPDX-License-Identifier: MIT */
/*
 * The one piece of memory into which libwebsockets reads all that comes.  What it read last
 * stays there until something longer comes: a token, a passphrase.  It is wiped instead.
 */
#ifndef NET_SCRATCH_H
#define NET_SCRATCH_H

#include <libwebsockets.h>

#include "net/loop.h"

enum { SCRATCH_BYTES = 4096 }; /* as the context is told */

struct scratch {
	unsigned char *at; /* NULL: not known yet */
	struct loop_timer *soon;
};

void scratch_init(struct scratch *s, struct loop *l);
void scratch_finish(struct scratch *s);
/* In LWS_CALLBACK_ADD_HEADERS of an upgrade, whose answer is written there, and to the end. */
void scratch_find(struct scratch *s, const struct lws_process_html_args *a);
/* Something secret has come: wiped when libwebsockets is done with it. */
void scratch_wipe_soon(struct scratch *s);

#endif
