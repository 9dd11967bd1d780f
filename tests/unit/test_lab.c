/* SPDX-License-Identifier: MIT */
/* The bad line of the laboratory is as bad as its row says, and no worse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "support/lab_line.h"
#include "support/lab_nat.h"

enum { MS = 1000, PACKET = 1000 };

static const unsigned char zeros[LAB_MTU];

static int line_open(void **state)
{
	struct lab_line *l = mem_get(sizeof(*l));

	lab_line_init(l, 7);
	*state = l;
	return 0;
}

static int line_close(void **state)
{
	lab_line_finish(*state);
	free(*state);
	return 0;
}

/* When the next packet comes out; -1: nothing is in the line. */
static int64_t comes_ms(struct lab_line *l)
{
	int64_t due = lab_line_due_us(l);
	struct lab_packet *p;

	if (due == INT64_MAX)
		return -1;
	assert_null(lab_line_take(l, due - 1));
	p = lab_line_take(l, due);
	assert_non_null(p);
	free(p);
	return due / MS;
}

static void a_packet_takes_its_time_by_rate_and_delay(void **state)
{
	struct lab_line *l = *state;

	l->bits_per_s = 8000; /* a byte a ms */
	l->delay_us = 300 * MS;
	lab_line_put(l, zeros, 100, 0);
	lab_line_put(l, zeros, 50, 0); /* stands behind the first */
	lab_line_put(l, zeros, 10, 500 * MS);
	assert_int_equal(comes_ms(l), 400);
	assert_int_equal(comes_ms(l), 450);
	assert_int_equal(comes_ms(l), 810);
	assert_int_equal(comes_ms(l), -1);
	assert_int_equal(l->bytes, 160);
	assert_int_equal(l->packets, 3);
	assert_int_equal(l->lost, 0);
}

static void jitter_delays_and_never_reorders(void **state)
{
	struct lab_line *l = *state;
	int64_t before = 0;
	bool differs = false;

	l->delay_us = 100 * MS;
	l->jitter_us = 50 * MS;
	for (int i = 0; i < 200; i++)
		lab_line_put(l, zeros, 1, i * 10 * MS);
	for (int i = 0; i < 200; i++) {
		int64_t at = comes_ms(l);

		assert_in_range(at - i * 10, 100, 150);
		assert_true(at >= before);
		differs = differs || at - i * 10 > 110;
		before = at;
	}
	assert_true(differs);
}

static uint64_t lost_of(uint64_t seed, int loss_ppm)
{
	struct lab_line l;
	uint64_t lost;

	lab_line_init(&l, seed);
	l.loss_ppm = loss_ppm;
	for (int i = 0; i < 10000; i++)
		lab_line_put(&l, zeros, 1, i * MS);
	lost = l.lost;
	lab_line_finish(&l);
	return lost;
}

static void losses_are_as_many_as_asked_and_the_seeds(void **state)
{
	(void)state;
	assert_int_equal(lost_of(3, 0), 0);
	assert_in_range(lost_of(3, 10000), 60, 140);
	assert_in_range(lost_of(4, 50000), 420, 580);
	assert_int_equal(lost_of(5, 50000), lost_of(5, 50000));
	assert_int_not_equal(lost_of(5, 50000), lost_of(6, 50000));
}

static void what_the_queue_does_not_hold_is_lost(void **state)
{
	struct lab_line *l = *state;

	l->bits_per_s = 8000;
	l->queue_bytes = 3 * PACKET;
	for (int i = 0; i < 5; i++)
		lab_line_put(l, zeros, PACKET, 0);
	assert_int_equal(l->lost, 2);
	lab_line_put(l, zeros, PACKET, 1500 * MS); /* there is room again */
	assert_int_equal(l->lost, 2);
	for (int i = 1; i <= 4; i++)
		assert_int_equal(comes_ms(l), i * PACKET);
}

