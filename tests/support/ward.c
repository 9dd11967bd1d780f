/* SPDX-License-Identifier: MIT */
#include "support/ward.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const struct pl_form forms[] = {
	{ .name = "phq-2",
	  .title = "PHQ-2",
	  .about = "",
	  .copyright = "",
	  .kind = PL_FORM_MEASURE,
	  .questions = 2 },
	{ .name = "phq-9",
	  .title = "PHQ-9",
	  .about = "",
	  .copyright = "",
	  .kind = PL_FORM_MEASURE,
	  .questions = 9 },
	{ .name = "north/plan",
	  .title = "Steps to take (a plan)",
	  .about = "",
	  .copyright = "",
	  .questions = 4 },
	{ .name = "sleep",
	  .title = "Sleep diary",
	  .about = "",
	  .copyright = "",
	  .questions = 5 },
	{ .name = "thought-record",
	  .title = "Thought record",
	  .about = "",
	  .copyright = "",
	  .questions = 7 },
};

#define DAY_MS    INT64_C(86400000)
#define MIDNIGHT  INT64_C(1796108400000) /* 1 December 2026, 0:00 in Denver */
#define END_OF(d) (MIDNIGHT + (d)*DAY_MS - 60000)
#define NOON(d)   (MIDNIGHT + ((d)-1) * DAY_MS + DAY_MS / 2)

#define SHEET(n, by, name, what, called)                                                       \
	.id = (n), .member = (by), .who = (name), .form = (what), .title = (called),           \
	.from = "Ben", .words = ""
#define UNREAD                  .reader = "", .reviewer = ""
#define BY_BEN                  .reader = "Ben", .read_utc_ms = NOON(-2)
#define CY(n, what, called)     SHEET(n, 3, "Cy", what, called), .group = 7
#define SAMIRA(n, what, called) SHEET(n, 5, "Samira", what, called), .group = 7

const struct pl_sheet ward_sheets[WARD_SHEETS] = {
	{ CY(WARD_PHQ, "phq-9", "PHQ-9"), .kind = PL_FORM_MEASURE, .state = PL_SHEET_AT_CLINIC,
	  .utc_ms = NOON(0), .answered = 9, .questions = 9,
	  .score = { "PHQ-9", 19, 27, 0, PL_BAND_MODERATELY_SEVERE, 13, NOON(-7) },
	  .danger = true, UNREAD },
	{ SAMIRA(WARD_RECORD, "thought-record", "Thought record"), .state = PL_SHEET_AT_CLINIC,
	  .utc_ms = NOON(-1), .answered = 6, .questions = 7, UNREAD },
	{ CY(WARD_LATE, "thought-record", "Thought record"), .state = PL_SHEET_ASSIGNED,
	  .due_utc_ms = END_OF(-1), UNREAD },
	{ SAMIRA(WARD_DUE, "phq-9", "PHQ-9"), .kind = PL_FORM_MEASURE,
	  .state = PL_SHEET_ASSIGNED, .due_utc_ms = END_OF(4), UNREAD },
	{ SAMIRA(WARD_OPEN, "sleep", "Sleep diary"), .state = PL_SHEET_ASSIGNED, UNREAD },
	{ CY(WARD_READ, "thought-record", "Thought record"), .state = PL_SHEET_READ,
	  .utc_ms = NOON(-3), BY_BEN, .reviewer = "", .comments = 2 },
	{ SAMIRA(WARD_AGAIN, "sleep", "Sleep diary"), .state = PL_SHEET_AGAIN,
	  .utc_ms = NOON(-4), BY_BEN, .reviewer = "", .comments = 1 },
	{ SHEET(WARD_OTHER, 6, "Eve", "phq-2", "PHQ-2"), .group = 9, .state = PL_SHEET_READ,
	  .utc_ms = NOON(-2), .danger = true, .reader = "Ben", .reviewer = "Ben" },
};

