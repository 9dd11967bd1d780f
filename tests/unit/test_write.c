/* SPDX-License-Identifier: MIT */
/* iCalendar out: that it says when, to calendar programs of all kinds, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schedule/occur.h"
#include "schedule/write.h"
#include "schedule/zone.h"

#define HOUR  3600000LL
#define DAY   (24 * HOUR)
#define WEEK  (7 * DAY)
#define FIRST 1792540800000LL /* 2026-10-21T00:00Z, in Denver Tuesday at six in the evening */
#define STAMP 1790000000000LL
#define PROGRAM                                                                                \
	"DTSTART;TZID=America/Denver:20261020T180000\nDURATION:PT1H30M\n"                      \
	"RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=8\nLOCATION:Westwing\n"                              \
	"X-PORCHLIGHT-LEADER:4711\nDESCRIPTION:Worksheet\n"                                    \
	"RDATE;TZID=America/Denver:20261022T100000\n"                                          \
	"\nRECURRENCE-ID:20261028T000000Z\nSTATUS:CANCELLED\nCOMMENT:Holiday\n"                \
	"\nRECURRENCE-ID:20261104T010000Z\nDTSTART;TZID=America/Denver:20261104T190000\n"      \
	"DURATION:PT1H\nCOMMENT:Snowfall\nX-PORCHLIGHT-LEADER:815\n"

static const struct write_cover cover = { "Appointment", 15, "calendar", STAMP };

static struct calendar *read_lines(const char *lines)
{
	struct calendar *c = calendar_of_lines(str_of(lines), "Relapse Prevention");

	assert_non_null(c);
	return c;
}

static void write_one(struct write_event e, const struct write_cover *how, struct buf *out)
{
	buf_init(out, 1 << 16);
	e.number = 12;
	assert_true(write_calendar(&e, 1, how, out));
}

static void a_file__is_this(void **state)
{
	static const char whole[] =
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Calendar//EN\r\n"
		"X-WR-CALNAME:Appointment\r\nX-PUBLISHED-TTL:PT1H\r\n"
		"BEGIN:VTIMEZONE\r\nTZID:America/Denver\r\n"
		"BEGIN:DAYLIGHT\r\nTZNAME:MDT\r\nTZOFFSETFROM:-0700\r\nTZOFFSETTO:-0600\r\n"
		"DTSTART:20260308T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n"
		"END:DAYLIGHT\r\n"
		"BEGIN:STANDARD\r\nTZNAME:MST\r\nTZOFFSETFROM:-0600\r\nTZOFFSETTO:-0700\r\n"
		"DTSTART:20261101T020000\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\n"
		"END:STANDARD\r\nEND:VTIMEZONE\r\n"
		"BEGIN:VEVENT\r\nUID:12@calendar\r\nDTSTAMP:20260921T141320Z\r\n"
		"SEQUENCE:29833333\r\nSUMMARY:Appointment\r\nCLASS:PRIVATE\r\n"
		"DTSTART;TZID=America/Denver:20261020T180000\r\nDURATION:PT1H30M\r\n"
		"RRULE:FREQ=WEEKLY\r\n"
		"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Appointment\r\n"
		"TRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
	struct calendar *c = read_lines("DTSTART;TZID=America/Denver:20261020T180000\n"
					"DURATION:PT90M\nRRULE:FREQ=WEEKLY;BYDAY=TU\n");
	struct buf out;

	(void)state;
	write_one((struct write_event) { .calendar = c }, &cover, &out);
	assert_string_equal(buf_text(&out), whole);
	buf_finish(&out);
	calendar_free(c);
}

