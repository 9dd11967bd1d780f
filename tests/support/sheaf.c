/* SPDX-License-Identifier: MIT */
#include "support/sheaf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

static const struct pl_form forms[] = {
	{ "check-in", "Daily check-in", "How today is.", "", PL_FORM_CHECK_IN, 3, 0 },
	{ "phq-9", "PHQ-9", "How the last two weeks were.", "", PL_FORM_MEASURE, 3, 0 },
	{ "safety-plan", "Safety plan", "What helps.", "", PL_FORM_SAFETY_PLAN, 6, 0 },
	{ "thought-record", "Thought record", "A thought, looked at.", "", PL_FORM_WORKSHEET, 5,
	  0 },
	{ "urge", "Urge log", "An urge.", "", PL_FORM_URGE, 3, 0 },
	{ "values", "Values", "What counts.", "", PL_FORM_WORKSHEET, 5, 0 },
	{ "vows", "Valuable vows", "What you want.", "", PL_FORM_WORKSHEET, 5, 0 },
};

static const struct pl_person people[] = {
	{ 1, "Ana", PL_PATIENT, PL_HERE },
	{ 2, "Robin", PL_FACILITATOR, PL_HERE },
	{ 3, "Kim", PL_FACILITATOR, PL_LEFT },
	{ 4, "Cy", PL_PATIENT, PL_HERE },
};

static struct pl_sheet sheet(uint64_t id, const char *title, enum pl_sheet_state state)
{
	return (struct pl_sheet) {
		.id = id,
		.form = "thought-record",
		.title = title,
		.state = state,
		.member = 1,
		.who = "Ana",
		.mine = true,
		.from = "",
		.words = "",
		.reader = "",
		.reviewer = "",
		.questions = 12,
		.score = { .before = -1 },
	};
}

void sheaf_open(struct pl_client *c)
{
	struct pl_sheet *all = c->sheets.sheets;

	c->people = people;
	c->person_count = COUNT(people);
	c->sheets.forms = forms;
	c->sheets.form_count = COUNT(forms);
	all[0] = sheet(SHEAF_ASSIGNED, "PHQ-9", PL_SHEET_ASSIGNED);
	all[0].form = "phq-9";
	all[0].kind = PL_FORM_MEASURE;
	all[0].group = 7;
	all[0].from = "Robin";
	all[0].words = "Before we meet on Friday.";
	all[0].due_utc_ms = SHEAF_NOW + 3 * day_ms;
	all[1] = sheet(SHEAF_DRAFT, "Thought record", PL_SHEET_DRAFT);
	all[1].answered = 4;
	all[2] = sheet(SHEAF_KEPT, "Values", PL_SHEET_KEPT);
	all[2].utc_ms = SHEAF_NOW - day_ms;
	all[3] = sheet(SHEAF_READ, "PHQ-9", PL_SHEET_READ);
	all[3].utc_ms = SHEAF_NOW - 7 * day_ms;
	all[3].reader = "Robin";
	all[3].read_utc_ms = SHEAF_NOW - 6 * day_ms;
	all[3].score = (struct pl_score) { .measure = "PHQ-9",
					   .sum = 14,
					   .most = 27,
					   .band = PL_BAND_MODERATE,
					   .before = -1 };
	all[3].comments = 2;
	all[4] = sheet(SHEAF_AGAIN, "Sleep", PL_SHEET_AGAIN);
	all[4].reader = "Robin";
	all[4].comments = 1;
	all[4].comments_new = true;
	c->sheets.sheet_count = 5;
}

static const struct pl_choice often[] = {
	{ "Not at all", "", false },
	{ "Several days", "", false },
	{ "More than half the days", "", false },
	{ "Nearly every day", "", false },
};

static const struct pl_question measure[] = {
	{ .kind = PL_QUESTION_GROUP, .text = "Over the last 2 weeks, how often was this so?" },
	{ .kind = PL_QUESTION_CHOICE,
	  .item = "1",
	  .depth = 1,
	  .prefix = "1",
	  .text = "Little interest in doing things",
	  .help = "Think of each day.",
	  .asks = true,
	  .required = true,
	  .choices = often,
	  .choice_count = 4,
	  .before = "Not at all" },
	{ .kind = PL_QUESTION_CHOICE,
	  .item = "2",
	  .depth = 1,
	  .prefix = "2",
	  .text = "Feeling down",
	  .asks = true,
	  .required = true,
	  .choices = often,
	  .choice_count = 4 },
	{ .kind = PL_QUESTION_CHOICE,
	  .item = "9",
	  .depth = 1,
	  .prefix = "9",
	  .text = "Thoughts that you would be better off dead",
	  .asks = true,
	  .required = true,
	  .choices = often,
	  .choice_count = 4 },
};

