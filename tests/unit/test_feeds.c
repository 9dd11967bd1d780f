/* SPDX-License-Identifier: MIT */
/* Calendar feeds: whose they are, and what calendar programs are told and are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/feeds.h"
#include "support/planner.h"

enum { EVENING = 1, MORNING, ANA = 11, BEN, GRACE };

/* 1 December 2026, a Tuesday, 18:00 in Denver, and the week after. */
#define FIRST INT64_C(1796173200000)
#define WEEK  (7 * INT64_C(86400000))

#define TUESDAYS                                                                               \
	"\"b\":\"DTSTART;TZID=America/Denver:20261201T180000\\nDURATION:PT90M\\n"              \
	"RRULE:FREQ=WEEKLY;BYDAY=TU\\nDESCRIPTION:your workbook\\nLOCATION:Room 5\\n\""
#define THURSDAYS                                                                              \
	"\"b\":\"DTSTART;TZID=America/Denver:20261203T090000\\nDURATION:PT60M\\n"              \
	"RRULE:FREQ=WEEKLY;BYDAY=TH\\n\""

#define DENVER_TUESDAY  "DTSTART;TZID=America/Denver:20261201T180000\r\n"
#define DENVER_THURSDAY "DTSTART;TZID=America/Denver:20261203T090000\r\n"

static const char evening[] =
	"\"g\":1,\"u\":13,\"r\":\"group\",\"x\":\"Trauma group\"," TUESDAYS;
static const char morning[] =
	"\"g\":2,\"u\":13,\"r\":\"group\",\"x\":\"Sober group\"," THURSDAYS;
static const char workshop[] =
	"\"g\":1,\"k\":1,\"r\":\"workshop\",\"x\":\"Grief workshop\"," THURSDAYS;

/* Ana is in both groups, Ben in one of them; Grace leads both. */
static void clinic(struct planner *p)
{
	planner_begin(p);
	planner_person(p, EVENING, ANA, false);
	planner_person(p, MORNING, ANA, false);
	planner_person(p, EVENING, BEN, false);
	planner_person(p, EVENING, GRACE, true);
	planner_person(p, MORNING, GRACE, true);
	assert_int_equal(planner_series(p, 0, evening), 1);
	assert_int_equal(planner_series(p, 0, morning), 2);
}

static struct feed feed_of(int64_t member)
{
	struct feed f = { .member = member,
			  .row = 1,
			  .version = 2,
			  .made_utc_ms = FIRST,
			  .cover = "Appointment",
			  .alarm_minutes = 15 };

	secret_hash("a secret", f.hash);
	return f;
}

/* What a calendar program gets; the caller's to free. */
static char *calendar(const struct planner *p, const struct feed *f)
{
	struct program_plan *plans;
	size_t n = program_plans(p->program, f->member, &plans);
	struct buf out;
	char *text;

	buf_init(&out, FEEDS_BYTES_MAX);
	assert_true(feeds_calendar(f, plans, n, &out));
	text = mem_dup(out.p, out.n);
	program_plans_free(plans, n);
	buf_finish(&out);
	return text;
}

static int count(const char *text, const char *what)
{
	int n = 0;

	for (const char *at = text; (at = strstr(at, what)); at++)
		n++;
	return n;
}

static void it_tells_when__and_nothing_else(void **state)
{
	static const char *const secret[] = { "rauma",    "Sober",  "roup",     "herap",
					      "workbook", "Room",   "Grace",    "Ana",
					      "porch",    "leader", "LOCATION", "a secret",
					      "clinic" };
	struct feed f = feed_of(ANA);
	struct planner p;
	char *text;

	(void)state;
	clinic(&p);
	text = calendar(&p, &f);
	assert_int_equal(count(text, "BEGIN:VEVENT\r\n"), 2);
	assert_int_equal(count(text, "SUMMARY:Appointment\r\n"), 2);
	assert_int_equal(count(text, DENVER_TUESDAY), 1);
	assert_int_equal(count(text, DENVER_THURSDAY), 1);
	assert_int_equal(count(text, "TRIGGER:-PT15M\r\n"), 2);
	assert_int_equal(count(text, "DESCRIPTION:"),
			 count(text, "DESCRIPTION:Appointment\r\n"));
	for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
		if (strstr(text, secret[i]))
			fail_msg("'%s' is in it", secret[i]);
	assert_null(strstr(text, f.hash));
	free(text);
	planner_end(&p);
}

static void it_has_ones_own_sessions_alone(void **state)
{
	struct feed ben = feed_of(BEN), grace = feed_of(GRACE);
	struct planner p;
	char *text;

	(void)state;
	clinic(&p);
	text = calendar(&p, &ben);
	assert_int_equal(count(text, "BEGIN:VEVENT\r\n"), 1);
	assert_int_equal(count(text, DENVER_TUESDAY), 1);
	free(text);
	text = calendar(&p, &grace);
	assert_int_equal(count(text, "BEGIN:VEVENT\r\n"), 2);
	free(text);
	/* A seat makes a workshop one's own, that once. */
	planner_series(&p, 0, workshop);
	text = calendar(&p, &ben);
	assert_int_equal(count(text, DENVER_THURSDAY), 0);
	free(text);
	planner_granted(&p, BEN, "sign-up", 3, FIRST + INT64_C(39) * 3600000);
	text = calendar(&p, &ben);
	assert_int_equal(count(text, "BEGIN:VEVENT\r\n"), 2);
	assert_int_equal(count(text, "RRULE:FREQ=WEEKLY\r\n"), 1);
	assert_int_equal(count(text, DENVER_THURSDAY), 1);
	free(text);
	planner_end(&p);
}

