/* SPDX-License-Identifier: MIT */
/* The full face: the console at 80 by 24 and at 120 by 40, as it is on the screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "porchlight/session.h"
#include "support/puppet.h"

enum { ANA = 1, BEN, CY, JO, LEE, SAM, MAX };

#define SEAT(id, n, in) .member = (id), .name = (n), .where = (in), .rating = -1, .reason = ""

static const struct pl_stage stages[] = { { .title = "Welcome" }, { .title = "Closed" } };
static const struct pl_seat seats[] = {
	{ SEAT(ANA, "Ana", PL_IN), .why = "", .leads = true },
	{ SEAT(JO, "Jo Ann", PL_WAITING), .why = "", .waits = 2, .down = true },
	{ SEAT(CY, "Cy", PL_WAITING), .why = "", .waits = 1, .replied = 3, .skipped = 4 },
	{ SEAT(LEE, "Lee", PL_IN), .why = "about Sunday", .place = 1, .hand_utc_ms = 5 },
	{ SEAT(SAM, "Sam", PL_IN), .why = "", .down = true },
	{ SEAT(MAX, "Max", PL_OUT), .why = "" },
};
static const struct pl_session session = {
	.stage = 1,
	.stages = stages,
	.stages_count = 2,
	.floor = ANA,
	.asks = true,
	.norms = "",
	.topic = "",
	.exercise = { .title = "" },
	.lesson = { .title = "", .counts = "" },
	.seats = seats,
	.seats_count = 6,
	.self = &seats[0],
};

static void begin(struct puppet *p, int rows, int cols)
{
	puppet_begin(p, &(struct puppet_start) { .rows = rows,
						 .cols = cols,
						 .messages = 50,
						 .link = PL_LINK_LIVE,
						 .session = &session });
}

/* From the second row on; all of a row's text from this column on. */
static void has_rows(struct puppet *p, int col, const char *const *want, int n)
{
	for (int i = 0; i < n; i++) {
		const char *row = screen_row(p->screen, i + 1);
		const char *part = (int)strlen(row) > col ? row + col : "";
		const size_t len = strlen(want[i]);

		if (strncmp(part, want[i], len) != 0 ||
		    strspn(part + len, " ") != strlen(part + len))
			fail_msg("row %d is \"%s\"", i + 1, row);
	}
}

static void narrow_screens_show_the_console_by_itself(void **state)
{
	static const char *const rows[] = {
		"- Stage 1 of 2: Welcome. You have the floor. Hands up: Lee. All may talk.",
		"Waiting to be let in: 2",
		"Cy: number 1 (replied to 2 of 3, skipped 1)",
		"Jo Ann: number 2, line down (has not replied)",
		"Hands up: 1",
		"Lee: in the room (hand up, number 1: about Sunday)",
		"In the room: 2",
		"Ana (has the floor)",
		"Sam: line down",
		"Not in the room: 1",
		"Max: stepped out",
		"Absent: 1",
		"Ben",
		"",
	};
	struct puppet p;

	(void)state;
	begin(&p, 24, 80);
	puppet_keys(&p, "/console\r");
	puppet_see(&p, "Absent: 1");
	has_rows(&p, 0, rows, sizeof(rows) / sizeof(rows[0]));
	puppet_leave(&p);
}

static void wide_screens_show_it_to_who_leads_beside_the_talk(void **state)
{
	static const char *const rows[] = {
		"- Stage 1 of 2: Welcome. You have the floor.",
		"  Hands up: Lee. All may talk.",
		"Waiting to be let in: 2",
		"Cy: number 1 (replied to 2 of 3, skipped 1)",
		"Jo Ann: number 2, line down (has not replied)",
		"Hands up: 1",
		"Lee: in the room (hand up, number 1: about",
		"  Sunday)",
		"In the room: 2",
		"Ana (has the floor)",
		"Sam: line down",
		"Not in the room: 1",
		"Max: stepped out",
		"Absent: 1",
		"Ben",
		"",
	};
	struct puppet p;

	(void)state;
	begin(&p, 40, 120);
	puppet_see(&p, "Absent: 1");
	has_rows(&p, 75, rows, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(screen_find(p.screen, "Ben: line 50"), 37);
	puppet_leave(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(narrow_screens_show_the_console_by_itself),
		cmocka_unit_test(wide_screens_show_it_to_who_leads_beside_the_talk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
