/* SPDX-License-Identifier: MIT */
/* Whom to call.  Needs no network, no sign-in and no group. */
#include "text/keys.h"
#include "view/views.h"

static void build(struct stage *s, struct model *out)
{
	const char *words;

	(void)s;
	out->title = words_of(WORD_CRISIS_TITLE);
	out->status = words_of(WORD_CRISIS);
	for (size_t i = 0; (words = words_crisis(i)) != NULL; i++) {
		struct item *it = model_add(out, view_id(ID_CRISIS, i), ITEM_NOTICE);

		it->text = words;
		it->voice = VOICE_NOW;
	}
}

const struct view view_crisis = {
	"crisis",
	KEY_CTRL('x'),
	N_("Whom to call when you are in danger. Works without a line."),
	build,
	NULL,
};
