/* SPDX-License-Identifier: MIT */
/* Messages again, letter by letter, by whom and when; and how much is told unasked. */
#ifndef VIEW_WORDS_REREAD_H
#define VIEW_WORDS_REREAD_H

#include "text/letter.h"
#include "view/hush.h"
#include "view/words.h"

enum reread_word {
	REREAD_NEWEST, /* there is none behind it */
	REREAD_OLDEST, /* there is none before it */
	REREAD_NO_WORD,
	REREAD_QUIET_ON,
	REREAD_QUIET_OFF,
	REREAD_PAUSE_ON,
	REREAD_PAUSE_OFF,
	REREAD_UNHEARD_NONE,
	REREAD_UNHEARD_HOW,
	REREAD_GONE,
	REREAD_WORDS,
};

const char *words_reread(enum reread_word w);
/* "Ana said that."; "You said that." */
const char *words_said_by(struct arena *a, const struct pl_message *m);
/* "That was at 14:05, Monday 23 November." */
const char *words_said_at(struct arena *a, int64_t utc_ms);
/* "capital a", "e acute", "comma" */
const char *words_letter(struct arena *a, const struct letter *l);
/* The rest begins with that word, from 1. */
const char *words_spell_on(struct arena *a, size_t word);
const char *words_waiting(struct arena *a, size_t n); /* "3 sentences wait." */
/* How much is told, and how to change it. */
const char *words_verbosity(struct arena *a, enum hush_level level);

#endif
