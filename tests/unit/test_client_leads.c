/* SPDX-License-Identifier: MIT */
/* A whole client of somebody who leads; and the safety plan, which is sent on the person's word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/core.h"
#include "support/sender.h"

#define OF_BEA                                                                                 \
	"{\"t\":\"C\",\"s\":5,\"u\":8,\"g\":1,\"c\":\"phq-9\",\"d\":1796030000000,\"n\":1,"    \
	"\"b\":\"/44250-9\\t#1\\n\"}"

static const struct pl_sheet *of_bea(struct pair *p)
{
	const struct pl_sheet *all;

	assert_int_equal(pl_client_group_sheets(p->client, FAKE_GROUP, 0, &all), 1);
	return &all[0];
}

static void lead(struct pair *p)
{
	p->server.role = "facilitator";
	p->server.cases = "[" OF_BEA ",{\"t\":\"V\",\"k\":9}]";
	p->server.case_version = 9;
	sender_join(p);
	pair_settle(p);
}

/* Opened twice, read once; reviewed; asked for again. */
static void who_leads(void **state)
{
	struct pair *p = *state;
	uint64_t id;

	lead(p);
	assert_int_equal(sender_told(p, PL_SHEET_NEWS_DANGER), 1);
	sender_said(p);
	id = of_bea(p)->id;
	assert_true(of_bea(p)->danger);
	sender_cut(p);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pl_client_sheet_open(p->client, id), PL_OK);
		pl_client_sheet_shut(p->client);
	}
	assert_int_equal(of_bea(p)->state, PL_SHEET_READ);
	assert_int_equal(pl_client_sheet_reviewed(p->client, id, "I called."), PL_OK);
	assert_int_equal(pl_client_sheet_reviewed(p->client, id, "I called."), PL_FAIL_TWICE);
	assert_int_equal(pl_client_sheet_again(p->client, id, "The last one?"), PL_OK);
	assert_int_equal(pl_client_acts_kept(p->client), 2);
	sender_resume(p);
	pair_until(p, sender_has_none_kept);
	assert_int_equal(p->server.asked_count, 3);
	assert_string_equal(p->server.asked[0].text, "I read 5 at 0");
	assert_string_equal(p->server.asked[1].text, "I reviewed I called. 5 at 0");
	assert_string_equal(p->server.asked[2].text, "I again The last one? 5 at 0");
	assert_int_equal(of_bea(p)->state, PL_SHEET_AGAIN);
	assert_string_equal(of_bea(p)->reviewer, "Ana");
	assert_int_equal(pl_client_sheet_open(p->client, id), PL_OK);
	sender_restart(p);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_int_equal(sender_told(p, PL_SHEET_NEWS_DANGER),
			 0); /* it was told, and seen to */
	assert_int_equal(p->server.asked_count, 3);
}

static void assigning(void **state)
{
	struct pair *p = *state;
	struct pl_assignment a = { FAKE_GROUP, 0, "gad-7", "By Friday, please.",
				   SENDER_NOW + SENDER_DAY_MS };

	lead(p);
	sender_cut(p);
	assert_int_equal(pl_client_assign(p->client, &a), PL_OK);
	a.form = "nothing";
	assert_int_equal(pl_client_assign(p->client, &a), PL_FAIL_TEXT);
	a.form = "gad-7";
	a.member = FAKE_MARA; /* she leads */
	assert_int_equal(pl_client_assign(p->client, &a), PL_FAIL_WHO);
	a.member = 99;
	assert_int_equal(pl_client_assign(p->client, &a), PL_FAIL_WHO);
	a.member = 0;
	a.group = 5;
	assert_int_equal(pl_client_assign(p->client, &a), PL_FAIL_REFUSED);
	assert_int_equal(pl_client_unassign(p->client, 5), PL_FAIL_GONE);
	sender_restart(p);
	assert_int_equal(pl_client_acts_kept(p->client), 1);
	pair_until(p, sender_has_none_kept);
	assert_int_equal(p->server.asked_count, 1);
	assert_non_null(strstr(p->server.asked[0].text, "I assign gad-7 By Friday, please."));
}

static void who_is_led__may_not(void **state)
{
	struct pair *p = *state;
	const struct pl_assignment a = { FAKE_GROUP, 0, "gad-7", NULL, 0 };

	sender_join(p);
	assert_int_equal(pl_client_assign(p->client, &a), PL_FAIL_REFUSED);
}

