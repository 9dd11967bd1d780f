/* SPDX-License-Identifier: MIT */
#include "net/path.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/tcp.h>

enum path path_judge(const struct path_seen *seen, int64_t waits_ms)
{
	int64_t silent_ms = seen->silent_ms < waits_ms ? seen->silent_ms : waits_ms;
	/* What waits for the other end's room is not sent, but for a probe now and then. */
	int64_t limit_ms = seen->unacked && seen->window ? PATH_DEAD_MS : PATH_DEAD_STALLED_MS;

	if (!seen->unacked && !seen->unsent)
		return PATH_CLEAR;
	return silent_ms >= limit_ms ? PATH_DEAD : PATH_WAITS;
}

static bool ask(int fd, struct tcp_info *out)
{
	socklen_t n = sizeof(*out);

	memset(out, 0, sizeof(*out));
	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, out, &n) == 0;
}

enum path path_look(int fd, int64_t waits_ms)
{
	struct tcp_info i;
	struct path_seen seen;

	if (!ask(fd, &i))
		return PATH_CLEAR;
	seen = (struct path_seen) { i.tcpi_unacked, i.tcpi_notsent_bytes, i.tcpi_snd_wnd,
				    i.tcpi_last_ack_recv };
	/* A kernel that does not tell the window: the longer wait. */
	return path_judge(&seen, waits_ms);
}

int64_t path_rtt_ms(int fd)
{
	struct tcp_info i;

	if (!ask(fd, &i) || i.tcpi_min_rtt == UINT32_MAX)
		return 0;
	return i.tcpi_min_rtt / 1000;
}

void path_keep_alive(int fd)
{
	const int on = 1, idle_s = 900, step_s = 15, steps = 4;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof(idle_s));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &step_s, sizeof(step_s));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &steps, sizeof(steps));
}
