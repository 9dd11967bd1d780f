/* SPDX-License-Identifier: MIT */
/* Days and hours, for the faces: the tz database's, through schedule/. */
#include "porchlight/schedule.h"
#include "schedule/zone.h"

static const char *zone_of(const char *zone)
{
	return zone ? zone : zone_here();
}

void pl_local(const char *zone, int64_t utc_ms, struct pl_local *out)
{
	const struct local l = zone_local(zone_of(zone), utc_ms);

	*out = (struct pl_local) { l.year,   l.month,   l.day,     l.hour,
				   l.minute, l.weekday, l.offset_s };
}

/* Beyond the end of a month, or of the calendar, there is another day than was meant. */
static bool is_day(const char *zone, const struct pl_local *l, int64_t utc_ms)
{
	const struct local back = zone_local(zone, utc_ms);

	return back.year == l->year && back.month == l->month && back.day == l->day;
}

int64_t pl_utc_ms(const char *zone, const struct pl_local *l)
{
	const struct local at = { .year = l->year,
				  .month = l->month,
				  .day = l->day,
				  .hour = l->hour,
				  .minute = l->minute };

	int64_t utc_ms;

	if (l->year < 1970 || l->year > 2200 || l->month < 1 || l->month > 12 || l->day < 1 ||
	    l->day > 31 || l->hour < 0 || l->hour > 23 || l->minute < 0 || l->minute > 59)
		return -1;
	utc_ms = zone_utc_ms(zone_of(zone), &at);
	return is_day(zone_of(zone), l, utc_ms) ? utc_ms : -1;
}

int64_t pl_day(int64_t utc_ms, int n)
{
	return zone_day(zone_here(), utc_ms, n);
}

int64_t pl_week(int64_t utc_ms, int n, int first_weekday)
{
	return zone_week(zone_here(), utc_ms, n, first_weekday);
}

int64_t pl_month(int64_t utc_ms, int n)
{
	return zone_month(zone_here(), utc_ms, n);
}

bool pl_zone_known(const char *zone)
{
	return zone_known(zone);
}

const char *pl_zone_here(void)
{
	return zone_here();
}
