/* SPDX-License-Identifier: MIT */
/* TLS as we want it: 1.3 alone, one CA, and session tickets that survive (FACTS 2). */
#ifndef NET_TICKETS_H
#define NET_TICKETS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

/* A group meets once a week; RFC 8446 allows no more. */
enum { TICKET_KEY_BYTES = 80, TICKET_LIFE_S = 7 * 24 * 3600 };

/* Reads the server's ticket key, or makes it (0600). */
bool tickets_key(const char *path, unsigned char key[TICKET_KEY_BYTES], struct err *err);
void tickets_wipe(unsigned char key[TICKET_KEY_BYTES]);
/* `ssl_ctx` is OpenSSL's SSL_CTX; a NULL key makes tickets end with the process. */
void tickets_serve(void *ssl_ctx, const unsigned char *key);
/* The client: what the server gives is kept, as bytes, in `session`, and offered next time. */
void tickets_offer(void *ssl_ctx, struct buf *session);

/*
 * The client trusts what this CA signed and nothing else.  Not by libwebsockets: 4.1.6 adds
 * all the CAs of the system to one that it is given, whatever its options say, and leaks them.
 */
void tickets_trust(void *ssl_ctx, const char *ca_pem);
/*
 * In OpenSSL's callback of a verification: is the certificate for `host`, a name or a numeric
 * address?  Not by libwebsockets: 4.1.6 cuts an IPv6 address off at its first colon, and
 * takes a certificate for anybody where nothing is left.
 */
bool tickets_is_for(void *store_ctx, const char *host);

#endif
