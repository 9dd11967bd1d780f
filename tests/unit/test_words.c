/* SPDX-License-Identifier: MIT */
/* What is said to a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "view/views.h"

enum { DAY_MS = 24 * 3600 * 1000 };

/* Monday 23 November 2026, 14:05 in UTC. */
static const int64_t monday = 1795442700000;

static bool is_sentence(const char *s)
{
	size_t n = strlen(s);

	return n > 3 && s[0] >= 'A' && s[0] <= 'Z' && s[n - 1] == '.';
}

static void have_own_sentences(const char *(*words)(enum pl_failure f))
{
	for (int f = 0; f < PL_FAILURES; f++) {
		assert_true(is_sentence(words((enum pl_failure)f)));
		for (int g = 0; g < f; g++)
			assert_string_not_equal(words((enum pl_failure)f),
						words((enum pl_failure)g));
	}
}

static void every_failure_has_a_sentence_of_its_own(void **state)
{
	(void)state;
	have_own_sentences(words_failure);
	have_own_sentences(words_failure_of_act);
	have_own_sentences(words_failure_of_joining);
}

/* Nothing that a person asked for is tried again by itself, nor has a door any verbs. */
static void what_was_asked_for_is_for_the_person_to_try_again(void **state)
{
	(void)state;
	for (int f = 0; f < PL_FAILURES; f++) {
		assert_null(strstr(words_failure_of_act((enum pl_failure)f), "it will be"));
		assert_null(strstr(words_failure_of_act((enum pl_failure)f), "/retry"));
	}
}

static void every_role_presence_and_word_is_said(void **state)
{
	(void)state;
	for (int i = 0; i < PL_ROLES; i++)
		assert_true(words_role((enum pl_role)i)[0]);
	for (int i = 0; i < PL_PRESENCES; i++)
		assert_true(words_presence((enum pl_presence)i)[0]);
	for (int i = 0; i < WORDS; i++)
		assert_true(words_of((enum word)i)[0]);
}

static void every_state_is_said_in_words(void **state)
{
	struct arena a = { 0 };
	struct pl_message m = { .state = PL_KEPT_HERE };

	(void)state;
	assert_string_equal(words_state(&a, &m), "kept here");
	m.state = PL_AT_SERVER;
	assert_string_equal(words_state(&a, &m), "at the server");
	m.state = PL_SHOWN;
	assert_string_equal(words_state(&a, &m), "at the server");
	m.shown_to = 3;
	assert_string_equal(words_state(&a, &m), "shown to 3");
	m.state = PL_NOT_ACCEPTED;
	assert_non_null(strstr(words_state(&a, &m), "not accepted"));
	arena_finish(&a);
}

