/* SPDX-License-Identifier: MIT */
/* Days, hours, and what is planned, in words. */
#include "view/words_schedule.h"

#include <libintl.h>
#include <string.h>
#include <time.h>

#define _(s) gettext(s)

enum { MINUTE_MS = 60000, DAY_MINUTES = 24 * 60 };

/* ---- days and hours ---- */

typedef size_t write_time(char *out, size_t size, const struct tm *tm);

/* The year in which days are told; 0: they are written. */
static int told_in;

void words_days_told(int64_t now_utc_ms)
{
	struct pl_local l = { .year = 0 };

	if (now_utc_ms)
		pl_local(NULL, now_utc_ms, &l);
	told_in = l.year;
}

static size_t as_dated(char *out, size_t size, const struct tm *tm)
{
	return strftime(out, size, _("%A %e %B %Y"), tm);
}

static size_t as_day(char *out, size_t size, const struct tm *tm)
{
	if (told_in && told_in != tm->tm_year + 1900)
		return as_dated(out, size, tm);
	return strftime(out, size, _("%A %e %B"), tm);
}

/* Short names are letters to who listens. */
static size_t as_date(char *out, size_t size, const struct tm *tm)
{
	return told_in ? as_day(out, size, tm) : strftime(out, size, "%a %e %b", tm);
}

static size_t as_short_dated(char *out, size_t size, const struct tm *tm)
{
	return told_in ? as_dated(out, size, tm) : strftime(out, size, "%a %e %b %Y", tm);
}

static size_t as_month(char *out, size_t size, const struct tm *tm)
{
	return strftime(out, size, "%B %Y", tm);
}

static size_t as_short_day(char *out, size_t size, const struct tm *tm)
{
	return strftime(out, size, "%a", tm);
}

static size_t as_clock(char *out, size_t size, const struct tm *tm)
{
	return strftime(out, size, "%H:%M", tm);
}

/* Names of days and months are those of the locale.  "%e" fills with a space: one stays. */
static const char *day_as(struct arena *a, int64_t utc_ms, write_time *form)
{
	struct pl_local l;
	char text[128];
	size_t n = 0;

	pl_local(NULL, utc_ms, &l);
	const struct tm tm = {
		.tm_year = l.year - 1900,
		.tm_mon = l.month - 1,
		.tm_mday = l.day,
		.tm_hour = l.hour,
		.tm_min = l.minute,
		.tm_wday = l.weekday,
	};

	if (!form(text, sizeof(text), &tm))
		text[0] = '\0';
	for (const char *p = text; *p; p++)
		if (*p != ' ' || (n && text[n - 1] != ' '))
			text[n++] = *p;
	return arena_dup(a, text, n);
}

const char *words_date(struct arena *a, int64_t utc_ms)
{
	return day_as(a, utc_ms, as_date);
}

const char *words_date_and_year(struct arena *a, int64_t utc_ms)
{
	return day_as(a, utc_ms, as_short_dated);
}

const char *words_day(struct arena *a, int64_t utc_ms)
{
	return day_as(a, utc_ms, as_day);
}

const char *words_month(struct arena *a, int64_t utc_ms)
{
	return day_as(a, utc_ms, as_month);
}

const char *words_short_day(struct arena *a, int64_t utc_ms)
{
	return day_as(a, utc_ms, as_short_day);
}

const char *words_clock(struct arena *a, int64_t utc_ms)
{
	return day_as(a, utc_ms, as_clock);
}

const char *words_moment(struct arena *a, int64_t utc_ms)
{
	return arena_fmt(a, "%s, %s", words_date(a, utc_ms), words_clock(a, utc_ms));
}

/* "America/New_York" is a name for machines. */
const char *words_city(struct arena *a, const char *zone)
{
	const char *slash = strrchr(zone, '/');
	char *city = arena_text(a, slash ? slash + 1 : zone);

	for (char *p = city; *p; p++)
		if (*p == '_')
			*p = ' ';
	return city;
}

/* How many midnights are between the two. */
static int days_between(int64_t from_utc_ms, int64_t to_utc_ms)
{
	int days = 0;

	while (days < 400 && pl_day(from_utc_ms, days + 1) <= to_utc_ms)
		days++;
	return days;
}

const char *words_until(struct arena *a, int64_t start_utc_ms, int64_t now_utc_ms)
{
	const int64_t left = (start_utc_ms - now_utc_ms + MINUTE_MS - 1) / MINUTE_MS;
	int days;

	if (now_utc_ms >= start_utc_ms)
		return _("now");
	if (left < DAY_MINUTES / 2)
		return arena_fmt(a, _("in %s"), words_minutes(a, (int)left));
	days = days_between(now_utc_ms, start_utc_ms);
	if (!days)
		return arena_fmt(a, _("in %s"), words_minutes(a, (int)left));
	if (days == 1)
		return _("tomorrow");
	return arena_fmt(a, ngettext("in %d day", "in %d days", (unsigned long)days), days);
}

