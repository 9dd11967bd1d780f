/* SPDX-License-Identifier: MIT */
/* A sheet that is being filled in: one question at a time, or as a page. */
#include <stdlib.h>
#include <string.h>

#include "text/keys.h"
#include "view/schedule.h"
#include "view/sheets.h"

/* ---- which one ---- */

bool sheet_open(const struct stage *s, struct pl_sheet *out)
{
	const uint64_t id = pl_client_sheet_opened(s->client);
	const struct pl_sheet *sheet = id ? pl_client_sheet(s->client, id) : NULL;

	*out = sheet ? *sheet : (struct pl_sheet) { 0 };
	return sheet;
}

enum pl_form_kind sheet_kind(const struct stage *s)
{
	struct pl_sheet sheet;

	return sheet_open(s, &sheet) ? sheet.kind : PL_FORM_WORKSHEET;
}

bool sheet_is_filled(const struct stage *s)
{
	struct pl_sheet sheet;

	return sheet_open(s, &sheet) && sheet.mine &&
	       (sheet.state == PL_SHEET_ASSIGNED || sheet.state == PL_SHEET_DRAFT);
}

const struct pl_question *sheet_find(const struct stage *s, uint64_t question)
{
	const struct pl_question *all;
	const size_t n = pl_client_questions(s->client, &all);

	for (size_t i = 0; question && i < n; i++)
		if (all[i].id == question)
			return &all[i];
	return NULL;
}

const struct pl_question *sheet_question(const struct stage *s)
{
	return sheet_find(s, pl_client_sheet_place(s->client));
}

/* In a script each step is one to stay at. */
static bool stops(const struct pl_question *q, bool is_script)
{
	return q->asks || (is_script && q->kind == PL_QUESTION_DISPLAY);
}

static size_t place_of(const struct pl_question *all, size_t n, uint64_t id)
{
	size_t at = 0;

	while (at < n && all[at].id != id)
		at++;
	return at;
}

uint64_t sheet_stop(const struct stage *s, uint64_t from, int way)
{
	const struct pl_question *all;
	size_t n, at;

	if (sheet_kind(s) != PL_FORM_SCRIPT)
		return pl_client_question_go(s->client, from, way);
	n = pl_client_questions(s->client, &all);
	at = from ? place_of(all, n, from) : way > 0 ? (size_t)-1 : n;
	while (way > 0 ? ++at < n : at-- > 0)
		if (stops(&all[at], true))
			return all[at].id;
	return 0;
}

/* ---- items ---- */

void sheet_say(struct model *m, enum item_role role, const char *words)
{
	if (*words)
		model_add(m, view_id(ID_SHEET_LINE, m->count), role)->text =
			model_text(m, words);
}

static const char *worded(struct model *m, const struct pl_question *q)
{
	const bool prefix = q->prefix && *q->prefix;

	return model_text(m, arena_fmt(&m->mem, "%s%s%s", prefix ? q->prefix : "",
				       prefix ? " " : "", q->text));
}

void sheet_tell_comments(struct stage *s, struct model *m, const char *item)
{
	const uint64_t id = pl_client_sheet_opened(s->client);
	const struct pl_comment *all;
	const size_t n = pl_client_comments(s->client, id, &all);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(all[i].item, item) != 0)
			continue;
		model_add(m, view_id(ID_COMMENT, m->count), ITEM_NOTICE)->text = model_text(
			m, words_sheet(&m->mem,
				       all[i].asks_again ? SHEET_ASKS_CHANGE : SHEET_COMMENT,
				       all[i].who, all[i].text));
	}
}

static void tell_choices(struct model *m, const struct pl_question *q)
{
	const bool bare = words_choices_are_numbers(q);

	for (size_t i = 0; i < q->choice_count; i++) {
		const struct pl_choice *c = &q->choices[i];
		struct item *it =
			model_add(m, view_id(ID_ITEM_CHOICE, q->id * 5003 + i), ITEM_CHOICE);
		const bool prefix = c->prefix && *c->prefix;
		const char *words = arena_fmt(&m->mem, "%s%s%s", prefix ? c->prefix : "",
					      prefix ? " " : "", c->text);

		it->text = model_text(m, bare ? words
					      : arena_fmt(&m->mem, "%zu. %s", i + 1, words));
		if (c->chosen)
			it->note = words_sheet(&m->mem, SHEET_CHOSEN, "", "");
	}
}

static void tell_own_words(struct model *m, const struct pl_question *q)
{
	if (q->kind == PL_QUESTION_OPEN_CHOICE)
		sheet_say(m, ITEM_CHOICE,
			  words_sheet(&m->mem,
				      *q->open_label ? SHEET_OWN_LABEL : SHEET_OWN_WORDS,
				      q->open_label, ""));
}

