/* SPDX-License-Identifier: MIT */
/* People in groups of ten who talk, and what each of them hears: nothing lost, nothing twice. */
#ifndef BENCH_HUB_TALK_H
#define BENCH_HUB_TALK_H

#include "bench/hub_parts.h"

struct seat {
	int64_t last; /* the newest number that came */
	int heard;    /* messages, their own numbers too */
	int unanswered;
	bool dirty;                          /* has something to flush */
	unsigned char *have;                 /* by number, of one that may miss some; or NULL */
	int64_t asked, asked_last, asked_ms; /* of those, what it has asked for */
};

struct talk {
	struct many *many;
	struct seat *seats;
	int count, window; /* window: lines of each on their way; 0: as they are said */
	int64_t *tickets;  /* the last of each */
	int64_t tickets_before;
	struct buf *packed; /* lines made ready: by group, then by ticket */
	int packed_groups;
	struct seat **dirty;
	int dirty_count;
	int64_t delivered, wrong, errors; /* wrong: lost or doubled */
	int64_t *late_us;                 /* of each delivery; or NULL */
	size_t late_count, late_max;
	int64_t have_max;
};

bool talk_begin(struct talk *t, struct bench *b, int count);
/* Counts what went wrong into the figures, and lets all go. */
void talk_end(struct talk *t, struct bench *b);
bool talk_connect(struct talk *t, int count, int64_t ms);
/* Lines for the first `groups` groups are made ready, so that clients cost little. */
void talk_pack(struct talk *t, int groups);

/* One line of client `i`. */
void talk_say(struct talk *t, int i, const char *text);
void talk_say_at(struct talk *t, int i, int64_t due_us);
/* As many as its window allows. */
void talk_fill(struct talk *t, int i);
bool talk_turn(struct talk *t, int ms);
void talk_settle(struct talk *t, int64_t quiet_ms, int64_t ms);

#endif
