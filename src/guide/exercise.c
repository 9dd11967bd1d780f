/* SPDX-License-Identifier: MIT */
#include "guide/exercise.h"

#include "guide/read.h"

static const char *read_title(struct str rest, void *out)
{
	struct exercise *x = out;

	return !*x->title && guide_copy(x->title, GUIDE_TITLE_MAX, rest)
		       ? NULL
		       : "an exercise has one title, of at most 64 bytes";
}

static const char *read_say(struct str rest, void *out)
{
	struct exercise *x = out;
	const int seconds = guide_number(guide_word(&rest), EXERCISE_PAUSE_MAX_S);

	if (x->count == EXERCISE_LINES_MAX)
		return "an exercise has at most 100 lines";
	if (seconds < 1 || rest.n == 0)
		return "say wants 1 to 600 seconds and a text";
	x->lines[x->count++] = (struct exercise_line) { rest, x->seconds };
	x->seconds += seconds;
	return NULL;
}

static const char *whole(void *out)
{
	const struct exercise *x = out;

	return *x->title && x->count ? NULL : "an exercise has a title, and something to say";
}

bool exercise_read(struct str text, struct exercise *out, struct err *err)
{
	static const struct guide_row rows[] = {
		{ "title", read_title },
		{ "say", read_say },
		{ NULL, NULL },
	};
	static const struct guide_form form = { rows, GUIDE_TEXT_MAX, whole };

	*out = (struct exercise) { .count = 0 };
	return guide_read(text, &form, out, err);
}
