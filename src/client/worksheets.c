/* SPDX-License-Identifier: MIT */
/* A person's sheets: begun, opened, finished, and begun anew. */
#include <stdlib.h>
#include <string.h>

#include "client/cache_sheets.h"
#include "client/core.h"
#include "text/utf8.h"
#include "worksheet/answers.h"
#include "worksheet/score.h"

enum { TYPING_MAX = 65536 };

static const char safety_plan[] = "safety-plan";

/* ---- opening ---- */

/* What is to be opened, wherever it is from. */
struct opening {
	uint64_t id;
	const struct filling_form *form;
	struct str answers; /* p NULL: nothing has been filled in */
	int64_t utc_ms;
	bool is_read_only;
};

static struct response *read_opening(struct pl_client *c, const struct opening *o,
				     size_t *left_out)
{
	struct filling_now now;

	*left_out = 0;
	if (!o->answers.p)
		return response_new(o->form->q, filling_clock(&now, o->utc_ms));
	return filling_read(c, o->form->name, o->answers, o->utc_ms, left_out);
}

/* Where they were; who has not been anywhere is at the first question. */
static void find_place(struct pl_client *c)
{
	struct filling *f = &c->filling;
	char *place = cache_sheet_place(c->cache, f->open);
	const bool reviewed = place && strcmp(place, FILLING_REVIEW) == 0;
	const struct blank *b = place && !reviewed ? answers_find(f->r, str_of(place)) : NULL;

	if (!b && !reviewed)
		b = response_go(f->r, NULL, 1);
	f->at = b ? filling_id(b) : 0;
	free(place);
	f->typing = cache_sheet_typing(c->cache, f->open);
}

static enum pl_failure do_open(struct pl_client *c, const struct opening *o)
{
	struct filling *f = &c->filling;
	size_t left_out = 0;
	struct response *r = read_opening(c, o, &left_out);

	if (!r)
		return PL_FAIL_TEXT;
	filling_shut(c);
	f->open = o->id;
	f->form = o->form;
	f->q = o->form->q;
	f->r = r;
	f->utc_ms = o->utc_ms;
	f->is_read_only = o->is_read_only;
	f->left_out = left_out;
	if (!o->is_read_only)
		find_place(c);
	c->changed |= PL_CHANGED_SHEETS;
	return PL_OK;
}

static enum pl_failure open_own(struct pl_client *c, const struct sheet *s)
{
	struct opening o = { .id = s->id,
			     .form = filling_form(c, s->form),
			     .utc_ms = s->utc_ms,
			     .is_read_only = sheet_is_finished(s) };
	char *answers;
	enum pl_failure why;

	if (!o.form)
		return PL_FAIL_TEXT;
	if (!o.is_read_only)
		o.utc_ms = schedule_now(c); /* today() goes on in a draft */
	answers = cache_sheet_answers(c->cache, s->id);
	if (!answers)
		return PL_FAIL_DISK;
	o.answers = str_of(answers);
	why = do_open(c, &o);
	explicit_bzero(answers, o.answers.n);
	free(answers);
	return why;
}

static enum pl_failure open_row(struct pl_client *c, uint64_t id)
{
	struct sheet_row row;
	struct opening o = { .id = id };
	enum pl_failure why;

	if (!worksheets_row(c, id, &row))
		return PL_FAIL_GONE;
	o.form = filling_form(c, row.form);
	o.answers = row.answers;
	o.is_read_only = row.answers.p != NULL;
	o.utc_ms = o.is_read_only ? row.utc_ms : schedule_now(c);
	why = o.form ? do_open(c, &o) : PL_FAIL_TEXT;
	if (why == PL_OK && o.is_read_only)
		worksheets_opened(c, id);
	return why;
}

enum pl_failure pl_client_sheet_open(struct pl_client *c, uint64_t id)
{
	const struct sheet *own = sheets_find(&c->sheets, id);

	if (id && c->filling.open == id)
		return PL_OK;
	return own ? open_own(c, own) : open_row(c, id);
}