const char *words_clocks_change(struct arena *a, int64_t day_utc_ms)
{
	struct pl_local before, after;
	int minutes;

	pl_local(NULL, day_utc_ms, &before);
	pl_local(NULL, pl_day(day_utc_ms, 1), &after);
	minutes = (after.offset_s - before.offset_s) / 60;
	if (!minutes)
		return "";
	return arena_fmt(a,
			 minutes > 0 ? _(" The clocks go forward by %s on this day.")
				     : _(" The clocks go back by %s on this day."),
			 words_minutes(a, minutes > 0 ? minutes : -minutes));
}

const char *words_other_zone(struct arena *a, const char *zone, int64_t utc_ms)
{
	struct pl_local here, there;

	pl_local(NULL, utc_ms, &here);
	pl_local(zone, utc_ms, &there);
	if (here.offset_s == there.offset_s)
		return "";
	return arena_fmt(a,
			 _("Times are those of %s, where you are. %s here is %02d:%02d in "
			   "%s, where the program is."),
			 words_city(a, pl_zone_here()), words_clock(a, utc_ms), there.hour,
			 there.minute, words_city(a, zone));
}

/* ---- what is planned ---- */

static bool same_day(int64_t a_utc_ms, int64_t b_utc_ms)
{
	return pl_day(a_utc_ms, 0) == pl_day(b_utc_ms, 0);
}

const char *words_hours_of(struct arena *a, const struct pl_occurrence *o)
{
	const int64_t last =
		o->end_utc_ms > o->start_utc_ms ? o->end_utc_ms - 1 : o->end_utc_ms;
	const char *from = words_clock(a, o->start_utc_ms);

	if (o->all_day && same_day(o->start_utc_ms, last))
		return _("All day");
	if (o->all_day)
		return arena_fmt(a, _("All day until %s"), words_date(a, last));
	if (o->end_utc_ms == o->start_utc_ms)
		return from;
	return arena_fmt(a, _("%s to %s"), from,
			 same_day(o->start_utc_ms, last) ? words_clock(a, o->end_utc_ms)
							 : words_moment(a, o->end_utc_ms));
}

const char *words_named(struct arena *a, const struct pl_occurrence *o)
{
	const bool titled = o->title && *o->title;

	return arena_fmt(a, "%s%s%s", words_moment(a, o->start_utc_ms), titled ? ", " : "",
			 titled ? o->title : "");
}

static const char *const kinds[PL_KINDS] = {
	[PL_INDIVIDUAL] = N_("individual session"),
	[PL_WORKSHOP] = N_("workshop"),
	[PL_FAMILY_SESSION] = N_("family session"),
	[PL_AWAY] = N_("away"),
};

/* "Skills group, with Robin", "Coping at work, workshop, with Robin" */
static const char *what_of(struct arena *a, const struct pl_occurrence *o)
{
	const char *kind =
		o->source == PL_OF_THE_PROGRAM && o->kind < PL_KINDS && kinds[o->kind]
			? _(kinds[o->kind])
			: NULL;
	const char *what = arena_fmt(a, "%s%s%s", o->title, kind ? ", " : "", kind ? kind : "");

	if (!o->leader || !*o->leader || o->leads)
		return what;
	return arena_fmt(a, o->substitute ? _("%s, with %s this time") : _("%s, with %s"), what,
			 o->leader);
}

static const char *cancelled_of(struct arena *a, const struct pl_occurrence *o)
{
	return *o->why ? arena_fmt(a, _(" Cancelled: %s."), words_unstopped(a, o->why))
		       : _(" Cancelled.");
}

static const char *moved_of(struct arena *a, const struct pl_occurrence *o)
{
	const char *was = words_moment(a, o->original_utc_ms);

	return *o->why ? arena_fmt(a, _(" Moved: it was %s. Why: %s."), was,
				   words_unstopped(a, o->why))
		       : arena_fmt(a, _(" Moved: it was %s."), was);
}

static const char *place_of(struct arena *a, const struct pl_occurrence *o)
{
	return o->place && *o->place
		       ? arena_fmt(a, _(" Where: %s."), words_unstopped(a, o->place))
		       : "";
}

static const char *counts_of(struct arena *a, const struct pl_occurrence *o)
{
	const int64_t minutes = (o->end_utc_ms - o->start_utc_ms) / MINUTE_MS;

	return o->counts && minutes > 0
		       ? arena_fmt(a, _(" Counts %s."), words_minutes(a, (int)minutes))
		       : "";
}

