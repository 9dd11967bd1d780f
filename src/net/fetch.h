/* SPDX-License-Identifier: MIT */
/* HTTP by libcurl: one POST at a time, off the loop thread, answered by callback. */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include "base/buf.h"
#include "net/loop.h"
#include "net/ws.h"

struct fetch_reply {
	int status; /* HTTP's; 0: no answer, and `end` says why */
	enum ws_end end;
	struct str body;  /* at most 64 KB */
	struct toll toll; /* of all its connections */
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
};

/* Copies what it needs.  `done` is always called, later, on the loop. */
void fetch_start(struct loop *l, const struct fetch_ask *ask,
		 void (*done)(void *user, const struct fetch_reply *r), void *user);

#endif
