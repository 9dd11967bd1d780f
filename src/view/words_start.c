/* SPDX-License-Identifier: MIT */
#include "view/words_start.h"

#include <libintl.h>

#include "view/words_in.h"

#define _(s) gettext(s)

static const char *const rows[START_WORDS] = {
	[START_ASK_FACE] = N_("Do you use a screen reader or braille? Type yes or no and press "
			      "Enter. "),
	[START_ASK_FACE_AGAIN] = N_("Please type yes or no and press Enter. "),
	[START_FACE_LINE] = N_("Porchlight tells you one line after the other. To change that, "
			       "leave it and type: porchlight face"),
	[START_FACE_FULL] = N_("Porchlight uses the whole screen. To change that, leave it and "
			       "type: porchlight face"),
	[START_FACE_LOST] = N_("Your answer could not be kept. You will be asked again."),
	[START_KEY_NO_WORD] = N_("There is no such word to give a key to: %s."),
	[START_KEY_NO_KEY] = N_("There is no key with that name: %s."),
	[START_KEY_FIXED] = N_("That key is always needed for something else: %s."),
	[START_KEY_TWICE] = N_("This word has been given a key before: %s."),
	[START_NO_SPEECH] =
		N_("Nothing is said aloud, for speech-dispatcher is not here. All else "
		   "goes on."),
	[START_KEY_CLASH] = N_("%s: this key is the key of %s, too."),
};

const char *words_start(struct arena *a, enum start_word w, const char *where,
			const char *other)
{
	return words_fill(a, _(rows[w]), (const char *const[]) { where, other }, 2);
}
