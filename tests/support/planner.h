/* SPDX-License-Identifier: MIT */
/* A program of the test's own, by rows as the store has them. */
#ifndef SUPPORT_PLANNER_H
#define SUPPORT_PLANNER_H

#include "server/program.h"

struct planner {
	struct program *program;
	int64_t series, requests, version;
};

void planner_begin(struct planner *p);
void planner_end(struct planner *p);
void planner_person(struct planner *p, int64_t group, int64_t member, bool leads);
/* `row` is the rest of a WIRE_SERIES behind its number, as JSON; `number` 0: a new one.  Its
 * number. */
int64_t planner_series(struct planner *p, int64_t number, const char *row);
/* A request of `member` that was granted: what (WIRE_REQUEST's r), about which occurrence. */
void planner_granted(struct planner *p, int64_t member, const char *what, int64_t series,
		     int64_t original_utc_ms);

#endif
