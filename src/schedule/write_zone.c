/* SPDX-License-Identifier: MIT */
#include "schedule/write_zone.h"

#include <string.h>

#include "base/buf.h"
#include "schedule/series.h"
#include "schedule/zone.h"

static const int64_t ten_years_ms = 3653LL * 24 * 3600 * 1000;

/* All of these times are UTC's. */
struct span {
	icaltimetype from, to;
	icaltimetype floor; /* the last change of the clock that is not behind `from` */
	bool open;
};

static icaltimetype start_of(icalcomponent *c)
{
	return icalproperty_get_dtstart(series_first(c, ICAL_DTSTART_PROPERTY));
}

static int offset_from(icalcomponent *c)
{
	return icalproperty_get_tzoffsetfrom(series_first(c, ICAL_TZOFFSETFROM_PROPERTY));
}

static int offset_to(icalcomponent *c)
{
	return icalproperty_get_tzoffsetto(series_first(c, ICAL_TZOFFSETTO_PROPERTY));
}

/* A change is told by the clock that was there before it, which is `offset` seconds ahead.
 * (Not by the component: each look into one takes libical's only mark in it away.) */
static icaltimetype in_utc(icaltimetype t, int offset)
{
	icaltime_adjust(&t, 0, 0, 0, -offset);
	t.zone = NULL;
	return t;
}

static bool rule_of(icalcomponent *c, struct icalrecurrencetype *rule)
{
	icalproperty *p = series_first(c, ICAL_RRULE_PROPERTY);

	if (p)
		*rule = icalproperty_get_rrule(p);
	return p != NULL;
}

/*
 * The first time of the rule that is not before `from`, or the last one that is not behind it.
 * Its UNTIL is in UTC, its times are not; libical compares them as they are, so it is done here.
 */
static icaltimetype rule_at(icalcomponent *c, icaltimetype from, bool last)
{
	icaltimetype best = icaltime_null_time(), t, until;
	const int offset = offset_from(c);
	struct icalrecurrencetype rule;
	icalrecur_iterator *steps;

	rule_of(c, &rule);
	until = rule.until;
	until.zone = NULL;
	rule.until = icaltime_null_time();
	steps = icalrecur_iterator_new(rule, start_of(c));
	while (steps && !icaltime_is_null_time(t = icalrecur_iterator_next(steps))) {
		const int side = icaltime_compare(in_utc(t, offset), from);

		if ((!icaltime_is_null_time(until) &&
		     icaltime_compare(in_utc(t, offset), until) > 0) ||
		    (last && side > 0))
			break;
		if (last || side >= 0)
			best = t;
		if (!last && side >= 0)
			break;
	}
	if (steps)
		icalrecur_iterator_free(steps);
	return best;
}

static void raise_floor(struct span *s, icaltimetype t, int offset)
{
	if (icaltime_is_null_time(t))
		return;
	t = in_utc(t, offset);
	if (icaltime_compare(t, s->from) <= 0 &&
	    (icaltime_is_null_time(s->floor) || icaltime_compare(t, s->floor) > 0))
		s->floor = t;
}

static void find_floor(struct span *s, icalcomponent *c)
{
	const int offset = offset_from(c);
	struct icalrecurrencetype rule;
	icalproperty *p;

	raise_floor(s, start_of(c), offset);
	if (rule_of(c, &rule))
		raise_floor(s, rule_at(c, s->from, true), offset);
	p = series_first(c, ICAL_RDATE_PROPERTY);
	for (; p; p = icalcomponent_get_next_property(c, ICAL_RDATE_PROPERTY))
		raise_floor(s, icalproperty_get_rdate(p).time, offset);
}

static bool is_within(const struct span *s, icaltimetype t, int offset)
{
	t = in_utc(t, offset);
	return (icaltime_is_null_time(s->floor) || icaltime_compare(t, s->floor) >= 0) &&
	       icaltime_compare(t, s->to) <= 0;
}

static void set_start(icalcomponent *c, icaltimetype t)
{
	icalproperty_set_dtstart(series_first(c, ICAL_DTSTART_PROPERTY), t);
}

/* Without the dates that are not needed; the first that is becomes the start. */
static bool trim_dates(const struct span *s, icalcomponent *c)
{
	const int offset = offset_from(c);
	icaltimetype first = start_of(c);
	bool there = is_within(s, first, offset);
	icalproperty *p = series_first(c, ICAL_RDATE_PROPERTY), *next;

	for (; p; p = next) {
		const icaltimetype t = icalproperty_get_rdate(p).time;
		const bool needed = is_within(s, t, offset);

		next = icalcomponent_get_next_property(c, ICAL_RDATE_PROPERTY);
		if (there && needed)
			continue;
		if (needed)
			first = t;
		there |= needed;
		icalcomponent_remove_property(c, p);
		icalproperty_free(p);
	}
	set_start(c, first);
	return there;
}

