/* SPDX-License-Identifier: MIT */
/*
 * The full face for who listens: what is written, when, and where the cursor is then; turn by
 * turn, with a clock and a client of the test's own.
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

enum { MESSAGES = 1400, ROWS = 24, PAUSE_MS = 1000, GAP_MS = 100, WAIT = 20000, NO = 3 };

struct table {
	struct pl_message messages[MESSAGES];
	struct pl_group group;
	struct pl_client client;
	struct desk desk;
};

/* ---- turns ---- */

static void turn(struct table *t, int ms)
{
	t->desk.now_ms += ms;
	hand_take(&t->desk);
	desk_build(&t->desk);
	desk_show(&t->desk);
}

/* Until all that is due is written. */
static void turns(struct table *t)
{
	for (int i = 0; i < MESSAGES; i++)
		turn(t, GAP_MS);
}

static void hear(struct table *t, const char *text)
{
	size_t n = t->client.message_count++;

	t->messages[n] = (struct pl_message) {
		.id = 100 + n,
		.seq = (int64_t)n + 1,
		.who = "Cy",
		.text = text,
		.warning = "",
		.utc_ms = (int64_t)n * 1000,
		.state = PL_AT_SERVER,
	};
	t->group.last_seq = (int64_t)n + 1;
	t->desk.stale = true;
}

static void type(struct table *t, const char *bytes)
{
	typed_add(&t->desk.input, bytes, strlen(bytes), t->desk.now_ms);
	turn(t, 0);
}

/* What is newest of what was written. */
static const char *newest(const struct table *t)
{
	const struct model *m = hear_shown(&t->desk);

	return m->count ? m->items[m->count - 1].text : "";
}

static bool is_newest(const struct table *t, const char *text)
{
	return strcmp(newest(t), text) == 0;
}

/* ---- what must be ---- */

static bool writes_each_once(struct table *t)
{
	turns(t);
	const size_t before = hear_shown(&t->desk)->count;

	hear(t, "one");
	hear(t, "two");
	turn(t, PAUSE_MS);
	if (!is_newest(t, "Cy: one"))
		return false;
	turns(t);
	t->desk.stale = true; /* whatever it is that asks for a new picture */
	turns(t);
	return is_newest(t, "Cy: two") && hear_shown(&t->desk)->count == before + 2 &&
	       t->client.seen_seq == 2;
}

static bool waits_for_a_pause(struct table *t)
{
	turns(t);
	type(t, "I");
	hear(t, "while you type");
	turn(t, PAUSE_MS / 2);
	type(t, " am");
	turn(t, PAUSE_MS - 1);
	if (is_newest(t, "Cy: while you type") || hear_due_ms(&t->desk) != 1)
		return false;
	turn(t, DESK_PAINT_MS);
	return is_newest(t, "Cy: while you type");
}

static bool answers_at_once(struct table *t)
{
	turns(t);
	type(t, "/search x");
	desk_say(&t->desk, "Nothing was found.");
	turn(t, GAP_MS);
	return is_newest(t, "Nothing was found.");
}

static bool says_one_item_at_a_time(struct table *t)
{
	turns(t);
	type(t, "?");
	turns(t);
	if (!strstr(newest(t), " 1 of ") || !hear_cursor(&t->desk))
		return false;
	type(t, "\033[B");
	turns(t);
	if (!strstr(newest(t), ", 2 of "))
		return false;
	type(t, "\033[A\033[A");
	turns(t);
	if (!strstr(newest(t), " 1 of "))
		return false;
	type(t, "/");
	return !hear_cursor(&t->desk);
}

static bool rests_on_what_is_newest(struct table *t)
{
	turns(t);
	hear(t, "one");
	turns(t);
	const int at = hear_cursor(&t->desk);

	if (!at || strcmp(t->desk.body.rows[at - 1].text.p, "Cy: one") != 0)
		return false;
	type(t, "I");
	return !hear_cursor(&t->desk);
}

static bool writes_ones_own_line_once(struct table *t)
{
	turns(t);
	hear(t, "I am well.");
	t->messages[0].mine = true;
	t->messages[0].who = "Ana";
	t->messages[0].seq = 0;
	t->messages[0].state = PL_KEPT_HERE;
	turns(t);
	const size_t count = hear_shown(&t->desk)->count;

	if (!is_newest(t, "Ana: I am well."))
		return false;
	t->messages[0].seq = 1;
	t->messages[0].state = PL_AT_SERVER;
	t->desk.stale = true;
	turns(t);
	return hear_shown(&t->desk)->count == count;
}

