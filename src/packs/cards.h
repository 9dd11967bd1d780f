/* SPDX-License-Identifier: MIT */
/*
 * Coping cards of a pack, for one situation: SITUATION.txt, and SITUATION.es.txt in Spanish, as
 * those of src/content/cards:
 *
 *	title Craving
 *	card wave Ride the wave
 *	step A craving is like a wave.
 */
#ifndef PACKS_CARDS_H
#define PACKS_CARDS_H

#include "base/arena.h"
#include "guide/texts.h"
#include "packs/pack.h"

enum {
	PACK_CARDS_MAX = 24,
	PACK_STEP_MAX = 400,
	PACK_CARD_MAX = 2000 /* bytes of its steps */
};

struct pack_card {
	char name[GUIDE_NAME_MAX + 1];
	char title[PACK_TITLE_MAX + 1];
	const char *text; /* steps, a line each */
};
struct pack_cards {
	struct arena *mem; /* where texts go */
	char title[PACK_TITLE_MAX + 1];
	struct pack_card all[PACK_CARDS_MAX];
	size_t count;
};

/* ERR_BAD_INPUT says in which line; ERR_TOO_LARGE. */
bool pack_cards_read(struct str text, struct arena *mem, struct pack_cards *out,
		     struct err *err);
/* What a file of cards is about: "craving", and in which language: "" or "es". */
const char *pack_cards_of(const struct pack_file *f, char situation[PACK_PATH_MAX + 1]);

#endif
