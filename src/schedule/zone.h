/* SPDX-License-Identifier: MIT */
/*
 * Zones, by the tz database, and the days, weeks and months of one.  Right for
 * all that the database lists, which is up to 2037 (tests/truth/zones.py);
 * behind, by the rules that libical reads in it, which have St. John's and Gaza
 * an hour off in places.
 */
#ifndef SCHEDULE_ZONE_H
#define SCHEDULE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

enum { ZONE_MAX = 64 }; /* bytes of a name, with its NUL */

struct local {
	int year, month, day; /* 1970 .. 2200, 1 .. 12, 1 .. 31 */
	int hour, minute, second;
	int weekday;  /* 0: Sunday */
	int offset_s; /* east of Greenwich */
};

bool zone_known(const char *zone); /* a name of the tz database, or "UTC" */
/* Of this device: TZ, or what /etc/localtime points to; "UTC" where that says
 * nothing. Looked up anew each time: people travel. */
const char *zone_here(void);
/* An unknown zone is UTC. */
struct local zone_local(const char *zone, int64_t utc_ms);
/* weekday and offset_s are not read; days and months beyond the end go on into
 * the next. */
int64_t zone_utc_ms(const char *zone, const struct local *l);
/* The beginning of the day, week or month that is so many after the one with
 * this moment. */
int64_t zone_day(const char *zone, int64_t utc_ms, int days);
int64_t zone_week(const char *zone, int64_t utc_ms, int weeks, int first_weekday);
int64_t zone_month(const char *zone, int64_t utc_ms, int months);
/* ISO 8601. */
int zone_week_number(const char *zone, int64_t utc_ms);

#endif
