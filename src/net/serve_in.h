/* SPDX-License-Identifier: MIT */
/* The inside of serve.h: serve.c (life), serve_http.c and serve_ws.c. */
#ifndef NET_SERVE_IN_H
#define NET_SERVE_IN_H

#include <libwebsockets.h>

#include "net/nagle.h"
#include "net/pace.h"
#include "net/scratch.h"
#include "net/serve.h"
#include "net/tickets.h"

struct serve {
	struct loop *loop;
	struct lws_context *context;
	struct lws_vhost *vhost;
	const struct serve_ops *ops;
	void *user;
	struct serve_conf conf;
	struct lws_protocols protocols[4];
	struct ticket_ring *tickets; /* NULL: none is needed */
	struct loop_timer *turn;     /* their keys may be too old */
	void *ssl_ctx;               /* libwebsockets' SSL_CTX; NULL: without TLS */
	struct buf out, wire;
	struct scratch scratch;
	struct nagle nagle;
	struct paces paces;
	bool writing; /* `out` is being filled */
	struct serve_conn *conns;
	struct loop_timer *look;
	bool looking; /* ws_look will be called */
	int moves;    /* connections that came and went since memory was given back */
};

struct serve_conn {
	struct nagle_conn nagle; /* has to come first */
	struct serve_conn *next, *prev;
	struct lws *wsi;
	struct serve *serve;
	void *peer;
	struct buf in;
	int64_t heard_ms; /* when anything came */
	int64_t since_ms; /* something we wrote has not arrived, since; 0: all has */
	bool closing, pinged, wants_ping;
};

struct serve_request {
	struct lws *wsi; /* NULL once the peer has gone */
	struct serve *serve;
	char path[128], bearer[160], address[64], match[160];
	char range[48], if_range[80], accepts[96];
	bool post, head;
	struct buf body;
	int64_t until_ms; /* the body has to be whole */
	int status;
	const char *type;  /* of the answer's body */
	char tag[80];      /* ETag, with its quotes, or "" */
	char part[64];     /* Content-Range, or "" */
	bool gzip, parts;  /* the body is packed; parts of it could be asked for */
	struct buf answer; /* LWS_PRE bytes, then the body */
	size_t sent;       /* of it, LWS_PRE bytes with; 0: its headers have not gone out */
	bool told;         /* on_request has been called */
	bool whole;        /* the body has come */
	bool answered;
};

/* What libwebsockets keeps for us with each connection. */
struct slot {
	struct serve_conn *conn;
	struct serve_request *request;
};

typedef enum lws_callback_reasons reason_t; /* their name is 28 letters long */

/* serve_http.c */
int http_callback(struct lws *wsi, reason_t reason, void *user, void *in, size_t n);
/* The token of "Authorization: Bearer", or "". */
void http_bearer(struct lws *wsi, char *out, size_t size);

/* serve_door.c: who comes, before anything is known of them; and what every answer says */
int door_callback(struct lws *wsi, reason_t reason, void *args);
void door_upgraded(struct lws *wsi);
void door_known(struct lws *wsi);
extern const struct lws_protocol_vhost_options door_headers, door_headers_tls;

/* serve_ws.c */
int ws_callback(struct lws *wsi, reason_t reason, void *user, void *in, size_t n);
/* Is everybody still there?  Comes back while there is anybody. */
void ws_look(void *serve);

/* serve.c */
struct serve *serve_of(struct lws *wsi);

#endif
