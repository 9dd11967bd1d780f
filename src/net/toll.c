/* SPDX-License-Identifier: MIT */
#include "net/toll.h"

#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

#include <linux/tcp.h>

enum {
	IPV4_BYTES = 20,
	IPV6_BYTES = 40,
	TCP_BYTES = 20,
	TIMESTAMP_BYTES = 12,
	SYN_BYTES = 20, /* its options: size, selective acknowledgement, time, scale */
	STATE_SYN_SENT = 2,
	STATE_ESTABLISHED = 1,
	FAREWELL_BYTES = 24,
	RST_BYTES = IPV4_BYTES + TCP_BYTES,
};

/* IPv4 inside of an IPv6 socket is IPv4 on the line. */
static unsigned ip_bytes(int fd)
{
	struct sockaddr_storage a = { 0 };
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&a;
	socklen_t n = sizeof(a);

	if (getsockname(fd, (struct sockaddr *)&a, &n) != 0 || a.ss_family != AF_INET6 ||
	    IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
		return IPV4_BYTES;
	return IPV6_BYTES;
}

bool toll_of(int fd, struct toll *out)
{
	struct tcp_info i = { 0 };
	socklen_t n = sizeof(i);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &i, &n) != 0 ||
	    n < offsetof(struct tcp_info, tcpi_notsent_bytes))
		return false;
	unsigned head = ip_bytes(fd) + TCP_BYTES, syn = head + SYN_BYTES;
	uint64_t sent = n < offsetof(struct tcp_info, tcpi_bytes_retrans) ? i.tcpi_bytes_acked
									  : i.tcpi_bytes_sent;

	if (i.tcpi_state == STATE_SYN_SENT) {
		*out = (struct toll) { .up = (uint64_t)i.tcpi_segs_out * syn, .over = true };
		return true;
	}
	if (i.tcpi_options & TCPI_OPT_TIMESTAMPS)
		head += TIMESTAMP_BYTES;
	out->up = sent + (uint64_t)i.tcpi_segs_out * head + (syn - head);
	out->down = i.tcpi_bytes_received + (uint64_t)i.tcpi_segs_in * head + (syn - head);
	out->head = head;
	out->over = i.tcpi_state != STATE_ESTABLISHED;
	out->waits = i.tcpi_unacked > 0;
	return true;
}

void toll_add(struct toll *sum, const struct toll *more)
{
	sum->up += more->up;
	sum->down += more->down;
}

void toll_add_end(struct toll *sum, const struct toll *socket)
{
	if (!socket->head)
		return;
	sum->up += socket->head;
	if (socket->over)
		return;
	sum->up += 2u * RST_BYTES;
	sum->down += 2 * socket->head + FAREWELL_BYTES;
	if (socket->waits) {
		sum->up += RST_BYTES;
		sum->down += 2 * socket->head;
	}
}
