/* SPDX-License-Identifier: MIT */
/* The lines that are not at the server yet, and the messages that are missing here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/cached.h"

static void a_stored_line_becomes_a_message_once(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	struct wire_msg stored = { .type = WIRE_STORED, .g = GROUP, .s = 4, .d = 4000 };
	struct state s;

	keep(c, group_with(3, 0));
	stored.k = say_after(c, 3, "mine");
	keep(c, stored);
	keep(c, stored);
	outbox_is(c, "");
	load(c, &s);
	assert_int_equal(s.groups[0]->messages_count, 1);
	assert_string_equal(s.groups[0]->messages[0].text, "mine");
	assert_int_equal(s.groups[0]->messages[0].seq, 4);
	assert_int_equal(s.groups[0]->messages[0].utc_ms, 4000);
	assert_true(s.groups[0]->messages[0].mine);
	state_finish(&s);
}

static void a_message_with_our_ticket_is_the_acknowledgement(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	struct wire_msg m = message(4, ME, "mine");

	m.k = say_after(c, 3, "mine");
	say_after(c, 3, "the next");
	keep(c, m);
	outbox_is(c, "the next");
	m = message(5, 2, "theirs");
	m.k = 2; /* not ours, so not our ticket */
	keep(c, m);
	outbox_is(c, "the next");
}

static void a_refused_line_is_not_sent_again(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	int64_t ticket = say_after(c, 0, "a");

	say_after(c, 0, "b");
	assert_int_equal(cache_outbox_waiting(c, GROUP, ticket), 1);
	assert_true(cache_outbox_refuse(c, ticket));
	assert_int_equal(cache_outbox_waiting(c, GROUP, ticket), 0);
	outbox_is(c, "b");
}

/* Holes */

static void hole_is(struct cache *c, int64_t seq, int64_t n)
{
	int64_t got_seq = 0, got_n = 0;

	assert_int_equal(cache_hole(c, GROUP, &got_seq, &got_n), n > 0);
	assert_int_equal(got_seq, seq);
	assert_int_equal(got_n, n);
}

static void holes_are_filled_from_the_newest(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);

	hole_is(c, 0, 0);
	keep_range(c, 10, 20);
	hole_is(c, 0, 0); /* what is below all we have is not missed */
	keep_range(c, 150, 160);
	keep_range(c, 165, 165);
	hole_is(c, 161, 4);
	keep_range(c, 161, 164);
	hole_is(c, 100, 50);
	keep_range(c, 100, 149);
	hole_is(c, 50, 50);
	keep_range(c, 70, 99); /* the page was too large: its oldest were left out */
	hole_is(c, 21, 49);
	keep_range(c, 21, 69);
	hole_is(c, 0, 0);
}

static void a_hole_that_nobody_would_see_filled_is_left(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);

	keep_range(c, 1, 10);
	keep_range(c, 2000, 2049);
	hole_is(c, 1950, 50);
	keep_range(c, 1500, 1999);
	hole_is(c, 0, 0);
}

/* A new device */

static void new_device(struct cache *c)
{
	assert_true(cache_set(c, account, 5, CACHE_DEVICE));
}

static struct cache_doubt decide(struct cache *c, int64_t top)
{
	const struct state_group g = { .pub = { .id = GROUP }, .top = top, .is_current = true };

	return cache_doubt(c, &g, ME, 0);
}

static void a_line_that_was_not_sent_is_sent_by_the_new_device(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	int64_t ticket;

	keep_range(c, 1, 3);
	ticket = say_after(c, 3, "mine");
	new_device(c);
	outbox_is(c, "");
	keep(c, message(4, ME, "something else"));
	assert_int_equal(decide(c, 4).verdict, CACHE_TO_SEND);
	outbox_is(c, "mine");
	assert_int_equal(cache_outbox_waiting(c, GROUP, ticket), 1);
	assert_int_equal(decide(c, 4).verdict, CACHE_WAITS);
}

static void a_line_that_arrived_unseen_is_not_said_again(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	struct cache_doubt d;
	struct state s;
	int64_t ticket;

	keep_range(c, 1, 2);
	keep(c, message(3, ME, "mine")); /* the same words, earlier: not this line */
	ticket = say_after(c, 3, "mine");
	new_device(c);
	keep(c, message(4, 2, "mine")); /* somebody else's */
	keep(c, message(5, ME, "mine"));
	d = decide(c, 5);
	assert_int_equal(d.verdict, CACHE_FOUND);
	assert_int_equal(d.seq, 5);
	assert_int_equal(d.ticket, ticket);
	outbox_is(c, "");
	load(c, &s);
	assert_int_equal(s.groups[0]->messages_count, 5);
	state_finish(&s);
}

static void two_equal_lines_need_two_equal_messages(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);

	keep_range(c, 1, 1);
	say_after(c, 1, "yes");
	say_after(c, 1, "yes");
	new_device(c);
	keep(c, message(2, ME, "yes"));
	assert_int_equal(decide(c, 2).verdict, CACHE_FOUND);
	assert_int_equal(decide(c, 2).verdict, CACHE_TO_SEND);
	outbox_is(c, "yes");
}

