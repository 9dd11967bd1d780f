/* SPDX-License-Identifier: MIT */
/* One finished sheet of somebody else's, as a page: each question with its answer, what it was
 * last time, and what was said to it. */
#include <string.h>

#include "text/keys.h"
#include "view/work.h"

const struct pl_sheet *reading_sheet(struct stage *s)
{
	const struct work *w = work_of(s);

	if (!w->open || pl_client_sheet_opened(s->client) != w->open)
		return NULL;
	return pl_client_sheet(s->client, w->open);
}

int reading_open(struct stage *s, uint64_t sheet)
{
	const struct pl_sheet *row = pl_client_sheet(s->client, sheet);
	enum pl_failure f;

	if (!row)
		return work_say(s, CASELOAD_NO_NUMBER, "", "");
	if (row->state == PL_SHEET_ASSIGNED)
		return work_say(s, CASELOAD_NOT_FINISHED, "", "");
	f = pl_client_sheet_open(s->client, sheet);
	if (f != PL_OK)
		return stage_tell(s, words_caseload_failure(f)) | DID_KEEP;
	work_of(s)->open = sheet;
	return stage_show(s, &view_reading);
}

const struct pl_question *reading_question(struct stage *s, int64_t number)
{
	const struct pl_question *all;
	const size_t n = pl_client_questions(s->client, &all);

	for (size_t i = 0; i < n; i++)
		if (all[i].at && all[i].at == number)
			return &all[i];
	return NULL;
}

/* ---- items ---- */

static void notice(struct model *out, uint64_t id, const char *words)
{
	if (*words)
		model_add(out, view_id(ID_READING, id), ITEM_NOTICE)->text =
			model_text(out, words);
}

static bool is_asked(struct stage *s, const char *item)
{
	const struct pl_question *all;
	const size_t n = pl_client_questions(s->client, &all);

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].item, item) == 0)
			return true;
	return false;
}

/* Those to one question; NULL: those to all of it, or to what is not asked here any more. */
static size_t tell_comments(struct stage *s, struct model *out, uint64_t sheet,
			    const char *item)
{
	const struct pl_comment *all;
	const size_t n = pl_client_comments(s->client, sheet, &all);
	size_t told = 0;

	for (size_t i = 0; i < n; i++) {
		struct item *it;

		if (item ? strcmp(all[i].item, item) != 0 : is_asked(s, all[i].item))
			continue;
		it = model_add(out, view_id(ID_READING_COMMENT, i), ITEM_NOTICE);
		it->text = model_text(out, words_said_of(&out->mem, &all[i]));
		if (all[i].is_kept)
			it->note = words_caseload(&out->mem, CASELOAD_KEPT, "", "");
		told++;
	}
	return told;
}

/* The answer in words; of what was answered before the same. */
static const char *answer_of(struct arena *a, const struct pl_question *q, const char *answer)
{
	return words_unstopped(a, words_answer(a, q, answer));
}

/* " Last time: 2."  Of what was the same, and of a form that is new, less is said. */
static const char *before_of(struct arena *a, const struct pl_question *q)
{
	if (!*q->before)
		return "";
	if (strcmp(q->before, q->answer) == 0)
		return arena_fmt(a, " %s", words_caseload(a, CASELOAD_SAME, "", ""));
	return arena_fmt(a, " %s",
			 words_caseload(a, CASELOAD_BEFORE, answer_of(a, q, q->before), ""));
}

/* "How did you sleep? Answer: well."; "Hours of sleep: 7." */
static const char *answered(struct arena *a, const struct pl_question *q)
{
	const char *answer = answer_of(a, q, q->answer);
	const size_t n = strlen(q->text);
	const bool marked = n && strchr(".?!:", q->text[n - 1]);

	if (!*answer)
		answer = words_caseload(a, CASELOAD_NO_ANSWER, "", "");
	return arena_fmt(a, "%s%s",
			 words_caseload(a, marked ? CASELOAD_ANSWER : CASELOAD_ANSWERED,
					q->text, answer),
			 before_of(a, q));
}

static void tell_question(struct stage *s, struct model *out, uint64_t sheet,
			  const struct pl_question *q)
{
	const bool only_words = q->kind == PL_QUESTION_GROUP || q->kind == PL_QUESTION_DISPLAY;
	struct item *it = model_add(out, view_id(ID_READING_QUESTION, q->id),
				    q->kind == PL_QUESTION_GROUP ? ITEM_HEADING
				    : q->at                      ? ITEM_CHOICE
								 : ITEM_NOTICE);

	it->who = q->at ? arena_fmt(&out->mem, "%d", q->at) : NULL;
	it->text = model_text(out, only_words ? q->text : answered(&out->mem, q));
	tell_comments(s, out, sheet, q->item);
}

static void tell_head(struct model *out, const struct pl_sheet *sheet)
{
	struct arena *a = &out->mem;
	const char *score = words_score_whole(a, &sheet->score);

	out->title =
		model_text(out, words_caseload(a, CASELOAD_READING, sheet->title, sheet->who));
	out->status = model_text(out, words_finished_by(a, sheet));
	notice(out, 0, words_finished_by(a, sheet));
	if (sheet->danger && !*sheet->reviewer) {
		notice(out, 1, words_caseload(a, CASELOAD_REVIEW, "", ""));
		out->items[out->count - 1].voice = VOICE_NOW;
	}
	notice(out, 2, *score ? words_caseload(a, CASELOAD_SCORE, score, "") : "");
	notice(out, 3,
	       *sheet->words ? words_caseload(a, CASELOAD_WORDS_TO_IT, sheet->words, "") : "");
}

static void tell_whole(struct stage *s, struct model *out, uint64_t sheet)
{
	const size_t at = out->count;

	model_add(out, view_id(ID_READING, 4), ITEM_HEADING)->text =
		words_caseload(&out->mem, CASELOAD_COMMENTS, "", "");
	if (!tell_comments(s, out, sheet, NULL))
		out->count = at;
}

static void tell_none(struct model *out)
{
	out->title = words_of(WORD_READING);
	out->status = words_caseload(&out->mem, CASELOAD_NONE_OPEN, "", "");
	notice(out, 5, out->status);
}

static void build(struct stage *s, struct model *out)
{
	const struct pl_sheet *sheet = session_leads(s) ? reading_sheet(s) : NULL;
	const struct pl_question *all;
	size_t n;

	if (!sheet) {
		tell_none(out);
		return;
	}
	tell_head(out, sheet);
	n = pl_client_questions(s->client, &all);
	for (size_t i = 0; i < n; i++)
		tell_question(s, out, work_of(s)->open, &all[i]);
	tell_whole(s, out, work_of(s)->open);
	notice(out, 6, words_caseload(&out->mem, CASELOAD_READ_HOW, "", ""));
}

const struct view view_reading = {
	"reading",
	KEY_CHORD('{'),
	N_("For facilitators: the worksheet that you opened with /read, line by line."),
	build,
	NULL,
};
