/* SPDX-License-Identifier: MIT */
/* Who has read what of one's record, for both faces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"
#include "text/keys.h"
#include "view/views.h"

#define DAY_MS INT64_C(86400000)
#define NOW_MS INT64_C(1795716000000)

static struct pl_was_read row(enum pl_read_what what)
{
	return (struct pl_was_read) { .number = 7,
				      .utc_ms = NOW_MS,
				      .of_utc_ms = NOW_MS - 4 * DAY_MS,
				      .count = 1,
				      .what = what,
				      .who = "Robin",
				      .form = "",
				      .why = "" };
}

static const char *shown(struct porch *p, const struct pl_was_read *one)
{
	p->client.link.link = PL_LINK_OFF;
	p->client.reads.all = one;
	p->client.reads.count = 1;
	assert_int_equal(stage_line(&p->stage, "/reads"), DID_VIEW);
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.count, 1);
	return p->stage.model.items[0].text;
}

static void assert_says(struct porch *p, const struct pl_was_read *one, const char *words)
{
	const char *text = shown(p, one);

	if (!strstr(text, words))
		fail_msg("%s: not in %s", words, text);
	assert_null(strchr(text, '%'));
}

static void each_kind_is_a_sentence(void **state)
{
	struct porch *p = *state;

	for (int i = 0; i < PL_READ_WHATS; i++) {
		const struct pl_was_read one = row((enum pl_read_what)i);

		assert_says(p, &one, ": Robin read ");
		assert_int_equal(p->stage.model.items[0].text[strlen(shown(p, &one)) - 1], '.');
	}
}

static void a_worksheet_has_its_form_and_its_day(void **state)
{
	struct porch *p = *state;
	struct pl_was_read one = row(PL_READ_WORKSHEET);

	one.form = "my-form";
	assert_says(p, &one, "Robin read your my-form of ");
	one.count = 3;
	assert_says(p, &one, "Robin read 3 worksheets of yours: my-form, the newest of ");
	one.form = "";
	assert_says(p, &one, "Robin read your worksheets.");
}

static void requests_have_their_number_and_the_day_of_the_newest(void **state)
{
	struct porch *p = *state;
	struct pl_was_read one = row(PL_READ_SCHEDULE);

	assert_says(p, &one, "Robin read 1 request of yours for the schedule, of ");
	one.count = 3;
	assert_says(p, &one, "Robin read 3 requests of yours for the schedule, the newest of ");
	one.of_utc_ms = 0; /* of a server that says no day */
	assert_says(p, &one, "Robin read your schedule.");
}

static void what_the_clinic_did_and_why_is_said(void **state)
{
	struct porch *p = *state;
	struct pl_was_read one = row(PL_READ_RECORD);

	one.who = "";
	one.exported = true;
	one.why = "consent 3";
	assert_says(p, &one,
		    ": The clinic read all of your record. It was written to a file or on "
		    "paper. In it are your sessions, your worksheets, what you wrote, your "
		    "schedule, what you agreed to, and who read what. Reason: consent 3.");
	one.what = PL_READ_ATTENDANCE;
	assert_says(p, &one, "in sessions. It was written to a file or on paper. Reason");
	one.from_utc_ms = NOW_MS - 9 * DAY_MS;
	one.to_utc_ms = NOW_MS - 2 * DAY_MS;
	assert_says(p, &one, "It was written to a file or on paper: all from ");
	one.exported = false;
	one.erased = true;
	assert_says(p, &one, "It was erased.");
}

static void a_name_cannot_move_the_screen(void **state)
{
	struct porch *p = *state;
	struct pl_was_read one = row(PL_READ_NOTE);

	one.who = "Ro\x1b[2J\nbin";
	assert_null(strpbrk(shown(p, &one), "\x1b\n"));
}

