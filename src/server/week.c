/* SPDX-License-Identifier: MIT */
/* What a calendar is left to the C library: it knows leap years, weeks and summer time. */
#include "server/week.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* mktime takes a day of the month that is none for what it comes to. */
static time_t midnight(const struct tm *day, int days_on)
{
	struct tm tm = { .tm_year = day->tm_year,
			 .tm_mon = day->tm_mon,
			 .tm_mday = day->tm_mday + days_on,
			 .tm_isdst = -1 };

	return mktime(&tm);
}

static bool name_day(time_t t, char out[16])
{
	struct tm tm;

	return localtime_r(&t, &tm) && strftime(out, 16, "%Y-%m-%d", &tm) > 0;
}

static bool week_of_day(const struct tm *day, struct week *out)
{
	const int since_monday = (day->tm_wday + 6) % 7;
	const time_t from = midnight(day, -since_monday), to = midnight(day, 7 - since_monday);
	struct tm monday;

	out->from_ms = (int64_t)from * 1000;
	out->to_ms = (int64_t)to * 1000;
	return localtime_r(&from, &monday) &&
	       strftime(out->name, sizeof(out->name), "%G-W%V", &monday) > 0 &&
	       strftime(out->zone, sizeof(out->zone), "%Z", &monday) > 0 &&
	       name_day(from, out->first) &&
	       name_day(midnight(day, 6 - since_monday), out->last);
}

bool week_of(int64_t utc_ms, struct week *out)
{
	const time_t t = (time_t)(utc_ms / 1000);
	struct tm tm;

	return localtime_r(&t, &tm) && week_of_day(&tm, out);
}

/* The fourth of January is in the first week of its year, always. */
static bool read_week(const char *text, struct week *out)
{
	struct tm tm = { .tm_mday = 4, .tm_isdst = -1 };
	int year, n, used = 0;

	if (sscanf(text, "%4d-W%2d%n", &year, &n, &used) != 2 || text[used])
		return false;
	tm.tm_year = year - 1900;
	if (mktime(&tm) == (time_t)-1)
		return false;
	return week_of((int64_t)midnight(&tm, 7 * (n - 1)) * 1000, out) &&
	       strcmp(out->name, text) == 0;
}

static bool read_day(const char *text, struct week *out)
{
	struct tm tm = { .tm_isdst = -1 };
	char again[16];
	time_t t;
	int used = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &used) != 3 ||
	    text[used])
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	t = mktime(&tm);
	return name_day(t, again) && strcmp(again, text) == 0 &&
	       week_of((int64_t)t * 1000, out);
}

bool week_read(const char *text, struct week *out)
{
	return read_week(text, out) || read_day(text, out);
}
