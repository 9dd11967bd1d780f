/* SPDX-License-Identifier: MIT */
/*
 * One direction of a bad line: rate, delay, jitter, loss, a queue with an end, outages,
 * or a trace of the moments at which it carries something.  Pure: packets and times in,
 * packets and times out.
 */
#ifndef SUPPORT_LAB_LINE_H
#define SUPPORT_LAB_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LAB_MTU = 1500, LAB_TRACE_BYTES = 1504 };

struct lab_packet {
	struct lab_packet *next;
	int64_t due_us; /* when it is at the other end */
	size_t n;
	unsigned char bytes[LAB_MTU];
};

struct lab_line {
	int64_t delay_us, jitter_us;
	int64_t bits_per_s; /* 0: as fast as can be */
	int loss_ppm;       /* of a million packets */
	size_t queue_bytes; /* what is in line above this is dropped */
	/* Moments in ms, rising, at which 1504 bytes pass; repeated from the start (mahimahi). */
	const int64_t *trace_ms;
	size_t trace_count;

	uint64_t random; /* the seed at first */
	bool down;       /* an outage: what enters is dropped */
	int64_t free_us; /* when what is in line has been sent */
	size_t trace_at, trace_left;
	int64_t trace_base_us;
	struct lab_packet *first, **last;
	uint64_t bytes, packets, lost; /* that entered, headers included; of these lost */
};

void lab_line_init(struct lab_line *l, uint64_t seed);
void lab_line_finish(struct lab_line *l);
/* A copy of the packet goes in, or is lost. */
void lab_line_put(struct lab_line *l, const void *p, size_t n, int64_t now_us);
/* The next that is due, the caller's (free); NULL: none.  They never overtake. */
struct lab_packet *lab_line_take(struct lab_line *l, int64_t now_us);
int64_t lab_line_due_us(const struct lab_line *l); /* INT64_MAX: nothing is in it */
/* Reads a trace; the caller's (free).  NULL where there is none or it does not rise. */
int64_t *lab_trace_read(const char *path, size_t *count);

#endif
