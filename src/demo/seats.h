/* SPDX-License-Identifier: MIT */
/*
 * One seat in the meeting for each of the cast: a guest of libporchlight, who keeps
 * nothing on disk.  Its name is its member's.
 */
#ifndef DEMO_SEATS_H
#define DEMO_SEATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "porchlight/client.h"

#include "demo/script.h"

struct err;

/* What a seat has done about its turn in a session. */
enum seat_turn { SEAT_NO_TURN, SEAT_THINKS, SEAT_SAID, SEAT_DONE };

struct seat {
	struct pl_client *client;
	const char *name;
	int64_t group; /* 0: not told yet */
	bool accepts;  /* it has said yes to the norms */
	enum seat_turn turn;
	int64_t speaks_ms; /* SEAT_THINKS: when it has thought */
	size_t turns;      /* so many it has had */
};

struct seats {
	struct seat all[SCRIPT_CAST_MAX];
	size_t count;
};

/* Everybody sets out to join, each with the next invite line of `invites`. */
bool seats_open(struct seats *s, const struct script *script, FILE *invites, struct err *err);
void seats_close(struct seats *s);

/* Lets every client work and marks as seen what it has heard. */
bool seats_work(struct seats *s, struct err *err);
/* Is everybody in the meeting? */
bool seats_are_taken(const struct seats *s);
/* May the play go on?  Not while a session says who may talk. */
bool seats_are_free(const struct seats *s);
/*
 * In a session: the norms are accepted, and whoever has the floor says a line of the pool
 * "turn" and gives the floor back.  When to ask again; INT64_MAX: when something changes.
 */
int64_t seats_take_turns(struct seats *s, const struct script *script, int64_t now_ms);
bool seats_say(struct seats *s, int who, const char *text, struct err *err);
/*
 * Somebody in the group who is not of the cast; NULL for nobody.  Not by their presence:
 * the server lets that wait for company, and the door has opened by then.
 */
const char *seats_person(const struct seats *s, const struct script *script);
/* The first seat's messages, oldest first. */
size_t seats_messages(struct seats *s, const struct pl_message **out);

#endif
