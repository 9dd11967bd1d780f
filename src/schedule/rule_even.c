/* SPDX-License-Identifier: MIT */
/*
 * A rule made even: all that DTSTART implies is said, hourly rules and shorter ones are daily
 * ones with many hours where that is the same, and what can never be is found.
 */
#include "schedule/rule_in.h"

#include <stdlib.h>

#include "schedule/zone_table.h"

enum { NONE = ICAL_RECURRENCE_ARRAY_MAX };

static bool has(const short *list)
{
	return list[0] != NONE;
}

static void one(short *list, int value)
{
	list[0] = (short)value;
	list[1] = NONE;
}

static void none(short *list)
{
	list[0] = NONE;
}

static size_t length(const short *list, size_t max)
{
	size_t n = 0;

	while (n < max && list[n] != NONE)
		n++;
	return n;
}

static int by_value(const void *a, const void *b)
{
	return *(const short *)a - *(const short *)b;
}

/* ... and none twice, so that they can be counted. */
static void in_order(short *list, size_t max)
{
	size_t n = length(list, max), kept = 0;

	qsort(list, n, sizeof(*list), by_value);
	for (size_t i = 0; i < n; i++)
		if (!kept || list[kept - 1] != list[i])
			list[kept++] = list[i];
	if (kept < n)
		none(list + kept);
}

static bool is_in(const short *list, int value)
{
	for (size_t i = 0; list[i] != NONE; i++)
		if (list[i] == value)
			return true;
	return false;
}

/* Every `step`th of 0 .. size - 1 that is at `at` some time, and in the list if there is one. */
static void every(short *list, int at, int step, int size)
{
	short out[ICAL_BY_SECOND_SIZE];
	size_t n = 0;

	for (int i = at % step; i < size; i += step)
		if (!has(list) || is_in(list, i))
			out[n++] = (short)i;
	out[n] = NONE;
	for (size_t i = 0; i <= n; i++)
		list[i] = out[i];
}

/* One frequency, and the next longer one with a list of its parts. */
struct level {
	icalrecurrencetype_frequency freq;
	int size;
};

static const struct level levels[] = {
	{ ICAL_SECONDLY_RECURRENCE, 60 },
	{ ICAL_MINUTELY_RECURRENCE, 60 },
	{ ICAL_HOURLY_RECURRENCE, 24 },
};

/*
 * "By the minute, at 0 and 30" is "hourly, at 0 and 30", and each step is one that counts.  False:
 * nothing is left.
 */
static bool lengthen(struct icalrecurrencetype *r, const struct icaltimetype *start)
{
	short *const lists[] = { r->by_second, r->by_minute, r->by_hour };
	const int at[] = { start->second, start->minute, start->hour };

	for (size_t i = 0; i < 3; i++) {
		const int size = levels[i].size;

		if (r->freq != levels[i].freq)
			continue;
		if (size % r->interval == 0 && has(lists[i])) {
			every(lists[i], at[i], r->interval, size);
			r->interval = 1;
		} else if (r->interval % size == 0) {
			every(lists[i], at[i], size, size);
			r->interval = (short)(r->interval / size);
		} else {
			return true;
		}
		r->freq = (icalrecurrencetype_frequency)(r->freq + 1);
		if (!has(lists[i]))
			return false;
	}
	return true;
}

static void imply_time(struct icalrecurrencetype *r, const struct icaltimetype *start)
{
	if (r->freq > ICAL_SECONDLY_RECURRENCE && !has(r->by_second))
		one(r->by_second, start->second);
	if (r->freq > ICAL_MINUTELY_RECURRENCE && !has(r->by_minute))
		one(r->by_minute, start->minute);
	if (r->freq > ICAL_HOURLY_RECURRENCE && !has(r->by_hour))
		one(r->by_hour, start->hour);
	in_order(r->by_second, ICAL_BY_SECOND_SIZE);
	in_order(r->by_minute, ICAL_BY_MINUTE_SIZE);
	in_order(r->by_hour, ICAL_BY_HOUR_SIZE);
}

