/* SPDX-License-Identifier: MIT */
/* From one candidate to the next, by libical; each step is counted. */
#include <stdlib.h>

#include "base/buf.h"
#include "schedule/rule_in.h"
#include "schedule/value.h"
#include "schedule/zone_table.h"

enum {
	DAY_S = 86400,
	NONE = ICAL_RECURRENCE_ARRAY_MAX,
	YEAR_S = 366 * DAY_S,
	NEVER_STEPS = 4000, /* what libical takes to find that nothing comes any more */
	LEAP_STEPS = 16,    /* what beginning anew costs, in steps */
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

/* From the last period that counts and begins at or before `from_s` on. */
static icalrecur_iterator *begin(const struct rule *r, int64_t from_s)
{
	int64_t first = rule_period(r, r->start_s), number = first;
	int64_t at;

	if (from_s > r->start_s)
		number = rule_period(r, from_s);
	number -= (number - first) % r->steps.interval;
	at = rule_period_begin(r, number);
	/* from another day of the week libical may take a step into the one before */
	if (r->steps.freq == ICAL_WEEKLY_RECURRENCE)
		at += (r->steps.by_day[0] - (int)r->all.week_start + 7) % 7 * DAY_S;
	icalerror_clear_errno();
	return icalrecur_iterator_new(r->steps, zone_fields(at));
}

/* libical would step through all that is between, one by one. */
static void leap(struct rule_walk *w, int64_t s)
{
	const struct rule *r = w->rule;
	int64_t chance;

	if (r->all.freq > ICAL_DAILY_RECURRENCE)
		return;
	chance = rule_chance(r, s);
	if (chance - s < LEAP_STEPS * rule_unit(r) * r->steps.interval)
		return;
	icalrecur_iterator_free(w->at);
	w->at = begin(r, chance + rule_unit(r) * (r->steps.interval - 1));
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
		if (rule_holds(w->rule, t))
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
	number = rule_period(w->rule, w->ahead_s);
	do {
		if (n < RULE_SET_MAX)
			all[n++] = w->ahead_s;
		w->ahead = step(w, &w->ahead_s);
	} while (w->ahead && rule_period(w->rule, w->ahead_s) == number);
	for (size_t i = 0; i < n; i++)
		if (rule_is_in(places, (int)i + 1, (int)n))
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
	int64_t number = rule_period(r, r->start_s) + r->steps.interval;

	*left -= periods_on * each;
	return rule_period_begin(r, number + periods_on * r->steps.interval);
}

/* The one that COUNT ends with; DTSTART is the first, whatever the rule says of it. */
static void count(struct rule *r)
{
	const int64_t first = rule_period(r, r->start_s);
	struct rule_walk *w = walk_from(r, r->start_s, INT64_MAX);
	int64_t left = r->count - 1, at, again = INT64_MIN;

	r->end->local_s = r->start_s;
	while (left > 0 && next(w, &at)) {
		if (again == INT64_MIN && of_each_period(r) && rule_period(r, at) != first) {
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
