/* SPDX-License-Identifier: MIT */
/* What is typed into a sheet: answers, and ways from question to question. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "view/schedule.h"
#include "view/sheets.h"

enum { ECHO_MAX = 60, SEVERAL_MAX = 16, DIGITS = 10, SECOND_MS = 1000 };

static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

static int say(struct stage *s, enum sheet_word w, const char *what)
{
	return stage_tell(s, words_sheet(mem(s), w, model_line(&s->model, what), ""));
}

static void remember(struct stage *s, const char *words)
{
	snprintf(s->sheets.said, sizeof(s->sheets.said), "%s", words);
}

/* ---- ways ---- */

/* The person is asked something, or reads: then nothing goes on by itself. */
static void set_due(struct stage *s)
{
	const struct pl_question *q = s->sheets.runs ? sheet_question(s) : NULL;

	s->sheets.due_utc_ms =
		q && q->seconds ? s->now_utc_ms + (int64_t)q->seconds * SECOND_MS : 0;
}

int sheet_to(struct stage *s, uint64_t question)
{
	s->sheets.before = pl_client_sheet_place(s->client);
	pl_client_sheet_at(s->client, question);
	set_due(s);
	return stage_show(s, &view_sheet);
}

int sheet_start(struct stage *s)
{
	if (!sheet_is_filled(s) || sheet_kind(s) != PL_FORM_SCRIPT)
		return say(s, SHEET_NOT_STEPS, "");
	s->sheets.runs = !s->sheets.runs;
	set_due(s);
	return say(s, s->sheets.runs ? SHEET_STARTED : SHEET_STOPPED, "");
}

int stage_due_ms(const struct stage *s)
{
	const int64_t left = s->sheets.due_utc_ms - s->now_utc_ms;

	if (!s->sheets.due_utc_ms || s->view != &view_sheet)
		return -1;
	return left < 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left;
}

int stage_tick(struct stage *s)
{
	return stage_due_ms(s) ? DID_NOTHING : sheet_step(s, 1);
}

/* Told once is told. */
static int go_on(struct stage *s, uint64_t question)
{
	s->sheets.hinted = true;
	return sheet_to(s, question);
}

/* What is passed over is told of where it must be answered in the end. */
static void tell_passed(struct stage *s)
{
	const struct pl_question *q = sheet_question(s);

	s->sheets.said[0] = '\0';
	if (q && q->asks && q->required && !*q->answer)
		remember(s, words_sheet(mem(s), SHEET_NEEDED_LATER, "", ""));
}

int sheet_step(struct stage *s, int by)
{
	const uint64_t place = pl_client_sheet_place(s->client);
	uint64_t to;

	if (!sheet_is_filled(s))
		return DID_NOTHING;
	s->sheets.said[0] = '\0';
	if (by > 0)
		tell_passed(s);
	to = by > 0 && !place ? 0 : sheet_stop(s, place, by > 0 ? 1 : -1);
	if (by < 0 && !to)
		return say(s, SHEET_FIRST, "");
	return go_on(s, to);
}

/* ---- the end of what is done in a moment ---- */

static bool is_quick(const struct stage *s)
{
	const enum pl_form_kind kind = sheet_kind(s);

	return kind == PL_FORM_CHECK_IN || kind == PL_FORM_URGE;
}

static bool is_assigned(const struct stage *s)
{
	struct pl_sheet sheet;

	return sheet_open(s, &sheet) && *sheet.from;
}

/* A check-in ends with its last answer; it goes to those who asked for it, and else to nobody. */
static int after(struct stage *s, uint64_t question)
{
	const uint64_t next = sheet_stop(s, question, 1);

	if (!next && is_quick(s) && !pl_client_question_missing(s->client, 0))
		return review_finish(s, is_assigned(s));
	return go_on(s, next);
}

/* ---- answers ---- */

static int failed(struct stage *s, const struct pl_question *q, enum pl_fault f)
{
	const bool is_text = q->kind == PL_QUESTION_TEXT || q->kind == PL_QUESTION_LINE;

	return stage_tell(s, words_fault(mem(s), q, f)) | (is_text ? DID_KEEP : DID_NOTHING);
}

static bool has_choices(const struct pl_question *q)
{
	return q->choice_count || q->kind == PL_QUESTION_YES_NO;
}

/* Long words are not read back. */
static void tell_taken(struct stage *s, uint64_t question)
{
	const struct pl_question *q = sheet_find(s, question);
	const char *answer = q ? words_answer(mem(s), q, q->answer) : "";

	remember(s,
		 !*answer || strlen(answer) > ECHO_MAX
			 ? words_sheet(mem(s), SHEET_SAVED, "", "")
			 : words_sheet(mem(s), SHEET_ANSWER,
				       words_unstopped(mem(s), model_line(&s->model, answer)),
				       ""));
}

