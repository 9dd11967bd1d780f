/* SPDX-License-Identifier: MIT */
/* A whole client against a server of the test's own: what it catches up with, and tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <openssl/ssl.h>

#include "client/core.h"
#include "support/pair.h"

static void say(struct pair *p, const char *text)
{
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, text), PL_OK);
}

static void a_hole_is_filled_from_the_newest_page_back(void **state)
{
	struct pair *p = *state;
	const struct pl_message *m;
	size_t n;

	fake_server_say(&p->server, FAKE_MARA, "first");
	pair_guest(p);
	pair_join(p);
	fake_server_cut(&p->server);
	pair_until(p, pair_is_waiting);
	for (int i = 0; i < 170; i++)
		fake_server_say_unheard(&p->server, FAKE_MARA, "x");
	pl_client_connect_now(p->client);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_string_equal(p->server.query, "c=1.1&w=0&v=0&k=0");
	assert_int_equal(p->server.mores, 3); /* 50, 50 and 20 */
	n = pl_client_messages(p->client, FAKE_GROUP, &m);
	assert_int_equal(n, 171);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(m[i].seq, i + 1);
	assert_int_equal(pair_link(p, NULL), PL_LINK_LIVE);
	assert_int_equal(p->client->link.state, LINK_LIVE); /* nothing is awaited any more */
}

static void a_hole_that_was_left_open_is_filled_next_time(void **state)
{
	struct pair *p = *state;
	const struct pl_message *m;

	fake_server_say(&p->server, FAKE_MARA, "first");
	pair_member(p);
	pair_join(p);
	pair_quit(p);
	for (int i = 0; i < 120; i++)
		fake_server_say_unheard(&p->server, FAKE_MARA, "x");
	pair_member(p);
	while (p->server.mores == 0 && pl_client_messages(p->client, FAKE_GROUP, &m) < 50)
		pair_until(p, pair_is_live);
	pair_quit(p);
	pair_member(p);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_int_equal(pl_client_messages(p->client, FAKE_GROUP, &m), 121);
}

static void nothing_is_asked_below_the_first_page(void **state)
{
	struct pair *p = *state;
	const struct pl_message *m;

	for (int i = 0; i < 200; i++)
		fake_server_say(&p->server, FAKE_MARA, "x");
	pair_guest(p);
	pair_join(p);
	pair_settle(p);
	assert_int_equal(p->server.mores, 0);
	assert_int_equal(pl_client_messages(p->client, FAKE_GROUP, &m), 50);
}

static void what_was_read_travels_with_what_is_said(void **state)
{
	struct pair *p = *state;
	const struct pl_group *g;

	fake_server_say(&p->server, FAKE_MARA, "a");
	fake_server_say(&p->server, FAKE_MARA, "b");
	pair_guest(p);
	pair_join(p);
	pair_settle(p);
	pl_client_seen(p->client, FAKE_GROUP, 1);
	pl_client_seen(p->client, FAKE_GROUP, 99); /* not yet there: as far as there is */
	pl_client_seen(p->client, FAKE_GROUP, 1);
	pl_client_groups(p->client, &g);
	assert_int_equal(g->read_seq, 2);
	pair_settle(p);
	assert_int_equal(p->server.seens, 0);                       /* it waits for company */
	assert_int_equal(p->client->state.groups[0]->seen_kept, 0); /* and so does the disk */
	say(p, "c");
	pair_until(p, pair_has_none_kept);
	assert_int_equal(p->server.seens, 1);
	assert_int_equal(p->server.last_seen, 2);
	assert_int_equal(p->client->state.groups[0]->seen_kept, 2);
	pl_client_seen(p->client, FAKE_GROUP, 3);
	outbound_on_seen(p->client); /* it has waited long enough */
	pair_settle(p);
	assert_int_equal(p->server.seens, 2);
	assert_int_equal(p->server.last_seen, 3);
}

static void what_was_read_offline_is_told_on_return(void **state)
{
	struct pair *p = *state;

	fake_server_say(&p->server, FAKE_MARA, "a");
	pair_member(p);
	pair_join(p);
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	pl_client_seen(p->client, FAKE_GROUP, 1);
	pair_quit(p);
	pair_member(p);
	fake_server_up(&p->server, NULL);
	pl_client_connect_now(p->client);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_int_equal(p->server.last_seen, 1);
}

