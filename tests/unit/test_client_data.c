/* SPDX-License-Identifier: MIT */
/* A whole client against a server of the test's own: what it counts, and on a metered line
 * asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "client/core.h"
#include "support/pair.h"

static struct pl_data data_of(struct pair *p)
{
	struct pl_data d;

	pl_client_data(p->client, &d);
	return d;
}

static uint64_t both(struct pl_bytes b)
{
	return b.up + b.down;
}

/* A member who has the first message, on a metered line; `n` more were said meanwhile. */
static void come_back(struct pair *p, enum pl_metered metered, int n)
{
	fake_server_say(&p->server, FAKE_MARA, "first");
	pair_guest(p);
	pl_client_meter(p->client, metered);
	pair_join(p);
	fake_server_cut(&p->server);
	pair_until(p, pair_is_waiting);
	for (int i = 0; i < n; i++)
		fake_server_say_unheard(&p->server, FAKE_MARA, "x");
	pl_client_connect_now(p->client);
	pair_until(p, pair_is_live);
	pair_settle(p);
}

static size_t count(struct pair *p)
{
	const struct pl_message *m;

	return pl_client_messages(p->client, FAKE_GROUP, &m);
}

/* ---- the meter ---- */

static void packets_of_both_protocols_are_counted(void **state)
{
	struct pair *p = *state;
	struct pl_data before, after;
	const uint64_t packet = 52, tls = 22, frame = 6; /* the least that goes with a line */

	pair_guest(p);
	assert_int_equal(both(data_of(p).session), 0);
	pair_join(p);
	assert_true(p->client->data.fetched.up > 700);
	before = data_of(p);
	assert_true(before.session.up > p->client->data.fetched.up + 500);
	assert_in_range(before.reconnect, 1000, both(before.session));
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, "a"), PL_OK);
	pair_until(p, pair_has_none_kept);
	after = data_of(p);
	assert_true(after.session.up >= before.session.up + packet + tls + frame);
	assert_true(after.session.down >= before.session.down + packet + tls + 2);
	assert_int_equal(both(after.today), both(after.session));
	assert_int_equal(both(after.month), both(after.session));
}

static void an_attempt_that_fails_costs_and_is_of_the_reconnect(void **state)
{
	struct pair *p = *state;
	uint64_t before;

	pair_guest(p);
	pair_join(p);
	before = data_of(p).reconnect;
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	pl_client_connect_now(p->client);
	pair_until(p, pair_is_waiting); /* refused */
	assert_int_equal(data_of(p).reconnect, before);
	fake_server_up(&p->server, NULL);
	pl_client_connect_now(p->client);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_true(data_of(p).reconnect > 1000 && data_of(p).reconnect != before);
}

static void what_was_counted_is_there_next_time(void **state)
{
	struct pair *p = *state;
	uint64_t first;

	pair_member(p);
	pair_join(p);
	first = both(data_of(p).session);
	pair_quit(p);
	fake_server_down(&p->server);
	pair_member(p);
	assert_int_equal(data_of(p).session.down, 0);
	assert_in_range(both(data_of(p).today), first, first + 1000); /* and the end */
	assert_int_equal(both(data_of(p).month), both(data_of(p).today));
}

static void a_store_that_nobody_joined_with_stays_empty(void **state)
{
	struct pair *p = *state;
	char *kept;

	pair_member(p);
	p->server.http_error = "invite";
	pair_end(p, pl_client_join(p->client, pair_invite(p), "Ana", PAIR_PASSPHRASE));
	assert_true(both(data_of(p).session) > 1000);
	pair_quit(p);
	pair_member(p);
	kept = cache_get(p->client->cache, "data");
	assert_null(kept);
	free(kept);
}

static void what_cannot_be_read_of_it_is_no_harm(void **state)
{
	static const struct cache_word word = { "data", "nonsense" };
	struct pair *p = *state;

	pair_member(p);
	assert_true(cache_set(p->client->cache, &word, 1, CACHE_SAME));
	pair_quit(p);
	pair_member(p);
	assert_int_equal(both(data_of(p).month), 0);
	pair_join(p);
	assert_true(both(data_of(p).month) > 0);
}

static void the_allowance_is_told_once_over_all_sessions(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	pair_join(p);
	assert_int_equal(pl_client_notice(p->client), 0);
	p->changed = 0;
	pl_client_allow(p->client, 1000);
	assert_int_equal(pl_client_notice(p->client), 100);
	assert_int_equal(pl_client_timeout_ms(p->client), 0);
	assert_true(pl_client_work(p->client) & PL_CHANGED_DATA);
	pl_client_told(p->client);
	assert_int_equal(pl_client_notice(p->client), 0);
	pair_quit(p);
	pair_member(p);
	pl_client_allow(p->client, 1000);
	assert_int_equal(pl_client_notice(p->client), 0);
	pl_client_allow(p->client, 900); /* another one is another matter */
	assert_int_equal(pl_client_notice(p->client), 100);
}

