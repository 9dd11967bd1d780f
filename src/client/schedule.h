/* SPDX-License-Identifier: MIT */
/* The schedule's edges: the public side, the line and the store. */
#ifndef CLIENT_SCHEDULE_H
#define CLIENT_SCHEDULE_H

#include "client/overlay.h"
#include "client/diary.h"
#include "client/diary_news.h"
#include "client/diary_tally.h"
#include "net/loop.h"
#include "schedule/zone.h"

struct schedule {
	struct diary diary;
	struct diary_news news;
	struct tally tally;
	struct hours hours;
	struct overlay overlay;
	struct revision revision;
	struct import import;
	struct loop_timer *soon;
	bool is_timed;       /* the server has told the time since the program began, */
	int64_t ahead_ms;    /* and so far it was ahead of this device's then */
	int64_t told_utc_ms; /* when the server was heard of the schedule last; 0: never */
	bool is_current;     /* it says so on this connection */
	char zone[ZONE_MAX], last_zone[ZONE_MAX];
	char *cover, *feed; /* feed: its path */
	char *feed_url;
	/* For the getters. */
	struct pl_occurrence *list;
	size_t list_size;
	struct pl_occurrence next;
	struct pl_series *series;
};

struct pl_client;
/* What is kept; and timers. */
bool schedule_open(struct pl_client *c, struct err *err);
void schedule_finish(struct pl_client *c);
/* Another person's: nothing is known. */
void schedule_forget(struct pl_client *c);
struct diary_world schedule_world(struct pl_client *c);
/* The moment by the server's clock. */
int64_t schedule_now(const struct pl_client *c);
/* Kept for the next start, of whoever is enrolled; NULL forgets it. */
void schedule_keep_word(struct pl_client *c, const char *word, const char *value);
/* Something of it changed: what is soon is looked up anew. */
void schedule_changed(struct pl_client *c);

/* schedule_clock.c: the server has greeted us, and the core has what it said of the time */
void schedule_told_time(struct pl_client *c);
/* Was the clock of this device set? */
void schedule_look_at_clock(struct pl_client *c);

/* schedule_line.c */
void schedule_on_hello(struct pl_client *c);
void schedule_on_row(struct pl_client *c, const struct wire_msg *m);
void schedule_on_program(struct pl_client *c, const struct wire_msg *m);
void schedule_on_settled(struct pl_client *c, const struct wire_msg *m);
void schedule_on_feed(struct pl_client *c, const struct wire_msg *m);
void schedule_on_hours(struct pl_client *c, const struct wire_msg *m);
/* This person's attendance was told. */
void schedule_on_attended(struct pl_client *c);
/* True: it was about one of those that are kept here. */
bool schedule_on_error(struct pl_client *c, const struct wire_msg *m);
bool schedule_has_words(const struct pl_client *c);
void schedule_write(struct pl_client *c, struct buf *json);
/* The connection is gone, or a new one begins: all that is kept goes again. */
void schedule_reset(struct pl_client *c);
/* Messages of the client's, onto the disk and into the diary; their tickets in k. */
struct cache_asked;
enum pl_failure schedule_keep(struct pl_client *c, struct cache_asked *all, size_t n);

#endif
