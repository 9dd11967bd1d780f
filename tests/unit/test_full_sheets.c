/* SPDX-License-Identifier: MIT */
/* Worksheets on screens of 40, 80 and 140 columns; keys; where the cursor is; what is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "line/line.h"
#include "line/lines.h"
#include "line/signals.h"
#include "support/puppet.h"
#include "support/sheaf.h"

static void fill(struct pl_client *c)
{
	sheaf_open(c);
	sheaf_measure(c);
	c->sheets.opened = 0;
}

static void begin(struct puppet *p, int rows, int cols)
{
	puppet_begin(p, &(struct puppet_start) { .rows = rows,
						 .cols = cols,
						 .messages = 3,
						 .link = PL_LINK_LIVE,
						 .schedule = fill });
}

static void shows(struct puppet *p, const char *const *want)
{
	for (int row = 0; want[row]; row++)
		puppet_row(p, row, want[row]);
}

static const char *const narrow[] = {
	"PHQ-9, 1 of 3",
	"- Over the last 2 weeks, how often was",
	"  this so?",
	"1 Little interest in doing things",
	"1. Not at all",
	"2. Several days",
	"3. More than half the days",
	"4. Nearly every day",
	"- Enter alone goes on, < goes back, and",
	NULL,
};

static const char *const usual[] = {
	"PHQ-9, 1 of 3",
	"- Over the last 2 weeks, how often was this so?",
	"1 Little interest in doing things",
	"1. Not at all",
	"2. Several days",
	"3. More than half the days",
	"4. Nearly every day",
	NULL,
};

static void a_question(int cols, const char *const *want)
{
	struct puppet p;

	begin(&p, 20, cols);
	puppet_keys(&p, "/sheet 1\r");
	puppet_see(&p, want[0]);
	puppet_see(&p, "1 to 4>");
	shows(&p, want);
	assert_true(screen_wait_cursor(p.screen, 19, 8, PUPPET_WAIT_MS));
	puppet_leave(&p);
}

static void a_question_on_40_columns(void **state)
{
	(void)state;
	a_question(40, narrow);
}

static void a_question_on_80_and_140_columns(void **state)
{
	(void)state;
	a_question(80, usual);
	a_question(140, usual); /* the people have no place beside it */
}

static void answers__back__the_review__and_away(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, 24, 80);
	puppet_keys(&p, "\017."); /* the list */
	puppet_see(&p, "Your worksheets");
	puppet_keys(&p, "1\r");
	puppet_see(&p, "PHQ-9, 1 of 3");
	puppet_keys(&p, "2\r");
	puppet_see(&p, "PHQ-9, 2 of 3");
	puppet_see(&p, "Your answer: Several days. Saved.");
	puppet_keys(&p, "\r"); /* nothing: the next */
	puppet_see(&p, "PHQ-9, 3 of 3");
	puppet_keys(&p, "\033[D"); /* the arrow */
	puppet_see(&p, "PHQ-9, 2 of 3");
	puppet_keys(&p, "99\r");
	puppet_see(&p, "That is none of the choices.");
	puppet_see(&p, "1 to 4>");
	puppet_keys(&p, "<\r");
	puppet_see(&p, "2. Several days (your answer)");
	puppet_keys(&p, "\017>");
	puppet_see(&p, "PHQ-9: look it over");
	puppet_see(&p, "/send or /keep>");
	puppet_keys(&p, "\007");
	puppet_see(&p, "Ben: line 3");
	assert_int_equal(p.seen->says, 0);
	puppet_leave(&p);
}

static void what_is_half_typed_stays_with_the_sheet(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, 24, 80);
	puppet_keys(&p, "/sheet 1\r");
	puppet_see(&p, "1 to 4>");
	puppet_keys(&p, "half a wo");
	puppet_see(&p, "1 to 4> half a wo");
	puppet_keys(&p, "\033m"); /* the meeting */
	puppet_see(&p, "Ben: line 3");
	puppet_gone(&p, "half a wo");
	puppet_keys(&p, "hi all\r");
	puppet_see(&p, "Ana: hi all");
	puppet_keys(&p, "\017;");
	puppet_see(&p, "1 to 4> half a wo");
	puppet_see(&p, "Here is what you had typed and not sent.");
	assert_string_equal(p.seen->said, "hi all");
	puppet_leave(&p);
}

