/* SPDX-License-Identifier: MIT */
/* What is said of one's own attendance. */
#include <libintl.h>

#include "view/words.h"

#define _(s) gettext(s)

/* "3 hours 20 minutes" */
const char *words_minutes(struct arena *a, int minutes)
{
	const unsigned long h = (unsigned long)minutes / 60, m = (unsigned long)minutes % 60;
	const char *hours = arena_fmt(a, ngettext("%lu hour", "%lu hours", h), h);
	const char *rest = arena_fmt(a, ngettext("%lu minute", "%lu minutes", m), m);

	if (!h)
		return rest;
	return m ? arena_fmt(a, "%s %s", hours, rest) : hours;
}

const char *words_attendance_week(struct arena *a, const struct pl_attendance *at)
{
	const char *day = words_day(a, at->week_utc_ms),
		   *sum = words_minutes(a, at->week_minutes);

	if (!at->target_minutes)
		return arena_fmt(a, _("This week, since %s: %s."), day, sum);
	if (at->week_minutes >= at->target_minutes)
		return arena_fmt(
			a, _("This week, since %s: %s. That is the %s you need, or more."), day,
			sum, words_minutes(a, at->target_minutes));
	return arena_fmt(a, _("This week, since %s: %s of %s. Still to go: %s."), day, sum,
			 words_minutes(a, at->target_minutes),
			 words_minutes(a, at->target_minutes - at->week_minutes));
}

const char *words_attendance_told(struct arena *a, const struct pl_attendance *at)
{
	const char *when = arena_fmt(a, "%s, %s", words_day(a, at->told_utc_ms),
				     words_when(a, at->told_utc_ms));

	return arena_fmt(a,
			 at->sessions_count
				 ? _("So said the server on %s. Your sessions of the last 4 "
				     "weeks:")
				 : _("So said the server on %s. You were in no session in the "
				     "last 4 weeks."),
			 when);
}

const char *words_attended(struct arena *a, const struct pl_attended *t, const char *by)
{
	const char *when =
		arena_fmt(a, "%s, %s", words_day(a, t->utc_ms), words_when(a, t->utc_ms));

	if (t->corrected < 0)
		return arena_fmt(a, "%s: %s.", when, words_minutes(a, t->minutes));
	return arena_fmt(a, _("%s: %s. %s has put this right; it was %s. Why: %s"), when,
			 words_minutes(a, t->corrected), by, words_minutes(a, t->minutes),
			 t->why);
}
