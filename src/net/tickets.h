/* SPDX-License-Identifier: MIT */
/* TLS as we want it: 1.3 alone, one CA, and session tickets that survive (FACTS 2). */
#ifndef NET_TICKETS_H
#define NET_TICKETS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "net/ticket_ring.h"

/*
 * OpenSSL keeps private keys in memory that is not swapped out, not in a core file and wiped.
 * Before any key is read; once is enough.  False: the system would not lock it
 * (RLIMIT_MEMLOCK), and it is used all the same, or there is none.
 */
bool tickets_lock_memory(void);
/* `ssl_ctx` is OpenSSL's SSL_CTX; without a ring tickets end with the process. */
void tickets_serve(void *ssl_ctx, struct ticket_ring *ring);
/*
 * From its next handshake on an SSL_CTX shows this certificate, with what stands behind it in its
 * file, and has this key; connections there are keep theirs.  ERR_DISK: a file cannot be read,
 * ERR_REFUSED: the key is another's; all is then as it was.
 */
bool tickets_show(void *ssl_ctx, const char *cert_file, const char *key_file, struct err *err);
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
