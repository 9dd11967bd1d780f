/* SPDX-License-Identifier: MIT */
/*
 * Plays a script to one person, and is alive to what the person says.  Pure: no
 * client, no clock.  It is told what is heard and when; it says what is to be said
 * next and when it wants to be asked.  Every line of its own it must hear before it
 * gives the next.  Moments are of one monotonic clock.
 *
 * Pools it knows by name: "arrive" (the person came), "silence" (the person has said
 * nothing for long; twice at most), "pass" (the person wants to listen only: no more
 * invitations), "next" (the one who leads wants the round to go on), "danger" (before
 * everything), "other" (the person said something that no cue fits).
 */
#ifndef DEMO_PLAYER_H
#define DEMO_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "demo/script.h"

struct player;

struct player_plan {
	size_t warm;     /* so many lines at once, before the person comes */
	int pace;        /* percent of the usual waiting; 100 is unhurried */
	unsigned chance; /* which line of each pool comes first */
};

/* Borrowed until the next call. */
struct player_say {
	int who; /* a place in the cast */
	const char *text;
};

/* The script must outlive the player. */
struct player *player_create(const struct script *s, const struct player_plan *plan);
void player_destroy(struct player *p); /* NULL is fine */

/* The person is here, by this name. */
void player_arrive(struct player *p, const char *name, int64_t now_ms);
/* Something was said in the group, by one of the cast or by the person. */
void player_hear(struct player *p, const char *who, const char *text, int64_t now_ms);
/* False when nothing is to be said yet. */
bool player_next(struct player *p, int64_t now_ms, struct player_say *out);
/* When player_next wants to be asked again; INT64_MAX: not before something is heard. */
int64_t player_due_ms(const struct player *p);
/* Have all the lines of before the person been heard? */
bool player_is_warm(const struct player *p);

#endif
