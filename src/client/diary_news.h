/* SPDX-License-Identifier: MIT */
/* What of the schedule is worth a sentence: what has changed, and what is soon. */
#ifndef CLIENT_DIARY_NEWS_H
#define CLIENT_DIARY_NEWS_H

#include "client/diary.h"

enum {
	NEWS_MAX = 200,
	NEWS_EACH = 20, /* told one by one, of one batch; the rest as one */
	NEWS_DAYS = 28, /* ahead */
	NEWS_CLOCK_MS = 120000,
	NEWS_PART_BYTES = 8192, /* what is less than that is no part of something longer */
	NEWS_SOON_MINUTES = 10, /* at first */
	NEWS_SOON_TEXT = 4096,  /* bytes of news_soon_write */
	NEWS_SOON_MAX = 64,
	NEWS_OWN_MAX = 64,
};

struct news_was {
	int64_t series, original_utc_ms, start_utc_ms, end_utc_ms, leader, group;
	enum pl_kind kind;
	bool cancelled, found;
	char *title; /* ours */
};

struct news_note {
	struct pl_schedule_note pub;
	struct pl_request request;
	struct arena mem; /* their texts */
};

struct news_soon {
	int64_t series, start_utc_ms;
};

/* Of this device, at one moment: the clock on the wall, and the one that nobody sets and that
 * goes on while the device sleeps. */
struct news_clocks {
	int64_t utc_ms, steady_ms;
};

struct diary_news {
	struct news_note *notes;
	struct pl_schedule_note *list;
	size_t count;
	/* A batch: rows that have come, and no WIRE_PROGRAM yet. */
	bool in_batch;
	bool is_first;     /* of all there is, the first time: nothing of it is news */
	size_t batch_size; /* bytes, about; what is much comes in several batches */
	struct news_was *was;
	size_t was_count;
	int64_t *known; /* series that were there; -ID: a new one that was told */
	size_t known_count;
	int64_t from_utc_ms;
	bool had_request; /* the one whose row comes; how it was is the state */
	enum pl_request_state had_state;
	/* Series of which what is new was done on this device: until the batch ends. */
	int64_t own[NEWS_OWN_MAX];
	size_t own_count;
	/* Reminders. */
	int minutes; /* before; 0: never */
	struct news_soon told[NEWS_SOON_MAX];
	size_t told_count;
	int64_t looked_utc_ms;     /* when news_tick looked last; 0: never */
	struct news_clocks clocks; /* at the last news_jump, or when the server told the time */
	int64_t clock_minutes;     /* that was told of the clock; 0: it was right */
};

void news_init(struct diary_news *n);
void news_finish(struct diary_news *n);
/* This batch is all there is: the server was restored from a copy. */
void news_all_anew(struct diary_news *n);
/* A row is about to be taken. */
void news_before(struct diary_news *n, struct diary *p, const struct diary_world *w,
		 const struct wire_msg *m);
/* And now it is. */
void news_taken(struct diary_news *n, struct diary *p, const struct diary_world *w,
		const struct wire_msg *m);
/* A WIRE_PROGRAM: what belongs together has been taken.  Was there news? */
bool news_after(struct diary_news *n, struct diary *p, const struct diary_world *w);
/* What comes next of this series was done here. */
void news_own(struct diary_news *n, int64_t series);
bool news_is_own(const struct diary_news *n, int64_t series);
/* Its texts are copied.  Beyond NEWS_MAX the oldest goes. */
void news_add(struct diary_news *n, const struct pl_schedule_note *note);
/* Oldest first, as they are by now; borrowed until it is asked again or something else is done. */
size_t news_list(struct diary_news *n, int64_t now_utc_ms, const struct pl_schedule_note **out);
void news_said(struct diary_news *n, size_t count);

/* How far this device's clock is ahead of the server's, as it said when it greeted us. */
bool news_clock(struct diary_news *n, int64_t ahead_ms);
/* Is a clock that is off by so much told of? */
bool news_is_far(int64_t ms);
/* How far the clock on the wall was set since the last time, in ms; 0: not by NEWS_CLOCK_MS. */
int64_t news_jump(struct diary_news *n, struct news_clocks now);
/* By another clock it was told too early: it is told again, at its time. */
void news_forget_early(struct diary_news *n, int64_t now_utc_ms);
/* What is soon, by now, or has begun since it looked last, unseen (the device slept, or its clock
 * was set): was there any?  Of what began more than a day ago nothing is said.  And when there is
 * more, in ms from now; -1: not soon. */
bool news_tick(struct diary_news *n, struct diary *p, const struct diary_world *w);
int64_t news_due_ms(const struct diary_news *n, struct diary *p, const struct diary_world *w);
/* In whole minutes; < 0: it has begun. */
int news_minutes_to(int64_t start_utc_ms, int64_t now_utc_ms);
/* What was told is soon, as text and back: so that the next start does not say it again. */
void news_soon_write(const struct diary_news *n, struct buf *out);
void news_soon_read(struct diary_news *n, const char *text);

#endif
