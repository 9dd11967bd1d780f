/* SPDX-License-Identifier: MIT */
/* A room where a script is played to a person called Sam, with a clock that only we turn. */
#ifndef SUPPORT_ROOM_H
#define SUPPORT_ROOM_H

#include <stdint.h>

#include "demo/player.h"

#define CAST "[cast]\nRobin | facilitator\nAmara | patient\nWalt | patient\nLuz | patient\n"

/* A meeting of its own. */
#define SCRIPT                                                                                 \
	CAST "[play a]\n"                                                                      \
	     "Robin | 5 | Good evening.\n"                                                     \
	     "Walt | 5 | Evening, all.\n"                                                      \
	     "[play b]\n"                                                                      \
	     "Robin | 5 | How are you, {you}?\n"                                               \
	     "- | 40 |\n"                                                                      \
	     "Robin? | 5 | That is fine.\n"                                                    \
	     "Amara | 5 | I go next.\n"                                                        \
	     "Luz | 5 | And then me.\n"

/* What is said to the person. */
#define POOLS                                                                                  \
	"[pool danger: hurt myself]\nRobin | 0 | Call a person now.\n"                         \
	"[pool craving: craving*]\nRobin | 0 | Is it with you now, {you}?\n"                   \
	"[pool pass: pass]\nRobin | 0 | A pass is fine.\n"                                     \
	"[pool arrive]\nRobin | 0 | Come in, {you}.\n"                                         \
	"[pool greeting: hi]\n* | 0 | Hi {you}.\n"                                             \
	"[pool silence]\nRobin | 0 | No hurry.\nRobin | 0 | I won't ask again.\n"              \
	"[pool next: next]\n"                                                                  \
	"[pool other]\n* | 0 | Thanks, {you}.\n* | 0 | I hear you.\n"

struct room {
	struct script script;
	struct player *player;
	struct player_say say; /* the last thing said */
	int64_t now_ms;
};

void room_open(struct room *r, const char *text, size_t warm);
/* The same, with two warm lines heard and the person arrived. */
void room_enter(struct room *r, const char *text);
void room_close(struct room *r);

/* The group hears what was said, as it comes back from the server. */
void room_echo(struct room *r);
/* Waits for the next line and hears it; how long it took, or -1 if none is to come. */
int64_t room_wait(struct room *r);
/* Waits for it; `said` is "NAME: TEXT". */
void room_expect(struct room *r, const char *said);
void room_person(struct room *r, const char *text); /* says this now */

#endif
