/* SPDX-License-Identifier: MIT */
/* A week on screens of 40, 80 and 140 columns, with one session cancelled and one moved. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "line/line.h"
#include "line/lines.h"
#include "line/signals.h"
#include "support/puppet.h"
#include "support/week.h"

/* The server's clock is where the week is, and this device's is ours. */
static void fill(struct pl_client *c)
{
	week_open(c, "America/Denver");
	c->schedule.ahead_ms = WEEK_NOW - clock_utc_ms();
}

static void begin(struct puppet *p, int rows, int cols)
{
	puppet_begin(p, &(struct puppet_start) { .rows = rows,
						 .cols = cols,
						 .messages = 3,
						 .link = PL_LINK_LIVE,
						 .schedule = fill });
}

/* From the top of the screen on, row by row. */
static void shows(struct puppet *p, const char *const *want)
{
	for (int row = 0; want[row]; row++)
		puppet_row(p, row, want[row]);
}

static const char *const narrow[] = {
	"This week, from Monday 30 November",
	"Monday 30 November, today",
	"1. 18:00 to 19:30. Skills group, with",
	"  Robin. Where: Room 2. Counts 1 hour 30",
	"  minutes.",
	"Tuesday 1 December",
	"18:00 to 19:30. Skills group, with",
	"  Robin. Cancelled: holiday.",
	"Wednesday 2 December",
	"2. 19:00 to 20:30. Skills group, with",
	"  Sam this time. Moved: it was Wed 2",
	"  Dec, 18:00. Why: the room is taken.",
	"  Counts 1 hour 30 minutes.",
	"Thursday 3 December",
	"17:30 to 18:30. Dentist. Yours.",
	NULL,
};

static const char *const usual[] = {
	"This week, from Monday 30 November",
	"Monday 30 November, today",
	"1. 18:00 to 19:30. Skills group, with Robin. Where: Room 2. Counts 1 hour 30",
	"  minutes.",
	"Tuesday 1 December",
	"18:00 to 19:30. Skills group, with Robin. Cancelled: holiday.",
	"Wednesday 2 December",
	"2. 19:00 to 20:30. Skills group, with Sam this time. Moved: it was Wed 2 Dec,",
	"  18:00. Why: the room is taken. Counts 1 hour 30 minutes.",
	"Thursday 3 December",
	"17:30 to 18:30. Dentist. Yours.",
	"3. 18:00 to 19:30. Skills group, with Robin. Counts 1 hour 30 minutes. At the",
	"  same time you have: Dentist.",
	"Friday 4 December",
	"4. 12:00 to 13:00. Coping at work, workshop, with Robin. Optional: who comes",
	"  signs up. It has 12 seats.",
	"Saturday 5 December",
	"5. 10:00 to 11:30. Skills group, with Robin. Counts 1 hour 30 minutes. You are",
	"  not expected there.",
	"- This week so far: 0 minutes of 9 hours. Still to come: 4 hours 30 minutes.",
	"  That is 4 hours 30 minutes too few.",
	"- Would make up for it, if a seat is there: 5.",
	"- To ask for a seat, type /signup and the number.",
	NULL,
};

static const char *const wide[] = {
	"This week, from Monday 30 November",
	"* Mon 30 Nov        Tue 1 Dec           Wed 2 Dec           Thu 3 Dec           "
	"Fri 4 Dec           Sat 5 Dec           Sun 6 Dec",
	"1. 18:00 Skills     18:00 Skills        2. 19:00 Skills     17:30 Dentist,      "
	"4. 12:00 Coping at  5. 10:00 Skills",
	"  group               group, cancelled    group, moved        yours               "
	"work "
	"               group",
	"                                                            3. 18:00 Skills",
	"                                                              group",
	"",
	"Monday 30 November, today",
	"1. 18:00 to 19:30. Skills group, with Robin. Where: Room 2. Counts 1 hour 30 minutes.",
	"Tuesday 1 December",
	"18:00 to 19:30. Skills group, with Robin. Cancelled: holiday.",
	NULL,
};

static void a_week(int cols, const char *const *want)
{
	struct puppet p;

	begin(&p, 30, cols);
	puppet_keys(&p, "\017W");
	puppet_see(&p, want[0]);
	shows(&p, want);
	assert_true(screen_wait_cursor(p.screen, 29, 2, PUPPET_WAIT_MS));
	puppet_leave(&p);
}

