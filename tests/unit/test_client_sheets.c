/* SPDX-License-Identifier: MIT */
/* A whole client and worksheets: told, sent, said and kept, and what comes of a line that fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cache_cases.h"
#include "client/cache_sheets.h"
#include "client/core.h"
#include "support/sender.h"

#define ASSIGNED                                                                               \
	"{\"t\":\"B\",\"s\":3,\"g\":1,\"u\":7,\"k\":2,\"d\":1796299200000,\"c\":\"gad-7\","    \
	"\"b\":\"Please\"}"
/* ---- told ---- */

static void the_first_sync__and_then_nothing(void **state)
{
	struct pair *p = *state;
	struct pl_crisis crisis;

	p->server.cases = "[" ASSIGNED ",{\"t\":\"M\",\"s\":1,\"r\":\"crisis\",\"d\":5,"
			  "\"b\":\"988\\n0123 4567\"},{\"t\":\"V\",\"k\":9}]";
	p->server.case_version = 9;
	sender_join(p);
	pair_settle(p);
	assert_string_equal(p->server.query, "w=0&v=0&k=0");
	assert_string_equal(sender_only(p)->title, "GAD-7");
	assert_string_equal(sender_only(p)->from, "Mara");
	assert_int_equal(sender_only(p)->state, PL_SHEET_ASSIGNED);
	assert_int_equal(sender_only(p)->questions, 7);
	sender_cut(p);
	sender_resume(p);
	assert_string_equal(p->server.query, "c=1.0&w=0&v=9&k=0");
	sender_restart(p);
	assert_string_equal(sender_only(p)->words, "Please"); /* without a network */
	pl_client_crisis(p->client, &crisis);
	assert_int_equal(crisis.count, 2);
	assert_string_equal(crisis.lines[1], "0123 4567");
	assert_int_equal(crisis.dated_utc_ms, 5);
}

static void due__is_told_once_in_all(void **state)
{
	struct pair *p = *state;

	p->server.now_utc_ms = SENDER_NOW + 2 * SENDER_DAY_MS;
	p->server.cases = "[" ASSIGNED ",{\"t\":\"V\",\"k\":9}]";
	p->server.case_version = 9;
	sender_join(p);
	pair_settle(p);
	assert_int_equal(sender_told(p, PL_SHEET_NEWS_DUE), 1);
	sender_said(p);
	sender_restart(p);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_int_equal(sender_told(p, PL_SHEET_NEWS_DUE), 0);
}

/* Its version is of the server's life before: what did not come is no more. */
static void a_server_that_knows_less(void **state)
{
	struct pair *p = *state;
	const struct pl_sheet *all;

	p->server.cases = "[" ASSIGNED ",{\"t\":\"V\",\"k\":9}]";
	p->server.case_version = 9;
	sender_join(p);
	pair_settle(p);
	p->server.cases = "[{\"t\":\"V\",\"k\":2}]";
	p->server.case_version = 5000;
	sender_cut(p);
	sender_resume(p);
	pair_settle(p);
	assert_int_equal(pl_client_sheets(p->client, &all), 0);
	assert_int_equal(sender_told(p, PL_SHEET_NEWS_CANCELLED), 0);
	sender_restart(p);
	assert_int_equal(pl_client_sheets(p->client, &all), 0);
}

/* ---- sent ---- */

static void finished_offline__goes_when_there_is_a_line(void **state)
{
	struct pair *p = *state;
	uint64_t id;

	sender_join(p);
	sender_cut(p);
	id = sender_fill(p, "gad-7", "1111110", true);
	assert_int_equal(sender_only(p)->state, PL_SHEET_SENDING);
	assert_int_equal(sender_only(p)->group, FAKE_GROUP);
	sender_restart(p);
	assert_int_equal(sender_only(p)->state, PL_SHEET_SENDING);
	pair_until(p, sender_has_none_kept);
	assert_true(sender_only(p)->id == id);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
	assert_int_equal(sender_only(p)->score.sum, 6);
	assert_int_equal(sender_told(p, PL_SHEET_NEWS_STORED), 1);
	assert_int_equal(p->server.asks, 1);
	/* The row of it, as all its devices get it. */
	sender_row_of(p, 1, "gad-7");
	pair_settle(p);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
	sender_restart(p);
	assert_true(sender_only(p)->id == id);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
}

