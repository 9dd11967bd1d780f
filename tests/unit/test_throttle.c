/* SPDX-License-Identifier: MIT */
/* Guessers are slowed down, and nobody is locked out by them: a day of each, in no time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/buf.h"
#include "server/proof_queue.h"
#include "server/throttle.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR };
enum { MANY = 10000 };

static int make(void **state)
{
	struct throttle *t = mem_get(sizeof(*t));

	memset(t->key, 7, sizeof(t->key)); /* chance, too, is the same each time */
	*state = t;
	return 0;
}

static int drop(void **state)
{
	free(*state);
	return 0;
}

static struct throttle_try stranger(const char *name, const char *address)
{
	return (struct throttle_try) { THROTTLE_PASSPHRASE, name, address, "" };
}

/* So many are taken at once, and then one is not. */
static int taken_at_once(struct throttle *t, const struct throttle_try *by, int64_t now)
{
	int n = 0;

	while (n < MANY && throttle_take(t, by, now) == 0)
		n++;
	return n;
}

/* One address tries whenever it may, from `from` to `to`: how often that is. */
static int guess_all_day(struct throttle *t, const struct throttle_try *by, int64_t from,
			 int64_t to)
{
	int n = 0;

	for (int64_t now = from; now < to;) {
		const int64_t wait = throttle_take(t, by, now);

		n += wait == 0;
		now += wait;
	}
	return n;
}

static void a_wait_doubles_and_ends(void **state)
{
	struct throttle *t = *state;
	const struct throttle_try by = stranger("Ana", "192.0.2.7");
	int64_t now = HOUR, wait = 15 * SECOND;

	assert_int_equal(taken_at_once(t, &by, now), THROTTLE_FREE);
	for (int i = 0; i < 12; i++) {
		assert_int_equal(throttle_take(t, &by, now), wait);
		assert_int_equal(throttle_take(t, &by, now + wait - 1), 1);
		now += wait;
		assert_int_equal(throttle_take(t, &by, now), 0);
		wait = 2 * wait < 15 * MINUTE ? 2 * wait : 15 * MINUTE;
	}
	/* A quiet night, and it is as it was. */
	assert_int_equal(taken_at_once(t, &by, now + DAY), THROTTLE_FREE);
}

static void what_is_refused_makes_no_wait_longer(void **state)
{
	struct throttle *t = *state;
	const struct throttle_try by = stranger("Ana", "192.0.2.7");

	taken_at_once(t, &by, HOUR);
	for (int i = 0; i < MANY; i++)
		assert_int_not_equal(throttle_take(t, &by, HOUR), 0);
	assert_int_equal(throttle_take(t, &by, HOUR + 15 * SECOND), 0);
}

static void networks_are_told_apart_by_what_one_customer_has(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} rows[] = {
		{ "192.0.2.7", "192.0.2.8", false },
		{ "192.0.2.7", "::ffff:192.0.2.7", true },
		{ "2001:db8:1:1::1", "2001:db8:1:1:ffff::9", true },
		{ "2001:db8:1:1::1", "2001:db8:1:2::1", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct throttle *t = *state;
		const struct throttle_try a = stranger("Ana", rows[i].a),
					  b = stranger("aNA", rows[i].b);

		memset(t->sets, 0, sizeof(t->sets));
		taken_at_once(t, &a, HOUR);
		assert_int_equal(throttle_take(t, &b, HOUR) != 0, rows[i].same);
		assert_int_equal(throttle_network(t, rows[i].a) ==
					 throttle_network(t, rows[i].b),
				 rows[i].same);
	}
}

/* A site's /48 has 65536 networks for nothing: they count together. */
static void a_sites_networks_are_not_so_many_attackers(void **state)
{
	struct throttle *t = *state;
	char address[64];
	int n = 0;

	for (int i = 0; i < 1000; i++) {
		snprintf(address, sizeof(address), "2001:db8:1:%x::1", i);
		struct throttle_try by = stranger("Ana", address);

		n += throttle_take(t, &by, HOUR) == 0;
	}
	assert_int_equal(n, 8 * THROTTLE_FREE);
}