static bool trim_rule(const struct span *s, icalcomponent *c,
		      const struct icalrecurrencetype *rule)
{
	const icaltimetype first = rule_at(c, s->floor, false);
	const bool for_ever = s->open && icaltime_is_null_time(rule->until);

	if (icaltime_is_null_time(first) || (!for_ever && !is_within(s, first, offset_from(c))))
		return false;
	set_start(c, first);
	return true;
}

static bool trim(const struct span *s, icalcomponent *c)
{
	struct icalrecurrencetype rule;

	return rule_of(c, &rule) ? trim_rule(s, c, &rule) : trim_dates(s, c);
}

static bool same_rule(icalcomponent *a, icalcomponent *b)
{
	struct icalrecurrencetype rule_a, rule_b;
	char *text_a, *text_b;
	bool same;

	if (icalcomponent_isa(a) != icalcomponent_isa(b) || offset_from(a) != offset_from(b) ||
	    offset_to(a) != offset_to(b) || !rule_of(a, &rule_a) || !rule_of(b, &rule_b) ||
	    start_of(a).hour != start_of(b).hour || start_of(a).minute != start_of(b).minute)
		return false;
	rule_a.until = icaltime_null_time();
	text_a = icalrecurrencetype_as_string_r(&rule_a);
	text_b = icalrecurrencetype_as_string_r(&rule_b);
	same = strcmp(text_a, text_b) == 0;
	icalmemory_free_buffer(text_a);
	icalmemory_free_buffer(text_b);
	return same;
}

/* libical ends each rule in 2037 and begins it again: the two are made one. */
static bool go_on_in(icalcomponent *zone, icalcomponent *later)
{
	icalcompiter at = icalcomponent_begin_component(zone, ICAL_ANY_COMPONENT);
	struct icalrecurrencetype rule;
	icalcomponent *c;

	for (; (c = icalcompiter_deref(&at)) != NULL; icalcompiter_next(&at)) {
		if (c == later || !same_rule(c, later) ||
		    icaltime_compare(start_of(c), start_of(later)) >= 0)
			continue;
		rule_of(later, &rule);
		icalproperty_set_rrule(series_first(c, ICAL_RRULE_PROPERTY), rule);
		return true;
	}
	return false;
}

static bool is_joined(icalcomponent *zone, icalcomponent *c)
{
	struct icalrecurrencetype rule;

	return rule_of(c, &rule) && icaltime_is_null_time(rule.until) && go_on_in(zone, c);
}

/* Takes out what `goes` is true for. */
static void sift(icalcomponent *zone, const struct span *s)
{
	icalcomponent *c = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT), *next;

	for (; c; c = next) {
		next = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT);
		if (s ? trim(s, c) : !is_joined(zone, c))
			continue;
		icalcomponent_remove_component(zone, c);
		icalcomponent_free(c);
	}
}

static struct span span_of(icalcomponent *zone, int64_t from_utc_ms, int64_t to_utc_ms)
{
	const bool open = to_utc_ms == INT64_MAX;
	struct span s = { .from = series_time("UTC", from_utc_ms),
			  .to = series_time("UTC",
					    open ? from_utc_ms + ten_years_ms : to_utc_ms),
			  .floor = icaltime_null_time(),
			  .open = open };
	icalcomponent *c = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT);

	s.from.zone = NULL;
	s.to.zone = NULL;
	for (; c; c = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT))
		find_floor(&s, c);
	return s;
}

/* ---- what libical has wrong ---- */

/* It makes rules of the dates of a zone, and not all are right: Tehran of 2018 has none in March
 * (3.0.16).  So what it says is compared with the zone, and told date by date where it differs. */

enum { STEP_MS = 3 * 24 * 3600 * 1000 }; /* no zone changes its clock twice in it */

static int offset_at(const char *zone, int64_t utc_ms)
{
	return zone_local(zone, utc_ms).offset_s;
}

/* The second in which the offset has become that of `to`. */
static int64_t change_within(const char *zone, int64_t from_utc_ms, int64_t to_utc_ms)
{
	const int after = offset_at(zone, to_utc_ms);
	int64_t from = from_utc_ms / 1000, to = to_utc_ms / 1000;

	while (to - from > 1) {
		const int64_t middle = from + (to - from) / 2;

		if (offset_at(zone, middle * 1000) == after)
			to = middle;
		else
			from = middle;
	}
	return to * 1000;
}

