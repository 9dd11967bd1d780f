/* SPDX-License-Identifier: MIT */
/* What is said before a face is up: which one it is to be, and what of the settings is wrong. */
#ifndef VIEW_WORDS_START_H
#define VIEW_WORDS_START_H

#include "view/words.h"

enum start_word {
	START_ASK_FACE,
	START_ASK_FACE_AGAIN,
	START_FACE_LINE,
	START_FACE_FULL,
	START_FACE_LOST,
	START_KEY_NO_WORD, /* where */
	START_KEY_NO_KEY,  /* where */
	START_KEY_FIXED,   /* where */
	START_KEY_TWICE,   /* where */
	START_KEY_CLASH,   /* where, the other word */
	START_NO_SPEECH,
	START_WORDS,
};

/* `where` and `other` are put where the row has a place for them, in this order. */
const char *words_start(struct arena *a, enum start_word w, const char *where,
			const char *other);

#endif
