/* SPDX-License-Identifier: MIT */
#include "schedule/pattern.h"

#include <stdio.h>
#include <string.h>

#include <libical/ical.h>

#include "schedule/series.h"

enum { LINE_MAX_BYTES = CALENDAR_LINES_MAX + 1, MINUTE_MS = 60 * 1000 };

/* Reading */

static void take_start(const icalproperty *p, struct pattern *out)
{
	const struct icaltimetype t = icalproperty_get_dtstart(p);
	icalparameter *zone =
		icalproperty_get_first_parameter((icalproperty *)p, ICAL_TZID_PARAMETER);

	if (icaltime_is_null_time(t) || t.is_date || (!zone && !icaltime_is_utc(t)))
		return;
	snprintf(out->zone, sizeof(out->zone), "%s",
		 zone ? icalparameter_get_tzid(zone) : "UTC");
	out->start_utc_ms = series_moment(t, out->zone);
}

/* DTSTART stands before these: calendar.h's form. */
static void take_end(const icalproperty *p, struct pattern *out)
{
	const int64_t end = series_moment(icalproperty_get_dtend(p), out->zone);

	out->minutes = (int)((end - out->start_utc_ms) / MINUTE_MS);
}

static void take_duration(const icalproperty *p, struct pattern *out)
{
	out->minutes = icaldurationtype_as_int(icalproperty_get_duration(p)) / 60;
}

static void take_place(const icalproperty *p, struct pattern *out)
{
	const char *place = icalproperty_get_location(p);

	snprintf(out->place, sizeof(out->place), "%s", place ? place : "");
}

static void take_added(const icalproperty *p, struct pattern *out)
{
	(void)p;
	out->added++;
}

static size_t count_of(const short *by, size_t max)
{
	size_t n = 0;

	while (n < max && by[n] != ICAL_RECURRENCE_ARRAY_MAX)
		n++;
	return n;
}

/* Does it have parts that no other way of repeating has a word for? */
static bool is_odd(const struct icalrecurrencetype *r)
{
	return count_of(r->by_second, 1) || count_of(r->by_minute, 1) ||
	       count_of(r->by_hour, 1) || count_of(r->by_year_day, 1) ||
	       count_of(r->by_week_no, 1) || count_of(r->by_month, 1);
}

/* All without a number before them, as bits. */
static bool take_weekdays(const struct icalrecurrencetype *r, struct pattern *out)
{
	const size_t n = count_of(r->by_day, ICAL_BY_DAY_SIZE);

	for (size_t i = 0; i < n; i++) {
		if (icalrecurrencetype_day_position(r->by_day[i]))
			return false;
		out->weekdays |= 1u << (icalrecurrencetype_day_day_of_week(r->by_day[i]) -
					ICAL_SUNDAY_WEEKDAY);
	}
	return n > 0;
}

static enum repeats take_weekly(const struct icalrecurrencetype *r, struct pattern *out)
{
	if (count_of(r->by_month_day, 1) || count_of(r->by_set_pos, 1))
		return REPEATS_BY_RULE;
	if (!count_of(r->by_day, 1))
		out->weekdays = 1u << zone_local(out->zone, out->start_utc_ms).weekday;
	else if (!take_weekdays(r, out))
		return REPEATS_BY_RULE;
	return REPEATS_WEEKLY;
}

/* Each Monday, each Tuesday: a rule of days that is one of weeks. */
static enum repeats take_daily(const struct icalrecurrencetype *r, struct pattern *out)
{
	if (count_of(r->by_day, 1))
		return r->interval == 1 ? take_weekly(r, out) : REPEATS_BY_RULE;
	return count_of(r->by_month_day, 1) || count_of(r->by_set_pos, 1) ? REPEATS_BY_RULE
									  : REPEATS_DAILY;
}

static enum repeats take_monthly(const struct icalrecurrencetype *r, struct pattern *out)
{
	const size_t days = count_of(r->by_day, 2), dates = count_of(r->by_month_day, 2);
	const size_t places = count_of(r->by_set_pos, 2);

	if (!days && !places && dates <= 1) {
		const int day = zone_local(out->zone, out->start_utc_ms).day;

		return !dates || r->by_month_day[0] == day ? REPEATS_MONTHLY_DAY
							   : REPEATS_BY_RULE;
	}
	if (days != 1 || dates || places > 1)
		return REPEATS_BY_RULE;
	out->nth = icalrecurrencetype_day_position(r->by_day[0]);
	if (places && !out->nth)
		out->nth = r->by_set_pos[0];
	else if (places)
		return REPEATS_BY_RULE;
	out->weekdays =
		1u << (icalrecurrencetype_day_day_of_week(r->by_day[0]) - ICAL_SUNDAY_WEEKDAY);
	return out->nth == -1 || (out->nth >= 1 && out->nth <= 4) ? REPEATS_MONTHLY_NTH
								  : REPEATS_BY_RULE;
}

static enum repeats take_yearly(const struct icalrecurrencetype *r, struct pattern *out)
{
	(void)out;
	return count_of(r->by_day, 1) || count_of(r->by_month_day, 1) ||
			       count_of(r->by_set_pos, 1)
		       ? REPEATS_BY_RULE
		       : REPEATS_YEARLY;
}

static const struct {
	icalrecurrencetype_frequency frequency;
	enum repeats (*take)(const struct icalrecurrencetype *r, struct pattern *out);
} ways[] = {
	{ ICAL_DAILY_RECURRENCE, take_daily },
	{ ICAL_WEEKLY_RECURRENCE, take_weekly },
	{ ICAL_MONTHLY_RECURRENCE, take_monthly },
	{ ICAL_YEARLY_RECURRENCE, take_yearly },
};

