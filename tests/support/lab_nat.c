/* SPDX-License-Identifier: MIT */
#include "support/lab_nat.h"

#include <string.h>

enum {
	SRC = 12,
	DST = 16,
	IP_SUM = 10,
	TCP = 6,
	TCP_SUM = 16,
	TCP_FLAGS = 13,
	SYN = 2,
	ACK = 16
};

static uint32_t get16(const unsigned char *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t get32(const unsigned char *p)
{
	return get16(p) << 16 | get16(p + 2);
}

static void put16(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char)(v >> 8);
	p[1] = (unsigned char)v;
}

/* RFC 1624: the sum as it is when `was` becomes `is`, both of 32 bits. */
static void mend_sum(unsigned char *sum, uint32_t was, uint32_t is)
{
	uint32_t s = (~get16(sum) & 0xffff) + (~(was >> 16) & 0xffff) + (~was & 0xffff) +
		     (is >> 16) + (is & 0xffff);

	s = (s & 0xffff) + (s >> 16);
	s = (s & 0xffff) + (s >> 16);
	put16(sum, ~s & 0xffff);
}

static void rewrite(unsigned char *p, size_t tcp, int at, uint32_t is)
{
	uint32_t was = get32(p + at);

	mend_sum(p + IP_SUM, was, is);
	mend_sum(p + tcp + TCP_SUM, was, is);
	put16(p + at, is >> 16);
	put16(p + at + 2, is & 0xffff);
}

/* Where TCP begins; 0: this is no TCP over IPv4. */
static size_t tcp_of(const unsigned char *p, size_t size)
{
	size_t head = size ? (p[0] & 15U) * 4 : 0;

	return size >= 40 && p[0] >> 4 == 4 && p[9] == TCP && head >= 20 && head + 20 <= size
		       ? head
		       : 0;
}

void lab_nat_rebind(struct lab_nat *n)
{
	n->outside++;
	memset(n->flows, 0, sizeof(n->flows));
}

static int find(const struct lab_nat *n, uint32_t port)
{
	for (int i = 0; i < LAB_FLOWS; i++)
		if (n->flows[i].outside && n->flows[i].port == port)
			return i;
	return -1;
}

bool lab_nat_out(struct lab_nat *n, unsigned char *p, size_t size)
{
	size_t tcp = tcp_of(p, size);
	uint32_t port;
	int i;

	if (!tcp || get32(p + SRC) != n->inside)
		return false;
	port = get16(p + tcp);
	i = find(n, port);
	if ((p[tcp + TCP_FLAGS] & (SYN | ACK)) == SYN) {
		i = i < 0 ? (int)(n->next++ % LAB_FLOWS) : i;
		n->flows[i].port = (uint16_t)port;
		n->flows[i].outside = n->outside;
	}
	if (i < 0)
		return false;
	rewrite(p, tcp, SRC, n->flows[i].outside);
	return true;
}

bool lab_nat_in(struct lab_nat *n, unsigned char *p, size_t size)
{
	size_t tcp = tcp_of(p, size);
	int i = tcp ? find(n, get16(p + tcp + 2)) : -1;

	if (i < 0 || get32(p + DST) != n->flows[i].outside)
		return false;
	rewrite(p, tcp, DST, n->inside);
	return true;
}
