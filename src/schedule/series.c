/* SPDX-License-Identifier: MIT */
#include "schedule/series.h"

#include <string.h>

#include "schedule/calendar.h"

enum { YEAR_MINUTES = 366 * 24 * 60 };

static const char blank[] = "\n\n";

icalproperty *series_first(icalcomponent *c, icalproperty_kind kind)
{
	return icalcomponent_get_first_property(c, kind);
}

void series_drop(icalcomponent *c, icalproperty_kind kind)
{
	icalproperty *p;

	while ((p = series_first(c, kind)) != NULL) {
		icalcomponent_remove_property(c, p);
		icalproperty_free(p);
	}
}

icalcomponent *series_event(icalcomponent *calendar)
{
	return icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
}

icalcomponent *series_change(icalcomponent *calendar, int64_t original_utc_ms)
{
	icalcomponent *c = series_event(calendar);

	while (c) {
		icalproperty *of = series_first(c, ICAL_RECURRENCEID_PROPERTY);

		if (of && series_utc_ms(of) == original_utc_ms)
			return c;
		c = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
	}
	return NULL;
}

bool series_is_onward(icalcomponent *change)
{
	icalproperty *p = series_first(change, ICAL_RECURRENCEID_PROPERTY);

	return p && icalproperty_get_first_parameter(p, ICAL_RANGE_PARAMETER);
}

bool series_has_days(icalcomponent *event)
{
	icalproperty *p = series_first(event, ICAL_ANY_PROPERTY);
	icalparameter *kind;

	for (; p; p = icalcomponent_get_next_property(event, ICAL_ANY_PROPERTY)) {
		kind = icalproperty_get_first_parameter(p, ICAL_VALUE_PARAMETER);
		if (kind && icalparameter_get_value(kind) == ICAL_VALUE_DATE)
			return true;
	}
	return false;
}

/* Each block between empty lines becomes a VEVENT. */
static void frame(struct str lines, struct buf *out)
{
	buf_adds(out, "BEGIN:VCALENDAR\nBEGIN:VEVENT\n");
	while (lines.n) {
		const char *end = memmem(lines.p, lines.n, blank, 2);
		const size_t n = end ? (size_t)(end - lines.p) + 1 : lines.n;
		const size_t used = end ? n + 1 : n;

		buf_add(out, lines.p, n);
		if (end)
			buf_adds(out, "END:VEVENT\nBEGIN:VEVENT\n");
		lines.p += used;
		lines.n -= used;
	}
	buf_adds(out, "END:VEVENT\nEND:VCALENDAR\n");
}

icalcomponent *series_read(struct str lines)
{
	struct calendar *sound = calendar_of_lines(lines, "");
	icalcomponent *calendar = NULL;
	struct buf text;

	if (!sound)
		return NULL;
	calendar_free(sound);
	buf_init(&text, 4 * CALENDAR_LINES_MAX);
	frame(lines, &text);
	calendar = icalparser_parse_string(buf_text(&text));
	buf_finish(&text);
	return calendar;
}

/* As libical writes it, but in one line that ends in '\n'. */
static bool add_line(icalproperty *p, struct buf *out)
{
	char *text = icalproperty_as_ical_string_r(p);
	bool fits = text != NULL;

	for (const char *at = text; fits && *at;) {
		const size_t n = strcspn(at, "\r\n");

		fits = buf_add(out, at, n);
		at += n;
		at += strspn(at, "\r\n");
		at += *at == ' '; /* it goes on behind the fold */
	}
	icalmemory_free_buffer(text);
	return fits && buf_adds(out, "\n");
}

static bool add_event(icalcomponent *event, struct buf *out)
{
	icalproperty *p = series_first(event, ICAL_ANY_PROPERTY);
	bool fits = true;

	for (; p && fits; p = icalcomponent_get_next_property(event, ICAL_ANY_PROPERTY))
		fits = add_line(p, out);
	return fits;
}

