/* SPDX-License-Identifier: MIT */
#include "schedule/rule.h"

#include <stdlib.h>

#include "base/buf.h"
#include "schedule/rule_in.h"
#include "schedule/value.h"
#include "schedule/zone_table.h"

enum {
	DAY_S = 86400,
	NONE = ICAL_RECURRENCE_ARRAY_MAX,
	YEAR_S = 366 * DAY_S,
	DAYS_AHEAD_MAX = 3660, /* that are looked at for one that holds */
	NEVER_STEPS = 4000,    /* what libical takes to find that nothing comes any more */
	LEAP_STEPS = 16,       /* what beginning anew costs, in steps */
};

/* The year 2399 ends. */
#define LAST_S INT64_C(13569465600)

struct rule_walk {
	const struct rule *rule;
	icalrecur_iterator *at;
	int64_t last_s; /* that was answered */
	int64_t to_s;   /* no candidate behind this is looked at */
	int left;       /* steps */
	bool ended;
	/* One period, where BYSETPOS counts. */
	int64_t *set;
	size_t n, next;
	int64_t ahead_s; /* the first of the next period */
	bool ahead;
};

static uint64_t steps;

uint64_t rule_steps(void)
{
	return steps;
}

/* ---- reading ---- */

static bool read_until(struct rule *r)
{
	struct when until;

	if (icaltime_is_null_time(r->until))
		return true;
	if (!value_when(r->until, &until))
		return false;
	/* A day as the end is all of it; with days a time is its day. */
	if (until.date || r->date)
		until.s += DAY_S - 1 - (until.date ? 0 : ((until.s % DAY_S) + DAY_S) % DAY_S);
	r->until_s = until.s;
	r->until_utc = until.zone && !r->date;
	return true;
}

struct rule *rule_of(const struct icalrecurrencetype *from, int64_t start_s, bool date)
{
	struct rule *r;

	if (from->freq > ICAL_YEARLY_RECURRENCE || from->interval < 1 || from->count < 0 ||
	    from->rscale)
		return NULL;
	r = mem_get(sizeof(*r));
	r->all = *from;
	r->start_s = start_s;
	r->date = date;
	r->count = from->count;
	r->until = from->until;
	r->end = &r->own;
	r->all.count = 0;
	r->all.until = icaltime_null_time();
	if (!read_until(r) || !rule_even(r)) {
		rule_free(r);
		return NULL;
	}
	return r;
}

struct rule *rule_of_text(const char *text, int64_t start_s, bool date)
{
	struct icalrecurrencetype r;
	struct rule *rule;

	icalerror_set_errors_are_fatal(0);
	r = icalrecurrencetype_from_string(text);
	rule = rule_of(&r, start_s, date);
	free(r.rscale);
	return rule;
}

void rule_free(struct rule *r)
{
	free(r);
}

void rule_remember(struct rule *r, struct rule_end *end)
{
	r->end = end;
}

bool rule_ended(const struct rule *r, int64_t local_s, int64_t utc_s)
{
	if (icaltime_is_null_time(r->until))
		return false;
	return (r->until_utc ? utc_s : local_s) > r->until_s;
}

/* ---- the periods of a frequency, by number ---- */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Seconds that one of the short periods has. */
static int64_t unit_of(const struct rule *r)
{
	static const int64_t units[] = { [ICAL_SECONDLY_RECURRENCE] = 1,
					 [ICAL_MINUTELY_RECURRENCE] = 60,
					 [ICAL_HOURLY_RECURRENCE] = 3600,
					 [ICAL_DAILY_RECURRENCE] = DAY_S };

	return units[r->all.freq];
}

static int64_t unit_number(const struct rule *r, int64_t s)
{
	return floor_div(s, unit_of(r));
}

static int64_t unit_begin(const struct rule *r, int64_t n)
{
	return n * unit_of(r);
}

/* Days from the beginning of a week to the first day of 1970, a Thursday. */
static int64_t week_shift(const struct rule *r)
{
	return (ICAL_THURSDAY_WEEKDAY - (int)r->all.week_start + 7) % 7;
}

static int64_t week_number(const struct rule *r, int64_t s)
{
	return floor_div(floor_div(s, DAY_S) + week_shift(r), 7);
}

static int64_t week_begin(const struct rule *r, int64_t n)
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
	[ICAL_WEEKLY_RECURRENCE] = { week_number, week_begin },
	[ICAL_MONTHLY_RECURRENCE] = { month_number, month_begin },
	[ICAL_YEARLY_RECURRENCE] = { year_number, year_begin },
};

