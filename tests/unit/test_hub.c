/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hub.h"

static void put(struct hub *h, int64_t group, int64_t id)
{
	hub_put_person(h, group,
		       &(struct hub_somebody) {
			       .id = id, .name = str_of("Ana"), .role = str_of("patient") });
}

static struct hub *one_group(int people, int64_t last)
{
	struct hub *h = hub_create();

	hub_put_group(h, 1, str_of("Tuesday"), last);
	for (int u = 1; u <= people; u++)
		put(h, 1, u);
	return h;
}

static struct hub_conn *join(struct hub *h, int64_t member, int64_t device, int64_t cursor)
{
	const struct wire_cursor c = { 1, cursor };
	const struct hub_newcomer who = { .user = h,
					  .member = member,
					  .device = device,
					  .name = str_of("Ana"),
					  .role = str_of("patient"),
					  .cursors = &c,
					  .cursors_count = 1,
					  .now_ms = 1000,
					  .utc_ms = 5 };

	return hub_join(h, &who);
}

static void say(struct hub *h, struct hub_conn *by, int64_t seq, const char *text)
{
	const struct hub_said m = { .group = 1,
				    .seq = seq,
				    .member = by ? hub_member(by) : 2,
				    .device = by ? hub_device(by) : 99,
				    .ticket = seq,
				    .utc_ms = 7000 + seq,
				    .text = str_of(text) };

	hub_say(h, by, &m, false);
}

/* The next frame, until the next call. */
static const char *next(struct hub *h, struct hub_conn *c, struct buf *b)
{
	bool more;

	buf_reset(b);
	hub_next(h, c, b, &more);
	return buf_text(b);
}

static size_t count(const char *frame, const char *what)
{
	size_t n = 0;

	for (const char *p = frame; (p = strstr(p, what)); p++)
		n++;
	return n;
}

static void a_newcomer_hears_who_is_where_before_what_was_said(void **state)
{
	struct hub *h = one_group(2, 0);
	struct hub_conn *c;
	struct buf b;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	say(h, NULL, 1, "Welcome.");
	c = join(h, 1, 1, 0);
	assert_string_equal(
		next(h, c, &b),
		"[{\"t\":\"h\",\"d\":5,\"u\":1,\"x\":\"Ana\",\"r\":\"patient\"},"
		"{\"t\":\"g\",\"g\":1,\"s\":1,\"n\":0,\"x\":\"Tuesday\"},"
		"{\"t\":\"p\",\"g\":1,\"u\":1,\"n\":0,\"x\":\"Ana\",\"r\":\"patient\"},"
		"{\"t\":\"p\",\"g\":1,\"u\":2,\"n\":2,\"x\":\"Ana\",\"r\":\"patient\"},"
		"{\"t\":\"m\",\"g\":1,\"s\":1,\"d\":7001,\"u\":2,\"b\":\"Welcome.\"}]");
	assert_string_equal(next(h, c, &b), "");
	buf_finish(&b);
	hub_destroy(h);
}

static void whoever_said_it_gets_its_number_and_all_others_the_words(void **state)
{
	struct hub *h = one_group(2, 0);
	struct hub_conn *a = join(h, 1, 1, 0), *same = join(h, 1, 1, 0), *c = join(h, 2, 3, 0);
	struct buf b;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	next(h, a, &b);
	next(h, same, &b);
	next(h, c, &b);
	say(h, a, 1, "Hello.");
	assert_string_equal(next(h, a, &b),
			    "[{\"t\":\"k\",\"g\":1,\"s\":1,\"d\":7001,\"k\":1}]");
	assert_string_equal(
		next(h, same, &b),
		"[{\"t\":\"m\",\"g\":1,\"s\":1,\"d\":7001,\"u\":1,\"k\":1,\"b\":\"Hello.\"}]");
	assert_string_equal(
		next(h, c, &b),
		"[{\"t\":\"m\",\"g\":1,\"s\":1,\"d\":7001,\"u\":1,\"b\":\"Hello.\"}]");
	buf_finish(&b);
	hub_destroy(h);
}

