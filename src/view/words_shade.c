/* SPDX-License-Identifier: MIT */
#include "view/words_shade.h"

#include <libintl.h>

#define _(s) gettext(s)

static const char *const rows[SHADE_WORDS] = {
	[SHADE_TITLE] = N_("Locked"),
	[SHADE_LOCKED] =
		N_("Porchlight is locked. To open it, type your passphrase, then Enter. "
		   "You are still connected, and nothing is lost."),
	[SHADE_WORDS_TOO] = N_("You can also type /plan, /blank or /quit."),
	[SHADE_OPENED] = N_("Open again. What came meanwhile follows."),
	[SHADE_WIPED] = N_("What stood here before was wiped. To hear it again, type /back."),
	[SHADE_NOT_WIPED] = N_("This terminal cannot wipe what stands above. Close its window, "
			       "or clear it by its own menu."),
	[SHADE_WRONG] = N_("That passphrase does not fit. Nothing is lost. Please type it "
			   "again."),
	[SHADE_NOBODY] = N_("There is no passphrase here that could open it again. To hide the "
			    "screen, type /blank."),
};

const char *words_shade(enum shade_word w)
{
	return _(rows[w]);
}

const char *words_shade_wait(struct arena *a, int seconds)
{
	return arena_fmt(
		a,
		ngettext("That was wrong several times. Wait %d second, then type it.",
			 "That was wrong several times. Wait %d seconds, then type it.",
			 (unsigned long)seconds),
		seconds);
}
