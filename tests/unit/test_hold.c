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
	hold_add(&h, "at once", VOICE_POLITE, false);
	assert_string_equal(due(&h, 50), "at once");
	hold_key(&h, true, 1000);
	hold_add(&h, "one", VOICE_POLITE, false);
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
	hold_add(&h, "one", VOICE_POLITE, false);
	hold_add(&h, "two", VOICE_POLITE, false);
	hold_add(&h, "three", VOICE_POLITE, false);
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
	hold_add(&h, "before", VOICE_POLITE, false);
	hold_add(&h, "you", VOICE_NOW, true);
	hold_add(&h, "after", VOICE_POLITE, false);
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
	hold_add(&h, "one", VOICE_POLITE, false);
	assert_string_equal(due(&h, 1000), "one");
	hold_finish(&h);
	hold_init(&h, HOLD_UNTIL_ENTER, 0);
	hold_key(&h, true, 1000);
	hold_add(&h, "two", VOICE_POLITE, false);
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
			hold_add(&h, text, VOICE_POLITE, false);
		}
		for (int i = 0; i < 20; i++)
			assert_int_equal(strtol(due(&h, 0), NULL, 10), out++);
	}
	assert_int_equal(h.count, 200);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
