/* SPDX-License-Identifier: MIT */
/* What is said of changes to the program, before they happen. */
#include <libintl.h>
#include <string.h>

#include "view/words_program.h"

#define _(s) gettext(s)

enum { END_MS = 1 };

const char *words_why(struct arena *a, const char *why)
{
	return why && *why ? arena_fmt(a, _(" Why: %s."), words_unstopped(a, why)) : "";
}

static const char *lead_of(struct arena *a, const struct pl_changed *c, const char *title,
			   const char *who)
{
	if (!c->original_utc_ms)
		return arena_fmt(a, _("%s leads %s from now on."), who, title);
	return arena_fmt(a, _("%s leads %s on %s."), who, title,
			 words_moment(a, c->original_utc_ms));
}

static const char *new_of(struct arena *a, const struct pl_changed *c, const char *title,
			  const char *who)
{
	struct pl_pattern p;

	(void)who;
	if (!pl_pattern_of(c->series, &p))
		return arena_fmt(a, _("A new series: %s."), title);
	return arena_fmt(a, _("A new series: %s. %s."), title,
			 words_rule(a, &p, pl_zone_here()));
}

static const char *fields_of(struct arena *a, const struct pl_changed *c, const char *title,
			     const char *who)
{
	(void)c;
	(void)who;
	return arena_fmt(a, _("What is said of %s changes."), title);
}

static const char *cancel_of(struct arena *a, const struct pl_changed *c, const char *title,
			     const char *who)
{
	(void)who;
	return arena_fmt(a, _("Cancel %s on %s.%s"), title, words_moment(a, c->original_utc_ms),
			 words_why(a, c->why));
}

static const char *move_of(struct arena *a, const struct pl_changed *c, const char *title,
			   const char *who)
{
	const char *from = words_moment(a, c->original_utc_ms);

	(void)who;
	if (!c->minutes)
		return arena_fmt(a, _("Move %s of %s to %s."), title, from,
				 words_moment(a, c->start_utc_ms));
	return arena_fmt(a, _("Move %s of %s to %s."), title, from,
			 words_session_times(a, c->start_utc_ms,
					     c->start_utc_ms + c->minutes * INT64_C(60000)));
}

static const char *place_of(struct arena *a, const struct pl_changed *c, const char *title,
			    const char *who)
{
	const char *place = c->place && *c->place ? c->place : _("none");

	(void)who;
	if (!c->original_utc_ms)
		return arena_fmt(a, _("The room of %s: %s."), title, place);
	return arena_fmt(a, _("The room of %s on %s: %s."), title,
			 words_moment(a, c->original_utc_ms), place);
}

static const char *restore_of(struct arena *a, const struct pl_changed *c, const char *title,
			      const char *who)
{
	(void)who;
	return arena_fmt(a, _("%s of %s is again as it was planned."), title,
			 words_moment(a, c->original_utc_ms));
}

static const char *add_of(struct arena *a, const struct pl_changed *c, const char *title,
			  const char *who)
{
	(void)who;
	return arena_fmt(a, _("One more session of %s, on %s."), title,
			 words_moment(a, c->start_utc_ms));
}

static const char *end_of(struct arena *a, const struct pl_changed *c, const char *title,
			  const char *who)
{
	(void)who;
	return arena_fmt(a, _("The last day of %s is %s."), title,
			 words_day(a, c->start_utc_ms - END_MS));
}

static const char *drop_of(struct arena *a, const struct pl_changed *c, const char *title,
			   const char *who)
{
	(void)c;
	(void)who;
	return arena_fmt(a, _("Take %s out of the program."), title);
}

static const char *holiday_of(struct arena *a, const struct pl_changed *c, const char *title,
			      const char *who)
{
	const char *first = words_day(a, c->start_utc_ms);
	const char *last = words_day(a, c->end_utc_ms - END_MS);

	(void)title;
	(void)who;
	if (strcmp(first, last) == 0)
		return arena_fmt(a, _("Cancel all sessions on %s.%s"), first,
				 words_why(a, c->why));
	return arena_fmt(a, _("Cancel all sessions from %s to %s.%s"), first, last,
			 words_why(a, c->why));
}

const char *words_change(struct arena *a, const struct pl_changed *c, const char *title,
			 const char *who)
{
	static const char *(*const all[PL_CHANGES])(struct arena *, const struct pl_changed *,
						    const char *, const char *) = {
		[PL_CHANGE_NEW] = new_of,         [PL_CHANGE_FIELDS] = fields_of,
		[PL_CHANGE_CANCEL] = cancel_of,   [PL_CHANGE_MOVE] = move_of,
		[PL_CHANGE_LEADER] = lead_of,     [PL_CHANGE_PLACE] = place_of,
		[PL_CHANGE_RESTORE] = restore_of, [PL_CHANGE_ADD] = add_of,
		[PL_CHANGE_END] = end_of,         [PL_CHANGE_DROP] = drop_of,
		[PL_CHANGE_HOLIDAY] = holiday_of,
	};

	return c->what < PL_CHANGES ? all[c->what](a, c, title, who) : "";
}

