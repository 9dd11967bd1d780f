/* SPDX-License-Identifier: MIT */
/* HTTP by libcurl: one request at a time, off the loop thread, answered by callback. */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include "base/buf.h"
#include "net/loop.h"
#include "net/ws.h"

struct fetch_reply {
	int status; /* HTTP's; 0: no answer, or not all of it, and `end` says why */
	int part;   /* of one that was cut off, HTTP's: `body` is what came of it; else 0 */
	enum ws_end end;
	struct str body;         /* at most 64 KB, or as asked for */
	const char *tag, *since; /* ETag and Last-Modified, or "" */
	struct toll toll;        /* of all its connections; on a line: nothing, see below */
};

/* Asks of one server, one after the other, go over one connection while that lasts. */
struct fetch_line;

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
	struct fetch_line *line; /* or NULL: a connection of its own */
	/* What is here of the body: bytes from this one on, if it is still what `part_tag` was given
	 * with (206), or all of it (200). */
	size_t from;
	const char *part_tag;
	bool packed;  /* it may come as gzip, and is unpacked */
	bool patient; /* it may take an hour, as long as something comes */
};

struct fetch_line *fetch_line_open(void);
/* Nothing is under way on it; what all of it weighed is added to `sum`.  NULL is fine. */
void fetch_line_close(struct fetch_line *l, struct toll *sum);

/* Copies what it needs.  `done` is always called, later, on the loop. */
void fetch_start(struct loop *l, const struct fetch_ask *ask,
		 void (*done)(void *user, const struct fetch_reply *r), void *user);

#endif