void pl_client_sheet_shut(struct pl_client *c)
{
	if (c->filling.open)
		c->changed |= PL_CHANGED_SHEETS;
	filling_shut(c);
}

uint64_t pl_client_sheet_opened(const struct pl_client *c)
{
	return c->filling.open;
}

size_t pl_client_sheet_left_out(const struct pl_client *c)
{
	return c->filling.left_out;
}

/* ---- beginning ---- */

static const struct sheet *find_plan(const struct pl_client *c)
{
	for (size_t i = 0; i < c->sheets.count; i++)
		if (strcmp(c->sheets.all[i].form, safety_plan) == 0)
			return &c->sheets.all[i];
	return NULL;
}

static enum pl_failure begin_new(struct pl_client *c, const struct filling_form *form)
{
	struct opening o = { .id = cache_sheet_id(c->cache),
			     .form = form,
			     .utc_ms = schedule_now(c) };
	enum pl_failure why = o.id ? do_open(c, &o) : PL_FAIL_DISK;

	/* What it begins with is in it from now on, whatever day it is later. */
	if (why == PL_OK && !filling_keep(c, NULL)) {
		filling_shut(c);
		return PL_FAIL_DISK;
	}
	return why;
}

enum pl_failure pl_client_sheet_begin(struct pl_client *c, const char *form, uint64_t *id)
{
	const struct filling_form *f = filling_form(c, form);
	const struct sheet *plan = strcmp(form, safety_plan) == 0 ? find_plan(c) : NULL;
	enum pl_failure why;

	*id = 0;
	if (!f)
		return PL_FAIL_TEXT;
	if (plan) /* there is one at most */
		why = pl_client_sheet_open(c, plan->id);
	else if (sheets_drafts(&c->sheets) >= SHEETS_DRAFTS_MAX)
		return PL_FAIL_BUSY;
	else
		why = begin_new(c, f);
	*id = why == PL_OK ? c->filling.open : 0;
	return why;
}

/* ---- ending ---- */

enum pl_failure pl_client_sheet_drop(struct pl_client *c, uint64_t id)
{
	const struct sheet *s = sheets_find(&c->sheets, id);

	if (!s)
		return PL_FAIL_GONE;
	if (s->state == PL_SHEET_SENDING || s->state == PL_SHEET_AT_CLINIC)
		return PL_FAIL_STATE;
	if (!cache_sheet_drop(c->cache, id))
		return PL_FAIL_DISK;
	if (c->filling.open == id)
		filling_shut(c);
	sheets_drop(&c->sheets, id);
	kit_sheet_changed(c, safety_plan);
	c->changed |= PL_CHANGED_SHEETS;
	return PL_OK;
}

static bool may_send(struct pl_client *c)
{
	struct buf text;
	bool fits;

	buf_init(&text, WIRE_ANSWERS_MAX);
	fits = answers_write(c->filling.r, false, &text);
	filling_wipe(&text);
	return fits;
}

enum pl_failure pl_client_sheet_finish(struct pl_client *c, bool send, int64_t group)
{
	struct filling *f = &c->filling;
	struct sheet s;

	if (!f->open || f->is_read_only)
		return PL_FAIL_NOT_NOW;
	if (response_missing(f->r, NULL))
		return PL_FAIL_STATE;
	if (!may_send(c))
		return PL_FAIL_TOO_LONG;
	s = filling_sheet(c);
	/* A kill before it is an act leaves what it is to become: see worksheets_open. */
	s.state = send ? PL_SHEET_SENDING : PL_SHEET_KEPT;
	s.group = send ? group : 0;
	s.danger = score_danger(f->r);
	if (!filling_keep_finished(c, &s))
		return PL_FAIL_DISK;
	filling_shut(c);
	c->changed |= PL_CHANGED_SHEETS;
	return send ? worksheets_send(c, s.id, group) : PL_OK;
}

/* A draft of what is at the clinic alone, by its row. */
static enum pl_failure copy_row(struct pl_client *c, uint64_t id)
{
	struct sheet_row row;
	const struct filling_form *form;
	struct opening o;
	struct sheet s;
	enum pl_failure why;