/* What is expected is said where the choices do not say it. */
static void tell_range(struct model *m, const struct pl_question *q)
{
	char *words;

	if (q->choice_count || !q->asks || q->kind == PL_QUESTION_LINE ||
	    q->kind == PL_QUESTION_TEXT)
		return;
	words = arena_fmt(&m->mem, "%s.", words_expected(&m->mem, q));
	if (*words >= 'a' && *words <= 'z')
		*words = (char)(*words - 'a' + 'A');
	sheet_say(m, ITEM_NOTICE, words);
}

void sheet_tell_question(struct stage *s, struct model *m, const struct pl_question *q)
{
	struct arena *a = &m->mem;

	model_add(m, view_id(ID_ITEM, q->id), ITEM_HEADING)->text = worded(m, q);
	if (q->copies > 1)
		sheet_say(m, ITEM_NOTICE,
			  words_sheet(a, SHEET_COPY, words_count(a, q->copy),
				      words_count(a, q->copies)));
	tell_choices(m, q);
	tell_own_words(m, q);
	tell_range(m, q);
	if (*q->answer && (!q->choice_count || q->kind == PL_QUESTION_OPEN_CHOICE))
		sheet_say(m, ITEM_NOTICE,
			  words_sheet(a, SHEET_YOUR_ANSWER, words_answer(a, q, q->answer), ""));
	sheet_say(m, ITEM_NOTICE, q->prompt);
	if (*q->item)
		sheet_tell_comments(s, m, q->item);
}

/* What is worked out has an answer; what cannot be answered here says so. */
static const char *over_words(struct model *m, const struct pl_question *q)
{
	const char *words = worded(m, q);

	if (q->kind == PL_QUESTION_NOT_HERE)
		return words_sheet(&m->mem, SHEET_NOT_HERE, words, "");
	if (q->kind == PL_QUESTION_GROUP || q->kind == PL_QUESTION_DISPLAY || !*q->answer)
		return words;
	return model_text(
		m, words_with_answer(&m->mem, words, words_answer(&m->mem, q, q->answer)));
}

static const char *row_of(struct model *m, const struct pl_question *q, const char *before)
{
	struct arena *a = &m->mem;
	const char *answer = *q->answer ? words_answer(a, q, q->answer)
					: words_sheet(a, SHEET_NO_ANSWER, "", "");
	const bool numbered = q->prefix && (int)strtol(q->prefix, NULL, 10) == q->at;

	if (*before)
		answer = words_sheet(a, SHEET_LAST_NOW, answer, words_answer(a, q, before));
	return words_with_answer(
		a, arena_fmt(a, "%d. %s", q->at, numbered ? q->text : worded(m, q)), answer);
}

void sheet_tell_row(struct stage *s, struct model *m, const struct pl_question *q,
		    const char *before)
{
	struct item *it = model_add(m, view_id(ID_ITEM, q->id),
				    q->kind == PL_QUESTION_GROUP ? ITEM_HEADING : ITEM_CHOICE);

	it->text = q->at ? model_text(m, row_of(m, q, before)) : over_words(m, q);
	if (q->required && q->asks && !*q->answer)
		it->note = words_sheet(&m->mem, SHEET_NEEDED, "", "");
	if (*q->item)
		sheet_tell_comments(s, m, q->item);
}

/* ---- one question ---- */

/* Words before the first question of a group are of all its questions: "Over the last 2 weeks,
 * how often ...". */
static bool is_stem(const struct pl_question *all, size_t i, size_t at)
{
	if (all[i].kind != PL_QUESTION_DISPLAY)
		return false;
	for (size_t k = i + 1; k <= at; k++)
		if (all[k].depth < all[i].depth)
			return false;
	while (i-- > 0 && all[i].depth >= all[at].depth)
		if (all[i].asks)
			return false;
	return true;
}

/* A heading or words stand over a question when they come between it and the one before, or are
 * of a group that it is in.  Who listens hears them when they come up first. */
static bool is_over(const struct pl_question *all, size_t i, size_t at)
{
	if (all[i].kind == PL_QUESTION_GROUP) {
		for (size_t k = i + 1; k <= at; k++)
			if (all[k].depth <= all[i].depth)
				return false;
		return true;
	}
	if (all[i].asks)
		return false;
	if (is_stem(all, i, at))
		return true;
	for (size_t k = i + 1; k < at; k++)
		if (all[k].asks)
			return false;
	return true;
}

