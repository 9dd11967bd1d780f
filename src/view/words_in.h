/* SPDX-License-Identifier: MIT */
/* What the files of words share. */
#ifndef VIEW_WORDS_IN_H
#define VIEW_WORDS_IN_H

#include "view/words.h"

/* Each "%s" replaced in its order; what a catalogue says is never a printf format. */
const char *words_fill(struct arena *a, const char *text, const char *const *what, size_t n);

/* Notices whose words are not one row of words_session.c's table. */
const char *words_renamed(struct arena *a, const struct pl_notice *n); /* words_names.c */
const char *words_taken(struct arena *a, const struct pl_notice *n);
const char *words_poll(struct arena *a, const struct pl_notice *n);
const char *words_counted(struct arena *a, const struct pl_notice *n);
const char *words_reach(struct arena *a, const struct pl_notice *n);

#endif
