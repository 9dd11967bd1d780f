/* SPDX-License-Identifier: MIT */
#include "view/hush.h"

#include <string.h>

static const char *const levels[HUSH_LEVELS] = {
	[HUSH_NORMAL] = "normal",
	[HUSH_LOW] = "low",
	[HUSH_HIGH] = "high",
};

static const struct {
	enum item_voice worth[HUSH_LEVELS]; /* normal, low, high */
	bool comes_through;                 /* while the person wants quiet */
	bool always;                        /* and while they have paused */
	bool in_talk;
} rows[ABOUTS] = {
	[ABOUT_TALK] = { { VOICE_POLITE, VOICE_POLITE, VOICE_POLITE }, false, false, true },
	[ABOUT_NAMED] = { { VOICE_NOW, VOICE_NOW, VOICE_NOW }, true, false, true },
	[ABOUT_ASKED] = { { VOICE_NOW, VOICE_NOW, VOICE_NOW }, true, true, false },
	[ABOUT_DANGER] = { { VOICE_NOW, VOICE_NOW, VOICE_NOW }, true, true, false },
	[ABOUT_CALL] = { { VOICE_NOW, VOICE_NOW, VOICE_NOW }, true, false, false },
	[ABOUT_SOON] = { { VOICE_POLITE, VOICE_POLITE, VOICE_POLITE }, true, false, false },
	[ABOUT_SESSION] = { { VOICE_POLITE, VOICE_POLITE, VOICE_POLITE }, false, false, true },
	[ABOUT_OTHERS] = { { VOICE_POLITE, VOICE_SILENT, VOICE_POLITE }, false, false, true },
	[ABOUT_LEADING] = { { VOICE_POLITE, VOICE_POLITE, VOICE_POLITE }, false, false, true },
	[ABOUT_SENT] = { { VOICE_SILENT, VOICE_SILENT, VOICE_POLITE }, false, false, true },
	[ABOUT_LINK] = { { VOICE_POLITE, VOICE_POLITE, VOICE_POLITE }, false, false, false },
	[ABOUT_NEWS] = { { VOICE_POLITE, VOICE_POLITE, VOICE_POLITE }, false, false, false },
};

enum item_voice hush_worth(enum hush_level level, enum item_about about)
{
	return rows[about].worth[level];
}

bool hush_holds(const struct hush *h, enum item_about about)
{
	if (h->paused)
		return !rows[about].always;
	return h->quiet && !rows[about].comes_through;
}

bool hush_is_unheard(const struct hush *h)
{
	return h->waiting || h->gone;
}

bool hush_is_in_talk(enum item_about about)
{
	return rows[about].in_talk;
}

bool hush_read(const char *word, enum hush_level *out)
{
	for (int i = 0; i < HUSH_LEVELS; i++)
		if (strcmp(word, levels[i]) == 0) {
			*out = (enum hush_level)i;
			return true;
		}
	return false;
}

const char *hush_word(enum hush_level level)
{
	return levels[level];
}
