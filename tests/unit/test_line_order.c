/* SPDX-License-Identifier: MIT */
/* Lines of somebody who is not let in yet: they come in the order in which they were said, and
 * one that nobody takes holds up none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "support/counter.h"
#include "wire/wire.h"

#define FIRST  "{\"t\":\"y\",\"g\":1,\"k\":901,\"b\":\"One.\"}"
#define SECOND "{\"t\":\"y\",\"g\":1,\"k\":902,\"b\":\"Two.\"}"
#define THIRD  "{\"t\":\"y\",\"g\":1,\"k\":903,\"b\":\"Three.\"}"
#define ADMIT  "{\"t\":\"c\",\"g\":1,\"k\":@,\"c\":\"admit\",\"u\":1}"
#define ACCEPT "{\"t\":\"c\",\"g\":1,\"k\":@,\"c\":\"accept\"}"

static void write_plan(const struct counter *c)
{
	char path[TMPDIR_PATH + 32];
	FILE *f;

	snprintf(path, sizeof(path), "%s/plans", c->dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/plans/small.txt", c->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("waiting\nnorms Be kind.\nstage work open 0 Talk\nstage closed open 0 Closed\n",
	      f);
	assert_int_equal(fclose(f), 0);
}

/* A session runs, and Ana waits at its door. */
static int open_door(void **state)
{
	static struct counter c;

	counter_open(&c);
	write_plan(&c);
	counter_must(&c, GRACE, "{\"t\":\"c\",\"g\":1,\"k\":@,\"c\":\"open\",\"b\":\"small\"}");
	*state = &c;
	return 0;
}

static int close_door(void **state)
{
	counter_close(*state);
	return 0;
}

static void none_overtakes_the_first(void **state)
{
	struct counter *c = *state;

	assert_string_equal(counter_ask(c, ANA, FIRST), WIRE_E_WAIT);
	assert_string_equal(counter_ask(c, ANA, SECOND), WIRE_E_WAIT);
	counter_must(c, GRACE, ADMIT);
	counter_must(c, ANA, ACCEPT);
	assert_string_equal(counter_ask(c, ANA, SECOND), WIRE_E_RATE);
	assert_string_equal(counter_ask(c, ANA, THIRD), WIRE_E_RATE);
	counter_must(c, ANA, FIRST);
	counter_must(c, ANA, SECOND);
	counter_must(c, ANA, THIRD);
}

static void none_waits_for_one_that_was_refused_for_good(void **state)
{
	struct counter *c = *state;

	assert_string_equal(counter_ask(c, ANA, FIRST), WIRE_E_WAIT);
	counter_must(c, GRACE, ADMIT);
	assert_string_equal(counter_ask(c, ANA, FIRST), WIRE_E_NORMS);
	counter_must(c, ANA, ACCEPT);
	counter_must(c, ANA, SECOND);
}

/* He is in both groups, and at the door of one. */
static void none_of_another_group_waits(void **state)
{
	struct counter *c = *state;

	assert_string_equal(counter_ask(c, GUS, FIRST), WIRE_E_WAIT);
	counter_must(c, GUS, "{\"t\":\"y\",\"g\":2,\"k\":902,\"b\":\"Two.\"}");
	assert_string_equal(counter_ask(c, GUS, THIRD), WIRE_E_WAIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(none_overtakes_the_first, open_door,
						close_door),
		cmocka_unit_test_setup_teardown(none_of_another_group_waits, open_door,
						close_door),
		cmocka_unit_test_setup_teardown(none_waits_for_one_that_was_refused_for_good,
						open_door, close_door),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
