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
	size_t asides;     /* lines that it has written to those who lead, */
	size_t flags;      /* and how often it has told them that it is not safe */
	size_t longs;      /* lines of the pool "long" that it has said in this turn, */
	bool goes_on;      /* and the next thing that it says is one */
	int stage;         /* the session's; 0: none */
	int64_t stage_ms;  /* since then */
};

/* What the first seat has done to lead; zeroed it is nothing. */
struct seats_led {
	bool opened;
	int stage;
	int64_t stage_ms, act_ms; /* since when; the last thing that it did */
	size_t said;              /* lines of the pool "lead" */
};

struct seats {
	struct seat all[SCRIPT_CAST_MAX];
	size_t count;
	struct seats_led led;
	bool *done; /* by line of the script: it was acted on in this session */
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
 * "turn" and gives the floor back; outside of rounds only behind all its lines of the pool
 * "long".  When to ask again; INT64_MAX: when something changes.
 */
int64_t seats_take_turns(struct seats *s, const struct script *script, int64_t now_ms);
/*
 * And what some do beside their turns, so many seconds after a stage began, once a session: a
 * line of the pool "hand" raises a hand for that reason, one of "side" goes to the side door,
 * one of "flag" tells those who lead that somebody is not safe, one of "chat" is said where all
 * may talk, one of "sheet" fills in that form and sends it.  When to ask again, as above.
 */
int64_t seats_act(struct seats *s, const struct script *script, int64_t now_ms);
/* The first seat leads a session by this plan, from its opening to its end; it says a line of
 * the pool "lead" at each stage.  When to ask again, as above. */
int64_t seats_lead(struct seats *s, const struct script *script, const char *plan,
		   int64_t now_ms);
bool seats_say(struct seats *s, int who, const char *text, struct err *err);
/*
 * Somebody in the group who is not of the cast; NULL for nobody.  Not by their presence:
 * the server lets that wait for company, and the door has opened by then.
 */
const char *seats_person(const struct seats *s, const struct script *script);
/* The first seat's messages, oldest first. */
size_t seats_messages(struct seats *s, const struct pl_message **out);

#endif
