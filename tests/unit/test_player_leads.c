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

#define LED                                                                                    \
	"[cast]\nAmara | patient\nWalt | patient\nLuz | patient\n"                             \
	"[play a]\nWalt | 5 | Evening.\nAmara | 5 | Hello.\n- | 60 |\n"                        \
	"[round in: check in, how are you]\n"                                                  \
	"Amara | 30 | Amara in.\nWalt | 30 | Walt in.\nLuz | 30 | Luz in.\n"                   \
	"[round out: check out]\n"                                                             \
	"Amara | 30 | Amara out.\nWalt | 30 | Walt out.\nLuz | 30 | Luz out.\n" POOLS

static void a_round_begins_when_it_is_asked_for(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, LED);
	r.now_ms += 5000;
	room_person(&r, "Let's check in. Who starts?");
	assert_in_range(room_wait(&r), 1000, 8000);
	assert_string_equal(r.say.text, "Amara in.");
	/* Unasked it goes on slowly. */
	assert_in_range(room_wait(&r), 30000, 60000);
	assert_string_equal(r.say.text, "Walt in.");
	room_close(&r);
}

static void in_a_round_the_one_who_is_named_goes_next_and_only_once(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, LED);
	room_person(&r, "Luz, how are you?");
	assert_in_range(room_wait(&r), 1000, 8000);
	assert_string_equal(r.say.text, "Luz in.");
	room_person(&r, "Walt?");
	room_expect(&r, "Walt: Walt in.");
	/* And nobody else at the same moment. */
	assert_in_range(room_wait(&r), 5000, 60000);
	assert_string_equal(r.say.text, "Amara in.");
	room_expect(&r, "Amara: Amara out.");
	room_close(&r);
}

static void any_word_makes_a_round_go_on(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, LED);
	room_person(&r, "check in");
	room_expect(&r, "Amara: Amara in.");
	room_person(&r, "I see.");
	assert_in_range(room_wait(&r), 1000, 8000);
	assert_string_equal(r.say.text, "Walt in.");
	room_person(&r, "next, please");
	assert_in_range(room_wait(&r), 1000, 8000);
	assert_string_equal(r.say.text, "Luz in.");
	room_close(&r);
}

static void a_later_round_may_be_asked_for_and_a_cue_of_a_finished_one_is_none(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, LED);
	room_person(&r, "how are you? no: check out first");
	room_expect(&r, "Amara: Amara out.");
	room_person(&r, "Walt, check in");
	room_expect(&r, "Walt: Walt in.");
	room_close(&r);
}

static void words_of_danger_come_before_any_round(void **state)
{
	struct room r;

	(void)state;
	room_enter(&r, SCRIPT POOLS);
	room_expect(&r, "Robin: Come in, Sam.");
	room_person(&r, "hi, I might hurt myself");
	room_expect(&r, "Robin: Call a person now.");
	room_close(&r);
	room_enter(
		&r,
		"[cast]\nAmara | patient\n[pool danger: die]\n* | 0 | Call, {you}.\n"
		"[round in: check in]\nAmara | 30 | In.\nAmara | 30 | In.\nAmara | 30 | x\n");
	room_person(&r, "Amara, check in, I want to die");
	room_expect(&r, "Amara: Call, Sam.");
	room_close(&r);
}

/* Whatever is said and whenever, it never breaks, and what is ours is never said twice. */
static void no_walk_of_words_and_time_says_a_line_twice(void **state)
{
	static const char *const words[] = { "hi",  "next", "check in", "check out",
					     "Luz", "pass", "craving",  "Walt?",
					     "hmm", "",     "?",        "hurt myself" };
	unsigned seed = 7;
	struct room r;

	(void)state;
	for (int walk = 0; walk < 300; walk++) {
		int said[9] = { 0 };

		room_enter(&r, LED);
		for (int step = 0; step < 60; step++) {
			seed = seed * 1103515245u + 12345u;
			if (seed >> 16 & 1)
				room_person(&r, words[(seed >> 17) % 12]);
			r.now_ms += (seed >> 20) % 9000;
			if (!player_next(r.player, r.now_ms, &r.say))
				continue;
			for (size_t i = 3; i < 9; i++)
				said[i] += strcmp(r.say.text, r.script.lines[i].text) == 0;
			room_echo(&r);
		}
		for (size_t i = 3; i < 9; i++)
			assert_true(said[i] <= 1);
		room_close(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_round_begins_when_it_is_asked_for),
		cmocka_unit_test(in_a_round_the_one_who_is_named_goes_next_and_only_once),
		cmocka_unit_test(any_word_makes_a_round_go_on),
		cmocka_unit_test(
			a_later_round_may_be_asked_for_and_a_cue_of_a_finished_one_is_none),
		cmocka_unit_test(words_of_danger_come_before_any_round),
		cmocka_unit_test(no_walk_of_words_and_time_says_a_line_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
