/* SPDX-License-Identifier: MIT */
/* When the line face says what it has to say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hear/hold.h"

static const char *due(struct hold *h, int64_t now_ms)
{
	static char text[64];
	struct hold_row row;

	if (!hold_take(h, now_ms, &row))
		return NULL;
	snprintf(text, sizeof(text), "%s", row.text);
	free(row.text);
	return text;
}

static void what_arrives_waits_for_a_second_after_the_last_key(void **state)
{
	struct hold h;

	(void)state;
	hold_init(&h, HOLD_PAUSE_MS, HOLD_GAP_MS);
	hold_add(&h, "at once", ABOUT_TALK, false);
	assert_string_equal(due(&h, 50), "at once");
	hold_key(&h, true, 1000);
	hold_add(&h, "one", ABOUT_TALK, false);
	hold_key(&h, true, 1600);
	assert_null(due(&h, 2599));
	assert_int_equal(hold_due_ms(&h, 2500), 100);
	assert_string_equal(due(&h, 2600), "one");
	assert_int_equal(hold_due_ms(&h, 2600), -1);
	hold_finish(&h);
}

static void several_are_told_in_order_with_a_gap(void **state)
{
	struct hold h;

	(void)state;
	hold_init(&h, HOLD_PAUSE_MS, HOLD_GAP_MS);
	hold_add(&h, "one", ABOUT_TALK, false);
	hold_add(&h, "two", ABOUT_TALK, false);
	hold_add(&h, "three", ABOUT_TALK, false);
	assert_string_equal(due(&h, 0), "one");
	assert_null(due(&h, 99));
	assert_string_equal(due(&h, 100), "two");
	hold_key(&h, true, 150); /* the person goes on typing */
	assert_null(due(&h, 1149));
	assert_string_equal(due(&h, 1150), "three");
	hold_finish(&h);
}

static void what_cannot_wait_takes_along_what_came_before(void **state)
{
	struct hold h;

	(void)state;
	hold_init(&h, HOLD_PAUSE_MS, HOLD_GAP_MS);
	hold_key(&h, true, 1000);
	hold_add(&h, "before", ABOUT_TALK, false);
	hold_add(&h, "you", ABOUT_CALL, true);
	hold_add(&h, "after", ABOUT_TALK, false);
	assert_string_equal(due(&h, 1010), "before");
	assert_null(due(&h, 1100));
	assert_string_equal(due(&h, 1110), "you");
	assert_null(due(&h, 1300));
	assert_string_equal(due(&h, 2000), "after");
	hold_finish(&h);
}

static void a_person_may_want_it_at_once_or_only_behind_enter(void **state)
{
	struct hold h;

	(void)state;
	hold_init(&h, 0, 0);
	hold_key(&h, true, 1000);
	hold_add(&h, "one", ABOUT_TALK, false);
	assert_string_equal(due(&h, 1000), "one");
	hold_finish(&h);
	hold_init(&h, HOLD_UNTIL_ENTER, 0);
	hold_key(&h, true, 1000);
	hold_add(&h, "two", ABOUT_TALK, false);
	assert_int_equal(hold_due_ms(&h, 99999), -1);
	assert_null(due(&h, 99999));
	hold_key(&h, false, 100000);
	assert_string_equal(due(&h, 100000), "two");
	hold_finish(&h);
}

static void a_thousand_keep_their_order(void **state)
{
	struct hold h;
	char text[16];

	(void)state;
	hold_init(&h, 0, 0);
	for (int round = 0, in = 0, out = 0; round < 40; round++) {
		for (int i = 0; i < 25; i++) {
			snprintf(text, sizeof(text), "%d", in++);
			hold_add(&h, text, ABOUT_TALK, false);
		}
		for (int i = 0; i < 20; i++)
			assert_int_equal(strtol(due(&h, 0), NULL, 10), out++);
	}
	assert_int_equal(h.due.count, 200);
	hold_finish(&h);
}

/* What is told of one of each kind, by its first letter, as `hush` has it. */
static const char *told_of_each(struct hush *hush)
{
	static const char letters[ABOUTS + 1] = "tnadcbsolrkw";
	static char told[ABOUTS + 1];
	char text[2] = "";
	const char *row;
	struct hold h;
	size_t n = 0;

	hold_init(&h, 0, 0);
	h.hush = hush;
	for (int i = 0; i < ABOUTS; i++) {
		text[0] = letters[i];
		hold_add(&h, text, (enum item_about)i, false);
	}
	while ((row = due(&h, 0)))
		told[n++] = *row;
	told[n] = '\0';
	hold_finish(&h);
	return told;
}

