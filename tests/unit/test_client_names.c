/* SPDX-License-Identifier: MIT */
/* What people are called in a group, at a client. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/core.h"
#include "support/pair.h"

#define MARA(name) "{\"t\":\"p\",\"g\":1,\"u\":2,\"x\":\"" name "\",\"r\":\"patient\",\"n\":0}"
#define ME(name)   "{\"t\":\"p\",\"g\":1,\"u\":7,\"x\":\"" name "\",\"r\":\"patient\",\"n\":0}"

static const struct pl_wish bo = { .act = PL_ACT_NAME, .text = " Bo\n" };

/* The notices of names: "Mara=Lea". */
static void notices_are(struct pair *p, const char *want)
{
	const struct pl_notice *all;
	const size_t n = pl_client_session_notices(p->client, FAKE_GROUP, &all);
	char is[256] = "";

	for (size_t i = 0; i < n; i++)
		if (all[i].kind == PL_NOTE_NAMED)
			snprintf(is + strlen(is), sizeof(is) - strlen(is), "%s%s=%s",
				 all[i].n ? "!" : "", all[i].who, all[i].text);
	assert_string_equal(is, want);
}

static void somebody_is_called_something_else_and_it_is_said_once(void **state)
{
	struct pair *p = *state;
	const struct pl_person *people;

	fake_server_say(&p->server, FAKE_MARA, "Welcome.");
	pair_guest(p);
	pair_join(p);
	fake_server_send(&p->server, "[" MARA("Lea") "]");
	pair_settle(p);
	fake_server_send(&p->server, "[" MARA("Lea") "]");
	pair_settle(p);
	notices_are(p, "Mara=Lea");
	assert_int_equal(pl_client_people(p->client, FAKE_GROUP, &people), 2);
	assert_string_equal(people[0].name, "Lea");
	assert_string_equal(pl_client_account(p->client, FAKE_GROUP, FAKE_MARA), "");
	assert_string_equal(pair_talk(p), "Lea:Welcome.");
}

/* What was kept by the number of the account has that of the group, on the disk, too. */
static void who_has_another_number_is_the_same(void **state)
{
	struct pair *p = *state;
	const struct pl_person *people;
	const struct pl_message *m;

	fake_server_say(&p->server, FAKE_MARA, "Welcome.");
	pair_member(p);
	pair_join(p);
	for (int i = 0; i < 2; i++) {
		fake_server_send(&p->server, "[{\"t\":\"p\",\"g\":1,\"u\":57,\"x\":\"Lea\","
					     "\"r\":\"patient\",\"n\":0,\"k\":2}]");
		pair_settle(p);
	}
	pair_quit(p);
	fake_server_down(&p->server);
	pair_member(p);
	assert_int_equal(pl_client_people(p->client, FAKE_GROUP, &people), 2);
	assert_int_equal(pl_client_messages(p->client, FAKE_GROUP, &m), 1);
	assert_int_equal(m->member, 57);
	assert_string_equal(pair_talk(p), "Lea:Welcome.");
}

static bool asks_for_numbers(struct pair *p)
{
	pair_quit(p);
	fake_server_down(&p->server);
	fake_server_up(&p->server, NULL);
	pair_member(p);
	pair_until(p, pair_is_live);
	pair_settle(p);
	return strstr(p->server.query, "u=0");
}

/* Until it was told them, and once more: that connection may have ended in the middle of it. */
static void what_a_program_of_before_has_kept_is_asked_about(void **state)
{
	struct pair *p = *state;
	const struct cache_word before = { .word = CACHE_ACCOUNTS, .value = "" };

	pair_member(p);
	pair_join(p);
	assert_false(asks_for_numbers(p));
	cache_set(p->client->cache, &before, 1, CACHE_SAME);
	assert_true(asks_for_numbers(p));
	assert_true(asks_for_numbers(p));
	fake_server_send(&p->server, "[{\"t\":\"p\",\"g\":1,\"u\":57,\"x\":\"Mara\","
				     "\"r\":\"patient\",\"n\":0,\"k\":2}]");
	pair_settle(p);
	fake_server_send(&p->server, "[{\"t\":\"h\",\"u\":7,\"x\":\"Ana\",\"r\":\"patient\","
				     "\"d\":1}]");
	pair_settle(p);
	assert_false(asks_for_numbers(p));
}

