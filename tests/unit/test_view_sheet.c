/* SPDX-License-Identifier: MIT */
/* Filling a sheet in: one question at a time, ways, the review, and danger. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "support/sheaf.h"
#include "text/keys.h"

/* The title and each item that is up. */
static void shows(struct porch *p, const char *const *want)
{
	const struct model *m = &p->stage.model;
	size_t n = 0;

	stage_build(&p->stage);
	assert_string_equal(m->title, want[0]);
	for (; want[n + 1]; n++) {
		assert_true(n < m->count);
		assert_string_equal(m->items[n].text, want[n + 1]);
	}
	assert_int_equal(m->count, n);
}

/* ---- one question at a time ---- */

static void a_question__its_place__its_choices_with_numbers(void **state)
{
	static const char *const first[] = {
		"PHQ-9, 1 of 3",
		"Over the last 2 weeks, how often was this so?",
		"1 Little interest in doing things",
		"1. Not at all",
		"2. Several days",
		"3. More than half the days",
		"4. Nearly every day",
		"Enter alone goes on, < goes back, and /what helps. Each answer is saved at "
		"once.",
		NULL,
	};
	static const char *const second[] = {
		"PHQ-9, 2 of 3",
		"Your answer: Several days. Saved.",
		"Over the last 2 weeks, how often was this so?",
		"2 Feeling down",
		"1. Not at all",
		"2. Several days",
		"3. More than half the days",
		"4. Nearly every day",
		NULL,
	};
	struct porch *p = *state;
	struct arena a = { 0 };

	sheaf_fills(p, sheaf_measure);
	shows(p, first);
	assert_false(p->stage.model.items[0].seen_only);
	assert_string_equal(stage_prompt(&p->stage, &a), "1 to 4> ");
	sheaf_types(p, "2", DID_VIEW);
	shows(p, second);
	assert_true(p->stage.model.items[1].seen_only); /* who listens has heard it */
	sheaf_types(p, "<", DID_VIEW);
	sheaf_place_is(p, 2);
	assert_string_equal(p->stage.model.items[3].note, "your answer");
	arena_finish(&a);
}

static void ways__back_skip_go_and_the_arrows(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_measure);
	sheaf_says(p, "/back", "This is the first question.");
	sheaf_types(p, "", DID_VIEW);
	sheaf_place_is(p, 3);
	sheaf_types(p, "/back", DID_VIEW);
	sheaf_place_is(p, 2);
	sheaf_types(p, "/skip", DID_VIEW);
	sheaf_place_is(p, 3);
	sheaf_types(p, "/go 3", DID_VIEW);
	sheaf_place_is(p, 4);
	sheaf_says(p, "/go 4", "There is no such question. They go from 1 to 3.");
	assert_int_equal(stage_step(&p->stage, -1), DID_VIEW);
	sheaf_place_is(p, 3);
	assert_int_equal(stage_step(&p->stage, 1), DID_VIEW);
	assert_int_equal(stage_step(&p->stage, 1), DID_VIEW);
	sheaf_place_is(p, 0); /* the review is behind the last */
	sheaf_types(p, "2", DID_VIEW);
	sheaf_place_is(p, 3);
}

static void help__and_last_time__come_when_they_are_asked_for(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_measure);
	sheaf_says(p, "/what",
		   "Think of each day. Please type a number from 1 to 4, or the words of a "
		   "choice. "
		   "Enter alone goes on, < goes back, and /what helps. Each answer is saved at "
		   "once.");
	sheaf_says(p, "/before", "Last time you answered: Not at all");
	sheaf_types(p, "", DID_VIEW);
	sheaf_says(p, "/before", "There is no answer of yours from before.");
}

static void a_page__and_back(void **state)
{
	static const char *const page[] = {
		"PHQ-9, 2 of 3",
		"That one needs an answer before the end. You can come back to it.",
		"Over the last 2 weeks, how often was this so?",
		"1. Little interest in doing things: no answer",
		"2 Feeling down",
		"1. Not at all",
		"2. Several days",
		"3. More than half the days",
		"4. Nearly every day",
		"3. 9 Thoughts that you would be better off dead: no answer",
		NULL,
	};
	struct porch *p = *state;

	sheaf_fills(p, sheaf_measure);
	sheaf_types(p, "", DID_VIEW);
	sheaf_types(p, "/page", DID_VIEW | DID_SAY);
	shows(p, page);
	assert_int_equal(p->stage.model.at_id, p->stage.model.items[3].id);
	sheaf_types(p, "/page", DID_VIEW | DID_SAY);
	assert_int_equal(p->stage.model.at_id, 0);
}

/* ---- the review ---- */