static const struct pl_case cases[] = {
	{ .member = 3,
	  .who = "Cy",
	  .alerts = 1,
	  .unread = 1,
	  .overdue = 1,
	  .assigned = 1,
	  .missed = 2,
	  .score = { "PHQ-9", 19, 27, 0, PL_BAND_MODERATELY_SEVERE, 13, NOON(-7) },
	  .score_utc_ms = NOON(0) },
	{ .member = 5,
	  .who = "Samira",
	  .missed = 0,
	  .assigned = 2,
	  .score = { "PHQ-9", 6, 27, 0, PL_BAND_MILD, 9, NOON(-7) },
	  .score_utc_ms = NOON(0) },
};

#define ASKED(n, link, words, said, last)                                                      \
	.id = 30 + (n), .item = (link), .kind = PL_QUESTION_CHOICE, .prefix = "",              \
	.text = (words), .help = "", .prompt = "", .format = "", .open_label = "",             \
	.least = "", .most = "", .asks = true, .answer = (said), .before = (last), .copy = 1,  \
	.copies = 1, .at = (n), .of = 3
#define WORDS(n, which, link, words)                                                           \
	.id = 30 + (n), .item = (link), .kind = (which), .prefix = "", .text = (words),        \
	.help = "", .prompt = "", .format = "", .open_label = "", .least = "", .most = "",     \
	.answer = "", .before = "", .copy = 1, .copies = 1

static const struct pl_question questions[] = {
	{ WORDS(8, PL_QUESTION_GROUP, "weeks", "The last two weeks") },
	{ ASKED(1, "interest", "Little interest in doing things?", "Several days",
		"Not at all") },
	{ ASKED(2, "down", "Feeling down?", "Nearly every day", "Nearly every day"),
	  .comments = 1 },
	{ WORDS(9, PL_QUESTION_DISPLAY, "thanks", "Thank you.") },
	{ ASKED(3, "else", "Anything else", "", "") },
};

static const struct pl_comment comments[] = {
	{ .item = "down",
	  .question = "Feeling down?",
	  .who = "Ben",
	  .utc_ms = NOON(0),
	  .text = "Since when?" },
	{ .item = "gone",
	  .question = "How long?",
	  .who = "Ben",
	  .utc_ms = NOON(0),
	  .text = "Was this two weeks?" },
	{ .item = "",
	  .question = "",
	  .who = "Ana",
	  .utc_ms = NOON(0),
	  .mine = true,
	  .text = "Please say more.",
	  .asks_again = true,
	  .is_kept = true },
};

void ward_put(struct pl_client *c)
{
	built_put(c);
	c->caseload.sheets = ward_sheets;
	c->caseload.sheet_count = WARD_SHEETS;
	c->caseload.cases = cases;
	c->caseload.case_count = COUNT(cases);
	c->caseload.case_group = 7;
	c->sheets.forms = forms;
	c->sheets.form_count = COUNT(forms);
	fake_sheets_ask(c, questions, COUNT(questions));
	c->sheets.comments = comments;
	c->sheets.comment_count = COUNT(comments);
}

int ward_open(void **state)
{
	struct porch *p;

	built_open(state);
	p = *state;
	ward_put(&p->client);
	stage_build(&p->stage);
	return 0;
}

int ward_close(void **state)
{
	return built_close(state);
}

void ward_shows(struct porch *p, const char *line, const char *want)
{
	const struct model *m = &p->stage.model;
	struct buf is;

	buf_init(&is, 1 << 20);
	if (line)
		stage_line(&p->stage, line);
	stage_build(&p->stage);
	for (size_t i = 0; i < m->count; i++) {
		const struct item *it = &m->items[i];

		buf_addf(&is, "%s%s%s%s%s%s\n", it->who ? it->who : "", it->who ? ": " : "",
			 it->text, it->note ? " (" : "", it->note ? it->note : "",
			 it->note ? ")" : "");
		for (size_t k = 0; k < i; k++)
			assert_true(m->items[k].id != it->id);
	}
	assert_string_equal(buf_text(&is), want);
	buf_finish(&is);
}

void ward_says(struct porch *p, const char *line, int bits, const char *want)
{
	const int did = stage_line(&p->stage, line);

	assert_string_equal(p->stage.answer, want);
	assert_int_equal(did, bits);
}