static void danger_on_the_screen__and_back_to_the_sheet(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, 24, 80);
	puppet_keys(&p, "/sheet 1\r");
	puppet_see(&p, "PHQ-9, 1 of 3");
	puppet_keys(&p, "/go 3\r");
	puppet_see(&p, "PHQ-9, 3 of 3");
	puppet_keys(&p, "2\r");
	puppet_see(&p, "Thank you for saying how it is.");
	puppet_row(&p, 1,
		   "- Thank you for saying how it is. If you send this, it goes out before all "
		   "else,");
	puppet_keys(&p, "\007");
	puppet_see(&p, "PHQ-9: look it over");
	puppet_leave(&p);
}

static void fill_moment(struct pl_client *c)
{
	sheaf_open(c);
	sheaf_moment(c);
}

static void a_check_in_in_five_keys(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .rows = 24,
						  .cols = 80,
						  .term = "vt100",
						  .no_color = true,
						  .link = PL_LINK_WAITING,
						  .schedule = fill_moment });
	puppet_keys(&p, "\017'");
	puppet_see(&p, "Your mood?");
	puppet_keys(&p, "7");
	puppet_see(&p, "Did you sleep well?");
	puppet_keys(&p, "1");
	puppet_see(&p, "How was breakfast?");
	puppet_keys(&p, "3");
	puppet_see(&p, "Finished: Daily check-in. It is kept on this device.");
	puppet_leave(&p);
}

/* ---- the line face on a terminal ---- */

static int by_ear(struct pl_client *client)
{
	struct lines in;
	const struct line_options o = { .in = &in, .wait_ms = 1000 };

	signals_hold(true);
	lines_init(&in, 0);
	int status = line_run(client, &o);

	lines_finish(&in);
	return status;
}

static void fill_kinds(struct pl_client *c)
{
	sheaf_open(c);
	sheaf_kinds(c);
	c->sheets.opened = 0;
}

/* What was entered is no draft, neither of the sheet nor of the group. */
static void by_ear_the_prompt_says_what_is_expected__and_no_line_comes_back(void **state)
{
	struct puppet p;

	(void)state;
	puppet_open(&p, &(struct puppet_start) { .rows = 40,
						 .cols = 80,
						 .messages = 2,
						 .link = PL_LINK_LIVE,
						 .schedule = fill_kinds,
						 .face = by_ear });
	puppet_see(&p, "Ben: line 2");
	puppet_keys(&p, "/sheet 2\r");
	puppet_see(&p, "Yes or no>");
	puppet_keys(&p, "y\r");
	puppet_see(&p, "0 to 10>");
	puppet_keys(&p, "\r"); /* Enter alone */
	puppet_see(&p, "0 hours to 24 hours>");
	puppet_keys(&p, "/review\r");
	puppet_see(&p, "/send or /keep>");
	puppet_keys(&p, "/keep\r");
	puppet_see(&p, "Finished: Thought record.");
	puppet_keys(&p, "hello");
	puppet_see(&p, "> hello");
	puppet_keys(&p, "\r");
	puppet_message(&p, "Ben", "Bye");
	puppet_see(&p, "Ben: Bye");
	puppet_keys(&p, "/quit\r");
	assert_int_equal(screen_wait_exit(p.screen, PUPPET_WAIT_MS), LINE_OK);
	assert_false(screen_wrote(p.screen, "Here is what you had typed"));
	assert_string_equal(p.seen->said, "hello");
	assert_string_equal(p.seen->draft, "");
	puppet_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_on_40_columns),
		cmocka_unit_test(a_question_on_80_and_140_columns),
		cmocka_unit_test(answers__back__the_review__and_away),
		cmocka_unit_test(what_is_half_typed_stays_with_the_sheet),
		cmocka_unit_test(danger_on_the_screen__and_back_to_the_sheet),
		cmocka_unit_test(a_check_in_in_five_keys),
		cmocka_unit_test(
			by_ear_the_prompt_says_what_is_expected__and_no_line_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