static void a_lost_answer__and_it_is_sent_again(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	p->server.ask_mute = true;
	sender_fill(p, "gad-7", "1111110", true);
	pair_settle(p);
	assert_int_equal(sender_only(p)->state, PL_SHEET_SENDING);
	p->server.ask_mute = false;
	sender_cut(p);
	sender_resume(p);
	pair_until(p, sender_has_none_kept);
	assert_int_equal(p->server.asks, 2);
	assert_int_equal(p->server.asked_count, 1); /* the same ticket */
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
}

/* The row is the answer: it is this sheet, and no second one. */
static void a_lost_answer__and_the_row_comes(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	p->server.ask_mute = true;
	sender_fill(p, "gad-7", "1111110", true);
	pair_settle(p);
	sender_row_of(p, 1, "gad-7");
	pair_until(p, sender_has_none_kept);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
	assert_int_equal(sender_told(p, PL_SHEET_NEWS_STORED), 1);
	sender_cut(p);
	sender_resume(p);
	pair_settle(p);
	assert_int_equal(p->server.asks, 1);
}

static void refused__is_kept_and_may_go_again(void **state)
{
	struct pair *p = *state;
	const struct pl_sheet_note *n;

	sender_join(p);
	p->server.ask_error = "role";
	sender_fill(p, "gad-7", "1111110", true);
	pair_until(p, sender_has_none_kept);
	assert_int_equal(sender_only(p)->state, PL_SHEET_REFUSED);
	assert_int_equal(sender_only(p)->failure, PL_FAIL_REFUSED);
	assert_int_equal(pl_client_sheet_news(p->client, &n), 1);
	assert_int_equal(n[0].what, PL_SHEET_NEWS_REFUSED);
	assert_string_equal(n[0].title, "GAD-7");
	sender_restart(p);
	assert_int_equal(sender_only(p)->state, PL_SHEET_REFUSED);
	p->server.ask_error = NULL;
	assert_int_equal(pl_client_sheet_send(p->client, sender_only(p)->id, 0), PL_OK);
	assert_int_equal(pl_client_sheet_send(p->client, sender_only(p)->id, 0), PL_FAIL_STATE);
	pair_until(p, sender_has_none_kept);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
}

/* The server asks for patience: it goes again after a while, and nothing is refused. */
static void patience(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	p->server.ask_error = "rate";
	sender_fill(p, "phq-9", "000000001", true);
	pair_settle(p);
	assert_int_equal(p->server.asks, 1);
	assert_int_equal(sender_only(p)->state, PL_SHEET_SENDING);
	p->server.ask_error = NULL;
	outbound_on_again(p->client);
	pair_until(p, sender_has_none_kept);
	assert_int_equal(p->server.asks, 2);
}

static void kept__and_sent_after_all(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	sender_fill(p, "gad-7", "1111110", false);
	pair_settle(p);
	assert_int_equal(sender_only(p)->state, PL_SHEET_KEPT);
	assert_int_equal(p->server.asks, 0);
	assert_int_equal(pl_client_sheet_send(p->client, sender_only(p)->id, 99),
			 PL_FAIL_NOT_NOW);
	assert_int_equal(pl_client_sheet_send(p->client, sender_only(p)->id, FAKE_GROUP),
			 PL_OK);
	pair_until(p, sender_has_none_kept);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
}

/* The program was killed when it was finished, and no act yet. */
static void a_kill_before_it_is_an_act(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	sender_cut(p);
	sender_fill(p, "phq-9", "000000001", true);
	worksheets_drop(p->client, p->client->worksheets.rows.acts[0].ticket);
	p->client->sheets.all[0].ticket = 0;
	assert_true(cache_sheet_put(p->client->cache, &p->client->sheets.all[0]));
	sender_restart(p);
	assert_int_equal(sender_only(p)->state, PL_SHEET_SENDING);
	pair_until(p, sender_has_none_kept);
	assert_int_equal(p->server.asked_count, 1);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
}

/* No group to send it to: it is kept here, and says so. */
static void nobody_to_send_it_to(void **state)
{
	struct pair *p = *state;
	uint64_t id;

	sender_join(p);
	assert_int_equal(pl_client_sheet_begin(p->client, "gad-7", &id), PL_OK);
	for (int i = 0; i < 7; i++)
		pl_client_choose(p->client, pl_client_question_missing(p->client, 0), 0);
	assert_int_equal(pl_client_sheet_finish(p->client, true, 99), PL_FAIL_NOT_NOW);
	if (sender_only(p)->state != PL_SHEET_DRAFT)
		assert_int_equal(sender_only(p)->state, PL_SHEET_KEPT);
}

