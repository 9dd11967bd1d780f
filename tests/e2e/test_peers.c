/* SPDX-License-Identifier: MIT */
/*
 * What we write, other calendar programs read: at the same moments, with an alarm, each in its
 * zone.  A program that is not installed is skipped by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "schedule/occur.h"
#include "schedule/write.h"
#include "schedule/zone.h"
#include "support/child.h"
#include "support/tmpdir.h"

#define HOUR  3600000LL
#define DAY   (24 * HOUR)
#define WEEK  (7 * DAY)
#define FIRST 1792540800000LL /* 2026-10-21T00:00Z, in Denver Tuesday at six in the evening */

/* Twelve Tuesdays across the end of summer time in both continents; the second is cancelled, the
 * third moved, and there is one more. */
static const char denver[] =
	"DTSTART;TZID=America/Denver:20261020T180000\nDURATION:PT1H30M\n"
	"RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=12\nLOCATION:Westwing\n"
	"RDATE;TZID=America/Denver:20261022T100000\n"
	"\nRECURRENCE-ID:20261028T000000Z\nSTATUS:CANCELLED\n"
	"\nRECURRENCE-ID:20261104T010000Z\nDTSTART;TZID=America/Denver:20261104T190000\n"
	"DURATION:PT1H\n";
/* Until the clocks have changed in spring too; the first of them is not come to. */
static const char new_york[] = "DTSTART;TZID=America/New_York:20261022T190000\nDURATION:PT1H\n"
			       "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20270401T230000Z\n";
static const char berlin[] = "DTSTART;TZID=Europe/Berlin:20261020T090000\nDURATION:PT50M\n"
			     "RRULE:FREQ=DAILY\n";

static const int64_t absent_denver[] = { FIRST + 3 * WEEK + HOUR };
static const int64_t absent_new_york[] = { FIRST + 2 * DAY - HOUR };
/* In Berlin at nine: the day before the clocks change, and the day after. */
static const int64_t only_berlin[] = { FIRST + 3 * DAY + 7 * HOUR, FIRST + 5 * DAY + 8 * HOUR };

enum { EVENTS = 3, LINE = 80, MOST = 100 };

struct peer {
	char dir[TMPDIR_PATH], file[TMPDIR_PATH + 16];
	struct write_event events[EVENTS];
};

static int open_peer(void **state)
{
	static const struct write_cover cover = { "Appointment", 15, "calendar", FIRST };
	static struct peer p;
	struct buf out;
	FILE *f;

	p.events[0] = (struct write_event) {
		calendar_of_lines(str_of(denver), "Group A"), 0, 1, absent_denver, 1, NULL, 0
	};
	p.events[1] = (struct write_event) { calendar_of_lines(str_of(new_york), "Group B"),
					     0,
					     2,
					     absent_new_york,
					     1,
					     NULL,
					     0 };
	p.events[2] = (struct write_event) {
		calendar_of_lines(str_of(berlin), "Group C"), 0, 3, NULL, 0, only_berlin, 2
	};
	buf_init(&out, 1 << 16);
	if (!tmpdir_make(p.dir) || !write_calendar(p.events, EVENTS, &cover, &out))
		return -1;
	snprintf(p.file, sizeof(p.file), "%s/ours.ics", p.dir);
	f = fopen(p.file, "w");
	if (!f || fwrite(out.p, 1, out.n, f) != out.n || fclose(f) != 0)
		return -1;
	buf_finish(&out);
	*state = &p;
	return 0;
}

static int close_peer(void **state)
{
	struct peer *p = *state;

	for (int i = 0; i < EVENTS; i++)
		calendar_free(p->events[i].calendar);
	tmpdir_drop(p->dir);
	return 0;
}

/* ---- what is expected ---- */

