/* SPDX-License-Identifier: MIT */
/* HTTP by libcurl: one request at a time, off the loop thread, answered by callback. */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include "base/buf.h"
#include "net/loop.h"
#include "net/ws.h"

struct fetch_reply {
	int status; /* HTTP's; 0: no answer, and `end` says why */
	enum ws_end end;
	struct str body;         /* at most 64 KB, or as asked for */
	const char *tag, *since; /* ETag and Last-Modified, or "" */
	struct toll toll;        /* of all its connections */
};

struct fetch_ask {
	const char *host;
	int port;
	const char *path;  /* begins with '/' */
	const char *body;  /* JSON; NULL makes it a GET */
	const char *token; /* or NULL */
	/* One of the two: the CA to trust, or, where it is not known yet, its SHA-256
	 * fingerprint (64 hex digits): the chain must end in a CA that has it. */
	const char *ca_pem;
	const char *fingerprint;
	/* In place of all above: an address anywhere, http or https, by the system's CAs; it may
	 * be redirected to others of the two.  Nothing of ours goes along. */
	const char *url;
	const char *tag, *since; /* what is here already: the answer is 304 then; or NULL */
	size_t body_max;         /* bytes; 0: 64 KB */
};

/* Copies what it needs.  `done` is always called, later, on the loop. */
void fetch_start(struct loop *l, const struct fetch_ask *ask,
		 void (*done)(void *user, const struct fetch_reply *r), void *user);

#endif