/* ---- metered ---- */

static void automatic_is_metered_where_there_is_an_allowance(void **state)
{
	struct pair *p = *state;
	struct pl_link_info info;

	pair_guest(p);
	assert_false(data_of(p).is_metered);
	pl_client_allow(p->client, 20000000);
	assert_true(data_of(p).is_metered);
	pl_client_link(p->client, &info);
	assert_true(info.is_metered);
	pl_client_meter(p->client, PL_METERED_NO);
	assert_false(data_of(p).is_metered);
	pl_client_allow(p->client, 0);
	pl_client_meter(p->client, PL_METERED_YES);
	assert_true(data_of(p).is_metered);
	assert_true(p->client->link.spares);
	pl_client_meter(p->client, PL_METERED_AUTO);
	assert_false(data_of(p).is_metered);
	assert_false(p->client->link.spares);
}

static void a_metered_line_gets_what_was_missed_and_asks_for_no_more(void **state)
{
	struct pair *p = *state;
	int frames;

	come_back(p, PL_METERED_YES, 170);
	frames = p->server.frames;
	assert_string_equal(p->server.query, "c=1.1&w=0&v=0&k=0");
	assert_int_equal(p->server.mores, 0);
	assert_int_equal(frames, 0);    /* nothing at all was asked or told */
	assert_int_equal(count(p), 51); /* the newest page, and what there was */
	assert_string_equal(p->server.paths, "/v1/enrol");
	assert_int_equal(p->client->link.state, LINK_LIVE); /* nothing is awaited */
	pl_client_seen(p->client, FAKE_GROUP, 171);
	pair_settle(p);
	assert_int_equal(p->server.frames, frames);
	fake_server_say(&p->server, FAKE_MARA, "live");
	pair_until(p, pair_is_live);
	assert_int_equal(count(p), 52);
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, "mine"), PL_OK);
	pair_until(p, pair_has_none_kept);
	assert_int_equal(p->server.last_seen, 171); /* with what was said */
	assert_int_equal(p->server.mores, 0);
}

static void older(struct pair *p, int64_t first, int64_t n)
{
	struct pl_range r;
	int mores = p->server.mores;

	assert_int_equal(pl_client_older(p->client, FAKE_GROUP, &r), PL_OK);
	assert_int_equal(r.n, n);
	if (!n)
		return;
	assert_int_equal(r.first, first);
	pair_settle(p);
	assert_int_equal(p->server.mores, mores + 1);
}

static void older_ones_come_when_asked_for_newest_page_first(void **state)
{
	struct pair *p = *state;
	const struct pl_message *m;
	size_t n;

	come_back(p, PL_METERED_YES, 170);
	older(p, 72, 50);
	assert_int_equal(count(p), 101);
	older(p, 22, 50);
	older(p, 2, 20);
	n = pl_client_messages(p->client, FAKE_GROUP, &m);
	assert_int_equal(n, 171);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(m[i].seq, i + 1);
	older(p, 0, 0);
}

static void where_nothing_was_said_nothing_is_older(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	assert_int_equal(count(p), 0);
	older(p, 0, 0);
}

static void what_is_older_than_the_first_page_can_be_asked_for(void **state)
{
	struct pair *p = *state;

	for (int i = 0; i < 80; i++)
		fake_server_say(&p->server, FAKE_MARA, "x");
	pair_guest(p);
	pair_join(p);
	assert_int_equal(count(p), 50);
	older(p, 1, 30);
	assert_int_equal(count(p), 80);
	older(p, 0, 0);
}

static void nothing_is_asked_for_that_would_not_be_shown(void **state)
{
	struct pair *p = *state;

	for (int i = 0; i < STATE_MESSAGES_MAX + 30; i++)
		fake_server_say(&p->server, FAKE_MARA, "x");
	pair_guest(p);
	pair_join(p);
	for (int got = 50; got < STATE_MESSAGES_MAX; got += 50)
		older(p, STATE_MESSAGES_MAX + 30 - got - 49, 50);
	assert_int_equal(count(p), STATE_MESSAGES_MAX);
	older(p, 0, 0);
}

static void what_was_asked_for_without_a_line_comes_when_it_is_back(void **state)
{
	struct pair *p = *state;
	struct pl_range r;

	come_back(p, PL_METERED_YES, 90);
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	assert_int_equal(pl_client_older(p->client, FAKE_GROUP, &r), PL_OK);
	assert_int_equal(r.n, 40);
	assert_int_equal(pl_client_older(p->client, FAKE_GROUP, &r), PL_FAIL_NOT_NOW);
	assert_int_equal(pl_client_older(p->client, 77, &r), PL_FAIL_NOT_NOW);
	fake_server_up(&p->server, NULL);
	pl_client_connect_now(p->client);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_int_equal(count(p), 91);
	assert_int_equal(p->server.mores, 1);
}

