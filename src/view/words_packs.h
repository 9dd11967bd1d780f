/* SPDX-License-Identifier: MIT */
/* The clinic's packs of forms, in words. */
#ifndef VIEW_WORDS_PACKS_H
#define VIEW_WORDS_PACKS_H

#include "porchlight/worksheet.h"
#include "view/words.h"

enum packs_word {
	PACKS_TITLE,
	PACKS_NONE,
	PACKS_ASKED, /* they are being looked for */
	PACKS_BUSY,  /* still */
	PACKS_SAME,  /* nothing has come */
	PACKS_CAME,
	PACKS_NAME, /* which one? */
	PACKS_TRUSTED,
	PACKS_HOW,
	PACKS_WORDS,
};
const char *words_packs(enum packs_word w);
/* What it is, and how it is with it. */
const char *words_pack(struct arena *a, const struct pl_pack *p);
const char *words_packs_state(struct arena *a, const struct pl_packs *p);

#endif
