/* SPDX-License-Identifier: MIT */
/* What is amiss with a calendar file, news of the schedule, and sentences that stand alone. */
#include <libintl.h>
#include <string.h>

#include "view/words_program.h"
#include "view/words_schedule.h"
#include "view/words_in.h"

#define _(s) gettext(s)

/* ---- calendar files ---- */

/* Some name what they are about. */
static const char *const faults[PL_CALENDAR_FAULTS] = {
	[PL_CALENDAR_TOO_LARGE] = N_("it is larger than 4 MB, so nothing of it was read"),
	[PL_CALENDAR_NONE] = N_("this is no calendar file"),
	[PL_CALENDAR_TOO_MANY] = N_("there are too many entries; those behind this are left "
				    "out"),
	[PL_CALENDAR_CUT_SHORT] = N_("the file ends within an entry, which is left out"),
	[PL_CALENDAR_FOLDING] = N_("this line cannot be read, and is left out"),
	[PL_CALENDAR_ENCODING] = N_("letters that are not UTF-8; they may look wrong"),
	[PL_CALENDAR_NO_START] = N_("an entry without a day or hour is left out"),
	[PL_CALENDAR_RULE] = N_("how this repeats cannot be read, so it is there once"),
	[PL_CALENDAR_VALUE] = N_("a value that cannot be read is left out"),
	[PL_CALENDAR_ZONE] = N_("nobody knows this time zone; its hours are taken as those of "
				"here"),
	[PL_CALENDAR_STRAY] = N_("a change to an entry that is not there is left out"),
	[PL_CALENDAR_NO_SERIES] =
		N_("an entry of whole days, or without a time zone, cannot be a session"),
	[PL_CALENDAR_UNREADABLE] = N_("it cannot be opened or fetched"),
};

const char *words_calendar_problem(struct arena *a, const struct pl_calendar_problem *p)
{
	const char *fault =
		p->fault >= 0 && p->fault < PL_CALENDAR_FAULTS ? _(faults[p->fault]) : "";
	const char *what = p->what && *p->what ? arena_fmt(a, " (%s)", p->what) : "";

	if (!p->line)
		return arena_fmt(a, _("The file: %s"), arena_fmt(a, "%s%s.", fault, what));
	return arena_fmt(a, _("Line %d: %s%s."), p->line, fault, what);
}

const char *words_problems_more(struct arena *a, int n)
{
	return arena_fmt(a, ngettext("And %d more.", "And %d more.", (unsigned long)n), n);
}

const char *words_calendar(struct arena *a, const struct pl_overlay *o)
{
	const char *how;

	if (o->busy)
		return arena_fmt(a, _("Your calendar is being fetched from %s."), o->from);
	how = arena_fmt(a,
			ngettext("Your calendar has %lu entry, read %s from %s.",
				 "Your calendar has %lu entries, read %s from %s.",
				 (unsigned long)o->events),
			(unsigned long)o->events, words_moment(a, o->read_utc_ms), o->from);
	return arena_fmt(a, _("%s It stays on this device: nobody else sees it."), how);
}

/* ---- news ---- */

static const char *because(struct arena *a, const struct pl_schedule_note *n)
{
	const char *why = n->occurrence.why;

	return why && *why ? arena_fmt(a, _(" Why: %s."), words_unstopped(a, why)) : "";
}

static const char *cancelled(struct arena *a, const struct pl_schedule_note *n,
			     const char *cover)
{
	(void)cover;
	return arena_fmt(a, _("Cancelled: %s.%s"), words_named(a, &n->occurrence),
			 because(a, n));
}

static const char *moved(struct arena *a, const struct pl_schedule_note *n, const char *cover)
{
	(void)cover;
	return arena_fmt(a, _("Moved: %s. It was %s.%s"), words_named(a, &n->occurrence),
			 words_moment(a, n->was_utc_ms), because(a, n));
}

static const char *is_new(struct arena *a, const struct pl_schedule_note *n, const char *cover)
{
	(void)cover;
	return arena_fmt(a, _("New: %s."), words_named(a, &n->occurrence));
}

