/* SPDX-License-Identifier: MIT */
/* What is said of the safety plan, of whom to call, and of coping cards. */
#ifndef VIEW_WORDS_KIT_H
#define VIEW_WORDS_KIT_H

#include "porchlight/kit.h"
#include "view/words.h"

/* Sentences that stand alone.  The comment: what their "%s" are. */
enum kit_word {
	KIT_PLAN,
	KIT_GO_ON,
	KIT_BACK,
	KIT_BACK_SHEET,
	KIT_NONE,
	KIT_LOCKED,
	KIT_ABOUT,
	KIT_HOW,
	KIT_CHANGED,
	KIT_CHANGED_HOW,
	KIT_SHARE_HOW,
	KIT_UNSHARE_HOW,
	KIT_OPEN_ASK,
	KIT_OPEN_YES,
	KIT_OPEN_NO,
	KIT_OPEN_HOW,
	KIT_OPENED,
	KIT_CLOSED,
	KIT_GUEST,
	KIT_WORDS_HOW,
	KIT_SHARED,
	KIT_SHARED_LATER,
	KIT_UNSHARED,
	KIT_NOTHING_TO_SHARE,
	KIT_NO_LEADERS,
	KIT_PRINT_HOW,
	KIT_PRINTED, /* the file */
	KIT_KEY,     /* the key */
	KIT_COMMAND,
	KIT_DANGER,
	KIT_LINE_US,
	KIT_LINE_OTHER,
	KIT_DATED, /* the day */
	KIT_OLD,
	KIT_NOT_WATCHED,
	KIT_GO_TO_SOMEONE,
	KIT_UNSAFE,
	KIT_UNSAFE_LATER,
	KIT_CARDS,
	KIT_CARDS_HOW,
	KIT_CARDS_NONE,
	KIT_CARD_NONE, /* what was typed */
	KIT_CARDS_MORE,
	KIT_CARD_BACK,
	KIT_CARD_ASK,     /* its title */
	KIT_CARD_HELPED,  /* its title */
	KIT_CARD_DID_NOT, /* its title */
	KIT_HELPED_HOW,
	KIT_HELPED_NONE,
	KIT_WORDS,
};
const char *words_kit(struct arena *a, enum kit_word w, const char *what);

/* "Kept here. Nobody else has seen it." */
const char *words_plan_shared(struct arena *a, const struct pl_plan *p);
const char *words_dated(struct arena *a, int64_t utc_ms); /* "24 November 2026" */
/* "It helped you 3 times before."; "" where nothing was said. */
const char *words_card_before(struct arena *a, const struct pl_card *card);
/* "Warning signs: I stop sleeping." */
const char *words_part(struct arena *a, const char *title, const char *line);

#endif
