/* SPDX-License-Identifier: MIT */
/* The full face: what people need, and their worksheets, as they are on the screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/puppet.h"
#include "support/ward.h"

#define CHORD "\017" /* Ctrl-O */

enum { CROWD = 30 };

static struct pl_case crowd[CROWD];
static char names[CROWD][16];

static void fill(struct pl_client *c)
{
	ward_put(c);
	c->schedule.ahead_ms = PROGRAM_NOW - clock_utc_ms();
}

static void fill_crowd(struct pl_client *c)
{
	fill(c);
	for (int i = 0; i < CROWD; i++) {
		snprintf(names[i], sizeof(names[i]), "Person %02d", i + 1);
		crowd[i] = (struct pl_case) { .member = 100 + i,
					      .who = names[i],
					      .missed = i < 9 ? 1 : 0,
					      .assigned = i };
	}
	c->caseload.cases = crowd;
	c->caseload.case_count = CROWD;
}

static void begin(struct puppet *p, int cols, void (*schedule)(struct pl_client *c))
{
	puppet_begin(p, &(struct puppet_start) { .rows = 40,
						 .cols = cols,
						 .messages = 3,
						 .link = PL_LINK_LIVE,
						 .schedule = schedule });
}

#define HAS_ROWS(p, rows) puppet_rows(p, rows, sizeof(rows) / sizeof((rows)[0]))

static void the_list_and_a_sheet_of_it(void **state)
{
	static const char *const list[] = {
		"- To read one, type /read and its number.",
		"To be reviewed now: 1",
		"1: Cy, PHQ-9: finished Mon 30 Nov, 12:00. 19 of 27, moderately severe, up 6",
		"  since Mon 23 Nov, 12:00. An answer asks for you to look at it now.",
		"Not read yet: 1",
		"2: Samira, Thought record: finished Sun 29 Nov, 12:00. 6 of 7 answered. "
		"Nobody",
		"  has read it yet.",
		"Overdue: 1",
		"3: Cy, Thought record: it was due Sunday 29 November.",
		"Still to do: 2",
		"4: Samira, PHQ-9: due Friday 4 December.",
		"5: Samira, Sleep diary: there is no date.",
		"Done: 2",
		"6: Cy, Thought record: finished Fri 27 Nov, 12:00. Read by Ben. 2 comments.",
		"7: Samira, Sleep diary: finished Thu 26 Nov, 12:00. Ben asked for a change. 1",
		"  comment.",
		"",
	};
	static const char *const sheet[] = {
		"- Cy, PHQ-9: finished Mon 30 Nov, 12:00.",
		"- An answer here asks for you to look at it now. What to do is in /protocol.",
		"  When you have seen to it, type /reviewed and what you did.",
		"- Score: 19 of 27, moderately severe, up 6 since Mon 23 Nov, 12:00. It is not "
		"a",
		"  diagnosis.",
		"The last two weeks",
		"1: Little interest in doing things? Answer: Several days. Last time: Not at "
		"all.",
		"2: Feeling down? Answer: Nearly every day. The same as last time.",
		"- Ben, Mon 30 Nov, 12:00: Since when?",
		"- Thank you.",
		"3: Anything else: no answer.",
		"Comments to all of it",
		"- Ben, Mon 30 Nov, 12:00: Was this two weeks?",
		"- Ana asked for a change on Mon 30 Nov, 12:00: Please say more. (kept here)",
	};
	struct puppet p;

	(void)state;
	begin(&p, 80, fill);
	puppet_keys(&p, CHORD "]");
	puppet_see(&p, "7: Samira, Sleep diary");
	HAS_ROWS(&p, list);
	puppet_keys(&p, "\033,");
	puppet_see(&p, "2: Feeling down?");
	HAS_ROWS(&p, sheet);
	puppet_keys(&p, "/comment 2: Since when?\r");
	puppet_see(&p, "Your words are added: PHQ-9 of Cy, question 2.");
	puppet_keys(&p, "/reviewed I called\r");
	puppet_see(&p, "You have seen to it: Cy, PHQ-9.");
	puppet_leave(&p);
}

static void thirty_people_are_on_one_screen(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, 140, fill_crowd);
	puppet_keys(&p, CHORD "[");
	puppet_see(&p, "Person 30: nothing needs you, 29 still to do.");
	puppet_see(&p, "Person 01: missed 1.");
	puppet_see(&p, "9 people need you.");
	puppet_leave(&p);
}

static void a_narrow_screen_has_it_too(void **state)
{
	static const char *const rows[] = {
		"- 1 person needs you.",
		"Cy: 1 answer to review, PHQ-9 up 6 to 19",
		"  (moderately severe), missed 2, 1",
		"  overdue, 1 to read, 1 still to do.",
		"Samira: nothing needs you, PHQ-9 down 3",
		"  to 6 (mild), 2 still to do.",
		"- To see one person's worksheets, type",
		"  /work and the name.",
		"",
	};
	struct puppet p;

	(void)state;
	begin(&p, 40, fill);
	puppet_keys(&p, CHORD "[");
	puppet_see(&p, "/work and the name.");
	HAS_ROWS(&p, rows);
	puppet_leave(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_and_a_sheet_of_it),
		cmocka_unit_test(thirty_people_are_on_one_screen),
		cmocka_unit_test(a_narrow_screen_has_it_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
