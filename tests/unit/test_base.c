/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

static void a_buf_refuses_what_passes_its_cap_whole(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	assert_true(buf_adds(&b, "abc"));
	assert_false(buf_adds(&b, "def"));
	assert_string_equal(buf_text(&b), "abc");
	assert_true(buf_addf(&b, "%d", 42));
	assert_string_equal(buf_text(&b), "abc42");
	buf_finish(&b);
}

static void an_arena_gives_zeroed_memory_after_reset(void **state)
{
	struct arena a = { 0 };
	char *p;

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 5000; i++) {
			p = arena_get(&a, 33);
			assert_int_equal(p[0], 0);
			assert_int_equal(p[32], 0);
			memset(p, 0xff, 33);
		}
		assert_string_equal(arena_fmt(&a, "%s-%d", "x", 7), "x-7");
		arena_reset(&a);
	}
	arena_finish(&a);
}

static void an_error_has_a_code_and_a_line(void **state)
{
	struct err e = { 0 };

	(void)state;
	assert_false(err_set(&e, ERR_DISK, "no room for '%s'", "x"));
	assert_int_equal(e.code, ERR_DISK);
	assert_string_equal(e.text, "no room for 'x'");
	assert_false(err_set(NULL, ERR_DISK, "nobody asked"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_buf_refuses_what_passes_its_cap_whole),
		cmocka_unit_test(an_arena_gives_zeroed_memory_after_reset),
		cmocka_unit_test(an_error_has_a_code_and_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