/* By the numbers of the group, but one's own; and in the order of names. */
static void others_are_numbers_of_the_group(void **state)
{
	static const int64_t numbers[] = { 0, 40, 30, 20 };
	static const char *const names[] = { "", "Cal", "Ben", "Ana" };
	struct hub *h = one_group(0, 0);
	struct hub_conn *a, *other, *c;
	struct buf b;

	(void)state;
	for (int64_t u = 1; u <= 3; u++)
		hub_put_person(h, 1,
			       &(struct hub_somebody) { .id = u,
							.number = numbers[u],
							.name = str_of(names[u]),
							.role = str_of("patient") });
	a = join(h, 1, 1, 0);
	other = join(h, 1, 2, 0);
	c = join(h, 2, 3, 0);
	buf_init(&b, WIRE_FRAME_MAX);
	next(h, a, &b);
	assert_non_null(strstr(strstr(next(h, c, &b), "\"u\":20,"), "\"u\":40,"));
	assert_non_null(strstr(strstr(next(h, other, &b), "\"u\":20,"), "\"u\":1,"));
	say(h, a, 1, "Hello.");
	assert_non_null(strstr(next(h, c, &b), "\"u\":40,"));
	assert_non_null(strstr(next(h, other, &b), "\"u\":1,"));
	buf_finish(&b);
	hub_destroy(h);
}

static void a_shared_frame_is_what_an_own_one_would_be(void **state)
{
	struct hub *h = one_group(4, 0);
	struct hub_conn *a = join(h, 1, 1, 0), *c = join(h, 2, 2, 0), *d = join(h, 3, 3, 0);
	struct buf shared, own;

	(void)state;
	buf_init(&shared, WIRE_FRAME_MAX);
	buf_init(&own, WIRE_FRAME_MAX);
	next(h, a, &own);
	next(h, c, &own);
	next(h, d, &own);
	for (int64_t s = 1; s <= 20; s++)
		say(h, a, s, s % 2 ? "one" : "two \"words\"\n");
	next(h, c, &shared);
	hub_more(h, d, 1, 1, 1); /* a page under way makes its frames its own */
	next(h, d, &own);
	assert_string_equal(buf_text(&shared), buf_text(&own));
	assert_int_equal(count(buf_text(&own), "\"t\":\"m\""), 20);
	buf_finish(&shared);
	buf_finish(&own);
	hub_destroy(h);
}

static void catching_up_begins_with_the_newest_page(void **state)
{
	struct hub *h = one_group(2, 0);
	struct hub_conn *c;
	struct hub_want w;
	struct buf b;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	for (int64_t s = 1; s <= 100; s++)
		say(h, NULL, s, "word");
	c = join(h, 1, 1, 0);
	assert_false(hub_wants_page(c, &w));
	next(h, c, &b);
	assert_int_equal(count(buf_text(&b), "\"t\":\"m\""), WIRE_PAGE);
	assert_non_null(strstr(buf_text(&b), "\"s\":51,"));
	buf_finish(&b);
	hub_destroy(h);
}

static void catching_up_asks_the_store_for_what_is_not_in_the_ring(void **state)
{
	struct hub *h = one_group(2, 200);
	struct hub_conn *c;
	struct hub_want w;
	struct buf b;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	for (int64_t s = 201; s <= 210; s++)
		say(h, NULL, s, "word");
	c = join(h, 1, 1, 3);
	assert_true(hub_wants_page(c, &w));
	assert_int_equal(w.after, 160);
	assert_int_equal(w.limit, 40);
	assert_false(hub_wants_page(c, &w));
	assert_int_equal(count(next(h, c, &b), "\"t\":\"m\""), 0);
	hub_page(h, c, w.id, NULL, 0);
	assert_int_equal(count(next(h, c, &b), "\"t\":\"m\""), 10);
	buf_finish(&b);
	hub_destroy(h);
}

static void catching_up_is_no_longer_than_a_page_may_be(void **state)
{
	struct hub *h = one_group(2, 0);
	char *text = mem_get(WIRE_TEXT_MAX + 1);
	struct hub_conn *c;
	struct buf b;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	memset(text, '\001', WIRE_TEXT_MAX);
	for (int64_t s = 1; s <= 20; s++)
		say(h, NULL, s, text);
	c = join(h, 1, 1, 0);
	assert_int_equal(count(next(h, c, &b), "\"t\":\"m\""), 1);
	assert_non_null(strstr(buf_text(&b), "\"s\":20,"));
	assert_string_equal(next(h, c, &b), "");
	free(text);
	buf_finish(&b);
	hub_destroy(h);
}

static void a_slow_reader_comes_back_to_the_newest_page(void **state)
{
	struct hub *h = one_group(2, 0);
	struct hub_conn *c = join(h, 1, 1, 0);
	struct buf b;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	next(h, c, &b);
	for (int64_t s = 1; s <= HUB_RING; s++)
		say(h, NULL, s, "word");
	assert_int_equal(count(next(h, c, &b), "\"t\":\"m\""), HUB_RING);
	for (int64_t s = HUB_RING + 1; s <= 2 * HUB_RING + 1; s++)
		say(h, NULL, s, "word");
	assert_int_equal(count(next(h, c, &b), "\"t\":\"m\""), WIRE_PAGE);
	assert_non_null(strstr(buf_text(&b), "\"s\":208,"));
	buf_finish(&b);
	hub_destroy(h);
}