const char *sheet_tail(const struct stage *s, struct model *m)
{
	const struct pl_question *all;
	size_t n = pl_client_questions(s->client, &all), at = n;
	const char *out = "";

	while (at > 0 && !all[at - 1].asks)
		at--;
	for (; at < n; at++)
		if (all[at].kind == PL_QUESTION_DISPLAY)
			out = arena_fmt(&m->mem, "%s%s%s", out, *out ? " " : "",
					worded(m, &all[at]));
	return out;
}

static void tell_over(const struct stage *s, struct model *m, const struct pl_question *all,
		      size_t at, bool is_script)
{
	const size_t before = place_of(all, at, s->sheets.before);

	for (size_t i = 0; i < at; i++) {
		struct item *it;

		if (!*all[i].text || !is_over(all, i, at) ||
		    (is_script && all[i].kind == PL_QUESTION_DISPLAY))
			continue;
		it = model_add(m, view_id(ID_ITEM, all[i].id), ITEM_NOTICE);
		it->text = over_words(m, &all[i]);
		it->seen_only = s->sheets.hinted && before < at && i < before;
	}
}

static const char *title_of(struct model *m, const char *title, const struct pl_question *q)
{
	struct arena *a = &m->mem;

	if (!q->at)
		return title;
	return model_line(m, words_sheet(a, SHEET_TITLE_AT, title,
					 words_sheet(a, SHEET_AT, words_count(a, q->at),
						     words_count(a, q->of))));
}

static enum sheet_word hint_of(const struct stage *s, enum pl_form_kind kind)
{
	const bool quick = kind == PL_FORM_CHECK_IN || kind == PL_FORM_URGE;

	if (kind == PL_FORM_SCRIPT)
		return SHEET_HINT_SCRIPT;
	return quick && s->single_keys ? SHEET_HINT_QUICK : SHEET_HINT;
}

static void build_question(struct stage *s, struct model *m, const char *title)
{
	const enum pl_form_kind kind = sheet_kind(s);
	const uint64_t place = pl_client_sheet_place(s->client);
	const bool is_script = kind == PL_FORM_SCRIPT;
	const struct pl_question *all;
	const size_t n = pl_client_questions(s->client, &all), at = place_of(all, n, place);

	if (at == n)
		return;
	m->title = title_of(m, title, &all[at]);
	m->untitled = is_script && s->sheets.hinted;
	tell_over(s, m, all, at, is_script);
	sheet_tell_question(s, m, &all[at]);
	if (all[at].seconds && !s->sheets.runs)
		sheet_say(m, ITEM_NOTICE,
			  words_sheet(&m->mem, SHEET_STEP,
				      words_span(&m->mem, (int64_t)all[at].seconds * 1000),
				      ""));
	if (!s->sheets.hinted)
		sheet_say(m, ITEM_NOTICE, words_sheet(&m->mem, hint_of(s, kind), "", ""));
}

/* ---- a page ---- */

static void build_page(struct stage *s, struct model *m, const char *title)
{
	const uint64_t place = pl_client_sheet_place(s->client);
	const struct pl_question *all;
	const size_t n = pl_client_questions(s->client, &all);

	m->title = title;
	for (size_t i = 0; i < n; i++) {
		if (all[i].id != place) {
			sheet_tell_row(s, m, &all[i], "");
			continue;
		}
		m->title = title_of(m, title, &all[i]);
		m->at_id = view_id(ID_ITEM, place);
		sheet_tell_question(s, m, &all[i]);
	}
}

/* ---- the view ---- */

static void build_filled(struct stage *s, struct model *out, const char *title)
{
	out->takes_text = true;
	sheet_say(out, ITEM_NOTICE, s->sheets.said);
	if (!sheet_question(s))
		review_build(s, out);
	else if (s->sheets.page)
		build_page(s, out, title);
	else
		build_question(s, out, title);
}

static void build(struct stage *s, struct model *out)
{
	struct pl_link_info info;
	struct pl_sheet sheet;
	const char *title;

	pl_client_link(s->client, &info);
	out->status = words_link_first(&out->mem, &info);
	out->title = words_sheet(&out->mem, SHEET_LIST, "", "");
	if (!sheet_open(s, &sheet)) {
		sheet_say(out, ITEM_NOTICE, words_sheet(&out->mem, SHEET_NONE_OPEN, "", ""));
		return;
	}
	title = model_line(out, sheet.title);
	if (sheet_is_filled(s))
		build_filled(s, out, title);
	else
		review_build_done(s, out);
}

const struct view view_sheet = {
	"sheet",
	KEY_CHORD(';'),
	N_("The worksheet that you fill in, one question at a time. What you type is the "
	   "answer."),
	build,
	sheet_verbs,
};
