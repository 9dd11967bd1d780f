/* SPDX-License-Identifier: MIT */
/* The full face: building the program, as it is on the screen, by words and by keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/built.h"
#include "support/puppet.h"

#define CHORD "\017" /* Ctrl-O */

static struct pl_occurrence after;
static struct pl_preview row;

static void fill(struct pl_client *c)
{
	built_put(c);
	after = built_rows[PROGRAM_TUESDAY];
	after.cancelled = true;
	after.why = "snow";
	row = (struct pl_preview) { .before = &built_rows[PROGRAM_TUESDAY], .after = &after };
	c->schedule.ahead_ms = PROGRAM_NOW - clock_utc_ms();
	c->schedule.preview =
		(struct pl_previewed) { .rows = &row, .rows_count = 1, .people = 6 };
}

static void begin(struct puppet *p, int cols)
{
	puppet_begin(p, &(struct puppet_start) { .rows = 40,
						 .cols = cols,
						 .messages = 3,
						 .link = PL_LINK_LIVE,
						 .schedule = fill });
}

static void the_program_and_what_waits_are_on_one_screen(void **state)
{
	static const char *const rows[] = {
		"To be done: 1 change.",
		"1: Cancel Skills group on Tue 1 Dec, 18:00. Why: snow.",
		"What would come of it",
		"- 1 session changes. 6 people will be told.",
		"- Cancelled: Skills group, Tue 1 Dec, 18:00 to 19:30. Why: snow.",
		"- Nothing is done yet. To do it, type /apply, and to leave it, /discard",
		"The program as it is",
		"1: Skills group. Group session. Tuesdays and Thursdays, 18:00 to 19:30, until "
		"30",
		"  June 2027. With Ben. Next session: 7 of 12 seats are taken. Room: Room 2.",
		"  Sections: skills. Bring: worksheet 3.",
		"- Cancelled: Thu 3 Dec, 18:00 to 19:30. Why: holiday.",
		"- Moved: Wed 9 Dec, 19:00 to 20:30. It was Tue 8 Dec, 18:00. Led by Ben. Why:",
		"  the room is taken.",
		"2: Coping at work. Workshop. The first Friday of each month, 14:00 to 15:00, "
		"New",
		"  York time. People sign up.",
		"",
	};
	struct puppet p;

	(void)state;
	begin(&p, 80);
	puppet_keys(&p, CHORD "G");
	puppet_see(&p, "2: Coping at work.");
	puppet_keys(&p, "/cancel 1 2026-12-01 snow\r");
	puppet_see(&p, "Nothing is done yet.");
	puppet_keys(&p, "\007"); /* the answer goes */
	puppet_see(&p, "To be done: 1 change.");
	puppet_rows(&p, rows, sizeof(rows) / sizeof(rows[0]));
	puppet_leave(&p);
}

static void keys_tell_and_words_do(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, 100);
	puppet_keys(&p, CHORD "4");
	puppet_see(&p, "To do that, type /cancel NUMBER DAY LAST-DAY and why");
	puppet_keys(&p, CHORD "3");
	puppet_see(&p, "What is the series called?");
	puppet_keys(&p, "/series Skills\r");
	puppet_see(&p, "What kind is it?");
	puppet_keys(&p, CHORD "R");
	puppet_see(&p, "2: Cy asks to come to Morning skills");
	puppet_keys(&p, "/grant 2\r");
	puppet_see(&p, "You said yes to Cy.");
	puppet_keys(&p, CHORD "H");
	puppet_see(&p, "Hours of this week: Evening group");
	puppet_keys(&p, CHORD "=");
	puppet_see(&p, "No change waits here.");
	puppet_leave(&p);
}

static void narrow_screens_hold_it_too(void **state)
{
	static const char *const rows[] = {
		"1: Samira signs up: Skills group, Tue 1",
		"  Dec, 18:00. A seat is free there: 7 of",
		"  12 are taken. It waits for a seat, at",
		"  place 1.",
		"2: Cy asks to come to Morning skills,",
		"  Sat 5 Dec, 10:00, in place of Skills",
		"  group, Tue 1 Dec, 18:00. In their",
		"  words: I work late. No seat is free",
		"  there: 8 of 8 are taken. It waits for",
		"  your answer.",
		"- To answer one, type /grant or /deny",
		"  and its number.",
		"Cy comes 10 minutes late: Skills group,",
		"  Tue 1 Dec, 18:00. It stands.",
		"Samira asks to come to Morning skills,",
		"  Sat 12 Dec, 10:00, in place of Skills",
		"  group, Tue 1 Dec, 18:00. The answer",
		"  was no. Why: it is full.",
		"",
	};
	struct puppet p;

	(void)state;
	begin(&p, 40);
	puppet_keys(&p, CHORD "R");
	puppet_see(&p, "it is full.");
	puppet_rows(&p, rows, sizeof(rows) / sizeof(rows[0]));
	puppet_leave(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_program_and_what_waits_are_on_one_screen),
		cmocka_unit_test(keys_tell_and_words_do),
		cmocka_unit_test(narrow_screens_hold_it_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
