/* SPDX-License-Identifier: MIT */
#include "support/fake_sheets.h"

#include <stdio.h>
#include <string.h>

#include "support/fake_client.h"

#define COPY(to, text) snprintf(to, sizeof(to), "%s", (text) ? (text) : "")

/* ---- the questions ---- */

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void fill(struct pl_question *q)
{
	const char **const texts[] = { &q->item,   &q->prefix, &q->text,       &q->help,
				       &q->prompt, &q->format, &q->open_label, &q->least,
				       &q->most,   &q->answer, &q->before };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		*texts[i] = or_empty(*texts[i]);
	q->copy = q->copy ? q->copy : 1;
	q->copies = q->copies ? q->copies : 1;
}

static void number(struct fake_sheets *f)
{
	int of = 0;

	for (size_t i = 0; i < f->question_count; i++)
		of += f->questions[i].asks;
	for (size_t i = 0, at = 0; i < f->question_count; i++) {
		f->questions[i].of = f->questions[i].asks ? of : 0;
		f->questions[i].at = f->questions[i].asks ? (int)++at : 0;
	}
}

void fake_sheets_ask(struct pl_client *c, const struct pl_question *all, size_t n)
{
	struct fake_sheets *f = &c->sheets;

	f->question_count = n < FAKE_QUESTIONS ? n : FAKE_QUESTIONS;
	for (size_t i = 0; i < f->question_count; i++) {
		struct pl_question *q = &f->questions[i];

		*q = all[i];
		q->id = q->id ? q->id : i + 1;
		fill(q);
		for (size_t k = 0; k < q->choice_count && k < FAKE_ITEM_CHOICES; k++)
			f->choices[i][k] = q->choices[k];
		if (q->choice_count)
			q->choices = f->choices[i];
		if (*q->answer) {
			COPY(f->answers[i], q->answer);
			q->answer = f->answers[i];
		}
	}
	number(f);
}

static struct pl_question *find(struct fake_sheets *f, uint64_t id)
{
	for (size_t i = 0; i < f->question_count; i++)
		if (f->questions[i].id == id)
			return &f->questions[i];
	return NULL;
}

size_t pl_client_questions(struct pl_client *c, const struct pl_question **out)
{
	*out = c->sheets.questions;
	return c->sheets.opened ? c->sheets.question_count : 0;
}

uint64_t pl_client_question_go(struct pl_client *c, uint64_t from, int way)
{
	const struct fake_sheets *f = &c->sheets;
	uint64_t last = 0;
	bool here = !from;

	for (size_t i = 0; i < f->question_count; i++) {
		const struct pl_question *q = &f->questions[i];

		if (way > 0 && here && q->asks)
			return q->id;
		if (q->id == from && way < 0)
			return last;
		here = here || q->id == from;
		last = q->asks ? q->id : last;
	}
	return way < 0 ? last : 0;
}

uint64_t pl_client_question_missing(struct pl_client *c, uint64_t from)
{
	const struct fake_sheets *f = &c->sheets;
	bool here = !from;

	for (size_t i = 0; i < f->question_count; i++) {
		const struct pl_question *q = &f->questions[i];

		if (here && q->asks && q->required && !*q->answer)
			return q->id;
		here = here || q->id == from;
	}
	return 0;
}

/* ---- answers ---- */

static void take(struct fake_sheets *f, struct pl_question *q, const char *answer)
{
	const size_t i = (size_t)(q - f->questions);

	COPY(f->answers[i], answer);
	q->answer = f->answers[i];
	f->answered++;
}

enum pl_fault pl_client_sheet_answer(struct pl_client *c, uint64_t question, const char *typed)
{
	struct fake_sheets *f = &c->sheets;
	struct pl_question *q = find(f, question);

	COPY(f->typed, typed);
	f->asked = question;
	if (f->fault != PL_ANSWER_TAKEN)
		return f->fault;
	if (!q)
		return PL_ANSWER_NOT_ASKED;
	take(f, q, typed);
	return PL_ANSWER_TAKEN;
}

static void tell_chosen(struct fake_sheets *f, struct pl_question *q)
{
	char words[FAKE_ANSWER] = "";

	for (size_t i = 0; i < q->choice_count; i++)
		if (q->choices[i].chosen)
			snprintf(words + strlen(words), sizeof(words) - strlen(words), "%s%s",
				 *words ? ", " : "", q->choices[i].text);
	take(f, q, words);
}

