/* SPDX-License-Identifier: MIT */
/* The full face: what was said before, and lines that were not accepted. */
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

/* ---- what was said before ---- */

static void above_the_top_there_is_what_the_server_has(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .rows = 24,
						  .cols = 80,
						  .link = PL_LINK_LIVE,
						  .messages = 30,
						  .older = 50 });
	puppet_see(&p, "line 30");
	puppet_keys(&p, "\033[5~");
	puppet_see(&p, "Ben: line 9");
	assert_int_equal(screen_find(p.screen, "older"), -1); /* nothing unasked */
	puppet_keys(&p, "\033[5~");
	puppet_see(&p, "Ben: older 50");
	puppet_gone(&p, "Getting");
	assert_int_equal(screen_find(p.screen, "Ben: line 1"), /* one row stays in sight */
			 screen_find(p.screen, "Ben: older 50") + 1);
	puppet_keys(&p, "\033l");
	puppet_see(&p, "Ben: older 20");
	puppet_gone(&p, "Ben: line 1");
	puppet_keys(&p, "/back\r\033[5~\033[5~");
	puppet_see(&p, "Ben: older 2");
	puppet_keys(&p, "/back\r");
	puppet_see(&p, "There is nothing older to get.");
	puppet_keys(&p, "\033>");
	puppet_see(&p, "Ben: line 30");
	puppet_leave(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_line_comes_back_into_the_line_to_be_changed),
		cmocka_unit_test(a_refused_line_is_thrown_away),
		cmocka_unit_test(above_the_top_there_is_what_the_server_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
