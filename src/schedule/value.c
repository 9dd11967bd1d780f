/* SPDX-License-Identifier: MIT */
#include "schedule/value.h"

#include "schedule/zone_table.h"

enum { DAY_S = 86400, DAYS_MAX = (WHEN_YEAR_MAX - WHEN_YEAR_MIN) * 366 };

bool value_when(struct icaltimetype t, struct when *out)
{
	struct icaltimetype back;
	int64_t s;

	/* a leap second is the one before it (RFC 5545 3.3.12) */
	if (t.second == 60)
		t.second = 59;
	if (icaltime_is_null_time(t) || t.year < WHEN_YEAR_MIN || t.year > WHEN_YEAR_MAX)
		return false;
	if (t.is_date)
		t.hour = t.minute = t.second = 0;
	s = zone_seconds(t);
	back = zone_fields(s);
	if (back.month != t.month || back.day != t.day || back.hour != t.hour ||
	    back.minute != t.minute || back.second != t.second)
		return false;
	*out = (struct when) { .s = s,
			       .zone = icaltime_is_utc(t) && !t.is_date ? zone_utc() : NULL,
			       .date = t.is_date };
	return true;
}

int64_t when_utc(const struct when *w, const struct zone *here)
{
	return zone_to_utc(w->zone ? w->zone : here, w->s);
}

bool value_span(struct icaldurationtype d, struct span *out)
{
	if (d.is_neg || d.weeks > DAYS_MAX / 7 || d.days > DAYS_MAX ||
	    d.hours > DAYS_MAX * 24u || d.minutes > DAYS_MAX * 1440u)
		return false;
	*out = (struct span) { .days = (int64_t)d.weeks * 7 + d.days,
			       .seconds = (int64_t)d.hours * 3600 + (int64_t)d.minutes * 60 +
					  d.seconds };
	return out->days <= DAYS_MAX && out->seconds <= (int64_t)DAYS_MAX * DAY_S;
}

int64_t span_end(const struct span *span, const struct zone *zone, int64_t start_utc_s)
{
	if (span->days)
		start_utc_s = zone_to_utc(zone, zone_to_local(zone, start_utc_s) +
							span->days * DAY_S);
	return start_utc_s + span->seconds;
}
