/* SPDX-License-Identifier: MIT */
/* What is kept no longer: it goes, and all go on without it. */
#include "server/access.h"
#include "server/retain.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "server/lapse.h"
#include "server/session.h"
#include "support/tmpdir.h"

enum { GROUP = 1, DAY_MS = 86400000 };

/* A server without a port: a store, a hub, and one group with two members. */
#define YEAR_MS INT64_C(31622400000)

struct house {
	struct server s;
	struct conf conf;
	char folder[TMPDIR_PATH];
	int64_t member, ticket, events, now_ms;
	char mark[SECRET_HASH];
	struct store_reply last;
	char first_text[16];
};

static void on_reply(void *user, const struct store_reply *r)
{
	struct house *h = user;

	assert_int_equal(r->err.code, ERR_NONE);
	h->last = *r;
	if (r->messages)
		snprintf(h->first_text, sizeof(h->first_text), "%.15s", r->messages[0].text.p);
}

static const struct store_reply *must(struct house *h, struct store_req r)
{
	r.done = on_reply;
	r.user = h;
	store_ask(h->s.store, &r);
	return &h->last;
}

static int set_up(void **state)
{
	struct house *h = mem_get(sizeof(*h));

	conf_init(&h->conf);
	if (!tmpdir_make(h->folder) || !conf_set(&h->conf, "data", h->folder, NULL) ||
	    !lapse_went(&h->conf, clock_utc_ms(), NULL))
		return -1;
	h->s.conf = &h->conf;
	h->s.loop = loop_create();
	h->s.hub = hub_create();
	h->s.store = store_open("mem", NULL, NULL);
	h->now_ms = clock_utc_ms();
	must(h, (struct store_req) { .op = STORE_GROUP_ADD, .a = str_of("Tuesday") });
	must(h, (struct store_req) { .op = STORE_INVITE_ADD,
				     .group = GROUP,
				     .a = str_of("code"),
				     .b = str_of("patient"),
				     .utc_ms = 9 });
	h->member = must(h, (struct store_req) { .op = STORE_ENROL,
						 .a = str_of("code"),
						 .b = str_of("Ana"),
						 .c = str_of("hash"),
						 .d = str_of("token") })
			    ->member;
	*state = h;
	return 0;
}

/* As server.c does it when it starts: what is there, and then what is kept of it. */
static void begin(struct house *h)
{
	const struct store_reply *r = must(h, (struct store_req) { .op = STORE_GROUPS });

	hub_put_group(h->s.hub, GROUP, str_of("Tuesday"), r->groups ? h->ticket : 0);
	h->s.loading = 1;
	session_load(&h->s, &(struct store_group) { .id = GROUP });
	while (h->s.loading > 1)
		store_drain(h->s.store);
	retain_begin(&h->s);
	while (h->s.retain.runs)
		store_drain(h->s.store);
}

static void begin_again(struct house *h)
{
	retain_end(&h->s);
	session_finish_all(&h->s);
	hub_destroy(h->s.hub);
	h->s.hub = hub_create();
	begin(h);
}

static int tear_down(void **state)
{
	struct house *h = *state;

	h->s.ending = true;
	retain_end(&h->s);
	loop_destroy(h->s.loop);
	store_close(h->s.store);
	session_finish_all(&h->s);
	hub_destroy(h->s.hub);
	conf_finish(&h->conf);
	tmpdir_drop(h->folder);
	free(h);
	return 0;
}

static void say(struct house *h, int64_t age_days, int n)
{
	for (int i = 0; i < n; i++)
		must(h, (struct store_req) { .op = STORE_SAY,
					     .group = GROUP,
					     .member = h->member,
					     .device = 1,
					     .ticket = ++h->ticket,
					     .utc_ms = h->now_ms - age_days * DAY_MS,
					     .a = str_of("words") });
}

