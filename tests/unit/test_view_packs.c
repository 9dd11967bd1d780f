/* SPDX-License-Identifier: MIT */
/* The clinic's packs of forms, for both faces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"

static const struct pl_pack here = { .name = "sleep",
				     .title = "Sleep forms",
				     .licence = "",
				     .version = 2,
				     .forms = 3,
				     .bytes = 40000,
				     .utc_ms = INT64_C(1795716000000),
				     .state = PL_PACK_HERE };

/* The text of the view's one pack. */
static const char *shown(struct porch *p, enum pl_pack_state state)
{
	static struct pl_pack one;

	one = here;
	one.state = state;
	one.have = 1000;
	p->client.packs.all = &one;
	p->client.packs.count = 1;
	assert_int_equal(stage_line(&p->stage, "/packs"), DID_VIEW);
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.count, 1);
	return p->stage.model.items[0].text;
}

static void each_state_says_what_to_do(void **state)
{
	static const char *const words[PL_PACK_STATES] = {
		[PL_PACK_HERE] = "from ",
		[PL_PACK_COMING] = "It is on its way: 1.0 KB of 40.0 KB so far.",
		[PL_PACK_WAITS] = "There is a newer one. To fetch it, type /packs get.",
		[PL_PACK_CUT] = "The line broke while it came. To go on, type /packs get.",
		[PL_PACK_KEY] =
			"Ask the clinic. If they say it is right, type /packs trust sleep.",
		[PL_PACK_BAD] = "What came was not right, so it was not taken.",
	};
	struct porch *p = *state;

	for (int i = 0; i < PL_PACK_STATES; i++) {
		const char *text = shown(p, (enum pl_pack_state)i);

		assert_non_null(strstr(text, "Sleep forms: version 2, 3 forms, from "));
		if (!strstr(text, words[i]))
			fail_msg("%s: not in %s", words[i], text);
	}
}

static void none_is_said_too(void **state)
{
	struct porch *p = *state;

	assert_int_equal(stage_line(&p->stage, "/packs"), DID_VIEW);
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.count, 1);
	assert_true(porch_holds(&p->stage.model, "There are no forms of the clinic here."));
	assert_non_null(strstr(p->stage.model.status, "Nobody has looked"));
	p->client.packs.state.newer = true;
	stage_build(&p->stage);
	assert_non_null(strstr(p->stage.model.status, "The clinic has new forms."));
	p->client.packs.state.failure = PL_FAIL_NETWORK;
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.status, words_failure(PL_FAIL_NETWORK));
}

static void a_title_cannot_move_the_screen(void **state)
{
	struct pl_pack one = here;
	struct porch *p = *state;

	one.title = "a\033[2Jb";
	p->client.packs.all = &one;
	p->client.packs.count = 1;
	stage_line(&p->stage, "/packs");
	stage_build(&p->stage);
	assert_null(strchr(p->stage.model.items[0].text, '\033'));
}

static void does(struct porch *p, const char *line, int bits, const char *told)
{
	assert_int_equal(stage_line(&p->stage, line), bits);
	assert_string_equal(p->stage.answer, told);
}

static void how_a_fetch_ends_is_told_once(void **state)
{
	struct pl_pack one = here;
	struct porch *p = *state;

	p->client.packs.all = &one;
	p->client.packs.count = 1;
	does(p, "/packs get", DID_SAY,
	     "Looking for new forms of the clinic. You are told how it ends.");
	assert_int_equal(p->client.packs.fetches, 1);
	p->client.packs.state.busy = true;
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	p->client.packs.state.busy = false;
	assert_int_equal(stage_ended(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer,
			    "There is nothing new: you have all forms of the clinic.");
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	stage_line(&p->stage, "/packs get");
	one.version = 3;
	assert_int_equal(stage_ended(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer, "The forms of the clinic are here.");
	stage_line(&p->stage, "/packs get");
	p->client.packs.state.failure = PL_FAIL_NETWORK;
	assert_int_equal(stage_ended(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_NETWORK));
}

static void a_new_signature_needs_a_word(void **state)
{
	struct porch *p = *state;

	does(p, "/packs trust sleep", DID_SAY,
	     "The new signature is taken. The forms are being fetched.");
	assert_string_equal(p->client.packs.trusted, "sleep");
	p->client.answer = PL_FAIL_STATE;
	does(p, "/packs trust sleep", DID_SAY | DID_KEEP,
	     "No pack of that name waits for your word. Type /packs for the list.");
	p->client.answer = PL_FAIL_NOT_NOW;
	does(p, "/packs get", DID_SAY, "They are on their way already.");
	does(p, "/packs take", DID_SAY | DID_KEEP,
	     "Type /packs get for new forms, or /packs trust and a name.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_state_says_what_to_do, porch_open,
						porch_close),
		cmocka_unit_test_setup_teardown(none_is_said_too, porch_open, porch_close),
		cmocka_unit_test_setup_teardown(a_title_cannot_move_the_screen, porch_open,
						porch_close),
		cmocka_unit_test_setup_teardown(how_a_fetch_ends_is_told_once, porch_open,
						porch_close),
		cmocka_unit_test_setup_teardown(a_new_signature_needs_a_word, porch_open,
						porch_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
