/* SPDX-License-Identifier: MIT */
/*
 * Does the other end of a TCP connection still answer?  A reader that takes nothing, and a
 * path that has died, look the same from above: only the kernel knows that its probes are
 * answered.  TCP_USER_TIMEOUT ends both, and is not used.
 */
#ifndef NET_PATH_H
#define NET_PATH_H

#include <stdint.h>

enum {
	PATH_DEAD_MS = 45000,          /* data was sent, there was room for it, and no answer */
	PATH_DEAD_STALLED_MS = 300000, /* the kernel asks a reader that is full every 2 min. */
};

enum path { PATH_CLEAR, PATH_WAITS, PATH_DEAD };

/* What the kernel knows of it, in bytes and ms. */
struct path_seen {
	uint32_t unacked, unsent, window; /* window: what the other end has room for */
	int64_t silent_ms;                /* since anything came from there */
};

/* CLEAR: all that was sent has arrived.  `waits_ms`: how long it has been otherwise. */
enum path path_judge(const struct path_seen *seen, int64_t waits_ms);
/* The same of a socket; CLEAR when it cannot be told. */
enum path path_look(int fd, int64_t waits_ms);

/* The shortest round trip so far, in ms; 0 when it cannot be told. */
int64_t path_rtt_ms(int fd);

/* Asks a connection that is quiet for 15 min. whether it is there, as TCP does: a process that
 * is stopped costs nothing, a path that is gone ends after a minute more. */
void path_keep_alive(int fd);

#endif
