/* SPDX-License-Identifier: MIT */
/* What the client knows of messages that are hidden, or have a warning. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "client/state.h"

enum { ME = 7, GROUP = 1 };

static int open_state(void **state)
{
	struct state *s = mem_get(sizeof(*s));

	state_init(s);
	state_set_self(s, ME, "Ana", PL_PATIENT);
	*state = s;
	return 0;
}

static int close_state(void **state)
{
	state_finish(*state);
	free(*state);
	return 0;
}

static void hidden__the_words_go__and_come_back(void **state)
{
	struct state *s = *state;
	struct state_group *g;
	struct wire_msg m = { .type = WIRE_MESSAGE,
			      .g = GROUP,
			      .s = 1,
			      .u = 2,
			      .x = str_of("food"),
			      .b = str_of("I ate.") };

	state_apply(s, &m);
	g = state_find_group(s, GROUP);
	assert_string_equal(g->messages[0].warning, "food");
	m = (struct wire_msg) { .type = WIRE_HIDDEN, .g = GROUP, .s = 1, .n = 1 };
	assert_true(state_apply(s, &m) & PL_CHANGED_MESSAGES);
	assert_true(g->messages[0].hidden);
	assert_string_equal(g->messages[0].text, "");
	assert_string_equal(g->messages[0].warning, "");
	m = (struct wire_msg) { .type = WIRE_HIDDEN,
				.g = GROUP,
				.s = 1,
				.x = str_of("food"),
				.b = str_of("I ate.") };
	state_apply(s, &m);
	assert_false(g->messages[0].hidden);
	assert_string_equal(g->messages[0].text, "I ate.");
	m.s = 9; /* one that is not here */
	state_apply(s, &m);
	assert_int_equal(g->messages_count, 1);
}

/* Those of that person, up to that number; and nothing makes them others again. */
static void erased__the_words_go_for_good(void **state)
{
	struct state *s = *state;
	const struct state_group *g;
	struct wire_msg m = { .type = WIRE_MESSAGE, .g = GROUP, .b = str_of("Words.") };
	const int64_t by[] = { 2, 3, 2, 2 };

	for (size_t i = 0; i < sizeof(by) / sizeof(by[0]); i++) {
		m.s = (int64_t)i + 1;
		m.u = by[i];
		state_apply(s, &m);
	}
	m = (struct wire_msg) { .type = WIRE_ERASED, .g = GROUP, .u = 2, .s = 3 };
	assert_true(state_apply(s, &m) & PL_CHANGED_MESSAGES);
	g = state_find_group(s, GROUP);
	for (size_t i = 0; i < sizeof(by) / sizeof(by[0]); i++) {
		const bool gone = by[i] == 2 && i < 3;

		assert_int_equal(g->messages[i].erased, gone);
		assert_int_equal(g->messages[i].hidden, gone);
		assert_string_equal(g->messages[i].text, gone ? "" : "Words.");
	}
	for (m = (struct wire_msg) { .type = WIRE_HIDDEN, .g = GROUP, .s = 1 }; m.n < 2;
	     m.n++) {
		m.b = str_of("Words.");
		state_apply(s, &m);
		assert_true(g->messages[0].erased && g->messages[0].hidden);
		assert_string_equal(g->messages[0].text, "");
	}
}

/* Hidden before we heard that it had arrived: it has, and its words are not shown. */
static void hidden_before_it_was_acknowledged__it_is_settled_all_the_same(void **state)
{
	struct state *s = *state;
	struct state_group *g = state_get_group(s, GROUP);
	const struct wire_msg kept = { .k = 5, .b = str_of("Mine.") };
	const struct wire_msg m = { .type = WIRE_MESSAGE,
				    .g = GROUP,
				    .s = 1,
				    .u = ME,
				    .k = 5,
				    .n = 1,
				    .b = str_of("") };

	state_put_kept(s, g, &kept, PL_KEPT_HERE);
	state_apply(s, &m);
	assert_int_equal(g->messages_count, 1);
	assert_int_equal(g->messages[0].seq, 1);
	assert_true(g->messages[0].hidden);
	assert_string_equal(g->messages[0].text, "");
}

/* A row that comes again, or of a kind or message not known here, is no news. */
static void reactions__are_counted__and_news_once(void **state)
{
	struct state *s = *state;
	struct state_group *g;
	struct wire_msg m = {
		.type = WIRE_MESSAGE, .g = GROUP, .s = 1, .u = ME, .b = str_of("Mine.")
	};

	state_apply(s, &m);
	g = state_find_group(s, GROUP);
	m = (struct wire_msg) { .type = WIRE_REACTED, .g = GROUP, .s = 1, .u = 2 };
	assert_true(state_react(g, &m));
	assert_false(state_react(g, &m));
	assert_int_equal(g->messages[0].reactions[PL_ME_TOO], 1);
	m.has = WIRE_N | WIRE_K;
	m.n = 3;
	m.k = WIRE_THANK_YOU;
	assert_true(state_react(g, &m));
	assert_int_equal(g->messages[0].reactions[PL_THANK_YOU], 3);
	m.k = WIRE_REACTIONS;
	assert_false(state_react(g, &m));
	m.k = WIRE_ME_TOO;
	m.s = 2;
	assert_false(state_react(g, &m));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_state, close_state)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hidden__the_words_go__and_come_back),
		TEST(erased__the_words_go_for_good),
		TEST(reactions__are_counted__and_news_once),
		TEST(hidden_before_it_was_acknowledged__it_is_settled_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
