/* SPDX-License-Identifier: MIT */
/* Instructions of this process, as the kernel counts them: the same on a busy machine. */
#ifndef BENCH_COUNTER_H
#define BENCH_COUNTER_H

int counter_open(void);           /* -1: the kernel does not count */
double counter_read(int counter); /* in millions, since it was opened; 0: it does not count */

#endif
