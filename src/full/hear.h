/* SPDX-License-Identifier: MIT */
/*
 * The accessible layout of the full face, for who listens to the screen or feels it: one
 * column of sentences above the line, each written once, at its bottom, and scrolled up by the
 * terminal.  No title, no status, no people beside: what is not asked for is not written.
 * What arrives waits for a pause in typing, and comes one sentence a paint.
 */
#ifndef FULL_HEAR_H
#define FULL_HEAR_H

#include "hear/hold.h"
#include "hear/tell.h"

struct desk;

struct hear_options {
	int64_t hold_ms; /* as the line face's */
	bool times;      /* with each message */
	bool braille;    /* the cursor rests on what is newest while nothing is typed */
	bool is_new;     /* is told where to find what there is */
};

struct hear;

/* The desk is open, and nothing was built for it; desk_close closes it. */
void hear_open(struct desk *d, const struct hear_options *o);
void hear_close(struct desk *d);

/* Builds the meeting, and tells what is new in it; true: the meeting is what is up. */
bool hear_meeting(struct desk *d);
/* Sentences that were asked for, a line each. */
void hear_say(struct desk *d, const char *words);
/* What came by itself: the schedule's news. */
void hear_news(struct desk *d, size_t most);
/* The connection, once when it is down and once when it is back. */
void hear_link(struct desk *d);
/* A key was pressed. */
void hear_pressed(struct desk *d);
/* The next sentence that is due is what is newest now; false: none is. */
bool hear_next(struct desk *d);
/* All that was told has been written. */
void hear_seen(struct desk *d);
/* Milliseconds until there may be something to do; -1: not by time. */
int64_t hear_due_ms(const struct desk *d);
/* What was written, to be laid out. */
const struct model *hear_shown(const struct desk *d);
/* The row of the body that has the cursor, from 1; 0: the line has it. */
int hear_cursor(const struct desk *d);

/* hear_keys.c: keys, and what the stage did, that have another course by ear; false: they have
 * not. */
bool hear_key(struct desk *d, int32_t key);
bool hear_follow(struct desk *d, int bit);

#endif
