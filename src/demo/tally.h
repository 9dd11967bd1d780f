/* SPDX-License-Identifier: MIT */
/*
 * What was done in a practice, as the scripted members saw it: each knows how long it waited,
 * and what was done to it.  Looked at after each turn of theirs; moments are monotonic.
 */
#ifndef DEMO_TALLY_H
#define DEMO_TALLY_H

#include "demo/company.h"

/* One member of the cast. */
struct tally_member {
	bool waits, admitted, muted, out, removed, lost;
	bool wrote, answered; /* at the side door */
	bool flagged, seen;   /* is not safe, and somebody sees to it */
	bool has_floor;
	size_t called;                 /* given the floor after a raised hand */
	int64_t wait_ms, waited_ms;    /* since when, and so long in all */
	int64_t hand_ms, hand_most_ms; /* since when it is up; the longest */
};

struct tally {
	int64_t began_ms, ended_ms; /* a session; began_ms 0: there was none */
	struct tally_member members[SCRIPT_CAST_MAX];
};

void tally_look(struct tally *t, const struct company *c, int64_t now_ms);

#endif
