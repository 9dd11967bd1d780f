/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>

#include "support/hall.h"

/* Asks the kernel for all connections of ours in TCP, with what their sockets hold. */
static bool ask(int fd)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 req;
	} all = { 0 };

	all.head.nlmsg_len = sizeof(all);
	all.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
	all.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	all.req.sdiag_family = AF_INET;
	all.req.sdiag_protocol = IPPROTO_TCP;
	all.req.idiag_states = 1u << TCP_ESTABLISHED;
	all.req.idiag_ext = 1u << (INET_DIAG_SKMEMINFO - 1);
	return send(fd, &all, sizeof(all), 0) == sizeof(all);
}

static long queued(const struct nlmsghdr *n, int port)
{
	const struct inet_diag_msg *m = NLMSG_DATA(n);
	int left = (int)(n->nlmsg_len - NLMSG_LENGTH(sizeof(*m)));

	if (ntohs(m->id.idiag_sport) != port)
		return 0;
	for (const struct rtattr *a = (const struct rtattr *)(m + 1); RTA_OK(a, left);
	     a = RTA_NEXT(a, left))
		if (a->rta_type == INET_DIAG_SKMEMINFO)
			return (long)((const unsigned *)RTA_DATA(a))[SK_MEMINFO_WMEM_QUEUED];
	return 0;
}

static bool take(char *some, ssize_t n, int port, long *most, long *sum)
{
	int left = (int)n;

	for (const struct nlmsghdr *h = (const struct nlmsghdr *)some; NLMSG_OK(h, left);
	     h = NLMSG_NEXT(h, left)) {
		long bytes;

		if (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR)
			return false;
		bytes = queued(h, port);
		*sum += bytes;
		*most = bytes > *most ? bytes : *most;
	}
	return true;
}

long hall_queued(const struct hall *h, long *sum)
{
	_Alignas(struct nlmsghdr) static char some[65536];
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	long most = 0;
	ssize_t n = 0;

	*sum = 0;
	if (fd < 0 || !ask(fd))
		most = -1;
	while (most >= 0 && (n = recv(fd, some, sizeof(some), 0)) > 0)
		if (!take(some, n, h->port, &most, sum))
			break;
	if (fd >= 0)
		close(fd);
	return n < 0 ? -1 : most;
}
