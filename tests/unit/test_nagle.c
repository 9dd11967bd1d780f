/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/nagle.h"

static void nothing_waits_on_a_fast_line(void **state)
{
	(void)state;
	for (int64_t rtt_ms = 0; rtt_ms < NAGLE_FAST_MS; rtt_ms++)
		assert_int_equal(nagle_left_ms(rtt_ms, 0), 0);
}

static void on_a_slow_line_a_frame_follows_after_two_round_trips(void **state)
{
	(void)state;
	assert_int_equal(nagle_left_ms(600, 0), 1200);
	assert_int_equal(nagle_left_ms(600, 500), 700);
	assert_int_equal(nagle_left_ms(600, 1200), 0);
	assert_int_equal(nagle_left_ms(600, 100000), 0);
	assert_int_equal(nagle_left_ms(NAGLE_FAST_MS, 0), 2 * NAGLE_FAST_MS);
}

static void nothing_waits_longer_than_the_most(void **state)
{
	(void)state;
	assert_int_equal(nagle_left_ms(30000, 0), NAGLE_MAX_MS);
	assert_int_equal(nagle_left_ms(30000, NAGLE_MAX_MS), 0);
}

static void never(struct nagle_conn *c)
{
	(void)c;
	fail();
}

/* The first frame, and any on a socket of which the kernel cannot tell. */
static void what_cannot_be_measured_is_not_held(void **state)
{
	struct loop *loop = loop_create();
	struct nagle_conn c = { .release = never };
	struct nagle n;
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	c.fd = pair[0];
	nagle_init(&n, loop);
	assert_false(nagle_holds(&n, &c));
	nagle_wrote(&c);
	assert_false(nagle_holds(&n, &c));
	nagle_leave(&n, &c);
	nagle_finish(&n);
	loop_destroy(loop);
	close(pair[0]);
	close(pair[1]);
}

/* It is told once, when its time has come, though it asked twice. */
static int released;

static void count(struct nagle_conn *c)
{
	assert_false(c->waits);
	released++;
}

static void what_waits_is_released_once(void **state)
{
	struct loop *loop = loop_create();
	struct nagle_conn c = { .release = count, .fd = -1, .rtt_ms = NAGLE_FAST_MS };
	struct nagle_conn gone = { .release = never, .fd = -1, .rtt_ms = NAGLE_FAST_MS };
	struct nagle n;

	(void)state;
	nagle_init(&n, loop);
	nagle_wrote(&c);
	nagle_wrote(&gone);
	c.looked_ms = c.wrote_ms; /* just measured */
	gone.looked_ms = gone.wrote_ms;
	assert_true(nagle_holds(&n, &c));
	assert_true(nagle_holds(&n, &c));
	assert_true(nagle_holds(&n, &gone));
	nagle_leave(&n, &gone);
	while (!released)
		loop_work_once(loop);
	assert_int_equal(released, 1);
	assert_null(n.waiting);
	nagle_finish(&n);
	loop_destroy(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_waits_on_a_fast_line),
		cmocka_unit_test(on_a_slow_line_a_frame_follows_after_two_round_trips),
		cmocka_unit_test(nothing_waits_longer_than_the_most),
		cmocka_unit_test(what_cannot_be_measured_is_not_held),
		cmocka_unit_test(what_waits_is_released_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
