/* SPDX-License-Identifier: MIT */
/* The words for the sheet that is up. */
#include <string.h>

#include "base/buf.h"
#include "text/keys.h"
#include "view/schedule.h"
#include "view/sheets.h"

enum { LACKS_TOLD = 20 };

static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

static int say(struct stage *s, enum sheet_word w, const char *what)
{
	return stage_tell(s, words_sheet(mem(s), w, model_line(&s->model, what), ""));
}

/* ---- of the sheet that is up ---- */

/* NULL: none is being filled in, or it is at the review; *bits to answer. */
static const struct pl_question *up(struct stage *s, int *bits)
{
	const struct pl_question *q = sheet_is_filled(s) ? sheet_question(s) : NULL;

	s->sheets.said[0] = '\0';
	if (!q)
		*bits = say(s, sheet_is_filled(s) ? SHEET_REVIEW_HOW : SHEET_NONE_OPEN, "");
	return q;
}

static int act_back(struct stage *s, const char *rest)
{
	(void)rest;
	return sheet_is_filled(s) ? sheet_step(s, -1) : say(s, SHEET_NONE_OPEN, "");
}

static int act_skip(struct stage *s, const char *rest)
{
	(void)rest;
	return sheet_is_filled(s) ? sheet_step(s, 1) : say(s, SHEET_NONE_OPEN, "");
}

static int tell_fault(struct stage *s, uint64_t question, enum pl_fault f)
{
	const struct pl_question *q = sheet_find(s, question);

	return q ? stage_tell(s, words_fault(mem(s), q, f)) : DID_NOTHING;
}

static int act_clear(struct stage *s, const char *rest)
{
	int bits;
	const struct pl_question *q = up(s, &bits);
	enum pl_fault f;
	uint64_t id;

	(void)rest;
	if (!q)
		return bits;
	id = q->id;
	f = pl_client_unanswer(s->client, id);
	if (f != PL_ANSWER_TAKEN)
		return tell_fault(s, id, f);
	return sheet_to(s, id) | say(s, SHEET_CLEARED, "");
}

static int act_more(struct stage *s, const char *rest)
{
	int bits;
	const struct pl_question *q = up(s, &bits);
	uint64_t id, made = 0;
	enum pl_fault f;

	(void)rest;
	if (!q)
		return bits;
	if (q->choice_count)
		return say(s, SHEET_MORE_HOW, "");
	id = q->id;
	f = pl_client_copy_add(s->client, id, &made);
	if (f != PL_ANSWER_TAKEN)
		return tell_fault(s, id, f);
	return sheet_to(s, made) | say(s, SHEET_COPY_ADDED, "");
}

static int act_fewer(struct stage *s, const char *rest)
{
	int bits;
	const struct pl_question *q = up(s, &bits);
	uint64_t id, before;
	enum pl_fault f;

	(void)rest;
	if (!q)
		return bits;
	if (q->copies < 2)
		return say(s, SHEET_MORE_NOT, "");
	id = q->id;
	before = sheet_stop(s, id, -1);
	f = pl_client_copy_remove(s->client, id);
	if (f != PL_ANSWER_TAKEN)
		return tell_fault(s, id, f);
	return sheet_to(s, before ? before : sheet_stop(s, 0, 1)) | say(s, SHEET_COPY_GONE, "");
}

static int act_go(struct stage *s, const char *rest)
{
	const struct pl_question *all;
	size_t n;
	int64_t number;
	int of = 0;

	if (!sheet_is_filled(s))
		return say(s, SHEET_NONE_OPEN, "");
	if (!session_given(rest) || !session_number(rest, &number))
		return session_how(s, "go");
	n = pl_client_questions(s->client, &all);
	for (size_t i = 0; i < n; i++) {
		of = all[i].of > of ? all[i].of : of;
		if (all[i].at == number && number && all[i].asks)
			return sheet_to(s, all[i].id);
	}
	return say(s, SHEET_NO_PLACE, words_count(mem(s), of));
}

static int act_page(struct stage *s, const char *rest)
{
	(void)rest;
	if (!sheet_is_filled(s))
		return say(s, SHEET_NONE_OPEN, "");
	s->sheets.page = !s->sheets.page;
	return stage_show(s, &view_sheet) |
	       say(s, s->sheets.page ? SHEET_PAGE_ON : SHEET_PAGE_OFF, "");
}

static int act_review(struct stage *s, const char *rest)
{
	(void)rest;
	s->sheets.said[0] = '\0';
	return sheet_is_filled(s) ? sheet_to(s, 0) : say(s, SHEET_NONE_OPEN, "");
}