static void an_outage_takes_what_enters_and_nothing_else(void **state)
{
	struct lab_line *l = *state;

	l->delay_us = 100 * MS;
	lab_line_put(l, zeros, 1, 0);
	l->down = true;
	lab_line_put(l, zeros, 1, 10 * MS);
	l->down = false;
	lab_line_put(l, zeros, 1, 20 * MS);
	assert_int_equal(comes_ms(l), 100);
	assert_int_equal(comes_ms(l), 120);
	assert_int_equal(l->lost, 1);
	assert_int_equal(l->bytes, 3); /* a lost one was paid for */
}

/* Deliveries at 10, 20 and 1000 ms, and again from 1000 ms on. */
static void a_trace_says_when_something_passes(void **state)
{
	static const int64_t trace_ms[] = { 10, 20, 1000 };
	struct lab_line *l = *state;

	l->trace_ms = trace_ms;
	l->trace_count = 3;
	lab_line_put(l, zeros, 1500, 0);
	lab_line_put(l, zeros, 1500, 0);
	lab_line_put(l, zeros, 1500, 0); /* the hole */
	lab_line_put(l, zeros, 1500, 0);
	assert_int_equal(comes_ms(l), 10);
	assert_int_equal(comes_ms(l), 20);
	assert_int_equal(comes_ms(l), 1000);
	assert_int_equal(comes_ms(l), 1010);
}

/* IPv4 with TCP from `src` to `dst`, without sums. */
static void make_packet(unsigned char *p, uint32_t src, uint32_t dst, unsigned flags)
{
	const uint32_t all[2] = { src, dst };

	memset(p, 0, 40);
	p[0] = 0x45;
	p[9] = 6;
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 4; k++)
			p[12 + 4 * i + k] = (unsigned char)(all[i] >> (24 - 8 * k));
	p[20 + (dst == 9 ? 1 : 3)] = 77; /* the inner side's port */
	p[32] = 0x50;
	p[33] = (unsigned char)flags;
}

static void a_rebind_kills_old_flows_and_renames_new_ones(void **state)
{
	enum { SYN = 2, ACK = 16, INSIDE = 5, OUTSIDE = 1000, SERVER = 9 };
	struct lab_nat n = { .inside = INSIDE, .outside = OUTSIDE };
	unsigned char p[40];

	(void)state;
	make_packet(p, INSIDE, SERVER, ACK);
	assert_false(lab_nat_out(&n, p, sizeof(p))); /* there was no SYN */
	make_packet(p, INSIDE, SERVER, SYN);
	assert_true(lab_nat_out(&n, p, sizeof(p)));
	assert_int_equal(p[14] << 8 | p[15], OUTSIDE);
	make_packet(p, SERVER, OUTSIDE, ACK);
	assert_true(lab_nat_in(&n, p, sizeof(p)));
	assert_int_equal(p[19], INSIDE);
	lab_nat_rebind(&n);
	make_packet(p, SERVER, OUTSIDE, ACK);
	assert_false(lab_nat_in(&n, p, sizeof(p)));
	make_packet(p, INSIDE, SERVER, ACK);
	assert_false(lab_nat_out(&n, p, sizeof(p)));
	make_packet(p, INSIDE, SERVER, SYN);
	assert_true(lab_nat_out(&n, p, sizeof(p)));
	assert_int_equal(p[14] << 8 | p[15], OUTSIDE + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_packet_takes_its_time_by_rate_and_delay,
						line_open, line_close),
		cmocka_unit_test_setup_teardown(jitter_delays_and_never_reorders, line_open,
						line_close),
		cmocka_unit_test(losses_are_as_many_as_asked_and_the_seeds),
		cmocka_unit_test_setup_teardown(what_the_queue_does_not_hold_is_lost, line_open,
						line_close),
		cmocka_unit_test_setup_teardown(an_outage_takes_what_enters_and_nothing_else,
						line_open, line_close),
		cmocka_unit_test_setup_teardown(a_trace_says_when_something_passes, line_open,
						line_close),
		cmocka_unit_test(a_rebind_kills_old_flows_and_renames_new_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
