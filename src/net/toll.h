/* SPDX-License-Identifier: MIT */
/*
 * What a connection weighs on the line: its IP packets with their headers, as the kernel
 * counted them (TCP_INFO).  Nothing is known of what was sent to us and lost on the way, of
 * what came twice, and of the name's look-up; before Linux 4.19 nothing of what we sent
 * again.
 */
#ifndef NET_TOLL_H
#define NET_TOLL_H

#include <stdbool.h>
#include <stdint.h>

struct toll {
	uint64_t up, down; /* bytes */
	unsigned head;     /* of one socket: bytes of a packet with nothing in it */
	bool over;         /* of one socket: the other side has ended it */
	bool waits;        /* of one socket: something is not acknowledged */
};

/* False, with `out` as it was: no socket of TCP's, or a kernel before Linux 4.2. */
bool toll_of(int fd, struct toll *out);
/* The bytes. */
void toll_add(struct toll *sum, const struct toll *more);
/*
 * What one socket still costs when it is closed now, for nobody can look any more: FIN, what
 * the other side's TLS says (24 bytes) and FIN when it gets that, and RST for each of these,
 * since nobody hears them; and where something was not acknowledged yet, that.  Measured on
 * a line with a delay; without one it is a packet or two less.
 */
void toll_add_end(struct toll *sum, const struct toll *socket);

#endif