static int act_before(struct stage *s, const char *rest)
{
	int bits;
	const struct pl_question *q = up(s, &bits);

	(void)rest;
	if (!q)
		return bits;
	return *q->before ? say(s, SHEET_LAST_TIME, words_answer(mem(s), q, q->before))
			  : say(s, SHEET_NO_BEFORE, "");
}

static void add(struct buf *out, const char *words)
{
	if (*words)
		buf_addf(out, "%s%s", out->n ? " " : "", words);
}

/* All that helps with the question that is up, on request. */
static int act_what(struct stage *s, const char *rest)
{
	int bits;
	const struct pl_question *q = up(s, &bits);
	struct buf out;

	(void)rest;
	if (!q)
		return bits;
	buf_init(&out, sizeof(s->answer) - 1);
	add(&out, q->help);
	add(&out, q->prompt);
	add(&out, words_fault(mem(s), q, PL_ANSWER_TAKEN));
	if (q->repeats && !q->choice_count)
		add(&out, words_sheet(mem(s), SHEET_MORE_HOW, "", ""));
	add(&out, words_sheet(mem(s), SHEET_HINT, "", ""));
	bits = stage_tell(s, model_line(&s->model, buf_text(&out)));
	buf_finish(&out);
	return bits;
}

static const char *text_of(struct stage *s, const char *item)
{
	const struct pl_question *all;
	const size_t n = pl_client_questions(s->client, &all);

	for (size_t i = 0; i < n; i++)
		if (*item && strcmp(all[i].item, item) == 0)
			return all[i].text;
	return "";
}

/* As many as fit: a line each. */
static int act_lacks(struct stage *s, const char *rest)
{
	const struct pl_lack *all;
	const bool open = pl_client_sheet_opened(s->client) != 0;
	const size_t n = open ? pl_client_lacks(s->client, NULL, &all) : 0;
	struct buf out;
	int bits;

	(void)rest;
	if (!n)
		return say(s, open ? SHEET_NO_LACKS : SHEET_NONE_OPEN, "");
	buf_init(&out, sizeof(s->answer) - 1);
	for (size_t i = 0; i < n && i < LACKS_TOLD; i++)
		buf_addf(&out, "%s%s", i ? "\n" : "",
			 words_lack(mem(s), &all[i], text_of(s, all[i].item)));
	if (n > LACKS_TOLD)
		buf_addf(&out, "\n%s",
			 words_sheet(mem(s), SHEET_MORE_LACKS,
				     words_count(mem(s), (int)(n - LACKS_TOLD)), ""));
	bits = stage_tell(s, model_text(&s->model, buf_text(&out)));
	buf_finish(&out);
	return bits;
}

static int act_start(struct stage *s, const char *rest)
{
	(void)rest;
	return sheet_start(s);
}

/* By its key alone nothing is finished. */
static int act_keep(struct stage *s, const char *rest)
{
	if (!sheet_is_filled(s))
		return say(s, SHEET_NONE_OPEN, "");
	return rest ? review_finish(s, false) : say(s, SHEET_KEEP_HOW, "");
}

const struct verb sheet_verbs[] = {
	{ "back", KEY_ALT('l'), "",
	  N_("In a worksheet: go to the question before. < does it, too."), act_back },
	{ "skip", KEY_CHORD('z'), "",
	  N_("In a worksheet: go on without an answer, as Enter does."), act_skip },
	{ "what", KEY_CHORD('/'), "", N_("In a worksheet: help with this question."),
	  act_what },
	{ "go", KEY_CHORD('#'), N_("NUMBER"), N_("In a worksheet: go to this question."),
	  act_go },
	{ "clear", KEY_CHORD('&'), "", N_("In a worksheet: take this answer away."),
	  act_clear },
	{ "more", KEY_ALT('.'), "", N_("In a worksheet: one more answer of this kind."),
	  act_more },
	{ "fewer", KEY_CHORD('<'), "", N_("In a worksheet: take away this one of several."),
	  act_fewer },
	{ "before", KEY_CHORD('%'), "", N_("In a worksheet: what you answered last time."),
	  act_before },
	{ "page", KEY_CHORD('j'), "",
	  N_("In a worksheet: all questions on a page, or one at a time again."), act_page },
	{ "review", KEY_CHORD('>'), "",
	  N_("In a worksheet: all that you answered, and what is missing."), act_review },
	{ "keep", KEY_CHORD('@'), "",
	  N_("In a worksheet: it is finished, and stays on this device."), act_keep },
	{ "lacks", KEY_ALT('-'), "",
	  N_("In a worksheet: what of its form cannot be done here."), act_lacks },
	{ "start", KEY_CHORD('~'), "",
	  N_("In a worksheet of steps: they go on by themselves, or wait for you again."),
	  act_start },
	{ NULL, 0, NULL, NULL, NULL },
};
