/* SPDX-License-Identifier: MIT */
/*
 * A bad line in front of a server on loopback: clients connect to its port, and what it lets
 * through reaches the server's.  It counts the bytes each way, delays them, and breaks the
 * connection where it is told to.  Knows bytes alone: packets are the tests' laboratory's.
 *
 * Driven by the caller's poll loop; the clock comes in as an argument, chance from the seed.
 */
#ifndef DEMO_SLOWLINE_H
#define DEMO_SLOWLINE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum slowline_way { SLOWLINE_UP, SLOWLINE_DOWN, SLOWLINE_WAYS };

/* How a connection ends. */
enum slowline_end {
	SLOWLINE_HANG_UP, /* in good order, to both */
	SLOWLINE_RESET,   /* at once, to both */
	SLOWLINE_SILENT,  /* nobody is told; new ones work: a rebind */
	SLOWLINE_ENDS,
};

struct slowline_quality {
	int rtt_ms, jitter_ms;
	int kbit[SLOWLINE_WAYS]; /* a second; 0: as fast as it goes */
	int loss_per_mille;      /* of pieces; TCP hides it, so what is lost comes later */
};

/* What a connection has open: its two sockets; and the listening one. */
enum { SLOWLINE_CONNS = 8, SLOWLINE_FDS = 1 + 2 * SLOWLINE_CONNS };

struct slowline;

/* NULL: the system gives no sockets. */
struct slowline *slowline_open(int server_port, uint64_t seed);
void slowline_close(struct slowline *s); /* NULL is fine */
int slowline_port(const struct slowline *s);
void slowline_set(struct slowline *s, const struct slowline_quality *q);

/* At most SLOWLINE_FDS; how many. */
size_t slowline_fds(const struct slowline *s, struct pollfd *out);
int slowline_timeout_ms(const struct slowline *s, int64_t now_ms); /* -1: no limit */
void slowline_work(struct slowline *s, int64_t now_ms);

/* All that is connected. */
void slowline_cut(struct slowline *s, enum slowline_end how);
/* The same when `bytes` more have gone that way, and that once. */
void slowline_cut_after(struct slowline *s, enum slowline_way way, uint64_t bytes,
			enum slowline_end how);
/* False: the last slowline_cut_after waits still. */
bool slowline_has_cut(const struct slowline *s);
void slowline_cut_never(struct slowline *s);
/* Nothing goes through, and nothing is lost. */
void slowline_stall(struct slowline *s, bool on);
/* Both ways, since it was opened. */
void slowline_bytes(const struct slowline *s, uint64_t out[SLOWLINE_WAYS]);

#endif