static void the_review__what_is_missing_first__then_who_would_read_it(void **state)
{
	static const char *const want[] = {
		"PHQ-9: look it over",
		"2 questions still need an answer: 2, 3. To go to one, type its number.",
		"Over the last 2 weeks, how often was this so?",
		"1. Little interest in doing things: Several days (last time: Not at all)",
		"2. Feeling down: no answer",
		"3. 9 Thoughts that you would be better off dead: no answer",
		"PHQ-9: 2 answers are missing, so there is no score yet.",
		"If you send it, this is who can read it: Robin and Kim.",
		"To send it, type /send. To keep it on this device alone, type /keep. To "
		"change "
		"an answer, type its number.",
		NULL,
	};
	struct porch *p = *state;

	sheaf_fills(p, sheaf_measure);
	p->client.sheets.score = (struct pl_score) { .measure = "PHQ-9", .missing = 2 };
	sheaf_types(p, "2", DID_VIEW);
	sheaf_types(p, "/review", DID_VIEW);
	shows(p, want);
	sheaf_says(p, "/send", "It is not finished yet: an answer is missing.");
	assert_int_equal(p->client.sheets.finished, 0);
}

static void answer_all(struct porch *p)
{
	sheaf_fills(p, sheaf_measure);
	sheaf_types(p, "2", DID_VIEW);
	sheaf_types(p, "3", DID_VIEW);
	sheaf_types(p, "1", DID_VIEW);
	sheaf_place_is(p, 0);
}

static void the_score_in_words__what_it_says_and_what_not(void **state)
{
	struct porch *p = *state;

	p->client.sheets.score = (struct pl_score) { .measure = "PHQ-9",
						     .sum = 14,
						     .most = 27,
						     .band = PL_BAND_MODERATE,
						     .before = 18,
						     .before_utc_ms = SHEAF_NOW };
	answer_all(p);
	assert_true(porch_holds(&p->stage.model, "PHQ-9: 14 of 27, moderate."));
	assert_true(porch_holds(&p->stage.model, "On Tue 1 Dec it was 18. Down by 4."));
	assert_true(porch_holds(&p->stage.model, "It is not a diagnosis"));
	assert_true(porch_holds(&p->stage.model, "Nothing is missing."));
}

static void sending__and_keeping(void **state)
{
	struct porch *p = *state;

	answer_all(p);
	sheaf_says(
		p, "/send",
		"Finished: PHQ-9. It goes to the clinic now. It can be read by Robin and Kim.");
	assert_true(p->client.sheets.send);
	assert_ptr_equal(p->stage.view, porch_view("meeting"));
	assert_int_equal(p->client.sheets.opened, 0);

	p->client.sheets.sheets[0].state = PL_SHEET_DRAFT;
	answer_all(p);
	p->client.link.link = PL_LINK_WAITING;
	sheaf_says(p, "/send",
		   "Finished: PHQ-9. It is kept here, and goes out when there is a line. Then "
		   "it can "
		   "be read by Robin and Kim.");
	p->client.sheets.sheets[0].state = PL_SHEET_DRAFT;
	answer_all(p);
	sheaf_says(p, "/keep",
		   "Finished: PHQ-9. It is kept on this device. Nobody else can see it. To "
		   "send it "
		   "after all, type /send.");
	assert_false(p->client.sheets.send);
	sheaf_says(p, "/send",
		   "Finished: PHQ-9. It is kept here, and goes out when there is a line. Then "
		   "it can "
		   "be read by Robin and Kim.");
	assert_int_equal(p->client.sheets.sent, SHEAF_ASSIGNED);
}

static void by_a_key_alone_nothing_is_sent_or_finished(void **state)
{
	struct porch *p = *state;
	bool known;

	answer_all(p);
	assert_int_equal(stage_key(&p->stage, KEY_CHORD(')'), &known), DID_SAY);
	assert_int_equal(stage_key(&p->stage, KEY_CHORD('@'), &known), DID_SAY);
	assert_int_equal(p->client.sheets.finished, 0);
}

/* ---- what is not done here ---- */

static const struct pl_lack lacks[] = {
	{ PL_LACK_EXTENSION, "", "style" },
	{ PL_LACK_TYPE, "photo", "attachment" },
};

static void what_cannot_be_done_is_named__and_warned_of_where_it_matters(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_measure);
	sheaf_says(p, "/lacks", "All of this form can be done here.");
	p->client.sheets.lacks = lacks;
	p->client.sheets.lack_count = 1;
	sheet_show(&p->stage, SHEAF_ASSIGNED);
	assert_string_equal(p->stage.sheets.said, "");
	p->client.sheets.lack_count = 2;
	sheet_show(&p->stage, SHEAF_ASSIGNED);
	assert_string_equal(p->stage.sheets.said,
			    "Some of this form cannot be done here. The rest works. To hear "
			    "what it is, type /lacks.");
	sheaf_says(p, "/lacks",
		   "The whole form: an extra has no effect here (style).\n"
		   "photo: it cannot be answered here (attachment).");
}

