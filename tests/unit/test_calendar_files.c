/* SPDX-License-Identifier: MIT */
/* Calendars that other programs wrote (tests/data/calendar): we find in them what two other
 * libraries do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schedule/occur.h"
#include "schedule/zone.h"

struct row {
	char file[120], zone[64], first[20], last[20];
	int from, to, count;
};

/* Where we find less, and say so. */
static const struct {
	const char *file;
	int less;
} told[] = {
	/* RFC 5545 3.1: a fold is a line's end and white space.  Here is an empty line between, in
	 * each line of an event; python3-icalendar folds over it. */
	{ "icalendar/multiple.ics", 1 },
};

static int less(const char *file)
{
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (strcmp(told[i].file, file) == 0)
			return told[i].less;
	return 0;
}

static bool read_file(const char *name, struct buf *out)
{
	char path[512], some[4096];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), CALENDAR_DATA "/%s", name);
	f = fopen(path, "r");
	if (!f)
		return false;
	buf_init(out, CALENDAR_BYTES_MAX);
	while ((n = fread(some, 1, sizeof(some), f)) > 0)
		buf_add(out, some, n);
	fclose(f);
	return true;
}

static int64_t year(int y)
{
	const struct local l = { .year = y, .month = 1, .day = 1 };

	return zone_utc_ms("UTC", &l);
}

static void say(int64_t utc_ms, char out[20])
{
	const struct local l = zone_local("UTC", utc_ms);

	snprintf(out, 20, "%04d%02d%02dT%02d%02d%02dZ", l.year % 10000, l.month % 100,
		 l.day % 100, l.hour % 100, l.minute % 100, l.second % 100);
}

static int by_start(const void *a, const void *b)
{
	const struct occur *x = a, *y = b;

	return (x->start_utc_ms > y->start_utc_ms) - (x->start_utc_ms < y->start_utc_ms);
}

/* What begins in these years; what began before and lasts is not counted. */
static size_t list(struct calendar *c, const struct row *r, struct occur *out)
{
	const int64_t from = year(r->from), to = year(r->to + 1);
	size_t n = occur_list(c, from, to, r->zone, out, OCCUR_MAX), kept = 0;

	assert_in_range(n, 0, OCCUR_MAX);
	for (size_t i = 0; i < n; i++)
		if (out[i].start_utc_ms >= from)
			out[kept++] = out[i];
	qsort(out, kept, sizeof(*out), by_start);
	return kept;
}

static bool check(const struct row *r)
{
	static struct occur all[OCCUR_MAX];
	struct calendar_problems problems;
	char first[20] = "-", last[20] = "-";
	struct calendar *c;
	struct buf file;
	size_t n;

	if (!read_file(r->file, &file))
		fail_msg("there is no %s", r->file);
	c = calendar_read((struct str) { file.p, file.n }, &problems);
	buf_finish(&file);
	if (!c)
		fail_msg("%s was not read", r->file);
	n = list(c, r, all);
	if (n) {
		say(all[0].start_utc_ms, first);
		say(all[n - 1].start_utc_ms, last);
	}
	calendar_free(c);
	if (less(r->file))
		return problems.total > 0 && (int)n + less(r->file) == r->count;
	if ((int)n == r->count && strcmp(first, r->first) == 0 && strcmp(last, r->last) == 0)
		return true;
	print_error("%s: %zu %s %s, not %d %s %s\n", r->file, n, first, last, r->count,
		    r->first, r->last);
	return false;
}

static bool read_row(const char *line, struct row *r)
{
	return *line != '#' && sscanf(line, "%119s %d %d %63s %d %19s %19s", r->file, &r->from,
				      &r->to, r->zone, &r->count, r->first, r->last) == 7;
}

static void the_files_of_others__say_the_same_to_us(void **state)
{
	struct buf table;
	int seen = 0, bad = 0;
	struct row r;

	(void)state;
	assert_true(read_file("truth", &table));
	for (const char *line = table.p; *line; line += strcspn(line, "\n") + 1)
		if (read_row(line, &r)) {
			seen++;
			bad += !check(&r);
		}
	buf_finish(&table);
	assert_int_equal(bad, 0);
	assert_true(seen >= 24);
}

/* A file is as others wrote it: cut at any byte, it is bounded, and never more than the whole. */
static void a_file_that_ends_anywhere__is_read_to_there(void **state)
{
	struct buf file;
	size_t whole, n = 0;

	(void)state;
	assert_true(read_file("kcalcore/AppleICal_1.5.ics", &file));
	for (size_t cut = 0; cut <= file.n; cut += 7) {
		struct calendar *c = calendar_read((struct str) { file.p, cut }, NULL);

		n = c ? calendar_count(c) : 0;
		calendar_free(c);
		assert_in_range(n, 0, 30);
	}
	whole = n;
	assert_in_range(whole, 5, 30);
	buf_finish(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_files_of_others__say_the_same_to_us),
		cmocka_unit_test(a_file_that_ends_anywhere__is_read_to_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
