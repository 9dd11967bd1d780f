/* SPDX-License-Identifier: MIT */
/* What of the schedule is worth a sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/diarist.h"

#define SKILLS(u, more)                                                                        \
	"[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":\"Skills\",\"u\":" #u             \
	",\"k\":2,\"c\":\"skills\",\"b\":\"DTSTART;TZID=America/Denver:20261124T180000\\n"     \
	"DURATION:PT90M\\nRRULE:FREQ=WEEKLY;BYDAY=TU\\nDESCRIPTION:The worksheet\\n" more      \
	"\"},{\"t\":\"P\",\"k\":11}]"
#define CANCELLED "\\nRECURRENCE-ID:20261202T010000Z\\nSTATUS:CANCELLED\\nCOMMENT:holiday\\n"
#define MOVED     "\\nRECURRENCE-ID:20261202T010000Z\\nDTSTART:20261202T030000Z\\nDURATION:PT90M\\n"

static void news_are(struct diarist *p, const char *want)
{
	assert_string_equal(diarist_news(p), want);
}

static void of_the_first_time__nothing(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	news_are(&p, "");
	diarist_frame(&p, diarist_week); /* the same again */
	news_are(&p, "");
	diarist_close(&p);
}

/* Much of it comes in parts, each with its P. */
static void of_the_first_time__in_parts(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, NULL);
	p.news.batch_size = NEWS_PART_BYTES;
	for (int i = 0; i < 3; i++) {
		char json[256];

		snprintf(json, sizeof(json),
			 "[{\"t\":\"S\",\"s\":%d,\"g\":1,\"r\":\"group\",\"x\":\"A\",\"b\":"
			 "\"DTSTART:20261201T100000Z\\nDURATION:PT60M\\n\"}]",
			 i + 1);
		diarist_frame(&p, json);
		p.news.batch_size = i < 2 ? NEWS_PART_BYTES : 100;
		diarist_frame(&p, "[{\"t\":\"P\",\"k\":9}]");
		news_are(&p, "");
	}
	diarist_frame(&p, "[{\"t\":\"S\",\"s\":1},{\"t\":\"P\",\"k\":12}]");
	news_are(&p, "cancelled: 1 Tue 1 03:00-04:00 A, cancelled\n");
	diarist_close(&p);
}

static void one_that_is_cancelled__and_is_back(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(&p, SKILLS(2, CANCELLED));
	news_are(&p, "cancelled: 1 Tue 1 18:00-19:30 Skills, Mara, cancelled: holiday\n");
	diarist_frame(&p, SKILLS(2, CANCELLED));
	news_are(&p, "");
	diarist_frame(&p, SKILLS(2, ""));
	news_are(&p, "back: 1 Tue 1 18:00-19:30 Skills, Mara, expected\n");
	diarist_close(&p);
}

static void one_that_is_moved(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(&p, SKILLS(2, MOVED));
	news_are(&p, "moved from Tue 1 18:00: 1 Tue 1 20:00-21:30 Skills, Mara, moved, "
		     "expected\n");
	diarist_frame(&p, SKILLS(2, ""));
	news_are(&p, "moved from Tue 1 20:00: 1 Tue 1 18:00-19:30 Skills, Mara, expected\n");
	diarist_close(&p);
}

static void another_leader__and_a_series_that_is_no_more(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(&p, SKILLS(2, "\\nRECURRENCE-ID:20261209T010000Z\\n"
				    "X-PORCHLIGHT-LEADER:3\\n"));
	news_are(&p, "leader: 1 Tue 8 18:00-19:30 Skills, Robin instead, expected\n");
	diarist_frame(&p, "[{\"t\":\"S\",\"s\":3},{\"t\":\"P\",\"k\":12}]");
	news_are(&p, "cancelled: 3 Thu 3 10:00-11:00 Sleep, cancelled\n");
	diarist_frame(&p, "[{\"t\":\"S\",\"s\":2},{\"t\":\"P\",\"k\":13}]"); /* another's */
	news_are(&p, "");
	diarist_close(&p);
}

