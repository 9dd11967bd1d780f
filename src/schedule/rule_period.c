/* SPDX-License-Identifier: MIT */
/* The periods of a frequency (days, weeks, months, ...), by number. */
#include "schedule/rule_in.h"

#include "schedule/zone_table.h"

enum { DAY_S = 86400 };

int64_t rule_floor(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Seconds that one of the short periods has. */
int64_t rule_unit(const struct rule *r)
{
	static const int64_t units[] = { [ICAL_SECONDLY_RECURRENCE] = 1,
					 [ICAL_MINUTELY_RECURRENCE] = 60,
					 [ICAL_HOURLY_RECURRENCE] = 3600,
					 [ICAL_DAILY_RECURRENCE] = DAY_S };

	return units[r->all.freq];
}

static int64_t unit_number(const struct rule *r, int64_t s)
{
	return rule_floor(s, rule_unit(r));
}

static int64_t unit_begin(const struct rule *r, int64_t n)
{
	return n * rule_unit(r);
}

/* Days from the beginning of a week to the first day of 1970, a Thursday. */
static int64_t week_shift(const struct rule *r)
{
	return (ICAL_THURSDAY_WEEKDAY - (int)r->all.week_start + 7) % 7;
}

int64_t rule_week(const struct rule *r, int64_t s)
{
	return rule_floor(rule_floor(s, DAY_S) + week_shift(r), 7);
}

int64_t rule_week_begin(const struct rule *r, int64_t n)
{
	return (n * 7 - week_shift(r)) * DAY_S;
}

static int64_t month_number(const struct rule *r, int64_t s)
{
	struct icaltimetype t = zone_fields(s);

	(void)r;
	return (int64_t)t.year * 12 + t.month - 1;
}

static int64_t month_begin(const struct rule *r, int64_t n)
{
	(void)r;
	return zone_seconds((struct icaltimetype) {
		.year = (int)(n / 12), .month = (int)(n % 12) + 1, .day = 1 });
}

static int64_t year_number(const struct rule *r, int64_t s)
{
	(void)r;
	return zone_fields(s).year;
}

static int64_t year_begin(const struct rule *r, int64_t n)
{
	(void)r;
	return zone_seconds((struct icaltimetype) { .year = (int)n, .month = 1, .day = 1 });
}

static const struct period {
	int64_t (*number)(const struct rule *r, int64_t s);
	int64_t (*begin)(const struct rule *r, int64_t n);
} periods[] = {
	[ICAL_SECONDLY_RECURRENCE] = { unit_number, unit_begin },
	[ICAL_MINUTELY_RECURRENCE] = { unit_number, unit_begin },
	[ICAL_HOURLY_RECURRENCE] = { unit_number, unit_begin },
	[ICAL_DAILY_RECURRENCE] = { unit_number, unit_begin },
	[ICAL_WEEKLY_RECURRENCE] = { rule_week, rule_week_begin },
	[ICAL_MONTHLY_RECURRENCE] = { month_number, month_begin },
	[ICAL_YEARLY_RECURRENCE] = { year_number, year_begin },
};

int64_t rule_period(const struct rule *r, int64_t s)
{
	return periods[r->all.freq].number(r, s);
}

int64_t rule_period_begin(const struct rule *r, int64_t number)
{
	return periods[r->all.freq].begin(r, number);
}