static void nothing_but_the_cover__goes_out(void **state)
{
	static const char *const secret[] = {
		"Relapse",  "Prevention", "Westwing",  "4711",      "Worksheet", "Holiday",
		"Snowfall", "815",        "orchlight", "ORCHLIGHT", "LOCATION",  "COMMENT"
	};
	const int64_t absent[] = { FIRST + 4 * WEEK + HOUR };
	struct calendar *c = read_lines(PROGRAM);
	struct buf out;

	(void)state;
	write_one((struct write_event) { .calendar = c, .absent = absent, .absent_count = 1 },
		  &cover, &out);
	for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
		if (memmem(out.p, out.n, secret[i], strlen(secret[i])))
			fail_msg("\"%s\" went out:\n%s", secret[i], buf_text(&out));
	assert_non_null(strstr(buf_text(&out), "SUMMARY:Appointment\r\n"));
	buf_finish(&out);
	calendar_free(c);
}

static void the_same__is_the_same_bytes(void **state)
{
	struct buf a, b;

	(void)state;
	for (struct buf *out = &a;; out = &b) {
		struct calendar *c = read_lines(PROGRAM);

		write_one((struct write_event) { .calendar = c }, &cover, out);
		calendar_free(c);
		if (out == &b)
			break;
	}
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	buf_finish(&a);
	buf_finish(&b);
}

/* ---- what is read of it again ---- */

enum { MANY = 2000 };

struct heard {
	struct occur all[MANY];
	size_t n;
};

static void hear(struct calendar *c, struct heard *h)
{
	h->n = occur_list(c, FIRST - 520 * WEEK, FIRST + 520 * WEEK, "UTC", h->all, MANY);
	assert_true(h->n <= MANY);
}

static void hear_again(const struct buf *file, struct heard *h)
{
	struct calendar_problems problems;
	struct calendar *c = calendar_read((struct str) { file->p, file->n }, &problems);

	assert_non_null(c);
	if (problems.total)
		fail_msg("line %d: %s in\n%s", problems.all[0].line, problems.all[0].what,
			 buf_text(file));
	hear(c, h);
	calendar_free(c);
}

static bool is_of(const int64_t *all, size_t n, int64_t utc_ms)
{
	while (n && all[n - 1] != utc_ms)
		n--;
	return n > 0;
}

/* What takes place and is come to, and nothing else, at the same moments. */
static void compare(const struct heard *planned, const struct heard *read,
		    const struct write_event *e, const struct buf *file)
{
	size_t at = 0;

	for (size_t i = 0; i < planned->n; i++) {
		const struct occur *o = &planned->all[i];

		if (o->cancelled || is_of(e->absent, e->absent_count, o->original_utc_ms) ||
		    (e->only && !is_of(e->only, e->only_count, o->original_utc_ms)))
			continue;
		if (at >= read->n || read->all[at].start_utc_ms != o->start_utc_ms ||
		    read->all[at].end_utc_ms != o->end_utc_ms)
			fail_msg("occurrence %zu is another or none in\n%s", i, buf_text(file));
		at++;
	}
	assert_int_equal(at, read->n);
}

static void names__are_of_one_each(const struct buf *file)
{
	for (const char *at = buf_text(file); (at = strstr(at, "UID:")) != NULL; at++)
		if (memmem(at + 4, strlen(at + 4), at, strcspn(at, "\n")))
			fail_msg("two of one name in\n%s", buf_text(file));
}

static void check(const char *lines, struct write_event e, size_t n)
{
	static struct heard planned, read;
	struct buf file;

	e.calendar = read_lines(lines);
	write_one(e, &cover, &file);
	hear(e.calendar, &planned);
	hear_again(&file, &read);
	compare(&planned, &read, &e, &file);
	assert_int_equal(read.n, n);
	names__are_of_one_each(&file);
	buf_finish(&file);
	calendar_free(e.calendar);
}

#define DENVER(rest) "DTSTART;TZID=America/Denver:20261020T180000\nDURATION:PT90M\n" rest

