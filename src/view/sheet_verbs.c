/* SPDX-License-Identifier: MIT */
/* The words for worksheets: those of the sheet that is up, and those that work everywhere. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/keys.h"
#include "text/utf8.h"
#include "view/schedule.h"
#include "view/forms.h"
#include "view/sheets.h"

static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

static int say(struct stage *s, enum sheet_word w, const char *what)
{
	return stage_tell(s, words_sheet(mem(s), w, schedule_text(&s->model, what), ""));
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
	return *q->before ? say(s, SHEET_LAST_TIME, q->before) : say(s, SHEET_NO_BEFORE, "");
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
	bits = stage_tell(s, schedule_text(&s->model, buf_text(&out)));
	buf_finish(&out);
	return bits;
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
	{ NULL, 0, NULL, NULL, NULL },
};

/* ---- from everywhere ---- */

static void tell_forms_of_kind(struct stage *s, struct buf *out, enum pl_form_kind k)
{
	const struct pl_form *all;
	const size_t n = pl_client_forms(s->client, &all);
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (all[i].kind != k || k == PL_FORM_SAFETY_PLAN)
			continue;
		buf_addf(out, "%s%s%s",
			 any      ? "; "
			 : out->n ? "\n"
				  : "",
			 any ? "" : arena_fmt(mem(s), "%s: ", words_form_kind(k)),
			 schedule_text(&s->model, all[i].title));
		any = true;
	}
	if (any)
		buf_adds(out, ".");
}

static int tell_forms(struct stage *s)
{
	struct buf out;
	int bits;

	buf_init(&out, sizeof(s->answer) - 1);
	for (int k = 0; k < PL_FORM_KINDS; k++)
		tell_forms_of_kind(s, &out, (enum pl_form_kind)k);
	buf_addf(&out, "%s%s", out.n ? "\n" : "", words_sheet(mem(s), SHEET_FORMS_HOW, "", ""));
	bits = stage_tell(s, buf_text(&out));
	buf_finish(&out);
	return bits;
}

static int act_new(struct stage *s, const char *rest)
{
	const struct pl_form *found[FORMS_NAMED];
	size_t n;

	if (!session_given(rest))
		return tell_forms(s);
	n = forms_named(s, str_of(rest), found);
	if (n == 1)
		return sheet_begin(s,
				   arena_dup(mem(s), found[0]->name, strlen(found[0]->name)));
	rest = schedule_text(&s->model, rest);
	if (!n)
		return say(s, SHEET_NO_FORM, rest) | DID_KEEP;
	return stage_tell(s, words_sheet(mem(s), SHEET_MANY_FORMS, rest,
					 forms_titles(s, found, n))) |
	       DID_KEEP;
}

/* The first form of a kind: there is one check-in. */
static int begin_kind(struct stage *s, enum pl_form_kind k)
{
	const struct pl_form *all;
	const size_t n = pl_client_forms(s->client, &all);
	const struct pl_sheet *sheets;
	const size_t count = pl_client_sheets(s->client, &sheets);

	for (size_t i = 0; i < count; i++) /* one that was asked for comes first */
		if (sheets[i].kind == k && sheets[i].state <= PL_SHEET_DRAFT)
			return sheet_show(s, sheets[i].id);
	for (size_t i = 0; i < n; i++)
		if (all[i].kind == k)
			return sheet_begin(s,
					   arena_dup(mem(s), all[i].name, strlen(all[i].name)));
	return say(s, SHEET_NO_FORM, "");
}

static int act_checkin(struct stage *s, const char *rest)
{
	(void)rest;
	return begin_kind(s, PL_FORM_CHECK_IN);
}

static int act_urge(struct stage *s, const char *rest)
{
	(void)rest;
	return begin_kind(s, PL_FORM_URGE);
}

/* The sheet whose number was typed; 0: there is none, *bits to answer. */
static uint64_t numbered(struct stage *s, const char *rest, const char *word, int *bits)
{
	int64_t number = 0;
	uint64_t id = 0;

	if (!session_given(rest))
		*bits = session_how(s, word);
	else if (!session_number(rest, &number) || !(id = worksheets_id(s, number)))
		*bits = say(s, SHEET_NO_NUMBER, rest) | DID_KEEP;
	return id;
}

