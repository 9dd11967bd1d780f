/* SPDX-License-Identifier: MIT */
/* What of a rule only leaves some out, for one candidate. */
#include "schedule/rule_in.h"

#include "schedule/zone_table.h"

enum {
	DAY_S = 86400,
	NONE = ICAL_RECURRENCE_ARRAY_MAX,
	DAYS_AHEAD_MAX = 3660, /* that are looked at for one that holds */
};

bool rule_is_in(const short *list, int value, int count)
{
	if (list[0] == NONE)
		return true;
	for (size_t i = 0; list[i] != NONE; i++)
		if (list[i] == value || (list[i] < 0 && list[i] + count + 1 == value))
			return true;
	return false;
}

/* Is day `at` of `count`, which this weekday has in the month or year, of that position? */
static bool is_position(int position, int at, int count)
{
	if (position < 0)
		return -position == (count - at) / 7 + 1;
	return !position || position == (at - 1) / 7 + 1;
}

static bool has_weekday(const struct rule *r, struct icaltimetype t)
{
	const short *list = r->all.by_day;
	const bool year = r->all.freq == ICAL_YEARLY_RECURRENCE && r->all.by_month[0] == NONE;
	const int at = year ? icaltime_day_of_year(t) : t.day;
	const int count =
		year ? icaltime_days_in_year(t.year) : icaltime_days_in_month(t.month, t.year);

	if (list[0] == NONE || r->steps.by_day[0] != NONE)
		return true;
	for (size_t i = 0; list[i] != NONE; i++)
		if ((int)icalrecurrencetype_day_day_of_week(list[i]) ==
			    icaltime_day_of_week(t) &&
		    is_position(icalrecurrencetype_day_position(list[i]), at, count))
			return true;
	return false;
}

/* The number of the week with that day, by four of whose days a year has it (RFC 5545 3.3.10). */
static int week_of(const struct rule *r, int64_t s)
{
	int64_t middle = rule_week_begin(r, rule_week(r, s)) + 3 * DAY_S;

	return (icaltime_day_of_year(zone_fields(middle)) - 1) / 7 + 1;
}

static bool week_holds(const struct rule *r, struct icaltimetype t)
{
	const short *list = r->all.by_week_no;
	int64_t s, middle;

	if (list[0] == NONE)
		return true;
	s = zone_seconds(t);
	middle = rule_week_begin(r, rule_week(r, s)) + 3 * DAY_S;
	/* the 28th of December is in the last week */
	t = zone_fields(middle);
	t.month = 12;
	t.day = 28;
	return rule_is_in(list, week_of(r, s), week_of(r, zone_seconds(t)));
}

static bool day_holds(const struct rule *r, struct icaltimetype t)
{
	const struct icalrecurrencetype *all = &r->all;

	return rule_is_in(all->by_month, t.month, 0) &&
	       rule_is_in(all->by_month_day, t.day, icaltime_days_in_month(t.month, t.year)) &&
	       rule_is_in(all->by_year_day, icaltime_day_of_year(t),
			  icaltime_days_in_year(t.year)) &&
	       has_weekday(r, t) && week_holds(r, t);
}

bool rule_holds(const struct rule *r, struct icaltimetype t)
{
	return day_holds(r, t) && rule_is_in(r->all.by_hour, t.hour, 0) &&
	       rule_is_in(r->all.by_minute, t.minute, 0) &&
	       rule_is_in(r->all.by_second, t.second, 0);
}

/* The first minute of the rest of an hour, or hour of a day, that is in the list. */
static int64_t next_in(const short *list, int64_t s, int64_t unit, int64_t end)
{
	const int count = unit == 60 ? 60 : 24;

	for (s = (rule_floor(s, unit) + 1) * unit; s < end; s += unit)
		if (rule_is_in(list, (int)(rule_floor(s, unit) % count + count) % count, 0))
			return s;
	return end;
}

int64_t rule_chance(const struct rule *r, int64_t s)
{
	struct icaltimetype t = zone_fields(s);
	int64_t day = rule_floor(s, DAY_S) + 1, hour = (rule_floor(s, 3600) + 1) * 3600;

	if (day_holds(r, t)) {
		if (rule_is_in(r->all.by_hour, t.hour, 0))
			s = next_in(r->all.by_minute, s, 60, hour);
		else
			s = next_in(r->all.by_hour, s, 3600, day * DAY_S);
		if (s < day * DAY_S)
			return s;
	}
	for (int i = 0; i < DAYS_AHEAD_MAX && !day_holds(r, zone_fields(day * DAY_S)); i++)
		day++;
	return day * DAY_S;
}
