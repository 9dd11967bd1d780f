/* SPDX-License-Identifier: MIT */
/* Coping cards, as a view and words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"
#include "text/keys.h"
#include "view/kit.h"

static void has_items(const struct model *m, const char *const *want)
{
	size_t n = 0;

	for (; want[n]; n++) {
		assert_true(n < m->count);
		assert_string_equal(m->items[n].text, want[n]);
	}
	assert_int_equal(m->count, n);
}

static void shows(struct porch *p, int key, const char *const *want)
{
	bool known;

	assert_int_equal(stage_key(&p->stage, key, &known), DID_VIEW);
	stage_build(&p->stage);
	has_items(&p->stage.model, want);
}

static void says(struct porch *p, const char *line, const char *want)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_string_equal(p->stage.answer, want);
}

static const struct pl_situation situations[] = { { "craving", "Craving", 2 },
						  { "cannot-sleep", "I cannot sleep", 2 } };
static const struct pl_card cards[] = {
	{ "craving/wave", "Ride the wave", "Look at the clock.\nBreathe\033 out.", 3, 1 },
	{ "craving/away", "Leave the spot", "Stand up now.", 0, 2 },
};

static const char *const all_situations[] = { "1. Craving", "2. I cannot sleep",
					      "Press a number, or type /cards and a number.",
					      NULL };
static const char *const best[] = { "Ride the wave",
				    "Look at the clock.",
				    "Breathe  out.",
				    "It helped you 3 times before.",
				    "More cards for this",
				    "2. Leave the spot",
				    "To see all, type /cards. To go back, type /meeting.",
				    NULL };
static const char *const second[] = { "Leave the spot",
				      "Stand up now.",
				      "It did not help you before.",
				      "More cards for this",
				      "1. Ride the wave",
				      "To see all, type /cards. To go back, type /meeting.",
				      NULL };

static void fill_cards(struct porch *p)
{
	p->client.kit.situations = situations;
	p->client.kit.situation_count = 2;
	p->client.kit.cards = cards;
	p->client.kit.card_count = 2;
}

static void two_keys_lead_to_the_card_that_helped_most(void **state)
{
	struct porch *p = *state;

	fill_cards(p);
	shows(p, KEY_CTRL('r'), all_situations);
	assert_string_equal(p->client.kit.used, "");
	shows(p, '1', best);
	assert_string_equal(p->stage.model.title, "Craving");
	assert_string_equal(p->client.kit.used, "craving/wave");
	shows(p, '2', second);
	assert_string_equal(p->client.kit.used, "craving/away");
	shows(p, '0', all_situations);
	shows(p, '2', best); /* the fake client has the same cards for each */
	assert_string_equal(p->stage.model.title, "I cannot sleep");
	shows(p, KEY_CTRL('r'), all_situations);
}

static void in_another_view_a_digit_is_no_card(void **state)
{
	struct porch *p = *state;
	bool known;

	fill_cards(p);
	assert_int_equal(stage_key(&p->stage, '1', &known), DID_NOTHING);
	assert_false(known);
}

static void a_card_is_found_by_number_word_or_first_letters(void **state)
{
	static const char *const lines[] = { "/cards craving", "/cards 1",
					     "/cards CRAV",    "/cards craving 1",
					     "/cards 1 1 ",    "/cards  craving" };
	struct porch *p = *state;

	fill_cards(p);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		p->client.kit.used[0] = '\0';
		assert_int_equal(stage_line(&p->stage, lines[i]), DID_VIEW);
		stage_build(&p->stage);
		has_items(&p->stage.model, best);
		assert_string_equal(p->client.kit.used, "craving/wave");
	}
	stage_line(&p->stage, "/cards cannot sleep");
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.title, "I cannot sleep");
	stage_line(&p->stage, "/cards cannot-sleep 2");
	stage_build(&p->stage);
	has_items(&p->stage.model, second);
}

static void a_card_that_is_not_there_is_said(void **state)
{
	struct porch *p = *state;

	fill_cards(p);
	says(p, "/cards flying", "There is no card flying. Type /cards to see what there is.");
	says(p, "/cards 3", "There is no card 3. Type /cards to see what there is.");
	says(p, "/cards craving 3", "There is no card 3. Type /cards to see what there is.");
	says(p, "/cards craving 0",
	     "There is no card craving 0. Type /cards to see what there is.");
	assert_string_equal(p->client.kit.used, "");
}

static void whether_it_helped_is_asked_once_and_kept_here(void **state)
{
	struct porch *p = *state;

	fill_cards(p);
	says(p, "/helped yes",
	     "You have used no card since Porchlight began. Type /cards to see what there is.");
	p->client.kit.asks = &cards[0];
	assert_int_equal(stage_news(&p->stage, 4), DID_SAY);
	assert_string_equal(p->stage.answer,
			    "You used the card \"Ride the wave\". Did it help? Type /helped "
			    "yes, or /helped no. Only you see this.");
	assert_int_equal(p->client.kit.skips, 1);
	assert_int_equal(stage_news(&p->stage, 4), DID_NOTHING);
	says(p, "/helped", "Type /helped yes, or /helped no.");
	says(p, "/helped no",
	     "\"Ride the wave\" did not help. Others come first next time. Only you see this.");
	assert_string_equal(p->client.kit.helped, "craving/wave");
	assert_false(p->client.kit.did_help);
	says(p, "/helped yes",
	     "\"Ride the wave\" helped. It comes first next time. Only you see this.");
	assert_true(p->client.kit.did_help);
}

#define PORCH(f) cmocka_unit_test_setup_teardown(f, porch_open, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PORCH(two_keys_lead_to_the_card_that_helped_most),
		PORCH(in_another_view_a_digit_is_no_card),
		PORCH(a_card_is_found_by_number_word_or_first_letters),
		PORCH(a_card_that_is_not_there_is_said),
		PORCH(whether_it_helped_is_asked_once_and_kept_here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