enum pl_fault pl_client_choose(struct pl_client *c, uint64_t question, size_t choice)
{
	struct fake_sheets *f = &c->sheets;
	struct pl_question *q = find(f, question);
	struct pl_choice *all;

	f->asked = question;
	if (f->fault != PL_ANSWER_TAKEN)
		return f->fault;
	if (!q)
		return PL_ANSWER_NOT_ASKED;
	if (q->kind == PL_QUESTION_YES_NO) {
		take(f, q, choice ? "false" : "true");
		return PL_ANSWER_TAKEN;
	}
	all = f->choices[q - f->questions];
	for (size_t i = 0; i < q->choice_count; i++)
		all[i].chosen = i == choice ? !(q->repeats && all[i].chosen)
					    : q->repeats && all[i].chosen;
	if (question == f->danger_question)
		f->danger = choice > 0;
	tell_chosen(f, q);
	return PL_ANSWER_TAKEN;
}

enum pl_fault pl_client_unanswer(struct pl_client *c, uint64_t question)
{
	struct fake_sheets *f = &c->sheets;
	struct pl_question *q = find(f, question);

	if (f->fault != PL_ANSWER_TAKEN || !q)
		return q ? f->fault : PL_ANSWER_NOT_ASKED;
	for (size_t i = 0; i < q->choice_count; i++)
		f->choices[q - f->questions][i].chosen = false;
	take(f, q, "");
	return PL_ANSWER_TAKEN;
}

enum pl_fault pl_client_copy_add(struct pl_client *c, uint64_t question, uint64_t *made)
{
	struct fake_sheets *f = &c->sheets;
	struct pl_question *q = find(f, question);
	size_t at;

	if (!q || !q->repeats || f->question_count == FAKE_QUESTIONS)
		return PL_ANSWER_TOO_MANY;
	at = (size_t)(q - f->questions) + 1;
	memmove(q + 2, q + 1, (f->question_count - at) * sizeof(*q));
	f->question_count++;
	q[1] = q[0];
	q[1].id = *made = 100 + (uint64_t)++f->added;
	q[1].answer = "";
	q[0].copies = q[1].copies = q[0].copies + 1;
	q[1].copy = q[0].copy + 1;
	return PL_ANSWER_TAKEN;
}

enum pl_fault pl_client_copy_remove(struct pl_client *c, uint64_t question)
{
	struct fake_sheets *f = &c->sheets;
	struct pl_question *q = find(f, question);

	if (!q)
		return PL_ANSWER_NOT_ASKED;
	memmove(q, q + 1, (f->question_count - (size_t)(q - f->questions) - 1) * sizeof(*q));
	f->question_count--;
	f->removed++;
	for (size_t i = 0; i < f->question_count; i++)
		f->questions[i].copies = 1;
	return PL_ANSWER_TAKEN;
}

/* ---- forms and sheets ---- */

size_t pl_client_forms(struct pl_client *c, const struct pl_form **out)
{
	*out = c->sheets.forms;
	return c->sheets.form_count;
}

size_t pl_client_sheets(struct pl_client *c, const struct pl_sheet **out)
{
	*out = c->sheets.sheets;
	return c->sheets.sheet_count;
}

static struct pl_sheet *sheet_of(struct pl_client *c, uint64_t id)
{
	for (size_t i = 0; i < c->sheets.sheet_count; i++)
		if (c->sheets.sheets[i].id == id)
			return &c->sheets.sheets[i];
	return NULL;
}

const struct pl_sheet *pl_client_sheet(struct pl_client *c, uint64_t id)
{
	const struct pl_sheet *own = sheet_of(c, id);

	return own ? own : fake_caseload_sheet(c, id);
}

static const struct pl_form *form_of(const struct pl_client *c, const char *name)
{
	for (size_t i = 0; i < c->sheets.form_count; i++)
		if (strcmp(c->sheets.forms[i].name, name) == 0)
			return &c->sheets.forms[i];
	return NULL;
}

enum pl_failure pl_client_sheet_begin(struct pl_client *c, const char *form, uint64_t *id)
{
	const struct pl_form *f = form_of(c, form);
	struct fake_sheets *all = &c->sheets;

