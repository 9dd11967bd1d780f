/* SPDX-License-Identifier: MIT */
/* The schedule between people, the store and the hub: what is durable when, and what is told. */
#include "server/plan.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/house.h"

static void set(struct house *h, int64_t group, int64_t cap, const char *kind)
{
	house_set(h, group, cap, kind);
	house_settle(h);
}

static void nothing_is_told_before_it_is_durable(void **state)
{
	struct house *h = *state;
	const char *heard, *k, *q, *p;

	set(h, TUESDAY, 9, "group.c");
	assert_non_null(strstr(house_hear(h, ANA), "\"t\":\"S\""));
	house_ask(h, ANA, "absent", 1, NULL);
	assert_null(strstr(house_hear(h, ANA), "\"t\":\"K\""));
	house_settle(h);
	heard = house_hear(h, ANA);
	k = strstr(heard, "\"t\":\"K\"");
	q = strstr(heard, "\"t\":\"Q\"");
	p = strstr(heard, "\"t\":\"P\"");
	assert_true(k && q && p && k < q && q < p);
	assert_non_null(strstr(house_hear(h, GRACE), "\"r\":\"absent\""));
	assert_null(strstr(house_hear(h, BEN), "absent"));
}

/* A change of many series is one message to each. */
static void what_is_changed_together_is_told_together(void **state)
{
	struct house *h = *state;
	struct pollfd p = { .fd = store_fd(h->s.store), .events = POLLIN };
	const char *heard;
	int n = 0;

	house_hear(h, ANA);
	for (int i = 0; i < 5; i++)
		house_set(h, TUESDAY, 9, "group.c");
	while (h->s.plan.underway) {
		assert_null(strstr(house_hear(h, ANA), "\"t\":\"S\""));
		poll(&p, 1, -1);
		store_drain(h->s.store);
	}
	heard = house_hear(h, ANA);
	for (const char *at = heard; (at = strstr(at, "\"t\":\"S\"")); at++)
		n++;
	assert_int_equal(n, 5);
	assert_ptr_equal(strchr(heard, ']'), heard + strlen(heard) - 1);
}

static void two_who_want_the_last_seat_at_once_are_looked_at_one_by_one(void **state)
{
	struct house *h = *state;

	set(h, TUESDAY, 1, "workshop.o");
	house_ask(h, ANA, "sign-up", 1, NULL);
	house_ask(h, BEN, "sign-up", 1, NULL);
	house_settle(h);
	assert_non_null(strstr(house_hear(h, ANA), "\"n\":2"));
	assert_non_null(strstr(house_hear(h, BEN), "\"n\":4,\"x\":\"1\""));
	house_answer(h, ANA, "withdraw", 1);
	house_settle(h);
	assert_non_null(strstr(house_hear(h, BEN), "\"n\":2"));
}

/* A row that the store has not got cannot be changed there. */
static void what_could_not_be_stored_is_said_and_has_not_happened(void **state)
{
	struct house *h = *state;
	struct program_row row = { .kind = PROGRAM_REQUEST,
				   .number = 7,
				   .version = 90,
				   .member = ANA,
				   .device = 10 + ANA,
				   .ticket = 70 };
	char text[160];

	set(h, TUESDAY, 9, "group.c");
	house_hear(h, ANA);
	snprintf(text, sizeof(text),
		 "[{\"t\":\"Q\",\"s\":7,\"u\":%d,\"n\":2,\"r\":\"absent\",\"c\":\"1.%lld\","
		 "\"d\":1}]",
		 ANA, (long long)h->first_ms);
	row.text = str_of(text);
	assert_true(program_take(h->s.plan.program, &row));
	house_answer(h, ANA, "withdraw", 7);
	house_settle(h);
	assert_non_null(strstr(house_hear(h, ANA), "\"c\":\"store\""));
	assert_true(program_is_absent(h->s.plan.program, ANA, 1, h->first_ms));
	/* And the next is done. */
	house_ask(h, ANA, "late", 1, "5");
	house_settle(h);
	assert_null(strstr(house_hear(h, ANA), "store"));
}

