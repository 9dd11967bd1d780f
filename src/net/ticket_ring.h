/* SPDX-License-Identifier: MIT */
/*
 * The keys of TLS's session tickets (RFC 8446 4.6.1, RFC 5077 4): a new one each
 * TICKET_TURN_S, and the one before it is good for as long again.  Then both it and the
 * tickets made with it are gone: who steals a key later can neither open what was said nor
 * pass for the server with an old ticket.
 */
#ifndef NET_TICKET_RING_H
#define NET_TICKET_RING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum {
	TICKET_TURN_S = 12 * 3600,
	TICKET_LIFE_S = 2 * TICKET_TURN_S, /* what a client is told */
};

struct ticket_ring;

/*
 * Reads the keys in `path`, or makes some (0600); NULL: they end with the process.  What is no
 * file of ours, or too old, is as none.  `utc_s`: seconds since 1970.  NULL, with an error:
 * others can read the file, or there is no disk or no chance to be had.
 */
struct ticket_ring *ticket_ring_open(const char *path, int64_t utc_s, struct err *err);
/* It is `utc_s` now: what is due is done, and on disk.  False: it is not, and is tried again. */
bool ticket_ring_turn(struct ticket_ring *r, int64_t utc_s, struct err *err);
void ticket_ring_close(struct ticket_ring *r); /* wiped; NULL is fine */
/* `ssl_ctx`, OpenSSL's SSL_CTX, makes and takes tickets by it.  The ring outlives it. */
void ticket_ring_serve(struct ticket_ring *r, void *ssl_ctx);

#endif
