/* SPDX-License-Identifier: MIT */
/* The questions of the sheet that is open, as a front end shows them. */
#include <stdlib.h>
#include <string.h>

#include "client/core.h"
#include "worksheet/answers.h"

enum { WORDS_MAX = 4 * 1024 * 1024 };

static const enum pl_question_kind kinds[ITEM_TYPES] = {
	[ITEM_TYPE_GROUP] = PL_QUESTION_GROUP,
	[ITEM_TYPE_DISPLAY] = PL_QUESTION_DISPLAY,
	[ITEM_TYPE_BOOLEAN] = PL_QUESTION_YES_NO,
	[ITEM_TYPE_DECIMAL] = PL_QUESTION_NUMBER,
	[ITEM_TYPE_INTEGER] = PL_QUESTION_WHOLE,
	[ITEM_TYPE_DATE] = PL_QUESTION_DATE,
	[ITEM_TYPE_DATE_TIME] = PL_QUESTION_MOMENT,
	[ITEM_TYPE_TIME] = PL_QUESTION_TIME,
	[ITEM_TYPE_STRING] = PL_QUESTION_LINE,
	[ITEM_TYPE_TEXT] = PL_QUESTION_TEXT,
	[ITEM_TYPE_URL] = PL_QUESTION_ADDRESS,
	[ITEM_TYPE_CHOICE] = PL_QUESTION_CHOICE,
	[ITEM_TYPE_OPEN_CHOICE] = PL_QUESTION_OPEN_CHOICE,
	[ITEM_TYPE_ATTACHMENT] = PL_QUESTION_NOT_HERE,
	[ITEM_TYPE_REFERENCE] = PL_QUESTION_NOT_HERE,
	[ITEM_TYPE_QUANTITY] = PL_QUESTION_AMOUNT,
};

static enum pl_question_kind kind_of(const struct sheet_item *item)
{
	const enum pl_question_kind kind = kinds[item->type];

	if (item->unlisted && !item->choice_count && item_asks(item))
		return PL_QUESTION_LINE; /* its choices are not to be had: own words */
	return item->choice_count && kind != PL_QUESTION_OPEN_CHOICE ? PL_QUESTION_CHOICE
								     : kind;
}

/* ---- words ---- */

/* Of a display that says something of the item it is in. */
static bool is_about(const struct sheet_item *item, enum item_control control)
{
	return item->type == ITEM_TYPE_DISPLAY && item->parent && item->control == control;
}

static bool is_aside(const struct sheet_item *item)
{
	return is_about(item, CONTROL_HELP) || is_about(item, CONTROL_PROMPT) ||
	       is_about(item, CONTROL_UNIT) || is_about(item, CONTROL_LOWER) ||
	       is_about(item, CONTROL_UPPER) || is_about(item, CONTROL_FLYOVER);
}

static const char *aside(const struct blank *b, enum item_control control)
{
	for (const struct blank *in = b->first; in; in = in->next)
		if (is_about(in->item, control) && in->enabled)
			return in->item->text;
	return "";
}

static const char *name_of(struct pl_client *c, const struct blank *b)
{
	const char *name;
	struct buf out;

	buf_init(&out, WORDS_MAX);
	answers_name(b, &out);
	name = arena_dup(&c->filling.mem, buf_text(&out), out.n);
	buf_finish(&out);
	return name;
}

static void add_answer(const struct blank *b, struct buf *out)
{
	if (b->value.kind == VALUE_NONE || !b->enabled)
		return;
	if (out->n)
		buf_adds(out, ", ");
	answers_words(b, out);
}

static const char *answer_of(struct pl_client *c, const struct blank *b)
{
	const struct sheet_item *item = b ? b->item : NULL;
	const char *words;
	struct buf out;

	buf_init(&out, WORDS_MAX);
	if (b && !filling_is_one(b))
		add_answer(b, &out);
	for (; b && b->item == item && filling_is_one(b); b = b->next)
		add_answer(b, &out);
	words = arena_dup(&c->filling.mem, buf_text(&out), out.n);
	filling_wipe(&out);
	return words;
}