/* To who leads; and it is there without a line, too. */
static void those_who_lead_see_the_account(void **state)
{
	struct pair *p = *state;
	const struct pl_person *people;

	p->server.role = "facilitator";
	pair_member(p);
	pair_join(p);
	fake_server_send(&p->server, "[{\"t\":\"p\",\"g\":1,\"u\":2,\"x\":\"Lea\",\"r\":"
				     "\"patient\",\"n\":0,\"b\":\"Ma\\nra\"}]");
	pair_settle(p);
	pl_client_people(p->client, FAKE_GROUP, &people);
	assert_string_equal(pl_client_account(p->client, FAKE_GROUP, FAKE_MARA), "Ma ra");
	pair_quit(p);
	fake_server_down(&p->server);
	pair_member(p);
	pl_client_people(p->client, FAKE_GROUP, &people);
	assert_string_equal(people[0].name, "Lea");
	assert_string_equal(pl_client_account(p->client, FAKE_GROUP, FAKE_MARA), "Ma ra");
}

static void one_is_told_what_one_is_called(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	assert_string_equal(pl_client_called(p->client, FAKE_GROUP), "Ana");
	fake_server_send(&p->server, "[" ME("Bo") "]");
	pair_settle(p);
	notices_are(p, "!Ana=Bo");
	assert_string_equal(pl_client_called(p->client, FAKE_GROUP), "Bo");
	assert_string_equal(pl_client_called(p->client, FAKE_GROUP + 1), "Ana");
	assert_string_equal(pl_client_self(p->client).name, "Ana");
	p->server.mute = true;
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, "Hello."), PL_OK);
	const struct pl_message *m;

	assert_int_equal(pl_client_messages(p->client, FAKE_GROUP, &m), 1);
	assert_string_equal(m->who, "Bo");
}

/* Without a line, and over the program's end. */
static void a_name_is_kept_and_goes_out_later(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	pair_join(p);
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	assert_int_equal(pl_client_wish(p->client, FAKE_GROUP, &bo), PL_OK);
	pair_quit(p);
	fake_server_up(&p->server, NULL);
	pair_member(p);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_non_null(strstr(buf_text(&p->server.heard), "\"c\":\"name\",\"b\":\"Bo\""));
}

static void a_name_that_is_no_name_is_told(void **state)
{
	struct pair *p = *state;
	char large[66];
	struct pl_wish w = { .act = PL_ACT_NAME, .text = large };

	memset(large, 'x', 65);
	large[65] = '\0';
	pair_guest(p);
	pair_join(p);
	assert_int_equal(pl_client_wish(p->client, FAKE_GROUP, &w), PL_FAIL_TOO_LONG);
	assert_int_equal(pl_client_wish(p->client, FAKE_GROUP + 9, &bo), PL_FAIL_NOT_NOW);
}

#define WITH_SERVER(f) cmocka_unit_test_setup_teardown(f, pair_open, pair_close)

int main(void)
{
	const struct CMUnitTest rows[] = {
		WITH_SERVER(somebody_is_called_something_else_and_it_is_said_once),
		WITH_SERVER(who_has_another_number_is_the_same),
		WITH_SERVER(what_a_program_of_before_has_kept_is_asked_about),
		WITH_SERVER(those_who_lead_see_the_account),
		WITH_SERVER(one_is_told_what_one_is_called),
		WITH_SERVER(a_name_is_kept_and_goes_out_later),
		WITH_SERVER(a_name_that_is_no_name_is_told),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
