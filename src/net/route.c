/* SPDX-License-Identifier: MIT */
#include "net/route.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"

struct route_watch {
	struct loop_watch *watch;
	int fd;
	void (*on_change)(void *user);
	void *user;
};

/* Connecting a datagram socket looks the route up and does no more. */
static int look_up(const char *address, int port)
{
	const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
					.ai_socktype = SOCK_DGRAM };
	struct addrinfo *a = NULL;
	char service[16];
	int fd;

	snprintf(service, sizeof(service), "%d", port);
	if (getaddrinfo(address, service, &hints, &a) != 0)
		return -1;
	fd = socket(a->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, a->ai_addr, a->ai_addrlen) != 0) {
		close(fd);
		fd = -1;
	}
	freeaddrinfo(a);
	return fd;
}

bool route_to(const char *address, int port)
{
	int fd = look_up(address, port);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void route_from(const char *address, int port, char out[ROUTE_TEXT])
{
	struct sockaddr_storage a = { 0 };
	struct sockaddr *any = (struct sockaddr *)&a;
	socklen_t n = sizeof(a);
	int fd = look_up(address, port);

	out[0] = '\0';
	if (fd < 0)
		return;
	if (getsockname(fd, any, &n) != 0 ||
	    getnameinfo(any, n, out, ROUTE_TEXT, NULL, 0, NI_NUMERICHOST) != 0)
		out[0] = '\0';
	close(fd);
}

/* Addresses that are for documentation: they are as far away as any other. */
bool route_any(void)
{
	return route_to("198.51.100.1", 443) || route_to("2001:db8::1", 443);
}

/* Changes come by the dozen: what they are is not read, for the route is looked up anew. */
static void on_news(void *user)
{
	struct route_watch *w = user;
	char some[8192];
	ssize_t n;

	do {
		n = recv(w->fd, some, sizeof(some), MSG_DONTWAIT);
	} while (n > 0 || (n < 0 && (errno == ENOBUFS || errno == EINTR)));
	w->on_change(w->user);
}

struct route_watch *route_watch_create(struct loop *l, void (*on_change)(void *user),
				       void *user)
{
	const struct sockaddr_nl a = { .nl_family = AF_NETLINK,
				       .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR |
						    RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR |
						    RTMGRP_IPV6_ROUTE };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
	struct route_watch *w;

	if (fd < 0 || bind(fd, (const struct sockaddr *)&a, sizeof(a)) != 0) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	w = mem_get(sizeof(*w));
	*w = (struct route_watch) { .fd = fd, .on_change = on_change, .user = user };
	w->watch = loop_watch_create(l, fd, on_news, w);
	return w;
}

void route_watch_destroy(struct route_watch *w)
{
	if (!w)
		return;
	loop_watch_destroy(w->watch);
	close(w->fd);
	free(w);
}
