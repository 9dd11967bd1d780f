/* SPDX-License-Identifier: MIT */
/* What is said beside an item to who listens to the whole screen. */
#include <libintl.h>
#include <string.h>

#include "view/words_in.h"

#define _(s) gettext(s)

/* A sentence that has ended gets no comma behind its end. */
static bool has_ended(const char *item)
{
	const size_t n = strlen(item);

	return n && strchr(".?!", item[n - 1]);
}

const char *words_item_of(struct arena *a, const char *item, size_t at, size_t of)
{
	const char *const what[] = { item, words_count(a, (int)at), words_count(a, (int)of) };

	return words_fill(a, has_ended(item) ? _("%s %s of %s") : _("%s, %s of %s"), what, 3);
}