static void what_is_written__is_when_it_is(void **state)
{
	const int64_t one_more[] = { FIRST + 3 * DAY - 8 * HOUR };
	const int64_t some[] = { FIRST, FIRST + 4 * WEEK + HOUR, FIRST + 2 * DAY - 8 * HOUR };

	(void)state;
	check(PROGRAM, (struct write_event) { 0 }, 8);
	check(PROGRAM, (struct write_event) { .absent = some, .absent_count = 3 }, 5);
	check(PROGRAM, (struct write_event) { .only = some, .only_count = 3 }, 3);
	check(PROGRAM, (struct write_event) { .only = some }, 0);
	check(PROGRAM,
	      (struct write_event) {
		      .only = some, .only_count = 2, .absent = some, .absent_count = 1 },
	      1);
	check(DENVER(""), (struct write_event) { 0 }, 1);
	check(DENVER("\nRECURRENCE-ID:20261021T000000Z\nSTATUS:CANCELLED\n"),
	      (struct write_event) { 0 }, 0);
	check(DENVER("\nRECURRENCE-ID:20261021T000000Z\nDTSTART:20261022T000000Z\n"),
	      (struct write_event) { 0 }, 1);
	check(DENVER("RRULE:FREQ=DAILY;UNTIL=20261201T000000Z\n"
		     "EXDATE;TZID=America/Denver:20261021T180000\n"),
	      (struct write_event) { 0 }, 40);
	check("DTSTART:20261020T180000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT="
	      "9\n",
	      (struct write_event) { 0 }, 9);
	/* one more, that was moved, and one that is not come to */
	check(DENVER("RRULE:FREQ=WEEKLY;COUNT=2\nRDATE:20261022T160000Z\nRDATE:"
		     "20261023T160000Z\n"
		     "\nRECURRENCE-ID:20261022T160000Z\nDTSTART:20261022T170000Z\n"),
	      (struct write_event) { .absent = one_more, .absent_count = 1 }, 3);
	/* a start that its rule does not say */
	check("DTSTART:20261019T180000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3\n",
	      (struct write_event) { 0 }, 3);
	check("DTSTART:20261019T180000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3\n"
	      "EXDATE:20261019T180000Z\n",
	      (struct write_event) { 0 }, 2);
	/* as other programs have it: two rules, a change of all that follow, a day taken out */
	check("DTSTART:20261020T180000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\n"
	      "RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=3\n",
	      (struct write_event) { 0 }, 5);
	check("DTSTART:20261020T180000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=5\n\n"
	      "RECURRENCE-ID;RANGE=THISANDFUTURE:20261103T180000Z\nDTSTART:20261104T160000Z\n",
	      (struct write_event) { 0 }, 5);
	check("DTSTART:20261020T180000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;COUNT=5\n",
	      (struct write_event) { 0 }, 5);
	check("DTSTART:20261020T180000Z\nDURATION:PT1H\n"
	      "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\n",
	      (struct write_event) { 0 }, 1);
	check("DTSTART:20261020T180000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=5\n"
	      "EXDATE;VALUE=DATE:20261103\n",
	      (struct write_event) { 0 }, 4);
	check("DTSTART;TZID=Europe/Berlin:20261020T180000\nDURATION:PT1H\n"
	      "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=30\n",
	      (struct write_event) { 0 }, 30);
}

/* ---- zones ---- */

static const char *const zones[] = {
	"America/Denver",    "America/Phoenix",     "Europe/Berlin",    "Europe/Dublin",
	"Asia/Kolkata",      "Australia/Lord_Howe", "Australia/Sydney", "Africa/Casablanca",
	"America/Sao_Paulo", "America/Nuuk",        "Asia/Tehran",      "Pacific/Apia",
};

/* So that nobody can look the zone up, and has to obey what the file says of it. */
static void rename_zone(struct buf *file)
{
	char *at = file->p;

	while ((at = memmem(at, file->n - (size_t)(at - file->p), "TZID", 4)) != NULL)
		memcpy((at += 5), "Xx", 2);
}

static size_t size_of_zone(const struct buf *file)
{
	const char *from = strstr(buf_text(file), "BEGIN:VTIMEZONE");
	const char *to = strstr(buf_text(file), "END:VTIMEZONE");

	return from && to ? (size_t)(to - from) : 0;
}