static int64_t period_of(const struct rule *r, int64_t s)
{
	return periods[r->all.freq].number(r, s);
}

/* From the last period that counts and begins at or before `from_s` on. */
static icalrecur_iterator *begin(const struct rule *r, int64_t from_s)
{
	int64_t first = period_of(r, r->start_s), number = first;
	int64_t at;

	if (from_s > r->start_s)
		number = period_of(r, from_s);
	number -= (number - first) % r->steps.interval;
	at = periods[r->all.freq].begin(r, number);
	/* from another day of the week libical may take a step into the one before */
	if (r->steps.freq == ICAL_WEEKLY_RECURRENCE)
		at += (r->steps.by_day[0] - (int)r->all.week_start + 7) % 7 * DAY_S;
	icalerror_clear_errno();
	return icalrecur_iterator_new(r->steps, zone_fields(at));
}

/* ---- candidates ---- */

static bool is_in(const short *list, int value, int count)
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
	int64_t middle = week_begin(r, week_number(r, s)) + 3 * DAY_S;

	return (icaltime_day_of_year(zone_fields(middle)) - 1) / 7 + 1;
}

static bool week_holds(const struct rule *r, struct icaltimetype t)
{
	const short *list = r->all.by_week_no;
	int64_t s, middle;

	if (list[0] == NONE)
		return true;
	s = zone_seconds(t);
	middle = week_begin(r, week_number(r, s)) + 3 * DAY_S;
	/* the 28th of December is in the last week */
	t = zone_fields(middle);
	t.month = 12;
	t.day = 28;
	return is_in(list, week_of(r, s), week_of(r, zone_seconds(t)));
}

static bool day_holds(const struct rule *r, struct icaltimetype t)
{
	const struct icalrecurrencetype *all = &r->all;

	return is_in(all->by_month, t.month, 0) &&
	       is_in(all->by_month_day, t.day, icaltime_days_in_month(t.month, t.year)) &&
	       is_in(all->by_year_day, icaltime_day_of_year(t),
		     icaltime_days_in_year(t.year)) &&
	       has_weekday(r, t) && week_holds(r, t);
}

/* What libical was not told of. */
static bool holds(const struct rule *r, struct icaltimetype t)
{
	return day_holds(r, t) && is_in(r->all.by_hour, t.hour, 0) &&
	       is_in(r->all.by_minute, t.minute, 0) && is_in(r->all.by_second, t.second, 0);
}

/* The first moment behind `s`, which does not hold, whose day, hour and minute may. */
static int64_t next_chance(const struct rule *r, int64_t s)
{
	struct icaltimetype t = zone_fields(s);
	int64_t day = floor_div(s, DAY_S) + 1;

	if (day_holds(r, t)) {
		if (is_in(r->all.by_hour, t.hour, 0))
			return (floor_div(s, 60) + 1) * 60;
		for (s = floor_div(s, 3600) + 1; s < day * 24; s++)
			if (is_in(r->all.by_hour, zone_fields(s * 3600).hour, 0))
				return s * 3600;
	}
	for (int i = 0; i < DAYS_AHEAD_MAX && !day_holds(r, zone_fields(day * DAY_S)); i++)
		day++;
	return day * DAY_S;
}

/* libical would step through all that is between, one by one. */
static void leap(struct rule_walk *w, int64_t s)
{
	const struct rule *r = w->rule;
	int64_t chance;

	if (r->all.freq > ICAL_DAILY_RECURRENCE)
		return;
	chance = next_chance(r, s);
	if (chance - s < LEAP_STEPS * unit_of(r) * r->steps.interval)
		return;
	icalrecur_iterator_free(w->at);
	w->at = begin(r, chance + unit_of(r) * (r->steps.interval - 1));
	w->left -= LEAP_STEPS;
}

/* The next candidate that is none too many. */
static bool step(struct rule_walk *w, int64_t *local_s)
{
	while (w->at && w->left-- > 0) {
		struct icaltimetype t = icalrecur_iterator_next(w->at);

		steps++;
		if (icaltime_is_null_time(t) || t.year > WHEN_YEAR_MAX)
			break;
		*local_s = zone_seconds(t);
		if (*local_s > w->to_s)
			break;
		if (holds(w->rule, t))
			return true;
		leap(w, *local_s);
	}
	w->left = 0;
	return false;
}