bool series_write(icalcomponent *calendar, struct buf *out)
{
	icalcomponent *c = series_event(calendar);
	bool fits = true;

	buf_reset(out);
	for (int n = 0; c && fits; n++) {
		fits = n <= CALENDAR_CHANGES_MAX && (n == 0 || buf_adds(out, "\n")) &&
		       add_event(c, out);
		c = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
	}
	if (!fits || out->n > CALENDAR_LINES_MAX)
		buf_reset(out);
	return out->n > 0;
}

static icaltimetype time_of(icalproperty *date)
{
	struct icaldatetimeperiodtype d;

	if (icalproperty_isa(date) != ICAL_RDATE_PROPERTY)
		return icalvalue_get_datetime(icalproperty_get_value(date));
	d = icalproperty_get_rdate(date);
	return icaltime_is_null_time(d.time) ? d.period.start : d.time;
}

const char *series_zone(icalproperty *date)
{
	icalparameter *zone = icalproperty_get_first_parameter(date, ICAL_TZID_PARAMETER);

	return zone ? icalparameter_get_tzid(zone) : "UTC";
}

int64_t series_moment(icaltimetype t, const char *zone)
{
	const struct local l = { .year = t.year,
				 .month = t.month,
				 .day = t.day,
				 .hour = t.hour,
				 .minute = t.minute,
				 .second = t.second };

	return zone_utc_ms(icaltime_is_utc(t) ? "UTC" : zone, &l);
}

int64_t series_utc_ms(icalproperty *date)
{
	return series_moment(time_of(date), series_zone(date));
}

icaltimetype series_time(const char *zone, int64_t utc_ms)
{
	const struct local l = zone_local(zone, utc_ms);
	icaltimetype t = icaltime_null_time();

	t.year = l.year;
	t.month = l.month;
	t.day = l.day;
	t.hour = l.hour;
	t.minute = l.minute;
	t.second = l.second;
	t.zone = strcmp(zone, "UTC") == 0 ? icaltimezone_get_utc_timezone() : NULL;
	return t;
}

icalproperty *series_date(icalproperty_kind kind, const char *zone, int64_t utc_ms)
{
	const icaltimetype t = series_time(zone, utc_ms);
	icalproperty *p = icalproperty_new(kind);

	if (kind == ICAL_RDATE_PROPERTY)
		icalproperty_set_rdate(p, (struct icaldatetimeperiodtype) { .time = t });
	else
		icalproperty_set_value(p, icalvalue_new_datetime(t));
	if (!icaltime_is_utc(t))
		icalproperty_add_parameter(p, icalparameter_new_tzid(zone));
	return p;
}

int64_t series_first_of(const struct icalrecurrencetype *rule, icaltimetype start,
			const char *zone)
{
	struct icalrecurrencetype endless = *rule;
	icalrecur_iterator *steps;
	icaltimetype t;

	endless.until = icaltime_null_time();
	endless.count = 0;
	steps = icalrecur_iterator_new(endless, start);
	if (!steps)
		return 0;
	t = icalrecur_iterator_next(steps);
	icalrecur_iterator_free(steps);
	return icaltime_is_null_time(t) ? 0 : series_moment(t, zone);
}

int series_span(int64_t ms)
{
	const int64_t minutes = ms / 60000;

	if (minutes < 0)
		return 0;
	return minutes < YEAR_MINUTES ? (int)minutes : YEAR_MINUTES;
}

/* libical's own sum is an int, and overflows. */
static int64_t duration_ms(struct icaldurationtype d)
{
	const int64_t hours = (7LL * d.weeks + d.days) * 24 + d.hours;

	return (d.is_neg ? -1000 : 1000) * ((hours * 60 + d.minutes) * 60 + d.seconds);
}

int series_minutes(icalcomponent *event)
{
	icalproperty *p = series_first(event, ICAL_DURATION_PROPERTY);
	icalproperty *end = series_first(event, ICAL_DTEND_PROPERTY);
	icalproperty *start = series_first(event, ICAL_DTSTART_PROPERTY);

	if (p)
		return series_span(duration_ms(icalproperty_get_duration(p)));
	return end && start ? series_span(series_utc_ms(end) - series_utc_ms(start)) : 0;
}