static void a_right_one_does_not_count(void **state)
{
	struct throttle *t = *state;
	const struct throttle_try by = stranger("Ana", "192.0.2.7");

	for (int i = 0; i < 100; i++) {
		assert_int_equal(throttle_take(t, &by, HOUR), 0);
		throttle_undo(t, &by, HOUR);
	}
	assert_int_equal(taken_at_once(t, &by, HOUR), THROTTLE_FREE);
}

/* ---- a day of guessing ---- */

/* The patient: at home on a new device, and on one that signed in before at the attacker's. */
static void assert_patient_gets_in(struct throttle *t, const char *attacker, int64_t now)
{
	const struct throttle_try fresh = stranger("Ana", "203.0.113.9");
	const struct throttle_try known = { THROTTLE_PASSPHRASE, "Ana", attacker,
					    "the device" };

	assert_true(taken_at_once(t, &fresh, now) >= THROTTLE_FREE_PRESSED);
	assert_int_equal(taken_at_once(t, &known, now), THROTTLE_FREE_KNOWN);
}

static void one_address_for_a_day(void **state)
{
	struct throttle *t = *state;
	const struct throttle_try by = stranger("Ana", "192.0.2.7");
	const int n = guess_all_day(t, &by, HOUR, HOUR + DAY);

	print_message("one address for a day: %d guesses of an account\n", n);
	assert_true(n >= THROTTLE_FREE && n <= 100);
	assert_patient_gets_in(t, by.address, HOUR + DAY);
}

static void many_addresses_for_a_day(void **state)
{
	struct throttle *t = *state;
	char address[64];
	int n = 0;

	/* Each from another /16 or /24, an hour of all after the other. */
	for (int64_t hour = 0; hour < 24; hour++)
		for (int i = 0; i < MANY; i++) {
			const int64_t now = (hour + 1) * HOUR + i;

			snprintf(address, sizeof(address), "%d.%d.%d.1", 11 + i / 4096,
				 i / 64 % 64, i % 64);
			struct throttle_try by = stranger("Ana", address);

			n += taken_at_once(t, &by, now);
			if (i % 1000 == 0)
				assert_true(throttle_take(t, &by, now) > 0);
		}
	print_message("%d addresses for a day: %d guesses of an account\n", MANY, n);
	/* Where more than its ways meet in a set, the lightest goes, and has tries again. */
	assert_true(n <= 7 * MANY + MANY / 100);
	assert_patient_gets_in(t, address, 25 * (int64_t)HOUR);
}

/* Behind the clinic's one address somebody tries all the time, and some mistype. */
static void who_shares_the_attackers_network_gets_in(void **state)
{
	struct throttle *t = *state;
	const struct throttle_try thief = stranger("Ana", "192.0.2.7");
	const struct throttle_try known = { THROTTLE_PASSPHRASE, "Ana", "192.0.2.7", "laptop" };
	const struct throttle_try ben = stranger("Ben", "192.0.2.7");

	for (int64_t now = HOUR; now < HOUR + DAY; now += 10 * SECOND) {
		throttle_take(t, &thief, now);
		if (now % HOUR)
			continue;
		assert_int_equal(throttle_take(t, &known, now), 0); /* mistyped */
		assert_int_equal(throttle_take(t, &known, now), 0);
		throttle_undo(t, &known, now);
		assert_int_equal(throttle_take(t, &ben, now), 0); /* another account */
		throttle_undo(t, &ben, now);
	}
}

static void a_stolen_device_guesses_slowly_too(void **state)
{
	struct throttle *t = *state;
	const struct throttle_try thief = { THROTTLE_PASSPHRASE, "Ana", "192.0.2.7", "stolen" };
	const int n = guess_all_day(t, &thief, HOUR, HOUR + DAY);

	print_message("a device that signed in before, for a day: %d guesses\n", n);
	assert_true(n <= 310);
	assert_patient_gets_in(t, thief.address, HOUR + DAY);
}