static const char *leader(struct arena *a, const struct pl_schedule_note *n, const char *cover)
{
	const char *who = n->occurrence.leader;

	(void)cover;
	if (n->occurrence.leads)
		return arena_fmt(a, _("%s: you lead it."), words_named(a, &n->occurrence));
	return arena_fmt(a, _("%s: %s leads it."), words_named(a, &n->occurrence),
			 who && *who ? who : words_of(WORD_A_FACILITATOR));
}

static const char *back(struct arena *a, const struct pl_schedule_note *n, const char *cover)
{
	(void)cover;
	return arena_fmt(a, _("Not cancelled any more: %s."), words_named(a, &n->occurrence));
}

static const char *request(struct arena *a, const struct pl_schedule_note *n, const char *cover)
{
	(void)cover;
	if (!n->request)
		return "";
	return arena_fmt(a, "%s. %s", words_named(a, &n->occurrence),
			 words_request(a, n->request, n->occurrence.leader));
}

static const char *asked(struct arena *a, const struct pl_schedule_note *n, const char *cover)
{
	const char *words;

	(void)cover;
	if (!n->request)
		return "";
	words = words_asks(a, n->request, words_named(a, &n->occurrence),
			   words_moment(a, n->request->to_original_utc_ms));
	return n->request->state == PL_REQUEST_ASKED
		       ? arena_fmt(a, _("%s To answer, type /requests."), words)
		       : words;
}

/* Whoever looks over a shoulder reads no more than what the person has chosen. */
static const char *soon(struct arena *a, const struct pl_schedule_note *n, const char *cover)
{
	if (n->minutes < 0)
		return arena_fmt(a, _("%s began %s ago. This reminder comes late."), cover,
				 words_minutes(a, -n->minutes));
	if (n->minutes == 0)
		return arena_fmt(a, _("%s: now."), cover);
	return arena_fmt(a, _("%s in %s."), cover, words_minutes(a, n->minutes));
}

static const char *clock_is_wrong(struct arena *a, const struct pl_schedule_note *n,
				  const char *cover)
{
	const int off = n->minutes < 0 ? -n->minutes : n->minutes;

	(void)cover;
	return arena_fmt(a,
			 n->minutes < 0 ? _("The clock of this device is %s behind the "
					    "clinic's. Reminders go by the clinic's.")
					: _("The clock of this device is %s ahead of the "
					    "clinic's. Reminders go by the clinic's."),
			 words_minutes(a, off));
}

static const char *zone(struct arena *a, const struct pl_schedule_note *n, const char *cover)
{
	(void)cover;
	return arena_fmt(a,
			 _("This device is in another time zone than before: %s, not %s. "
			   "All times are now those of %s."),
			 words_city(a, pl_zone_here()), words_city(a, n->text ? n->text : ""),
			 words_city(a, pl_zone_here()));
}

static const char *change_refused(struct arena *a, const struct pl_schedule_note *n,
				  const char *cover)
{
	(void)a;
	(void)n;
	(void)cover;
	return _("A change of yours was not made: somebody else has changed the same sessions. "
		 "Type /program to see how they stand.");
}

static const char *more(struct arena *a, const struct pl_schedule_note *n, const char *cover)
{
	(void)a;
	(void)n;
	(void)cover;
	return _("More of the schedule has changed. Type /week to see it.");
}

static const char *(*const news[PL_NEWS_KINDS])(struct arena *a,
						const struct pl_schedule_note *n,
						const char *cover) = {
	[PL_NEWS_CANCELLED] = cancelled,
	[PL_NEWS_MOVED] = moved,
	[PL_NEWS_NEW] = is_new,
	[PL_NEWS_LEADER] = leader,
	[PL_NEWS_BACK] = back,
	[PL_NEWS_REQUEST] = request,
	[PL_NEWS_ASKED] = asked,
	[PL_NEWS_SOON] = soon,
	[PL_NEWS_CLOCK] = clock_is_wrong,
	[PL_NEWS_ZONE] = zone,
	[PL_NEWS_CHANGE_REFUSED] = change_refused,
};

const char *words_schedule_news(struct arena *a, const struct pl_schedule_note *n,
				const char *cover)
{
	const bool known = n->what < PL_NEWS_KINDS && news[n->what];

	return known ? news[n->what](a, n, cover) : more(a, n, cover);
}

/* ---- sentences that stand alone ---- */

