/* SPDX-License-Identifier: MIT */
/* A server of the test's own, on this machine alone. */
#ifndef SUPPORT_LOOPBACK_H
#define SUPPORT_LOOPBACK_H

/* Listens at a free port of 127.0.0.1, which is told; the test ends where it cannot. */
int loopback_listen(int *port);

#endif
