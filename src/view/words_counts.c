/* SPDX-License-Identifier: MIT */
/* Sentences with a number in them, and who one is. */
#include <libintl.h>

#include "view/words.h"

#define _(s) gettext(s)

const char *words_people_here(struct arena *a, int n)
{
	return arena_fmt(a, ngettext("%d person here.", "%d people here.", (unsigned long)n),
			 n);
}

const char *words_unread(struct arena *a, int64_t n)
{
	return arena_fmt(a, _("%lld not read"), (long long)n);
}

const char *words_missed(struct arena *a, int n)
{
	return arena_fmt(
		a,
		ngettext(
			"%d message you have not read is further up. Type /unread to go there.",
			"%d messages you have not read are further up. Type /unread to go "
			"there.",
			(unsigned long)n),
		n);
}

const char *words_groups(struct arena *a, int n)
{
	if (n <= 0)
		return _("You are in no group yet.");
	return arena_fmt(
		a, ngettext("You are in %d group.", "You are in %d groups.", (unsigned long)n),
		n);
}

const char *words_help_part(struct arena *a, const char *heading, int rows)
{
	return arena_fmt(a, ngettext("%s, %d thing.", "%s, %d things.", (unsigned long)rows),
			 heading, rows);
}

const char *words_self(struct arena *a, const struct pl_person *self)
{
	if (!self->id)
		return words_of(WORD_NOT_JOINED);
	return arena_fmt(a, _("You are %s, %s."), self->name, words_role(self->role));
}
