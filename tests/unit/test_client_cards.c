/* SPDX-License-Identifier: MIT */
/* Coping cards: in which order, and when it is asked whether one helped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/core.h"
#include "porchlight/kit.h"
#include "support/enrolled.h"

static const struct pl_card *first_of(const char *situation)
{
	const struct pl_card *all;

	assert_true(pl_client_cards(enrolled.client, situation, &all) >= 2);
	return all;
}

static void each_situation_has_cards_in_each_language(void **state)
{
	const struct pl_situation *all;
	size_t n = pl_client_situations(enrolled.client, &all);
	char english[200];

	(void)state;
	assert_true(n >= 2);
	for (size_t i = 0; i < n; i++) {
		const struct pl_card *cards;

		assert_int_equal(pl_client_cards(enrolled.client, all[i].name, &cards),
				 all[i].cards);
		for (size_t k = 0; k < all[i].cards; k++) {
			assert_true(*cards[k].title && *cards[k].text);
			assert_memory_equal(cards[k].name, all[i].name, strlen(all[i].name));
		}
	}
	snprintf(english, sizeof(english), "%s", first_of("craving")->title);
	pl_client_language(enrolled.client, "es");
	assert_string_equal(first_of("craving")->name, "craving/wave");
	assert_string_not_equal(first_of("craving")->title, english);
	pl_client_language(enrolled.client, "en");
	assert_string_equal(first_of("craving")->title, english);
	assert_int_equal(
		pl_client_cards(enrolled.client, "flying", &(const struct pl_card *) { 0 }), 0);
}

static void what_helped_before_comes_first(void **state)
{
	char name[64];

	(void)state;
	snprintf(name, sizeof(name), "%s", first_of("craving")[1].name);
	assert_int_equal(pl_client_card_helped(enrolled.client, name, true), PL_OK);
	assert_string_equal(first_of("craving")->name, name);
	assert_int_equal(first_of("craving")->helped, 1);
	enrolled_again();
	assert_string_equal(first_of("craving")->name, name);
	pl_client_card_helped(enrolled.client, name, false);
	pl_client_card_helped(enrolled.client, name, false);
	assert_string_equal(first_of("craving")->name, "craving/wave");
	assert_int_equal(pl_client_card_helped(enrolled.client, "craving/none", true),
			 PL_FAIL_GONE);
}

static void later_it_is_asked_about_but_not_in_a_session(void **state)
{
	struct state_group *g = state_get_group(&enrolled.client->state, 1);

	(void)state;
	pl_client_card_used(enrolled.client, "craving/wave");
	assert_null(pl_client_card_asks(enrolled.client));
	enrolled.client->kit.cards.due_ms = 0; /* 20 minutes later */
	g->session.pub.stage = 1;
	assert_null(pl_client_card_asks(enrolled.client));
	g->session.pub.stage = 0;
	assert_string_equal(pl_client_card_asks(enrolled.client)->name, "craving/wave");
	pl_client_card_skip(enrolled.client,
			    "craving/away"); /* it was not asked about that one */
	assert_non_null(pl_client_card_asks(enrolled.client));
	pl_client_card_skip(enrolled.client, "craving/wave");
	assert_null(pl_client_card_asks(enrolled.client));
	enrolled_again();
	assert_null(pl_client_card_asks(enrolled.client));
}

static void at_the_next_start_it_is_asked_at_once(void **state)
{
	(void)state;
	pl_client_card_used(enrolled.client, "craving/away");
	pl_client_card_used(enrolled.client, "craving/wave");
	pl_client_card_used(enrolled.client, "craving/none");
	enrolled_again();
	assert_true(pl_client_work(enrolled.client) & PL_CHANGED_SHEETS);
	assert_string_equal(pl_client_card_asks(enrolled.client)->name, "craving/wave");
	pl_client_card_helped(enrolled.client, "craving/wave", true);
	assert_null(pl_client_card_asks(enrolled.client));
}

#define ANA(f) cmocka_unit_test_setup_teardown(f, enrolled_open, enrolled_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ANA(each_situation_has_cards_in_each_language),
		ANA(what_helped_before_comes_first),
		ANA(later_it_is_asked_about_but_not_in_a_session),
		ANA(at_the_next_start_it_is_asked_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