void sheaf_measure(struct pl_client *c)
{
	fake_sheets_ask(c, measure, COUNT(measure));
	c->sheets.opened = SHEAF_ASSIGNED;
	c->sheets.place = 2;
	c->sheets.danger_question = 4;
}

static const struct pl_choice foods[] = {
	{ "Bread", "a)", false },
	{ "Rice", "b)", false },
	{ "Rice pudding", "c)", false },
};

static const struct pl_choice marks[] = { { "0", "", false },
					  { "1", "", false },
					  { "10", "", false } };

static const struct pl_question kinds[] = {
	{ .kind = PL_QUESTION_YES_NO, .text = "Did you sleep?", .asks = true },
	{ .kind = PL_QUESTION_WHOLE,
	  .text = "How strong?",
	  .asks = true,
	  .least = "0",
	  .most = "10" },
	{ .kind = PL_QUESTION_NUMBER,
	  .text = "How long?",
	  .asks = true,
	  .units = { "hours" },
	  .least = "0 hours",
	  .most = "24 hours" },
	{ .kind = PL_QUESTION_DATE, .text = "When?", .asks = true },
	{ .kind = PL_QUESTION_MOMENT, .text = "At what time of what day?", .asks = true },
	{ .kind = PL_QUESTION_TIME, .text = "At what time?", .asks = true },
	{ .kind = PL_QUESTION_LINE, .text = "In one line?", .asks = true, .repeats = true },
	{ .kind = PL_QUESTION_TEXT, .text = "In your words?", .asks = true, .max_length = 20 },
	{ .kind = PL_QUESTION_CHOICE,
	  .text = "What food?",
	  .asks = true,
	  .choices = foods,
	  .choice_count = 3 },
	{ .kind = PL_QUESTION_OPEN_CHOICE,
	  .text = "What else?",
	  .asks = true,
	  .choices = foods,
	  .choice_count = 3 },
	{ .kind = PL_QUESTION_CHOICE,
	  .text = "What all?",
	  .asks = true,
	  .repeats = true,
	  .choices = foods,
	  .choice_count = 3 },
	{ .kind = PL_QUESTION_CHOICE,
	  .text = "What mark?",
	  .asks = true,
	  .choices = marks,
	  .choice_count = 3 },
	{ .kind = PL_QUESTION_AMOUNT,
	  .text = "How heavy?",
	  .asks = true,
	  .units = { "kg", "lb" } },
	{ .kind = PL_QUESTION_ADDRESS, .text = "Where on the web?", .asks = true },
	{ .kind = PL_QUESTION_NOT_HERE, .text = "A picture?" },
};

void sheaf_kinds(struct pl_client *c)
{
	fake_sheets_ask(c, kinds, COUNT(kinds));
	c->sheets.opened = SHEAF_DRAFT;
	c->sheets.place = 1;
}

static const struct pl_question moment[] = {
	{ .kind = PL_QUESTION_WHOLE,
	  .text = "Your mood?",
	  .asks = true,
	  .required = true,
	  .least = "0",
	  .most = "9" },
	{ .kind = PL_QUESTION_YES_NO, .text = "Did you sleep well?", .asks = true },
	{ .kind = PL_QUESTION_CHOICE,
	  .text = "How was breakfast?",
	  .asks = true,
	  .choices = foods,
	  .choice_count = 3 },
};

void sheaf_moment(struct pl_client *c)
{
	fake_sheets_ask(c, moment, COUNT(moment));
	c->sheets.place = 0;
}

/* ---- a porch with all of this ---- */

int sheaf_porch(void **state)
{
	struct porch *p;

	setenv("TZ", "UTC", 1);
	tzset();
	if (porch_open(state))
		return -1;
	p = *state;
	sheaf_open(&p->client);
	p->stage.now_utc_ms = SHEAF_NOW;
	p->stage.group = 7;
	return 0;
}

void sheaf_fills(struct porch *p, void (*questions)(struct pl_client *c))
{
	questions(&p->client);
	assert_int_equal(stage_line(&p->stage, "/sheet"), DID_VIEW);
	stage_build(&p->stage);
}

void sheaf_types(struct porch *p, const char *line, int bits)
{
	assert_int_equal(stage_line(&p->stage, line), bits);
	stage_build(&p->stage);
}

void sheaf_says(struct porch *p, const char *line, const char *want)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_string_equal(p->stage.answer, want);
	stage_build(&p->stage);
}

void sheaf_place_is(const struct porch *p, uint64_t place)
{
	assert_int_equal(p->client.sheets.place, place);
}