static void the_line_is_told_in_words(void **state)
{
	static const struct {
		struct pl_link_info info;
		const char *words;
	} rows[] = {
		{ { .link = PL_LINK_LIVE }, "Connected." },
		{ { .link = PL_LINK_LIVE, .unacked_ms = 400, .kept = 1 }, "Connected." },
		{ { .link = PL_LINK_LIVE, .unacked_ms = 9000 },
		  "Not acknowledged for 9 seconds." },
		{ { .link = PL_LINK_LIVE, .heard_ms = 59000 }, "Connected." },
		{ { .link = PL_LINK_LIVE, .heard_ms = 61000 },
		  "Connected, but nothing heard for 1 minute." },
		{ { .link = PL_LINK_LIVE, .heard_ms = 190000 },
		  "Connected, but nothing heard for 3 minutes." },
		{ { .link = PL_LINK_LIVE, .heard_ms = 11600, .unacked_ms = 11000, .kept = 1 },
		  "Not acknowledged for 11 seconds. Nothing heard for 11 seconds. 1 line is "
		  "kept here." },
		{ { .link = PL_LINK_QUIET, .heard_ms = 14000 },
		  "Connected, but nothing heard for 14 seconds." },
		{ { .link = PL_LINK_QUIET, .heard_ms = 14000, .unacked_ms = 180000 },
		  "Connected, but nothing heard for 14 seconds. Not acknowledged for 3 "
		  "minutes." },
		{ { .link = PL_LINK_WAITING, .retry_in_ms = 12000, .kept = 2 },
		  "No connection. Next try in 12 seconds. 2 lines are kept here." },
		{ { .link = PL_LINK_WAITING, .retry_in_ms = 1, .kept = 1 },
		  "No connection. Next try in 1 second. 1 line is kept here." },
		{ { .link = PL_LINK_OPENING, .heard_ms = -1 }, "Connecting." },
		{ { .link = PL_LINK_OPENING, .heard_ms = 900 }, "Connecting." },
		{ { .link = PL_LINK_OPENING, .heard_ms = 61000, .kept = 1 },
		  "No connection. Trying. Nothing heard for 61 seconds. 1 line is kept here." },
		{ { .link = PL_LINK_OFF }, "Signed out. Type /signin." },
		{ { .link = PL_LINK_REFUSED },
		  "The server does not know this device any more. Type /signin." },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(words_link(&a, &rows[i].info), rows[i].words);
	assert_string_equal(words_link_first(&a, &rows[9].info), "No connection.");
	assert_int_equal(rows[9].info.link, PL_LINK_WAITING);
	arena_finish(&a);
}

static void times_and_amounts_are_said_plainly(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_string_equal(words_when(&a, monday), "14:05");
	assert_string_equal(words_bytes(&a, 1), "1 byte");
	assert_string_equal(words_bytes(&a, 999), "999 bytes");
	assert_string_equal(words_bytes(&a, 12345), "12.3 KB");
	assert_string_equal(words_bytes(&a, 999960), "1.0 MB");
	assert_string_equal(words_people_here(&a, 1), "1 person here.");
	assert_string_equal(words_people_here(&a, 7), "7 people here.");
	arena_finish(&a);
}

static void a_name_with_signs_in_it_is_put_in_as_it_is(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_string_equal(words_with(&a, WORD_SAID_TO, "100%s %n"), "Said to 100%s %n.");
	assert_string_equal(words_with_count(&a, WORD_NEW_BELOW, 12), "12 new below.");
	arena_finish(&a);
}

static void a_mention_is_the_whole_name_in_any_case(void **state)
{
	(void)state;
	assert_true(mention_of("ana, are you there?", "Ana"));
	assert_true(mention_of("I agree with Ana.", "Ana"));
	assert_true(mention_of("@ANA!", "Ana"));
	assert_false(mention_of("A banana is good", "Ana"));
	assert_false(mention_of("Anabel said so", "Ana"));
	assert_false(mention_of("", "Ana"));
	assert_false(mention_of("Nobody", ""));
	assert_true(mention_of("thanks mary ann, really", "Mary Ann"));
	assert_false(mention_of("thanks mary anne", "Mary Ann"));
	assert_true(mention_of("say mary mary ann", "Mary Ann"));
	assert_true(mention_of("\xc3\xa9lodie est l\xc3\xa0", "\xc3\x89LODIE"));
}

static void practice_has_its_words_and_all_places_in_them_are_filled(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (int w = 0; w < PRACTICE_WORDS; w++) {
		const char *text =
			words_practice(&a, (enum practice_word)w, "Ana", "9 seconds");

		assert_true(strlen(text) > 3 && text[0] >= 'A' && text[0] <= 'Z');
		assert_null(strchr(text, '%'));
	}
	assert_string_equal(words_practice(&a, PRACTICE_LET_IN, "Ana %s", "9 seconds"),
			    "Let in: Ana %s. The longest wait was 9 seconds.");
	arena_finish(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failure_has_a_sentence_of_its_own),
		cmocka_unit_test(what_was_asked_for_is_for_the_person_to_try_again),
		cmocka_unit_test(every_role_presence_and_word_is_said),
		cmocka_unit_test(every_state_is_said_in_words),
		cmocka_unit_test(the_line_is_told_in_words),
		cmocka_unit_test(times_and_amounts_are_said_plainly),
		cmocka_unit_test(a_name_with_signs_in_it_is_put_in_as_it_is),
		cmocka_unit_test(practice_has_its_words_and_all_places_in_them_are_filled),
		cmocka_unit_test(a_mention_is_the_whole_name_in_any_case),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
