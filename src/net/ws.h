/* SPDX-License-Identifier: MIT */
/*
 * The client's WebSocket, by libwebsockets.  Resolves off the loop, races IPv6
 * and IPv4, tells what happened.  At most one connection; attempts may be under way beside
 * it, and the first that opens takes its place.  News of what was given up is dropped here.
 */
#ifndef NET_WS_H
#define NET_WS_H

#include "base/buf.h"
#include "base/err.h"
#include "net/loop.h"
#include "net/pulse.h"
#include "net/toll.h"

struct ws;

/* Why a connection could not be had, or ended. */
enum ws_end {
	WS_LOST, /* it worked and ended */
	WS_NO_DNS,
	WS_NO_ROUTE,    /* no way to the address */
	WS_DOWN,        /* refused, or nothing answered in time */
	WS_CERTIFICATE, /* not signed by the CA we know, or for another name */
	WS_CLOCK,       /* the certificate is not valid yet, or no more, by this clock */
	WS_REFUSED,     /* the server answered and said no */
};

struct ws_ops {
	/* An attempt was answered; again before it tells the server who we are.  Give it up
	 * here (ws_drop), and the server has no trouble with it. */
	void (*on_reached)(void *user);
	void (*on_open)(void *user);  /* an older connection is gone, without on_end */
	void (*on_heard)(void *user); /* something came in, be it a part of a frame */
	void (*on_frame)(void *user, struct str frame, bool binary);
	/* The socket can take a frame: add it to `out`. Leave it empty when there is nothing. */
	void (*on_writable)(void *user, struct buf *out, bool *binary);
	/* WS_LOST: the connection.  Anything else: all attempts, and what is open stays. */
	void (*on_end)(void *user, enum ws_end why);
	/* There is a way again, or packets to the server come from another address now. */
	void (*on_moved)(void *user);
};

struct ws *ws_create(struct loop *l, const struct ws_ops *ops, void *user, struct err *err);
void ws_destroy(struct ws *w); /* NULL is fine */

struct ws_ask {
	const char *host;
	int port;
	const char *path;
	const char *token; /* into Authorization, never into the URI */
	const char *protocol;
	const char *ca_pem; /* all that is trusted */
	struct str session; /* what ws_session gave in an earlier life, or nothing */
};

/* One more attempt; of those that nobody has answered, the oldest stays.  Copies what it needs. */
void ws_connect(struct ws *w, const struct ws_ask *ask);
/* Gives the attempts up, except one that has told the server who we are; no on_end comes. */
void ws_drop(struct ws *w);
void ws_close(struct ws *w); /* everything; no on_end comes for it */
/* What makes the next handshake with this server short (FACTS 2).  A secret. */
struct str ws_session(const struct ws *w);
void ws_want_write(struct ws *w);
/* One unsolicited PONG: costs 132 bytes and finds out whether the path lives (FACTS 3). */
void ws_keep_alive(struct ws *w);
/* How the connection is doing; false: there is none. */
bool ws_pulse(const struct ws *w, struct pulse *out);
/* What all connections of this object weighed until now; `ending`: and what the end of the
 * one there is will cost. */
struct toll ws_bytes(struct ws *w, bool ending);

#endif
