/* SPDX-License-Identifier: MIT */
/* The parts of the bench of the server: each has the server to itself, and fills in figures. */
#ifndef BENCH_HUB_PARTS_H
#define BENCH_HUB_PARTS_H

#include "support/hall.h"
#include "support/many.h"

enum figure {
	IDLE_KB,
	HELD,
	DELIVERIES,
	DELIVERIES_CPU,
	P99,
	P50,
	STALLED_KB,
	STALLED_LOST,
	LOST,
	FIGURES,
};

struct bench {
	const char *porchlightd;
	int cores, stall_s;
	int64_t tickets; /* of each person, that earlier parts have used */
	struct hall hall;
	bool has[FIGURES];
	double got[FIGURES];
};

/* False, said on stderr: it could not be measured. */
bool part_idle(struct bench *b);
bool part_fan(struct bench *b);
bool part_stall(struct bench *b);

void bench_got(struct bench *b, enum figure f, double value);
/* So many clients, in groups of ten, connected; NULL, said on stderr. */
struct many *bench_crowd(struct bench *b, struct many_conf *conf, int count);
int64_t bench_now_us(void);

#endif
