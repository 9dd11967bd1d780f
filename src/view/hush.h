/* SPDX-License-Identifier: MIT */
/*
 * How much is told unasked: what each thing is worth at each level, and what waits while the
 * person wants quiet, or has paused.  Pure.  hear/hold.h asks, and keeps what waits.
 */
#ifndef VIEW_HUSH_H
#define VIEW_HUSH_H

#include "view/model.h"

enum hush_level { HUSH_NORMAL, HUSH_LOW, HUSH_HIGH, HUSH_LEVELS };

/* Zeroed, all is told as it comes. */
struct hush {
	enum hush_level level;
	bool quiet;  /* what calls for this person is told, all else waits */
	bool paused; /* all waits, but danger */
	/* The hold counts these.  None of them was heard, so none is told to the server as seen. */
	size_t waiting; /* sentences that wait */
	size_t gone; /* sentences of the talk that were too many to wait, and are read there */
};

/* How it is told; VOICE_SILENT: not at all, unless it is asked for. */
enum item_voice hush_worth(enum hush_level level, enum item_about about);
/* Does it wait, as things are? */
bool hush_holds(const struct hush *h, enum item_about about);
/* Is there something that came and was not told? */
bool hush_is_unheard(const struct hush *h);
/* Does it stand in the talk, where it can be read again? */
bool hush_is_in_talk(enum item_about about);
/* "low", "normal", "high"; false: something else. */
bool hush_read(const char *word, enum hush_level *out);
const char *hush_word(enum hush_level level);

#endif
