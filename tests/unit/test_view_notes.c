/* SPDX-License-Identifier: MIT */
/* Reports, notes and what is kept for how long, in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"

static void says(struct porch *p, const char *line, const char *answer)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_string_equal(p->stage.answer, answer);
}

/* Ana in a group whose server keeps things for so long. */
static void keep(struct porch *p, struct pl_group *g, int days, int years)
{
	*g = porch_groups[0];
	g->first_seq = 2;
	g->keep_told = true;
	g->keep_days = days;
	g->keep_years = years;
	p->client.groups = g;
	p->client.group_count = 1;
	stage_build(&p->stage);
}

static void how_long_things_are_kept_is_told(void **state)
{
	struct porch *p = *state;
	struct pl_group g;

	stage_build(&p->stage);
	says(p, "/about", "How long things are kept is told once you are connected.");
	keep(p, &g, 90, 7);
	assert_true(stage_line(&p->stage, "/about") & DID_SAY);
	assert_non_null(strstr(p->stage.answer, "Messages are kept for 90 days. Attendance is "
						"kept for 7 years. What you write to the "
						"facilitators alone is kept as long as "
						"attendance"));
	keep(p, &g, 1, 0);
	assert_true(stage_line(&p->stage, "/about") & DID_SAY);
	assert_non_null(strstr(p->stage.answer, "Messages are kept for 1 day. Attendance is "
						"not deleted."));
	assert_non_null(strstr(p->stage.answer, "What is kept no longer goes from the server"));
	keep(p, &g, 0, 0);
	assert_true(stage_line(&p->stage, "/about") & DID_SAY);
	assert_null(strstr(p->stage.answer, "goes from the server"));
}

static void what_is_older_than_that_cannot_be_had(void **state)
{
	struct porch *p = *state;
	struct pl_group g;

	stage_build(&p->stage);
	says(p, "/older", "There is nothing older to get.");
	keep(p, &g, 90, 7);
	says(p, "/older",
	     "What is older is not kept any more. Messages are kept for 90 days. Attendance is "
	     "kept for 7 years.");
}

static void the_norms_say_it_too(void **state)
{
	static const struct pl_notice norms = {
		.id = 1, .kind = PL_NOTE_NORMS, .who = "", .text = "Be kind."
	};
	struct porch *p = *state;
	struct pl_group g;

	p->client.notices = &norms;
	p->client.notice_count = 1;
	keep(p, &g, 90, 7);
	assert_true(porch_holds(&p->stage.model, "The norms: Be kind. To say yes to them, type "
						 "/accept. Messages are kept for 90 days. "
						 "Attendance is kept for 7 years."));
}

static void wished(const struct porch *p, enum pl_act act, int64_t n, const char *text)
{
	assert_int_equal(p->client.wish.act, act);
	assert_int_equal(p->client.wish.n, n);
	assert_string_equal(p->client.wish_text, text);
}

static void a_message_is_reported_by_a_name_a_number_or_neither(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	says(p, "/report it hurts",
	     "This goes to the facilitators alone, with your words. Cy: Banana bread. [31m");
	wished(p, PL_ACT_REPORT, 4, "it hurts");
	assert_true(stage_line(&p->stage, "/report Ben: too loud") & DID_SAY);
	wished(p, PL_ACT_REPORT, 3, "too loud");
	assert_true(stage_line(&p->stage, "/report 3: rude") & DID_SAY);
	wished(p, PL_ACT_REPORT, 1, "rude");
	assert_true(stage_line(&p->stage, "/report he said: go") & DID_SAY);
	wished(p, PL_ACT_REPORT, 4, "he said: go");
	says(p, "/report 4: rude", "There is no such message here.");
	assert_int_equal(p->client.wishes, 4);
	says(p, "/report", "To do that, type /report WHY, or NAME: WHY, or NUMBER: WHY");
	says(p, "/report Ben:", "To do that, type /report WHY, or NAME: WHY, or NUMBER: WHY");
	assert_int_equal(p->client.wishes, 4);
}

static void a_report_is_settled_by_its_number(void **state)
{
	struct porch *p = *state;

	says(p, "/resolve 3 we talked",
	     "Report 3 is settled. Who made it is told what you wrote.");
	wished(p, PL_ACT_RESOLVE, 3, "we talked");
	says(p, "/resolve 3", "To do that, type /resolve NUMBER and what was done");
	says(p, "/resolve we talked", "To do that, type /resolve NUMBER and what was done");
	assert_int_equal(p->client.wishes, 1);
}