struct list {
	char all[MOST][LINE];
	size_t n;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void add(struct list *l, const char *line)
{
	assert_true(l->n < MOST);
	snprintf(l->all[l->n++], LINE, "%s", line);
}

static bool is_of(const int64_t *all, size_t n, int64_t utc_ms)
{
	while (n && all[n - 1] != utc_ms)
		n--;
	return n > 0;
}

static void say(const char *zone, int64_t utc_ms, char out[20])
{
	const struct local l = zone_local(zone, utc_ms);

	snprintf(out, 20, "%04d%02d%02dT%02d%02d", l.year % 10000, l.month % 100, l.day % 100,
		 l.hour % 100, l.minute % 100);
}

/* `START END` by the clock of a zone, of all that this person comes to. */
static void expect(const struct peer *p, const char *zone, struct list *l)
{
	static struct occur all[OCCUR_MAX];

	l->n = 0;
	for (int i = 0; i < EVENTS; i++) {
		const struct write_event *e = &p->events[i];
		size_t n = occur_list(e->calendar, FIRST - WEEK, FIRST + 30 * WEEK, "UTC", all,
				      OCCUR_MAX);

		for (size_t k = 0; k < n; k++) {
			char start[20], end[20], line[LINE];

			if (all[k].cancelled ||
			    is_of(e->absent, e->absent_count, all[k].original_utc_ms) ||
			    (e->only && !is_of(e->only, e->only_count, all[k].original_utc_ms)))
				continue;
			say(zone, all[k].start_utc_ms, start);
			say(zone, all[k].end_utc_ms, end);
			snprintf(line, sizeof(line), "%s %s", start, end);
			add(l, line);
		}
	}
	qsort(l->all, l->n, LINE, by_text);
	assert_int_equal(l->n, 11 + 23 + 2);
}

static void compare(const char *who, const struct list *ours, struct list *theirs)
{
	qsort(theirs->all, theirs->n, LINE, by_text);
	for (size_t i = 0; i < ours->n || i < theirs->n; i++) {
		const char *a = i < ours->n ? ours->all[i] : "(none)";
		const char *b = i < theirs->n ? theirs->all[i] : "(none)";

		if (strcmp(a, b) != 0)
			fail_msg("occurrence %zu: %s reads %s and not %s", i, who, b, a);
	}
}

/* ---- the programs ---- */

static void run(const char *const *argv, struct buf *out)
{
	struct child c;

	assert_true(child_open(&c, argv, NULL));
	child_end_input(&c);
	if (child_end(&c) != 0)
		fail_msg("%s:\n%s", argv[0], buf_text(&c.seen));
	buf_init(out, CHILD_OUT_MAX);
	buf_add(out, c.seen.p, c.seen.n);
	child_finish(&c);
}

static void need(const char *program)
{
	if (access(program, X_OK) == 0)
		return;
	print_message("skipped: %s is not installed\n", program);
	skip();
}

/* The lines that begin with a year, and end in `mark`, which is cut off. */
static void hear(const struct buf *out, const char *mark, struct list *l)
{
	char line[LINE];

	l->n = 0;
	for (const char *at = buf_text(out); *at; at += strcspn(at, "\n"), at += *at == '\n') {
		const size_t n = strcspn(at, "\n"), tail = strlen(mark);

		if (strncmp(at, "202", 3) != 0)
			continue;
		assert_in_range(n, tail + 1, LINE - 1);
		if (memcmp(at + n - tail, mark, tail) != 0)
			fail_msg("no \"%s\" at the end of %.*s", mark, (int)n, at);
		snprintf(line, sizeof(line), "%.*s", (int)(n - tail), at);
		add(l, line);
	}
}

static void calcurse__reads_it(void **state)
{
	static const char *const zones[] = { "America/Denver", "America/New_York" };
	/* `raw` is its own file's line, with ! for what is told ahead of time */
	static const char form[] = "%(start:%Y%m%dT%H%M) %(end:%Y%m%dT%H%M) | %(raw)";
	struct peer *p = *state;
	static struct list ours, theirs;

	need("/usr/bin/calcurse");
	for (size_t i = 0; i < 2; i++) {
		char dir[TMPDIR_PATH + 16];
		const char *in[] = {
			"/usr/bin/calcurse", "-q", "-D", dir, "-i", p->file, NULL
		};
		const char *query[] = { "/usr/bin/calcurse",
					"-D",
					dir,
					"-Q",
					"--from",
					"10/01/2026",
					"--to",
					"05/01/2027",
					"--filter-type",
					"cal",
					"--format-apt",
					form,
					"--format-recur-apt",
					form,
					NULL };
		struct buf out;

		snprintf(dir, sizeof(dir), "%s/calcurse%zu", p->dir, i);
		mkdir(dir, 0700);
		setenv("TZ", zones[i], 1);
		setenv("LC_ALL", "C", 1);
		run(in, &out);
		buf_finish(&out);
		run(query, &out);
		/* behind the bar only what is the same in all of them */
		theirs.n = 0;
		for (const char *at = buf_text(&out); (at = strstr(at, " | ")) != NULL; at++) {
			char line[LINE];

			snprintf(line, sizeof(line), "%.27s", at - 27);
			if (!memmem(at, strcspn(at, "\n"), " !Appointment", 13))
				fail_msg("no alarm: %s", line);
			add(&theirs, line);
		}
		buf_finish(&out);
		expect(p, zones[i], &ours);
		compare("calcurse", &ours, &theirs);
	}
	unsetenv("TZ");
}

static const char *khal_config(const struct peer *p, const char *zone, int i)
{
	static char path[TMPDIR_PATH + 32];
	FILE *f;

	snprintf(path, sizeof(path), "%s/khal%d", p->dir, i);
	mkdir(path, 0700);
	setenv("HOME", path, 1);
	snprintf(path, sizeof(path), "%s/khal%d/vdir", p->dir, i);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/khal%d/config", p->dir, i);
	f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f,
		"[calendars]\n[[ours]]\npath = %s/khal%d/vdir\n"
		"[sqlite]\npath = %s/khal%d/db\n"
		"[locale]\nlocal_timezone = %s\ndefault_timezone = %s\n"
		"timeformat = %%H%%M\ndateformat = %%Y%%m%%d\nlongdateformat = %%Y%%m%%d\n"
		"datetimeformat = %%Y%%m%%dT%%H%%M\nlongdatetimeformat = %%Y%%m%%dT%%H%%M\n"
		"[default]\ndefault_calendar = ours\n",
		p->dir, i, p->dir, i, zone, zone);
	fclose(f);
	return path;
}

