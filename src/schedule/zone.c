/* SPDX-License-Identifier: MIT */
#include "schedule/zone.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "schedule/zone_table.h"

enum { DAY_S = 86400 };

static int64_t to_s(int64_t ms)
{
	return ms / 1000 - (ms % 1000 < 0);
}

static const struct zone *named(const char *zone)
{
	const struct zone *z = zone_named(zone);

	return z ? z : zone_utc();
}

bool zone_known(const char *zone)
{
	return zone_named(zone) != NULL;
}

/* ---- this device ---- */

/* The name that a path into the tz database ends with; NULL: it is none. */
static const char *name_in(const char *path)
{
	static const char folder[] = "/zoneinfo/";
	const char *at = strstr(path, folder);

	if (!at)
		return NULL;
	at += sizeof(folder) - 1;
	return zone_known(at) ? at : NULL;
}

static bool from_environment(char *name)
{
	const char *tz = getenv("TZ"), *found;

	if (!tz)
		return false;
	tz += *tz == ':';
	found = *tz == '/' ? name_in(tz) : *tz && zone_known(tz) ? tz : NULL;
	snprintf(name, ZONE_MAX, "%s", found ? found : "UTC");
	return true;
}

const char *zone_here(void)
{
	static char name[ZONE_MAX];
	char path[PATH_MAX];
	const char *found;

	if (from_environment(name))
		return name;
	found = realpath("/etc/localtime", path) ? name_in(path) : NULL;
	snprintf(name, sizeof(name), "%s", found ? found : "UTC");
	return name;
}

/* ---- days ---- */

struct local zone_local(const char *zone, int64_t utc_ms)
{
	int64_t utc_s = to_s(utc_ms), local_s = zone_to_local(named(zone), utc_s);
	struct icaltimetype t = zone_fields(local_s);

	return (struct local) { .year = t.year,
				.month = t.month,
				.day = t.day,
				.hour = t.hour,
				.minute = t.minute,
				.second = t.second,
				.weekday = icaltime_day_of_week(t) - 1,
				.offset_s = (int)(local_s - utc_s) };
}

int64_t zone_utc_ms(const char *zone, const struct local *l)
{
	int64_t local_s = zone_seconds((struct icaltimetype) { .year = l->year,
							       .month = l->month,
							       .day = l->day,
							       .hour = l->hour,
							       .minute = l->minute,
							       .second = l->second });

	return zone_to_utc(named(zone), local_s) * 1000;
}

static struct local begin_of_day(const char *zone, int64_t utc_ms)
{
	struct local l = zone_local(zone, utc_ms);

	l.hour = l.minute = l.second = 0;
	return l;
}

int64_t zone_day(const char *zone, int64_t utc_ms, int days)
{
	struct local l = begin_of_day(zone, utc_ms);

	l.day += days;
	return zone_utc_ms(zone, &l);
}

int64_t zone_week(const char *zone, int64_t utc_ms, int weeks, int first_weekday)
{
	struct local l = begin_of_day(zone, utc_ms);

	l.day += 7 * weeks - (l.weekday - first_weekday + 7) % 7;
	return zone_utc_ms(zone, &l);
}

int64_t zone_month(const char *zone, int64_t utc_ms, int months)
{
	struct local l = begin_of_day(zone, utc_ms);

	l.day = 1;
	l.month += months;
	return zone_utc_ms(zone, &l);
}

int zone_week_number(const char *zone, int64_t utc_ms)
{
	time_t t = (time_t)zone_to_local(named(zone), to_s(utc_ms));
	char text[8];
	struct tm tm;

	if (!gmtime_r(&t, &tm) || !strftime(text, sizeof(text), "%V", &tm))
		return 0;
	return (int)strtol(text, NULL, 10);
}