static void tell_zone(const char *zone, const char *start, const char *rule)
{
	static struct heard planned, read;
	char lines[200];
	struct write_event e = { 0 };
	struct buf file;
	size_t n = 0;

	snprintf(lines, sizeof(lines), "DTSTART;TZID=%s:%s\nDURATION:PT1H\nRRULE:%s\n", zone,
		 start, rule);
	e.calendar = read_lines(lines);
	write_one(e, &cover, &file);
	assert_in_range(size_of_zone(&file), 1, 2000);
	rename_zone(&file);
	hear(e.calendar, &planned);
	hear_again(&file, &read);
	assert_int_equal(planned.n, read.n);
	/* without an end ten years are told of what has no rule */
	for (size_t i = 0; i < read.n && planned.all[i].start_utc_ms < FIRST + 400 * WEEK;
	     i++, n++)
		if (planned.all[i].start_utc_ms != read.all[i].start_utc_ms)
			fail_msg("%s, occurrence %zu:\n%s", zone, i, buf_text(&file));
	assert_true(n >= 400);
	buf_finish(&file);
	calendar_free(e.calendar);
}

static void a_zone__is_told_in_full(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		tell_zone(zones[i], "20250103T123000", "FREQ=DAILY;UNTIL=20290101T000000Z");
		tell_zone(zones[i], "20250103T123000", "FREQ=WEEKLY");
		/* where half of them had other rules */
		tell_zone(zones[i], "20170103T123000", "FREQ=WEEKLY;UNTIL=20270101T000000Z");
	}
}

/* What comes just before or after the clocks change needs what held then. */
static void an_hour__is_told_when_the_clocks_change(void **state)
{
	static const struct {
		const char *zone;
		int64_t change_utc_ms;
	} rows[] = {
		{ "America/Denver", 1793520000000LL },   /* 2026-11-01T08:00Z */
		{ "Australia/Sydney", 1791043200000LL }, /* 2026-10-03T16:00Z */
		{ "Asia/Tehran", 1490128200000LL },      /* 2017-03-21T20:30Z, by its dates */
	};
	static struct heard planned, read;
	struct write_event e = { 0 };
	char lines[200];
	struct buf file;

	(void)state;
	for (int i = 0; i < 3 * 40; i++) {
		const int64_t at = rows[i % 3].change_utc_ms + (i / 3 - 20) * HOUR + HOUR / 2;
		const struct local l = zone_local(rows[i % 3].zone, at - DAY);

		snprintf(lines, sizeof(lines),
			 "DTSTART;TZID=%s:%04d%02d%02dT%02d%02d00\nDURATION:PT1H\n"
			 "RRULE:FREQ=DAILY;COUNT=2\n",
			 rows[i % 3].zone, l.year, l.month, l.day, l.hour, l.minute);
		e.calendar = read_lines(lines);
		write_one(e, &cover, &file);
		rename_zone(&file);
		hear(e.calendar, &planned);
		hear_again(&file, &read);
		compare(&planned, &read, &e, &file);
		assert_int_equal(read.n, 2);
		buf_finish(&file);
		calendar_free(e.calendar);
	}
}

static void two_zones__are_told_once_each(void **state)
{
	static const char *const lines[] = {
		"DTSTART;TZID=America/"
		"Denver:20261020T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n",
		"DTSTART;TZID=Europe/"
		"Berlin:20261020T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n",
		"DTSTART;TZID=America/"
		"Denver:20200106T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n",
		"DTSTART:20261020T180000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n",
	};
	struct write_event e[4] = { 0 };
	struct buf out;
	int n = 0;

	(void)state;
	for (int i = 0; i < 4; i++)
		e[i] = (struct write_event) { .calendar = read_lines(lines[i]), .number = i };
	buf_init(&out, 1 << 16);
	assert_true(write_calendar(e, 4, &cover, &out));
	for (const char *at = buf_text(&out); (at = strstr(at, "BEGIN:VTIMEZONE")); at++)
		n++;
	assert_int_equal(n, 2);
	assert_non_null(strstr(buf_text(&out), "DTSTART:20191103T020000")); /* the earliest */
	buf_finish(&out);
	for (int i = 0; i < 4; i++)
		calendar_free(e[i].calendar);
}

