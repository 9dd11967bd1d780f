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
#include "base/sorted.h"

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

static void a_text_is_copied_whole_and_none_is_empty(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_string_equal(arena_text(&a, "Ana"), "Ana");
	assert_string_equal(arena_text(&a, NULL), "");
	arena_finish(&a);
}

static void a_text_is_made_of_some_bytes_alone(void **state)
{
	(void)state;
	assert_true(str_made_of(str_of("phq-9"), STR_NAMES));
	assert_false(str_made_of(str_of("phq 9"), STR_NAMES));
	assert_false(str_made_of(str_of("9/"), STR_NAMES));
	assert_false(str_made_of(str_of(""), STR_NAMES));
	assert_false(str_made_of((struct str) { "a\0b", 3 }, STR_NAMES));
}

struct numbered {
	char other;
	int64_t number;
};

static void what_is_sorted_has_a_place_for_each_number(void **state)
{
	const struct numbered rows[] = { { 'a', -5 }, { 'b', 2 }, { 'c', 2 }, { 'd', 9 } };
	const struct sorted by = SORTED_BY(struct numbered, number);
	static const int64_t numbers[] = { INT64_MIN, -5, -4, 2, 3, 9, 10, INT64_MAX };
	static const size_t places[] = { 0, 0, 1, 1, 3, 3, 4, 4 };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		assert_int_equal(sorted_place(rows, 4, by, numbers[i]), places[i]);
	assert_int_equal(sorted_place(NULL, 0, by, 1), 0);
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
		cmocka_unit_test(a_text_is_copied_whole_and_none_is_empty),
		cmocka_unit_test(a_text_is_made_of_some_bytes_alone),
		cmocka_unit_test(what_is_sorted_has_a_place_for_each_number),
		cmocka_unit_test(an_error_has_a_code_and_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