/* What is new is told once, in the order of its frames: P ends what belongs together. */
static void a_new_series__is_one_sentence(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(&p,
		      "[{\"t\":\"S\",\"s\":4,\"g\":1,\"r\":\"group\",\"x\":\"Daily\",\"b\":"
		      "\"DTSTART:20261201T100000Z\\nDURATION:PT60M\\nRRULE:FREQ=DAILY\\n\"}]");
	news_are(&p, "");
	diarist_frame(&p, "[{\"t\":\"P\",\"k\":14}]");
	news_are(&p, "new: 4 Tue 1 03:00-04:00 Daily, expected\n");
	/* All of it by somebody else: twenty, and the rest as one. */
	diarist_frame(&p, "[{\"t\":\"S\",\"s\":4,\"g\":1,\"r\":\"group\",\"x\":\"Daily\",\"b\":"
			  "\"DTSTART:20261201T100000Z\\nDURATION:PT60M\\nRRULE:FREQ=DAILY\\n\","
			  "\"u\":3},{\"t\":\"P\",\"k\":15}]");
	assert_int_equal(p.news.count, NEWS_EACH + 1);
	assert_int_equal(p.news.notes[NEWS_EACH].pub.what, PL_NEWS_MORE);
	assert_int_equal(p.news.notes[NEWS_EACH].pub.count, NEWS_DAYS - NEWS_EACH);
	diarist_close(&p);
}

static void what_was_done_here__is_no_news(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	news_own(&p.news, 1);
	diarist_frame(&p, SKILLS(2, CANCELLED));
	news_are(&p, "");
	diarist_frame(&p, SKILLS(2, ""));
	news_are(&p, "back: 1 Tue 1 18:00-19:30 Skills, Mara, expected\n");
	diarist_close(&p);
}

#define ASKED(u, n, r)                                                                         \
	"[{\"t\":\"Q\",\"s\":5,\"u\":" #u ",\"n\":" #n ",\"r\":\"" r                           \
	"\",\"c\":\"1.1796173200000\",\"d\":1}]"

static void requests__of_mine__and_to_who_leads(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(&p, ASKED(7, 1, "absent")); /* what one has just asked for */
	news_are(&p, "");
	diarist_frame(&p, ASKED(7, 3, "absent"));
	news_are(&p, "request Ana refused: 1 Tue 1 18:00-19:30 Skills, Mara, expected\n");
	diarist_frame(&p, ASKED(7, 3, "absent"));
	news_are(&p, "");
	diarist_close(&p);

	diarist_open(&p, diarist_week);
	p.world.role = PL_FACILITATOR;
	p.world.self = DIARIST_MARA;
	diarist_frame(&p, ASKED(7, 1, "absent"));
	news_are(&p, "asked Ana asked: 1 Tue 1 18:00-19:30 Skills, Mara, expected, leads\n");
	diarist_frame(&p, ASKED(7, 2, "absent"));
	news_are(&p, "");
	diarist_close(&p);
}

static void what_is_soon__is_said_once__also_after_a_restart(void **state)
{
	struct diarist p;
	struct buf text;

	(void)state;
	diarist_open(&p, diarist_week);
	assert_int_equal(news_due_ms(&p.news, &p.diary, &p.world), -1);
	p.world.now_utc_ms = TUESDAY - HOUR_MS;
	assert_int_equal(news_due_ms(&p.news, &p.diary, &p.world), HOUR_MS - 600000);
	assert_false(news_tick(&p.news, &p.diary, &p.world));
	p.world.now_utc_ms = TUESDAY - 599000;
	assert_int_equal(news_due_ms(&p.news, &p.diary, &p.world), 0);
	assert_true(news_tick(&p.news, &p.diary, &p.world));
	news_are(&p, "soon 10: 1 Tue 1 18:00-19:30 Skills, Mara, expected\n");
	assert_false(news_tick(&p.news, &p.diary, &p.world));
	buf_init(&text, NEWS_SOON_TEXT);
	news_soon_write(&p.news, &text);
	diarist_close(&p);

	diarist_open(&p, diarist_week);
	p.world.now_utc_ms = TUESDAY - 300000;
	news_soon_read(&p.news, buf_text(&text));
	assert_false(news_tick(&p.news, &p.diary, &p.world));
	p.world.now_utc_ms += 7 * DAY_MS;
	assert_true(news_tick(&p.news, &p.diary, &p.world));
	news_are(&p, "soon 5: 1 Tue 8 18:00-19:30 Skills, Mara, expected\n");
	buf_finish(&text);
	diarist_close(&p);
}

static bool tick_at(struct diarist *p, int64_t utc_ms)
{
	p->world.now_utc_ms = utc_ms;
	return news_tick(&p->news, &p->diary, &p->world);
}

#define LATE(minutes) "soon -" #minutes ": 1 Tue 1 18:00-19:30 Skills, Mara, expected\n"

static void slept_through__is_said_late_and_once(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	assert_false(tick_at(&p, TUESDAY - 3 * HOUR_MS));
	assert_true(tick_at(&p, TUESDAY + HOUR_MS));
	news_are(&p, LATE(60));
	assert_false(tick_at(&p, TUESDAY + HOUR_MS + 60000));
	diarist_close(&p);

	/* Whoever begins then has missed nothing; nor is what was a day ago of any use. */
	diarist_open(&p, diarist_week);
	assert_false(tick_at(&p, TUESDAY + HOUR_MS));
	diarist_close(&p);
	diarist_open(&p, diarist_week);
	assert_false(tick_at(&p, TUESDAY - 3 * HOUR_MS));
	assert_false(tick_at(&p, TUESDAY + DAY_MS + 60000));
	diarist_close(&p);
}

