/* SPDX-License-Identifier: MIT */
#include "schedule/change.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "schedule/series.h"
#include "schedule/occur.h"
#include "text/utf8.h"

enum {
	TEXT_MAX = 1000, /* bytes of a place or reason */
	MINUTES_MAX = 1440,
	STEPS_MAX = 100000, /* of a rule; a day each for 270 years */
};

struct edit {
	const struct change_asked *asked;
	struct calendar *before;
	icalcomponent *calendar, *series;
	const char *zone; /* of the series, and when it begins */
	int64_t first_utc_ms;
	struct occur what; /* the occurrence that is asked for */
};

static void add_text(icalcomponent *c, icalproperty_kind kind, const char *text)
{
	struct arena a = { 0 };
	const char *clean = utf8_clean_name(&a, str_of(text), TEXT_MAX);
	icalproperty *p;

	series_drop(c, kind);
	if (*clean) {
		p = icalproperty_new(kind);
		icalproperty_set_value(p, icalvalue_new_text(clean));
		icalcomponent_add_property(c, p);
	}
	arena_finish(&a);
}

/* The change of the occurrence that is asked for; there is one from now on. */
static icalcomponent *change_of(struct edit *e)
{
	const int64_t original_utc_ms = e->asked->original_utc_ms;
	icalcomponent *c = series_change(e->calendar, original_utc_ms);

	if (c)
		return c;
	c = icalcomponent_new_vevent();
	icalcomponent_add_property(
		c, series_date(ICAL_RECURRENCEID_PROPERTY, "UTC", original_utc_ms));
	icalcomponent_add_component(e->calendar, c);
	return c;
}

static void forget(struct edit *e, icalcomponent *change)
{
	icalcomponent_remove_component(e->calendar, change);
	icalcomponent_free(change);
}

/* A change that says nothing is none. */
static bool settle(struct edit *e, icalcomponent *change)
{
	if (icalcomponent_count_properties(change, ICAL_ANY_PROPERTY) <= 1)
		forget(e, change);
	return true;
}

static bool drop_date(icalcomponent *c, icalproperty_kind kind, int64_t utc_ms)
{
	icalproperty *p = series_first(c, kind);

	while (p && series_utc_ms(p) != utc_ms)
		p = icalcomponent_get_next_property(c, kind);
	if (!p)
		return false;
	icalcomponent_remove_property(c, p);
	icalproperty_free(p);
	return true;
}

static bool cancel(struct edit *e)
{
	icalcomponent *c = change_of(e);

	series_drop(c, ICAL_STATUS_PROPERTY);
	icalcomponent_add_property(c, icalproperty_new_status(ICAL_STATUS_CANCELLED));
	add_text(c, ICAL_COMMENT_PROPERTY, e->asked->why);
	return true;
}

static void add_minutes(icalcomponent *c, int minutes)
{
	icalcomponent_add_property(
		c, icalproperty_new_duration(icaldurationtype_from_int(60 * minutes)));
}

static bool move(struct edit *e)
{
	const int64_t start_utc_ms = e->asked->start_utc_ms;
	const int long_now = series_span(e->what.end_utc_ms - e->what.start_utc_ms);
	const int minutes = e->asked->minutes ? e->asked->minutes : long_now;
	icalcomponent *c;

	if (minutes < 0 || minutes > MINUTES_MAX)
		return false;
	c = change_of(e);
	series_drop(c, ICAL_STATUS_PROPERTY);
	series_drop(c, ICAL_DTSTART_PROPERTY);
	series_drop(c, ICAL_DTEND_PROPERTY);
	series_drop(c, ICAL_DURATION_PROPERTY);
	if (start_utc_ms != e->asked->original_utc_ms || minutes != series_minutes(e->series)) {
		icalcomponent_add_property(
			c, series_date(ICAL_DTSTART_PROPERTY, e->zone, start_utc_ms));
		add_minutes(c, minutes);
	}
	add_text(c, ICAL_COMMENT_PROPERTY, e->asked->why);
	return settle(e, c);
}