static void event(struct house *h, int64_t age_days, const char *text)
{
	struct store_req r = { .op = STORE_EVENT,
			       .group = GROUP,
			       .seq = ++h->events,
			       .utc_ms = h->now_ms - age_days * DAY_MS,
			       .ticket = strncmp(text, "open", 4) == 0,
			       .a = str_of(text) };
	char mark[SECRET_HASH];

	session_next_mark(h->mark, &r, mark);
	memcpy(h->mark, mark, sizeof(mark));
	r.b = str_of(h->mark);
	must(h, r);
}

static void session(struct house *h, int64_t age_days)
{
	event(h, age_days,
	      "open 9 1 1 0 0 0\nstage work open 0 Talk\nstage closed open 0 End\n");
	event(h, age_days, "stage 9 1 2 0 2 0\n");
}

static int64_t kept(struct house *h, enum store_op op)
{
	return (int64_t)must(h, (struct store_req) { .op = op, .group = GROUP, .limit = 9999 })
		->count;
}

static void a_moment_is_that_of_so_many_days_ago(void **state)
{
	(void)state;
	assert_int_equal(retain_before_ms(100 * (int64_t)DAY_MS, 90), 10 * (int64_t)DAY_MS);
	assert_int_equal(retain_before_ms(100 * (int64_t)DAY_MS, 0), 0);
	assert_int_equal(retain_before_ms(DAY_MS, 90), 0);
}

static void all_is_kept_where_nothing_is_set(void **state)
{
	struct house *h = *state;

	say(h, 9000, 3);
	session(h, 9000);
	begin(h);
	assert_int_equal(kept(h, STORE_READ), 3);
	assert_int_equal(kept(h, STORE_EVENTS), 2);
	assert_int_equal(hub_first(h->s.hub, GROUP), 1);
}

/* More than go at a time. */
static void old_messages_go_to_the_last_and_new_ones_stay(void **state)
{
	struct house *h = *state;

	h->conf.keep_messages = 90;
	say(h, 91, 2 * RETAIN_LIMIT + 7);
	say(h, 89, 5);
	begin(h);
	assert_int_equal(kept(h, STORE_READ), 5);
	assert_int_equal(hub_first(h->s.hub, GROUP), 2 * RETAIN_LIMIT + 8);
}

static void on_chain(void *user, const struct store_reply *r)
{
	struct err err = { .code = ERR_NONE };
	struct access_note n;

	for (size_t i = 0; i < r->count; i++)
		if (!access_take(user, &r->messages[i], &n, &err))
			fail_msg("%s", err.text);
}

static void the_log_is_sound_and_goes_on_without_its_beginning(void **state)
{
	struct house *h = *state;
	const struct session *at;

	h->conf.keep_attendance = 1;
	session(h, 800);
	session(h, 700);
	session(h, 10);
	begin(h);
	assert_int_equal(kept(h, STORE_EVENTS), 3);
	assert_string_equal(h->first_text, "");
	begin_again(h);
	at = session_of(&h->s, GROUP);
	assert_true(at->ready);
	assert_string_equal(at->mark, h->mark);
	assert_int_equal(hub_meeting(h->s.hub, GROUP)->seq, 6);
}

static void a_group_whose_sessions_are_all_gone_can_meet_again(void **state)
{
	struct house *h = *state;
	const struct session *at;

	h->conf.keep_attendance = 1;
	session(h, 800);
	begin(h);
	assert_int_equal(kept(h, STORE_EVENTS), 1);
	begin_again(h);
	at = session_of(&h->s, GROUP);
	assert_true(at->ready);
	assert_string_equal(at->mark, h->mark);
	assert_int_equal(hub_meeting(h->s.hub, GROUP)->seq, 2);
	assert_false(meeting_runs(hub_meeting(h->s.hub, GROUP)));
}

