/* SPDX-License-Identifier: MIT */
/* Worksheets between people, the store and the hub: what is durable when, and what is told. */
#include "server/cases.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "server/plan.h"
#include "support/house.h"

#define YEAR_MS INT64_C(31622400000)
#define CALM    "/44250-9\t#1\n/44260-8\t#0\n"
#define DANGER  "/44250-9\t#1\n/44260-8\t#2\n"

static void work(struct house *h, int64_t by, struct wire_msg m)
{
	m.type = WIRE_WORK;
	m.has |= WIRE_K | WIRE_R;
	m.k = ++h->tickets;
	cases_act(&h->peers[by], &m);
}

static void file(struct house *h, int64_t by, const char *answers)
{
	work(h, by,
	     (struct wire_msg) { .has = WIRE_G | WIRE_C | WIRE_D | WIRE_B,
				 .r = str_of("file"),
				 .g = TUESDAY,
				 .c = str_of("phq-9"),
				 .d = clock_utc_ms(),
				 .b = str_of(answers) });
}

static void assign_all(struct house *h)
{
	work(h, GRACE,
	     (struct wire_msg) { .has = WIRE_G | WIRE_C,
				 .r = str_of("assign"),
				 .g = TUESDAY,
				 .c = str_of("phq-9") });
}

static bool has(const char *heard, const char *words)
{
	return strstr(heard, words) != NULL;
}

static void danger_is_told_as_soon_as_it_is_durable(void **state)
{
	struct house *h = *state;
	const char *heard;

	house_hear(h, GRACE);
	file(h, ANA, DANGER);
	assert_string_equal(house_hear(h, GRACE), "");
	house_settle(h);
	heard = house_hear(h, ANA);
	assert_true(has(heard, "\"t\":\"K\",\"s\":1"));
	assert_true(has(heard, "\"t\":\"V\"") && !has(heard, "\"t\":\"C\""));
	heard = house_hear(h, GRACE);
	assert_true(has(heard, "\"t\":\"C\"") && has(heard, "\"n\":1"));
	assert_false(has(house_hear(h, BEN), "\"t\":\"C\""));
}

/* Each row of an act that has several is durable before the next; the answer is behind them. */
/* But on a new connection it does come, unless the V was heard. */
static void what_one_has_done_comes_once_to_each_device(void **state)
{
	struct house *h = *state;

	file(h, ANA, CALM);
	house_settle(h);
	house_join(h, ANA, "Ana", "patient");
	h->wants[ANA] = true;
	assert_true(has(house_hear(h, ANA), "\"t\":\"C\",\"g\":1,\"s\":1"));
	for (int i = 0; i < 2 * CASELOAD_OWN; i++)
		file(h, BEN, CALM);
	house_settle(h);
	assert_true(has(house_hear(h, BEN), "\"t\":\"V\""));
	assert_true(has(house_hear(h, GRACE), "\"s\":9,"));
}

static void an_act_for_all_is_answered_when_all_have_it(void **state)
{
	struct house *h = *state;

	struct pollfd p = { .fd = store_fd(h->s.store), .events = POLLIN };
	const char *heard;

	house_hear(h, GRACE);
	assign_all(h);
	while (h->s.cases.underway) {
		assert_string_equal(house_hear(h, GRACE), "");
		poll(&p, 1, -1);
		store_drain(h->s.store);
	}
	heard = house_hear(h, GRACE);
	assert_true(has(heard, "\"t\":\"K\",\"s\":2,"));
	assert_true(has(heard, "\"t\":\"B\",\"g\":1,\"s\":1,"));
	assert_ptr_equal(strchr(heard, ']'), heard + strlen(heard) - 1); /* one frame */
	assert_true(has(house_hear(h, ANA), "\"t\":\"B\",\"g\":1,\"s\":1,"));
	assert_true(has(house_hear(h, BEN), "\"t\":\"B\",\"g\":1,\"s\":2,"));
}

/* The ticket stands for a row of another kind: the store refuses it. */
static void what_could_not_be_stored_is_said_and_has_not_happened(void **state)
{
	struct house *h = *state;

	house_must(h, (struct store_req) { .op = STORE_PUT,
					   .limit = PROGRAM_FEED,
					   .member = ANA,
					   .device = 10 + ANA,
					   .ticket = 1,
					   .a = str_of("x") });
	file(h, ANA, DANGER);
	house_settle(h);
	assert_true(has(house_hear(h, ANA), "\"c\":\"store\""));
	assert_false(has(house_hear(h, GRACE), "\"t\":\"C\""));
	file(h, ANA, CALM);
	house_settle(h);
	assert_true(has(house_hear(h, GRACE), "\"t\":\"C\",\"g\":1,\"s\":1"));
}

static void who_has_gone_has_filed_all_the_same(void **state)
{
	struct house *h = *state;
	struct hub_conn *hub = h->peers[ANA].hub;

	file(h, ANA, DANGER);
	h->peers[ANA].hub = NULL;
	hub_leave(h->s.hub, hub, 2);
	house_settle(h);
	assert_true(has(house_hear(h, GRACE), "\"n\":1"));
}

