/* SPDX-License-Identifier: MIT */
/*
 * A link laboratory: two network namespaces with a bad line between them, packet by
 * packet (TUN).  The server and the other members live in one, a patient in the other.
 * Needs root; where it cannot be had lab_open says why, and the test skips by name.
 */
#ifndef SUPPORT_LAB_H
#define SUPPORT_LAB_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

#define LAB_SERVER "10.77.0.1"

struct lab_profile {
	const char *name;
	int rtt_ms, jitter_ms;
	int down_kbit, up_kbit; /* a second */
	int loss_per_mille;     /* each way */
	const char *trace; /* a file of delivery times, both ways, in place of rates; or NULL */
	int queue_bytes;   /* what waits before the line beyond this is dropped */
};
extern const struct lab_profile lab_profiles[];          /* ended by a row without a name */
const struct lab_profile *lab_profile(const char *name); /* NULL: there is none */

enum lab_side { LAB_AT_SERVER, LAB_AT_PATIENT };

struct lab_count {
	uint64_t bytes_up,
		bytes_down; /* IP headers included; lost ones too: they were paid for */
	uint64_t packets_up, packets_down, lost;
};

struct lab;

struct lab *lab_open(const struct lab_profile *p, uint64_t seed, struct err *err);
void lab_close(struct lab *l); /* NULL is fine */
/* The namespace, for child_open_in. */
int lab_netns(const struct lab *l, enum lab_side side);
void lab_set(struct lab *l, const struct lab_profile *p);
void lab_outage(struct lab *l, bool on);
void lab_rebind(struct lab *l); /* old flows die without a word, new ones have a new address */
/* Writes a line for each packet, "MS up|down BYTES TCP-PAYLOAD FLAGS", until it is told NULL. */
void lab_log(struct lab *l, FILE *log);
/* In the namespace where the caller is: the way to the other side comes, or goes. */
bool lab_route(bool there);
void lab_counts(struct lab *l, struct lab_count *out);

#endif
