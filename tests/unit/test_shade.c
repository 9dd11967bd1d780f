/* SPDX-License-Identifier: MIT */
/* A locked screen and a hidden one: what they show, and what opens them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/porch.h"
#include "text/keys.h"
#include "view/words_shade.h"

enum { MINUTE_MS = 60000 };

static struct porch *porch(void **state)
{
	struct porch *p = *state;

	p->client.opens_with = "correct horse";
	p->stage.wants.lock_after = 10;
	shade_touch(&p->stage, 0);
	return p;
}

static int press(struct porch *p, int key)
{
	int bits = DID_NOTHING;

	return shade_key(&p->stage, key, &bits) ? bits : -1;
}

static void lock(struct porch *p)
{
	assert_true(stage_line(&p->stage, "/lock-screen") & DID_SHADE);
	assert_true(shade_covers(&p->stage));
}

static void nothing_else_is_shown(void **state)
{
	struct porch *p = porch(state);
	struct arena a = { 0 };

	lock(p);
	stage_build(&p->stage);
	for (size_t i = 0; i < 5; i++)
		assert_false(porch_holds(&p->stage.model, porch_talk[i].text));
	assert_false(porch_holds(&p->stage.model, "Ben"));
	assert_string_equal(p->stage.model.title, words_shade(SHADE_TITLE));
	assert_string_equal(p->stage.model.status, "");
	assert_true(porch_holds(&p->stage.model, "passphrase"));
	assert_true(porch_holds(&p->stage.model, "Ctrl-X"));
	assert_string_equal(stage_prompt(&p->stage, &a), words_of(WORD_ASK_PASSPHRASE));
	arena_finish(&a);
}

static void the_passphrase_opens_it(void **state)
{
	struct porch *p = porch(state);

	lock(p);
	assert_int_equal(shade_line(&p->stage, "", 1), DID_NOTHING);
	assert_int_equal(shade_line(&p->stage, "wrong horse", 1), DID_SAY);
	assert_true(p->stage.shade.locked);
	assert_int_equal(shade_line(&p->stage, "correct horse", 2), DID_SHADE);
	assert_false(shade_covers(&p->stage));
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, porch_talk[0].text));
}

static void wrong_ones_slow_down(void **state)
{
	static const int waits_s[] = { 5, 10, 20, 40, 60, 60 };
	struct porch *p = porch(state);
	int64_t now_ms = 1000;

	lock(p);
	for (int i = 1; i < SHADE_TRIES; i++)
		shade_line(&p->stage, "wrong horse", now_ms);
	assert_int_equal(p->stage.shade.again_ms, 0);
	for (size_t i = 0; i < sizeof(waits_s) / sizeof(*waits_s); i++) {
		shade_line(&p->stage, "wrong horse", now_ms);
		assert_int_equal(p->stage.shade.again_ms, now_ms + waits_s[i] * 1000);
		now_ms = p->stage.shade.again_ms;
		/* Not even the right one is looked at before. */
		assert_int_equal(shade_line(&p->stage, "correct horse", now_ms - 1), DID_SAY);
		assert_true(p->stage.shade.locked);
	}
	assert_int_equal(shade_line(&p->stage, "correct horse", now_ms), DID_SHADE);
	assert_int_equal(p->stage.shade.wrong, 0);
}

static void idle_locks(void **state)
{
	struct porch *p = porch(state);

	assert_int_equal(shade_due_ms(&p->stage, MINUTE_MS), 9 * MINUTE_MS);
	shade_touch(&p->stage, MINUTE_MS);
	assert_int_equal(shade_tick(&p->stage, 11 * MINUTE_MS - 1), DID_NOTHING);
	assert_int_equal(shade_tick(&p->stage, 11 * MINUTE_MS), DID_SHADE);
	assert_int_equal(shade_due_ms(&p->stage, 12 * MINUTE_MS), -1);
	p->stage.shade.locked = false;
	p->stage.wants.lock_after = 0;
	assert_int_equal(shade_due_ms(&p->stage, 99 * MINUTE_MS), -1);
}

