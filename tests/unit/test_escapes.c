/* SPDX-License-Identifier: MIT */
/* What looks through all that tests read from our programs finds what it is to find. */
#include "support/escapes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char find(struct escapes *e, const char *text)
{
	return escapes_find(e, text, strlen(text));
}

static void titles_notices_and_the_clipboard_are_found(void **state)
{
	static const char *const all[] = {
		"a\x1b]0;Group\a", "\x1b]9;Group\a", "\x1b]52;c;eA==\a",
		"\x1bP+q\x1b\\",   "\x1b^x",         "\x1b_x",
		"\x1bXx"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct escapes e = { false };

		assert_int_equal(find(&e, all[i]), strchr(all[i], '\x1b')[1]);
	}
}

static void also_where_a_read_cuts_it_in_two(void **state)
{
	struct escapes e = { false };

	(void)state;
	assert_int_equal(find(&e, "text\x1b"), 0);
	assert_int_equal(find(&e, "]0;Group\a"), ']');
	assert_int_equal(find(&e, "]0;no escape"), 0);
}

static void what_moves_and_colours_is_none(void **state)
{
	struct escapes e = { false };

	(void)state;
	assert_int_equal(find(&e, "\x1b[1;1H\x1b[2J\x1b[?1049h\x1b(B\x1b=\x1b>\x1b"
				  "7[] P^_X"),
			 0);
	assert_int_equal(escapes_find(&e, "\x1b\0]", 3), 0);
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test(titles_notices_and_the_clipboard_are_found),
		cmocka_unit_test(also_where_a_read_cuts_it_in_two),
		cmocka_unit_test(what_moves_and_colours_is_none),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
