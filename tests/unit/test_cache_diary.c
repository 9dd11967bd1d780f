/* SPDX-License-Identifier: MIT */
/* What the device keeps of the schedule, and that a kill loses and repeats nothing. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/cache_diary.h"
#include "support/cached.h"

static void keep_frame(struct cache *c, const char *json)
{
	struct arena mem = { 0 };
	struct wire_frame f;
	struct err err = { 0 };

	assert_true(wire_decode(str_of(json), WIRE_SERVER, &mem, &f, &err));
	assert_true(cache_keep(c, f.msgs, f.n, ME, &err));
	arena_finish(&mem);
}

static void load_diary(struct cache *c, struct diary *p)
{
	struct err err = { 0 };

	diary_init(p);
	assert_true(cache_diary_load(c, p, &err));
}

static int64_t ask(struct cache *c, const char *what)
{
	struct cache_asked a = { .m = { .type = WIRE_ASK,
					.has = WIRE_K | WIRE_R | WIRE_C,
					.r = str_of(what),
					.c = str_of("1.1000") },
				 .utc_ms = 77 };

	assert_true(cache_ask_add(c, &a, 1));
	buf_finish(&a.json);
	return a.m.k;
}

#define SERIES                                                                                 \
	"{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":\"Skills\",\"b\":"                 \
	"\"DTSTART:20261201T100000Z\\nDURATION:PT60M\\n\"}"

static void rows_and_their_version(void **state)
{
	struct folder *f = *state;
	struct diary p;

	keep_frame(reopen(f),
		   "[" SERIES ",{\"t\":\"Q\",\"s\":4,\"u\":7,\"n\":1,\"r\":\"absent\","
		   "\"c\":\"1.1000\",\"d\":5,\"b\":\"Ill.\"},{\"t\":\"P\",\"k\":9}]");
	load_diary(reopen(f), &p);
	assert_int_equal(p.version, 9);
	assert_int_equal(p.series_count, 1);
	assert_string_equal(p.series[0].pub.title, "Skills");
	assert_non_null(p.series[0].when);
	assert_string_equal(p.requests[0].pub.text, "Ill.");
	diary_finish(&p);

	keep_frame(f->cache, "[{\"t\":\"S\",\"s\":1},{\"t\":\"Q\",\"s\":4,\"u\":7,\"n\":3,"
			     "\"r\":\"absent\",\"c\":\"1.1000\",\"d\":5,\"b\":\"No.\"}]");
	load_diary(reopen(f), &p);
	assert_int_equal(p.version, 9); /* no P came: what it has is asked for again */
	assert_int_equal(p.series_count, 0);
	assert_string_equal(p.requests[0].pub.text, "Ill."); /* what was said stays */
	assert_string_equal(p.requests[0].pub.why, "No.");
	diary_finish(&p);
}

static void what_was_asked__until_it_is_settled(void **state)
{
	struct folder *f = *state;
	struct diary p;
	int64_t first = ask(reopen(f), "absent"), second = ask(f->cache, "late");

	assert_true(second > first);
	load_diary(reopen(f), &p);
	assert_int_equal(p.asks_count, 2);
	assert_int_equal(p.asks[0].ticket, first);
	assert_int_equal(p.asks[0].utc_ms, 77);
	assert_true(str_is(p.asks[0].m.r, "absent"));
	diary_finish(&p);

	assert_true(cache_ask_settle(f->cache, second, PL_REQUEST_GONE));
	keep_frame(f->cache, "[{\"t\":\"Q\",\"s\":4,\"u\":7,\"n\":2,\"r\":\"absent\",\"c\":"
			     "\"1.1000\",\"d\":5,\"k\":1}]");
	load_diary(reopen(f), &p);
	assert_int_equal(p.asks_count, 1);
	assert_int_equal(p.asks[0].state, PL_REQUEST_GONE);
	assert_int_equal(p.requests[0].ticket, first);
	diary_finish(&p);
}

/* One row of tickets for both: an error names one of them and nothing else. */
static void tickets__are_no_lines_tickets(void **state)
{
	struct folder *f = *state;
	int64_t line, a, again;

	keep(reopen(f), group_with(0, 0));
	line = say_after(f->cache, 0, "Hello.");
	a = ask(f->cache, "absent");
	assert_true(a > line);
	assert_true(cache_ask_drop(f->cache, a));
	again = ask(reopen(f), "late");
	assert_true(again > a);
	assert_true(say_after(f->cache, 0, "Hello.") > again);
}

static void one_that_is_stored__is_a_request__whatever_came_first(void **state)
{
	static const char row[] =
		"[{\"t\":\"Q\",\"s\":4,\"u\":7,\"n\":1,\"r\":\"absent\",\"c\":"
		"\"1.1000\",\"d\":5,\"k\":1}]";
	struct folder *f = *state;
	struct diary p;
	int64_t ticket = ask(reopen(f), "absent");

	assert_true(cache_ask_stored(f->cache, ticket, 4, str_of(row)));
	load_diary(f->cache, &p);
	assert_int_equal(p.asks_count, 0);
	assert_int_equal(p.requests[0].pub.state, PL_REQUEST_ASKED);
	diary_finish(&p);
	keep_frame(f->cache, "[{\"t\":\"Q\",\"s\":4,\"u\":7,\"n\":2,\"r\":\"absent\",\"c\":"
			     "\"1.1000\",\"d\":5,\"k\":1}]");
	assert_true(cache_ask_stored(f->cache, ticket, 4, str_of(row)));
	load_diary(f->cache, &p);
	assert_int_equal(p.requests[0].pub.state, PL_REQUEST_GRANTED);
	diary_finish(&p);
}

