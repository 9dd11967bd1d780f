/* SPDX-License-Identifier: MIT */
/*
 * A worksheet and a measure, whole, in both faces, from the first question to the facilitator
 * who reads them; one of those who fill them in has no line in the middle of it.  All of it is
 * real but the time and the network (see support/bottle.h).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "support/bottled.h"
#include "support/golden.h"

enum { SEED = 46, END_S = 700 };

static const struct bottle_line good = { .name = "good", .rtt_ms = 40, .jitter_ms = 5 };
/* Away while she fills the measure in, and sends it. */
static const struct bottle_line away = { .name = "away",
					 .rtt_ms = 600,
					 .jitter_ms = 60,
					 .up_kbit = 14,
					 .down_kbit = 35,
					 .holes = { { 200, 400 } } };

static struct attend people[] = {
	{ .name = "Robin", .line_kind = &good },
	{ .name = "Ana", .line_kind = &away },
	{ .name = "Gus", .line_kind = &good, .full = true, .rows = 24, .cols = 80 },
};

/* A line, and then what it shows. */
#define SHOWN(at, does)                                                                        \
	{ (at), "Gus", (does) },                                                               \
	{                                                                                      \
		(at) + 1, "Gus", GOLDEN_SHOW                                                   \
	}

static const struct golden_act acts[] = {
	{ 0, "Robin", NULL },
	{ 2, "Ana", NULL },
	{ 4, "Gus", NULL },

	{ 10, "Robin", "/assign thought to Ana by 2026-03-09: For Monday." },

	/* By ear. */
	{ 20, "Ana", "/worksheets" },
	{ 24, "Ana", "/new thought" },
	{ 28, "Ana", "26 Feb" },
	{ 32, "Ana", "" },
	{ 36, "Ana", "<" },
	{ 40, "Ana", "I rang my sister, and she did not answer." },
	{ 44, "Ana", "She is done with me." },
	{ 48, "Ana", "12" },
	{ 52, "Ana", "/what" },
	{ 56, "Ana", "8" },
	{ 60, "Ana", "1, 2" },
	{ 64, "Ana", "" },
	{ 68, "Ana", "9" },
	{ 72, "Ana", "I knew" },
	{ 76, "Ana", "" },
	{ 80, "Ana", "She has not rung for a week." },
	{ 84, "Ana", "She has a new job, and said that she would be busy." },
	{ 88, "Ana", "She may be at work." },
	{ 92, "Ana", "4" },
	{ 96, "Ana", "I write to her tonight." },
	{ 100, "Ana", "/send" },
	{ 110, "Ana", "/worksheets" },
	{ 120, "Robin", "/work" },
	{ 124, "Robin", "/read 1" },
	{ 130, "Robin", "/comment 10: I like that one." },
	{ 140, "Ana", "/worksheets" },
	{ 144, "Ana", "/sheet 1" },

	/* Without a line. */
	{ 210, "Ana", "/new phq-9" },
	{ 214, "Ana", "2" },
	{ 218, "Ana", "several days" },
	{ 222, "Ana", "3" },
	{ 226, "Ana", "2" },
	{ 230, "Ana", "1" },
	{ 234, "Ana", "3" },
	{ 238, "Ana", "2" },
	{ 242, "Ana", "1" },
	{ 246, "Ana", "2" },
	{ 250, "Ana", "/sheet" },
	{ 254, "Ana", "2" },
	{ 258, "Ana", "/send" },
	{ 262, "Ana", "/worksheets" },
	{ 480, "Ana", "/worksheets" },

	/* On a screen. */
	SHOWN(500, "/new thought"),
	SHOWN(504, "26 Feb"),
	SHOWN(508, "I rang my sister."),
	SHOWN(512, "She is done with me."),
	SHOWN(516, "12"),
	SHOWN(520, "8"),
	SHOWN(524, "1, 2"),
	SHOWN(528, "/page"),
	SHOWN(530, "/page"),
	SHOWN(532, "/review"),
	SHOWN(536, "/meeting"),
	SHOWN(540, "/new phq-9"),
	SHOWN(544, "2"),
	SHOWN(548, "2"),
	SHOWN(552, "3"),
	SHOWN(556, "2"),
	SHOWN(560, "1"),
	SHOWN(564, "3"),
	SHOWN(568, "2"),
	SHOWN(572, "1"),
	SHOWN(576, "2"),
	SHOWN(580, "\033m"),
	SHOWN(584, "/sheet"),
	SHOWN(588, "2"),
	SHOWN(592, "/send"),
	SHOWN(596, "/worksheets"),
};

static struct golden held = {
	.people = people,
	.people_count = sizeof(people) / sizeof(*people),
	.acts = acts,
	.acts_count = sizeof(acts) / sizeof(*acts),
	.end_s = END_S,
};

static int hold(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	log_set_level(LOG_ERROR_);
	if (!bottled_open(SEED, 1, held.people_count))
		return -1;
	golden_hold(&held);
	return 0;
}

static int let_go(void **state)
{
	(void)state;
	for (size_t i = 0; i < held.people_count; i++)
		attend_close(&people[i]);
	buf_finish(&held.screens);
	bottled_close();
	return 0;
}

static void what_was_heard_is_the_record(void **state)
{
	(void)state;
	assert_true(golden_compare("sheets-Ana", &people[1].told));
}

static void what_stood_on_the_screen_is_the_record(void **state)
{
	(void)state;
	assert_true(golden_compare("sheets-screens", &held.screens));
}

static void what_the_facilitator_was_told_is_the_record(void **state)
{
	(void)state;
	assert_true(golden_compare("sheets-Robin", &people[0].told));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_heard_is_the_record),
		cmocka_unit_test(what_stood_on_the_screen_is_the_record),
		cmocka_unit_test(what_the_facilitator_was_told_is_the_record),
	};

	return cmocka_run_group_tests(tests, hold, let_go);
}
