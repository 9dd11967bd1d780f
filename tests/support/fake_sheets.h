/* SPDX-License-Identifier: MIT */
/*
 * The worksheets of the fake client: what is set here is what the getters give.  Of the sheet
 * that is open the questions are in `questions`, which answers change; a choice's `chosen` and
 * a question's `answer` are kept here.
 */
#ifndef SUPPORT_FAKE_SHEETS_H
#define SUPPORT_FAKE_SHEETS_H

#include "porchlight/worksheet.h"

enum { FAKE_QUESTIONS = 24, FAKE_ANSWER = 256, FAKE_SHEETS = 8, FAKE_ITEM_CHOICES = 8 };

struct fake_sheets {
	const struct pl_form *forms;
	size_t form_count;
	struct pl_sheet sheets[FAKE_SHEETS];
	size_t sheet_count;
	struct pl_question questions[FAKE_QUESTIONS];
	size_t question_count;
	const struct pl_comment *comments; /* of each sheet */
	size_t comment_count;
	const struct pl_trend *trends;
	size_t trend_count;
	int64_t trend_of;                 /* whose were asked for last */
	const struct pl_sheet_note *news; /* those that were said are taken off */
	size_t news_count;
	struct pl_score score;
	uint64_t danger_question; /* an answer to it other than the first choice is danger; 0 */

	uint64_t opened, place;
	size_t left_out;
	const struct pl_lack *lacks;
	size_t lack_count;
	char typing[4096];
	bool danger;
	enum pl_fault fault;    /* what the next answers are, if not TAKEN */
	enum pl_failure answer; /* what the acts answer */

	/* What was asked of it. */
	struct pl_choice choices[FAKE_QUESTIONS][FAKE_ITEM_CHOICES];
	char answers[FAKE_QUESTIONS][FAKE_ANSWER];
	char begun[64], typed[FAKE_ANSWER], path[128];
	uint64_t shown, dropped, reopened, sent, saved, asked; /* ids of the last of each */
	int answered, finished, kept, added, removed, typings;
	bool send;
};

struct pl_client;
/* The questions are copied; ids are 1, 2 and so on where they are 0. */
void fake_sheets_ask(struct pl_client *c, const struct pl_question *all, size_t n);

#endif
