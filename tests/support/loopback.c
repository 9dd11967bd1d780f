/* SPDX-License-Identifier: MIT */
#include "support/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { WAITING = 4 };

int loopback_listen(int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(fd, WAITING) != 0 || getsockname(fd, (struct sockaddr *)&at, &n) != 0) {
		perror("loopback");
		abort();
	}
	*port = ntohs(at.sin_port);
	return fd;
}