static void khal__reads_it(void **state)
{
	static const char *const zones[] = { "America/Denver", "Europe/Berlin" };
	struct peer *p = *state;
	static struct list ours, theirs;

	need("/usr/bin/khal");
	setenv("LC_ALL", "C.UTF-8", 1);
	for (int i = 0; i < 2; i++) {
		const char *config = khal_config(p, zones[i], i);
		const char *in[] = { "/usr/bin/khal", "-c",    config, "import",
				     "--batch",       p->file, NULL };
		const char *query[] = { "/usr/bin/khal",
					"-c",
					config,
					"list",
					"--day-format",
					"",
					"--format",
					"{start-long} {end-long} {title}{alarm-symbol}",
					"20261001",
					"20270501",
					NULL };
		struct buf out;

		run(in, &out);
		buf_finish(&out);
		run(query, &out);
		hear(&out, " Appointment ⏰", &theirs);
		buf_finish(&out);
		expect(p, zones[i], &ours);
		compare("khal", &ours, &theirs);
	}
}

/* Also how long before it the alarm is, and the zone that it is in. */
static void python_icalendar__reads_it(void **state)
{
	struct peer *p = *state;
	char script[512];
	const char *argv[] = {
		"/usr/bin/python3", script, p->file, "2026", "2027", "UTC", NULL
	};
	static struct list ours, theirs;
	int zones[3] = { 0 };
	struct buf out;

	if (!child_has_python("icalendar, dateutil")) {
		print_message("skipped: python3-icalendar is not installed\n");
		skip();
	}
	snprintf(script, sizeof(script), "%s/tests/support/calendar_truth.py",
		 getenv("SOURCE"));
	run(argv, &out);
	theirs.n = 0;
	for (const char *at = buf_text(&out); *at; at += strcspn(at, "\n") + 1) {
		char start[20], end[20], zone[40], line[LINE];
		int minutes;

		assert_int_equal(sscanf(at, "%19s %19s %d %39s", start, end, &minutes, zone),
				 4);
		assert_int_equal(minutes, 15);
		snprintf(line, sizeof(line), "%.13s %.13s", start, end);
		add(&theirs, line);
		zones[0] += strcmp(zone, "America/Denver") == 0;
		zones[1] += strcmp(zone, "America/New_York") == 0;
		zones[2] += strcmp(zone, "Europe/Berlin") == 0;
	}
	buf_finish(&out);
	expect(p, "UTC", &ours);
	compare("python3-icalendar", &ours, &theirs);
	assert_int_equal(zones[0], 11);
	assert_int_equal(zones[1], 23);
	assert_int_equal(zones[2], 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(calcurse__reads_it, open_peer, close_peer),
		cmocka_unit_test_setup_teardown(khal__reads_it, open_peer, close_peer),
		cmocka_unit_test_setup_teardown(python_icalendar__reads_it, open_peer,
						close_peer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
