/* SPDX-License-Identifier: MIT */
/* What is said of a locked and of a hidden screen. */
#ifndef VIEW_WORDS_SHADE_H
#define VIEW_WORDS_SHADE_H

#include "view/words.h"

enum shade_word {
	SHADE_TITLE,
	SHADE_LOCKED,
	SHADE_WORDS_TOO,
	SHADE_OPENED,
	SHADE_WIPED,
	SHADE_NOT_WIPED,
	SHADE_WRONG,
	SHADE_NOBODY,
	SHADE_WORDS,
};

const char *words_shade(enum shade_word w);
/* So many seconds until the next passphrase is looked at. */
const char *words_shade_wait(struct arena *a, int seconds);

#endif
