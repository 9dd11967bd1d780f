/* SPDX-License-Identifier: MIT */
/* Everything that is said to a person, in whole sentences, through gettext. */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include "base/arena.h"
#include "porchlight/client.h"

const char *words_failure(enum pl_failure f);   /* a sentence that says what to do */
const char *words_role(enum pl_role r);
const char *words_presence(enum pl_presence p);
const char *words_state(struct arena *a, const struct pl_message *m);
/* The line's state, both clocks, what is kept: "Connected." */
const char *words_link(struct arena *a, const struct pl_link_info *i);
const char *words_when(struct arena *a, int64_t utc_ms);  /* "14:05" in local time */
const char *words_day(struct arena *a, int64_t utc_ms);   /* "Monday 23 November" */
const char *words_bytes(struct arena *a, uint64_t n);     /* "12.3 KB" */

/* Sentences that stand alone, by name. */
enum word {
	WORD_ASK_PASSPHRASE, WORD_ASK_NEW_PASSPHRASE, WORD_ASK_AGAIN, WORD_ASK_NAME, WORD_ASK_INVITE,
	WORD_PASSPHRASES_DIFFER, WORD_PASSPHRASE_LOST, WORD_JOINING, WORD_JOINED, WORD_SIGNED_OUT,
	WORD_SIGNED_OUT_ALL, WORD_CUT_OFF, WORD_NO_GROUP, WORD_NO_VERB, WORD_PASTE, WORD_DRAFT_BACK,
	WORD_UNREAD, WORD_NOTHING_FOUND, WORD_NOBODY, WORD_BYE, WORD_INPUT_PROMPT, WORD_TIMES_ON,
	WORD_TIMES_OFF, WORD_LINE_DOWN, WORD_LINE_BACK, WORD_CRISIS, WORD_TOO_LONG, WORD_NOT_SAID,
	WORDS,
};
const char *words_of(enum word w);

#endif