static void reports_are_told_with_their_messages(void **state)
{
	static const struct pl_report all[] = {
		{ .number = 1,
		  .message_seq = 77,
		  .member = 3,
		  .who = "Cy",
		  .why = "old",
		  .done_by = 2,
		  .done_who = "Ben",
		  .done = "we talked" },
		{ .number = 2, .message_seq = 3, .member = 3, .who = "Cy", .why = "loud" },
		{ .number = 3, .message_seq = 3, .member = 1, .who = "Ana", .why = "mine" },
	};
	struct porch *p = *state;
	const struct model *m = &p->stage.model;

	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/reports"), DID_VIEW);
	stage_build(&p->stage);
	assert_string_equal(m->items[0].text, "No report is open.");
	p->client.reports = all;
	p->client.report_count = 3;
	stage_build(&p->stage);
	assert_string_equal(m->status, "2 reports are open.");
	assert_int_equal(m->count, 3);
	assert_non_null(strstr(m->items[0].text, "Report 2, by Cy, "));
	assert_non_null(strstr(
		m->items[0].text,
		": loud. The message: \"Ben: How are you, ANA?\" To settle it, type /resolve 2 "
		"and what was done."));
	assert_non_null(strstr(m->items[1].text, "Your report 3, "));
	assert_non_null(strstr(m->items[1].text, "The facilitators have it, and nobody else."));
	assert_non_null(strstr(m->items[2].text, "Ben, "));
	assert_non_null(strstr(m->items[2].text, ": we talked"));
	assert_non_null(strstr(m->items[2].text, "Message 77 is not here."));
}

static void the_console_has_what_is_open(void **state)
{
	static const struct pl_report all[] = {
		{ .number = 1,
		  .message_seq = 3,
		  .member = 3,
		  .who = "Cy",
		  .why = "old",
		  .done_by = 2,
		  .done_who = "Ben",
		  .done = "we talked" },
		{ .number = 2, .message_seq = 3, .member = 3, .who = "Cy", .why = "loud" },
	};
	static const struct pl_stage stage = { .title = "Work", .guide = "" };
	static const struct pl_session session = { .stage = 1,
						   .stages = &stage,
						   .stages_count = 1,
						   .norms = "",
						   .topic = "",
						   .exercise = { .title = "" },
						   .lesson = { .title = "", .counts = "" } };
	struct porch *p = *state;

	p->client.session = &session;
	p->client.reports = all;
	p->client.report_count = 2;
	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/console"), DID_VIEW);
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "Reports: 1"));
	assert_true(porch_holds(&p->stage.model, "Report 2, by Cy, "));
	assert_false(porch_holds(&p->stage.model, "Report 1, by Cy, "));
}

static void a_report_and_its_end_are_told_once(void **state)
{
	static const struct pl_notice two[] = {
		{ .id = 1, .kind = PL_NOTE_REPORT, .n = 3, .who = "Cy", .text = "loud" },
		{ .id = 2,
		  .kind = PL_NOTE_RESOLVED,
		  .n = 3,
		  .who = "Ben",
		  .text = "we talked" },
	};
	struct porch *p = *state;

	p->client.notices = two;
	p->client.notice_count = 2;
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model,
				"Report 3, by Cy: loud. Type /reports to see the message."));
	assert_true(porch_holds(&p->stage.model, "About your report 3, Ben says: we talked"));
}

static void the_draft_of_a_note_is_asked_for_read_and_saved(void **state)
{
	struct porch *p = *state;
	const struct model *m = &p->stage.model;

	stage_build(&p->stage);
	says(p, "/note", "To do that, type /note NAME");
	says(p, "/note Zoe",
	     "There is nobody of that name here, or more than one. Please type the whole "
	     "name.");
	says(p, "/save a", "There is no note yet. After a session, type /note and a name.");
	says(p, "/note cy", "Asking for the draft of a note about Cy.");
	assert_string_equal(p->client.note_name, "Cy");
	p->client.note = "Draft.\n\nPerson: Cy\n";
	assert_true(stage_ended(&p->stage) & DID_SAY);
	assert_string_equal(p->stage.answer, "The draft is here. Type /notes to read it.");
	assert_int_equal(stage_line(&p->stage, "/notes"), DID_VIEW);
	stage_build(&p->stage);
	assert_int_equal(m->count, 2);
	assert_string_equal(m->items[0].text, "Draft.");
	assert_string_equal(m->items[1].text, "Person: Cy");
	says(p, "/save /tmp/cy.txt",
	     "The draft is in the file /tmp/cy.txt. Nobody else can read it there.");
	assert_string_equal(p->client.note_path, "/tmp/cy.txt");
	p->client.save_answer = PL_FAIL_FILE;
	says(p, "/save /tmp/cy.txt",
	     "That file cannot be made, or is there already. Please give another name.");
}

static void a_note_that_is_not_to_be_had_is_said_so(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_true(stage_line(&p->stage, "/note cy") & DID_SAY);
	p->client.result = PL_FAIL_NO_NOTE;
	assert_true(stage_ended(&p->stage) & DID_SAY);
	assert_string_equal(p->stage.answer, "There is no note to be had: the session is not "
					     "over, or that person was not in it.");
}

#define AT_PORCH(f) cmocka_unit_test_setup_teardown(f, porch_open, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_PORCH(how_long_things_are_kept_is_told),
		AT_PORCH(what_is_older_than_that_cannot_be_had),
		AT_PORCH(the_norms_say_it_too),
		AT_PORCH(a_message_is_reported_by_a_name_a_number_or_neither),
		AT_PORCH(a_report_is_settled_by_its_number),
		AT_PORCH(reports_are_told_with_their_messages),
		AT_PORCH(the_console_has_what_is_open),
		AT_PORCH(a_report_and_its_end_are_told_once),
		AT_PORCH(the_draft_of_a_note_is_asked_for_read_and_saved),
		AT_PORCH(a_note_that_is_not_to_be_had_is_said_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