/* An old sheet, as the store has it. */
static void put_old(struct house *h, int64_t utc_ms)
{
	char text[160];

	snprintf(text, sizeof(text),
		 "[{\"t\":\"C\",\"g\":1,\"s\":1,\"d\":%lld,\"u\":1,\"c\":\"phq-9\",\"b\":\"%"
		 "s\"}]",
		 (long long)utc_ms, "/44250-9\\t#3\\n");
	house_must(h, (struct store_req) { .op = STORE_PUT,
					   .limit = CASELOAD_FILED,
					   .member = ANA,
					   .device = 10 + ANA,
					   .ticket = 99,
					   .a = str_of(text) });
}

static const char *stored(struct house *h, enum caseload_kind kind)
{
	house_must(h, (struct store_req) { .op = STORE_ROWS, .limit = (int)kind });
	return h->rows;
}

static void what_is_kept_no_longer_goes_from_the_store(void **state)
{
	struct house *h = *state;
	const int64_t now = clock_utc_ms();

	put_old(h, now - 2 * YEAR_MS);
	server_reload(&h->s);
	house_settle(h);
	work(h, GRACE,
	     (struct wire_msg) { .has = WIRE_S | WIRE_B,
				 .s = 1,
				 .r = str_of("comment"),
				 .b = str_of("Well done.") });
	file(h, ANA, CALM);
	house_settle(h);
	assert_true(has(stored(h, CASELOAD_NOTED), "Well done."));
	cases_retain(&h->s, 0);
	house_settle(h);
	assert_true(has(stored(h, CASELOAD_FILED), "#3"));
	cases_retain(&h->s, now - YEAR_MS);
	house_settle(h);
	assert_string_equal(stored(h, CASELOAD_NOTED), "");
	assert_int_equal(h->last.count, 0); /* not that there was one, either */
	assert_false(has(stored(h, CASELOAD_FILED), "#3"));
	assert_true(has(stored(h, CASELOAD_FILED), "#1"));
}

/* Somebody who comes to lead a group hears what it has, on the connection that they have. */
static void who_comes_to_lead_hears_what_there_is(void **state)
{
	enum { FRIDAY = 3 };
	struct house *h = *state;

	house_must(h, (struct store_req) { .op = STORE_GROUP_ADD, .a = str_of("Friday") });
	house_must(h, (struct store_req) {
			      .op = STORE_MEMBER_ADD, .group = FRIDAY, .member = ANA });
	server_reload(&h->s);
	house_settle(h);
	work(h, ANA,
	     (struct wire_msg) { .has = WIRE_G | WIRE_C | WIRE_D | WIRE_B,
				 .r = str_of("file"),
				 .g = FRIDAY,
				 .c = str_of("phq-9"),
				 .d = clock_utc_ms(),
				 .b = str_of(CALM) });
	house_settle(h);
	assert_false(has(house_hear(h, GRACE), "\"t\":\"C\""));
	house_must(h, (struct store_req) {
			      .op = STORE_MEMBER_ADD, .group = FRIDAY, .member = GRACE });
	server_reload(&h->s);
	house_settle(h);
	assert_true(has(house_hear(h, GRACE), "\"t\":\"C\",\"g\":3"));
	assert_false(has(house_hear(h, BEN), "\"t\":\"C\""));
}

/* Many of one kind are read a page at a time. */
static void more_rows_than_a_page_are_all_there(void **state)
{
	struct house *h = *state;
	char text[128];

	for (int i = 1; i <= STORE_ROWS_MAX + 5; i++) {
		snprintf(text, sizeof(text),
			 "[{\"t\":\"C\",\"g\":1,\"s\":1,\"d\":%lld,\"u\":2,\"c\":\"phq-2\","
			 "\"b\":\"\"}]",
			 (long long)clock_utc_ms());
		house_must(h, (struct store_req) { .op = STORE_PUT,
						   .limit = CASELOAD_FILED,
						   .member = BEN,
						   .device = 1,
						   .ticket = 1000 + i,
						   .a = str_of(text) });
	}
	server_reload(&h->s);
	house_settle(h);
	work(h, BEN,
	     (struct wire_msg) { .has = WIRE_S | WIRE_B,
				 .s = STORE_ROWS_MAX + 5,
				 .r = str_of("comment"),
				 .b = str_of("The last one.") });
	house_settle(h);
	assert_true(has(stored(h, CASELOAD_NOTED), "The last one."));
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, house_begin, house_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROW(danger_is_told_as_soon_as_it_is_durable),
		ROW(what_one_has_done_comes_once_to_each_device),
		ROW(an_act_for_all_is_answered_when_all_have_it),
		ROW(what_could_not_be_stored_is_said_and_has_not_happened),
		ROW(who_has_gone_has_filed_all_the_same),
		ROW(what_is_kept_no_longer_goes_from_the_store),
		ROW(who_comes_to_lead_hears_what_there_is),
		ROW(more_rows_than_a_page_are_all_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
