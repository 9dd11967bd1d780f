/* SPDX-License-Identifier: MIT */
/* What a person wishes for, on its way to the server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "client/wish.h"

enum { ANA = 2, NOW = 5000000 };

static const char *written(struct wishes *w, int64_t now)
{
	static char out[8192];
	struct buf b;

	buf_init(&b, sizeof(out) - 1);
	wishes_write(w, now, &b);
	wire_close(&b);
	snprintf(out, sizeof(out), "%s", buf_text(&b));
	buf_finish(&b);
	return out;
}

static void wishes__go_once_a_connection__until_they_are_answered(void **state)
{
	const struct pl_wish raise = { .act = PL_ACT_RAISE, .text = "my week" };
	const struct pl_wish mute = { .act = PL_ACT_MUTE, .member = ANA, .n = 5 };
	struct wishes w = { 0 };

	(void)state;
	assert_int_equal(wishes_add(&w, 3, &raise, false), PL_OK);
	wishes_stamp(&w, NOW, 1000);
	assert_int_equal(wishes_add(&w, 3, &mute, false),
			 PL_FAIL_NOT_NOW); /* the line is down */
	assert_int_equal(wishes_add(&w, 3, &mute, true), PL_OK);
	wishes_stamp(&w, NOW - 5, 1000); /* the clock was set back */
	assert_string_equal(
		written(&w, 9000),
		"[{\"t\":\"c\",\"g\":3,\"d\":8000,\"k\":5000000,\"c\":\"raise\",\"b\":\"my "
		"week\"},{\"t\":\"c\",\"g\":3,\"u\":2,\"k\":5000001,\"n\":5,\"c\":\"mute\"}]");
	assert_string_equal(written(&w, 9000), "");
	assert_true(wishes_later(&w, 5000000));
	assert_true(wishes_wait(&w));
	written(&w, 9000);
	wishes_again(&w);
	assert_true(wishes_answered(&w, 5000000));
	assert_false(wishes_answered(&w, 5000000));
	assert_string_equal(
		written(&w, 9000),
		"[{\"t\":\"c\",\"g\":3,\"u\":2,\"k\":5000001,\"n\":5,\"c\":\"mute\"}]");
	wishes_finish(&w);
}

/* A facilitator's act that waited for the line is not done a minute later. */
static void wishes__that_make_sense_only_now__go_stale(void **state)
{
	const struct pl_wish raise = { .act = PL_ACT_RAISE }, call = { .act = PL_ACT_CALL };
	struct wishes w = { 0 };

	(void)state;
	assert_int_equal(wishes_add(&w, 3, &raise, true), PL_OK);
	wishes_stamp(&w, NOW, 1000);
	assert_int_equal(wishes_add(&w, 3, &call, true), PL_OK);
	wishes_stamp(&w, NOW, 1000);
	assert_int_equal(wishes_stale(&w, 1000 + WISHES_STALE_MS - 1), 0);
	written(&w, 2000);
	assert_int_equal(wishes_stale(&w, 1000 + WISHES_STALE_MS), 0); /* is on its way */
	wishes_again(&w);
	assert_int_equal(wishes_stale(&w, 1000 + WISHES_STALE_MS), 3);
	assert_int_equal(wishes_stale(&w, 1000 + WISHES_STALE_MS), 0);
	assert_int_equal(w.count, 1);
	wishes_finish(&w);
}

