/* SPDX-License-Identifier: MIT */
#include "net/pulse.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

bool pulse_ask(int fd, struct pulse *out)
{
	struct tcp_info i = { 0 };
	socklen_t n = sizeof(i);
	uint32_t ms;

	*out = (struct pulse) { 0 };
	if (fd < 0 || getsockopt(fd, IPPROTO_TCP, TCP_INFO, &i, &n) != 0)
		return false;
	ms = i.tcpi_last_ack_recv < i.tcpi_last_data_recv ? i.tcpi_last_ack_recv
							  : i.tcpi_last_data_recv;
	*out = (struct pulse) { .unacked = i.tcpi_unacked > 0,
				.heard_ms = ms,
				.rtt_ms = (int)(i.tcpi_rtt / 1000),
				.vary_ms = (int)(i.tcpi_rttvar / 1000),
				.again_ms = (int)(i.tcpi_rto / 1000) };
	return true;
}

void pulse_set_patience(int fd, unsigned ms)
{
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof(ms));
}

void pulse_set_pace(int fd)
{
	const int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_THIN_LINEAR_TIMEOUTS, &on, sizeof(on));
}

void pulse_end(int fd)
{
	shutdown(fd, SHUT_RDWR);
}

/* With data that nobody takes, a close would go on for minutes, and each try costs bytes. */
void pulse_end_at_once(int fd)
{
	const struct linger at_once = { 1, 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	shutdown(fd, SHUT_RDWR);
}
