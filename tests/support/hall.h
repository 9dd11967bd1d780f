/* SPDX-License-Identifier: MIT */
/*
 * A session server for many: a data folder of its own with groups of ten whose people are
 * put into the store as an enrolment would, without the slow hash.
 */
#ifndef SUPPORT_HALL_H
#define SUPPORT_HALL_H

#include <stdbool.h>
#include <stdint.h>

#include "support/child.h"

enum { HALL_GROUP = 10 }; /* people of a group; person p is in group p / HALL_GROUP */

struct hall {
	char dir[64], data[96], log[96];
	int64_t *groups; /* their ids */
	int groups_count, port;
	bool tells; /* its log has all that the server does, not only what is wrong */
	struct child server;
};

/* `porchlightd` is the program's path.  False, said on stderr, when it cannot be. */
bool hall_open(struct hall *h, const char *porchlightd, int groups);
/* `core`: the one it may use, -1 for any. */
bool hall_serve(struct hall *h, const char *porchlightd, int core);
void hall_stop(struct hall *h);
void hall_close(struct hall *h);
/* What proves who person `p` is. */
void hall_token(int p, char *out, size_t size);

/* Of the server's process. */
long hall_pss_kb(const struct hall *h);
double hall_cpu_s(const struct hall *h);
/* The kernel's memory for what the server has sent on its connections and the other side has
 * not taken: the most of one of them in bytes, and the sum.  -1: it cannot be had here. */
long hall_queued(const struct hall *h, long *sum);

#endif