/* ---- the form ---- */

static void lines__are_short_and_end_in_crlf(void **state)
{
	static const char title[] =
		"Überprüfung der Heizungsanlage im Erdgeschoß, mit Ablesung; "
		"danach Kaffee\r\nBEGIN:VEVENT\x1b[2J\x07 und Kuchen";
	const struct write_cover how = { title, 0, "a\nb", STAMP };
	struct calendar *c = read_lines(PROGRAM);
	struct buf out;
	size_t n = 0;

	(void)state;
	write_one((struct write_event) { .calendar = c }, &how, &out);
	assert_null(strstr(buf_text(&out), "VALARM"));
	assert_non_null(strstr(buf_text(&out), "@a b\r\n"));
	assert_null(strstr(buf_text(&out), "\nBEGIN:VEVENT["));
	for (const char *at = out.p, *end; at < out.p + out.n; at = end + 1, n++) {
		end = strchr(at, '\n');
		assert_non_null(end);
		assert_true(end > at && end[-1] == '\r');
		assert_in_range(end - at, 2, 76);
		for (const char *p = at; p < end - 1; p++)
			assert_true((unsigned char)*p >= ' ' && *p != 0x7f);
	}
	assert_true(n > 30);
	buf_finish(&out);
	calendar_free(c);
}

static void a_name__stays_when_the_time_does_not(void **state)
{
	const int64_t one[] = { FIRST };
	struct buf out;
	struct calendar *c =
		read_lines(DENVER("RRULE:FREQ=WEEKLY\n\nRECURRENCE-ID:20261021T000000Z\n"
				  "DTSTART:20261022T000000Z\n"));

	(void)state;
	write_one((struct write_event) { .calendar = c, .only = one, .only_count = 1 }, &cover,
		  &out);
	assert_non_null(strstr(buf_text(&out), "UID:12-20261021T000000Z@calendar\r\n"));
	buf_finish(&out);
	write_one((struct write_event) { .calendar = c }, &cover, &out);
	assert_non_null(strstr(buf_text(&out), "UID:12@calendar\r\n"));
	assert_non_null(strstr(buf_text(&out), "UID:12-20261021T000000Z@calendar\r\n"));
	assert_non_null(
		strstr(buf_text(&out), "EXDATE;TZID=America/Denver:20261020T180000\r\n"));
	buf_finish(&out);
	calendar_free(c);
}

static void what_does_not_fit__is_not_written(void **state)
{
	struct write_event e = { .calendar = read_lines(PROGRAM) };
	struct buf out;

	(void)state;
	buf_init(&out, 200);
	assert_false(write_calendar(&e, 1, &cover, &out));
	assert_int_equal(out.n, 0);
	buf_finish(&out);
	calendar_free(e.calendar);
}

static void nothing__is_a_calendar_too(void **state)
{
	static struct heard read;
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	assert_true(write_calendar(NULL, 0, &cover, &out));
	hear_again(&out, &read);
	assert_int_equal(read.n, 0);
	buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file__is_this),
		cmocka_unit_test(nothing_but_the_cover__goes_out),
		cmocka_unit_test(the_same__is_the_same_bytes),
		cmocka_unit_test(what_is_written__is_when_it_is),
		cmocka_unit_test(a_zone__is_told_in_full),
		cmocka_unit_test(an_hour__is_told_when_the_clocks_change),
		cmocka_unit_test(two_zones__are_told_once_each),
		cmocka_unit_test(lines__are_short_and_end_in_crlf),
		cmocka_unit_test(a_name__stays_when_the_time_does_not),
		cmocka_unit_test(what_does_not_fit__is_not_written),
		cmocka_unit_test(nothing__is_a_calendar_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