static void nobody_was_there_to_hear__it_says_how_late_it_is(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	assert_true(tick_at(&p, TUESDAY - 599000));
	p.world.now_utc_ms = TUESDAY + 2 * HOUR_MS;
	news_are(&p, LATE(120));
	diarist_close(&p);
}

static void a_clock_that_is_set__is_measured_by_the_other(void **state)
{
	const int64_t now = DIARIST_NOW;
	struct diarist p;

	(void)state;
	diarist_open(&p, NULL);
	assert_int_equal(news_jump(&p.news, (struct news_clocks) { now, 5000 }), 0);
	/* A day asleep is no jump, nor is a second more or less. */
	assert_int_equal(
		news_jump(&p.news, (struct news_clocks) { now + DAY_MS, 6000 + DAY_MS }), 0);
	assert_int_equal(news_jump(&p.news, (struct news_clocks) { now + DAY_MS + 5 * HOUR_MS,
								   6000 + DAY_MS }),
			 5 * HOUR_MS);
	assert_int_equal(
		news_jump(&p.news, (struct news_clocks) { now + DAY_MS, 7000 + DAY_MS }),
		-5 * HOUR_MS - 1000);
	assert_int_equal(
		news_jump(&p.news, (struct news_clocks) { now + DAY_MS, 7000 + DAY_MS }), 0);
	diarist_close(&p);
}

/* Five hours ahead, and then right: what was told too early is told at its time. */
static void told_by_a_wrong_clock__is_told_by_the_right_one(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	assert_true(tick_at(&p, TUESDAY - 300000));
	diarist_news(&p);
	p.world.now_utc_ms -= 5 * HOUR_MS;
	news_forget_early(&p.news, p.world.now_utc_ms);
	assert_false(tick_at(&p, p.world.now_utc_ms));
	assert_int_equal(news_due_ms(&p.news, &p.diary, &p.world), 5 * HOUR_MS - 300000);
	assert_true(tick_at(&p, TUESDAY - 600000));
	/* What is due at both times is told once; and days ahead nobody was told rightly. */
	news_forget_early(&p.news, TUESDAY - 660000);
	assert_false(tick_at(&p, TUESDAY - 660000));
	assert_false(tick_at(&p, TUESDAY - 2 * DAY_MS));
	assert_true(tick_at(&p, TUESDAY - 600000));
	diarist_close(&p);
}

static void not_soon__what_one_does_not_come_to(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(&p, ASKED(7, 2, "absent"));
	diarist_news(&p);
	p.world.now_utc_ms = TUESDAY - 300000;
	assert_false(news_tick(&p.news, &p.diary, &p.world));
	p.world.now_utc_ms += 7 * DAY_MS;
	p.news.minutes = 0;
	assert_false(news_tick(&p.news, &p.diary, &p.world));
	diarist_close(&p);
}

static void the_clock__once_for_each_change(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, NULL);
	assert_false(news_clock(&p.news, 119000));
	assert_true(news_clock(&p.news, 125000)); /* the server's is ahead: ours is behind */
	news_are(&p, "clock -2\n");
	assert_false(news_clock(&p.news, 150000));
	assert_true(news_clock(&p.news, -3600000));
	news_are(&p, "clock 60\n");
	assert_false(news_clock(&p.news, 0));
	assert_true(news_clock(&p.news, -3600000));
	diarist_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_the_first_time__nothing),
		cmocka_unit_test(of_the_first_time__in_parts),
		cmocka_unit_test(one_that_is_cancelled__and_is_back),
		cmocka_unit_test(one_that_is_moved),
		cmocka_unit_test(another_leader__and_a_series_that_is_no_more),
		cmocka_unit_test(a_new_series__is_one_sentence),
		cmocka_unit_test(what_was_done_here__is_no_news),
		cmocka_unit_test(requests__of_mine__and_to_who_leads),
		cmocka_unit_test(what_is_soon__is_said_once__also_after_a_restart),
		cmocka_unit_test(slept_through__is_said_late_and_once),
		cmocka_unit_test(nobody_was_there_to_hear__it_says_how_late_it_is),
		cmocka_unit_test(a_clock_that_is_set__is_measured_by_the_other),
		cmocka_unit_test(told_by_a_wrong_clock__is_told_by_the_right_one),
		cmocka_unit_test(not_soon__what_one_does_not_come_to),
		cmocka_unit_test(the_clock__once_for_each_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