static void practice_and_nobody_are_never_locked(void **state)
{
	struct porch *p = porch(state);

	p->stage.wants.never_locks = true;
	assert_int_equal(stage_line(&p->stage, "/lock-screen"), DID_SAY);
	assert_int_equal(shade_due_ms(&p->stage, 99 * MINUTE_MS), -1);
	p->stage.wants.never_locks = false;
	p->client.self.id = 0;
	assert_int_equal(stage_line(&p->stage, "/lock-screen"), DID_SAY);
	assert_false(shade_covers(&p->stage));
}

static void the_safety_key_works_locked(void **state)
{
	struct porch *p = porch(state);

	lock(p);
	assert_int_equal(press(p, KEY_CTRL('x')), DID_SHADE);
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "911"));
	assert_true(porch_holds(&p->stage.model, "passphrase"));
	assert_true(p->stage.shade.locked);
	assert_int_equal(press(p, KEY_CTRL('g')), DID_SHADE);
	stage_build(&p->stage);
	assert_false(porch_holds(&p->stage.model, "911"));
	assert_int_equal(shade_line(&p->stage, "/plan", 1), DID_SHADE);
	assert_true(p->stage.shade.plan_up);
}

static void one_key_hides_and_the_same_shows(void **state)
{
	static const int keys[] = { KEY_CTRL('\\'), KEY_CTRL('s') };
	struct porch *p = porch(state);
	bool known;

	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(stage_key(&p->stage, keys[i], &known), DID_SHADE);
		assert_true(p->stage.shade.blank && !p->stage.shade.locked);
		assert_int_equal(shade_line(&p->stage, "ls", 1), DID_NOTHING);
		assert_int_equal(press(p, 'x'), -1);
		assert_int_equal(press(p, keys[i]), DID_SHADE);
		assert_false(shade_covers(&p->stage));
	}
	assert_true(stage_line(&p->stage, "/blank") & DID_SHADE);
	assert_int_equal(shade_line(&p->stage, "/blank", 1), DID_SHADE);
	assert_false(shade_covers(&p->stage));
}

static void hidden_may_be_locked_too(void **state)
{
	struct porch *p = porch(state);
	bool known;

	p->stage.wants.blank_locks = true;
	stage_key(&p->stage, KEY_CTRL('\\'), &known);
	assert_true(p->stage.shade.blank && p->stage.shade.locked);
	/* On a hidden screen nobody is told whether a passphrase fits. */
	assert_int_equal(shade_line(&p->stage, "correct horse", 1), DID_NOTHING);
	press(p, KEY_CTRL('\\'));
	assert_true(!p->stage.shade.blank && p->stage.shade.locked);
}

static void leaving_takes_two(void **state)
{
	struct porch *p = porch(state);

	lock(p);
	assert_int_equal(press(p, KEY_CTRL('c')), DID_SHADE);
	press(p, 'x');
	assert_int_equal(press(p, KEY_CTRL('c')), DID_SHADE);
	assert_int_equal(press(p, KEY_CTRL('c')), DID_QUIT);
	assert_int_equal(shade_line(&p->stage, "/quit", 1), DID_QUIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_else_is_shown, porch_open, porch_close),
		cmocka_unit_test_setup_teardown(the_passphrase_opens_it, porch_open,
						porch_close),
		cmocka_unit_test_setup_teardown(wrong_ones_slow_down, porch_open, porch_close),
		cmocka_unit_test_setup_teardown(idle_locks, porch_open, porch_close),
		cmocka_unit_test_setup_teardown(practice_and_nobody_are_never_locked,
						porch_open, porch_close),
		cmocka_unit_test_setup_teardown(the_safety_key_works_locked, porch_open,
						porch_close),
		cmocka_unit_test_setup_teardown(one_key_hides_and_the_same_shows, porch_open,
						porch_close),
		cmocka_unit_test_setup_teardown(hidden_may_be_locked_too, porch_open,
						porch_close),
		cmocka_unit_test_setup_teardown(leaving_takes_two, porch_open, porch_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