static void imply_year(struct icalrecurrencetype *r, const struct icaltimetype *start)
{
	if (has(r->by_year_day))
		return;
	if (has(r->by_week_no)) {
		if (!has(r->by_day) && !has(r->by_month_day))
			one(r->by_day, icaltime_day_of_week(*start));
		else if (!has(r->by_day))
			for (short i = 0; i < 8; i++)
				r->by_day[i] = i < 7 ? (short)(i + 1) : (short)NONE;
		return;
	}
	if (has(r->by_day))
		return;
	if (!has(r->by_month) && !has(r->by_month_day))
		one(r->by_month, start->month);
	if (!has(r->by_month_day))
		one(r->by_month_day, start->day);
}

/* As a week goes that begins with `week_start`: libical takes it to be so. */
static void week_in_order(struct icalrecurrencetype *r)
{
	bool days[8] = { false };
	size_t n = 0;

	for (size_t i = 0; r->by_day[i] != NONE; i++)
		days[icalrecurrencetype_day_day_of_week(r->by_day[i])] = true;
	for (int i = 0; i < 7; i++) {
		int day = ((int)r->week_start - 1 + i) % 7 + 1;

		if (days[day])
			r->by_day[n++] = (short)day;
	}
	r->by_day[n] = NONE;
}

static void imply_day(struct icalrecurrencetype *r, const struct icaltimetype *start)
{
	if (r->freq == ICAL_WEEKLY_RECURRENCE && !has(r->by_day))
		one(r->by_day, icaltime_day_of_week(*start));
	if (r->freq == ICAL_WEEKLY_RECURRENCE)
		week_in_order(r);
	if (r->freq == ICAL_MONTHLY_RECURRENCE && !has(r->by_day) && !has(r->by_month_day))
		one(r->by_month_day, start->day);
	if (r->freq == ICAL_YEARLY_RECURRENCE)
		imply_year(r, start);
}

/* Days of the longest month that this rule comes to. */
static int longest_month(const struct icalrecurrencetype *r, const struct icaltimetype *start)
{
	int longest = 0;

	for (int i = 0; i < 12 || (longest == 28 && i < 400); i++) {
		int at = start->year * 12 + start->month - 1 + i * r->interval;
		int days = icaltime_days_in_month(at % 12 + 1, at / 12);

		longest = days > longest ? days : longest;
	}
	return longest;
}

/* By year, a rule comes to all the months that it names. */
static int longest_of_year(const struct icalrecurrencetype *r, const struct icaltimetype *start)
{
	int longest = 0;

	for (int year = 0; year < 1 || (longest == 28 && year < 400); year++)
		for (size_t i = 0; r->by_month[i] != NONE; i++) {
			int days = icaltime_days_in_month(r->by_month[i],
							  start->year + year * r->interval);

			longest = days > longest ? days : longest;
		}
	return longest;
}

static bool some_day_within(const short *days, int longest)
{
	for (size_t i = 0; days[i] != NONE; i++)
		if (days[i] != 0 && abs(days[i]) <= longest)
			return true;
	return false;
}

/* Is there a place in the largest set that a period can have? */
static bool some_place(const struct icalrecurrencetype *r)
{
	static const int days[] = { [ICAL_DAILY_RECURRENCE] = 1,
				    [ICAL_WEEKLY_RECURRENCE] = 7,
				    [ICAL_MONTHLY_RECURRENCE] = 31,
				    [ICAL_YEARLY_RECURRENCE] = 366 };
	size_t size = r->freq < ICAL_DAILY_RECURRENCE ? 1 : (size_t)days[r->freq];

	if (r->freq > ICAL_SECONDLY_RECURRENCE)
		size *= length(r->by_second, ICAL_BY_SECOND_SIZE);
	if (r->freq > ICAL_MINUTELY_RECURRENCE)
		size *= length(r->by_minute, ICAL_BY_MINUTE_SIZE);
	if (r->freq > ICAL_HOURLY_RECURRENCE)
		size *= length(r->by_hour, ICAL_BY_HOUR_SIZE);
	for (size_t i = 0; r->by_set_pos[i] != NONE; i++)
		if (r->by_set_pos[i] && (size_t)abs(r->by_set_pos[i]) <= size)
			return true;
	return !has(r->by_set_pos);
}

