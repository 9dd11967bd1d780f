/* SPDX-License-Identifier: MIT */
#include "schedule/zone_table.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/sorted.h"
#include "schedule/rule.h"
#include "schedule/value.h"
#include "schedule/zone.h"
#include "schedule/zone_file.h"

enum {
	DAY_S = 86400,
	OFFSET_MAX = 2 * DAY_S, /* of a zone that a file describes; the world's are 14 hours */
	ZONE_STEPS_MAX = RULE_STEPS_MAX,
	ZONES_MAX = 1024, /* the tz database has some 600 names */
};

struct row {
	int64_t utc_s;
	int32_t offset, before; /* from this moment on, and up to it */
};

struct zone {
	struct row *rows;
	size_t n;
};

struct known {
	char name[ZONE_MAX];
	struct zone *zone;
};

static struct known known[ZONES_MAX];
static size_t known_count;

const struct zone *zone_utc(void)
{
	static const struct zone utc;

	return &utc;
}

struct icaltimetype zone_fields(int64_t local_s)
{
	time_t t = (time_t)local_s;
	struct icaltimetype fields = icaltime_null_time();
	struct tm tm;

	if (!gmtime_r(&t, &tm))
		return fields;
	fields.year = tm.tm_year + 1900;
	fields.month = tm.tm_mon + 1;
	fields.day = tm.tm_mday;
	fields.hour = tm.tm_hour;
	fields.minute = tm.tm_min;
	fields.second = tm.tm_sec;
	return fields;
}

int64_t zone_seconds(struct icaltimetype t)
{
	struct tm tm = { .tm_year = t.year - 1900,
			 .tm_mon = t.month - 1,
			 .tm_mday = t.day,
			 .tm_hour = t.hour,
			 .tm_min = t.minute,
			 .tm_sec = t.second };

	return (int64_t)timegm(&tm);
}

/* How many rows have begun at this moment: the last of them holds. */
static size_t rows_begun(const struct zone *z, int64_t utc_s)
{
	return sorted_place(z->rows, z->n, SORTED_BY(struct row, utc_s), utc_s + 1);
}

/* What holds behind the first of so many; before all: what the first ended. */
static int32_t offset_of(const struct zone *z, size_t begun)
{
	if (begun)
		return z->rows[begun - 1].offset;
	return z->n ? z->rows[0].before : 0;
}

static int32_t offset_at(const struct zone *z, int64_t utc_s)
{
	return offset_of(z, rows_begun(z, utc_s));
}

int64_t zone_to_local(const struct zone *z, int64_t utc_s)
{
	return utc_s + offset_at(z, utc_s);
}

/* The first stretch of one offset that shows this time; between two of them:
 * the one before. */
int64_t zone_to_utc(const struct zone *z, int64_t local_s)
{
	size_t next = rows_begun(z, local_s - OFFSET_MAX);
	int64_t utc_s = local_s - offset_of(z, next);

	for (; next < z->n && utc_s >= z->rows[next].utc_s; next++) {
		const struct row *row = &z->rows[next];

		if (local_s - row->offset < row->utc_s)
			break; /* skipped by this change */
		utc_s = local_s - row->offset;
	}
	return utc_s;
}

bool zone_same(const struct zone *a, const struct zone *b, int64_t from_utc_s, int64_t to_utc_s)
{
	const struct zone *both[] = { a, b };

	if (offset_at(a, from_utc_s) != offset_at(b, from_utc_s))
		return false;
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < both[i]->n; k++) {
			int64_t at = both[i]->rows[k].utc_s;

			if (at >= from_utc_s && at < to_utc_s &&
			    offset_at(a, at) != offset_at(b, at))
				return false;
		}
	return true;
}

/* ---- from a VTIMEZONE ---- */

/* One STANDARD or DAYLIGHT. */
struct clock {
	int32_t from, to;
	int64_t start_s;
};

static void add_row(struct zone *z, const struct clock *c, int64_t local_s)
{
	if (z->n == ZONE_ROWS_MAX)
		return;
	if (!(z->n & (z->n - 1)))
		z->rows = mem_grow(z->rows, (z->n ? 2 * z->n : 1) * sizeof(*z->rows));
	z->rows[z->n++] =
		(struct row) { .utc_s = local_s - c->from, .offset = c->to, .before = c->from };
}

static void add_rule(struct zone *z, const struct clock *c, struct icalrecurrencetype r)
{
	const int64_t end = zone_seconds(
		(struct icaltimetype) { .year = ZONE_YEAR_MAX, .month = 12, .day = 31 });
	struct rule *rule = rule_of(&r, c->start_s, false);
	struct rule_walk *walk = rule ? rule_walk(rule, c->start_s, end) : NULL;
	int64_t at;

	while (walk && z->n < ZONE_ROWS_MAX && rule_next(walk, &at) && at < end) {
		if (rule_ended(rule, at, at - c->from))
			break;
		add_row(z, c, at);
	}
	rule_walk_free(walk);
	rule_free(rule);
}

