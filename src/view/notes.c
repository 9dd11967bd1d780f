/* SPDX-License-Identifier: MIT */
/* The words for reports, notes, and what is kept for how long. */
#include "text/keys.h"
#include "view/session.h"

static int act_about(struct stage *s, const char *rest)
{
	const struct pl_group *g = stage_group(s);

	(void)rest;
	return stage_tell(s, g ? words_about(&s->model.mem, g) : words_of(WORD_NO_GROUP));
}

const struct verb notes_verbs[] = {
	{ "about", KEY_ALT('q'), "", N_("Tell how long what is said here is kept."),
	  act_about },
	{ "report", KEY_CHORD('i'), N_("WHY, or NAME: WHY, or NUMBER: WHY"),
	  N_("Tell the facilitators alone what is wrong with the last message, the last of "
	     "NAME, "
	     "or the one that is NUMBER messages back."),
	  notes_report },
	{ "resolve", KEY_ALT('Z'), N_("NUMBER and what was done"),
	  N_("For facilitators: settle a report. Who made it is told what you write."),
	  notes_resolve },
	{ NULL, 0, NULL, NULL, NULL },
};