/* So many names that no table holds them: a count that is heavy stays. */
static void many_names_do_not_wash_a_count_away(void **state)
{
	struct throttle *t = *state;
	const struct throttle_try by = stranger("Ana", "192.0.2.7");
	char name[32], address[64];

	taken_at_once(t, &by, HOUR);
	for (int i = 0; i < 4 * THROTTLE_SETS * THROTTLE_WAYS; i++) {
		snprintf(name, sizeof(name), "nobody-%d", i);
		snprintf(address, sizeof(address), "198.%d.%d.1", i >> 8 & 255, i & 255);
		struct throttle_try other = stranger(name, address);

		throttle_take(t, &other, HOUR + 1);
	}
	assert_int_equal(throttle_take(t, &by, HOUR + 2), 15 * SECOND - 2);
}

/* With the passphrase in hand there are a million figures, and three are right at a time. */
static void figures_are_counted_apart(void **state)
{
	struct throttle *t = *state;
	struct throttle_try by = { THROTTLE_FIGURES, "Robin", "192.0.2.7", "" };
	const struct throttle_try own = { THROTTLE_FIGURES, "Robin", "192.0.2.8", "laptop" };
	struct throttle_try pass = stranger("Robin", "192.0.2.7");
	const int n = guess_all_day(t, &by, HOUR, HOUR + DAY);

	print_message("figures for a day: %d guesses\n", n);
	assert_true(n <= 40);
	by.address = "198.51.100.1"; /* another network is no way around it */
	assert_int_not_equal(throttle_take(t, &by, HOUR + DAY), 0);
	assert_int_equal(throttle_take(t, &own, HOUR + DAY), 0);
	assert_int_equal(throttle_take(t, &pass, HOUR + DAY), 0);
}

/* ---- the queue for the hash ---- */

static void strangers_cannot_fill_the_queue_for_those_who_are_known(void **state)
{
	static struct proof_wait flood[MANY], known[PROOF_KNOWN + 1], other;
	struct proof_queue q = { .known = { 0 } };
	int n = 0;

	(void)state;
	for (int i = 0; i < MANY; i++)
		n += proof_queue_put(&q, &flood[i]);
	assert_int_equal(n, PROOF_NETWORK); /* all of one network */
	other.network = 1;
	assert_true(proof_queue_put(&q, &other));
	for (int i = n; i < MANY; i++) {
		flood[i].network = (uint64_t)i;
		n += proof_queue_put(&q, &flood[i]);
	}
	assert_int_equal(q.strangers.count, PROOF_STRANGERS);
	for (int i = 0; i < PROOF_KNOWN + 1; i++) {
		known[i].known = true;
		assert_int_equal(proof_queue_put(&q, &known[i]), i < PROOF_KNOWN);
	}
	for (int i = 0; i < PROOF_KNOWN; i++)
		assert_ptr_equal(proof_queue_take(&q), &known[i]);
	for (int i = 0; i < PROOF_NETWORK; i++)
		assert_ptr_equal(proof_queue_take(&q), &flood[i]);
	assert_ptr_equal(proof_queue_take(&q), &other);
	while (q.strangers.count)
		assert_non_null(proof_queue_take(&q));
	assert_null(proof_queue_take(&q));
}

#define THROTTLE(f) cmocka_unit_test_setup_teardown(f, make, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		THROTTLE(a_wait_doubles_and_ends),
		THROTTLE(what_is_refused_makes_no_wait_longer),
		THROTTLE(networks_are_told_apart_by_what_one_customer_has),
		THROTTLE(a_sites_networks_are_not_so_many_attackers),
		THROTTLE(a_right_one_does_not_count),
		THROTTLE(one_address_for_a_day),
		THROTTLE(many_addresses_for_a_day),
		THROTTLE(who_shares_the_attackers_network_gets_in),
		THROTTLE(a_stolen_device_guesses_slowly_too),
		THROTTLE(many_names_do_not_wash_a_count_away),
		THROTTLE(figures_are_counted_apart),
		cmocka_unit_test(strangers_cannot_fill_the_queue_for_those_who_are_known),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
