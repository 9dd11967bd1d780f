/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/room.h"

/* The script and its time. */

static void warm_lines_come_at_once_and_each_after_the_one_before(void **state)
{
	struct room r;

	(void)state;
	room_open(&r, SCRIPT, 2);
	assert_false(player_is_warm(r.player));
	assert_true(player_next(r.player, r.now_ms, &r.say));
	assert_string_equal(r.say.text, "Good evening.");
	assert_false(player_next(r.player, r.now_ms, &r.say));
	assert_true(player_due_ms(r.player) == INT64_MAX);
	player_hear(r.player, "Robin", "Good evening.", r.now_ms);
	assert_int_equal(player_due_ms(r.player), 0);
	assert_true(player_next(r.player, r.now_ms, &r.say));
	assert_false(player_is_warm(r.player));
	room_echo(&r);
	assert_true(player_is_warm(r.player));
	/* And then nobody talks to an empty chair. */
	assert_int_equal(room_wait(&r), -1);
	room_close(&r);
}

static void more_warm_lines_than_there_are_is_all_of_them(void **state)
{
	struct room r;

	(void)state;
	room_open(&r, CAST "[play a]\nWalt | 5 | Evening.\n", 9);
	room_expect(&r, "Walt: Evening.");
	assert_true(player_is_warm(r.player));
	player_arrive(r.player, "Sam", r.now_ms);
	assert_int_equal(room_wait(&r), -1);
	room_close(&r);
}

static void a_script_without_lines_is_silent(void **state)
{
	struct room r;

	(void)state;
	room_open(&r, CAST, 3);
	assert_true(player_is_warm(r.player));
	player_arrive(r.player, "Sam", r.now_ms);
	room_person(&r, "hi");
	assert_int_equal(room_wait(&r), -1);
	room_close(&r);
}

static void a_longer_line_takes_longer_to_read_and_to_type(void **state)
{
	struct room r;
	int64_t brief, typed, read;

	(void)state;
	room_open(&r,
		  CAST "[play a]\nRobin | 5 | Yes.\nWalt | 5 | No.\n"
		       "Amara | 5 | It is a long story, and I am going to tell all of it.\n"
		       "Luz | 5 | No.\n",
		  1);
	room_wait(&r);
	player_arrive(r.player, "Sam", r.now_ms);
	r.now_ms += 60000;
	assert_int_equal(room_wait(&r), 0);
	typed = room_wait(&r);
	read = room_wait(&r);
	brief = 5000;
	assert_true(typed > brief && typed < 20000);
	assert_true(read > brief && read < typed);
	room_close(&r);
}

static void pace_shortens_every_wait(void **state)
{
	const struct player_plan plan = { .warm = 2, .pace = 10 };
	struct room slow, fast;

	(void)state;
	room_open(&slow, SCRIPT, 2);
	room_open(&fast, SCRIPT, 2);
	player_destroy(fast.player);
	fast.player = player_create(&fast.script, &plan);
	for (int i = 0; i < 2; i++) {
		room_wait(&slow);
		room_wait(&fast);
	}
	player_arrive(slow.player, "Sam", slow.now_ms);
	player_arrive(fast.player, "Sam", fast.now_ms);
	assert_in_range(room_wait(&slow), 9 * room_wait(&fast), 100000);
	room_close(&slow);
	room_close(&fast);
}

/* The person. */

static void who_comes_in_is_greeted_by_name_within_seconds(void **state)
{
	struct room r;
	int64_t ms;

	(void)state;
	room_enter(&r, SCRIPT POOLS);
	ms = room_wait(&r);
	assert_string_equal(r.say.text, "Come in, Sam.");
	assert_in_range(ms, 2000, 6000);
	room_expect(&r, "Robin: How are you, Sam?");
	room_close(&r);
}

static void who_has_spoken_already_is_not_greeted_at_the_door(void **state)
{
	struct room r;

	(void)state;
	room_open(&r, SCRIPT POOLS, 2);
	room_wait(&r);
	room_wait(&r);
	room_person(&r, "hi");
	room_expect(&r, "Walt: Hi Sam.");
	player_arrive(r.player, "Sam", r.now_ms);
	room_expect(&r, "Robin: How are you, Sam?");
	room_close(&r);
}