static bool is_quiet_until_asked(struct table *t)
{
	turns(t);
	type(t, "/quiet\r");
	turns(t);
	hear(t, "one");
	hear(t, "two");
	turns(t);
	const size_t before = hear_shown(&t->desk)->count;

	if (is_newest(t, "Cy: two") || t->client.seen_seq)
		return false;
	type(t, "/unheard\r");
	turns(t);
	return strcmp(hear_shown(&t->desk)->items[before].text, "Cy: one") == 0 &&
	       is_newest(t, "Cy: two") && t->client.seen_seq == 2;
}

static bool hears_again_where_one_reads(struct table *t)
{
	turns(t);
	hear(t, "one");
	hear(t, "two");
	turns(t);
	type(t, "\017,p");
	turns(t);
	if (!is_newest(t, "Cy: one"))
		return false;
	hear(t, "three");
	turns(t);
	type(t, "\017,n");
	turns(t);
	return is_newest(t, "Cy: two");
}

static bool forgets_what_is_long_gone(struct table *t)
{
	size_t most = 0;

	turns(t);
	for (int i = 0; i < MESSAGES; i++)
		hear(t, "short");
	for (int i = 0; i < MESSAGES; i++) {
		turn(t, GAP_MS);
		if (hear_shown(&t->desk)->count > most)
			most = hear_shown(&t->desk)->count;
	}
	return most <= 1000 && is_newest(t, "Cy: short") && t->client.seen_seq == MESSAGES;
}

/* ---- a terminal for it ---- */

struct what {
	bool (*is_so)(struct table *t);
	bool braille;
};

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
}

static int run(void *arg)
{
	const struct what *what = arg;
	const struct hear_options o = { .hold_ms = PAUSE_MS, .braille = what->braille };
	struct table *t = mem_get(sizeof(*t));

	setenv("TERM", "xterm-256color", 1);
	struct paint *paint = paint_open();

	if (!paint)
		return NO;
	fill(t);
	desk_open(&t->desk, &t->client, paint);
	hear_open(&t->desk, &o);
	bool good = what->is_so(t);

	desk_close(&t->desk);
	paint_close(paint);
	fake_client_finish(&t->client);
	free(t);
	return good ? 0 : NO;
}

static void assert_good(bool (*is_so)(struct table *), bool braille)
{
	struct what what = { is_so, braille };
	struct screen *s = screen_call(run, &what, NULL, ROWS, 80);

	assert_int_equal(screen_wait_exit(s, WAIT), 0);
	screen_close(s);
}

static void a_message_is_written_once(void **state)
{
	(void)state;
	assert_good(writes_each_once, false);
}

static void what_arrives_waits_for_a_pause_in_typing(void **state)
{
	(void)state;
	assert_good(waits_for_a_pause, false);
}

static void an_answer_does_not_wait(void **state)
{
	(void)state;
	assert_good(answers_at_once, false);
}

static void a_view_is_heard_one_item_at_a_time_with_the_cursor_on_it(void **state)
{
	(void)state;
	assert_good(says_one_item_at_a_time, false);
}

static void by_braille_the_cursor_rests_on_what_is_newest(void **state)
{
	(void)state;
	assert_good(rests_on_what_is_newest, true);
}

static void ones_own_line_is_written_once_when_it_is_sent(void **state)
{
	(void)state;
	assert_good(writes_ones_own_line_once, false);
}

static void in_quiet_what_is_said_waits_until_it_is_asked_for(void **state)
{
	(void)state;
	assert_good(is_quiet_until_asked, false);
}

static void a_message_is_heard_again_below_the_last(void **state)
{
	(void)state;
	assert_good(hears_again_where_one_reads, false);
}

static void what_was_scrolled_away_long_ago_is_forgotten(void **state)
{
	(void)state;
	assert_good(forgets_what_is_long_gone, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_written_once),
		cmocka_unit_test(what_arrives_waits_for_a_pause_in_typing),
		cmocka_unit_test(an_answer_does_not_wait),
		cmocka_unit_test(a_view_is_heard_one_item_at_a_time_with_the_cursor_on_it),
		cmocka_unit_test(by_braille_the_cursor_rests_on_what_is_newest),
		cmocka_unit_test(ones_own_line_is_written_once_when_it_is_sent),
		cmocka_unit_test(in_quiet_what_is_said_waits_until_it_is_asked_for),
		cmocka_unit_test(a_message_is_heard_again_below_the_last),
		cmocka_unit_test(what_was_scrolled_away_long_ago_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
