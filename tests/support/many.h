/* SPDX-License-Identifier: MIT */
/*
 * Thousands of light clients in one process: TLS 1.3 and WebSocket on one epoll, the messages
 * of porchlight.1.d2 and nothing kept of them.  For load on a server, on loopback.
 */
#ifndef SUPPORT_MANY_H
#define SUPPORT_MANY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum one_state { ONE_IDLE, ONE_CONNECTS, ONE_SHAKES, ONE_UPGRADES, ONE_OPEN, ONE_GONE };

/* One client. */
struct one {
	struct many *many;
	void *tls; /* an SSL */
	int fd;
	enum one_state state;
	int person;    /* whose token it has */
	int64_t group; /* where it talks; the caller's */
	bool deaf;     /* does not read: many_deafen */
	bool waits;    /* its socket is full */
	int64_t last;  /* the number of the message before; one without a number is the next */
	int small;     /* SO_RCVBUF to ask for; before it is connected */
	struct buf in, out;
	uint64_t bytes_in; /* of TLS records' content */
	void *user;        /* the caller's */
};

/* A message as it came; 0 for what it has not got.  The text is as JSON has it. */
struct heard {
	char t; /* 'm', 'k', 'e' ... */
	int64_t g, s, u, k;
	struct str c, b;
};

struct many_conf {
	int port, count;
	void (*token)(int person, char *out, size_t size);
	void (*on_heard)(void *user, struct one *o, const struct heard *m);
	void *user;
};

struct many;

/* None of them is connected yet. */
struct many *many_create(const struct many_conf *conf);
void many_destroy(struct many *m);
struct one *many_one(struct many *m, int i);
/* How many are open. */
int many_open(const struct many *m);
/* How many went away without being told to. */
int many_lost(const struct many *m);
/* Connects the first `count` of them, few at a time; false: not all within `ms`. */
bool many_connect(struct many *m, int count, int64_t ms);
/* Reads and writes for at most `ms`; true when something happened. */
bool many_turn(struct many *m, int ms);
/* Turns until nothing has come for `quiet_ms`, or `ms` have gone. */
void many_settle(struct many *m, int64_t quiet_ms, int64_t ms);

/* The frame for one line, packed as a client would; the caller's to buf_finish. */
void many_pack_say(struct buf *out, int64_t group, int64_t ticket, const char *text);
/* A packed frame goes into the WebSocket; goes out with many_flush. */
void many_put(struct one *o, const char *packed, size_t n);
void many_flush(struct one *o);
/* "Give me s .. s+n-1 again", and goes out. */
void many_ask(struct one *o, int64_t seq, int64_t n);
void many_deafen(struct one *o, bool deaf);

#endif
