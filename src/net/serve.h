/* SPDX-License-Identifier: MIT */
/*
 * The server's edge: HTTP requests and WebSockets on one TLS port, by
 * libwebsockets.  Says what happened; knows nothing of porchlight's messages.
 */
#ifndef NET_SERVE_H
#define NET_SERVE_H

#include "base/bucket.h"
#include "base/buf.h"
#include "base/err.h"
#include "net/loop.h"

struct serve;
struct serve_conn;    /* a WebSocket; valid from on_open to the end of on_close */
struct serve_request; /* an HTTP request; valid until serve_answer */

/* What came with an upgrade or a request; borrowed for the call. */
struct serve_asked {
	const char
		*path; /* "/w", "/v1/enrol"; "" for one that is too long, or another method */
	bool post;     /* else GET, or HEAD, of which the answer's body does not go out */
	const char *query;   /* "c=1.18,2.0&w=7" or "" */
	const char *bearer;  /* the token of Authorization: Bearer, or "" */
	const char *address; /* the peer's, numeric */
	const char *match;   /* If-None-Match, as it came, or "" */
	struct str body;     /* HTTP only, at most body_max bytes */
	bool compressed;     /* WebSocket: the d2 subprotocol was agreed on */
};

struct serve_ops {
	/* Answer now or later, once, with serve_answer. */
	void (*on_request)(void *user, struct serve_request *r, const struct serve_asked *a);
	/* Its answer is given as `peer` to the other two; NULL refuses. */
	void *(*on_open)(void *user, struct serve_conn *c, const struct serve_asked *a);
	void (*on_frame)(void *peer, struct str frame, bool binary);
	/* The socket can take a frame: add it to `out` and say whether it is binary.
	 * Leave `out` empty when there is nothing. *more: ask again when there is room. */
	void (*on_writable)(void *peer, struct buf *out, bool *binary, bool *more);
	void (*on_close)(void *peer);
	/* These two may be NULL.  A connection comes: false ends it before TLS, without a word. */
	bool (*on_arrive)(void *user, const char *address);
	/* One that was let in is here, or is not any more: it has gone, or serve_known. */
	void (*on_stranger)(void *user, const char *address, bool here);
};

/* Over TLS: a WebSocket that brings more than this is not read for a while, HTTP is cut off.  A
 * piece is what one read of the socket gives; a record of TLS is two at most.  Zeroes: as fast as
 * it likes. */
struct serve_pace {
	struct rate pieces, kilobytes;
};

struct serve_conf {
	const char *address;              /* numeric; NULL for all */
	int port;                         /* 0 takes a free one */
	const char *cert_file, *key_file; /* PEM; NULL for plain, loopback only */
	const char *ticket_key_file;      /* 0600, made if missing; or NULL */
	size_t frame_max, body_max;
	const char *plain_protocol, *compressed_protocol; /* names of the subprotocols */
	struct serve_pace stranger, known;                /* before serve_known, and then */
};

struct serve *serve_create(struct loop *l, const struct serve_conf *conf,
			   const struct serve_ops *ops, void *user, struct err *err);
int serve_port(const struct serve *s);
/* New connections are shown this certificate; those there are go on.  False: all is as it was. */
bool serve_show(struct serve *s, const char *cert_file, const char *key_file, struct err *err);
/* Closes all; on_close is called for each connection.  NULL is fine. */
void serve_destroy(struct serve *s);

/* on_writable will be called, perhaps before this answers. */
void serve_want_write(struct serve_conn *c);
/* All that was written has arrived at the other end, as far as TCP knows. */
bool serve_arrived(const struct serve_conn *c);
/* It has proven who it is: no stranger any more. */
void serve_known(struct serve_conn *c);
void serve_close(struct serve_conn *c); /* after what is being written */
/* JSON body; `status` is HTTP's. */
void serve_answer(struct serve_request *r, int status, struct str json);
/* Something else, of which the peer alone may keep a copy, to be asked for anew each time. */
struct serve_file {
	const char *type; /* "text/calendar; charset=utf-8" */
	const char *tag;  /* ETag without its quotes; letters and digits, at most 64 */
	struct str body;  /* at most 1,000,000 bytes */
	struct str
		gzip; /* the same as RFC 1952 has it, for who takes that; n 0: there is none */
	bool parts;   /* a part of it may be asked for */
};
/* 304 without the body where the peer has the one of this tag; 206 or 416 where it asks for a
 * part (one range, and If-Range), which never comes as gzip; else 200. */
void serve_answer_file(struct serve_request *r, const struct serve_file *f);

#endif
