/* SPDX-License-Identifier: MIT */
/* How long a device stays signed in, and what tells one that signed in before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "server/device.h"
#include "server/known.h"
#include "server/lapse.h"
#include "server/seal.h"
#include "support/tmpdir.h"
#include "wire/limits.h"

#define DAY INT64_C(86400000)

struct desk {
	char dir[TMPDIR_PATH];
	struct conf conf;
};

static int open_desk(void **state)
{
	struct desk *d = mem_get(sizeof(*d));

	*state = d;
	conf_init(&d->conf);
	return sodium_init() < 0 || !tmpdir_make(d->dir) ||
	       !conf_set(&d->conf, "data", d->dir, NULL);
}

static int close_desk(void **state)
{
	struct desk *d = *state;

	tmpdir_drop(d->dir);
	conf_finish(&d->conf);
	free(d);
	return 0;
}

static bool over(const struct desk *d, const char *role, int64_t made, int64_t used,
		 int64_t now)
{
	struct store_user who = { .id = 1, .role = str_of(role) };
	const struct store_reply found = { .users = &who, .seq = made, .utc_ms = used };

	return device_is_over(&d->conf, &found, now);
}

static void a_patients_device_ends_when_it_was_not_used_for_90_days(void **state)
{
	struct desk *d = *state;
	const int64_t made = 1000 * DAY, used = 1500 * DAY;

	assert_false(over(d, "patient", made, used, used + 90 * DAY - 1));
	assert_true(over(d, "patient", made, used, used + 90 * DAY));
	assert_true(over(d, "family", made, used, used + 90 * DAY));
	assert_true(conf_set(&d->conf, "device_days", "0", NULL));
	assert_false(over(d, "patient", made, used, used + 4000 * DAY));
}

static void a_clock_that_jumps_signs_nobody_out(void **state)
{
	struct desk *d = *state;
	struct store_user who = { .id = 1, .role = str_of("patient") };
	const int64_t used = 1500 * DAY, later = used + 4000 * DAY;
	const struct store_reply found = { .users = &who, .seq = used, .utc_ms = used };

	assert_true(lapse_went(&d->conf, used, NULL)); /* it was right then */
	assert_true(device_is_over(&d->conf, &found, later));
	assert_false(device_is_surely_over(&d->conf, &found, later));
	assert_false(device_is_surely_over(&d->conf, &found, used - 4000 * DAY));
	assert_true(lapse_went(&d->conf, later, NULL)); /* somebody has said that it is */
	assert_true(device_is_surely_over(&d->conf, &found, later));
	assert_false(device_wants_mark(used, used + DEVICE_MARK_MS - 1));
	assert_true(device_wants_mark(used, used + DEVICE_MARK_MS));
	assert_false(device_wants_mark(used, used - 1000));
	assert_true(device_wants_mark(later, used)); /* it was marked while it was ahead */
}

static void a_device_of_staff_ends_7_days_after_it_signed_in(void **state)
{
	static const char *const roles[] = { "facilitator", "admin" };
	struct desk *d = *state;
	const int64_t made = 1000 * DAY, end = made + 7 * DAY;

	for (size_t i = 0; i < 2; i++) {
		assert_false(over(d, roles[i], made, made, end - 1));
		assert_true(over(d, roles[i], made, made, end));
		/* Here a moment ago, it may come back: a meeting is not cut.  For a day. */
		assert_false(over(d, roles[i], made, end - 1, end));
		assert_true(over(d, roles[i], made, end, end + DEVICE_GRACE_MS));
		assert_false(over(d, roles[i], made, end + DAY - 1, end + DAY - 1));
		assert_true(over(d, roles[i], made, end + DAY, end + DAY));
	}
	assert_true(conf_set(&d->conf, "staff_days", "0", NULL));
	assert_false(over(d, "admin", made, made, made + 4000 * DAY));
}

static void a_device_is_known_for_its_own_person_alone(void **state)
{
	struct desk *d = *state;
	struct buf known, other;
	char *path = conf_path(&d->conf, KNOWN_KEY);

	int64_t device;

	buf_init(&known, WIRE_KNOWN_MAX);
	buf_init(&other, WIRE_KNOWN_MAX);
	assert_true(known_make(&d->conf, 12, 345, &known));
	assert_true(known_make(&d->conf, 12, 345, &other));
	assert_string_not_equal(known.p, other.p);
	assert_true(known_is(&d->conf, known.p, 12, &device));
	assert_int_equal(device, 345);
	assert_true(known_is(&d->conf, other.p, 12, &device));
	assert_false(known_is(&d->conf, known.p, 1, &device));
	assert_int_equal(device, 0);
	assert_false(known_is(&d->conf, known.p, 120, &device));
	assert_false(known_is(&d->conf, NULL, 12, &device));
	assert_false(known_is(&d->conf, "", 12, &device));
	/* As a server of before made it. */
	buf_reset(&other);
	assert_true(seal_close(&d->conf, KNOWN_KEY, str_of("12"), &other, NULL));
	assert_true(known_is(&d->conf, other.p, 12, &device));
	assert_int_equal(device, 0);
	known.p[30] = known.p[30] == 'A' ? 'B' : 'A';
	assert_false(known_is(&d->conf, known.p, 12, &device));
	assert_int_equal(remove(path), 0); /* a restored server: nobody is known, all may try */
	assert_false(known_is(&d->conf, other.p, 12, &device));
	free(path);
	buf_finish(&known);
	buf_finish(&other);
}

#define DESK(f) cmocka_unit_test_setup_teardown(f, open_desk, close_desk)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK(a_patients_device_ends_when_it_was_not_used_for_90_days),
		DESK(a_clock_that_jumps_signs_nobody_out),
		DESK(a_device_of_staff_ends_7_days_after_it_signed_in),
		DESK(a_device_is_known_for_its_own_person_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