static void a_doubtful_line_waits_until_all_is_here(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	const struct state_group away = { .pub = { .id = GROUP }, .top = 3 };

	keep_range(c, 1, 3);
	say_after(c, 3, "mine");
	new_device(c);
	assert_int_equal(cache_doubt(c, &away, ME, 0).verdict, CACHE_WAITS);
	assert_int_equal(decide(c, 9).verdict, CACHE_WAITS); /* the end is on its way */
	keep_range(c, 8, 9);
	assert_int_equal(decide(c, 9).verdict, CACHE_WAITS); /* a hole */
	keep_range(c, 4, 7);
	assert_int_equal(decide(c, 9).verdict, CACHE_TO_SEND);
}

static void a_later_line_does_not_overtake_a_doubtful_one(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);

	keep_range(c, 1, 1);
	say_after(c, 1, "one");
	new_device(c);
	say_after(c, 1, "two");
	outbox_is(c, "");
	assert_int_equal(decide(c, 1).verdict, CACHE_TO_SEND);
	outbox_is(c, "one,two");
}

static void a_line_of_long_ago_is_left_to_the_person(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);

	keep_range(c, 1, 1);
	say_after(c, 1, "mine");
	new_device(c);
	keep_range(c, 1000, 1500);
	assert_int_equal(decide(c, 1500).verdict, CACHE_UNKNOWN);
	outbox_is(c, "");
}

/* ---- a store that was put back ---- */

static struct wire_msg own(int64_t seq, int64_t ticket, const char *text)
{
	struct wire_msg m = message(seq, ME, text);

	m.k = ticket;
	return m;
}

/* Typed at 5,000 ms, as all of these lines are; what was said since then may be the line. */
static void what_was_said_before_is_another_line(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);

	keep_range(c, 1, 1);
	say_after(c, 1, "yes");
	assert_int_equal(cache_put_back(c, 3), 3);
	keep(c, own(2, 1, "yes"));
	keep_range(c, 3, 3);
	assert_int_equal(decide(c, 3).verdict, CACHE_TO_SEND);
	outbox_is(c, "yes");
}

static void what_was_said_since_is_this_one(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	struct cache_doubt d;

	keep_range(c, 1, 1);
	say_after(c, 1, "no");
	say_after(c, 1, "yes");
	assert_int_equal(cache_put_back(c, 3), 3);
	keep(c, own(6, 1, "yes")); /* the ticket was another line's */
	keep(c, own(7, 2, "yes"));
	keep_range(c, 2, 5);
	assert_int_equal(decide(c, 7).verdict, CACHE_TO_SEND);
	d = decide(c, 7);
	assert_int_equal(d.verdict, CACHE_FOUND);
	assert_int_equal(d.seq, 7);
	outbox_is(c, "no");
}

/* However much was said before the line was typed. */
static void a_line_of_today_is_not_of_long_ago(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	const struct state_group g = { .pub = { .id = GROUP },
				       .top = 1500,
				       .is_current = true };

	keep_range(c, 1, 1);
	say_after(c, 1, "mine");
	assert_int_equal(cache_put_back(c, 9), 9);
	keep_range(c, 1000, 1500);
	assert_int_equal(cache_doubt(c, &g, ME, 1500 * 1000).verdict, CACHE_TO_SEND);
}

static void what_it_is_sure_of_keeps_its_ticket(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	int64_t first, second;

	first = say_after(c, 0, "a");
	assert_true(cache_be_sure(c));
	second = say_after(c, 0, "b");
	assert_int_equal(cache_sure(c), second);
	cache_unsure(c);
	say_after(c, 0, "c");
	assert_int_equal(cache_sure(c), second);
	assert_int_equal(cache_put_back(c, 20), 18);
	outbox_is(c, "a,b"); /* "c" waits until it is known whether it was said */
	assert_int_equal(cache_outbox_waiting(c, GROUP, first), 1);
	assert_int_equal(cache_sure(c), 21);
	assert_int_equal(say_after(c, 0, "d"), 22);
	assert_int_equal(cache_sure(c), 22);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stored_line_becomes_a_message_once),
		TEST(a_message_with_our_ticket_is_the_acknowledgement),
		TEST(a_refused_line_is_not_sent_again),
		TEST(holes_are_filled_from_the_newest),
		TEST(a_hole_that_nobody_would_see_filled_is_left),
		TEST(a_line_that_was_not_sent_is_sent_by_the_new_device),
		TEST(a_line_that_arrived_unseen_is_not_said_again),
		TEST(two_equal_lines_need_two_equal_messages),
		TEST(a_doubtful_line_waits_until_all_is_here),
		TEST(a_later_line_does_not_overtake_a_doubtful_one),
		TEST(a_line_of_long_ago_is_left_to_the_person),
		TEST(what_was_said_before_is_another_line),
		TEST(what_was_said_since_is_this_one),
		TEST(a_line_of_today_is_not_of_long_ago),
		TEST(what_it_is_sure_of_keeps_its_ticket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
