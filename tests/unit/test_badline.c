/* SPDX-License-Identifier: MIT */
/* The holes of a bad line: by its kind and its seed, and by nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "demo/badline.h"

enum { HOUR_S = 3600, TURNS_MAX = 256 };

/* When it goes from one to the other, in an hour; how often. */
static int walk(const char *kind, uint64_t seed, int turns_s[TURNS_MAX])
{
	struct badline b;
	bool hole = false;
	int n = 0;

	assert_true(badline_open(&b, 1, badline_kind(kind), seed, 0));
	for (int s = 0; s < HOUR_S; s++) {
		const int left_ms = badline_timeout_ms(&b, s * 1000);

		assert_true(left_ms == -1 || left_ms >= 0);
		badline_work(&b, s * 1000);
		if (b.hole == hole)
			continue;
		hole = b.hole;
		assert_in_range(n, 0, TURNS_MAX - 1);
		turns_s[n++] = s;
	}
	badline_close(&b);
	return n;
}

static void a_kind_has_its_holes_and_a_seed_the_same_ones(void **state)
{
	int first[TURNS_MAX], again[TURNS_MAX], other[TURNS_MAX];
	const int n = walk("bad-gprs", 5, first);

	(void)state;
	assert_in_range(n, 30, 90); /* one in about two minutes and a half, both its ends */
	assert_int_equal(walk("bad-gprs", 5, again), n);
	assert_memory_equal(first, again, (size_t)n * sizeof(first[0]));
	assert_int_not_equal(walk("bad-gprs", 6, other), 0);
	assert_memory_not_equal(first, other, 4 * sizeof(first[0]));
	for (int i = 0; i + 1 < n; i++) /* in turn: how long it worked, and a hole */
		assert_in_range(first[i + 1] - first[i], i % 2 ? 60 : 12, i % 2 ? 181 : 39);
}

static void a_good_line_has_none(void **state)
{
	int turns_s[TURNS_MAX];

	(void)state;
	assert_int_equal(walk("good", 5, turns_s), 0);
	assert_int_equal(walk("edge", 5, turns_s), 0);
	assert_null(badline_kind("worst"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kind_has_its_holes_and_a_seed_the_same_ones),
		cmocka_unit_test(a_good_line_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