static void set_leader(icalcomponent *c, int64_t leader)
{
	icalproperty *p = series_first(c, ICAL_X_PROPERTY);
	char number[24];

	while (p && strcmp(icalproperty_get_x_name(p), SERIES_LEADER) != 0)
		p = icalcomponent_get_next_property(c, ICAL_X_PROPERTY);
	if (p) {
		icalcomponent_remove_property(c, p);
		icalproperty_free(p);
	}
	if (leader <= 0)
		return;
	snprintf(number, sizeof(number), "%lld", (long long)leader);
	p = icalproperty_new_x(number);
	icalproperty_set_x_name(p, SERIES_LEADER);
	icalcomponent_add_property(c, p);
}

/* The occurrence's change, or the series: where the leader or the place is to be said. */
static icalcomponent *one_or_all(struct edit *e)
{
	return e->asked->original_utc_ms ? change_of(e) : e->series;
}

static bool say(struct edit *e, icalcomponent *c)
{
	if (c == e->series)
		return true;
	if (e->asked->why)
		add_text(c, ICAL_COMMENT_PROPERTY, e->asked->why);
	return settle(e, c);
}

static bool change_leader(struct edit *e)
{
	icalcomponent *c = one_or_all(e);

	set_leader(c, e->asked->leader);
	return say(e, c);
}

static bool change_place(struct edit *e)
{
	icalcomponent *c = one_or_all(e);

	add_text(c, ICAL_LOCATION_PROPERTY, e->asked->text);
	return say(e, c);
}

static bool change_bring(struct edit *e)
{
	add_text(e->series, ICAL_DESCRIPTION_PROPERTY, e->asked->text);
	return true;
}

static bool restore(struct edit *e)
{
	icalcomponent *c = series_change(e->calendar, e->asked->original_utc_ms);

	if (c)
		forget(e, c);
	return true;
}

/* Does the rule alone, by its number of times, still say something at this moment or behind? */
static bool goes_on(struct edit *e, struct icalrecurrencetype rule, int64_t utc_ms)
{
	const icaltimetype end = series_time(e->zone, utc_ms);
	icalrecur_iterator *steps;
	icaltimetype t;
	int n = 0;

	if (rule.freq < ICAL_DAILY_RECURRENCE)
		return true; /* seconds would be too many to look at */
	steps = icalrecur_iterator_new(rule, series_time(e->zone, e->first_utc_ms));
	if (!steps)
		return false;
	do
		t = icalrecur_iterator_next(steps);
	while (!icaltime_is_null_time(t) && icaltime_compare(t, end) < 0 && ++n < STEPS_MAX);
	icalrecur_iterator_free(steps);
	return !icaltime_is_null_time(t);
}

static void end_rules(struct edit *e)
{
	const int64_t last_utc_ms = (e->asked->start_utc_ms - 1) / 1000 * 1000;
	const icaltimetype last = series_time("UTC", last_utc_ms);
	icalproperty *p = series_first(e->series, ICAL_RRULE_PROPERTY);

	for (; p; p = icalcomponent_get_next_property(e->series, ICAL_RRULE_PROPERTY)) {
		struct icalrecurrencetype rule = icalproperty_get_rrule(p);

		if (rule.count ? !goes_on(e, rule, e->asked->start_utc_ms)
			       : !icaltime_is_null_time(rule.until) &&
					 icaltime_compare(rule.until, last) <= 0)
			continue;
		rule.count = 0;
		rule.until = last;
		icalproperty_set_rrule(p, rule);
	}
}

static void end_dates(struct edit *e, icalproperty_kind kind)
{
	icalproperty *p = series_first(e->series, kind), *next;

	for (; p; p = next) {
		next = icalcomponent_get_next_property(e->series, kind);
		if (series_utc_ms(p) < e->asked->start_utc_ms)
			continue;
		icalcomponent_remove_property(e->series, p);
		icalproperty_free(p);
	}
}

