/* SPDX-License-Identifier: MIT */
/* What is said of a lost passphrase, and before what is kept is wiped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"
#include "view/words_wipe.h"

static void it_asks_once_by_word_and_by_key(void **state)
{
	struct porch *p = *state;
	bool known;

	assert_true(stage_line(&p->stage, "/wipe") & DID_KEEP);
	assert_string_equal(p->stage.answer, words_wipe(WIPE_SURE));
	assert_true(stage_line(&p->stage, "/who") & DID_SAY);
	assert_false(stage_key(&p->stage, KEY_SECOND('W'), &known) & DID_QUIT);
	assert_int_equal(p->client.wipes, 0);
	assert_true(stage_key(&p->stage, KEY_SECOND('W'), &known) & DID_QUIT);
	assert_int_equal(p->client.wipes, 1);
}

static void what_waits_is_told_before_it_goes(void **state)
{
	struct porch *p = *state;

	p->client.link.kept = 2;
	stage_line(&p->stage, "/wipe");
	assert_int_equal(strncmp(p->stage.answer, "2 lines are kept here. This ends", 32), 0);
}

static void a_guest_is_told_that_nothing_is_kept(void **state)
{
	struct porch *p = *state;

	p->client.answer = PL_FAIL_NOT_NOW;
	stage_line(&p->stage, "/wipe");
	assert_false(stage_line(&p->stage, "/wipe") & DID_QUIT);
	assert_string_equal(p->stage.answer, words_wipe(WIPE_GUEST));
}

static void memory_that_is_not_locked_is_told_where_one_asks(void **state)
{
	struct porch *p = *state;

	for (int i = 0; i < 2; i++) {
		fake_may_be_swapped = i;
		stage_show(&p->stage, porch_view("status"));
		stage_build(&p->stage);
		assert_int_equal(porch_holds(&p->stage.model, words_wipe(WIPE_SWAP)), i);
	}
	fake_may_be_swapped = false;
}

/* Not at each try: by ear that would be told again and again. */
static void who_has_forgotten_it_is_told_what_to_do_once(void **state)
{
	struct porch *p = *state;
	const char *told = words_wipe(WIPE_FORGOTTEN_LOCK);
	bool known;

	p->client.opens_with = "correct horse";
	stage_key(&p->stage, KEY_SECOND('l'), &known);
	for (int i = 1; i < SHADE_TRIES; i++) {
		shade_line(&p->stage, "wrong horse", 1000);
		assert_null(strstr(p->stage.answer, told));
	}
	shade_line(&p->stage, "wrong horse", 1000);
	assert_non_null(strstr(p->stage.answer, told));
	shade_line(&p->stage, "wrong horse", 99000);
	assert_null(strstr(p->stage.answer, told));
}

#define ON_PORCH(f) cmocka_unit_test_setup_teardown(f, porch_open, porch_close)

int main(void)
{
	const struct CMUnitTest rows[] = {
		ON_PORCH(it_asks_once_by_word_and_by_key),
		ON_PORCH(what_waits_is_told_before_it_goes),
		ON_PORCH(a_guest_is_told_that_nothing_is_kept),
		ON_PORCH(memory_that_is_not_locked_is_told_where_one_asks),
		ON_PORCH(who_has_forgotten_it_is_told_what_to_do_once),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
