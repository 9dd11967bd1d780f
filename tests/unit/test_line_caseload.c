/* SPDX-License-Identifier: MIT */
/* The line face: what people need, and their worksheets, by ear. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/scripted.h"
#include "support/ward.h"

static void hears(struct scripted *s, const char *words)
{
	if (!strstr(s->heard, words))
		fail_msg("not heard: %s\n%s", words, s->heard);
}

static struct pl_client *begin(struct scripted *s)
{
	struct pl_client *c = &s->porch->client;

	ward_put(c);
	c->schedule.ahead_ms = PROGRAM_NOW - clock_utc_ms();
	return c;
}

static void needs_are_one_line_a_person(void **state)
{
	static const struct pl_hours hours[] = { { .member = 3, .who = "Cy", .missed = 2 } };
	struct scripted *s = *state;
	struct pl_client *c = begin(s);

	c->schedule.hours = hours;
	c->schedule.hours_count = 1;
	assert_int_equal(scripted_run(s, "/caseload\n"), LINE_OK);
	hears(s, "What people need: Evening group");
	hears(s, "\nCy: 1 answer to review, PHQ-9 up 6 to 19 (moderately severe), missed 2, "
		 "1 overdue, 1 to read, 1 still to do.\n");
	hears(s, "\nSamira: nothing needs you, PHQ-9 down 3 to 6 (mild), 2 still to do.\n");
}

static void an_answer_is_read_commented_and_seen_to(void **state)
{
	struct scripted *s = *state;
	struct pl_client *c = begin(s);

	assert_int_equal(scripted_run(s, "/work\n/read 1\n/comment 2: Since when?\n"
					 "/redo Say more.\n/reviewed I called.\n"),
			 LINE_OK);
	hears(s,
	      "\n1: Cy, PHQ-9: finished Monday 30 November, 12:00. 19 of 27, moderately "
	      "severe, up "
	      "6 since Monday 23 November, 12:00. An answer asks for you to look at it now.\n");
	hears(s, "\n2: Feeling down? Answer: Nearly every day. The same as last time.\n");
	hears(s, "\nYour words are added: PHQ-9 of Cy, question 2.");
	hears(s, "\nCy is asked to change it.");
	hears(s, "\nYou have seen to it: Cy, PHQ-9.");
	assert_string_equal(c->caseload.comment_item, "down");
	assert_int_equal(c->caseload.again, WARD_PHQ);
	assert_int_equal(c->caseload.reviewed, WARD_PHQ);
	assert_null(c->said); /* nothing of it was said to the group */
}

static void a_form_is_given_out_in_the_meeting(void **state)
{
	struct scripted *s = *state;
	struct pl_client *c = begin(s);

	assert_int_equal(scripted_run(s, "Hello\n/assign thought to all by fri: For next "
					 "week\nBye\n"),
			 LINE_OK);
	hears(s, "\nThought record is assigned to 2 people, due Friday 4 December. ");
	assert_string_equal(c->caseload.words, "For next week");
	assert_string_equal(c->said, "Bye");
	assert_int_equal(c->says, 2);
}

#define SCRIPT(f) cmocka_unit_test_setup_teardown(f, scripted_open, scripted_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRIPT(needs_are_one_line_a_person),
		SCRIPT(an_answer_is_read_commented_and_seen_to),
		SCRIPT(a_form_is_given_out_in_the_meeting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
