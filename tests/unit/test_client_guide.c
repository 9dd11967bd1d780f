/* SPDX-License-Identifier: MIT */
/* A whole client and the texts of exercises: what it asks for, what it keeps, what it tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "porchlight/session.h"
#include "support/pair.h"

/* A session, this person in it, and an exercise of the clinic's own: see the protocol. */
#define SESSION                                                                                \
	"[{\"t\":\"j\",\"g\":1,\"s\":9,\"n\":1,\"r\":\"open\"},"                               \
	"{\"t\":\"z\",\"g\":1,\"n\":1,\"x\":\"Work\",\"r\":\"work\",\"c\":\"open\"},"          \
	"{\"t\":\"q\",\"g\":1,\"u\":7,\"n\":257}]"
#define TEXT ",\"b\":\"title Quick\\nsay 600 Sit.\\n\""

static void send(struct pair *p, const char *json)
{
	fake_server_send(&p->server, json);
	pair_settle(p);
}

/* It begins now, with the number `seq`. */
static void begin(struct pair *p, int seq, int sum, const char *more)
{
	char json[256];

	snprintf(json, sizeof(json),
		 "[{\"t\":\"l\",\"g\":1,\"s\":%d,\"d\":%lld,\"k\":%d,\"x\":\"quick\","
		 "\"r\":\"exercise\"%s}]",
		 seq, (long long)time(NULL) * 1000, sum, more);
	send(p, json);
}

static bool has_line(struct pair *p)
{
	const struct pl_notice *all;
	size_t n = pl_client_session_notices(p->client, FAKE_GROUP, &all);

	for (size_t i = 0; i < n; i++)
		if (all[i].kind == PL_NOTE_LINE && strcmp(all[i].text, "Sit.") == 0)
			return true;
	return false;
}

static void a_text_comes_once_and_is_kept(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	pair_join(p);
	pair_settle(p);
	send(p, SESSION);
	begin(p, 12, 77, "");
	assert_int_equal(p->server.texts, 1);
	assert_int_equal(p->server.last_text, 12);
	assert_false(has_line(p));
	begin(p, 12, 77, TEXT);
	assert_true(has_line(p));
	pair_quit(p);
	/* The program starts anew: it has the text. */
	pair_member(p);
	pair_until(p, pair_is_live);
	pair_settle(p);
	send(p, SESSION);
	begin(p, 12, 77, "");
	assert_true(has_line(p));
	assert_string_equal(pl_client_session(p->client, FAKE_GROUP)->exercise.title, "Quick");
	assert_int_equal(p->server.texts, 1);
	begin(p, 20, 78, ""); /* another one of that name */
	assert_int_equal(p->server.texts, 2);
	assert_int_equal(p->server.last_text, 20);
}

static void skipping_says_nothing_to_anybody(void **state)
{
	struct pair *p = *state;
	int frames;

	pair_guest(p);
	pair_join(p);
	pair_settle(p);
	assert_int_equal(pl_client_skip(p->client, FAKE_GROUP, true), PL_FAIL_STATE);
	send(p, SESSION);
	begin(p, 12, 77, TEXT);
	frames = p->server.frames;
	assert_int_equal(pl_client_skip(p->client, FAKE_GROUP, true), PL_OK);
	pair_settle(p);
	assert_true(pl_client_session(p->client, FAKE_GROUP)->exercise.skipped);
	assert_int_equal(p->server.frames, frames);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_text_comes_once_and_is_kept, pair_open,
						pair_close),
		cmocka_unit_test_setup_teardown(skipping_says_nothing_to_anybody, pair_open,
						pair_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
