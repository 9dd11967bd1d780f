/* SPDX-License-Identifier: MIT */
/* What is said of lines that wait. */
#include <libintl.h>

#include "view/words.h"

#define _(s) gettext(s)

const char *words_waits(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, _("Type /let or /refuse. %s wants to say: %s"), n->who, n->text);
}

const char *words_holds(struct arena *a, const struct pl_notice *n)
{
	(void)a;
	return n->n ? _("From now on the facilitators read each message first, then let it "
			"through.")
		    : _("Messages go to all at once again.");
}