static void turning_it_off_fetches_what_is_missing(void **state)
{
	struct pair *p = *state;

	come_back(p, PL_METERED_YES, 170);
	assert_int_equal(p->server.mores, 0);
	pl_client_meter(p->client, PL_METERED_NO);
	pair_settle(p);
	assert_int_equal(p->server.mores, 3);
	assert_int_equal(count(p), 171);
}

/* Without what was said in between it could be sent twice, or never. */
static void a_doubtful_line_is_settled_on_a_metered_line_too(void **state)
{
	struct pair *p = *state;

	fake_server_say(&p->server, FAKE_MARA, "first");
	pair_guest(p);
	pl_client_meter(p->client, PL_METERED_YES);
	pair_join(p);
	p->server.mute = true;
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, "mine"), PL_OK);
	pair_settle(p);
	p->server.mute = false;
	for (int i = 0; i < 90; i++)
		fake_server_say_unheard(&p->server, FAKE_MARA, "x");
	assert_int_equal(pair_end(p, pl_client_sign_in(p->client, PAIR_PASSPHRASE)), PL_OK);
	pair_until(p, pair_has_none_kept);
	assert_int_equal(p->server.said_count, 92); /* said once */
	assert_true(p->server.mores > 0);
}

/* ---- the sign of life ---- */

enum { METERED_MS = LINK_IDLE_MS + LINK_HUSH_METERED_MS };

/* With nothing but time until then. */
static void idle(struct link *l, int64_t ms)
{
	unsigned todo = 0;
	int64_t now = 0;

	while (!todo) {
		now = link_due(l);
		todo = link_feed(l, LINK_TICK, now, 0);
	}
	assert_int_equal(todo, LINK_DO_KEEP_ALIVE);
	assert_int_equal(now, ms);
}

static struct link metered(void)
{
	struct link l;

	link_init(&l);
	link_metered(&l, true);
	link_feed(&l, LINK_WANT, 0, 0);
	link_feed(&l, LINK_OPENED, 0, 0);
	return l;
}

static void a_metered_line_is_kept_alive_less_often(void **state)
{
	struct link l = metered();

	(void)state;
	idle(&l, METERED_MS);
	link_feed(&l, LINK_ANSWERED, METERED_MS + 1000, 0);
	idle(&l, METERED_MS + 1000 + LINK_REST_MS + LINK_HUSH_METERED_MS);
	link_feed(&l, LINK_HEARD, 2 * METERED_MS + 5000, 0);
	link_feed(&l, LINK_LOST, 2 * METERED_MS + 5001, 0);
	assert_true(l.spares); /* it had lived */
}

/* By the other end's word, or by a second connection that was opened beside it. */
static void one_that_died_meanwhile_is_kept_alive_as_others_are(void **state)
{
	static const enum link_input ends[] = { LINK_LOST, LINK_TICK };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct link l = metered();

		idle(&l, METERED_MS);
		link_feed(&l, ends[i], METERED_MS + 45000, 0);
		link_feed(&l, LINK_NUDGE, METERED_MS + 45001, 0);
		link_feed(&l, LINK_OPENED, METERED_MS + 45002, 0);
		assert_false(l.spares);
		idle(&l, METERED_MS + 45002 + LINK_IDLE_MS);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, pair_open, pair_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(packets_of_both_protocols_are_counted),
		TEST(an_attempt_that_fails_costs_and_is_of_the_reconnect),
		TEST(what_was_counted_is_there_next_time),
		TEST(a_store_that_nobody_joined_with_stays_empty),
		TEST(what_cannot_be_read_of_it_is_no_harm),
		TEST(the_allowance_is_told_once_over_all_sessions),
		TEST(automatic_is_metered_where_there_is_an_allowance),
		TEST(a_metered_line_gets_what_was_missed_and_asks_for_no_more),
		TEST(older_ones_come_when_asked_for_newest_page_first),
		TEST(where_nothing_was_said_nothing_is_older),
		TEST(what_is_older_than_the_first_page_can_be_asked_for),
		TEST(nothing_is_asked_for_that_would_not_be_shown),
		TEST(what_was_asked_for_without_a_line_comes_when_it_is_back),
		TEST(turning_it_off_fetches_what_is_missing),
		TEST(a_doubtful_line_is_settled_on_a_metered_line_too),
		cmocka_unit_test(a_metered_line_is_kept_alive_less_often),
		cmocka_unit_test(one_that_died_meanwhile_is_kept_alive_as_others_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
