/* SPDX-License-Identifier: MIT */
/* What is said to a message: "me too" and "thank you". */
#include <libintl.h>
#include <string.h>

#include "base/buf.h"
#include "view/words.h"

#define _(s) gettext(s)

enum { SAID_MAX = 60 };

static const char *const kinds[PL_REACTIONS] = {
	[PL_ME_TOO] = N_("me too"),
	[PL_THANK_YOU] = N_("thank you"),
};

static const char *first_of(struct arena *a, const char *text)
{
	size_t n = strlen(text);

	if (n <= SAID_MAX)
		return text;
	for (n = SAID_MAX; n && ((unsigned char)text[n] & 0xc0) == 0x80;)
		n--;
	return arena_fmt(a, "%.*s...", (int)n, text);
}

const char *words_reacted(struct arena *a, const struct pl_notice *n)
{
	const char *kind = _(kinds[n->kind == PL_NOTE_THANKS ? PL_THANK_YOU : PL_ME_TOO]);
	const int others = (int)n->n - 1;
	const char *who = n->who;

	if (others > 0)
		who = arena_fmt(
			a,
			ngettext("%s and %d other", "%s and %d others", (unsigned long)others),
			n->who, others);
	return arena_fmt(a, _("%s: %s. You had said: %s"), who, kind, first_of(a, n->text));
}

const char *words_reactions(struct arena *a, const struct pl_message *m)
{
	const char *out = "";

	for (int k = 0; k < PL_REACTIONS; k++)
		if (m->reactions[k] && !m->hidden)
			out = arena_fmt(a, "%s%s%s %d", out, *out ? ", " : "", _(kinds[k]),
					m->reactions[k]);
	return out;
}

const char *words_with_reactions(struct arena *a, const char *text, const struct pl_message *m)
{
	const char *said = words_reactions(a, m);

	return *said ? arena_fmt(a, "%s (%s)", text, said) : text;
}
