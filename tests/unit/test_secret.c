/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "server/gate.h"
#include "server/secret.h"

#define BASE64URL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

static void tokens_and_codes_are_long_and_never_the_same(void **state)
{
	char a[SECRET_TOKEN], b[SECRET_TOKEN], c[SECRET_CODE], d[SECRET_CODE];

	(void)state;
	secret_token(a);
	secret_token(b);
	secret_code(c);
	secret_code(d);
	assert_int_equal(strlen(a), 43);
	assert_int_equal(strlen(c), 22);
	assert_int_equal(strspn(a, BASE64URL), 43);
	assert_int_equal(strspn(c, BASE64URL), 22);
	assert_string_not_equal(a, b);
	assert_string_not_equal(c, d);
}

static void a_passphrase_for_once_is_three_groups_of_letters(void **state)
{
	char a[SECRET_WORDS], b[SECRET_WORDS];

	(void)state;
	secret_words(a);
	secret_words(b);
	assert_string_not_equal(a, b);
	assert_int_equal(strlen(a), 17);
	for (size_t i = 0; i < 17; i++)
		assert_true(i % 6 == 5 ? a[i] == '-'
				       : strchr("abdefghkmnprstuxyz", a[i]) != NULL);
}

static void a_hash_is_blake2b_in_hex(void **state)
{
	char h[SECRET_HASH];

	(void)state;
	secret_hash("abc", h);
	assert_string_equal(h,
			    "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	secret_hash("", h);
	assert_string_equal(h,
			    "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

static void a_passphrase_fits_its_own_hash_alone(void **state)
{
	char a[SECRET_PASS], b[SECRET_PASS];

	(void)state;
	assert_true(secret_pass_hash("correct horse", a));
	assert_true(secret_pass_hash("correct horse", b));
	assert_string_not_equal(a, b);
	assert_memory_equal(a, "$argon2id$", 10);
	assert_true(secret_pass_check("correct horse", a));
	assert_false(secret_pass_check("correct horsf", a));
	assert_false(secret_pass_check("", a));
	assert_false(secret_pass_check("correct horse", ""));
	assert_false(secret_pass_check("correct horse", "correct horse"));
}

/* Buckets: the other thing that keeps guessers out. */

static void a_bucket_gives_its_burst_and_then_its_rate(void **state)
{
	const struct rate rate = { 3, 60 };
	struct bucket b = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_true(bucket_take(&b, 1000, rate, 1));
	assert_false(bucket_take(&b, 1000, rate, 1));
	assert_false(bucket_take(&b, 1999, rate, 1));
	assert_true(bucket_take(&b, 2000, rate, 1));
	assert_false(bucket_take(&b, 2000, rate, 1));
}

static void a_bucket_is_never_fuller_than_full(void **state)
{
	const struct rate rate = { 2, 60000 };
	struct bucket b = { 0 };

	(void)state;
	assert_true(bucket_take(&b, 1, rate, 1));
	assert_true(bucket_take(&b, INT64_C(1000000000000), rate, 1));
	assert_true(bucket_take(&b, INT64_C(1000000000000), rate, 1));
	assert_false(bucket_take(&b, INT64_C(1000000000000), rate, 1));
}

static struct gate_line line(int64_t ticket)
{
	return (struct gate_line) { .group = 1, .ticket = ticket };
}

static void a_line_that_came_too_fast_stays_before_those_behind_it(void **state)
{
	const struct rate rate = { 2, 60 };
	struct gate g = { 0 };

	(void)state;
	assert_true(gate_take(&g, line(1), 1000, rate));
	assert_true(gate_take(&g, line(2), 1000, rate));
	assert_false(gate_take(&g, line(3), 1000, rate));
	assert_false(gate_take(&g, line(4), 9000, rate)); /* there is room, and 3 is missing */
	assert_true(gate_take(&g, line(1), 9000, rate));  /* said again, its answer lost */
	assert_true(gate_take(&g, line(3), 9000, rate));
	assert_false(gate_take(&g, line(4), 9000, rate));
	assert_true(gate_take(&g, line(4), 10000, rate));
	assert_true(gate_take(&g, line(5), 11000, rate));
	gate_refuse(&g, line(6));
	gate_refuse(&g, line(7));
	assert_false(gate_take(&g, line(7), 19000, rate)); /* 6 comes first */
	gate_forget(&g, line(7));
	assert_false(gate_take(&g, line(8), 19000, rate));
	gate_forget(&g, line(6));
	assert_true(gate_take(&g, line(8), 19000, rate));
	gate_finish(&g);
}

/* A client that never says it again would else say nothing more on this connection. */
static void a_line_that_was_given_up_stops_no_other_for_ever(void **state)
{
	const struct rate rate = { 1, 60 };
	struct gate g = { 0 };

	(void)state;
	assert_true(gate_take(&g, line(1), 1000, rate));
	assert_false(gate_take(&g, line(2), 1000, rate));
	assert_false(gate_take(&g, line(3), 500000, rate)); /* the first that waits for it */
	assert_false(gate_take(&g, line(3), 500000 + GATE_HOLD_MS - 1, rate));
	assert_true(gate_take(&g, line(3), 500000 + GATE_HOLD_MS, rate));
	assert_true(gate_take(&g, line(4), 502000 + GATE_HOLD_MS, rate));
	gate_finish(&g);
}

/* Somebody may wait in one group, and talk in the others. */
static void no_group_waits_for_the_line_of_another(void **state)
{
	const struct rate rate = { 500, 60 };
	const struct gate_line other = { .group = 2, .ticket = 9 };
	struct gate g = { 0 };

	(void)state;
	gate_refuse(&g, line(7));
	assert_true(gate_take(&g, other, 1000, rate));
	assert_false(gate_take(&g, line(8), 1000, rate));
	gate_refuse(&g, other);
	assert_true(gate_take(&g, line(7), 1000, rate));
	assert_true(gate_take(&g, line(8), 1000, rate));
	assert_false(gate_take(&g, (struct gate_line) { 2, 10 }, 1000, rate));
	gate_forget(&g, other);
	assert_int_equal(g.count, 0);
	/* However many groups somebody says that they are in, so many are remembered. */
	for (int64_t i = 1; i <= GATE_GROUPS_MAX + 10; i++)
		gate_refuse(&g, (struct gate_line) { i, 1 });
	assert_int_equal(g.count, GATE_GROUPS_MAX);
	assert_false(gate_take(&g, (struct gate_line) { 1, 2 }, 1000, rate));
	gate_finish(&g);
}

/* As many as one likes would be no limit, and it is not behind what was refused. */
static void what_has_no_ticket_keeps_no_order_and_has_its_limit(void **state)
{
	const struct rate rate = { 3, 60 };
	struct gate g = { 0 };

	(void)state;
	assert_true(gate_take(&g, line(0), 1000, rate));
	assert_true(gate_take(&g, line(0), 1000, rate));
	assert_true(gate_take(&g, line(7), 1000, rate));
	assert_false(gate_take(&g, line(0), 1000, rate));
	assert_false(gate_take(&g, line(8), 1000, rate));
	assert_false(gate_take(&g, line(0), 1999, rate));
	assert_false(gate_take(&g, line(9), 4000, rate)); /* 8 is missing */
	assert_true(gate_take(&g, line(0), 4000, rate));
	assert_false(gate_take(&g, line(9), 4000, rate)); /* it is still */
	assert_true(gate_take(&g, line(8), 4000, rate));
	gate_finish(&g);
}

static void what_takes_much_takes_all_of_it_or_nothing(void **state)
{
	const struct rate rate = { 10, 60 };
	struct bucket b = { 0 };

	(void)state;
	assert_false(bucket_take(&b, 1000, rate, 11));
	assert_true(bucket_take(&b, 1000, rate, 10));
	assert_false(bucket_take(&b, 1999, rate, 1));
	assert_true(bucket_take(&b, 3000, rate, 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_and_codes_are_long_and_never_the_same),
		cmocka_unit_test(a_passphrase_for_once_is_three_groups_of_letters),
		cmocka_unit_test(a_hash_is_blake2b_in_hex),
		cmocka_unit_test(a_passphrase_fits_its_own_hash_alone),
		cmocka_unit_test(a_bucket_gives_its_burst_and_then_its_rate),
		cmocka_unit_test(a_line_that_came_too_fast_stays_before_those_behind_it),
		cmocka_unit_test(a_bucket_is_never_fuller_than_full),
		cmocka_unit_test(a_line_that_was_given_up_stops_no_other_for_ever),
		cmocka_unit_test(no_group_waits_for_the_line_of_another),
		cmocka_unit_test(what_has_no_ticket_keeps_no_order_and_has_its_limit),
		cmocka_unit_test(what_takes_much_takes_all_of_it_or_nothing),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