static void presence_waits_for_company(void **state)
{
	struct hub *h = one_group(3, 0);
	struct hub_conn *c = join(h, 1, 1, 0), *d;
	struct buf b;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	next(h, c, &b);
	d = join(h, 2, 2, 0);
	assert_string_equal(next(h, c, &b), "");
	assert_int_equal(hub_tick(h, 1000 + HUB_BATCH_MS - 1), 1);
	assert_string_equal(next(h, c, &b), "");
	assert_int_equal(hub_tick(h, 1000 + HUB_BATCH_MS), -1);
	assert_non_null(strstr(next(h, c, &b), "\"u\":2,\"n\":0,"));
	hub_leave(h, d, 100000);
	assert_int_equal(hub_tick(h, 100000 + HUB_BATCH_MS), HUB_GRACE_MS - HUB_BATCH_MS);
	assert_non_null(strstr(next(h, c, &b), "\"u\":2,\"n\":1,"));
	assert_int_equal(hub_tick(h, 100000 + HUB_GRACE_MS), -1);
	assert_non_null(strstr(next(h, c, &b), "\"u\":2,\"n\":2,"));
	buf_finish(&b);
	hub_destroy(h);
}

static void one_hears_how_many_others_were_shown_ones_words(void **state)
{
	struct hub *h = one_group(3, 0);
	struct hub_conn *a = join(h, 1, 1, 0), *c = join(h, 2, 2, 0), *d = join(h, 2, 3, 0);
	struct buf b;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	hub_tick(h, 1000000);
	next(h, a, &b);
	say(h, a, 1, "Hello.");
	next(h, a, &b);
	assert_true(hub_seen(a, 1, 1, 1000000)); /* one's own eyes do not count */
	assert_true(hub_seen(c, 1, 1, 1000000));
	assert_false(hub_seen(d, 1, 1, 1000000)); /* it is the same person */
	assert_false(hub_seen(c, 1, 2, 1000000));
	hub_tick(h, 1000000 + HUB_BATCH_MS);
	assert_string_equal(next(h, a, &b), "[{\"t\":\"w\",\"g\":1,\"s\":1,\"n\":1}]");
	buf_finish(&b);
	hub_destroy(h);
}

static void a_large_group_comes_in_frames_that_are_not_too_large(void **state)
{
	struct hub *h = one_group(600, 0);
	struct hub_conn *c = join(h, 1, 1, 0);
	struct buf b;
	size_t people = 0;
	bool more = true;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	say(h, NULL, 1, "word");
	for (int frames = 0; more; frames++) {
		size_t n;

		assert_in_range(frames, 0, 8);
		buf_reset(&b);
		hub_next(h, c, &b, &more);
		n = count(buf_text(&b), "\"t\":");
		assert_in_range(n, 1, WIRE_FRAME_MESSAGES_MAX);
		people += count(buf_text(&b), "\"t\":\"p\"");
		/* Nobody speaks before all are there. */
		assert_int_equal(count(buf_text(&b), "\"t\":\"m\""), more ? 0 : 1);
	}
	assert_int_equal(people, 600);
	buf_finish(&b);
	hub_destroy(h);
}

static void who_never_reads_the_answers_is_flooded_and_not_silently(void **state)
{
	struct hub *h = one_group(2, 0);
	struct hub_conn *c = join(h, 1, 1, 0);

	(void)state;
	for (int i = 0; i < HUB_ANSWERS_MAX; i++)
		hub_error(h, c, WIRE_E_RATE, 1, i + 1);
	assert_false(hub_flooded(c));
	hub_error(h, c, WIRE_E_RATE, 1, 1);
	assert_true(hub_flooded(c));
	hub_destroy(h);
}

static void only_those_of_the_group_are_woken(void **state)
{
	struct hub *h = one_group(2, 0);
	struct hub_conn *c, *other;
	struct buf b;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	hub_put_group(h, 2, str_of("Friday"), 0);
	put(h, 2, 9);
	c = join(h, 1, 1, 0);
	other = join(h, 9, 9, 0);
	while (hub_wanting(h))
		;
	next(h, c, &b);
	next(h, other, &b);
	say(h, NULL, 1, "word");
	assert_non_null(hub_wanting(h));
	assert_null(hub_wanting(h));
	assert_string_equal(next(h, other, &b), "");
	assert_false(hub_has_person(h, 1, 9));
	assert_false(hub_has_person(h, 3, 9));
	buf_finish(&b);
	hub_destroy(h);
}

