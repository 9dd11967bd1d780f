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

struct seat {
	struct pl_client *client;
	const char *name;
	int64_t group; /* 0: not told yet */
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
bool seats_say(struct seats *s, int who, const char *text, struct err *err);
/*
 * Somebody in the group who is not of the cast; NULL for nobody.  Not by their presence:
 * the server lets that wait for company, and the door has opened by then.
 */
const char *seats_person(const struct seats *s, const struct script *script);
/* The first seat's messages, oldest first. */
size_t seats_messages(struct seats *s, const struct pl_message **out);

#endif
