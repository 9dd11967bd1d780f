/* SPDX-License-Identifier: MIT */
/* Notices whose words are not one row of words_session.c's table. */
#ifndef VIEW_WORDS_IN_H
#define VIEW_WORDS_IN_H

#include "view/words.h"

const char *words_taken(struct arena *a, const struct pl_notice *n);
const char *words_poll(struct arena *a, const struct pl_notice *n);
const char *words_counted(struct arena *a, const struct pl_notice *n);
const char *words_reach(struct arena *a, const struct pl_notice *n);

#endif