static void no_more_than_64(void **state)
{
	struct pair *p = *state;
	const struct pl_assignment a = { FAKE_GROUP, 0, "gad-7", NULL, 0 };

	lead(p);
	sender_cut(p);
	for (int i = 0; i < SHEETS_ACTS_MAX; i++)
		assert_int_equal(pl_client_assign(p->client, &a), PL_OK);
	assert_int_equal(pl_client_assign(p->client, &a), PL_FAIL_BUSY);
	/* What asks for help finds room. */
	sender_fill(p, "phq-9", "000000001", true);
	assert_int_equal(sender_only(p)->state, PL_SHEET_SENDING);
	sender_resume(p);
	pair_until(p, sender_has_none_kept);
	assert_int_equal(p->server.asked_count, SHEETS_ACTS_MAX + 1);
	assert_non_null(strstr(p->server.asked[0].text, "I file phq-9"));
}

/* ---- the safety plan ---- */

static void plan_is(struct pair *p, enum pl_sheet_state shared, bool is_older)
{
	struct pl_plan plan = { 0 };

	worksheets_plan(p->client, &p->client->sheets.all[0], &plan);
	assert_int_equal(plan.shared, shared);
	assert_int_equal(plan.is_older, is_older);
}

static void write_plan(struct pair *p, const char *words)
{
	uint64_t id;

	assert_int_equal(pl_client_sheet_begin(p->client, "safety-plan", &id), PL_OK);
	assert_int_equal(pl_client_sheet_answer(p->client,
						pl_client_question_go(p->client, 0, 1), words),
			 PL_ANSWER_TAKEN);
	pl_client_sheet_shut(p->client);
}

static void shared__changed__and_taken_back(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	assert_int_equal(pl_client_plan_share(p->client, true, 0), PL_FAIL_GONE);
	write_plan(p, "I do not sleep");
	plan_is(p, PL_SHEET_KEPT, false);
	pair_settle(p);
	assert_int_equal(p->server.asks, 0); /* never by itself */
	assert_int_equal(pl_client_plan_share(p->client, true, 0), PL_OK);
	plan_is(p, PL_SHEET_SENDING, false);
	pair_until(p, sender_has_none_kept);
	plan_is(p, PL_SHEET_AT_CLINIC, false);
	assert_non_null(strstr(p->server.asked[0].text, "I file safety-plan"));
	assert_non_null(strstr(p->server.asked[0].text, "I do not sleep"));
	sender_restart(p);
	pair_until(p, pair_is_live);
	plan_is(p, PL_SHEET_AT_CLINIC, false);
	fake_server_send(&p->server, "[{\"t\":\"D\",\"s\":2,\"u\":2,\"d\":5,\"k\":1,"
				     "\"r\":\"read\"},{\"t\":\"V\",\"k\":10}]");
	pair_settle(p);
	plan_is(p, PL_SHEET_READ, false);
	assert_int_equal(pl_client_plan_share(p->client, false, 0), PL_OK);
	pair_until(p, sender_has_none_kept);
	assert_string_equal(p->server.asked[1].text, "I unfile 1 at 0");
	fake_server_send(&p->server, "[{\"t\":\"C\",\"s\":1},{\"t\":\"V\",\"k\":11}]");
	pair_settle(p);
	plan_is(p, PL_SHEET_KEPT, false);
}

/* What never left this device does not leave it after they said no. */
static void taken_back_before_it_went(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	write_plan(p, "I do not sleep");
	sender_cut(p);
	assert_int_equal(pl_client_plan_share(p->client, true, 0), PL_OK);
	sender_restart(p);
	assert_int_equal(pl_client_plan_share(p->client, false, 0), PL_OK);
	plan_is(p, PL_SHEET_KEPT, false);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_int_equal(p->server.asks, 0);
}

/* It may be there, or not: it goes as soon as its number is known. */
static void taken_back_before_the_answer(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	write_plan(p, "I do not sleep");
	p->server.ask_mute = true;
	assert_int_equal(pl_client_plan_share(p->client, true, 0), PL_OK);
	pair_settle(p);
	assert_int_equal(p->server.asks, 1);
	sender_restart(p);
	assert_int_equal(pl_client_plan_share(p->client, false, 0), PL_OK);
	assert_int_equal(pl_client_plan_share(p->client, false, 0), PL_OK);
	sender_restart(p);
	p->server.ask_mute = false;
	pair_until(p, sender_has_none_kept);
	assert_int_equal(p->server.asked_count, 2);
	assert_string_equal(p->server.asked[1].text, "I unfile 1 at 0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_leads, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(assigning, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(who_is_led__may_not, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(no_more_than_64, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(shared__changed__and_taken_back, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(taken_back_before_it_went, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(taken_back_before_the_answer, sender_open,
						pair_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
