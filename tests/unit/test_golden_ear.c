/* SPDX-License-Identifier: MIT */
/*
 * All that people do here, by ear: what was said of it, in the line face and in the full face's
 * accessible layout, to who comes and to who leads.  Two do each the same, one in each face,
 * with what arrives held for a second as it is for everybody.  All of it is real but the time,
 * the network and the disk (see support/bottle.h).
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

enum { SEED = 8, IDLE_S = 64, IDLE_END_S = 140, END_S = 1100 };

#define IDLE "==== nothing happens\n"

static const struct bottle_line good = { .name = "good", .rtt_ms = 40, .jitter_ms = 5 };

enum { ROBIN, GRACE, ANA, BEA };

static struct attend people[] = {
	[ROBIN] = { .name = "Robin", .line_kind = &good },
	[GRACE] = { .name = "Grace",
		    .line_kind = &good,
		    .full = true,
		    .by_ear = true,
		    .rows = 24,
		    .cols = 80 },
	[ANA] = { .name = "Ana", .line_kind = &good },
	[BEA] = { .name = "Bea",
		  .line_kind = &good,
		  .full = true,
		  .by_ear = true,
		  .rows = 24,
		  .cols = 80 },
};

/* The same, in one face and in the other. */
#define BOTH(at, does)                                                                         \
	{ (at), "Ana", (does) },                                                               \
	{                                                                                      \
		(at) + 2, "Bea", (does)                                                        \
	}
#define LEADERS(at, does)                                                                      \
	{ (at), "Robin", (does) },                                                             \
	{                                                                                      \
		(at) + 2, "Grace", (does)                                                      \
	}
#define DOWN(at, who)                                                                          \
	{                                                                                      \
		(at), (who), GOLDEN_DOWN                                                       \
	}
#define SCENE(at, name)                                                                        \
	{                                                                                      \
		(at), GOLDEN_ALL, GOLDEN_SCENE name                                            \
	}

