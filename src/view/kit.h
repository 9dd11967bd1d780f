/* SPDX-License-Identifier: MIT */
/* The safety plan, whom to call, and coping cards: what the views and the door share. */
#ifndef VIEW_KIT_H
#define VIEW_KIT_H

#include "view/views.h"
#include "view/words_kit.h"

struct kit_shown {
	const struct pl_plan *plan;
	const struct pl_crisis *crisis;
	bool has_plan;  /* there is one, be it here or locked */
	bool is_locked; /* nobody has opened the store: what needs it cannot be done */
	int64_t now_utc_ms;
};

/* The plan's own words, then whom to call, then how to tell the facilitators. */
void kit_show(struct model *m, const struct kit_shown *k);
/* The same of what lies readable in this folder (NULL: nothing is kept). */
void kit_show_unlocked(struct model *m, const char *dir, int64_t now_utc_ms);

/* What may stand behind /plan: plan_words.c. */
int kit_plan_go(struct stage *s, const char *rest);
bool kit_yes(const char *rest, bool *out); /* "yes" or "no", and no more */
int cards_go(struct stage *s, const char *rest);
/* A digit's key while cards are up. */
int cards_digit(struct stage *s, int digit);
/* Whether the card that was used helped, once; "" where nothing is to be asked now. */
const char *cards_ask(struct stage *s);
extern const struct verb kit_verbs[];

#endif