static void each_kind_is_worth_what_the_table_says(void **state)
{
	(void)state;
	assert_string_equal(told_of_each(&(struct hush) { .level = HUSH_NORMAL }),
			    "tnadcbsolkw");
	assert_string_equal(told_of_each(&(struct hush) { .level = HUSH_LOW }), "tnadcbslkw");
	assert_string_equal(told_of_each(&(struct hush) { .level = HUSH_HIGH }),
			    "tnadcbsolrkw");
}

static void in_quiet_what_calls_comes_through_and_in_a_pause_danger_alone(void **state)
{
	struct hush quiet = { .quiet = true }, paused = { .paused = true };

	(void)state;
	assert_string_equal(told_of_each(&quiet), "nadcb");
	assert_int_equal(quiet.waiting, 6);
	assert_string_equal(told_of_each(&paused), "ad");
	assert_int_equal(paused.waiting, 9);
}

static void what_waited_is_told_in_order_and_what_must_still_wait_waits(void **state)
{
	struct hush hush = { .quiet = true, .paused = true };
	struct hold h;

	(void)state;
	hold_init(&h, HOLD_PAUSE_MS, 0);
	h.hush = &hush;
	hold_key(&h, true, 0);
	hold_add(&h, "one", ABOUT_TALK, false);
	hold_add(&h, "you", ABOUT_NAMED, true);
	hold_add(&h, "two", ABOUT_TALK, false);
	assert_null(due(&h, 5000));
	assert_false(hold_is_empty(&h));
	hush.paused = false;
	hold_resume(&h, false);
	hold_key(&h, true, 5000);
	assert_string_equal(due(&h, 5000), "you"); /* it was asked for: it waits for no pause */
	assert_null(due(&h, 9000));
	assert_int_equal(hush.waiting, 2);
	hold_resume(&h, true);
	assert_string_equal(due(&h, 9000), "one");
	assert_string_equal(due(&h, 9000), "two");
	assert_true(hold_is_empty(&h));
	hold_finish(&h);
}

static void no_more_than_so_many_wait_and_it_is_known_that_some_went(void **state)
{
	struct hush hush = { .quiet = true };
	struct hold h;
	char text[16];

	(void)state;
	hold_init(&h, 0, 0);
	h.hush = &hush;
	hold_add(&h, "down", ABOUT_LINK, false);
	for (int i = 0; i < HOLD_ASIDE_MAX + 2; i++) {
		snprintf(text, sizeof(text), "%d", i);
		hold_add(&h, text, ABOUT_TALK, false);
	}
	assert_int_equal(hush.waiting, HOLD_ASIDE_MAX);
	assert_int_equal(hush.gone, 2); /* that the line was down is no part of the talk */
	hold_resume(&h, true);
	assert_string_equal(due(&h, 0), "2");
	while (due(&h, 0))
		;
	assert_false(hold_is_empty(&h)); /* two were never heard */
	hold_forget_talk(&h);
	assert_true(hold_is_empty(&h));
	hold_finish(&h);
}

static void what_was_told_from_the_talk_waits_no_more(void **state)
{
	struct hush hush = { .quiet = true };
	struct hold h;

	(void)state;
	hold_init(&h, 0, 0);
	h.hush = &hush;
	hold_add(&h, "one", ABOUT_TALK, false);
	hold_add(&h, "down", ABOUT_LINK, false);
	hold_forget_talk(&h);
	assert_int_equal(hush.waiting, 1);
	hold_resume(&h, true);
	assert_string_equal(due(&h, 0), "down");
	assert_null(due(&h, 0));
	hold_finish(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_arrives_waits_for_a_second_after_the_last_key),
		cmocka_unit_test(several_are_told_in_order_with_a_gap),
		cmocka_unit_test(what_cannot_wait_takes_along_what_came_before),
		cmocka_unit_test(a_person_may_want_it_at_once_or_only_behind_enter),
		cmocka_unit_test(a_thousand_keep_their_order),
		cmocka_unit_test(each_kind_is_worth_what_the_table_says),
		cmocka_unit_test(in_quiet_what_calls_comes_through_and_in_a_pause_danger_alone),
		cmocka_unit_test(what_waited_is_told_in_order_and_what_must_still_wait_waits),
		cmocka_unit_test(no_more_than_so_many_wait_and_it_is_known_that_some_went),
		cmocka_unit_test(what_was_told_from_the_talk_waits_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