/* Beside what goes before all else: what is to outlive the program comes back as it was. */
static void wishes__that_are_kept__come_back(void **state)
{
	static const char kept[] =
		"3 5000001\n3 5000000 name Bo of the hill\n4 5000002 name \n";
	const struct pl_wish name = { .act = PL_ACT_NAME, .text = "Bo of the hill" };
	const struct pl_wish danger = { .act = PL_ACT_DANGER }, hand = { .act = PL_ACT_RAISE };
	const struct pl_wish back = { .act = PL_ACT_NAME };
	const struct {
		int64_t group;
		const struct pl_wish *wish;
	} all[] = { { 3, &name }, { 3, &danger }, { 4, &back }, { 4, &hand } };
	struct wishes w = { 0 };
	struct buf b;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(wishes_add(&w, all[i].group, all[i].wish, false), PL_OK);
		wishes_stamp(&w, NOW, 1000);
	}
	for (int life = 0; life < 2; life++) {
		buf_init(&b, 1024);
		wishes_keep(&w, &b);
		assert_string_equal(buf_text(&b), kept);
		buf_finish(&b);
		wishes_finish(&w);
		w = (struct wishes) { 0 };
		wishes_load(&w, kept, 1000);
	}
	assert_string_equal(
		written(&w, 9000),
		"[{\"t\":\"c\",\"g\":3,\"k\":5000001,\"c\":\"danger\"},"
		"{\"t\":\"c\",\"g\":3,\"k\":5000000,\"c\":\"name\",\"b\":\"Bo of the hill\"},"
		"{\"t\":\"c\",\"g\":4,\"k\":5000002,\"c\":\"name\"}]");
	wishes_finish(&w);
}

/* What a hand costs on the way up, as it goes out. */
static void a_hand__costs_few_bytes(void **state)
{
	const struct pl_wish raise = { .act = PL_ACT_RAISE, .text = "my week" };
	struct wishes w = { 0 };
	struct buf json, out;

	(void)state;
	buf_init(&json, 4096);
	buf_init(&out, 4096);
	wishes_add(&w, 3, &raise, true);
	wishes_stamp(&w, INT64_C(1764111612345), 1000);
	wishes_write(&w, 1200, &json);
	wire_close(&json);
	assert_true(wire_pack((struct str) { json.p, json.n }, &out));
	print_message("a hand with a reason: %zu bytes up\n", out.n);
	assert_in_range(out.n, 10, 64);
	buf_finish(&json);
	buf_finish(&out);
	wishes_finish(&w);
}

static void reactions__are_one_word__and_may_wait_for_the_line(void **state)
{
	struct wishes w = { 0 };

	(void)state;
	assert_int_equal(
		wishes_add(&w, 3, &(struct pl_wish) { .act = PL_ACT_METOO, .n = 9 }, false),
		PL_OK);
	wishes_stamp(&w, NOW, 1000);
	assert_int_equal(
		wishes_add(&w, 3, &(struct pl_wish) { .act = PL_ACT_THANKS, .n = 9 }, false),
		PL_OK);
	wishes_stamp(&w, NOW, 1000);
	assert_string_equal(
		written(&w, 9000),
		"[{\"t\":\"c\",\"g\":3,\"k\":5000000,\"n\":9,\"c\":\"react\"},"
		"{\"t\":\"c\",\"g\":3,\"d\":1,\"k\":5000001,\"n\":9,\"c\":\"react\"}]");
	wishes_finish(&w);
}

static void wishes__have_a_bound(void **state)
{
	const struct pl_wish raise = { .act = PL_ACT_RAISE };
	struct wishes w = { 0 };

	(void)state;
	for (int i = 0; i < WISHES_MAX; i++)
		assert_int_equal(wishes_add(&w, 3, &raise, true), PL_OK);
	assert_int_equal(wishes_add(&w, 3, &raise, true), PL_FAIL_BUSY);
	wishes_finish(&w);
	assert_int_equal(wishes_add(&w, 3, &(struct pl_wish) { .act = PL_ACTS }, true),
			 PL_FAIL_NOT_NOW);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wishes__go_once_a_connection__until_they_are_answered),
		cmocka_unit_test(wishes__that_make_sense_only_now__go_stale),
		cmocka_unit_test(wishes__that_are_kept__come_back),
		cmocka_unit_test(a_hand__costs_few_bytes),
		cmocka_unit_test(reactions__are_one_word__and_may_wait_for_the_line),
		cmocka_unit_test(wishes__have_a_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