/* It was finished on another device of this person's. */
static void another_device(void **state)
{
	struct pair *p = *state;

	p->server.cases = "[" ASSIGNED ",{\"t\":\"C\",\"s\":5,\"u\":7,\"g\":1,\"k\":3,"
			  "\"c\":\"gad-7\",\"d\":1796030000000,\"b\":\"/69725-0\\t#2\\n\"},"
			  "{\"t\":\"D\",\"s\":6,\"u\":2,\"d\":1796031000000,\"k\":5,"
			  "\"r\":\"comment\",\"c\":\"/69725-0\",\"b\":\"Good\"},"
			  "{\"t\":\"V\",\"k\":9}]";
	p->server.case_version = 9;
	sender_join(p);
	pair_settle(p);
	assert_int_equal(sender_only(p)->state, PL_SHEET_READ);
	assert_string_equal(sender_only(p)->from, "Mara");
	assert_int_equal(sender_only(p)->answered, 1);
	assert_true(sender_only(p)->comments_new);
	assert_int_equal(sender_comments(p, sender_only(p)->id), 1);
	assert_false(sender_only(p)->comments_new);
	sender_restart(p);
	assert_false(sender_only(p)->comments_new);
	assert_int_equal(sender_only(p)->comments, 1);
}

/* ---- changed, because they asked ---- */

static void change_and_send(struct pair *p, uint64_t id)
{
	uint64_t first;

	assert_int_equal(pl_client_sheet_reopen(p->client, id), PL_OK);
	assert_int_equal(sender_only(p)->state, PL_SHEET_DRAFT);
	first = pl_client_question_go(p->client, 0, 1);
	assert_int_equal(pl_client_choose(p->client, first, 3), PL_ANSWER_TAKEN);
	assert_int_equal(pl_client_sheet_finish(p->client, true, 0), PL_OK);
	pair_until(p, sender_has_none_kept);
}

static void asks_again(struct pair *p, int number)
{
	char json[200];

	snprintf(json, sizeof(json),
		 "[{\"t\":\"D\",\"s\":90,\"u\":2,\"d\":1796031000000,\"k\":%d,\"r\":\"again\","
		 "\"b\":\"The first one?\"},{\"t\":\"V\",\"k\":90}]",
		 number);
	fake_server_send(&p->server, json);
	pair_settle(p);
}

static void they_ask_for_a_change(void **state)
{
	struct pair *p = *state;
	uint64_t id;

	sender_join(p);
	id = sender_fill(p, "gad-7", "0000000", true);
	pair_until(p, sender_has_none_kept);
	sender_row_of(p, 1, "gad-7");
	asks_again(p, 1);
	assert_int_equal(sender_told(p, PL_SHEET_NEWS_AGAIN), 1);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AGAIN);
	change_and_send(p, id);
	assert_int_equal(p->server.asked_count, 2);
	assert_true(sender_only(p)->id == id);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
	assert_int_equal(sender_only(p)->score.sum, 3);
	assert_int_equal(sender_comments(p, id), 1); /* what was asked for is still there */
	sender_restart(p);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
}

/* It was finished on another device: here it is changed, and is the same sheet. */
static void they_ask_for_a_change__elsewhere(void **state)
{
	struct pair *p = *state;
	uint64_t id;

	p->server.cases = "[{\"t\":\"C\",\"s\":70,\"u\":7,\"g\":1,\"c\":\"gad-7\","
			  "\"d\":1796030000000,\"b\":\"/69725-0\\t#2\\n/68509-9\\t#0\\n"
			  "/69733-4\\t#0\\n/69734-2\\t#0\\n/69735-9\\t#0\\n/69689-8\\t#0\\n"
			  "/69736-7\\t#0\\n\"},{\"t\":\"V\",\"k\":9}]";
	p->server.case_version = 9;
	p->server.asked_count = 70; /* its rows count on */
	sender_join(p);
	pair_settle(p);
	id = sender_only(p)->id;
	assert_int_equal(sender_only(p)->score.sum, 2);
	asks_again(p, 70);
	change_and_send(p, id);
	assert_true(sender_only(p)->id == id);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
	assert_int_equal(sender_only(p)->score.sum, 3);
	sender_restart(p);
	assert_true(sender_only(p)->id == id);
	assert_int_equal(sender_only(p)->state, PL_SHEET_AT_CLINIC);
}