static const char *unit_words(const struct sheet_value *unit)
{
	return unit->display ? unit->display : unit->text ? unit->text : "";
}

/* A bound, with the unit that there is. */
static const char *bound(struct pl_client *c, const struct sheet_item *item,
			 const struct sheet_value *v)
{
	const struct blank b = { .item = item, .value = *v };
	const bool has_unit = v->kind != VALUE_QUANTITY && item->unit_count == 1;
	const char *words;
	struct buf out;

	buf_init(&out, WORDS_MAX);
	if (v->kind != VALUE_NONE)
		answers_words(&b, &out);
	if (out.n && has_unit)
		buf_addf(&out, " %s", unit_words(&item->units[0]));
	words = arena_dup(&c->filling.mem, buf_text(&out), out.n);
	buf_finish(&out);
	return words;
}

/* ---- one question ---- */

static bool is_chosen(const struct blank *b, const struct sheet_value *v)
{
	const struct sheet_item *item = b->item;

	if (!filling_is_one(b))
		return b->value.kind != VALUE_NONE && value_compare(v, &b->value) == VALUE_SAME;
	for (; b && b->item == item; b = b->next)
		if (b->value.kind != VALUE_NONE && value_compare(v, &b->value) == VALUE_SAME)
			return true;
	return false;
}

static void set_choices(struct pl_client *c, const struct blank *b, struct pl_question *q)
{
	const struct sheet_item *item = b->item;
	struct pl_choice *all =
		arena_get(&c->filling.mem, (item->choice_count + 1) * sizeof(*all));

	for (size_t i = 0; i < item->choice_count; i++) {
		const struct sheet_choice *from = &item->choices[i];

		all[i] = (struct pl_choice) { .text = from->text,
					      .prefix = from->prefix ? from->prefix : "",
					      .chosen = is_chosen(b, &from->value) };
		q->exclusive_chosen |= all[i].chosen && from->exclusive;
	}
	q->choices = all;
	q->choice_count = item->choice_count;
}

static void set_bounds(struct pl_client *c, const struct sheet_item *item,
		       struct pl_question *q)
{
	const size_t most = sizeof(q->units) / sizeof(q->units[0]) - 1;

	for (size_t i = 0; i < item->unit_count && i < most; i++)
		q->units[i] = unit_words(&item->units[i]);
	q->least = bound(c, item, &item->least);
	q->most = bound(c, item, &item->most);
	q->min_length = (int)item->min_length;
	q->max_length = (int)item->max_length;
}

static void set_copies(const struct blank *b, struct pl_question *q)
{
	const struct blank *last = b;

	q->copy = q->copies = 1;
	if (!b->item->repeats || filling_is_one(b))
		return;
	while (last->next && last->next->item == b->item)
		last = last->next;
	q->copy = (int)b->index + 1;
	q->copies = (int)last->index + 1;
}

static const char *before_of(struct pl_client *c, const struct blank *b)
{
	const struct response *before = filling_before(c);
	size_t indices[QUESTIONNAIRE_DEPTH_MAX + 1];
	const size_t n = blank_indices(b, indices, QUESTIONNAIRE_DEPTH_MAX + 1);

	return before && item_asks(b->item)
		       ? answer_of(c, response_blank(before, b->item, indices, n))
		       : "";
}

static struct pl_question question_of(struct pl_client *c, const struct blank *b)
{
	const struct sheet_item *item = b->item;
	struct pl_question q = { .id = filling_id(b),
				 .item = name_of(c, b),
				 .kind = kind_of(item),
				 .depth = (int)item->depth,
				 .prefix = item->prefix ? item->prefix : "",
				 .text = item->text,
				 .help = aside(b, CONTROL_HELP),
				 .prompt = aside(b, CONTROL_PROMPT),
				 .format = item->entry_format ? item->entry_format : "",
				 .open_label = item->open_label ? item->open_label : "",
				 .asks = blank_asks(b),
				 .required = item->required || item->min_occurs,
				 .repeats = item->repeats,
				 .slider = item->control == CONTROL_SLIDER,
				 .seconds = item->seconds };