/* Members are not told of others' seats: how many there are is all that is sure. */
static const char *seats_of(struct arena *a, const struct pl_occurrence *o)
{
	if (!o->cap)
		return "";
	if (o->taken >= o->cap)
		return _(" All seats are taken.");
	return arena_fmt(
		a, ngettext(" It has %d seat.", " It has %d seats.", (unsigned long)o->cap),
		o->cap);
}

/* Is this person expected, where that is not a matter of course? */
static const char *part_of(struct arena *a, const struct pl_occurrence *o)
{
	if (o->source == PL_OF_MY_OWN)
		return _(" Yours.");
	if (o->leads)
		return _(" You lead it.");
	if (o->request || o->kind == PL_AWAY)
		return "";
	if (o->expected)
		return "";
	return arena_fmt(a, "%s%s",
			 o->optional ? _(" Optional: who comes signs up.")
				     : _(" You are not expected there."),
			 seats_of(a, o));
}

static const char *asked_of(struct arena *a, const struct pl_occurrence *o)
{
	if (!o->request || o->request->state == PL_REQUEST_WITHDRAWN)
		return "";
	return arena_fmt(a, " %s", words_request(a, o->request, o->leader));
}

static const char *clash_of(struct arena *a, const struct pl_occurrence *o)
{
	return o->clash ? arena_fmt(a, _(" At the same time you have: %s."), o->clash) : "";
}

/* What has been cancelled has none of the rest. */
static const char *rest_of(struct arena *a, const struct pl_occurrence *o)
{
	return arena_fmt(a, "%s%s%s%s%s%s", o->moved ? moved_of(a, o) : "", place_of(a, o),
			 counts_of(a, o), part_of(a, o), asked_of(a, o), clash_of(a, o));
}

const char *words_occurrence(struct arena *a, const struct pl_occurrence *o, bool day,
			     int64_t now_utc_ms)
{
	const char *when = words_hours_of(a, o);
	const char *time = now_utc_ms >= o->end_utc_ms                    ? _(" Over.")
			   : now_utc_ms >= o->start_utc_ms && !o->all_day ? _(" Under way.")
									  : "";

	if (day)
		when = arena_fmt(a, "%s, %s", words_date(a, o->start_utc_ms), when);
	return arena_fmt(a, "%s. %s.%s%s", when, what_of(a, o), o->cancelled ? "" : time,
			 o->cancelled ? cancelled_of(a, o) : rest_of(a, o));
}

const char *words_briefly(struct arena *a, const struct pl_occurrence *o, bool day)
{
	const char *state = o->cancelled                ? _(", cancelled")
			    : o->moved                  ? _(", moved")
			    : o->source == PL_OF_MY_OWN ? _(", yours")
							: "";
	const char *when = o->all_day ? _("All day") : words_clock(a, o->start_utc_ms);

	if (day)
		when = arena_fmt(a, "%s, %s", words_date(a, o->start_utc_ms), when);
	return arena_fmt(a, "%s %s%s", when, o->title, state);
}

const char *words_bring(struct arena *a, const struct pl_occurrence *o)
{
	return o->bring && *o->bring
		       ? arena_fmt(a, _("Bring: %s."), words_unstopped(a, o->bring))
		       : "";
}

/* ---- the week's hours ---- */

/* What was had is not told, so that only the plan can be held against the target. */
static const char *planned_alone(struct arena *a, const struct pl_tally *t)
{
	if (!t->target)
		return words_planned(a, t->planned);
	return arena_fmt(a,
			 _("Still to come this week: %s. You need %s a week. What you had "
			   "so far is not told yet."),
			 words_minutes(a, t->planned), words_minutes(a, t->target));
}

const char *words_tally(struct arena *a, const struct pl_tally *t)
{
	const int short_of = t->target - t->had - t->planned;

	if (t->had < 0)
		return planned_alone(a, t);
	if (!t->target)
		return arena_fmt(a, _("This week so far: %s. Still to come: %s."),
				 words_minutes(a, t->had), words_minutes(a, t->planned));
	if (short_of > 0)
		return arena_fmt(
			a,
			_("This week so far: %s of %s. Still to come: %s. That is %s too few."),
			words_minutes(a, t->had), words_minutes(a, t->target),
			words_minutes(a, t->planned), words_minutes(a, short_of));
	return arena_fmt(a, _("This week so far: %s of %s. Still to come: %s. That is enough."),
			 words_minutes(a, t->had), words_minutes(a, t->target),
			 words_minutes(a, t->planned));
}

const char *words_planned(struct arena *a, int minutes)
{
	return arena_fmt(a, _("Planned for you: %s."), words_minutes(a, minutes));
}