static void several_changes__happen_together(void **state)
{
	struct folder *f = *state;
	struct diary p;
	int64_t before = ask(reopen(f), "late");
	struct cache_asked two[2] = {
		{ .m = { .type = WIRE_FEED, .has = WIRE_K | WIRE_N, .n = 1 },
		  .in_place_of = before },
		{ .m = { .type = WIRE_FEED, .has = WIRE_K } }, /* no feed at all: refused */
	};

	assert_false(cache_ask_add(f->cache, two, 2));
	buf_finish(&two[0].json);
	buf_finish(&two[1].json);
	load_diary(reopen(f), &p);
	assert_int_equal(p.asks_count, 1);
	assert_int_equal(p.asks[0].ticket, before);
	diary_finish(&p);
	two[0].json = (struct buf) { 0 };
	assert_true(cache_ask_add(f->cache, two, 1));
	buf_finish(&two[0].json);
	load_diary(reopen(f), &p);
	assert_int_equal(p.asks_count, 1);
	assert_int_equal(p.asks[0].m.type, WIRE_FEED);
	diary_finish(&p);
}

static void an_own_calendar(void **state)
{
	struct folder *f = *state;
	struct arena mem = { 0 };
	struct cache_overlay o = { .from = str_of("https://example.org/a.ics"),
				   .text = str_of("BEGIN:VCALENDAR"),
				   .tag = str_of("\"1\""),
				   .read_utc_ms = 5 };

	assert_false(cache_overlay_get(reopen(f), &mem, &o));
	assert_true(cache_overlay_set(f->cache, &o));
	assert_true(cache_overlay_seen(f->cache, 6));
	o = (struct cache_overlay) { 0 };
	assert_true(cache_overlay_get(reopen(f), &mem, &o));
	assert_string_equal(o.text.p, "BEGIN:VCALENDAR");
	assert_string_equal(o.tag.p, "\"1\"");
	assert_string_equal(o.since.p, "");
	assert_int_equal(o.read_utc_ms, 6);
	assert_true(cache_overlay_set(f->cache, NULL));
	assert_false(cache_overlay_get(reopen(f), &mem, &o));
	arena_finish(&mem);
}

static void another_person__finds_nothing(void **state)
{
	struct folder *f = *state;
	struct arena mem = { 0 };
	struct cache_overlay o = { .from = str_of("a"), .text = str_of("b") };
	struct diary p;

	keep_frame(reopen(f), "[" SERIES ",{\"t\":\"P\",\"k\":9}]");
	ask(f->cache, "late");
	cache_overlay_set(f->cache, &o);
	assert_true(cache_set(f->cache, account, 5, CACHE_OTHER));
	load_diary(reopen(f), &p);
	assert_int_equal(p.version, 0);
	assert_int_equal(p.series_count + p.requests_count + p.asks_count, 0);
	assert_false(cache_overlay_get(f->cache, &mem, &o));
	diary_finish(&p);
	arena_finish(&mem);
}

/* Killed at any moment, the version is that of the rows: never newer. */
static void a_kill__between_rows_and_version(void **state)
{
	struct folder *f = *state;
	struct diary p;

	reopen(f);
	for (int round = 0; round < 6; round++) {
		int ready[2];
		char go;
		pid_t child;

		cache_close(f->cache);
		f->cache = NULL;
		assert_int_equal(pipe(ready), 0);
		child = fork();
		if (child == 0) {
			struct cache *c = cache_open(f->dir, PASSPHRASE, NULL);
			char json[512];

			for (int v = 1; c; v++) {
				snprintf(json, sizeof(json),
					 "[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":"
					 "\"%d\",\"b\":\"-\"},{\"t\":\"P\",\"k\":%d}]",
					 v, v);
				keep_frame(c, json);
				if (v == 3 && write(ready[1], "", 1) != 1)
					break;
			}
			_exit(1);
		}
		close(ready[1]);
		assert_int_equal(read(ready[0], &go, 1), 1);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		close(ready[0]);
		load_diary(reopen(f), &p);
		assert_true(p.version >= 3);
		assert_int_equal(strtol(p.series[0].pub.title, NULL, 10), p.version);
		diary_finish(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rows_and_their_version, make_folder,
						drop_folder),
		cmocka_unit_test_setup_teardown(what_was_asked__until_it_is_settled,
						make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(tickets__are_no_lines_tickets, make_folder,
						drop_folder),
		cmocka_unit_test_setup_teardown(
			one_that_is_stored__is_a_request__whatever_came_first, make_folder,
			drop_folder),
		cmocka_unit_test_setup_teardown(several_changes__happen_together, make_folder,
						drop_folder),
		cmocka_unit_test_setup_teardown(an_own_calendar, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(another_person__finds_nothing, make_folder,
						drop_folder),
		cmocka_unit_test_setup_teardown(a_kill__between_rows_and_version, make_folder,
						drop_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
