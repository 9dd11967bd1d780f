/* SPDX-License-Identifier: MIT */
/*
 * Address translation between a patient's network and the rest (IPv4, TCP).  A flow
 * begins with a SYN; a rebind gives new flows a new address and forgets the old ones
 * without a word, as a mobile network does with a new tower.
 */
#ifndef SUPPORT_LAB_NAT_H
#define SUPPORT_LAB_NAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LAB_FLOWS = 64 };

struct lab_nat {
	uint32_t inside;  /* the patient's address; host byte order */
	uint32_t outside; /* what the server sees now */
	struct {
		uint16_t port;    /* the patient's */
		uint32_t outside; /* 0: free */
	} flows[LAB_FLOWS];
	unsigned next;
};

void lab_nat_rebind(struct lab_nat *n);
/* Rewrites the packet; false: it belongs to no flow and goes nowhere. */
bool lab_nat_out(struct lab_nat *n, unsigned char *p, size_t size);
bool lab_nat_in(struct lab_nat *n, unsigned char *p, size_t size);

#endif