static void a_week_on_40_columns(void **state)
{
	(void)state;
	a_week(40, narrow);
}

static void a_week_on_80_columns(void **state)
{
	(void)state;
	a_week(80, usual);
}

static void a_week_on_140_columns__a_column_a_day__and_then_the_list(void **state)
{
	(void)state;
	a_week(140, wide);
}

static const char *const december[] = {
	"December 2026",
	"Mon           Tue           Wed           Thu           Fri           Sat           "
	"Sun",
	"              1             2             3             4             5             6",
	"              18:00 Skills  1. 19:00      17:30         3. 12:00      4. 10:00",
	"                group,        Skills        Dentist,      Coping at     Skills",
	"                cancelled     group,        yours         work          group",
	"                              moved       2. 18:00",
	"                                            Skills",
	"                                            group",
	"7             8             9             10            11            12            "
	"13",
	"5. 18:00",
	"  Skills",
	"  group",
	"14            15            16            17            18            19            "
	"20",
	"21            22            23            24            25            26            "
	"27",
	"28            29            30            31",
	"",
	"Week from Mon 30 Nov",
	NULL,
};

static void a_month_on_100_columns__and_the_arrows_step(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, 30, 100);
	puppet_keys(&p, "\017O");
	puppet_see(&p, "November 2026");
	puppet_keys(&p, "\033[C");
	puppet_see(&p, december[0]);
	shows(&p, december);
	puppet_keys(&p, "\033[D\033[D");
	puppet_see(&p, "October 2026");
	puppet_keys(&p, "\033[Cab\033[Dx\r"); /* a line that is begun is the editor's */
	puppet_see(&p, "November 2026");
	puppet_see(&p, "> axb");
	puppet_leave(&p);
}

static void what_is_sought_is_found_below_the_grid(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, 12, 140);
	puppet_keys(&p, "\017W");
	puppet_see(&p, wide[0]);
	puppet_keys(&p, "/search Moved\r");
	puppet_see(&p, "> 2. 19:00 to 20:30.");
	puppet_leave(&p);
}

static void who_wants_no_grid_has_the_list(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .rows = 30,
						  .cols = 140,
						  .no_grid = true,
						  .link = PL_LINK_LIVE,
						  .schedule = fill });
	puppet_keys(&p, "\017W");
	puppet_see(&p, wide[0]);
	shows(&p, (const char *const[]) { usual[0], usual[1], wide[8], NULL });
	puppet_leave(&p);
}

/* ---- keys ---- */

static void each_key_does_what_its_word_does(void **state)
{
	static const struct {
		const char *keys, *told;
	} rows[] = {
		{ "\017T", "Next, in 20 minutes" },
		{ "\017K", "You will be 10 minutes late. To say so, press the key once more" },
		{ "\017K", "You will be 10 minutes late. It goes to the clinic now." },
		{ "\017E", "You will come, and only listen. To say so" },
		{ "\017N", "You cannot come. To say so" },
		{ "\017X", "type /swap NUMBER and NUMBER of the other" },
		{ "\017Y", "type /signup NUMBER" },
		{ "\017U", "type /withdraw NUMBER" },
		{ "\017Z", "type /export FILE" },
		{ "\017V", "You have no calendar address." },
		{ "\017C", "Others see \"Appointment\" in place of a session." },
		{ "\017D", "You have laid no calendar of your own" },
		{ "\007\017W/swap 3 5\r",
		  "You asked to come on Sat 5 Dec, 10:00 instead. It goes" },
		{ "\017c", "Ben: line 3" },
	};
	struct puppet p;

	(void)state;
	begin(&p, 40, 120);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		puppet_keys(&p, rows[i].keys);
		puppet_see(&p, rows[i].told);
	}
	puppet_leave(&p);
}

/* ---- news ---- */

static struct pl_schedule_note notes[6];

static void fill_with_news(struct pl_client *c)
{
	fill(c);
	for (int i = 0; i < 6; i++)
		notes[i] = (struct pl_schedule_note) { .what = PL_NEWS_CANCELLED,
						       .occurrence = week_rows[i] };
	notes[1].what = PL_NEWS_SOON;
	notes[1].minutes = 10;
	c->schedule.news = notes;
	c->schedule.news_count = 6;
}