static int said_at(icaltimezone *said, int64_t utc_ms)
{
	icaltimetype t = series_time("UTC", utc_ms);

	return icaltimezone_get_utc_offset_of_utc_time(said, &t, NULL);
}

static bool is_right(icalcomponent *c, const char *zone, int64_t from_utc_ms, int64_t to_utc_ms)
{
	icaltimezone *said = icaltimezone_new();
	bool right = icaltimezone_set_component(said, icalcomponent_new_clone(c));

	for (int64_t at = from_utc_ms; right && at <= to_utc_ms; at += STEP_MS) {
		const int before = offset_at(zone, at), after = offset_at(zone, at + STEP_MS);
		int64_t change = at;

		if (before != after)
			change = change_within(zone, at, at + STEP_MS);
		right = said_at(said, at) == before &&
			(change > to_utc_ms ||
			 said_at(said, change) == offset_at(zone, change));
	}
	icaltimezone_free(said, 1);
	return right;
}

static icalcomponent *observance(icalcomponent *zone, int before_s, int after_s)
{
	const icalcomponent_kind kind =
		after_s > before_s ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT;
	icalcomponent *c = icalcomponent_get_first_component(zone, kind);

	while (c && (offset_from(c) != before_s || offset_to(c) != after_s))
		c = icalcomponent_get_next_component(zone, kind);
	if (c)
		return c;
	c = icalcomponent_new(kind);
	icalcomponent_add_property(c, icalproperty_new_tzoffsetfrom(before_s));
	icalcomponent_add_property(c, icalproperty_new_tzoffsetto(after_s));
	icalcomponent_add_component(zone, c);
	return c;
}

static void add_change(icalcomponent *zone, int64_t utc_ms, int before_s, int after_s)
{
	icalcomponent *c = observance(zone, before_s, after_s);
	icaltimetype t = series_time("UTC", utc_ms + before_s * 1000LL);

	t.zone = NULL;
	if (!series_first(c, ICAL_DTSTART_PROPERTY))
		icalcomponent_add_property(c, icalproperty_new_dtstart(t));
	else
		icalcomponent_add_property(
			c,
			icalproperty_new_rdate((struct icaldatetimeperiodtype) { .time = t }));
}

static icalcomponent *by_dates(const char *zone, int64_t from_utc_ms, int64_t to_utc_ms)
{
	const int first_s = offset_at(zone, from_utc_ms);
	icalcomponent *c = icalcomponent_new_vtimezone();

	icalcomponent_add_property(c, icalproperty_new_tzid(zone));
	add_change(c, from_utc_ms - STEP_MS, first_s, first_s);
	for (int64_t at = from_utc_ms; at <= to_utc_ms; at += STEP_MS) {
		const int before = offset_at(zone, at), after = offset_at(zone, at + STEP_MS);

		if (before != after)
			add_change(c, change_within(zone, at, at + STEP_MS), before, after);
	}
	return c;
}

/* ---- */

static icalcomponent *by_libical(const char *zone, int64_t from_utc_ms, int64_t to_utc_ms)
{
	icaltimezone *known = icaltimezone_get_builtin_timezone(zone);
	icalcomponent *c = known ? icaltimezone_get_component(known) : NULL, *copy;
	struct span s;

	if (!c)
		return NULL;
	copy = icalcomponent_new_clone(c);
	series_drop(copy, ICAL_X_PROPERTY);
	icalproperty_set_tzid(series_first(copy, ICAL_TZID_PROPERTY), zone);
	sift(copy, NULL);
	s = span_of(copy, from_utc_ms, to_utc_ms);
	sift(copy, &s);
	return copy;
}

icalcomponent *write_zone(const char *zone, int64_t from_utc_ms, int64_t to_utc_ms)
{
	const int64_t end_utc_ms =
		to_utc_ms == INT64_MAX ? from_utc_ms + ten_years_ms : to_utc_ms;
	icalcomponent *c;

	if (strcmp(zone, "UTC") == 0 || !zone_known(zone))
		return NULL;
	c = by_libical(zone, from_utc_ms, to_utc_ms);
	if (c && is_right(c, zone, from_utc_ms, end_utc_ms))
		return c;
	if (c)
		icalcomponent_free(c);
	return by_dates(zone, from_utc_ms, end_utc_ms);
}
