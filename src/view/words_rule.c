/* SPDX-License-Identifier: MIT */
/* When a series is, in words. */
#include <libintl.h>
#include <string.h>
#include <time.h>

#include "view/words_program.h"
#include "view/words_in.h"

#define _(s) gettext(s)

enum { WEEK = 7 };

/* "Mondays, Tuesdays and Thursdays", from Monday on. */
static const char *days(struct arena *a, unsigned bits)
{
	const char *out = "";
	int left = __builtin_popcount(bits);

	for (int i = 1; i <= WEEK; i++) {
		const int day = i % WEEK;

		if (!(bits & 1u << day))
			continue;
		if (!*out)
			out = words_weekday(day, true);
		else
			out = arena_fmt(a, left == 1 ? _("%s and %s") : _("%s, %s"), out,
					words_weekday(day, true));
		left--;
	}
	return out;
}

static const char *day_of(unsigned bits)
{
	for (int i = 0; i < WEEK; i++)
		if (bits & 1u << i)
			return words_weekday(i, false);
	return "";
}

static const char *date(struct arena *a, const struct pl_local *l, bool with_weekday)
{
	struct tm tm = { .tm_year = l->year - 1900,
			 .tm_mon = l->month - 1,
			 .tm_mday = l->day,
			 .tm_wday = l->weekday };
	char text[128];

	if (!strftime(text, sizeof(text), with_weekday ? _("%A %e %B %Y") : _("%e %B %Y"), &tm))
		text[0] = '\0';
	for (char *two; (two = strstr(text, "  "));)
		memmove(two, two + 1, strlen(two));
	return arena_text(a, text + (*text == ' '));
}

static const char *once(struct arena *a, const struct pl_pattern *p, const struct pl_local *l)
{
	(void)p;
	return date(a, l, true);
}

static const char *daily(struct arena *a, const struct pl_pattern *p, const struct pl_local *l)
{
	(void)l;
	return p->every == 1 ? _("Every day") : arena_fmt(a, _("Every %d days"), p->every);
}

static const char *weekly(struct arena *a, const struct pl_pattern *p, const struct pl_local *l)
{
	(void)l;
	if (p->every == 1)
		return days(a, p->weekdays);
	return arena_fmt(a, _("Every %d weeks on %s"), p->every, days(a, p->weekdays));
}

static const char *monthly_day(struct arena *a, const struct pl_pattern *p,
			       const struct pl_local *l)
{
	if (p->every == 1)
		return arena_fmt(a, _("Day %d of each month"), l->day);
	return arena_fmt(a, _("Day %d of every %d months"), l->day, p->every);
}

static const char *monthly_nth(struct arena *a, const struct pl_pattern *p,
			       const struct pl_local *l)
{
	static const char *const rows[] = {
		N_("The last %s of each month"),  "",
		N_("The first %s of each month"), N_("The second %s of each month"),
		N_("The third %s of each month"), N_("The fourth %s of each month"),
	};
	const char *const what[] = { day_of(p->weekdays) };
	const char *each = words_fill(a, words_row(rows[p->nth + 1]), what, 1);

	(void)l;
	if (p->every == 1)
		return each;
	return arena_fmt(a, _("%s, every %d months"), each, p->every);
}

static const char *yearly(struct arena *a, const struct pl_pattern *p, const struct pl_local *l)
{
	const char *day = date(a, l, false);

	return p->every == 1 ? arena_fmt(a, _("Every year from %s"), day)
			     : arena_fmt(a, _("Every %d years from %s"), p->every, day);
}

static const char *by_rule(struct arena *a, const struct pl_pattern *p,
			   const struct pl_local *l)
{
	return arena_fmt(a, _("From %s by the rule %s"), date(a, l, false), p->rule);
}

static const char *(*const ways[PL_REPEATS_WAYS])(struct arena *, const struct pl_pattern *,
						  const struct pl_local *) = {
	[PL_REPEATS_NOT] = once,
	[PL_REPEATS_DAILY] = daily,
	[PL_REPEATS_WEEKLY] = weekly,
	[PL_REPEATS_MONTHLY_DAY] = monthly_day,
	[PL_REPEATS_MONTHLY_NTH] = monthly_nth,
	[PL_REPEATS_YEARLY] = yearly,
	[PL_REPEATS_BY_RULE] = by_rule,
};

static const char *clock_of(struct arena *a, const char *zone, int64_t utc_ms)
{
	struct pl_local l;

	pl_local(zone, utc_ms, &l);
	return arena_fmt(a, "%02d:%02d", l.hour, l.minute);
}

/* ", until 30 June 2027"; what a rule says itself is not said again. */
static const char *end_of(struct arena *a, const struct pl_pattern *p)
{
	struct pl_local l;

	if (p->repeats == PL_REPEATS_NOT || p->repeats == PL_REPEATS_BY_RULE)
		return "";
	if (p->count)
		return arena_fmt(a,
				 ngettext(", %d time in all", ", %d times in all",
					  (unsigned long)p->count),
				 p->count);
	if (!p->until_utc_ms)
		return "";
	pl_local(p->zone, p->until_utc_ms, &l);
	return arena_fmt(a, _(", until %s"), date(a, &l, false));
}

static const char *added_of(struct arena *a, int n)
{
	return n ? arena_fmt(a,
			     ngettext(", and %d more session", ", and %d more sessions",
				      (unsigned long)n),
			     n)
		 : "";
}

const char *words_rule(struct arena *a, const struct pl_pattern *p, const char *here)
{
	const bool same = strcmp(p->zone, here) == 0;
	struct pl_local l;

	pl_local(p->zone, p->start_utc_ms, &l);
	return arena_fmt(
		a, "%s, %s%s%s%s%s",
		ways[p->repeats < PL_REPEATS_WAYS ? p->repeats : PL_REPEATS_BY_RULE](a, p, &l),
		arena_fmt(a, _("%s to %s"), clock_of(a, p->zone, p->start_utc_ms),
			  clock_of(a, p->zone, p->start_utc_ms + p->minutes * INT64_C(60000))),
		same ? "" : ", ",
		same ? "" : arena_fmt(a, _("%s time"), words_city(a, p->zone)), end_of(a, p),
		added_of(a, p->added));
}

const char *words_session_times(struct arena *a, int64_t start_utc_ms, int64_t end_utc_ms)
{
	const struct pl_occurrence o = { .start_utc_ms = start_utc_ms,
					 .end_utc_ms = end_utc_ms };

	return arena_fmt(a, "%s, %s", words_date(a, start_utc_ms), words_hours_of(a, &o));
}