static bool read_clock(icalcomponent *comp, struct clock *c)
{
	icalproperty *from = icalcomponent_get_first_property(comp, ICAL_TZOFFSETFROM_PROPERTY);
	icalproperty *to = icalcomponent_get_first_property(comp, ICAL_TZOFFSETTO_PROPERTY);
	icalproperty *start = icalcomponent_get_first_property(comp, ICAL_DTSTART_PROPERTY);
	struct when at;

	if (!from || !to || !start || !value_when(icalproperty_get_dtstart(start), &at))
		return false;
	*c = (struct clock) { .from = icalproperty_get_tzoffsetfrom(from),
			      .to = icalproperty_get_tzoffsetto(to),
			      .start_s = at.s };
	return abs(c->from) < OFFSET_MAX && abs(c->to) < OFFSET_MAX;
}

static void read_changes(struct zone *z, icalcomponent *comp, uint64_t steps_end)
{
	struct clock c;
	struct when at;

	if (!read_clock(comp, &c))
		return;
	add_row(z, &c, c.start_s);
	for (icalproperty *p = icalcomponent_get_first_property(comp, ICAL_RRULE_PROPERTY);
	     p && z->n < ZONE_ROWS_MAX && rule_steps() < steps_end;
	     p = icalcomponent_get_next_property(comp, ICAL_RRULE_PROPERTY))
		add_rule(z, &c, icalproperty_get_rrule(p));
	for (icalproperty *p = icalcomponent_get_first_property(comp, ICAL_RDATE_PROPERTY); p;
	     p = icalcomponent_get_next_property(comp, ICAL_RDATE_PROPERTY))
		if (value_when(icalproperty_get_rdate(p).time, &at))
			add_row(z, &c, at.s);
}

static int by_time(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return (x->utc_s > y->utc_s) - (x->utc_s < y->utc_s);
}

/* What changes nothing goes: two rows of one moment are one, too. */
static void tidy(struct zone *z)
{
	size_t kept = 0;

	if (z->n)
		qsort(z->rows, z->n, sizeof(*z->rows), by_time);
	for (size_t i = 0; i < z->n; i++) {
		int32_t before = kept ? z->rows[kept - 1].offset : z->rows[i].before;

		if (kept && before == z->rows[i].offset)
			continue;
		z->rows[kept] = z->rows[i];
		z->rows[kept++].before = before;
	}
	z->n = kept;
}

struct zone *zone_read(icalcomponent *vtimezone)
{
	struct zone *z = mem_get(sizeof(*z));
	const uint64_t steps_end = rule_steps() + ZONE_STEPS_MAX;

	for (icalcomponent *c =
		     icalcomponent_get_first_component(vtimezone, ICAL_ANY_COMPONENT);
	     c; c = icalcomponent_get_next_component(vtimezone, ICAL_ANY_COMPONENT))
		if (icalcomponent_isa(c) == ICAL_XSTANDARD_COMPONENT ||
		    icalcomponent_isa(c) == ICAL_XDAYLIGHT_COMPONENT)
			read_changes(z, c, steps_end);
	tidy(z);
	if (!z->n) {
		zone_free(z);
		return NULL;
	}
	return z;
}

void zone_free(struct zone *z)
{
	if (z)
		free(z->rows);
	free(z);
}

/* ---- from the tz database ---- */

/* A name is a path below its folder: what could lead out of that, or to no
 * zone, is none. */
static bool is_name(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789_+-/";

	return *name && strlen(name) < ZONE_MAX && *name != '/' &&
	       strspn(name, letters) == strlen(name) && strncmp(name, "right/", 6) != 0;
}

/* The changes of the file; of libical's rules what comes behind the last of
 * them. */
static void correct(struct zone *z, const struct zone_file *f)
{
	struct zone exact = { 0 };
	struct clock c = { .to = zone_file_before(f) };
	struct zone_change change;

	for (size_t i = 0; i < f->count && zone_file_change(f, i, &change); i++) {
		c = (struct clock) { .from = c.to, .to = change.offset };
		add_row(&exact, &c, change.utc_s + c.from);
	}
	for (size_t i = 0; i < z->n && exact.n; i++)
		if (z->rows[i].utc_s > exact.rows[f->count - 1].utc_s) {
			c = (struct clock) { .from = z->rows[i].before,
					     .to = z->rows[i].offset };
			add_row(&exact, &c, z->rows[i].utc_s + c.from);
		}
	if (exact.n) {
		free(z->rows);
		*z = exact;
	}
	tidy(z);
}

static struct zone *load(const char *name)
{
	char path[PATH_MAX];
	icalcomponent *c;
	struct zone_file f;
	struct zone *z;

	icaltimezone_set_builtin_tzdata(0);
	icalerror_set_errors_are_fatal(0);
	c = icaltzutil_fetch_timezone(name);
	if (!c)
		return NULL;
	z = zone_read(c);
	icalcomponent_free(c);
	snprintf(path, sizeof(path), "%s/%s", icaltzutil_get_zone_directory(), name);
	if (z && zone_file_open(&f, path)) {
		correct(z, &f);
		zone_file_close(&f);
	}
	return z;
}

const struct zone *zone_named(const char *name)
{
	struct zone *z;

	if (strcmp(name, "UTC") == 0)
		return zone_utc();
	for (size_t i = 0; i < known_count; i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].zone;
	if (!is_name(name) || known_count == ZONES_MAX || !(z = load(name)))
		return NULL;
	known[known_count].zone = z;
	memcpy(known[known_count++].name, name, strlen(name) + 1);
	return z;
}