static bool some_weekday_within(const short *days, int most)
{
	for (size_t i = 0; days[i] != NONE; i++)
		if (abs(icalrecurrencetype_day_position(days[i])) <= most)
			return true;
	return false;
}

static bool some_week(const struct icalrecurrencetype *r)
{
	return !has(r->by_week_no) || some_day_within(r->by_week_no, 53);
}

/* What is never, libical would look for until the year 20000. */
static bool can_be(const struct icalrecurrencetype *r, const struct icaltimetype *start)
{
	int longest;

	if (r->freq < ICAL_MONTHLY_RECURRENCE)
		return true;
	if (has(r->by_year_day))
		return some_day_within(r->by_year_day, 366);
	if (r->freq == ICAL_YEARLY_RECURRENCE && !has(r->by_month))
		return some_weekday_within(r->by_day, 53);
	longest = r->freq == ICAL_MONTHLY_RECURRENCE ? longest_month(r, start)
						     : longest_of_year(r, start);
	if (has(r->by_month_day))
		return some_day_within(r->by_month_day, longest);
	return some_weekday_within(r->by_day, (longest + 6) / 7);
}

/* What is only to leave some out is looked at by rule.c, and libical does not see it. */
static void take_out(struct icalrecurrencetype *r)
{
	if (r->freq == ICAL_YEARLY_RECURRENCE && has(r->by_month_day) && !has(r->by_month))
		for (short i = 0; i < 13; i++)
			r->by_month[i] = i < 12 ? (short)(i + 1) : (short)NONE;
	none(r->by_set_pos);
	if (r->freq <= ICAL_DAILY_RECURRENCE) {
		none(r->by_month_day);
		none(r->by_year_day);
	}
	if (r->freq <= ICAL_DAILY_RECURRENCE || has(r->by_year_day) ||
	    (has(r->by_month_day) && !has(r->by_week_no)))
		none(r->by_day);
	if (r->freq < ICAL_YEARLY_RECURRENCE || has(r->by_year_day) || has(r->by_week_no))
		none(r->by_month);
	if (r->freq == ICAL_WEEKLY_RECURRENCE || has(r->by_year_day) || has(r->by_week_no))
		none(r->by_month_day);
	none(r->by_week_no);
	if (r->freq == ICAL_HOURLY_RECURRENCE)
		none(r->by_hour);
	if (r->freq == ICAL_MINUTELY_RECURRENCE) {
		none(r->by_hour);
		none(r->by_minute);
	}
	if (r->freq == ICAL_SECONDLY_RECURRENCE) {
		none(r->by_hour);
		none(r->by_minute);
		none(r->by_second);
	}
}

/* "Every second Tuesday" means something by month and by year alone (RFC 5545 3.3.10). */
static void forget_positions(struct icalrecurrencetype *r)
{
	if (r->freq < ICAL_MONTHLY_RECURRENCE || has(r->by_week_no))
		for (size_t i = 0; r->by_day[i] != NONE; i++)
			r->by_day[i] = icalrecurrencetype_day_day_of_week(r->by_day[i]);
}

/* libical reads the 13th month of other calendars than ours, too. */
static bool some_month(struct icalrecurrencetype *r)
{
	size_t kept = 0;
	bool any = has(r->by_month);

	for (size_t i = 0; r->by_month[i] != NONE; i++)
		if (r->by_month[i] >= 1 && r->by_month[i] <= 12)
			r->by_month[kept++] = r->by_month[i];
	r->by_month[kept] = NONE;
	return kept || !any;
}

bool rule_even(struct rule *r)
{
	struct icaltimetype start = zone_fields(r->start_s);
	struct icalrecurrencetype *all = &r->all;

	if (r->date) {
		none(all->by_hour);
		none(all->by_minute);
		none(all->by_second);
	}
	forget_positions(all);
	if (!some_month(all))
		return false;
	if (!has(all->by_set_pos) && !lengthen(all, &start))
		return false;
	imply_time(all, &start);
	imply_day(all, &start);
	r->steps = *all;
	take_out(&r->steps);
	return some_place(all) && some_week(all) && can_be(&r->steps, &start);
}