/* All of one period, then those that BYSETPOS names. */
static void fill(struct rule_walk *w)
{
	const short *places = w->rule->all.by_set_pos;
	int64_t number, *all = mem_get(RULE_SET_MAX * sizeof(*all));
	size_t n = 0;

	w->n = w->next = 0;
	if (!w->ahead && !step(w, &w->ahead_s)) {
		free(all);
		return;
	}
	number = period_of(w->rule, w->ahead_s);
	do {
		if (n < RULE_SET_MAX)
			all[n++] = w->ahead_s;
		w->ahead = step(w, &w->ahead_s);
	} while (w->ahead && period_of(w->rule, w->ahead_s) == number);
	for (size_t i = 0; i < n; i++)
		if (is_in(places, (int)i + 1, (int)n))
			w->set[w->n++] = all[i];
	free(all);
}

static bool next_of_set(struct rule_walk *w, int64_t *local_s)
{
	while (w->next == w->n) {
		fill(w);
		if (!w->n && !w->ahead)
			return false;
	}
	*local_s = w->set[w->next++];
	return true;
}

/* ---- the walk ---- */

static struct rule_walk *walk_from(const struct rule *r, int64_t from_s, int64_t to_s)
{
	struct rule_walk *w = mem_get(sizeof(*w));

	w->rule = r;
	w->left = RULE_STEPS_MAX;
	w->to_s = to_s;
	w->last_s = r->start_s - 1;
	w->ended = r->end->never || from_s > LAST_S;
	if (!w->ended)
		w->at = begin(r, from_s);
	if (!w->ended && !w->at) {
		steps += NEVER_STEPS;
		r->end->never = w->ended = true;
	}
	if (r->all.by_set_pos[0] == NONE)
		return w;
	/* the last period has to be whole */
	w->set = mem_get(RULE_SET_MAX * sizeof(*w->set));
	w->to_s += to_s < INT64_MAX - YEAR_S ? YEAR_S : 0;
	return w;
}

static bool next(struct rule_walk *w, int64_t *local_s)
{
	while (!w->ended) {
		w->ended = w->set ? !next_of_set(w, local_s) : !step(w, local_s);
		if (!w->ended && *local_s > w->last_s) {
			w->last_s = *local_s;
			return true;
		}
	}
	return false;
}

static int64_t entries(const short *list)
{
	int64_t n = 0;

	while (list[n] != NONE)
		n++;
	return n;
}

/* Candidates of each day or week, where all are as many; 0: that is not so. */
static int64_t of_each_period(const struct rule *r)
{
	const struct icalrecurrencetype *all = &r->all;
	const bool week = all->freq == ICAL_WEEKLY_RECURRENCE;

	if ((!week && (all->freq != ICAL_DAILY_RECURRENCE || all->by_day[0] != NONE)) ||
	    all->by_month[0] != NONE || all->by_month_day[0] != NONE ||
	    all->by_year_day[0] != NONE || all->by_set_pos[0] != NONE)
		return 0;
	return (week ? entries(all->by_day) : 1) * entries(all->by_hour) *
	       entries(all->by_minute) * entries(all->by_second);
}

/* Where to go on from, with how many to come, when `left` were to come behind the first period:
 * whole periods need not be walked through. */
static int64_t skip(const struct rule *r, int64_t *left)
{
	const int64_t each = of_each_period(r);
	const int64_t periods_on = each && *left > each ? (*left - 1) / each : 0;
	int64_t number = period_of(r, r->start_s) + r->steps.interval;

	*left -= periods_on * each;
	return periods[r->all.freq].begin(r, number + periods_on * r->steps.interval);
}

/* The one that COUNT ends with; DTSTART is the first, whatever the rule says of it. */
static void count(struct rule *r)
{
	const int64_t first = period_of(r, r->start_s);
	struct rule_walk *w = walk_from(r, r->start_s, INT64_MAX);
	int64_t left = r->count - 1, at, again = INT64_MIN;

	r->end->local_s = r->start_s;
	while (left > 0 && next(w, &at)) {
		if (again == INT64_MIN && of_each_period(r) && period_of(r, at) != first) {
			again = skip(r, &left);
			rule_walk_free(w);
			w = walk_from(r, again, INT64_MAX);
			continue;
		}
		r->end->local_s = at;
		left -= at > r->start_s;
	}
	r->end->known = true;
	rule_walk_free(w);
}

struct rule_walk *rule_walk(struct rule *r, int64_t from_s, int64_t to_s)
{
	if (r->count && !r->end->known)
		count(r);
	return walk_from(r, from_s, to_s);
}

bool rule_next(struct rule_walk *w, int64_t *local_s)
{
	return next(w, local_s) && (!w->rule->count || *local_s <= w->rule->end->local_s);
}

void rule_walk_free(struct rule_walk *w)
{
	if (!w)
		return;
	if (w->at)
		icalrecur_iterator_free(w->at);
	free(w->set);
	free(w);
}