	if (!worksheets_row(c, id, &row))
		return PL_FAIL_GONE;
	form = filling_form(c, row.form);
	if (!form || !row.answers.p || row.member != c->state.self.id ||
	    !(worksheets_again(c, id) || strcmp(row.form, safety_plan) == 0))
		return form ? PL_FAIL_STATE : PL_FAIL_TEXT;
	s = (struct sheet) { .id = id,
			     .form = form->name,
			     .state = PL_SHEET_DRAFT,
			     .assignment = row.assignment,
			     .filed = row.filed,
			     .group = row.group };
	o = (struct opening) { id, form, row.answers, schedule_now(c), false };
	filling_shut(c);
	why = do_open(c, &o);
	if (why != PL_OK)
		return why;
	sheets_put(&c->sheets, &s);
	if (filling_keep(c, NULL))
		return PL_OK;
	sheets_drop(&c->sheets, id);
	filling_shut(c);
	return PL_FAIL_DISK;
}

static bool may_reopen(struct pl_client *c, const struct sheet *s)
{
	if (s->state == PL_SHEET_AT_CLINIC)
		return worksheets_again(c, s->id) || strcmp(s->form, safety_plan) == 0;
	return s->state == PL_SHEET_KEPT || s->state == PL_SHEET_REFUSED;
}

enum pl_failure pl_client_sheet_reopen(struct pl_client *c, uint64_t id)
{
	const struct sheet *own = sheets_find(&c->sheets, id);
	struct sheet s;

	if (sheets_drafts(&c->sheets) >= SHEETS_DRAFTS_MAX)
		return PL_FAIL_BUSY;
	if (!own)
		return copy_row(c, id);
	if (!may_reopen(c, own))
		return PL_FAIL_STATE;
	s = *own;
	s.state = PL_SHEET_DRAFT;
	s.failure = PL_OK;
	s.ticket = 0;
	s.danger = false;
	s.answers = NULL;
	s.utc_ms = schedule_now(c);
	if (!cache_sheet_put(c->cache, &s))
		return PL_FAIL_DISK;
	sheets_put(&c->sheets, &s);
	if (c->filling.open == id)
		filling_shut(c);
	c->changed |= PL_CHANGED_SHEETS;
	return pl_client_sheet_open(c, id);
}

/* ---- where the person is ---- */

void pl_client_sheet_at(struct pl_client *c, uint64_t question)
{
	struct filling *f = &c->filling;
	const struct blank *b = filling_find(c, question);

	if (!f->open || f->is_read_only || f->at == (b ? question : 0))
		return;
	f->at = b ? question : 0;
	if (sheets_find(&c->sheets, f->open)) /* else assigned, and not begun */
		filling_keep_place(c);
}

uint64_t pl_client_sheet_place(const struct pl_client *c)
{
	return c->filling.at;
}

enum pl_failure pl_client_sheet_typing_set(struct pl_client *c, const char *text)
{
	struct filling *f = &c->filling;
	struct arena mem = { 0 };
	enum pl_failure why = PL_OK;

	if (!text)
		text = "";
	if (!f->open || f->is_read_only)
		return PL_FAIL_NOT_NOW;
	if (strlen(text) > TYPING_MAX)
		return PL_FAIL_TOO_LONG;
	if (strcmp(text, pl_client_sheet_typing(c)) == 0)
		return PL_OK;
	if (!utf8_valid(str_of(text)))
		text = utf8_clean(&mem, str_of(text));
	/* What is assigned is begun by what is typed. */
	if (!sheets_find(&c->sheets, f->open) && !filling_keep(c, NULL))
		why = PL_FAIL_DISK;
	if (why == PL_OK && !cache_sheet_typing_set(c->cache, f->open, text))
		why = PL_FAIL_DISK;
	if (why == PL_OK) {
		free(f->typing);
		f->typing = *text ? mem_dup(text, strlen(text)) : NULL;
	}
	arena_finish(&mem);
	return why;
}

const char *pl_client_sheet_typing(const struct pl_client *c)
{
	return c->filling.typing ? c->filling.typing : "";
}
