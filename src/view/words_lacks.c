/* SPDX-License-Identifier: MIT */
/* What a form asks for that is not done here. */
#include <libintl.h>

#include "view/words_in.h"
#include "view/words_sheets.h"

#define _(s) gettext(s)

static const struct {
	const char *words;
	bool counts; /* it may change what is asked, or what an answer means */
} rows[PL_LACK_KINDS] = {
	[PL_LACK_TYPE] = { N_("it cannot be answered here"), true },
	[PL_LACK_EXTENSION] = { N_("an extra has no effect here"), false },
	[PL_LACK_MODIFIER] = { N_("an extra that may matter has no effect here"), true },
	[PL_LACK_EXPRESSION] = { N_("something is not worked out here"), true },
	[PL_LACK_LANGUAGE] = { N_("something is not worked out here"), true },
	[PL_LACK_VALUE_SET] = { N_("its choices are not here, so type your own words"), true },
	[PL_LACK_FILTER] = { N_("only some of its choices are here"), true },
	[PL_LACK_OPTION] = { N_("one of its choices is not here"), true },
	[PL_LACK_PATTERN] = { N_("how it is written is not checked"), false },
	[PL_LACK_CONTROL] = { N_("it looks other than planned"), false },
	[PL_LACK_CONDITION] = { N_("when it is to be asked is not clear"), true },
	[PL_LACK_INITIAL] = { N_("what it was to begin with is not here"), false },
	[PL_LACK_VALUE] = { N_("a part of it is not here"), false },
	[PL_LACK_TOO_MANY] = { N_("it has too many parts, and some are not here"), true },
};

bool words_lack_counts(const struct pl_lack *l)
{
	return rows[l->kind].counts;
}

const char *words_lack(struct arena *a, const struct pl_lack *l, const char *question)
{
	const char *whose = *question ? question : *l->item ? l->item : _("The whole form");
	const char *words = _(rows[l->kind].words);

	return *l->what ? arena_fmt(a, "%s: %s (%s).", whose, words, l->what)
			: arena_fmt(a, "%s: %s.", whose, words);
}
