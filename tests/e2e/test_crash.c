/* SPDX-License-Identifier: MIT */
/*
 * The server is killed, again and again, while a group talks: what anybody saw
 * acknowledged is there, once, in the same order for everybody.
 *
 * CRASH_KILLS and CRASH_LINES (of each of 10) make it longer than the ordinary run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/crowd.h"

enum { FANS = 10, PATIENCE_MS = 300000 };

static int setting(const char *name, int otherwise)
{
	const char *value = getenv(name);

	return value ? (int)strtol(value, NULL, 10) : otherwise;
}

static void talk_through_kills(struct crowd *c, struct town *t, int kills, int total)
{
	int64_t until_ms = clock_ms() + PATIENCE_MS;
	int killed = 0;

	while (crowd_acknowledged(c) < total || !crowd_has_heard(c, total)) {
		assert_true(clock_ms() < until_ms);
		crowd_turn(c, 50);
		if (killed == kills ||
		    crowd_acknowledged(c) < (killed + 1) * total / (kills + 1))
			continue;
		town_kill(t);
		assert_true(town_serve(t));
		killed++;
	}
	assert_int_equal(killed, kills);
}

static void assert_same_for_all(const struct crowd *c, int total)
{
	for (int i = 0; i < c->count; i++) {
		assert_false(c->fans[i].broken);
		assert_int_equal(c->fans[i].last_seq, total);
		for (int64_t s = 1; s <= total; s++)
			assert_string_equal(c->fans[i].heard[s], c->fans[0].heard[s]);
	}
}

/* Of each line that was said there is one, and those of one person are in order. */
static void assert_each_once(const struct crowd *c, int total, int lines)
{
	int next[FANS] = { 0 };

	for (int64_t s = 1; s <= total; s++) {
		int nth;
		char who;

		assert_int_equal(sscanf(c->fans[0].heard[s], "Fan %c: line %d", &who, &nth), 2);
		assert_in_range(who, 'A', 'A' + FANS - 1);
		assert_int_equal(nth, ++next[who - 'A']);
	}
	for (int i = 0; i < FANS; i++)
		assert_int_equal(next[i], lines);
}

static void what_was_acknowledged_survives_the_servers_death(void **state)
{
	int kills = setting("CRASH_KILLS", 3), lines = setting("CRASH_LINES", 20);
	struct crowd *c = mem_get(sizeof(*c));
	struct town *t = *state;
	int64_t from_ms;

	crowd_open(c, t, FANS, lines);
	c->hurry = true;
	from_ms = clock_ms();
	talk_through_kills(c, t, kills, FANS * lines);
	assert_same_for_all(c, FANS * lines);
	assert_each_once(c, FANS * lines, lines);
	print_message(
		"%d clients, %d messages, %d kills: all there, once, in one order; %lld ms\n",
		FANS, FANS * lines, kills, (long long)(clock_ms() - from_ms));
	crowd_close(c);
	free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_was_acknowledged_survives_the_servers_death, town_open,
			town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