/* ---- said, and read ---- */

static void a_comment__offline(void **state)
{
	struct pair *p = *state;

	p->server.cases = "[{\"t\":\"C\",\"s\":5,\"u\":7,\"g\":1,\"c\":\"gad-7\","
			  "\"d\":1796030000000},{\"t\":\"V\",\"k\":9}]";
	p->server.case_version = 9;
	sender_join(p);
	pair_settle(p);
	sender_cut(p);
	assert_int_equal(
		pl_client_comment(p->client, sender_only(p)->id, "/69725-0", "It was hard."),
		PL_OK);
	assert_int_equal(pl_client_comment(p->client, sender_only(p)->id, "", " \n"),
			 PL_FAIL_NOT_NOW);
	assert_int_equal(pl_client_comment(p->client, 77, "", "?"), PL_FAIL_GONE);
	assert_int_equal(pl_client_sheet_again(p->client, sender_only(p)->id, "?"),
			 PL_FAIL_REFUSED);
	assert_int_equal(sender_comments(p, sender_only(p)->id), 1);
	sender_restart(p);
	assert_int_equal(sender_comments(p, sender_only(p)->id), 1);
	pair_until(p, sender_has_none_kept);
	assert_string_equal(p->server.asked[0].text, "I comment /69725-0 It was hard. 5 at 0");
	assert_int_equal(sender_comments(p, sender_only(p)->id),
			 1); /* before its row is here */
	fake_server_send(&p->server,
			 "[{\"t\":\"D\",\"s\":1,\"u\":7,\"d\":1796031000000,\"k\":5,"
			 "\"r\":\"comment\",\"b\":\"It was hard.\"},"
			 "{\"t\":\"V\",\"k\":10}]");
	pair_settle(p);
	assert_int_equal(sender_comments(p, sender_only(p)->id), 1);
	assert_int_equal(sender_told(p, PL_SHEET_NEWS_COMMENT), 0);
}

/* Sixteen thousand bytes, all of which are escaped on the wire, go, in a frame of their own. */
static void a_long_one(void **state)
{
	struct pair *p = *state;
	struct cache_work w = { .m = { .type = WIRE_WORK,
				       .has = WIRE_K | WIRE_R | WIRE_S | WIRE_B,
				       .s = 5,
				       .r = str_of("file") } };
	char *text = mem_get(WIRE_ANSWERS_MAX + 1);

	sender_join(p);
	sender_cut(p);
	memset(text, '"', WIRE_ANSWERS_MAX);
	w.m.b = (struct str) { text, WIRE_ANSWERS_MAX };
	assert_int_equal(worksheets_keep(p->client, &w, 1), PL_OK);
	free(text);
	pl_client_say(p->client, FAKE_GROUP, "and a line");
	sender_resume(p);
	pair_until(p, sender_has_none_kept);
	pair_until(p, pair_has_none_kept);
	assert_int_equal(p->server.asks, 1);
	assert_int_equal(p->server.says, 1);
}

static void another_person__finds_nothing(void **state)
{
	struct pair *p = *state;
	const struct pl_sheet *all;

	p->server.cases = "[" ASSIGNED ",{\"t\":\"V\",\"k\":9}]";
	p->server.case_version = 9;
	sender_join(p);
	pair_settle(p);
	worksheets_forget(p->client);
	assert_int_equal(pl_client_sheets(p->client, &all), 0);
	assert_int_equal(p->client->worksheets.rows.version, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_first_sync__and_then_nothing, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(due__is_told_once_in_all, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(a_server_that_knows_less, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(finished_offline__goes_when_there_is_a_line,
						sender_open, pair_close),
		cmocka_unit_test_setup_teardown(a_lost_answer__and_it_is_sent_again,
						sender_open, pair_close),
		cmocka_unit_test_setup_teardown(a_lost_answer__and_the_row_comes, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(refused__is_kept_and_may_go_again, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(patience, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(kept__and_sent_after_all, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(a_kill_before_it_is_an_act, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(nobody_to_send_it_to, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(another_device, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(they_ask_for_a_change, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(they_ask_for_a_change__elsewhere, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(a_comment__offline, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(a_long_one, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(another_person__finds_nothing, sender_open,
						pair_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
