/* SPDX-License-Identifier: MIT */
/* A sheet that is being filled in: one question at a time, or as a page. */
#include <string.h>

#include "text/keys.h"
#include "view/schedule.h"
#include "view/sheets.h"

/* ---- which one ---- */

const struct pl_sheet *sheet_open(const struct stage *s)
{
	const uint64_t id = pl_client_sheet_opened(s->client);

	return id ? pl_client_sheet(s->client, id) : NULL;
}

bool sheet_is_filled(const struct stage *s)
{
	const struct pl_sheet *sheet = sheet_open(s);

	return sheet && sheet->mine &&
	       (sheet->state == PL_SHEET_ASSIGNED || sheet->state == PL_SHEET_DRAFT);
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
	const struct pl_sheet *sheet = sheet_open(s);
	const struct pl_question *all;
	size_t n, at;

	if (!sheet || sheet->kind != PL_FORM_SCRIPT)
		return pl_client_question_go(s->client, from, way);
	n = pl_client_questions(s->client, &all);
	at = from ? place_of(all, n, from) : way > 0 ? n : n;
	if (!from && way > 0)
		at = (size_t)-1;
	while ((way > 0 ? ++at < n : at-- > 0))
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
	tell_range(m, q);
	if (*q->answer && (!q->choice_count || q->kind == PL_QUESTION_OPEN_CHOICE))
		sheet_say(m, ITEM_NOTICE,
			  words_sheet(a, SHEET_YOUR_ANSWER, words_answer(a, q), ""));
	sheet_say(m, ITEM_NOTICE, q->prompt);
	if (*q->item)
		sheet_tell_comments(s, m, q->item);
}

static const char *row_of(struct model *m, const struct pl_question *q, const char *before)
{
	struct arena *a = &m->mem;
	const char *answer =
		*q->answer ? words_answer(a, q) : words_sheet(a, SHEET_NO_ANSWER, "", "");

	if (*before)
		answer = words_sheet(a, SHEET_LAST_NOW, answer, before);
	return arena_fmt(a, "%d. %s: %s", q->at, worded(m, q), answer);
}

void sheet_tell_row(struct stage *s, struct model *m, const struct pl_question *q,
		    const char *before)
{
	struct item *it = model_add(m, view_id(ID_ITEM, q->id),
				    q->kind == PL_QUESTION_GROUP ? ITEM_HEADING : ITEM_CHOICE);

	it->text = q->at ? model_text(m, row_of(m, q, before)) : worded(m, q);
	if (q->required && q->asks && !*q->answer)
		it->note = words_sheet(&m->mem, SHEET_NEEDED, "", "");
	if (*q->item)
		sheet_tell_comments(s, m, q->item);
}

/* ---- one question ---- */

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
	if (all[i].kind != PL_QUESTION_DISPLAY)
		return false;
	for (size_t k = i + 1; k < at; k++)
		if (all[k].asks)
			return false;
	return true;
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
		it->text = worded(m, &all[i]);
		it->seen_only = before < at && i < before;
	}
}

static const char *title_of(struct model *m, const struct pl_sheet *sheet,
			    const struct pl_question *q)
{
	struct arena *a = &m->mem;

	if (!q->at)
		return schedule_text(m, sheet->title);
	return schedule_text(m, words_sheet(a, SHEET_TITLE_AT, sheet->title,
					    words_sheet(a, SHEET_AT, words_count(a, q->at),
							words_count(a, q->of))));
}

static void build_question(struct stage *s, struct model *m, const struct pl_sheet *sheet)
{
	const uint64_t place = pl_client_sheet_place(s->client);
	const bool is_script = sheet->kind == PL_FORM_SCRIPT;
	const struct pl_question *all;
	const size_t n = pl_client_questions(s->client, &all), at = place_of(all, n, place);

	if (at == n)
		return;
	m->title = title_of(m, sheet, &all[at]);
	tell_over(s, m, all, at, is_script);
	sheet_tell_question(s, m, &all[at]);
	if (!s->sheets.hinted)
		sheet_say(m, ITEM_NOTICE,
			  words_sheet(&m->mem, is_script ? SHEET_HINT_SCRIPT : SHEET_HINT, "",
				      ""));
}

/* ---- a page ---- */

static void build_page(struct stage *s, struct model *m, const struct pl_sheet *sheet)
{
	const uint64_t place = pl_client_sheet_place(s->client);
	const struct pl_question *all;
	const size_t n = pl_client_questions(s->client, &all);

	m->title = schedule_text(m, sheet->title);
	for (size_t i = 0; i < n; i++) {
		if (all[i].id != place) {
			sheet_tell_row(s, m, &all[i], "");
			continue;
		}
		m->title = title_of(m, sheet, &all[i]);
		m->at_id = view_id(ID_ITEM, place);
		sheet_tell_question(s, m, &all[i]);
	}
}

/* ---- the view ---- */

static void build(struct stage *s, struct model *out)
{
	const struct pl_sheet *sheet = sheet_open(s);
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	out->status = words_link_first(&out->mem, &info);
	out->title = words_sheet(&out->mem, SHEET_LIST, "", "");
	if (!sheet) {
		sheet_say(out, ITEM_NOTICE, words_sheet(&out->mem, SHEET_NONE_OPEN, "", ""));
		return;
	}
	if (!sheet_is_filled(s)) {
		review_build_done(s, out, sheet);
		return;
	}
	out->takes_text = true;
	sheet_say(out, ITEM_NOTICE, s->sheets.said);
	if (!sheet_question(s))
		review_build(s, out);
	else if (s->sheets.page)
		build_page(s, out, sheet);
	else
		build_question(s, out, sheet);
}

const struct view view_sheet = {
	"sheet",
	KEY_CHORD(';'),
	N_("The worksheet that you fill in, one question at a time. What you type is the "
	   "answer."),
	build,
	sheet_verbs,
};