/* What was to be before the end, but is behind it now, goes too. */
static void end_change(struct edit *e, icalcomponent *change)
{
	const int64_t end_utc_ms = e->asked->start_utc_ms;
	const int64_t original_utc_ms =
		series_utc_ms(series_first(change, ICAL_RECURRENCEID_PROPERTY));
	struct occur o;

	if (original_utc_ms < end_utc_ms) {
		if (!occur_find(e->before, 0, original_utc_ms, "UTC", &o) ||
		    o.start_utc_ms < end_utc_ms)
			return;
		if (!drop_date(e->series, ICAL_RDATE_PROPERTY, original_utc_ms))
			icalcomponent_add_property(
				e->series,
				series_date(ICAL_EXDATE_PROPERTY, e->zone, original_utc_ms));
	}
	forget(e, change);
}

static bool end(struct edit *e)
{
	icalcomponent *c, *next;

	if (e->first_utc_ms >= e->asked->start_utc_ms)
		return false;
	end_rules(e);
	end_dates(e, ICAL_RDATE_PROPERTY);
	end_dates(e, ICAL_EXDATE_PROPERTY);
	series_event(e->calendar); /* libical's place in the list */
	c = icalcomponent_get_next_component(e->calendar, ICAL_VEVENT_COMPONENT);
	for (; c; c = next) {
		next = icalcomponent_get_next_component(e->calendar, ICAL_VEVENT_COMPONENT);
		end_change(e, c);
	}
	return true;
}

static bool add(struct edit *e)
{
	const int64_t start_utc_ms = e->asked->start_utc_ms;
	struct occur o;

	if (occur_find(e->before, 0, start_utc_ms, "UTC", &o))
		return false;
	if (!drop_date(e->series, ICAL_EXDATE_PROPERTY, start_utc_ms))
		icalcomponent_add_property(
			e->series, series_date(ICAL_RDATE_PROPERTY, e->zone, start_utc_ms));
	return true;
}

static const struct change_row {
	bool (*change)(struct edit *e);
	bool one, all; /* can be of an occurrence, of the series as a whole */
} rows[CHANGES] = {
	[CHANGE_CANCEL] = { cancel, .one = true },
	[CHANGE_MOVE] = { move, .one = true },
	[CHANGE_LEADER] = { change_leader, .one = true, .all = true },
	[CHANGE_PLACE] = { change_place, .one = true, .all = true },
	[CHANGE_BRING] = { change_bring, .all = true },
	[CHANGE_RESTORE] = { restore, .one = true },
	[CHANGE_END] = { end },
	[CHANGE_ADD] = { add },
};

static bool there(struct edit *e, const struct change_row *row)
{
	const int64_t original_utc_ms = e->asked->original_utc_ms;
	icalcomponent *change;

	if (!row->one || (row->all && original_utc_ms == 0))
		return true;
	change = series_change(e->calendar, original_utc_ms);
	if (change && series_is_onward(change))
		return false;
	return occur_find(e->before, 0, original_utc_ms, "UTC", &e->what);
}

bool change_lines(struct str lines, const struct change_asked *asked, struct buf *out)
{
	const struct change_row *row = &rows[asked->what];
	struct edit e = { .asked = asked, .calendar = series_read(lines) };
	icalproperty *start;
	bool done;

	buf_reset(out);
	if (!e.calendar)
		return false;
	e.before = calendar_of_lines(lines, "");
	e.series = series_event(e.calendar);
	start = series_first(e.series, ICAL_DTSTART_PROPERTY);
	e.zone = series_zone(start);
	e.first_utc_ms = series_utc_ms(start);
	done = zone_known(e.zone) && there(&e, row) && row->change(&e) &&
	       series_write(e.calendar, out);
	calendar_free(e.before);
	icalcomponent_free(e.calendar);
	return done;
}
