/* SPDX-License-Identifier: MIT */
/* The certificate while the server runs: a new one is taken, and its end is told of in time. */
#ifndef SERVER_CERT_H
#define SERVER_CERT_H

#include <stdbool.h>
#include <stdint.h>

#include "server/conf.h"

struct server;

enum { CERT_SOON_DAYS = 30, CERT_VERY_SOON_DAYS = 7 };

enum cert_end { CERT_GOOD, CERT_SOON, CERT_VERY_SOON, CERT_OVER };

/* How near the end is; both in seconds of UTC. */
enum cert_end cert_end(int64_t valid_to_utc_s, int64_t now_utc_s);
/* What to do about it, in words. */
const char *cert_renew_how(const struct conf *c);

/* Looks, and each day from now on; what is near its end is a line of the log. */
void cert_begin(struct server *s);
/* Takes the certificate that lies there now, if it is another and it is good. */
void cert_look(struct server *s);
void cert_end_watch(struct server *s);

#endif
