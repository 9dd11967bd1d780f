/* SPDX-License-Identifier: MIT */
#include "worksheet/moment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"

/* What a text says: its parts, and how many of them there are. */
struct parts {
	int n[6];   /* year, month, day, hour, minute, second */
	int count;  /* 1: a year; 2: a month; 3: a day; 5, 6: with a time */
	int millis; /* of the second; 0 where none are said */
	bool zoned;
	int offset_s;
};

/* So many digits, as a number; -1: something else is there. */
static int digits(const char **at, int count)
{
	int n = 0;

	for (int i = 0; i < count; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return -1;
		n = 10 * n + (**at - '0');
	}
	return n;
}

static bool read_zone(const char **at, struct parts *p)
{
	const int sign = **at == '-' ? -1 : 1;
	int h, m;

	if (!**at)
		return true;
	p->zoned = true;
	if (**at == 'Z') {
		(*at)++;
		return true;
	}
	if (**at != '+' && **at != '-')
		return false;
	(*at)++;
	h = digits(at, 2);
	if (h < 0 || h > 14 || *(*at)++ != ':')
		return false;
	m = digits(at, 2);
	p->offset_s = sign * (h * 3600 + m * 60);
	return m >= 0 && m < 60;
}

/* HH:MM[:SS[.fff]] */
static bool read_clock(const char **at, struct parts *p)
{
	int scale = 100;

	p->n[3] = digits(at, 2);
	if (p->n[3] < 0 || p->n[3] > 23 || *(*at)++ != ':')
		return false;
	p->n[4] = digits(at, 2);
	p->count = 5;
	if (p->n[4] < 0 || p->n[4] > 59 || **at != ':')
		return p->n[4] >= 0 && p->n[4] <= 59;
	(*at)++;
	p->n[5] = digits(at, 2);
	p->count = 6;
	if (p->n[5] < 0 || p->n[5] > 59 || **at != '.')
		return p->n[5] >= 0 && p->n[5] <= 59;
	if (strspn(++*at, "0123456789") == 0)
		return false;
	for (; **at >= '0' && **at <= '9'; (*at)++, scale /= 10)
		p->millis += scale * (**at - '0');
	return true;
}

static struct tm tm_of(const struct parts *p)
{
	struct tm t = { .tm_year = p->n[0] - 1900,
			.tm_mon = p->count > 1 ? p->n[1] - 1 : 0,
			.tm_mday = p->count > 2 ? p->n[2] : 1,
			.tm_hour = p->n[3],
			.tm_min = p->n[4],
			.tm_sec = p->n[5] };

	return t;
}

/* Is the day there?  The C library would go on into the next month. */
static bool day_is_there(const struct parts *p)
{
	struct tm t = tm_of(p);

	timegm(&t);
	return t.tm_year == p->n[0] - 1900 && (p->count < 2 || t.tm_mon == p->n[1] - 1) &&
	       (p->count < 3 || t.tm_mday == p->n[2]);
}

static bool read_parts(const char *at, struct parts *p)
{
	*p = (struct parts) { .count = 1 };
	p->n[0] = digits(&at, 4);
	if (p->n[0] < 1)
		return false;
	for (; p->count < 3 && *at == '-'; p->count++) {
		at++;
		p->n[p->count] = digits(&at, 2);
		if (p->n[p->count] < 1)
			return false;
	}
	if (!day_is_there(p))
		return false;
	if (p->count == 3 && *at == 'T') {
		at++;
		if (!read_clock(&at, p) || !read_zone(&at, p))
			return false;
	}
	return !*at;
}

bool moment_right(enum value_kind kind, const char *text)
{
	struct parts p = { .count = 0 };

	if (kind == VALUE_TIME)
		return read_clock(&text, &p) && p.count == 6 && !*text;
	if (kind != VALUE_DATE && kind != VALUE_DATE_TIME)
		return true;
	if (!read_parts(text, &p))
		return false;
	return kind == VALUE_DATE ? p.count <= 3 : p.count <= 3 || (p.count == 6 && p.zoned);
}

static int64_t millis_of(const struct parts *p)
{
	struct tm t = tm_of(p);

	return ((int64_t)timegm(&t) - p->offset_s) * 1000 + p->millis;
}

enum value_order moment_compare(const char *a, const char *b)
{
	struct parts x, y;
	int count;

	if (!a || !b || !read_parts(a, &x) || !read_parts(b, &y))
		return VALUE_UNKNOWN;
	if (x.count > 3 && y.count > 3 && x.zoned == y.zoned) {
		const int64_t d = millis_of(&x) - millis_of(&y);

		return d < 0 ? VALUE_LESS : d > 0 ? VALUE_MORE : VALUE_SAME;
	}
	count = x.count < y.count ? x.count : y.count;
	for (int i = 0; i < count; i++)
		if (x.n[i] != y.n[i])
			return x.n[i] < y.n[i] ? VALUE_LESS : VALUE_MORE;
	return x.count == y.count ? VALUE_SAME : VALUE_UNKNOWN;
}

