/* SPDX-License-Identifier: MIT */
/* What goes to the server again, when, and what does not wait for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "client/core.h"
#include "support/pair.h"

static void say(struct pair *p, int64_t group, const char *text)
{
	assert_int_equal(pl_client_say(p->client, group, text), PL_OK);
}

static bool has_said(struct pair *p)
{
	return p->server.said_count > 0;
}

/* ---- after signing in anew ---- */

/* The words would not tell: she says the same twice. */
static void as_the_same_device_it_says_again_what_had_no_answer(void **state)
{
	struct pair *p = *state;

	p->server.knows = true;
	pair_guest(p);
	pair_join(p);
	p->server.mute = true;
	say(p, FAKE_GROUP, "yes");
	pair_until(p, has_said);
	assert_int_equal(pair_end(p, pl_client_sign_out(p->client, false)), PL_OK);
	say(p, FAKE_GROUP, "yes");
	p->server.mute = false;
	assert_int_equal(pair_end(p, pl_client_sign_in(p->client, PAIR_PASSPHRASE)), PL_OK);
	assert_false(cache_is_doubtful(p->client->cache, FAKE_GROUP));
	pair_until(p, pair_has_none_kept);
	assert_string_equal(pair_talk(p), "Ana:yes Ana:yes");
	assert_int_equal(p->server.said_count, 2);
	assert_string_equal(p->server.bearer, "T-1");
}

/* What was wished for goes on as well: the server knows it by the device. */
static void as_the_same_device_it_wishes_still(void **state)
{
	struct pair *p = *state;
	const struct pl_wish name = { .act = PL_ACT_REPORT, .n = 1, .text = "unkind" };

	p->server.knows = true;
	pair_guest(p);
	pair_join(p);
	assert_int_equal(pair_end(p, pl_client_sign_out(p->client, false)), PL_OK);
	assert_int_equal(pl_client_wish(p->client, FAKE_GROUP, &name), PL_OK);
	assert_int_equal(pair_end(p, pl_client_sign_in(p->client, PAIR_PASSPHRASE)), PL_OK);
	assert_int_equal(p->client->wishes.count, 1);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_non_null(strstr(buf_text(&p->server.heard), "\"c\":\"report\""));
}

/* ---- of two groups ---- */

enum { OTHER = 2 };

static const char other_group[] = "[{\"t\":\"g\",\"g\":2,\"x\":\"Other\",\"s\":0,\"n\":0}]";

static struct state_group *group(struct pair *p, int64_t id)
{
	return state_find_group(&p->client->state, id);
}

static bool has_other(struct pair *p)
{
	return group(p, OTHER) && group(p, OTHER)->is_current;
}

static void join_both(struct pair *p)
{
	pair_guest(p);
	pair_join(p);
	fake_server_send(&p->server, other_group);
	pair_until(p, has_other);
}

static enum pl_state state_of_last(struct pair *p, int64_t id)
{
	const struct state_group *g = group(p, id);

	return g->messages[g->messages_count - 1].state;
}

static bool other_is_said(struct pair *p)
{
	return state_of_last(p, OTHER) == PL_AT_SERVER;
}

static bool all_is_said(struct pair *p)
{
	return other_is_said(p) && state_of_last(p, FAKE_GROUP) == PL_AT_SERVER;
}

static bool first_is_paused(struct pair *p)
{
	return group(p, FAKE_GROUP)->sent.until_ms > 0;
}

static void end_pauses(struct pair *p)
{
	p->client->out.until_ms = 0;
	for (size_t i = 0; i < p->client->state.groups_count; i++)
		p->client->state.groups[i]->sent.until_ms = 0;
	outbound_on_again(p->client);
}

static void who_waits_in_one_group_talks_in_the_other(void **state)
{
	struct pair *p = *state;

	join_both(p);
	p->server.error = "wait";
	p->server.error_group = FAKE_GROUP;
	say(p, FAKE_GROUP, "one");
	say(p, OTHER, "two");
	say(p, FAKE_GROUP, "three");
	pair_until(p, other_is_said);
	pair_until(p, first_is_paused);
	say(p, OTHER, "four");
	pair_until(p, other_is_said);
	assert_int_equal(state_of_last(p, FAKE_GROUP), PL_KEPT_HERE);
	assert_int_equal(p->server.said_count, 2);
	p->server.error = NULL;
	end_pauses(p);
	pair_until(p, all_is_said);
	assert_string_equal(p->server.said[2].text, "one");
	assert_string_equal(p->server.said[3].text, "three");
	assert_int_equal(p->server.said_count, 4);
}

/* The same where the client knows it by itself. */
static void the_door_of_one_group_is_none_of_the_other(void **state)
{
	struct pair *p = *state;

	join_both(p);
	fake_server_send(&p->server, "[{\"t\":\"j\",\"g\":1,\"s\":9,\"n\":1,\"r\":\"open\"}]");
	pair_settle(p);
	say(p, FAKE_GROUP, "one");
	say(p, OTHER, "two");
	pair_until(p, other_is_said);
	assert_int_equal(p->server.said_count, 1);
	assert_string_equal(p->server.said[0].text, "two");
}

/* ---- what the server cannot keep ---- */

static void a_line_that_is_never_kept_is_given_back(void **state)
{
	struct pair *p = *state;
	const struct pl_notice *n;
	struct state_sent *sent;

	join_both(p);
	sent = &group(p, FAKE_GROUP)->sent;
	p->server.error = "store";
	p->server.error_group = FAKE_GROUP;
	say(p, FAKE_GROUP, "one");
	say(p, FAKE_GROUP, "two");
	pair_settle(p);
	assert_int_equal(state_of_last(p, FAKE_GROUP), PL_KEPT_HERE);
	assert_true(sent->refused_ms > 0);
	sent->refused_ms =
		clock_ms() - OUTBOUND_GIVE_UP_MS + 60000; /* there is a minute left */
	end_pauses(p);
	pair_settle(p);
	assert_string_equal(pair_talk(p), "-one -two");
	sent->refused_ms = clock_ms() - OUTBOUND_GIVE_UP_MS;
	p->server.error = "rate"; /* as it says where one before is missing */
	end_pauses(p);
	pair_settle(p);
	assert_string_equal(pair_talk(p), "-one -two");
	p->server.error = "store";
	end_pauses(p);
	pair_settle(p);
	assert_string_equal(pair_talk(p), "!one !two");
	assert_int_equal(pl_client_session_notices(p->client, FAKE_GROUP, &n), 2);
	assert_int_equal(n[0].kind, PL_NOTE_NOT_TAKEN);
	/* The next one goes when the server can. */
	p->server.error = NULL;
	end_pauses(p);
	say(p, FAKE_GROUP, "three");
	pair_until(p, pair_has_none_kept);
	assert_string_equal(pair_talk(p), "Ana:three !one !two");
	assert_int_equal(sent->refused_ms, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, pair_open, pair_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(as_the_same_device_it_says_again_what_had_no_answer),
		TEST(as_the_same_device_it_wishes_still),
		TEST(who_waits_in_one_group_talks_in_the_other),
		TEST(the_door_of_one_group_is_none_of_the_other),
		TEST(a_line_that_is_never_kept_is_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