/* Who listens hears each of them once. */
static void what_comes_behind_it_is_shown_too(void **state)
{
	struct porch *p = *state;
	struct pl_was_read two[] = { row(PL_READ_NOTE), row(PL_READ_PLAN) };
	bool known;

	two[1].number = 6;
	p->client.link.link = PL_LINK_LIVE;
	p->client.reads.state.busy = true;
	assert_int_equal(stage_key(&p->stage, KEY_SECOND('r'), &known), DID_VIEW);
	assert_true(known);
	assert_int_equal(p->client.reads.fetches, 1);
	stage_build(&p->stage);
	assert_false(p->stage.model.untitled);
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	p->client.reads.state.busy = false;
	p->client.reads.all = two;
	p->client.reads.count = 1;
	stage_show(&p->stage, &view_meeting);
	assert_int_equal(stage_ended(&p->stage), DID_VIEW);
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	assert_int_equal(stage_line(&p->stage, "/reads more"), DID_SAY);
	assert_int_equal(p->client.reads.olders, 1);
	p->client.reads.count = 2;
	stage_ended(&p->stage);
	stage_build(&p->stage);
	assert_true(p->stage.model.untitled);
	assert_true(p->stage.model.items[0].seen_only);
	assert_false(p->stage.model.items[1].seen_only);
	p->client.answer = PL_FAIL_GONE;
	stage_line(&p->stage, "/reads more");
	assert_string_equal(p->stage.answer, "There is nothing older.");
	stage_line(&p->stage, "/reads");
	stage_build(&p->stage);
	assert_false(p->stage.model.untitled);
}

static void without_a_line_it_is_what_was_told_last(void **state)
{
	struct porch *p = *state;

	p->client.link.link = PL_LINK_OFF;
	assert_int_equal(stage_line(&p->stage, "/reads"), DID_VIEW);
	assert_int_equal(p->client.reads.fetches, 0);
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "Nobody has read anything of yours"));
	p->client.reads.state.failure = PL_FAIL_NETWORK;
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.status, words_failure(PL_FAIL_NETWORK));
}

static void tells(struct porch *p, const char *words)
{
	assert_true(stage_line(&p->stage, "/erase") & DID_SAY);
	if (!strstr(p->stage.answer, words))
		fail_msg("%s: not in %s", words, p->stage.answer);
}

/* What was being filled in is open again; and what did not go out is no wish. */
static void the_wish_to_be_erased_is_sent_once(void **state)
{
	static const struct pl_form form = { .name = "erasure",
					     .title = "A wish",
					     .kind = PL_FORM_WISH };
	static const struct pl_question ask = {
		.kind = PL_QUESTION_YES_NO, .text = "Do you?", .asks = true, .required = true
	};
	struct porch *p = *state;
	struct fake_sheets *f = &p->client.sheets;

	f->forms = &form;
	f->form_count = 1;
	fake_sheets_ask(&p->client, &ask, 1);
	f->sheets[f->sheet_count++] = (struct pl_sheet) { .id = 5, .form = "x" };
	f->opened = 5;
	tells(p, "send /erase once more");
	assert_string_equal(f->begun, "");
	stage_line(&p->stage, "/help");
	tells(p, "send /erase once more");
	f->fault = PL_ANSWER_DISK;
	stage_line(&p->stage, "/erase");
	assert_int_equal(f->finished, 0);
	assert_int_equal(f->dropped, f->sheets[1].id);
	f->sheet_count--; /* as it was dropped */
	f->fault = PL_ANSWER_TAKEN;
	tells(p, "send /erase once more");
	tells(p, "Who gets it: ");
	assert_string_equal(f->begun, "erasure");
	assert_true(f->finished == 1 && f->send);
	assert_string_equal(f->answers[0], "true");
	assert_int_equal(f->opened, 5);
	tells(p, "It is kept here");
	f->sheets[1].state = PL_SHEET_AT_CLINIC;
	tells(p, "It is at the clinic");
	f->sheets[1].reader = "Robin";
	tells(p, "Robin has read that");
	assert_int_equal(f->finished, 1);
	stage_line(&p->stage, "/new"); /* it is no worksheet that one begins */
	assert_null(strstr(p->stage.answer, "wish"));
}

static void without_anybody_who_leads_there_is_no_wish(void **state)
{
	struct porch *p = *state;

	p->client.person_count = 0;
	tells(p, "There is nobody in your groups who could get it.");
	tells(p, "There is nobody in your groups who could get it.");
	assert_string_equal(p->client.sheets.begun, "");
}

#define PORCH(f) cmocka_unit_test_setup_teardown(f, porch_open, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PORCH(each_kind_is_a_sentence),
		PORCH(a_worksheet_has_its_form_and_its_day),
		PORCH(requests_have_their_number_and_the_day_of_the_newest),
		PORCH(what_the_clinic_did_and_why_is_said),
		PORCH(a_name_cannot_move_the_screen),
		PORCH(what_comes_behind_it_is_shown_too),
		PORCH(without_a_line_it_is_what_was_told_last),
		PORCH(the_wish_to_be_erased_is_sent_once),
		PORCH(without_anybody_who_leads_there_is_no_wish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
