/* SPDX-License-Identifier: MIT */
/* The client's WebSocket inside: ws_try.c (getting a connection) and ws.c (having one). */
#ifndef NET_WS_IN_H
#define NET_WS_IN_H

#include "net/lws_common.h"
#include "net/resolve.h"
#include "net/route.h"
#include "net/ws.h"

/* One address that we try.  libwebsockets may report on it long after we lost interest. */
struct attempt {
	struct attempt *next;
	struct ws *ws;
	struct lws *wsi;
	int round; /* of which ws_connect */
	char address[RESOLVE_TEXT];
	bool wanted;      /* false: whatever it says is old news */
	bool reached;     /* TCP's connection is there */
	bool told;        /* the server is being told who we are */
	bool over;        /* it has failed, or ended */
	bool gone;        /* libwebsockets has freed its wsi: nothing names it any more */
	int verify_error; /* X509_V_ERR_, 0 if none */
	struct toll toll; /* when it was looked at last */
};

struct ws {
	struct loop *loop;
	struct lws_context *context;
	struct lws_vhost *vhost;
	struct lws_protocols protocols[2];
	const struct ws_ops *ops;
	void *user;
	struct route_watch *routes;
	char from[ROUTE_TEXT]; /* where packets to the server come from; "": there is no way */
	struct loop_timer *race;
	struct resolve *resolve;
	struct resolve_result found; /* of `host`; the address that worked last comes first */
	int tried;                   /* of `found`, in this round */
	int round, stale;            /* stale: rounds since `found` has worked */
	struct attempt *attempts;    /* the newest first; what is live among them */
	struct attempt *live;
	char *host, *path, *token, *protocol, *ca_pem;
	int port;
	enum ws_end worst; /* of what is under way */
	struct buf in, out, wire, session;
	struct toll gone; /* of connections that are no more */
	bool pong_due;
};

void ws_try_begin(struct ws *w); /* a round: `host` may be another than before */
void ws_try_drop(struct attempt *a);
void ws_try_drop_all_but(struct ws *w, const struct attempt *keep_this);
/* The same for what is open: what it has taken to send is sent. */
void ws_try_end(struct attempt *a);
/* This one is answered: no other that is not goes on beside it; `alone`: none at all. */
void ws_try_prefer(struct attempt *a, bool alone);
void ws_try_stop(struct ws *w); /* no further addresses */
void ws_try_failed(struct attempt *a, enum ws_end why);
/* The last word on it; some connections end without any other. */
void ws_try_gone(struct attempt *a, enum ws_end why);
void ws_try_worked(struct attempt *a);
void ws_try_sweep(struct ws *w); /* frees what is gone */
void ws_try_init(struct ws *w);
void ws_try_finish(struct ws *w);

#endif
