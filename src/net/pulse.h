/* SPDX-License-Identifier: MIT */
/* What the kernel knows of a TCP connection.  Asked of it alone: nothing is sent. */
#ifndef NET_PULSE_H
#define NET_PULSE_H

#include <stdbool.h>
#include <stdint.h>

struct pulse {
	bool unacked;     /* the other end has not got all that was sent */
	int64_t heard_ms; /* since anything came from it, be it an acknowledgement */
	int rtt_ms, vary_ms;
	int again_ms; /* from one time that it is sent to the next, as things are */
};

/* False: `fd` is no TCP connection. */
bool pulse_ask(int fd, struct pulse *out);
/* A path that dies without a word ends after this. */
void pulse_set_patience(int fd, unsigned ms);
/* What is lost is sent again at an even pace at first, not after ever longer waits. */
void pulse_set_pace(int fd);
/* From outside libwebsockets' callbacks a connection ends by its socket. */
void pulse_end(int fd);
/* Closing it says nothing more to the other end than that it is over. */
void pulse_end_at_once(int fd);

#endif