/* What is older than its years goes by itself, however much of it there is; its chain goes on. */
static void the_access_log_is_kept_for_its_years(void **state)
{
	const struct access_note n = { .what = ACCESS_NOTE, .whose = 1 };
	struct house *h = *state;
	struct access_chain chain = { 0 };
	struct buf row;

	buf_init(&row, ACCESS_ROW_MAX);
	for (int i = 0; i < RETAIN_LIMIT + 2; i++)
		must(h, access_req(&n, h->now_ms - 7 * YEAR_MS, &row));
	must(h, access_req(&n, h->now_ms - 5 * YEAR_MS, &row));
	buf_finish(&row);
	begin(h);
	/* Each answer asks for more until none goes. */
	for (int i = 0; i < 9; i++)
		must(h, (struct store_req) { .op = STORE_ACCESSES, .limit = 9 });
	assert_int_equal(h->last.count, 2);
	assert_string_equal(h->first_text, "");
	store_ask(h->s.store,
		  &(struct store_req) {
			  .op = STORE_ACCESSES, .limit = 9, .done = on_chain, .user = &chain });
	assert_int_equal(chain.seq, RETAIN_LIMIT + 3);
}

/* The hub */

static struct hub_conn *join(struct hub *h, int64_t cursor)
{
	const struct wire_cursor c = { GROUP, cursor };

	hub_put_group(h, GROUP, str_of("Tuesday"), 60);
	hub_put_person(h, GROUP,
		       &(struct hub_somebody) {
			       .id = 1, .name = str_of("Ana"), .role = str_of("patient") });
	return hub_join(h, &(struct hub_newcomer) { .user = h,
						    .member = 1,
						    .device = 1,
						    .name = str_of("Ana"),
						    .role = str_of("patient"),
						    .cursors = &c,
						    .cursors_count = 1 });
}

static void members_are_told_how_long_and_from_where_on(void **state)
{
	struct hub *h = hub_create();
	struct hub_conn *c = join(h, 60);
	struct buf b;
	bool more;

	(void)state;
	hub_keep(h, 90, 7);
	hub_put_first(h, GROUP, 41);
	buf_init(&b, WIRE_FRAME_MAX);
	hub_next(h, c, &b, &more);
	assert_non_null(strstr(buf_text(&b), "{\"t\":\"g\",\"g\":1,\"s\":60,\"d\":90,\"u\":7,"
					     "\"k\":41,\"n\":0,\"x\":\"Tuesday\"}"));
	buf_finish(&b);
	hub_destroy(h);
}

static void nobody_catches_up_with_what_is_not_kept(void **state)
{
	struct hub *h = hub_create();
	struct hub_conn *c = join(h, 10);
	struct hub_want w;

	(void)state;
	hub_put_first(h, GROUP, 41);
	assert_true(hub_wants_page(c, &w));
	assert_int_equal(w.after, 40);
	assert_int_equal(w.limit, 20);
	hub_destroy(h);
}

static void of_a_page_the_rest_that_is_kept_is_fetched(void **state)
{
	struct hub *h = hub_create();
	struct hub_conn *c = join(h, 60);
	struct hub_want w;

	(void)state;
	hub_put_first(h, GROUP, 41);
	assert_true(hub_more(h, c, GROUP, 31, 20));
	assert_true(hub_wants_page(c, &w));
	assert_int_equal(w.after, 40);
	assert_int_equal(w.limit, 10);
	hub_destroy(h);
}

#define IN_HOUSE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moment_is_that_of_so_many_days_ago),
		IN_HOUSE(all_is_kept_where_nothing_is_set),
		IN_HOUSE(old_messages_go_to_the_last_and_new_ones_stay),
		IN_HOUSE(the_log_is_sound_and_goes_on_without_its_beginning),
		IN_HOUSE(a_group_whose_sessions_are_all_gone_can_meet_again),
		IN_HOUSE(the_access_log_is_kept_for_its_years),
		cmocka_unit_test(members_are_told_how_long_and_from_where_on),
		cmocka_unit_test(nobody_catches_up_with_what_is_not_kept),
		cmocka_unit_test(of_a_page_the_rest_that_is_kept_is_fetched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