const char *words_preview_sum(struct arena *a, size_t sessions, int people)
{
	const char *first =
		arena_fmt(a, ngettext("%lu session changes.", "%lu sessions change.", sessions),
			  (unsigned long)sessions);

	if (!sessions)
		first = words_program(a, PROGRAM_NOTHING_CHANGES, "", "");
	if (people <= 0)
		return arena_fmt(a, _("%s Nobody is to be told."), first);
	return arena_fmt(a,
			 ngettext("%s %d person will be told.", "%s %d people will be told.",
				  (unsigned long)people),
			 first, people);
}

const char *words_more(struct arena *a, size_t n)
{
	return arena_fmt(a,
			 ngettext("And %lu more: type /program to see it.",
				  "And %lu more: type /program to see them.", n),
			 (unsigned long)n);
}

const char *words_more_sessions(struct arena *a, size_t n)
{
	return arena_fmt(a, ngettext("And %lu more session.", "And %lu more sessions.", n),
			 (unsigned long)n);
}

const char *words_plan_waits(struct arena *a, size_t n)
{
	return arena_fmt(a, ngettext("To be done: %lu change.", "To be done: %lu changes.", n),
			 (unsigned long)n);
}

const char *words_changes_kept(struct arena *a, int n)
{
	return arena_fmt(a,
			 ngettext("%d change is kept here and not at the server yet.",
				  "%d changes are kept here and not at the server yet.",
				  (unsigned long)n),
			 n);
}

const char *words_import_sum(struct arena *a, const struct pl_import *i)
{
	const unsigned long good = i->changes_count, bad = i->problems_total;
	const char *first = arena_fmt(
		a, ngettext("What is good: %lu series.", "What is good: %lu series.", good),
		good);

	if (!bad)
		return arena_fmt(a, "%s %s", first,
				 words_program(a, PROGRAM_FILE_GOOD, "", ""));
	return arena_fmt(a,
			 ngettext("%s %lu thing is amiss in the file:",
				  "%s %lu things are amiss in the file:", bad),
			 first, bad);
}

const char *words_exception(struct arena *a, const struct pl_occurrence *o)
{
	const char *times = words_session_times(a, o->start_utc_ms, o->end_utc_ms);
	const char *leader = o->substitute && o->leader && *o->leader
				     ? arena_fmt(a, _(" Led by %s."), o->leader)
				     : "";

	if (o->cancelled)
		return arena_fmt(a, _("Cancelled: %s.%s"), times, words_why(a, o->why));
	if (o->moved)
		return arena_fmt(a, _("Moved: %s. It was %s.%s%s"), times,
				 words_moment(a, o->original_utc_ms), leader,
				 words_why(a, o->why));
	return arena_fmt(a, "%s.%s", times, leader);
}

static const char *const failures[PL_FAILURES] = {
	[PL_FAIL_GONE] = N_("There is no such session any more."),
	[PL_FAIL_LATE] = N_("That session is over."),
	[PL_FAIL_TWICE] = N_("That stands already."),
	[PL_FAIL_REFUSED] = N_("This is for facilitators of the group."),
	[PL_FAIL_BUSY] = N_("Too many changes wait to be sent. Connect first, then try again."),
	[PL_FAIL_STATE] =
		N_("That cannot be done to the program as it is now. Type /program to "
		   "see it."),
	[PL_FAIL_TOO_LONG] = N_("That is too long, or the series has too many changes."),
	[PL_FAIL_FILE] = N_("That file cannot be read. Look at its name."),
};

const char *words_change_failure(enum pl_failure f)
{
	return f < PL_FAILURES && failures[f] ? words_row(failures[f]) : words_failure(f);
}

/* All of these mean one thing to who answers. */
const char *words_answer_failure(enum pl_failure f)
{
	static const bool answered[PL_FAILURES] = {
		[PL_FAIL_STATE] = true, [PL_FAIL_GONE] = true, [PL_FAIL_NOT_NOW] = true,
		[PL_FAIL_TWICE] = true, [PL_FAIL_LATE] = true,
	};

	if (f < PL_FAILURES && answered[f])
		return _("It has been answered, or it was taken back.");
	return words_change_failure(f);
}
