/* SPDX-License-Identifier: MIT */
/* What a client makes of the time: of a stage, and of a turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/hearer.h"

#define UNTIL(d) "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1,\"d\":" #d ",\"r\":\"turns\"}]"

static void the_stages_time__is_told_once_to_each(void **state)
{
	struct session s;

	(void)state;
	hearer_begin(&s, true);
	hearer_rows(&s, UNTIL(5600000));
	assert_int_equal(hearer_due(&s), 300000);
	hearer_pass(&s, 300000);
	assert_string_equal(hearer_told(&s), "five 0;");
	hearer_pass(&s, 1000);
	assert_string_equal(hearer_told(&s), "");
	/* More time is another end. */
	hearer_rows(&s, UNTIL(5900000));
	hearer_pass(&s, 298999);
	assert_string_equal(hearer_told(&s), "");
	hearer_pass(&s, 1);
	assert_string_equal(hearer_told(&s), "five 0;");
	hearer_pass(&s, 300000);
	assert_string_equal(hearer_told(&s), "up 0;");
	assert_int_equal(hearer_due(&s), -1);
	session_finish(&s);
	hearer_begin(&s, false); /* a member */
	hearer_rows(&s, UNTIL(5400000));
	hearer_pass(&s, 100000);
	assert_string_equal(hearer_told(&s), "five 0;");
	hearer_pass(&s, 300000);
	assert_string_equal(hearer_told(&s), "");
	session_finish(&s);
	hearer_begin(&s, false); /* let in when less is left */
	hearer_rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":2}]");
	hearer_rows(&s, UNTIL(5400000));
	hearer_pass(&s, 200000);
	hearer_rows(&s, "[" HEARER_IN "]");
	hearer_pass(&s, 0);
	assert_string_equal(hearer_told(&s), "");
	session_finish(&s);
	hearer_begin(&s, true); /* of a short stage only the end */
	hearer_rows(&s, UNTIL(5200000));
	hearer_pass(&s, 100000);
	assert_string_equal(hearer_told(&s), "");
	hearer_pass(&s, 100000);
	assert_string_equal(hearer_told(&s), "up 0;");
	session_finish(&s);
	hearer_begin(&s, true); /* a stage of five minutes has just begun, by either clock */
	hearer_rows(&s, UNTIL(5302000));
	hearer_pass(&s, 2000);
	assert_string_equal(hearer_told(&s), "");
	session_finish(&s);
}

static void a_long_turn__is_told_once_to_who_has_it_and_who_leads(void **state)
{
	struct session s;

	(void)state;
	hearer_begin(&s, true);
	hearer_rows(&s, "[" HEARER_TURNS("\"u\":2,") "]");
	hearer_told(&s);
	assert_int_equal(hearer_due(&s), 120000);
	hearer_pass(&s, 120000);
	assert_string_equal(hearer_told(&s), "long Ana 120000;");
	assert_int_equal(hearer_due(&s), -1);
	hearer_rows(&s, "[" HEARER_TURNS("\"u\":1,") "]");
	hearer_pass(&s, 200000);
	assert_string_equal(hearer_told(&s), ""); /* who leads need not be told of their own */
	session_finish(&s);
	hearer_begin(&s, false);
	hearer_rows(&s, "[" HEARER_TURNS("\"u\":2,") "]");
	hearer_pass(&s, 200000);
	assert_string_equal(hearer_told(&s), ""); /* it is another's */
	hearer_rows(&s, "[" HEARER_TURNS("\"u\":1,") "]");
	hearer_pass(&s, 120000);
	assert_string_equal(hearer_told(&s), "own Me 120000;");
	hearer_pass(&s, 120000);
	assert_string_equal(hearer_told(&s), "");
	session_finish(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_stages_time__is_told_once_to_each),
		cmocka_unit_test(a_long_turn__is_told_once_to_who_has_it_and_who_leads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
