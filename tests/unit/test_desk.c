/* SPDX-License-Identifier: MIT */
/*
 * The desk, turn by turn, with a clock and a client of the test's own: what is on the
 * screen comes from what is so, not from when it was painted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "full/desk.h"
#include "full/hand.h"
#include "support/fake_client.h"
#include "support/screen.h"

enum { LINES = 40, MORE = 40, ROWS = 24, PAUSE_MS = 1000, WAIT = 20000, NO = 3 };

struct table {
	struct pl_message messages[LINES + MORE];
	struct pl_group group;
	struct pl_client client;
	struct desk desk;
};

/* ---- turns ---- */

static void turn(struct table *t, int ms)
{
	t->desk.now_ms += ms;
	desk_build(&t->desk);
	desk_show(&t->desk);
	if (t->client.seen_seq > t->group.read_seq)
		t->group.read_seq = t->client.seen_seq;
}

static void hear(struct table *t)
{
	size_t n = t->client.message_count++;

	t->messages[n] = (struct pl_message) {
		.id = 100 + n,
		.seq = (int64_t)n + 1,
		.who = "Cy",
		.text = "short",
		.warning = "",
		.utc_ms = (int64_t)n * 1000,
		.state = PL_AT_SERVER,
	};
	t->group.last_seq = (int64_t)n + 1;
	t->desk.stale = true;
}

static void go_to(struct table *t, struct layout_pos pos)
{
	t->desk.pos = pos;
	t->desk.dirty = true;
}

/* One came while what is older was read, and has been read since, below the mark. */
static void read_one_below_the_mark(struct table *t)
{
	turn(t, PAUSE_MS);
	desk_scroll(&t->desk, -5);
	hear(t);
	turn(t, PAUSE_MS);
	go_to(t, (struct layout_pos) { .follow = true });
	turn(t, PAUSE_MS);
}

static bool is_marked(const struct table *t, size_t nth)
{
	return t->desk.stage.model.unread_id == t->messages[nth].id &&
	       t->client.message_count > nth;
}

static bool scrolls_before_the_paint(struct table *t)
{
	const struct layout *body = &t->desk.body;
	uint64_t before[ROWS];

	read_one_below_the_mark(t);
	if (!is_marked(t, LINES))
		return false;
	hear(t);
	turn(t, 0); /* too soon after the last paint */
	desk_scroll(&t->desk, -1);
	turn(t, PAUSE_MS);
	size_t n = body->count;

	for (size_t i = 0; i < n; i++)
		before[i] = body->rows[i].id;
	t->desk.stale = true; /* whatever it is that asks for a new picture */
	turn(t, PAUSE_MS);
	for (size_t i = 0; i < n; i++)
		if (body->count != n || body->rows[i].id != before[i])
			return false;
	return n > 0 && is_marked(t, LINES + 1);
}

static bool reads_at_the_mark(struct table *t)
{
	const struct layout *body = &t->desk.body;

	read_one_below_the_mark(t);
	for (int i = 0; i < MORE - 2; i++) {
		hear(t);
		turn(t, PAUSE_MS);
	}
	go_to(t, layout_to(&t->desk.body, t->messages[LINES].id, 1));
	turn(t, PAUSE_MS);
	if (!is_marked(t, LINES) || body->rows[1].id != t->messages[LINES].id)
		return false;
	hear(t);
	turn(t, PAUSE_MS);
	return is_marked(t, LINES + MORE - 1) && body->rows[0].id == t->messages[LINES].id;
}

/* A key was taken, so short a time after a paint that it is not shown yet. */
static void type_one(struct table *t, const char *bytes)
{
	turn(t, PAUSE_MS);
	desk_typed(&t->desk);
	turn(t, PAUSE_MS);
	typed_add(&t->desk.input, bytes, strlen(bytes), t->desk.now_ms);
	hand_take(&t->desk);
	turn(t, 0);
}

static bool reads_keys_with_the_paint(struct table *t)
{
	if (!desk_reads(&t->desk))
		return false;
	type_one(t, "a");
	if (desk_reads(&t->desk) || desk_timeout_ms(&t->desk) > DESK_PAINT_MS)
		return false;
	turn(t, DESK_PAINT_MS);
	return desk_reads(&t->desk);
}

static bool reads_the_rest_of_a_key(struct table *t)
{
	type_one(t, "a\033");
	return desk_reads(&t->desk);
}

/* ---- a terminal for it ---- */

static void fill(struct table *t)
{
	t->group = (struct pl_group) { .id = 7, .name = "Evening group" };
	t->client = (struct pl_client) {
		.link = { .link = PL_LINK_LIVE },
		.self = { 1, "Ana", PL_PATIENT, PL_HERE },
		.enrolled = true,
		.groups = &t->group,
		.group_count = 1,
		.messages = t->messages,
		.message_group = 7,
		.fd = -1,
		.timeout_ms = -1,
	};
	for (int i = 0; i < LINES; i++)
		hear(t);
	t->group.read_seq = LINES;
}

static int run(void *arg)
{
	bool (*const *what)(struct table *) = arg;
	struct table *t = mem_get(sizeof(*t));

	setenv("TERM", "xterm-256color", 1);
	struct paint *paint = paint_open();

	if (!paint)
		return NO;
	fill(t);
	desk_open(&t->desk, &t->client, paint);
	bool good = (*what)(t);

	desk_close(&t->desk);
	paint_close(paint);
	fake_client_finish(&t->client);
	free(t);
	return good ? 0 : NO;
}

static void assert_good(bool (*what)(struct table *))
{
	struct screen *s = screen_call(run, &what, NULL, ROWS, 80);

	assert_int_equal(screen_wait_exit(s, WAIT), 0);
	screen_close(s);
}

static void what_came_before_a_paint_is_marked_when_one_scrolls_away_from_it(void **state)
{
	(void)state;
	assert_good(scrolls_before_the_paint);
}

static void who_reads_at_the_mark_stays_there_when_it_goes(void **state)
{
	(void)state;
	assert_good(reads_at_the_mark);
}

static void keys_are_read_with_the_paint_that_shows_them(void **state)
{
	(void)state;
	assert_good(reads_keys_with_the_paint);
}

static void half_a_key_does_not_wait_for_its_rest_till_then(void **state)
{
	(void)state;
	assert_good(reads_the_rest_of_a_key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_came_before_a_paint_is_marked_when_one_scrolls_away_from_it),
		cmocka_unit_test(who_reads_at_the_mark_stays_there_when_it_goes),
		cmocka_unit_test(keys_are_read_with_the_paint_that_shows_them),
		cmocka_unit_test(half_a_key_does_not_wait_for_its_rest_till_then),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
