/* SPDX-License-Identifier: MIT */
/* The safety plan, whom to call, coping cards: the public side, the store, and what is unlocked. */
#ifndef CLIENT_KIT_H
#define CLIENT_KIT_H

#include "client/unlocked.h"
#include "net/loop.h"

enum {
	KIT_ASK_MS = 20 * 60 * 1000, /* after a card was used it is asked whether it helped */
	KIT_SITUATIONS_MAX = 32,
	KIT_CARDS_MAX = 256,
};

struct kit_cards {
	struct arena mem;
	struct pl_situation situations[KIT_SITUATIONS_MAX];
	struct pl_card all[KIT_CARDS_MAX]; /* by situation; in each what helped before first */
	size_t situation_count, count;
	char *used;     /* the card of which it is to be asked; NULL: none */
	int64_t due_ms; /* when, by clock_ms */
};

enum kit_open { KIT_OPEN_UNSAID, KIT_OPEN_NO, KIT_OPEN_YES };

struct kit {
	struct kit_text text;
	bool is_current; /* `text` is what the plan is now */
	enum kit_open open;
	struct kit_cards cards;
	struct loop_timer *ask;
};

struct pl_client;
/* When all else of the store is known. */
void kit_open(struct pl_client *c);
void kit_finish(struct pl_client *c);
/* Another person's: nothing of it is known, and nothing lies readable. */
void kit_forget(struct pl_client *c);
/* A sheet of this form has other answers, or is no more. */
void kit_sheet_changed(struct pl_client *c, const char *form);
struct wire_msg;
/* A WIRE_FILED has come: it may be the plan that was shared from another device. */
void kit_filed(struct pl_client *c, const struct wire_msg *m);
/* The clinic's lines to call are others, or dated anew. */
void kit_crisis_changed(struct pl_client *c);
/* The person's language is known now, or another one. */
void kit_language_changed(struct pl_client *c);
/* cards.c */
void kit_cards_open(struct pl_client *c);
void kit_cards_forget(struct pl_client *c); /* they are listed anew */

#endif