	COPY(all->begun, form);
	if (all->answer != PL_OK || !f || all->sheet_count == FAKE_SHEETS)
		return all->answer != PL_OK ? all->answer : PL_FAIL_TEXT;
	*id = 900 + all->sheet_count;
	all->sheets[all->sheet_count++] = (struct pl_sheet) {
		.id = *id,
		.form = f->name,
		.title = f->title,
		.kind = f->kind,
		.state = PL_SHEET_DRAFT,
		.mine = true,
		.who = "Ana",
		.from = "",
		.words = "",
		.reader = "",
		.reviewer = "",
	};
	return pl_client_sheet_open(c, *id);
}

enum pl_failure pl_client_sheet_open(struct pl_client *c, uint64_t id)
{
	if (c->sheets.answer != PL_OK)
		return c->sheets.answer;
	if (!pl_client_sheet(c, id))
		return PL_FAIL_GONE;
	c->sheets.shown = c->sheets.opened = id;
	return PL_OK;
}

void pl_client_sheet_shut(struct pl_client *c)
{
	c->sheets.opened = 0;
	c->sheets.typing[0] = '\0';
}

uint64_t pl_client_sheet_opened(const struct pl_client *c)
{
	return c->sheets.opened;
}

size_t pl_client_lacks(struct pl_client *c, const char *form, const struct pl_lack **out)
{
	(void)form;
	*out = c->sheets.lacks;
	return c->sheets.lack_count;
}

size_t pl_client_sheet_left_out(const struct pl_client *c)
{
	return c->sheets.left_out;
}

enum pl_failure pl_client_sheet_drop(struct pl_client *c, uint64_t id)
{
	c->sheets.dropped = id;
	return c->sheets.answer;
}

enum pl_failure pl_client_sheet_reopen(struct pl_client *c, uint64_t id)
{
	struct pl_sheet *sheet = sheet_of(c, id);

	c->sheets.reopened = id;
	if (sheet && c->sheets.answer == PL_OK)
		sheet->state = PL_SHEET_DRAFT;
	return c->sheets.answer;
}

void pl_client_sheet_at(struct pl_client *c, uint64_t question)
{
	c->sheets.place = question;
}

uint64_t pl_client_sheet_place(const struct pl_client *c)
{
	return c->sheets.place;
}

enum pl_failure pl_client_sheet_typing_set(struct pl_client *c, const char *text)
{
	COPY(c->sheets.typing, text);
	c->sheets.typings++;
	return PL_OK;
}

const char *pl_client_sheet_typing(const struct pl_client *c)
{
	return c->sheets.typing;
}

bool pl_client_sheet_danger(const struct pl_client *c)
{
	return c->sheets.danger;
}

struct pl_score pl_client_sheet_score(struct pl_client *c)
{
	return c->sheets.score;
}

enum pl_failure pl_client_sheet_finish(struct pl_client *c, bool send, int64_t group)
{
	struct pl_sheet *sheet = sheet_of(c, c->sheets.opened);

	(void)group;
	if (c->sheets.answer != PL_OK)
		return c->sheets.answer;
	if (pl_client_question_missing(c, 0))
		return PL_FAIL_STATE;
	c->sheets.finished++;
	c->sheets.send = send;
	if (sheet)
		sheet->state = send ? PL_SHEET_SENDING : PL_SHEET_KEPT;
	return PL_OK;
}

enum pl_failure pl_client_sheet_send(struct pl_client *c, uint64_t id, int64_t group)
{
	(void)group;
	c->sheets.sent = id;
	return c->sheets.answer;
}

enum pl_failure pl_client_sheet_save(struct pl_client *c, uint64_t id, const char *path)
{
	c->sheets.saved = id;
	COPY(c->sheets.path, path);
	return c->sheets.answer;
}

size_t pl_client_comments(struct pl_client *c, uint64_t sheet, const struct pl_comment **out)
{
	(void)sheet;
	*out = c->sheets.comments;
	return c->sheets.comment_count;
}

size_t pl_client_trends(struct pl_client *c, int64_t member, const struct pl_trend **out)
{
	c->sheets.trend_of = member;
	*out = c->sheets.trends;
	return c->sheets.trend_count;
}

size_t pl_client_sheet_news(struct pl_client *c, const struct pl_sheet_note **out)
{
	*out = c->sheets.news;
	return c->sheets.news_count;
}

void pl_client_sheet_said(struct pl_client *c, size_t n)
{
	if (n > c->sheets.news_count)
		n = c->sheets.news_count;
	c->sheets.news += n;
	c->sheets.news_count -= n;
}