/* As many as are in sight at once; the rest comes when those have been taken away. */
static void news_is_told__rings__and_none_is_lost(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .rows = 24,
						  .cols = 80,
						  .link = PL_LINK_LIVE,
						  .schedule = fill_with_news });
	puppet_message(&p, "Ben", "Hello"); /* the client wakes the face */
	puppet_see(&p, "Cancelled: Mon 30 Nov, 18:00, Skills group.");
	puppet_see(&p, "Appointment in 10 minutes.");
	assert_true(screen_wrote(p.screen, "\a"));
	puppet_see(&p, "Cancelled: Thu 3 Dec, 17:30, Dentist.");
	puppet_message(&p, "Ben", "Again");
	puppet_see(&p, "Ben: Again");
	assert_int_equal(screen_find(p.screen, "Thu 3 Dec, 18:00"), -1);
	puppet_keys(&p, "\r");
	puppet_see(&p, "Cancelled: Thu 3 Dec, 18:00, Skills group.");
	puppet_see(&p, "Cancelled: Fri 4 Dec, 12:00, Coping at work.");
	puppet_keys(&p, "\r");
	puppet_gone(&p, "Cancelled");
	puppet_leave(&p);
}

static void fill_with_cancelled(struct pl_client *c)
{
	fill_with_news(c);
	notes[1].what = PL_NEWS_CANCELLED;
}

/* The talk is in sight all the same. */
static void in_quiet_news_waits_until_that_is_over(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .rows = 24,
						  .cols = 80,
						  .link = PL_LINK_LIVE,
						  .schedule = fill_with_cancelled });
	puppet_keys(&p, "\017,q");
	puppet_see(&p, "Quiet is on.");
	puppet_message(&p, "Ben", "Hello");
	puppet_see(&p, "Ben: Hello");
	puppet_keys(&p, "\r");
	puppet_gone(&p, "Quiet is on.");
	puppet_message(&p, "Ben", "Again");
	puppet_see(&p, "Ben: Again");
	assert_false(screen_wrote(p.screen, "Cancelled"));
	puppet_keys(&p, "\017,q\r");
	puppet_see(&p, "Cancelled: Mon 30 Nov, 18:00, Skills group.");
	puppet_keys(&p, "\r");
	puppet_leave(&p);
}

/* ---- the line face on a terminal ---- */

static int by_ear(struct pl_client *client)
{
	struct lines in;
	const struct line_options o = { .in = &in,
					.hold_ms = 0,
					.wait_ms = 1000,
					.bell = true,
					.wants = { .week_start = 1 } };

	signals_hold(true);
	lines_init(&in, 0);
	int status = line_run(client, &o);

	lines_finish(&in);
	return status;
}

static void by_ear_the_bell_rings_before_a_session__and_keys_do_the_same(void **state)
{
	struct puppet p;

	(void)state;
	puppet_open(&p, &(struct puppet_start) { .rows = 30,
						 .cols = 100,
						 .messages = 2,
						 .link = PL_LINK_LIVE,
						 .schedule = fill_with_news,
						 .face = by_ear });
	puppet_see(&p, "Appointment in 10 minutes.");
	puppet_see(&p, "Cancelled: Friday 4 December, 12:00, Coping at work.");
	assert_true(screen_wrote(p.screen, "\a"));
	puppet_keys(&p, "\017T");
	puppet_see(&p, "Next, in 20 minutes");
	puppet_keys(&p, "\017N");
	puppet_see(&p, "You cannot come. To say so, press the key once more");
	puppet_keys(&p, "\017N");
	puppet_see(&p, "You cannot come. It goes to the clinic now.");
	puppet_keys(&p, "\017X");
	puppet_see(&p, "type /swap NUMBER and NUMBER of the other");
	assert_int_equal(puppet_close(&p), LINE_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_week_on_40_columns),
		cmocka_unit_test(a_week_on_80_columns),
		cmocka_unit_test(a_week_on_140_columns__a_column_a_day__and_then_the_list),
		cmocka_unit_test(a_month_on_100_columns__and_the_arrows_step),
		cmocka_unit_test(what_is_sought_is_found_below_the_grid),
		cmocka_unit_test(who_wants_no_grid_has_the_list),
		cmocka_unit_test(each_key_does_what_its_word_does),
		cmocka_unit_test(news_is_told__rings__and_none_is_lost),
		cmocka_unit_test(in_quiet_news_waits_until_that_is_over),
		cmocka_unit_test(by_ear_the_bell_rings_before_a_session__and_keys_do_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