/* Of words there may be more: the next place for them is up, and Enter alone goes on. */
static int one_more(struct stage *s, const struct pl_question *q)
{
	uint64_t made = 0;

	if (q->copy < q->copies ||
	    pl_client_copy_add(s->client, q->id, &made) != PL_ANSWER_TAKEN)
		return after(s, q->id);
	return go_on(s, made);
}

/* There may be more of them: the question stays, and is not read again. */
static int taken_one(struct stage *s, const struct pl_question *q)
{
	const char *answer = q && *q->answer ? words_answer(mem(s), q, q->answer)
					     : words_sheet(mem(s), SHEET_NO_ANSWER, "", "");

	return say(s, SHEET_SEVERAL, answer);
}

static int taken(struct stage *s, const struct pl_question *was)
{
	const struct pl_question *q = sheet_find(s, was->id);

	if (was->repeats && has_choices(was))
		return sheets_danger(s, taken_one(s, q));
	tell_taken(s, was->id);
	return sheets_danger(s, q && q->repeats ? one_more(s, q) : after(s, was->id));
}

static enum pl_fault choose(struct stage *s, uint64_t question, const int *all, size_t n)
{
	enum pl_fault f = PL_ANSWER_NO_CHOICE;

	for (size_t i = 0; i < n; i++) {
		f = pl_client_choose(s->client, question, (size_t)all[i]);
		if (f != PL_ANSWER_TAKEN)
			break;
	}
	return f;
}

/* "1, 3 and 4"; how many, or 0 when a word of it is no choice's number. */
static size_t several(const struct pl_question *q, const char *line, int *out)
{
	size_t n = 0;

	while (*line && n < SEVERAL_MAX) {
		char *end;
		const long k = strtol(line, &end, 10);

		if (end == line || k < 1 || k > (long)q->choice_count)
			return 0;
		out[n++] = (int)k - 1;
		line = end + strspn(end, " ,;");
	}
	return *line ? 0 : n;
}

static size_t choices_of(const struct pl_question *q, const char *line, int *out)
{
	size_t n = q->repeats && !words_choices_are_numbers(q) ? several(q, line, out) : 0;

	if (n)
		return n;
	out[0] = q->kind == PL_QUESTION_YES_NO ? words_read_yes_no(line)
					       : words_read_choice(q, line);
	return out[0] >= 0;
}

static int answer(struct stage *s, const struct pl_question *q, const char *line)
{
	const struct pl_question was = *q; /* borrowed until it has its answer */
	const bool chooses = has_choices(q);
	int all[SEVERAL_MAX];
	const size_t n = chooses ? choices_of(q, line, all) : 0;
	enum pl_fault f = PL_ANSWER_NO_CHOICE;

	if (chooses && !n && all[0] == READ_SEVERAL)
		return say(s, SHEET_MANY_CHOICES, "");
	if (n)
		f = choose(s, was.id, all, n);
	else if (!chooses || (was.kind == PL_QUESTION_OPEN_CHOICE && all[0] == READ_NONE))
		f = pl_client_sheet_answer(s->client, was.id,
					   words_read_answer(mem(s), &was, line, stage_now(s)));
	if (f == PL_ANSWER_TAKEN)
		return taken(s, &was);
	q = sheet_find(s, was.id);
	return q ? failed(s, q, f) : DID_NOTHING;
}

/* At the review: the number of a question to go to. */
static int take_number(struct stage *s, const char *line)
{
	const struct pl_question *all;
	const size_t n = pl_client_questions(s->client, &all);
	int64_t number = 0;

	if (session_number(line, &number))
		for (size_t i = 0; i < n; i++)
			if (all[i].at == number && all[i].asks && number)
				return sheet_to(s, all[i].id);
	return say(s, SHEET_REVIEW_HOW, "");
}

/* The last place for one more of several that has stayed empty goes. */
static uint64_t leave_empty(struct stage *s, const struct pl_question *q)
{
	const uint64_t id = q->id, before = sheet_stop(s, id, -1);

	if (!q->repeats || has_choices(q) || q->copies < 2 || q->copy < q->copies || *q->answer)
		return id;
	return pl_client_copy_remove(s->client, id) == PL_ANSWER_TAKEN ? before : id;
}

/* Enter alone. */
static int pass(struct stage *s, const struct pl_question *q)
{
	if (!q)
		return review_enter(s);
	tell_passed(s);
	return after(s, leave_empty(s, q));
}