static const struct golden_act acts[] = {
	{ 0, "Robin", NULL },
	{ 4, "Grace", NULL },
	{ 8, "Ana", NULL },
	{ 12, "Bea", NULL },

	SCENE(19, "talk"),
	{ 20, "Robin", "Good evening, all of you." },
	BOTH(24, "Good evening, Robin."),
	{ 30, "Grace", "How was your week?" },
	BOTH(34, "/again"),
	BOTH(40, "/who"),
	BOTH(52, "/groups"),
	BOTH(56, "/meeting"),

	SCENE(IDLE_S - 2, "nothing happens"), /* for more than a minute: see below */

	SCENE(IDLE_END_S + 1, "the waiting room"),
	{ 150, "Robin", "/open group" },
	{ 154, "Grace", "/console" },
	BOTH(160, "/stage"),
	BOTH(166, "/reply At home, in the kitchen."),
	BOTH(172, "/reply skip"),
	{ 180, "Robin", "/admit Ana" },
	{ 184, "Grace", "/admit" },
	BOTH(190, "/accept"),

	SCENE(199, "a hand"),
	{ 200, "Robin", "/stage 4" },
	BOTH(206, "/hand about the nights"),
	LEADERS(212, "/console"),
	DOWN(216, "Grace"),
	DOWN(217, "Grace"),
	{ 220, "Robin", "/next" },
	{ 226, "Ana", "I do not sleep." },
	{ 232, "Ana", "/done" },
	{ 238, "Grace", "/next" },
	{ 244, "Bea", "Nor do I." },
	{ 250, "Bea", "/done" },
	LEADERS(256, "/undo"),
	{ 264, "Robin", "/stage 7" },

	SCENE(279, "the week"),
	BOTH(280, "/week"),
	{ 286, "Robin", "/series Skills" },
	{ 288, "Robin", "/series group" },
	{ 290, "Robin", "/series tomorrow 18:00" },
	{ 292, "Robin", "/series 90" },
	{ 294, "Robin", "/series daily" },
	{ 296, "Robin", "/series 5 times" },
	{ 298, "Robin", "/series me" },
	{ 300, "Robin", "/series sections: skills" },
	{ 302, "Robin", "/series done" },
	{ 304, "Robin", "/apply" },

	{ 307, "Robin", "/group 2" },
	{ 308, "Robin", "/series Skills, late" },
	{ 309, "Robin", "/series group" },
	{ 310, "Robin", "/series tomorrow 20:00" },
	{ 311, "Robin", "/series 90" },
	{ 312, "Robin", "/series daily" },
	{ 313, "Robin", "/series 5 times" },
	{ 314, "Robin", "/series me" },
	{ 315, "Robin", "/series sections: skills" },
	{ 316, "Robin", "/series done" },
	{ 317, "Robin", "/apply" },
	{ 318, "Robin", "/group 1" },
	BOTH(320, "/week"),
	DOWN(324, "Bea"),
	DOWN(325, "Bea"),
	DOWN(326, "Bea"),
	BOTH(330, "/today"),
	LEADERS(336, "/program"),

	SCENE(349, "swap"),
	BOTH(350, "/week"),
	BOTH(356, "/swap 1 2 I work until seven."),
	LEADERS(362, "/requests"),
	DOWN(366, "Grace"),
	{ 368, "Robin", "/grant 2" },
	{ 372, "Grace", "/deny 1 It is full." },
	BOTH(376, "/week"),
	DOWN(380, "Bea"),
	BOTH(384, "/late 3 10"),
	BOTH(390, "/withdraw"),

	SCENE(399, "a worksheet"),
	LEADERS(400, "/assign thought to all by 2026-03-09: For Monday."),
	BOTH(410, "/worksheets"),
	BOTH(416, "/new thought"),
	BOTH(422, "26 Feb"),
	BOTH(428, "I rang my sister."),
	BOTH(434, "/keep"),
	BOTH(440, "/meeting"),

	SCENE(449, "PHQ-9"),
	BOTH(450, "/new phq-9"),
	BOTH(456, "several days"),
	BOTH(462, "9"),
	BOTH(468, "<"),
	BOTH(474, "1"),
	BOTH(480, "2"),
	BOTH(486, "3"),
	BOTH(492, "2"),
	BOTH(498, "1"),
	BOTH(504, "3"),
	BOTH(510, "2"),
	BOTH(516, "1"),
	BOTH(522, "2"),
	BOTH(528, "/sheet"),
	BOTH(534, "2"),
	BOTH(540, "/send"),
	BOTH(546, "/worksheets"),
	LEADERS(552, "/work"),
	DOWN(556, "Grace"),
	DOWN(557, "Grace"),

	SCENE(569, "a safety plan"),
	BOTH(570, "/plan edit"),
	BOTH(576, "I stop sleeping"),
	BOTH(582, "/keep"),
	BOTH(588, "/plan"),
	BOTH(594, "/meeting"),
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
	if (!bottled_open(SEED, 2, held.people_count))
		return -1;
	bottled_group("Night", 2);
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
	static const char *const names[] = { [ROBIN] = "ear-Robin",
					     [GRACE] = "ear-Grace",
					     [ANA] = "ear-Ana",
					     [BEA] = "ear-Bea" };
	bool same = true;

	(void)state;
	for (size_t i = 0; i < held.people_count; i++)
		same = golden_compare(names[i], &people[i].told) && same;
	assert_true(same);
}

/* Nobody did anything for more than a minute. */
static void of_nothing_nothing_was_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < held.people_count; i++) {
		const char *from = strstr(buf_text(&people[i].told), IDLE);

		assert_non_null(from);
		assert_memory_equal(from + strlen(IDLE), "==== ", 5);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_nothing_nothing_was_said),
		cmocka_unit_test(what_was_heard_is_the_record),
	};

	return cmocka_run_group_tests(tests, hold, let_go);
}