static void a_wait_without_a_word_goes_on_with_what_is_for_the_silent(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, SCRIPT);
	room_expect(&r, "Robin: How are you, Sam?");
	assert_in_range(room_wait(&r), 40000, 60000);
	assert_string_equal(r.say.text, "That is fine.");
	room_expect(&r, "Amara: I go next.");
	room_expect(&r, "Luz: And then me.");
	assert_int_equal(room_wait(&r), -1);
	room_close(&r);
}

static void a_word_in_a_wait_is_answered_and_ends_it(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, SCRIPT POOLS);
	room_expect(&r, "Robin: Come in, Sam.");
	room_expect(&r, "Robin: How are you, Sam?");
	r.now_ms += 20000;
	room_person(&r, "a five, i think");
	assert_in_range(room_wait(&r), 2000, 12000);
	assert_string_equal(r.say.text, "Thanks, Sam.");
	/* Their turn again; then the script, without what is for the silent. */
	assert_in_range(room_wait(&r), 8000, 30000);
	assert_string_equal(r.say.text, "I go next.");
	room_close(&r);
}

static void the_script_holds_while_the_person_talks(void **state)
{
	struct room r;

	(void)state;
	/* Nobody answers here, so what comes is the script's. */
	room_enter(&r, SCRIPT);
	for (int i = 0; i < 20; i++) {
		room_person(&r, "and another thing");
		r.now_ms += 5000;
		assert_false(player_next(r.player, r.now_ms, &r.say));
	}
	assert_in_range(room_wait(&r), 5000, 15000);
	assert_string_equal(r.say.text, "How are you, Sam?");
	room_close(&r);
}

static void an_answer_waits_for_the_rest_but_not_for_ever(void **state)
{
	struct room r;
	int64_t from_ms;

	(void)state;
	room_enter(&r, SCRIPT POOLS);
	room_expect(&r, "Robin: Come in, Sam.");
	from_ms = r.now_ms;
	do {
		room_person(&r, "word");
		r.now_ms += 500;
	} while (!player_next(r.player, r.now_ms, &r.say));
	assert_in_range(r.now_ms - from_ms, 4000, 13000);
	room_close(&r);
}

static void of_several_cues_the_first_pool_of_the_file_is_answered(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, SCRIPT POOLS);
	room_expect(&r, "Robin: Come in, Sam.");
	room_person(&r, "hi all");
	room_person(&r, "bad craving today");
	room_person(&r, "anyway, hi");
	room_expect(&r, "Robin: Is it with you now, Sam?");
	/* Nothing more about it. */
	room_expect(&r, "Robin: How are you, Sam?");
	room_close(&r);
}

static void who_is_named_answers(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, SCRIPT POOLS);
	room_expect(&r, "Robin: Come in, Sam.");
	room_person(&r, "hi luz");
	room_expect(&r, "Luz: Hi Sam.");
	room_person(&r, "and hi Walt");
	room_expect(&r, "Walt: Hi Sam.");
	room_close(&r);
}

static void a_member_who_spoke_last_answers_but_not_twice_running(void **state)
{
	struct room r;
	int first;

	(void)state;
	room_enter(&r, SCRIPT POOLS);
	room_person(&r, "hi");
	room_wait(&r); /* the greeting at the door weighs more */
	room_person(&r, "me too");
	room_wait(&r);
	first = r.say.who;
	room_person(&r, "very much so");
	room_wait(&r);
	assert_int_not_equal(r.say.who, first);
	assert_false(r.script.cast[first].leads || r.script.cast[r.say.who].leads);
	room_close(&r);
}

static void a_pool_does_not_repeat_before_its_end(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, SCRIPT POOLS);
	room_expect(&r, "Robin: Come in, Sam.");
	for (int i = 0; i < 3; i++) {
		room_person(&r, "word");
		room_wait(&r);
		assert_string_equal(r.say.text, i % 2 ? "I hear you." : "Thanks, Sam.");
	}
	room_close(&r);
}

