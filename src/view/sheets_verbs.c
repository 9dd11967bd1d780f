/* SPDX-License-Identifier: MIT */
/* The words for worksheets that work everywhere. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/keys.h"
#include "view/forms.h"
#include "view/schedule.h"
#include "view/sheets.h"

static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

static int say(struct stage *s, enum sheet_word w, const char *what)
{
	return stage_tell(s, words_sheet(mem(s), w, model_line(&s->model, what), ""));
}

/* ---- beginning ---- */

static void tell_forms_of_kind(struct stage *s, struct buf *out, enum pl_form_kind k)
{
	const struct pl_form *all;
	const size_t n = pl_client_forms(s->client, &all);
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (all[i].kind != k)
			continue;
		buf_addf(out, "%s%s%s",
			 any      ? "; "
			 : out->n ? "\n"
				  : "",
			 any ? "" : arena_fmt(mem(s), "%s: ", words_form_kind(k)),
			 model_line(&s->model, all[i].title));
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
	for (int k = 0; k < PL_FORM_SAFETY_PLAN;
	     k++) /* it, and a wish, have words of their own */
		tell_forms_of_kind(s, &out, (enum pl_form_kind)k);
	buf_addf(&out, "%s%s", out.n ? "\n" : "", words_sheet(mem(s), SHEET_FORMS_HOW, "", ""));
	bits = stage_tell(s, buf_text(&out));
	buf_finish(&out);
	return bits;
}

static int act_new(struct stage *s, const char *rest)
{
	const struct pl_form *found[FORMS_NAMED];
	char typed[SESSION_TYPED_MAX];
	size_t n;

	if (!session_given(rest) || !session_take(typed, rest, strlen(rest)))
		return tell_forms(s);
	n = forms_named(s, str_of(typed), found);
	if (!n)
		return say(s, SHEET_NO_FORM, typed) | DID_KEEP;
	if (n == 1)
		return sheet_begin(s, arena_text(mem(s), found[0]->name));
	return stage_tell(s, words_sheet(mem(s), SHEET_MANY_FORMS, model_line(&s->model, typed),
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
			return sheet_begin(s, arena_text(mem(s), all[i].name));
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
	const char *title = sheet ? model_line(&s->model, sheet->title) : "";
	const char *names =
		model_line(&s->model, review_readers(s, mem(s), sheet ? sheet->group : 0));
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
	title = model_line(&s->model, sheet->title);
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
	  N_("Send a worksheet to your facilitators: the one that is up, or by its number in "
	     "/worksheets."),
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