static void it_stays_the_same_until_something_of_it_changes(void **state)
{
	struct feed ana = feed_of(ANA), ben = feed_of(BEN);
	char *ana_was, *ben_was, *now;
	struct planner p;

	(void)state;
	clinic(&p);
	ana_was = calendar(&p, &ana);
	ben_was = calendar(&p, &ben);
	now = calendar(&p, &ana);
	assert_string_equal(now, ana_was);
	free(now);
	/* Of the other group, and of another person: it is Ana's alone. */
	planner_series(&p, 2, "\"g\":2,\"r\":\"group\",\"x\":\"Other\"," TUESDAYS);
	planner_granted(&p, ANA, "absent", 1, FIRST + WEEK);
	now = calendar(&p, &ben);
	assert_string_equal(now, ben_was);
	free(now);
	now = calendar(&p, &ana);
	assert_string_not_equal(now, ana_was);
	assert_int_equal(count(now, "EXDATE"), 1);
	assert_int_equal(count(now, DENVER_TUESDAY), 2);
	free(now);
	free(ana_was);
	free(ben_was);
	planner_end(&p);
}

static void a_new_feed_has_other_names_for_the_same(void **state)
{
	struct feed f = feed_of(BEN);
	char *was, *now;
	struct planner p;

	(void)state;
	clinic(&p);
	was = calendar(&p, &f);
	secret_hash("another secret", f.hash);
	now = calendar(&p, &f);
	assert_string_not_equal(strstr(now, "UID:"), strstr(was, "UID:"));
	free(was);
	free(now);
	planner_end(&p);
}

static struct store_message row_of(const struct feed *f, struct buf *text)
{
	buf_init(text, 1024);
	assert_true(feeds_write(f, text));
	return (struct store_message) { .seq = f->row,
					.utc_ms = f->version,
					.member = f->member,
					.text = { text->p, text->n } };
}

static void a_row_comes_back_as_it_was(void **state)
{
	struct feed f = feed_of(ANA);
	struct feeds all = { 0 };
	struct store_message row;
	struct buf text;

	(void)state;
	snprintf(f.cover, sizeof(f.cover), "%s", "Dr. \"Zo\xc3\xab\" \\ 2 {}");
	row = row_of(&f, &text);
	assert_null(strstr(buf_text(&text), "a secret"));
	assert_true(feeds_read(&all, &row));
	assert_memory_equal(feeds_of(&all, ANA), &f, sizeof(f));
	row.text = str_of("{\"hash\":\"x\"}");
	assert_false(feeds_read(&all, &row));
	row.text = str_of("no row");
	assert_false(feeds_read(&all, &row));
	assert_int_equal(all.count, 1);
	feeds_finish(&all);
	buf_finish(&text);
}

static void one_is_found_by_its_secret_until_it_ends(void **state)
{
	struct feed ana = feed_of(ANA), ben = feed_of(BEN);
	char hash[SECRET_HASH], old[SECRET_HASH];
	struct feeds all = { 0 };

	(void)state;
	secret_hash("Ben's secret", ben.hash);
	secret_hash("another", hash);
	feeds_put(&all, &ana);
	feeds_put(&all, &ben);
	assert_int_equal(feeds_by_hash(&all, ben.hash)->member, BEN);
	assert_null(feeds_by_hash(&all, hash));
	/* A new one ends the old one. */
	memcpy(old, ana.hash, sizeof(old));
	memcpy(ana.hash, hash, sizeof(hash));
	feeds_put(&all, &ana);
	assert_null(feeds_by_hash(&all, old));
	assert_int_equal(feeds_by_hash(&all, hash)->member, ANA);
	feeds_drop(&all, ANA);
	feeds_drop(&all, ANA);
	assert_null(feeds_by_hash(&all, hash));
	assert_int_equal(feeds_by_hash(&all, ben.hash)->member, BEN);
	/* One that is not there yet has no secret, and is found by none. */
	feeds_put(&all, &(struct feed) { .member = ANA });
	secret_hash("", hash);
	assert_null(feeds_by_hash(&all, hash));
	feeds_finish(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_tells_when__and_nothing_else),
		cmocka_unit_test(it_has_ones_own_sessions_alone),
		cmocka_unit_test(it_stays_the_same_until_something_of_it_changes),
		cmocka_unit_test(a_new_feed_has_other_names_for_the_same),
		cmocka_unit_test(a_row_comes_back_as_it_was),
		cmocka_unit_test(one_is_found_by_its_secret_until_it_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