int sheet_take(struct stage *s, const char *line)
{
	const struct pl_question *q = sheet_question(s);
	const bool by_key = s->sheets.by_key;

	s->sheets.by_key = false;
	if (!sheet_is_filled(s))
		return utf8_blank(str_of(line))
			       ? DID_NOTHING
			       : stage_tell(s, words_of(WORD_NOT_SAID)) | DID_KEEP;
	if (s->sheets.plan_up) /* who listens has heard the plan since, and not the question */
		return stage_show(s, &view_sheet) | DID_KEEP;
	if (by_key && !*line) /* whoever is used to it: it would skip the next question */
		return DID_NOTHING;
	s->sheets.said[0] = '\0';
	if (words_read_back(line))
		return sheet_step(s, -1);
	if (utf8_blank(str_of(line)))
		return pass(s, q);
	if (!q)
		return take_number(s, line);
	return q->asks ? answer(s, q, line) : say(s, SHEET_NEXT_STEP, "");
}

/* ---- a key alone ---- */

/* Can no longer number begin with this digit?  Then it is all of an answer. */
static bool is_whole(const struct pl_question *q, int digit)
{
	const bool number = q->kind == PL_QUESTION_WHOLE || q->kind == PL_QUESTION_NUMBER;
	const long most = number && *q->most ? strtol(q->most, NULL, 10) : 0;

	if (q->kind == PL_QUESTION_YES_NO)
		return true;
	if (q->choice_count)
		return q->choice_count <= DIGITS;
	return most > 0 && *q->least >= '0' && *q->least <= '9' &&
	       (!digit || (long)digit * DIGITS > most);
}

/* 0 is the tenth choice. */
bool sheet_take_key(struct stage *s, int32_t key, int *bits)
{
	const struct pl_question *q = sheet_question(s);
	char line[4] = { (char)key, '\0' };

	if (key < '0' || key > '9' || !sheet_is_filled(s) || !is_quick(s) || !q || !q->asks ||
	    !is_whole(q, key - '0'))
		return false;
	if (key == '0' && q->choice_count == DIGITS && !words_choices_are_numbers(q))
		snprintf(line, sizeof(line), "10");
	*bits = sheet_take(s, line);
	s->sheets.by_key = true;
	return true;
}

/* ---- opening ---- */

static void warn_of_lacks(struct stage *s)
{
	const struct pl_lack *all;
	const size_t n = pl_client_lacks(s->client, NULL, &all);
	bool counts = false;

	for (size_t i = 0; i < n; i++)
		counts = counts || words_lack_counts(&all[i]);
	if (counts && sheet_is_filled(s))
		remember(s, words_sheet(mem(s), SHEET_LACKS, "", ""));
}

/* It goes on where it was; one that was not begun, at its first question. */
static int opened(struct stage *s)
{
	struct pl_sheet sheet;

	s->sheets.said[0] = '\0';
	s->sheets.hinted = s->sheets.runs = s->sheets.by_key = false;
	warn_of_lacks(s);
	if (pl_client_sheet_left_out(s->client))
		remember(s, words_sheet(mem(s), SHEET_LEFT_OUT,
					words_count(mem(s),
						    (int)pl_client_sheet_left_out(s->client)),
					""));
	if (sheet_is_filled(s) && !sheet_question(s) && sheet_open(s, &sheet) &&
	    !sheet.answered)
		pl_client_sheet_at(s->client, sheet_stop(s, 0, 1));
	s->sheets.before = 0;
	return stage_show(s, &view_sheet);
}

int sheet_show(struct stage *s, uint64_t id)
{
	const enum pl_failure f = pl_client_sheet_open(s->client, id);

	return f == PL_OK ? opened(s) : stage_tell(s, words_failure_of_sheet(f)) | DID_KEEP;
}

/* One that waits to be begun; 0: none does. */
static uint64_t assigned_of(const struct stage *s, const char *form)
{
	const struct pl_sheet *all;
	const size_t n = pl_client_sheets(s->client, &all);

	for (size_t i = 0; i < n; i++)
		if (all[i].state == PL_SHEET_ASSIGNED && strcmp(all[i].form, form) == 0)
			return all[i].id;
	return 0;
}

int sheet_begin(struct stage *s, const char *form)
{
	uint64_t id = assigned_of(s, form);
	enum pl_failure f;

	if (id)
		return sheet_show(s, id);
	f = pl_client_sheet_begin(s->client, form, &id);
	return f == PL_OK ? opened(s) : stage_tell(s, words_failure_of_sheet(f)) | DID_KEEP;
}

int sheet_go(struct stage *s, const char *rest)
{
	int64_t number = 0;
	uint64_t id;

	if (!session_given(rest))
		return stage_show(s, &view_sheet);
	id = session_number(rest, &number) ? worksheets_id(s, number) : 0;
	return id ? sheet_show(s, id) : say(s, SHEET_NO_NUMBER, rest) | DID_KEEP;
}
