/* SPDX-License-Identifier: MIT */
/* Somebody in the bottle: a client of libporchlight with one of the two faces before it. */
#ifndef SUPPORT_ATTEND_H
#define SUPPORT_ATTEND_H

#include "full/desk.h"
#include "line/run.h"
#include "support/bottle.h"

struct attend {
	const char *name;
	bool full;   /* else lines */
	bool by_ear; /* the full face's accessible layout, with what arrives held as by default */
	int rows, cols;
	const struct bottle_line *line_kind;

	struct pl_client *client;
	bool joined;
	struct loop *clock;
	struct loop_timer *wake;
	struct line line;
	struct desk desk;
	struct glass *glass;
	/* All that the line face wrote, or who listens to the full one was told, with the time
	 * before each sentence. */
	struct buf told;
	uint64_t told_id; /* the last of it that came from the full face */
};

/* Joins with an invite, which takes its time. */
void attend_open(struct attend *a, const char *invite);
void attend_close(struct attend *a);
/* A line is typed, and Enter. */
void attend_type(struct attend *a, const char *text);
/* A key or two, in the full face. */
void attend_keys(struct attend *a, const char *bytes);

/* "12:05", since the bottle was opened. */
void attend_time(struct buf *out);

#endif