static void what_is_kept_is_there_before_anything_is_asked_of_the_network(void **state)
{
	struct pair *p = *state;
	const struct pl_person *people;

	fake_server_say(&p->server, FAKE_MARA, "Welcome.");
	pair_member(p);
	pair_join(p);
	pair_quit(p);
	fake_server_down(&p->server);
	pair_member(p);
	assert_string_equal(pair_talk(p), "Mara:Welcome.");
	assert_string_equal(pl_client_self(p->client).name, "Ana");
	assert_int_equal(pl_client_people(p->client, FAKE_GROUP, &people), 2);
	assert_int_equal(people[0].presence, PL_LEFT);
	assert_int_equal(pair_link(p, NULL), PL_LINK_OPENING);
}

static void bytes_and_clocks_are_told(void **state)
{
	struct pair *p = *state;
	struct pl_link_info info;
	struct pl_data data;

	pair_guest(p);
	pl_client_link(p->client, &info);
	assert_int_equal(info.heard_ms, -1);
	pair_join(p);
	say(p, "a");
	pair_until(p, pair_has_none_kept);
	pl_client_link(p->client, &info);
	assert_in_range(info.heard_ms, 0, 20000);
	assert_int_equal(info.unacked_ms, 0);
	pl_client_data(p->client, &data);
	assert_true(data.session.up > 0 && data.session.down > data.session.up);
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	pl_client_link(p->client, &info);
	assert_in_range(info.retry_in_ms, 1, 120000);
}

static bool has_session(struct pair *p)
{
	return ws_session(p->client->ws).n > 0;
}

static unsigned long lifetime_of(const unsigned char *session, size_t n)
{
	SSL_SESSION *s = d2i_SSL_SESSION(NULL, &session, (long)n);
	unsigned long secs = s ? SSL_SESSION_get_ticket_lifetime_hint(s) : 0;

	SSL_SESSION_free(s);
	return secs;
}

/* The server's key for tickets is gone with it: what is offered must not do harm. */
static void a_tls_session_is_kept_and_a_stale_one_is_harmless(void **state)
{
	struct pair *p = *state;
	char *kept;

	pair_member(p);
	pair_join(p);
	pair_until(p, has_session);
	pair_quit(p);
	pair_member(p);
	kept = cache_get(p->client->cache, "session");
	assert_non_null(kept);
	free(kept);
	assert_true(p->client->session_n > 0);
	assert_int_equal(lifetime_of(p->client->session, p->client->session_n), 24 * 3600);
	pair_until(p, pair_is_live);
	pair_quit(p);
	fake_server_down(&p->server);
	fake_server_up(&p->server, NULL);
	pair_member(p);
	pair_until(p, pair_is_live);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, pair_open, pair_close)

/* It cannot know the number: only a new connection tells. */
static void a_message_that_continues_nothing_makes_it_connect_anew(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	fake_server_say(&p->server, FAKE_MARA, "One.");
	pair_settle(p);
	fake_server_send(&p->server, "[{\"t\":\"m\",\"g\":1}]");
	fake_server_send(&p->server, "[{\"t\":\"m\",\"g\":1,\"d\":5,\"u\":2,\"b\":\"Lost.\"}]");
	pair_until(p, pair_is_waiting);
	pl_client_connect_now(p->client);
	pair_until(p, pair_is_live);
	assert_string_equal(pair_talk(p), "Mara:One.");
	assert_int_equal(p->server.opens, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_message_that_continues_nothing_makes_it_connect_anew),
		TEST(a_hole_is_filled_from_the_newest_page_back),
		TEST(a_hole_that_was_left_open_is_filled_next_time),
		TEST(nothing_is_asked_below_the_first_page),
		TEST(what_was_read_travels_with_what_is_said),
		TEST(what_was_read_offline_is_told_on_return),
		TEST(what_is_kept_is_there_before_anything_is_asked_of_the_network),
		TEST(bytes_and_clocks_are_told),
		TEST(a_tls_session_is_kept_and_a_stale_one_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