static const char *const rows[SCHEDULE_WORDS] = {
	[SCHEDULE_TODAY] = N_("Today, %s"),
	[SCHEDULE_WEEK] = N_("The week from %s"),
	[SCHEDULE_THIS_WEEK] = N_("This week, from %s"),
	[SCHEDULE_NEXT] = N_("Next, %s"),
	[SCHEDULE_UNDER_WAY] = N_("Now, since %s"),
	[SCHEDULE_NONE_NEXT] = N_("No session is planned for you."),
	[SCHEDULE_NOTHING_TODAY] = N_("Nothing more today."),
	[SCHEDULE_NOTHING_WEEK] = N_("Nothing is planned in this week."),
	[SCHEDULE_NOTHING_MONTH] = N_("Nothing is planned in this month."),
	[SCHEDULE_JOIN] = N_("To go in, type /join or press %s."),
	[SCHEDULE_JOIN_LATER] =
		N_("A facilitator opens the door. To wait there, type /join or press %s."),
	[SCHEDULE_LATER_TODAY] = N_("Later today"),
	[SCHEDULE_MY_REQUESTS] = N_("What you have asked for"),
	[SCHEDULE_DAY_TODAY] = N_("%s, today"),
	[SCHEDULE_WEEK_OF] = N_("Week from %s"),
	[SCHEDULE_COUNTED_FROM] = N_("The hours of this week are counted from %s."),
	[SCHEDULE_OFFERS] = N_("These sessions would make up for it, if a seat is there"),
	[SCHEDULE_OFFERS_SWAP] = N_("For one of a group that is not yours: type /swap, the "
				    "number of one that you miss, and its number."),
	[SCHEDULE_OFFERS_ARE] = N_("Would make up for it, if a seat is there: %s."),
	[SCHEDULE_OFFERS_HOW] = N_("To ask for a seat, type /signup and the number."),
	[SCHEDULE_TOLD] = N_("No connection now. The schedule is as told on %s."),
	[SCHEDULE_NEVER_TOLD] =
		N_("The schedule has not come yet. It comes when there is a connection."),
	[SCHEDULE_NONE_YET] = N_("No schedule has come yet."),
	[SCHEDULE_WEEK_HOW] =
		N_("That is no day. Type next, last, +2, or a day such as 2026-12-01."),
	[SCHEDULE_NO_NUMBER] = N_(
		"There is no session with the number %s here. Type /week to see the numbers."),
	[SCHEDULE_AGAIN] = N_("%s. To say so, press the key once more, or type /%s"),
	[SCHEDULE_NO_REQUEST] = N_("You have asked nothing of that session."),
	[SCHEDULE_WITHDRAWN_LATER] =
		N_("%s. What you asked for is taken back. The clinic is told when there is a "
		   "connection."),
	[SCHEDULE_WITHDRAWN] = N_("%s. What you asked for is taken back."),
	[SCHEDULE_SAVED] = N_("Saved to %s. It calls each session \"%s\", and no more."),
	[SCHEDULE_FEED] =
		N_("Your calendar's address: %s\nKeep it to yourself: who has it can see when "
		   "you have sessions, but not what they are. Type /feed off to end it."),
	[SCHEDULE_FEED_NONE] =
		N_("You have no calendar address. It lets your own calendar show when you have "
		   "sessions, and not what they are. Type /feed on to ask for one."),
	[SCHEDULE_FEED_ASKED] = N_("The server is asked for it. The answer comes by itself."),
	[SCHEDULE_FEED_OFF] = N_("Your calendar's address ends."),
	[SCHEDULE_COVER] = N_("From now on others see \"%s\" in place of a session."),
	[SCHEDULE_COVER_IS] =
		N_("Others see \"%s\" in place of a session. Type /cover and a name to change "
		   "that."),
	[SCHEDULE_CALENDAR_NONE] = N_("You have laid no calendar of your own beside this one."),
	[SCHEDULE_CALENDAR_OFF] = N_("Your own calendar is taken away."),
	[SCHEDULE_CALENDAR_BAD] =
		N_("It was not taken. %s To take what is good, type /mycalendar anyway and the "
		   "same name."),
	[SCHEDULE_CALENDAR_FETCHED] = N_("Your calendar is being fetched."),
};

const char *words_schedule(struct arena *a, enum schedule_word w, const char *one,
			   const char *two)
{
	const char *const what[] = { one, two };

	return words_fill(a, gettext(rows[w]), what, 2);
}
