/* SPDX-License-Identifier: MIT */
/* What anybody may ask of the server: the table, who is counted for what, and how much it holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/budget.h"

enum { PATIENTS = 60, MINUTE_MS = 60000 };

static struct str network(const char *address, unsigned char out[16])
{
	return (struct str) { (const char *)out, budget_network(address, out) };
}

static bool take(struct budget *b, enum budget_what what, const char *address, int64_t now_ms)
{
	unsigned char bytes[16];

	return budget_take(b, what, network(address, bytes), now_ms);
}

static void every_row_has_a_name_and_an_end(void **state)
{
	(void)state;
	for (int i = 0; i < BUDGET_ROWS; i++) {
		const struct budget_row *r = &budget_rows[i];

		assert_non_null(r->name);
		assert_in_range(r->rate.burst, 1, 100000);
		assert_in_range(r->rate.per_min, 1, 100000);
		assert_true(!r->at_once || r->per != BUDGET_PER_CONNECTION);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(r->name, budget_rows[j].name);
	}
}

/* Its line was down: all come back, twice each, and ask for all that they have not got. */
static void a_clinic_behind_one_address_has_room(void **state)
{
	struct budget *b = budget_create();
	unsigned char bytes[16];
	const struct str clinic = network("192.0.2.1", bytes);

	(void)state;
	for (int64_t evening = 1; evening < 20; evening++) {
		const int64_t now_ms = evening * 2 * MINUTE_MS;

		for (int i = 0; i < PATIENTS * 4; i++) {
			assert_true(budget_take(b, BUDGET_CONNECTIONS, clinic, now_ms));
			budget_enter(b, BUDGET_CONNECTIONS, clinic);
		}
		for (int i = 0; i < PATIENTS * 4; i++)
			budget_leave(b, BUDGET_CONNECTIONS, clinic);
		for (int i = 0; i < PATIENTS * 30; i++)
			assert_true(budget_take(b, BUDGET_REQUESTS, clinic, now_ms));
	}
	budget_destroy(b);
}

static void one_network_is_held_back_and_no_other(void **state)
{
	const struct rate rate = budget_rows[BUDGET_REQUESTS].rate;
	struct budget *b = budget_create();

	(void)state;
	for (int i = 0; i < rate.burst; i++)
		assert_true(take(b, BUDGET_REQUESTS, "192.0.2.1", 1));
	assert_false(take(b, BUDGET_REQUESTS, "192.0.2.1", 1));
	assert_true(take(b, BUDGET_REQUESTS, "192.0.2.2", 1));
	assert_true(take(b, BUDGET_CONNECTIONS, "192.0.2.1", 1));
	assert_true(take(b, BUDGET_REQUESTS, "192.0.2.1", 1 + MINUTE_MS / rate.per_min));
	budget_destroy(b);
}

static void a_household_is_one_network(void **state)
{
	unsigned char a[16], b[16], c[16], d[16];

	(void)state;
	assert_true(str_eq(network("2001:db8:1:2::3", a), network("2001:db8:1:2:ffff::1", b)));
	assert_false(str_eq(network("2001:db8:1:2::3", a), network("2001:db8:1:3::3", b)));
	assert_true(str_eq(network("192.0.2.1", c), network("::ffff:192.0.2.1", d)));
	assert_false(str_eq(network("192.0.2.1", c), network("192.0.2.2", d)));
	assert_int_equal(network("nobody", a).n, 0);
}

static void what_lasts_is_counted_until_it_ends(void **state)
{
	const int most = budget_rows[BUDGET_DEVICES].at_once;
	const struct str ana = str_of("1");
	struct budget *b = budget_create();

	(void)state;
	for (int i = 0; i < most; i++) {
		assert_true(budget_take(b, BUDGET_DEVICES, ana, 1));
		budget_enter(b, BUDGET_DEVICES, ana);
	}
	assert_false(budget_take(b, BUDGET_DEVICES, ana, 10 * MINUTE_MS));
	assert_true(budget_take(b, BUDGET_DEVICES, str_of("2"), 1));
	budget_leave(b, BUDGET_DEVICES, ana);
	assert_true(budget_take(b, BUDGET_DEVICES, ana, 10 * MINUTE_MS));
	budget_leave(b, BUDGET_DEVICES, str_of("3")); /* never came */
	budget_destroy(b);
}

/* A million addresses: who is in use stays, who has gone for the longest goes. */
static void a_flood_of_addresses_takes_no_more_memory_and_frees_nobody(void **state)
{
	const int most = budget_rows[BUDGET_CONNECTIONS].at_once;
	struct budget *b = budget_create();
	unsigned char bytes[16];
	const struct str one = network("198.51.100.7", bytes);

	(void)state;
	for (int i = 0; i < most; i++)
		budget_enter(b, BUDGET_CONNECTIONS, one);
	for (uint32_t i = 0; i < 1000000; i++)
		assert_true(budget_take(b, BUDGET_CONNECTIONS,
					(struct str) { (const char *)&i, sizeof(i) }, 1 + i));
	assert_int_equal(budget_counts(b), BUDGET_COUNTS);
	assert_false(budget_take(b, BUDGET_CONNECTIONS, one, 5000000));
	budget_leave(b, BUDGET_CONNECTIONS, one);
	assert_true(budget_take(b, BUDGET_CONNECTIONS, one, 5000000));
	budget_destroy(b);
}

/* The one that goes is the one that was asked for the longest ago. */
static void the_oldest_goes_first(void **state)
{
	const int burst = budget_rows[BUDGET_FEEDS].rate.burst;
	struct budget *b = budget_create();

	(void)state;
	for (int i = 0; i < burst; i++)
		assert_true(take(b, BUDGET_FEEDS, "192.0.2.1", 1));
	for (uint32_t i = 0; i < BUDGET_COUNTS - 1; i++)
		budget_take(b, BUDGET_FEEDS, (struct str) { (const char *)&i, sizeof(i) }, 1);
	assert_false(take(b, BUDGET_FEEDS, "192.0.2.1", 1)); /* now it is the newest */
	for (uint32_t i = BUDGET_COUNTS; i < 2 * BUDGET_COUNTS - 1; i++)
		budget_take(b, BUDGET_FEEDS, (struct str) { (const char *)&i, sizeof(i) }, 1);
	assert_false(take(b, BUDGET_FEEDS, "192.0.2.1", 1));
	budget_destroy(b);
}

/* All are in use: nobody is let in without being counted. */
static void full_is_full(void **state)
{
	struct budget *b = budget_create();

	(void)state;
	for (uint32_t i = 0; i < BUDGET_COUNTS; i++)
		budget_enter(b, BUDGET_DEVICES, (struct str) { (const char *)&i, sizeof(i) });
	assert_false(budget_take(b, BUDGET_DEVICES, str_of("one more"), 1));
	budget_destroy(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_has_a_name_and_an_end),
		cmocka_unit_test(a_clinic_behind_one_address_has_room),
		cmocka_unit_test(one_network_is_held_back_and_no_other),
		cmocka_unit_test(a_household_is_one_network),
		cmocka_unit_test(what_lasts_is_counted_until_it_ends),
		cmocka_unit_test(a_flood_of_addresses_takes_no_more_memory_and_frees_nobody),
		cmocka_unit_test(the_oldest_goes_first),
		cmocka_unit_test(full_is_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