/* The zone at the end of a moment, "Z" where it has none. */
static const char *zone_of(const char *now)
{
	const char *t = now ? strchr(now, 'T') : NULL;
	const char *zone = t ? strpbrk(t, "Z+-") : NULL;

	return zone ? zone : "Z";
}

const char *moment_typed(struct arena *a, enum value_kind kind, const char *typed,
			 const char *now)
{
	char text[64];
	struct parts p = { .count = 0 };
	const char *at = typed;

	if (kind == VALUE_TIME) {
		if (!read_clock(&at, &p) || *at)
			return NULL;
		return p.count == 6 ? arena_text(a, typed) : arena_fmt(a, "%s:00", typed);
	}
	snprintf(text, sizeof(text), "%s", typed);
	if (kind == VALUE_DATE_TIME && strchr(text, ' '))
		*strchr(text, ' ') = 'T';
	if (strlen(typed) >= sizeof(text) || !read_parts(text, &p) ||
	    (kind == VALUE_DATE && p.count > 3))
		return NULL;
	if (p.count <= 3)
		return arena_text(a, text);
	if (p.count == 5 && p.zoned)
		return NULL;
	return arena_fmt(a, "%s%s%s", text, p.count == 5 ? ":00" : "",
			 p.zoned ? "" : zone_of(now));
}

/* ---- reckoning ---- */

static const struct {
	const char *name;
	int months, seconds;
} units[] = { { "year", 12, 0 },      { "month", 1, 0 },   { "week", 0, 7 * 86400 },
	      { "day", 0, 86400 },    { "hour", 0, 3600 }, { "minute", 0, 60 },
	      { "second", 0, 1 },     { "a", 12, 0 },      { "mo", 1, 0 },
	      { "wk", 0, 7 * 86400 }, { "d", 0, 86400 },   { "h", 0, 3600 },
	      { "min", 0, 60 } };

static int unit_find(const char *unit)
{
	const size_t n = strlen(unit);

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		const size_t m = strlen(units[i].name);

		if (strncmp(unit, units[i].name, m) == 0 &&
		    (n == m || (n == m + 1 && unit[m] == 's' && m >= 3)))
			return (int)i;
	}
	return -1;
}

/* So many months later, on the last day where the month is too short. */
static void add_months(struct tm *t, int months)
{
	const int day = t->tm_mday;

	t->tm_mon += months;
	timegm(t);
	if (t->tm_mday != day) {
		t->tm_mday = 0;
		timegm(t);
	}
}

const char *moment_later(struct arena *a, const char *from, struct value_date by)
{
	const int unit = unit_find(by.unit);
	struct parts p;
	struct tm t;

	if (unit < 0 || abs(by.amount) > 1000000 || !from || !read_parts(from, &p))
		return NULL;
	if (p.count <= 3 && units[unit].seconds && units[unit].seconds < 86400)
		return NULL;
	t = tm_of(&p);
	if (units[unit].months)
		add_months(&t, by.amount * units[unit].months);
	else if (units[unit].seconds >= 86400)
		t.tm_mday += by.amount * (units[unit].seconds / 86400);
	else
		t.tm_sec += by.amount * units[unit].seconds;
	timegm(&t);
	if (t.tm_year < 1 - 1900 || t.tm_year > 9999 - 1900)
		return NULL;
	if (p.count == 1)
		return arena_fmt(a, "%04d", t.tm_year + 1900);
	if (p.count == 2)
		return arena_fmt(a, "%04d-%02d", t.tm_year + 1900, t.tm_mon + 1);
	if (p.count == 3)
		return arena_fmt(a, "%04d-%02d-%02d", t.tm_year + 1900, t.tm_mon + 1,
				 t.tm_mday);
	return arena_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d%s", t.tm_year + 1900, t.tm_mon + 1,
			 t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, zone_of(from));
}

bool moment_between(const char *from, const char *to, const char *unit, double *out)
{
	const int u = unit_find(unit);
	struct parts x, y;
	int months;

	if (u < 0 || !from || !to || !read_parts(from, &x) || !read_parts(to, &y) ||
	    x.count < 3 || y.count < 3)
		return false;
	if (!units[u].months) {
		*out = trunc((double)(millis_of(&y) - millis_of(&x)) / 1000 / units[u].seconds);
		return true;
	}
	months = (y.n[0] - x.n[0]) * 12 + y.n[1] - x.n[1];
	if (months > 0 && y.n[2] < x.n[2])
		months--;
	if (months < 0 && y.n[2] > x.n[2])
		months++;
	*out = trunc((double)months / units[u].months);
	return true;
}
