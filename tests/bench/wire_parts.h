/* SPDX-License-Identifier: MIT */
/* The parts of the bench of the wire: each finds nobody on the bad line and leaves so. */
#ifndef BENCH_WIRE_PARTS_H
#define BENCH_WIRE_PARTS_H

#include <stdio.h>

#include "support/cast.h"
#include "support/lab.h"
#include "support/screen.h"

#include "bench/figures.h"

#define WIRE_PATIENT "Ana"

enum { WIRE_REPEATS_MAX = 16 };

enum wire_figure {
	MEETING_BYTES,
	MEETING_DOWN,
	MEETING_UP,
	MEETING_PACKETS,
	ENROL_BYTES,
	COLD_BYTES_FIRST,
	COLD_BYTES_RESUMED,
	COLD_S,
	IDLE_HOUR_BYTES,
	OUTAGE_S,
	OUTAGE_BYTES,
	REBIND_S,
	REBIND_BYTES,
	LOST,
	DOUBLED,
	PTY_BYTES,
	CLIENT_CPU_S,
	WIRE_FIGURES,
};

struct wire_bench {
	/* What was asked for. */
	const struct lab_profile *profile;
	double speed;
	int idle_ms, repeats;

	FILE *packets; /* or NULL: a line for each, and where a part begins and ends */
	struct lab *lab;
	struct town *town;
	struct cast cast;
	struct talk meeting, said; /* `said` is all there is */
	struct cast_truth truth;   /* of all that has been looked at */
	struct screen *screen;     /* NULL: the patient is not here */
	struct figure figures[WIRE_FIGURES];
};

/* False, said on stderr: it could not be measured. */
bool part_enrol(struct wire_bench *b); /* has to be the first */
bool part_meeting(struct wire_bench *b);
bool part_cold(struct wire_bench *b);
bool part_idle(struct wire_bench *b);
bool part_outage(struct wire_bench *b);
bool part_rebind(struct wire_bench *b);
bool part_truth(struct wire_bench *b); /* the last */

/* wire_seat.c: the patient, and the time that goes by meanwhile */

/* On a device with a folder of that name in the town; `invite` or NULL. */
bool wire_sits(struct wire_bench *b, const char *folder, const char *invite);
void wire_leaves(struct wire_bench *b); /* by the key */
void wire_dies(struct wire_bench *b);   /* as if the battery had gone */
/* A copy of the patient's folder, in place of what is there. */
void wire_copy(struct wire_bench *b, const char *from, const char *to);
/* Everybody goes on until the text is on the patient's screen; false: not in time. */
bool wire_sees(struct wire_bench *b, const char *text, int ms);
void wire_passes(struct wire_bench *b, int ms);
/* Until nothing has gone over the line for so long. */
void wire_settles(struct wire_bench *b, int quiet_ms);
/* Somebody says a line, which is part of what was said. */
void wire_says(struct wire_bench *b, const char *who, const char *text);
void wire_marks(const struct wire_bench *b, const char *what); /* among the packets */
uint64_t wire_bytes(struct wire_bench *b);
double wire_cpu_s(const struct wire_bench *b); /* of the patient's program, so far */

#endif
