/* SPDX-License-Identifier: MIT */
/* Worksheets by ear: a sheet stays up while it is filled in, and nothing of it is said to a group. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "support/scripted.h"
#include "support/sheaf.h"

static int open_sheaf(void **state)
{
	struct scripted *s;

	setenv("TZ", "UTC", 1);
	tzset();
	if (scripted_open(state))
		return -1;
	s = *state;
	sheaf_open(&s->porch->client);
	sheaf_measure(&s->porch->client);
	s->porch->client.sheets.opened = 0;
	return 0;
}

static void hears(const struct scripted *s, const char *want)
{
	if (!strstr(s->heard, want))
		fail_msg("not in what was heard: %s\n%s", want, s->heard);
}

static void a_measure_from_its_first_question_to_the_end(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run(s, "/sheet 1\n2\nmore\n1\n/send\nhello\n"), LINE_OK);
	hears(s, "\nPHQ-9, 1 of 3\n"
		 "Over the last 2 weeks, how often was this so?\n"
		 "1 Little interest in doing things\n"
		 "1. Not at all\n"
		 "2. Several days\n"
		 "3. More than half the days\n"
		 "4. Nearly every day\n"
		 "Enter alone goes on, < goes back, and /what helps. Each answer is saved at "
		 "once.\n"
		 "PHQ-9, 2 of 3\n"
		 "Your answer: Several days. Saved.\n"
		 "2 Feeling down\n"
		 "1. Not at all\n"
		 "2. Several days\n"
		 "3. More than half the days\n"
		 "4. Nearly every day\n"
		 "PHQ-9, 3 of 3\n"
		 "Your answer: More than half the days. Saved.\n"
		 "9 Thoughts that you would be better off dead\n"
		 "1. Not at all\n"
		 "2. Several days\n"
		 "3. More than half the days\n"
		 "4. Nearly every day\n"
		 "PHQ-9: look it over\n"
		 "Your answer: Not at all. Saved.\n"
		 "Nothing is missing. To change an answer, type its number.\n");
	hears(s, "\nEvening group\nFinished: PHQ-9. It goes to the clinic now.");
	assert_int_equal(s->porch->client.says, 1); /* "hello", and none of the answers */
	assert_string_equal(s->porch->client.said, "hello");
}

static void what_is_not_taken_is_nobody_s_draft(void **state)
{
	struct scripted *s = *state;

	s->porch->client.sheets.fault = PL_ANSWER_TOO_LONG;
	scripted_run(s, "/sheet 1\n1\n7\n");
	hears(s, "\nThat is too long.");
	assert_int_equal(s->porch->client.says, 0);
	assert_int_equal(s->porch->client.drafts, 0);
}

static void in_between_one_may_look_around__and_the_sheet_is_up_again(void **state)
{
	struct scripted *s = *state;

	scripted_run(s, "/sheet 1\n/people\n2\n/meeting\nhello\n/sheet\n1\n");
	hears(s, "\nAna: you, member, here\n");
	hears(s, "\nYour answer: Several days. Saved.\n");
	assert_string_equal(s->porch->client.said, "hello");
	assert_int_equal(s->porch->client.says, 1);
	assert_int_equal(s->porch->client.sheets.answered, 2);
}

static void an_empty_line_goes_on(void **state)
{
	struct scripted *s = *state;

	scripted_run(s, "/sheet 1\n\n\n");
	hears(s, "\nPHQ-9, 2 of 3\n");
	hears(s, "\nPHQ-9, 3 of 3\n");
}

static void somebody_speaks(struct scripted *s)
{
	s->porch->client.message_count = 3;
	s->groups[0].last_seq = 3;
}

static void what_is_said_in_the_meeting_is_heard_while_a_sheet_is_up(void **state)
{
	struct scripted *s = *state;

	s->then = somebody_speaks;
	s->at = 3;
	scripted_run(s, "/sheet 1\n2\n/wait 0\n");
	hears(s, "Ben: How are you, ANA?");
	hears(s, "\nPHQ-9, 2 of 3\n");
}

/* First what the person can do, then how to go on; what is typed then is no answer. */
static void danger_by_ear(void **state)
{
	struct scripted *s = *state;

	scripted_run(s, "/sheet 1\n/go 3\n2\n4\n");
	hears(s, "\nThank you for saying how it is. If you send this, it goes out before all "
		 "else, and Robin and Kim can see that answer. Nobody has seen it yet.\n"
		 "To go on with the worksheet, type /sheet.\n");
	hears(s, "\nPHQ-9: look it over\n");
	assert_int_equal(s->porch->client.says, 0);
	assert_int_equal(s->porch->client.sheets.answered, 1);
}

#define SHEAF(f) cmocka_unit_test_setup_teardown(f, open_sheaf, scripted_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHEAF(a_measure_from_its_first_question_to_the_end),
		SHEAF(what_is_not_taken_is_nobody_s_draft),
		SHEAF(in_between_one_may_look_around__and_the_sheet_is_up_again),
		SHEAF(an_empty_line_goes_on),
		SHEAF(what_is_said_in_the_meeting_is_heard_while_a_sheet_is_up),
		SHEAF(danger_by_ear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
