/* SPDX-License-Identifier: MIT */
#include "schedule/change.h"

#include <string.h>

#include "base/arena.h"
#include "schedule/series.h"
#include "text/utf8.h"

enum { PLACE_MAX = 1000, MINUTES_MAX = 1440, HOUR_MAX = 23, MINUTE_MAX = 59 };

static bool is_clock(const struct local *l)
{
	return l->hour >= 0 && l->hour <= HOUR_MAX && l->minute >= 0 &&
	       l->minute <= MINUTE_MAX && l->second >= 0 && l->second <= MINUTE_MAX;
}

/* A day that there is, in any year that can be said. */
static bool is_day(const struct local *l)
{
	icaltimetype t = icaltime_null_date();

	if (l->year < 1970 || l->year > 2200)
		return false;
	t.year = l->year;
	t.month = l->month;
	t.day = l->day;
	return t.month >= 1 && t.month <= 12 && t.day >= 1 &&
	       t.day <= icaltime_days_in_month(t.month, t.year);
}

/* RFC 5545 3.3.10: with a zone, UNTIL is in UTC; a day is meant with all of its hours. */
static void until_in_utc(struct icalrecurrencetype *rule, const char *zone)
{
	icaltimetype u = rule->until;

	if (icaltime_is_null_time(u) || icaltime_is_utc(u))
		return;
	if (u.is_date) {
		u.is_date = 0;
		u.hour = HOUR_MAX;
		u.minute = MINUTE_MAX;
		u.second = MINUTE_MAX;
	}
	rule->until = series_time("UTC", series_moment(u, zone));
}

/* RFC 5545 3.8.5.3 leaves open what a DTSTART means that the rule does not say.  0: none. */
static int64_t first_of(const struct icalrecurrencetype *rule, const char *zone,
			icaltimetype start)
{
	const int64_t utc_ms = series_first_of(rule, start, zone);

	if (utc_ms && !icaltime_is_null_time(rule->until) &&
	    icaltime_compare(series_time("UTC", utc_ms), rule->until) > 0)
		return 0;
	return utc_ms;
}

/* Sessions are days apart: a rule of hours is a mistake. */
static bool read_rule(const struct change_series *s, struct icalrecurrencetype *rule)
{
	*rule = icalrecurrencetype_from_string(s->rule);
	if (rule->freq < ICAL_DAILY_RECURRENCE || rule->freq > ICAL_YEARLY_RECURRENCE)
		return false;
	until_in_utc(rule, s->zone);
	return true;
}

static void add_place(icalcomponent *event, const char *place)
{
	struct arena a = { 0 };
	const char *clean = utf8_clean_name(&a, str_of(place), PLACE_MAX);

	if (*clean)
		icalcomponent_add_property(event, icalproperty_new_location(clean));
	arena_finish(&a);
}

static icalcomponent *make(const struct change_series *s, int64_t first_utc_ms,
			   const struct icalrecurrencetype *rule)
{
	icalcomponent *event = icalcomponent_new_vevent();

	icalcomponent_add_property(event,
				   series_date(ICAL_DTSTART_PROPERTY, s->zone, first_utc_ms));
	icalcomponent_add_property(
		event, icalproperty_new_duration(icaldurationtype_from_int(60 * s->minutes)));
	if (*s->rule)
		icalcomponent_add_property(event, icalproperty_new_rrule(*rule));
	add_place(event, s->place);
	return event;
}

bool change_new(const struct change_series *s, struct buf *out)
{
	struct icalrecurrencetype rule = { 0 };
	int64_t first_utc_ms;
	icalcomponent *calendar;
	bool done;

	buf_reset(out);
	if (!zone_known(s->zone) || !is_day(&s->start) || !is_clock(&s->start) ||
	    s->minutes < 1 || s->minutes > MINUTES_MAX || (*s->rule && !read_rule(s, &rule)))
		return false;
	first_utc_ms = zone_utc_ms(s->zone, &s->start);
	if (*s->rule)
		first_utc_ms = first_of(&rule, s->zone, series_time(s->zone, first_utc_ms));
	if (!first_utc_ms)
		return false;
	calendar = icalcomponent_new_vcalendar();
	icalcomponent_add_component(calendar, make(s, first_utc_ms, &rule));
	done = series_write(calendar, out);
	icalcomponent_free(calendar);
	return done;
}