static void who_has_gone_has_asked_all_the_same(void **state)
{
	struct house *h = *state;

	set(h, TUESDAY, 9, "group.c");
	house_ask(h, ANA, "absent", 1, NULL);
	house_ask(h, ANA, "late", 1, "5");
	hub_leave(h->s.hub, h->peers[ANA].hub, 1);
	h->peers[ANA].hub = NULL;
	house_settle(h);
	house_must(h, (struct store_req) { .op = STORE_ROWS, .limit = PROGRAM_REQUEST });
	assert_non_null(strstr(h->rows, "\"r\":\"absent\""));
	assert_int_equal(h->peers[ANA].refs, 1);
}

static void a_granted_swap_puts_somebody_into_the_group(void **state)
{
	struct house *h = *state;
	char to[48];

	set(h, TUESDAY, 9, "group.c");
	set(h, THURSDAY, 9, "group.c");
	snprintf(to, sizeof(to), "2.%lld", (long long)(h->first_ms + WEEK_MS));
	house_ask(h, ANA, "swap", 1, to);
	house_settle(h);
	assert_null(strstr(house_hear(h, ANA), "Thursday"));
	house_answer(h, GRACE, "grant", 1);
	house_settle(h);
	assert_non_null(strstr(house_hear(h, ANA), "Thursday"));
	assert_int_equal(
		house_must(h, (struct store_req) { .op = STORE_MEMBERS, .group = THURSDAY })
			->count,
		2);
	assert_true(program_is_expected(h->s.plan.program, ANA, 2, h->first_ms + WEEK_MS));
}

/* porchlightd's commands write beside a server that runs, and tell it. */
static void what_somebody_else_has_changed_is_read_and_told(void **state)
{
	struct house *h = *state;

	set(h, TUESDAY, 9, "group.c");
	house_hear(h, ANA);
	house_must(
		h,
		(struct store_req) {
			.op = STORE_PUT,
			.limit = PROGRAM_SERIES,
			.seq = 1,
			.a = str_of(
				"[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":\"New\","
				"\"b\":\"DTSTART:20350102T180000Z\\n\"}]") });
	server_reload(&h->s);
	house_settle(h);
	assert_non_null(strstr(house_hear(h, ANA), "\"x\":\"New\""));
}

static void what_is_old_goes_from_the_store(void **state)
{
	struct house *h = *state;

	set(h, TUESDAY, 9, "group.c");
	house_ask(h, ANA, "absent", 1, NULL);
	house_ask(h, BEN, "late", 1, "5");
	house_settle(h);
	house_hear(h, ANA);
	plan_retain(&h->s, h->first_ms);
	house_settle(h);
	house_must(h, (struct store_req) { .op = STORE_ROWS, .limit = PROGRAM_REQUEST });
	assert_non_null(strstr(h->rows, "absent"));
	plan_retain(&h->s, h->first_ms + 1);
	house_settle(h);
	house_must(h, (struct store_req) { .op = STORE_ROWS, .limit = PROGRAM_REQUEST });
	assert_string_equal(h->rows, "");
	/* The newest keeps its number, by which the next start knows the version. */
	assert_int_equal(h->last.count, 1);
	assert_false(program_is_absent(h->s.plan.program, ANA, 1, h->first_ms));
	assert_string_equal(house_hear(h, ANA), "");
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, house_begin, house_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROW(nothing_is_told_before_it_is_durable),
		ROW(what_is_changed_together_is_told_together),
		ROW(two_who_want_the_last_seat_at_once_are_looked_at_one_by_one),
		ROW(what_could_not_be_stored_is_said_and_has_not_happened),
		ROW(who_has_gone_has_asked_all_the_same),
		ROW(a_granted_swap_puts_somebody_into_the_group),
		ROW(what_somebody_else_has_changed_is_read_and_told),
		ROW(what_is_old_goes_from_the_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