/* A day without an hour is the whole of it. */
static int64_t last_moment(const struct pattern *p, struct icaltimetype until)
{
	if (icaltime_is_null_time(until))
		return 0;
	if (until.is_date) {
		until.hour = 23;
		until.minute = until.second = 59;
	}
	return series_moment(until, p->zone);
}

static void take_rule(const icalproperty *p, struct pattern *out)
{
	const struct icalrecurrencetype r = icalproperty_get_rrule(p);

	out->repeats = REPEATS_BY_RULE;
	snprintf(out->rule, sizeof(out->rule), "%s", icalproperty_get_value_as_string(p));
	out->every = r.interval;
	out->count = r.count;
	out->until_utc_ms = last_moment(out, r.until);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].frequency == r.freq && !is_odd(&r) && r.interval >= 1 &&
		    r.interval <= PATTERN_EVERY_MAX)
			out->repeats = ways[i].take(&r, out);
}

static const struct {
	icalproperty_kind kind;
	void (*take)(const icalproperty *p, struct pattern *out);
} rows[] = {
	{ ICAL_DTSTART_PROPERTY, take_start },     { ICAL_DTEND_PROPERTY, take_end },
	{ ICAL_DURATION_PROPERTY, take_duration }, { ICAL_LOCATION_PROPERTY, take_place },
	{ ICAL_RDATE_PROPERTY, take_added },       { ICAL_RRULE_PROPERTY, take_rule },
};

static void take_line(struct str line, icalproperty_kind only, struct pattern *out)
{
	char text[LINE_MAX_BYTES];
	icalproperty *p;

	if (!line.n || line.n >= sizeof(text))
		return;
	memcpy(text, line.p, line.n);
	text[line.n] = '\0';
	p = icalproperty_new_from_string(text);
	for (size_t i = 0; p && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].kind == icalproperty_isa(p) &&
		    (only == ICAL_DTSTART_PROPERTY) == (rows[i].kind == only))
			rows[i].take(p, out);
	if (p)
		icalproperty_free(p);
}

/* The first block ends with an empty line.  The start is read first: the others lean on it. */
static void take_block(struct str lines, icalproperty_kind only, struct pattern *out)
{
	size_t at = 0;

	while (at < lines.n && lines.p[at] != '\n') {
		const char *end = memchr(lines.p + at, '\n', lines.n - at);
		const size_t n = end ? (size_t)(end - lines.p) - at : lines.n - at;

		take_line((struct str) { lines.p + at, n }, only, out);
		at += n + 1;
	}
}

bool pattern_read(struct str lines, struct pattern *out)
{
	*out = (struct pattern) { .every = 1 };
	take_block(lines, ICAL_DTSTART_PROPERTY, out);
	if (!out->zone[0])
		return false;
	take_block(lines, ICAL_ANY_PROPERTY, out);
	return true;
}

/* Writing */

static const char *const day_words[] = { "SU", "MO", "TU", "WE", "TH", "FR", "SA" };

static bool add_days(const struct pattern *p, struct buf *out)
{
	bool first = true;

	for (int i = 0; i < 7; i++) {
		if (!(p->weekdays & 1u << i))
			continue;
		buf_addf(out, "%s", first ? ";BYDAY=" : ",");
		if (p->repeats == REPEATS_MONTHLY_NTH)
			buf_addf(out, "%d", p->nth);
		buf_adds(out, day_words[i]);
		first = false;
	}
	return !first;
}

static bool add_end(const struct pattern *p, struct buf *out)
{
	const struct local l = zone_local("UTC", p->until_utc_ms);

	if (p->count)
		return buf_addf(out, ";COUNT=%d", p->count);
	if (!p->until_utc_ms)
		return true;
	return buf_addf(out, ";UNTIL=%04d%02d%02dT%02d%02d%02dZ", l.year, l.month, l.day,
			l.hour, l.minute, l.second);
}

static bool in_range(const struct pattern *p)
{
	return p->every >= 1 && p->every <= PATTERN_EVERY_MAX && p->count >= 0 &&
	       p->weekdays < 1u << 7 &&
	       (p->repeats != REPEATS_MONTHLY_NTH ||
		(p->nth && p->nth >= -1 && p->nth <= 4 && !(p->weekdays & (p->weekdays - 1))));
}

bool pattern_rule(const struct pattern *p, char out[PATTERN_RULE_MAX])
{
	static const char *const words[REPEATS_BY_RULE] = { "",        "DAILY",   "WEEKLY",
							    "MONTHLY", "MONTHLY", "YEARLY" };
	struct buf all;
	bool ok = true;

	out[0] = '\0';
	if (p->repeats == REPEATS_BY_RULE)
		return snprintf(out, PATTERN_RULE_MAX, "%s", p->rule) > 0;
	if (p->repeats == REPEATS_NOT)
		return true;
	if ((int)p->repeats < 0 || p->repeats > REPEATS_BY_RULE || !in_range(p))
		return false;
	buf_init(&all, PATTERN_RULE_MAX - 1);
	buf_addf(&all, "FREQ=%s", words[p->repeats]);
	if (p->every > 1)
		buf_addf(&all, ";INTERVAL=%d", p->every);
	if (p->repeats == REPEATS_WEEKLY || p->repeats == REPEATS_MONTHLY_NTH)
		ok = add_days(p, &all);
	ok = add_end(p, &all) && ok;
	snprintf(out, PATTERN_RULE_MAX, "%s", ok ? buf_text(&all) : "");
	buf_finish(&all);
	return ok;
}
