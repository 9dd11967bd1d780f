/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/loop.h"
#include "net/resolve.h"
#include "net/route.h"

enum { PATIENCE_MS = 5000 };

/* As a program that turns the loop itself waits: false if nothing came of it. */
static bool wait_once(struct loop *l)
{
	struct pollfd p = { loop_fd(l), POLLIN, 0 };
	int wait = loop_timeout_ms(l);
	bool woke = wait == 0 || poll(&p, 1, PATIENCE_MS) > 0;

	loop_work_once(l);
	return woke;
}

struct chain {
	struct loop *loop;
	struct loop_watch *second;
	int pipes[2][2];
	int heard;
};

static void on_second(void *user)
{
	struct chain *c = user;
	char byte;

	assert_int_equal(read(c->pipes[1][0], &byte, 1), 1);
	c->heard++;
}

static void on_first(void *user)
{
	struct chain *c = user;
	char byte;

	assert_int_equal(read(c->pipes[0][0], &byte, 1), 1);
	c->heard++;
	c->second = loop_watch_create(c->loop, c->pipes[1][0], on_second, c);
}

static void an_interest_that_a_callback_takes_is_not_slept_through(void **state)
{
	struct chain c = { .loop = loop_create() };
	struct loop_watch *first;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pipe(c.pipes[i]), 0);
		assert_int_equal(write(c.pipes[i][1], "x", 1), 1);
	}
	first = loop_watch_create(c.loop, c.pipes[0][0], on_first, &c);
	for (int i = 0; i < 3 && c.heard < 2; i++)
		assert_true(wait_once(c.loop));
	assert_int_equal(c.heard, 2);
	loop_watch_destroy(first);
	loop_watch_destroy(c.second);
	loop_destroy(c.loop);
	for (int i = 0; i < 4; i++)
		close(c.pipes[i / 2][i % 2]);
}

static void count(void *user)
{
	++*(int *)user;
}

static void a_timer_is_due_once_and_tells_when(void **state)
{
	struct loop *l = loop_create();
	int rings = 0;
	struct loop_timer *t = loop_timer_create(l, count, &rings);

	(void)state;
	assert_int_equal(loop_timeout_ms(l), -1);
	loop_timer_set(t, 60000);
	loop_work_once(l); /* a new loop has something of its own to do */
	assert_in_range(loop_timeout_ms(l), 59000, 60000);
	loop_timer_set(t, -5);
	assert_int_equal(loop_timeout_ms(l), 0);
	loop_work_once(l);
	loop_work_once(l);
	assert_int_equal(rings, 1);
	assert_int_equal(loop_timeout_ms(l), -1);
	loop_timer_destroy(t);
	loop_destroy(l);
}

struct found {
	int times;
	struct resolve_result result;
};

static void on_found(void *user, const struct resolve_result *r)
{
	struct found *f = user;

	f->times++;
	f->result = *r;
}

static void a_number_is_its_own_address(void **state)
{
	struct loop *l = loop_create();
	struct found f = { 0 };

	(void)state;
	resolve_start(l, "127.0.0.1", on_found, &f);
	for (int i = 0; i < 10 && !f.times; i++)
		wait_once(l);
	assert_int_equal(f.times, 1);
	assert_int_equal(f.result.count, 1);
	assert_string_equal(f.result.address[0], "127.0.0.1");
	loop_destroy(l);
}

static void a_question_that_was_dropped_is_not_answered(void **state)
{
	struct loop *l = loop_create();
	struct found f = { 0 };

	(void)state;
	resolve_drop(resolve_start(l, "127.0.0.1", on_found, &f));
	loop_destroy(l); /* does not wait for the thread that asks */
	assert_int_equal(f.times, 0);
}

static void there_is_a_route_to_this_machine_and_none_to_nowhere(void **state)
{
	(void)state;
	assert_true(route_to("127.0.0.1", 4430));
	assert_false(route_to("255.255.255.255", 4430));
	assert_false(route_to("not an address", 4430));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_interest_that_a_callback_takes_is_not_slept_through),
		cmocka_unit_test(a_timer_is_due_once_and_tells_when),
		cmocka_unit_test(a_number_is_its_own_address),
		cmocka_unit_test(a_question_that_was_dropped_is_not_answered),
		cmocka_unit_test(there_is_a_route_to_this_machine_and_none_to_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
