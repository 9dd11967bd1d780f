/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire/have.h"

/* What a query says, written again: its parts in order, and nothing that was not understood. */
static const struct {
	const char *query, *again;
} rows[] = {
	{ "", "" },
	{ "c=1.18,2.0&w=7&v=3", "?c=1.18,2.0&w=7&v=3" },
	{ "v=0", "?v=0" },
	{ "u=0&w=7", "?w=7&u=0" },
	{ "w=0&c=1.2", "?c=1.2&w=0" },
	{ "c=1.18,2", "?c=1.18" },
	{ "c=1.18,2.x,3.4", "?c=1.18" },
	{ "c=-1.18", "" },
	{ "c=1.99999999999999999999", "" },
	{ "w=9223372036854775807&v=9223372036854775806", "?v=9223372036854775806" },
	{ "w=-1&v=1&v=2", "?v=1" },
	{ "w=1x", "" },
	{ "k=12&w=3", "?w=3&k=12" },
	{ "x=1&&&=&w=5&", "?w=5" },
};

static void what_is_not_understood_is_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct wire_have have;
		struct buf out;

		buf_init(&out, 4096);
		wire_have_read(rows[i].query, &have);
		assert_true(wire_have_write(&have, &out));
		assert_string_equal(buf_text(&out), rows[i].again);
		buf_finish(&out);
	}
}

static void there_are_no_more_cursors_than_groups(void **state)
{
	struct wire_have have;
	struct buf query, out;

	(void)state;
	buf_init(&query, 4096);
	buf_init(&out, 16);
	buf_adds(&query, "c=");
	for (int i = 1; i <= WIRE_GROUPS_MAX + 5; i++)
		buf_addf(&query, "%s%d.%d", i > 1 ? "," : "", i, 2 * i);
	wire_have_read(buf_text(&query), &have);
	assert_int_equal(have.count, WIRE_GROUPS_MAX);
	assert_int_equal(have.cursors[WIRE_GROUPS_MAX - 1].group, WIRE_GROUPS_MAX);
	assert_int_equal(have.cursors[WIRE_GROUPS_MAX - 1].seq, 2 * WIRE_GROUPS_MAX);
	assert_false(wire_have_write(&have, &out));
	buf_finish(&query);
	buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_understood_is_nothing),
		cmocka_unit_test(there_are_no_more_cursors_than_groups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