static int send_finished(struct stage *s, uint64_t id)
{
	const struct pl_sheet *sheet = pl_client_sheet(s->client, id);
	const char *title = sheet ? schedule_text(&s->model, sheet->title) : "";
	const char *names =
		schedule_text(&s->model, review_readers(s, mem(s), sheet ? sheet->group : 0));
	const enum pl_failure f = pl_client_sheet_send(s->client, id, 0);
	struct pl_link_info info;

	if (f != PL_OK)
		return stage_tell(s, words_failure_of_sheet(f)) | DID_KEEP;
	pl_client_link(s->client, &info);
	return stage_tell(s, words_sheet(mem(s),
					 info.link == PL_LINK_LIVE || info.link == PL_LINK_QUIET
						 ? SHEET_SENT_NOW
						 : SHEET_SENT_LATER,
					 title, names));
}

/* The one that is up; by its number; or the one that was finished last. */
static int act_send(struct stage *s, const char *rest)
{
	int bits = DID_NOTHING;
	uint64_t id;

	if (!rest)
		return say(s, SHEET_SEND_HOW, "");
	if (!session_given(rest) && s->fills && sheet_is_filled(s))
		return review_finish(s, true);
	if (!session_given(rest) && !s->sheets.last)
		return say(s, SHEET_SEND_HOW, "");
	id = session_given(rest) ? numbered(s, rest, "send", &bits) : s->sheets.last;
	return id ? send_finished(s, id) : bits;
}

/* It is asked once: what is forgotten is gone. */
static int act_forget(struct stage *s, const char *rest)
{
	int bits = DID_NOTHING;
	const uint64_t id = numbered(s, rest, "forget", &bits);
	const struct pl_sheet *sheet = id ? pl_client_sheet(s->client, id) : NULL;
	struct pl_wish w = { .act = (enum pl_act)(PL_ACTS + 100), .n = (int64_t)id };
	const char *title;
	enum pl_failure f;

	if (!sheet)
		return bits;
	title = schedule_text(&s->model, sheet->title);
	if (!stage_asked(s, &w))
		return say(s, SHEET_FORGET_SURE, title) | DID_KEEP;
	f = pl_client_sheet_drop(s->client, id);
	if (f != PL_OK)
		return stage_tell(s, words_failure_of_sheet(f)) | DID_KEEP;
	return say(s, SHEET_FORGOTTEN, title);
}

/* Of a finished one, by its number or that which is up. */
static int act_change(struct stage *s, const char *rest)
{
	int bits = DID_NOTHING;
	uint64_t id = session_given(rest) ? 0 : pl_client_sheet_opened(s->client);
	enum pl_failure f;

	if (!id)
		id = numbered(s, rest, "change", &bits);
	if (!id)
		return bits;
	f = pl_client_sheet_reopen(s->client, id);
	if (f != PL_OK)
		return say(s, SHEET_CHANGE_NOT, "") | DID_KEEP;
	return sheet_show(s, id);
}

/* "2 home.txt" */
static int act_write(struct stage *s, const char *rest)
{
	char path[SESSION_TYPED_MAX];
	const size_t n = session_given(rest) ? strspn(rest, "0123456789") : 0;
	enum pl_failure f;
	uint64_t id;

	if (!n || !session_take(path, rest + n, strlen(rest + n)))
		return session_how(s, "write");
	id = worksheets_id(s, strtol(rest, NULL, 10));
	if (!id)
		return say(s, SHEET_NO_NUMBER, arena_dup(mem(s), rest, n)) | DID_KEEP;
	f = pl_client_sheet_save(s->client, id, path);
	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	return say(s, SHEET_WRITTEN, path);
}

const struct verb sheets_verbs[] = {
	{ "new", KEY_CHORD('('), N_("NAME"),
	  N_("Begin a worksheet, or without a name tell which there are."), act_new },
	{ "checkin", KEY_CHORD('\''), "",
	  N_("Begin your check-in for today. It takes a moment."), act_checkin },
	{ "urge", KEY_CHORD('$'), "", N_("Note an urge now. It takes a moment."), act_urge },
	{ "send", KEY_CHORD(')'), N_("NUMBER"),
	  N_("Send the worksheet that is up, or the one with that number in /worksheets, to "
	     "your facilitators."),
	  act_send },
	{ "change", KEY_CHORD('^'), N_("NUMBER"),
	  N_("Change a worksheet that is finished: it becomes a draft again."), act_change },
	{ "forget", KEY_CHORD('|'), N_("NUMBER"),
	  N_("Throw away a worksheet that is on this device only. It asks first."),
	  act_forget },
	{ "write", KEY_CHORD('`'), N_("NUMBER FILE"),
	  N_("Write a worksheet into a file. A name that ends in .json makes a FHIR file."),
	  act_write },
	{ NULL, 0, NULL, NULL, NULL },
};
