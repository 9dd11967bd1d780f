/* SPDX-License-Identifier: MIT */
/* The full face: lines that were not accepted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/puppet.h"

/* ---- what was not accepted ---- */

static void say_in_vain(struct puppet *p)
{
	puppet_plain(p, 3);
	puppet_keys(p, "Helo all\r");
	puppet_see(p, "Ana: Helo all (kept here)");
	puppet_own(p, PL_NOT_ACCEPTED, 0);
	puppet_see(p, "Ana: Helo all (not accepted, kept here)");
}

static void a_refused_line_comes_back_into_the_line_to_be_changed(void **state)
{
	struct puppet p;

	(void)state;
	say_in_vain(&p);
	puppet_keys(&p, "half\033c"); /* what is begun does not give way */
	puppet_see(&p, "Type /edit to change");
	puppet_row(&p, 23, "> half");
	puppet_keys(&p, "\025/edit\r");
	puppet_see(&p, "> Helo all");
	puppet_gone(&p, "not accepted");
	puppet_keys(&p, "\033b\002\002l\r");
	puppet_see(&p, "Ana: Hello all (kept here)");
	assert_string_equal(p.seen->said, "Hello all");
	assert_int_equal(screen_find(p.screen, "Helo"), -1);
	puppet_leave(&p);
}

static void a_refused_line_is_thrown_away(void **state)
{
	struct puppet p;

	(void)state;
	say_in_vain(&p);
	puppet_keys(&p, "\033z");
	puppet_see(&p, "Type /drop to throw");
	puppet_keys(&p, "/drop\r");
	puppet_gone(&p, "Helo all");
	puppet_see(&p, "It was thrown away.");
	puppet_leave(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_line_comes_back_into_the_line_to_be_changed),
		cmocka_unit_test(a_refused_line_is_thrown_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