	set_choices(c, b, &q);
	set_bounds(c, item, &q);
	set_copies(b, &q);
	q.answer = answer_of(c, b);
	q.before = before_of(c, b);
	return q;
}

/* ---- all of them ---- */

static bool is_listed(const struct blank *b)
{
	return blank_shown(b) && !is_aside(b->item) && !(b->index && filling_is_one(b));
}

/* "4 of 12", as response_place counts, but each looked at once. */
static void set_place(const struct response *r, const struct blank *b, int *at,
		      struct pl_question *q)
{
	if (!q->asks)
		return;
	q->at = b->index && item_asks(b->item) ? (int)response_place(r, b).at : ++*at;
}

static void list_all(struct pl_client *c)
{
	struct filling *f = &c->filling;
	const int of = (int)response_place(f->r, NULL).of;
	size_t n = 0;
	int at = 0;

	arena_reset(&f->mem);
	for (const struct blank *b = response_first(f->r); b; b = blank_next(b))
		n += is_listed(b);
	f->questions = mem_grow(f->questions, (n + 1) * sizeof(*f->questions));
	f->questions_count = 0;
	for (const struct blank *b = response_first(f->r); b; b = blank_next(b)) {
		struct pl_question *q = &f->questions[f->questions_count];

		if (!is_listed(b))
			continue;
		*q = question_of(c, b);
		set_place(f->r, b, &at, q);
		q->of = q->at ? of : 0;
		f->questions_count++;
	}
	f->is_shown = true;
}

size_t pl_client_questions(struct pl_client *c, const struct pl_question **out)
{
	struct filling *f = &c->filling;
	const bool talked = f->open && worksheets_comments(c, f->open, NULL) > 0;

	*out = NULL;
	if (!f->r)
		return 0;
	if (!f->is_shown)
		list_all(c);
	for (size_t i = 0; i < f->questions_count; i++)
		f->questions[i].comments =
			talked ? worksheets_comments(c, f->open, f->questions[i].item) : 0;
	*out = f->questions;
	return f->questions_count;
}

/* ---- going about ---- */

uint64_t pl_client_question_go(struct pl_client *c, uint64_t from, int way)
{
	struct filling *f = &c->filling;
	const struct blank *b = f->r ? filling_find(c, from) : NULL;

	if (!f->r)
		return 0;
	do
		b = response_go(f->r, b, way);
	while (b && b->index && filling_is_one(b));
	return b ? filling_id(b) : 0;
}

uint64_t pl_client_question_missing(struct pl_client *c, uint64_t from)
{
	struct filling *f = &c->filling;
	const struct blank *b = f->r ? filling_find(c, from) : NULL;

	b = f->r ? response_missing(f->r, b) : NULL;
	/* A group that has to be there: its first question. */
	if (b && b->item->type == ITEM_TYPE_GROUP)
		b = response_go(f->r, b, 1);
	return b ? filling_id(b) : 0;
}

/* ---- the time before ---- */

static bool find_before(struct pl_client *c, struct sheet_row *out)
{
	struct filling *f = &c->filling;
	struct sheet_search search = { .form = f->form->name,
				       .before_utc_ms =
					       f->is_read_only ? f->utc_ms : INT64_MAX };
	const struct sheet *own;
	struct sheet_row row;
	bool mine = !worksheets_row(c, f->open, &row) || row.member == c->state.self.id;

	search.member = mine ? 0 : row.member;
	own = mine ? sheets_last(&c->sheets, search.form, search.before_utc_ms) : NULL;
	if (worksheets_row_last(c, &search, &row) && (!own || row.utc_ms > own->utc_ms)) {
		*out = row;
		return true;
	}
	if (own)
		*out = (struct sheet_row) { .answers = str_of(own->answers),
					    .utc_ms = own->utc_ms };
	return own != NULL;
}

const struct response *filling_before(struct pl_client *c)
{
	struct filling *f = &c->filling;
	struct sheet_row row;

	if (!f->r || f->has_before)
		return f->before;
	f->has_before = true;
	if (find_before(c, &row)) {
		f->before = filling_read(c, f->form->name, row.answers, row.utc_ms, NULL);
		f->before_utc_ms = row.utc_ms;
	}
	return f->before;
}
