/* SPDX-License-Identifier: MIT */
/* A client's store is put back from an old copy: the server has seen its next tickets already, for
 * something else.  Nothing that is done then is lost, and nothing comes twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "client/core.h"
#include "support/sender.h"

#define TUESDAY INT64_C(1796173200000)

static const char week[] =
	"[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":\"Skills\",\"u\":2,\"k\":2,"
	"\"c\":\"skills\",\"b\":\"DTSTART;TZID=America/Denver:20261124T180000\\n"
	"DURATION:PT90M\\nRRULE:FREQ=WEEKLY;BYDAY=TU\\n\"},{\"t\":\"P\",\"k\":10}]";

/* ---- the copy ---- */

static const char *const files[] = { "store.db", "salt" };

enum { FILES = sizeof(files) / sizeof(files[0]), FILE_MAX = 4 << 20 };

struct copy {
	struct buf bytes[FILES];
};

static void path_of(const struct pair *p, size_t i, char out[128])
{
	snprintf(out, 128, "%s/%s", p->dir, files[i]);
}

/* The store is closed: all of it is in these files. */
static void take_copy(struct pair *p, struct copy *out)
{
	char path[128], some[4096];
	size_t n;

	pair_quit(p);
	for (size_t i = 0; i < FILES; i++) {
		FILE *f;

		path_of(p, i, path);
		f = fopen(path, "rb");
		assert_non_null(f);
		buf_init(&out->bytes[i], FILE_MAX);
		while ((n = fread(some, 1, sizeof(some), f)) > 0)
			assert_true(buf_add(&out->bytes[i], some, n));
		fclose(f);
	}
}

static void put_copy(struct pair *p, struct copy *c)
{
	char path[128];

	for (size_t i = 0; i < FILES; i++) {
		const struct str bytes = { c->bytes[i].p, c->bytes[i].n };

		path_of(p, i, path);
		assert_true(file_replace(path, bytes, 0600, NULL));
		buf_finish(&c->bytes[i]);
	}
}

/* ---- what is done ---- */

static void say(struct pair *p, const char *text)
{
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, text), PL_OK);
}

static void ask(struct pair *p, enum pl_ask what, int weeks)
{
	const struct pl_asked a = { .what = what,
				    .series = 1,
				    .original_utc_ms = TUESDAY + weeks * 7 * SENDER_DAY_MS,
				    .n = 10 };

	assert_int_equal(pl_client_ask(p->client, &a), PL_OK);
}

static bool has_done_all(struct pair *p)
{
	return pair_is_live(p) && pair_has_none_kept(p) && sender_has_none_kept(p) &&
	       diary_kept_count(&p->client->schedule.diary) == 0 &&
	       !cache_is_doubtful(p->client->cache, FAKE_GROUP);
}

static void finish(struct pair *p)
{
	pl_client_connect_now(p->client);
	pair_until(p, has_done_all);
	pair_settle(p);
}

static const char *all_said(const struct pair *p)
{
	static char all[512];

	all[0] = '\0';
	for (int64_t i = 0; i < p->server.said_count; i++) {
		strncat(all, i ? " " : "", sizeof(all) - strlen(all) - 1);
		strncat(all, p->server.said[i].text, sizeof(all) - strlen(all) - 1);
	}
	return all;
}

static size_t asked(const struct pair *p, const char *text)
{
	size_t n = 0;

	for (int64_t i = 0; i < p->server.asked_count; i++)
		n += strncmp(p->server.asked[i].text, text, strlen(text)) == 0;
	return n;
}

static void live_a_day(struct pair *p)
{
	pair_member(p);
	pair_until(p, pair_is_live);
	say(p, "one");
	say(p, "two");
	ask(p, PL_ASK_ABSENT, 0);
	sender_fill(p, "gad-7", "1111110", true);
	say(p, "yes");
	finish(p);
	assert_string_equal(all_said(p), "before one two yes");
	assert_int_equal(p->server.asked_count, 2);
	pair_quit(p);
}

static void begin(struct pair *p, struct copy *copy)
{
	p->server.program = week;
	p->server.version = 10;
	sender_join(p);
	pair_settle(p);
	say(p, "before");
	finish(p);
	take_copy(p, copy);
	live_a_day(p);
	put_copy(p, copy);
}

/* Of each kind what has the ticket of its own kind, of another, and the same words. */
static void what_is_done_without_a_line_is_not_lost(void **state)
{
	struct pair *p = *state;
	struct copy copy;

	begin(p, &copy);
	fake_server_down(&p->server);
	pair_member(p);
	pair_until(p, pair_is_waiting);
	ask(p, PL_ASK_ABSENT, 1);
	say(p, "three");
	ask(p, PL_ASK_ABSENT, 2);
	sender_fill(p, "phq-9", "1111111110", true);
	say(p, "yes");
	sender_restart(p); /* it does not know any more what is of this life */
	fake_server_up(&p->server, NULL);
	finish(p);
	assert_string_equal(all_said(p), "before one two yes three yes");
	assert_int_equal(asked(p, "W absent"), 3);
	assert_int_equal(asked(p, "I file"), 2);
	assert_string_equal(pair_talk(p),
			    "Ana:before Ana:one Ana:two Ana:yes Ana:three Ana:yes");
	/* It knows from now on. */
	sender_restart(p);
	say(p, "four");
	finish(p);
	assert_string_equal(all_said(p), "before one two yes three yes four");
	assert_int_equal(p->server.asked_count, 5);
}

/* It has no time to learn of anything: all is typed while the connection is made. */
static void what_is_done_at_once_is_not_lost(void **state)
{
	struct pair *p = *state;
	struct copy copy;

	begin(p, &copy);
	pair_member(p);
	say(p, "yes");
	ask(p, PL_ASK_ABSENT, 1);
	sender_fill(p, "phq-9", "1111111110", true);
	finish(p);
	assert_string_equal(all_said(p), "before one two yes yes");
	assert_int_equal(asked(p, "W absent"), 2);
	assert_int_equal(asked(p, "I file"), 2);
}

/* What was under way when the copy was made is under the ticket that it had. */
static void what_was_under_way_comes_once(void **state)
{
	struct pair *p = *state;
	struct copy copy;

	p->server.program = week;
	p->server.version = 10;
	sender_join(p);
	pair_settle(p);
	p->server.mute = p->server.ask_mute = true;
	say(p, "before");
	ask(p, PL_ASK_ABSENT, 0);
	sender_fill(p, "gad-7", "1111110", true);
	pair_settle(p);
	take_copy(p, &copy);
	p->server.mute = p->server.ask_mute = false;
	pair_member(p);
	say(p, "one");
	finish(p);
	pair_quit(p);
	put_copy(p, &copy);
	pair_member(p);
	say(p, "two");
	finish(p);
	assert_string_equal(all_said(p), "before one two");
	assert_int_equal(p->server.asked_count, 2);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, sender_open, pair_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_done_without_a_line_is_not_lost),
		TEST(what_is_done_at_once_is_not_lost),
		TEST(what_was_under_way_comes_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