static void with_no_sheet_open_there_is_nothing_to_name(void **state)
{
	struct porch *p = *state;

	p->client.sheets.lacks = lacks;
	p->client.sheets.lack_count = 2;
	assert_int_equal(stage_line(&p->stage, "/lacks") & DID_SAY, DID_SAY);
	assert_null(strstr(p->stage.answer, "photo"));
}

/* ---- danger ---- */

static void danger__shows_whom_to_call_at_once__and_who_will_see_it(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_measure);
	sheaf_types(p, "/go 3", DID_VIEW);
	sheaf_types(p, "2", DID_VIEW);
	assert_ptr_not_equal(p->stage.view, &view_sheet);
	assert_string_equal(p->stage.model.items[0].text,
			    "Thank you for saying how it is. If you send this, it goes out "
			    "before all else, and Robin and Kim can see that answer. Nobody "
			    "has seen it yet.");
	assert_string_equal(p->stage.model.status, "To go on with the worksheet, type /sheet.");
	assert_string_equal(p->stage.model.items[p->stage.model.count - 1].text,
			    p->stage.model.status);
	assert_int_equal(p->stage.model.items[0].voice, VOICE_NOW);
	assert_true(p->stage.model.count > 1);
	/* By ear the sheet is up again; nobody has heard its question. */
	p->stage.view = stage_home(&p->stage);
	sheaf_types(p, "3", DID_VIEW | DID_KEEP);
	assert_string_equal(p->stage.model.title, "PHQ-9: look it over");
	/* Once for a sheet. */
	sheaf_types(p, "/go 3", DID_VIEW);
	sheaf_types(p, "3", DID_VIEW);
	assert_ptr_equal(p->stage.view, &view_sheet);
}

static void from_the_plan_one_goes_back_to_the_sheet(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_measure);
	sheaf_types(p, "/go 3", DID_VIEW);
	sheaf_types(p, "2", DID_VIEW);
	assert_int_equal(stage_leave(&p->stage), DID_VIEW);
	assert_ptr_equal(p->stage.view, &view_sheet);
	assert_int_equal(stage_leave(&p->stage), DID_VIEW);
	assert_ptr_equal(p->stage.view, porch_view("meeting"));
}

static void back_leads_from_the_plan_into_the_sheet__too(void **state)
{
	struct porch *p = *state;

	sheaf_fills(p, sheaf_measure);
	sheaf_types(p, "/go 3", DID_VIEW);
	sheaf_types(p, "2", DID_VIEW);
	assert_ptr_not_equal(p->stage.view, &view_sheet);
	sheaf_types(p, "/back", DID_VIEW);
	assert_ptr_equal(p->stage.view, &view_sheet);
}

/* ---- what is typed is kept where it belongs ---- */

static void the_line_is_the_sheet_s_while_it_is_filled_in(void **state)
{
	struct porch *p = *state;
	struct stage_field f = stage_field(&p->stage);

	assert_int_equal(f.group, 7);
	sheaf_fills(p, sheaf_measure);
	f = stage_field(&p->stage);
	assert_int_equal(f.sheet, SHEAF_ASSIGNED);
	assert_int_equal(f.group, 0);
	assert_int_equal(stage_field_keep(&p->stage, f, "half a wo"), PL_OK);
	assert_string_equal(p->client.sheets.typing, "half a wo");
	assert_string_equal(stage_field_text(&p->stage, f), "half a wo");
	sheaf_types(p, "/people", DID_VIEW); /* looked at in between */
	assert_true(stage_field_same(stage_field(&p->stage), f));
	sheaf_types(p, "/meeting", DID_VIEW);
	assert_int_equal(stage_field(&p->stage).group, 7);
	assert_int_equal(p->client.says, 0);
}

#define SHEAF(f) cmocka_unit_test_setup_teardown(f, sheaf_porch, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHEAF(a_question__its_place__its_choices_with_numbers),
		SHEAF(ways__back_skip_go_and_the_arrows),
		SHEAF(help__and_last_time__come_when_they_are_asked_for),
		SHEAF(a_page__and_back),
		SHEAF(the_review__what_is_missing_first__then_who_would_read_it),
		SHEAF(the_score_in_words__what_it_says_and_what_not),
		SHEAF(sending__and_keeping),
		SHEAF(by_a_key_alone_nothing_is_sent_or_finished),
		SHEAF(what_cannot_be_done_is_named__and_warned_of_where_it_matters),
		SHEAF(with_no_sheet_open_there_is_nothing_to_name),
		SHEAF(danger__shows_whom_to_call_at_once__and_who_will_see_it),
		SHEAF(from_the_plan_one_goes_back_to_the_sheet),
		SHEAF(back_leads_from_the_plan_into_the_sheet__too),
		SHEAF(the_line_is_the_sheet_s_while_it_is_filled_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
