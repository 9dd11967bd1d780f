/* SPDX-License-Identifier: MIT */
/* What is said of reports and notes, and of what is kept for how long. */
#include <libintl.h>

#include "view/words.h"

#define _(s) gettext(s)

static const char *messages_kept(struct arena *a, int days)
{
	if (!days)
		return _("Messages are kept without an end.");
	return arena_fmt(a,
			 ngettext("Messages are kept for %d day.",
				  "Messages are kept for %d days.", (unsigned long)days),
			 days);
}

static const char *attendance_kept(struct arena *a, int years)
{
	if (!years)
		return _("Attendance is kept without an end.");
	return arena_fmt(a,
			 ngettext("Attendance is kept for %d year.",
				  "Attendance is kept for %d years.", (unsigned long)years),
			 years);
}

const char *words_keeping(struct arena *a, const struct pl_group *g)
{
	if (!g->keep_told)
		return _("How long things are kept is told once you are connected.");
	return arena_fmt(a, "%s %s", messages_kept(a, g->keep_days),
			 attendance_kept(a, g->keep_years));
}

const char *words_about(struct arena *a, const struct pl_group *g)
{
	if (!g->keep_told)
		return words_keeping(a, g);
	return arena_fmt(a, "%s %s", words_keeping(a, g),
			 _("After that they go from the server by themselves, and from your "
			   "device when it connects. Old copies that your program has made for "
			   "safety may hold them for longer."));
}