static void pages_have_an_end(void **state)
{
	struct hub *h = one_group(2, 500);
	struct hub_conn *c = join(h, 1, 1, 500);
	struct hub_want w;

	(void)state;
	for (int i = 0; i < HUB_PAGES_MAX; i++)
		assert_true(hub_more(h, c, 1, 1, INT64_MAX));
	assert_false(hub_more(h, c, 1, 1, 1));
	assert_true(hub_wants_page(c, &w));
	assert_int_equal(w.limit, WIRE_PAGE);
	hub_destroy(h);
}

static void page(struct hub *h, struct hub_conn *c, const struct hub_want *w)
{
	struct hub_said said[WIRE_PAGE];

	for (int64_t i = 0; i < w->limit; i++)
		said[i] = (struct hub_said) { .group = 1,
					      .seq = w->after + 1 + i,
					      .member = 2,
					      .device = 99,
					      .ticket = 1,
					      .utc_ms = 1,
					      .text = str_of("old") };
	hub_page(h, c, w->id, said, (size_t)w->limit);
}

/* However many it asks for: the store's answers do not pile up before a reader that stalls. */
static void a_page_comes_when_the_one_before_it_is_taken(void **state)
{
	struct hub *h = one_group(2, 500);
	struct hub_conn *c = join(h, 1, 1, 500);
	struct hub_want w;
	struct buf b;

	(void)state;
	buf_init(&b, WIRE_FRAME_MAX);
	next(h, c, &b);
	for (int64_t s = 1; s <= 3; s++)
		assert_true(hub_more(h, c, 1, 10 * s, 10));
	for (int64_t s = 1; s <= 3; s++) {
		assert_true(hub_wants_page(c, &w));
		assert_int_equal(w.after, 10 * s - 1);
		assert_false(hub_wants_page(c, &w));
		page(h, c, &w);
		assert_false(hub_wants_page(c, &w));
		while (hub_wanting(h))
			;
		assert_int_equal(count(next(h, c, &b), "\"b\":\"old\""), 10);
		assert_true(s == 3 || hub_wanting(h) != NULL);
	}
	assert_false(hub_wants_page(c, &w));
	buf_finish(&b);
	hub_destroy(h);
}

/* What is live waits for it; the pages that a person leafs through wait for both. */
static void the_page_that_leads_to_the_ring_comes_first(void **state)
{
	struct hub *h = one_group(2, 500);
	struct hub_conn *c = join(h, 1, 1, 460);
	struct hub_want w;

	(void)state;
	assert_true(hub_more(h, c, 1, 1, 10));
	assert_true(hub_wants_page(c, &w));
	assert_int_equal(w.after, 460);
	hub_destroy(h);
}

/* A client that doubts its connection opens another: the old one must not count as presence. */
static void a_device_that_comes_again_is_known_by_its_elder(void **state)
{
	struct hub *h = one_group(2, 0);
	struct hub_conn *first = join(h, 1, 10, 0), *other = join(h, 1, 11, 0), *again;

	(void)state;
	assert_null(hub_elder(first));
	assert_null(hub_elder(other)); /* another device of the same person */
	again = join(h, 1, 10, 0);
	assert_ptr_equal(hub_elder(again), h); /* `user` of all in this test */
	assert_null(hub_elder(first));         /* it is not the newer one's place to go */
	hub_leave(h, first, 2000);
	assert_null(hub_elder(again));
	hub_destroy(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_newcomer_hears_who_is_where_before_what_was_said),
		cmocka_unit_test(whoever_said_it_gets_its_number_and_all_others_the_words),
		cmocka_unit_test(others_are_numbers_of_the_group),
		cmocka_unit_test(a_shared_frame_is_what_an_own_one_would_be),
		cmocka_unit_test(catching_up_begins_with_the_newest_page),
		cmocka_unit_test(catching_up_asks_the_store_for_what_is_not_in_the_ring),
		cmocka_unit_test(catching_up_is_no_longer_than_a_page_may_be),
		cmocka_unit_test(a_slow_reader_comes_back_to_the_newest_page),
		cmocka_unit_test(presence_waits_for_company),
		cmocka_unit_test(one_hears_how_many_others_were_shown_ones_words),
		cmocka_unit_test(a_large_group_comes_in_frames_that_are_not_too_large),
		cmocka_unit_test(who_never_reads_the_answers_is_flooded_and_not_silently),
		cmocka_unit_test(only_those_of_the_group_are_woken),
		cmocka_unit_test(pages_have_an_end),
		cmocka_unit_test(a_page_comes_when_the_one_before_it_is_taken),
		cmocka_unit_test(the_page_that_leads_to_the_ring_comes_first),
		cmocka_unit_test(a_device_that_comes_again_is_known_by_its_elder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