/* A script that goes on for an hour without the person. */
static char *long_script(void)
{
	struct buf b;
	char *text;

	buf_init(&b, 100000);
	buf_adds(&b, CAST "[play a]\nWalt | 5 | Evening.\nAmara | 5 | Evening.\n");
	for (int i = 0; i < 90; i++)
		buf_adds(&b, "Walt | 40 | And on it goes.\n");
	buf_adds(&b, POOLS);
	text = mem_dup(b.p, b.n);
	buf_finish(&b);
	return text;
}

static int count_invitations(struct room *r)
{
	int n = 0;

	while (room_wait(r) >= 0)
		n += strcmp(r->say.text, "No hurry.") == 0 ||
		     strcmp(r->say.text, "I won't ask again.") == 0;
	return n;
}

static void a_silent_person_is_invited_twice_and_never_again(void **state)
{
	char *text = long_script();
	struct room r;

	(void)state;
	room_enter(&r, text);
	assert_int_equal(count_invitations(&r), 2);
	room_close(&r);
	free(text);
}

static void nobody_is_invited_just_before_the_script_turns_to_them(void **state)
{
	struct buf b;
	struct room r;

	(void)state;
	buf_init(&b, 100000);
	buf_adds(&b, CAST "[play a]\nWalt | 5 | Evening.\nAmara | 5 | Evening.\n");
	for (int i = 0; i < 8; i++)
		buf_adds(&b, "Walt | 55 | And on it goes.\n");
	buf_adds(&b, "Robin | 5 | What do you think, {you}?\n" POOLS);
	room_enter(&r, b.p);
	assert_int_equal(count_invitations(&r), 0);
	room_close(&r);
	buf_finish(&b);
}

static void who_passes_is_not_invited(void **state)
{
	char *text = long_script();
	struct room r;

	(void)state;
	room_enter(&r, text);
	room_expect(&r, "Robin: Come in, Sam.");
	room_person(&r, "I pass for today");
	room_expect(&r, "Robin: A pass is fine.");
	assert_int_equal(count_invitations(&r), 0);
	room_close(&r);
	free(text);
}

static void the_person_is_answered_after_the_script_has_ended(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, SCRIPT POOLS);
	while (room_wait(&r) >= 0)
		;
	room_person(&r, "still here");
	assert_in_range(room_wait(&r), 2000, 12000);
	assert_int_equal(room_wait(&r), -1);
	room_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(warm_lines_come_at_once_and_each_after_the_one_before),
		cmocka_unit_test(more_warm_lines_than_there_are_is_all_of_them),
		cmocka_unit_test(a_script_without_lines_is_silent),
		cmocka_unit_test(a_longer_line_takes_longer_to_read_and_to_type),
		cmocka_unit_test(pace_shortens_every_wait),
		cmocka_unit_test(who_comes_in_is_greeted_by_name_within_seconds),
		cmocka_unit_test(who_has_spoken_already_is_not_greeted_at_the_door),
		cmocka_unit_test(a_wait_without_a_word_goes_on_with_what_is_for_the_silent),
		cmocka_unit_test(a_word_in_a_wait_is_answered_and_ends_it),
		cmocka_unit_test(the_script_holds_while_the_person_talks),
		cmocka_unit_test(an_answer_waits_for_the_rest_but_not_for_ever),
		cmocka_unit_test(of_several_cues_the_first_pool_of_the_file_is_answered),
		cmocka_unit_test(who_is_named_answers),
		cmocka_unit_test(a_member_who_spoke_last_answers_but_not_twice_running),
		cmocka_unit_test(a_pool_does_not_repeat_before_its_end),
		cmocka_unit_test(a_silent_person_is_invited_twice_and_never_again),
		cmocka_unit_test(nobody_is_invited_just_before_the_script_turns_to_them),
		cmocka_unit_test(who_passes_is_not_invited),
		cmocka_unit_test(the_person_is_answered_after_the_script_has_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
