/* SPDX-License-Identifier: MIT */
/* The sheet that is open: its answers in memory, each of them on disk. */
#include "client/filling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cache_sheets.h"
#include "client/core.h"
#include "worksheet/answers.h"
#include "worksheet/score.h"

enum { DRAFT_BYTES_MAX = 4 * 1024 * 1024 };

/* ---- when it is ---- */

struct response_clock filling_clock(struct filling_now *out, int64_t utc_ms)
{
	const struct local l = zone_local(zone_here(), utc_ms);
	const int minutes = abs(l.offset_s) / 60;

	snprintf(out->today, sizeof(out->today), "%04d-%02d-%02d", l.year, l.month, l.day);
	snprintf(out->now, sizeof(out->now), "%sT%02d:%02d:%02d%c%02d:%02d", out->today, l.hour,
		 l.minute, l.second, l.offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
	return (struct response_clock) { out->today, out->now };
}

/* ---- reading ---- */

static struct response *read_answers(struct pl_client *c, const struct filling_form *f,
				     struct str answers, int64_t utc_ms, size_t *left_out)
{
	struct filling_now now;
	struct response *r = response_new(f->q, filling_clock(&now, utc_ms));

	(void)c;
	if (answers_read(r, answers, left_out))
		return r;
	response_free(r);
	return NULL;
}

struct response *filling_read(struct pl_client *c, const char *form, struct str answers,
			      int64_t utc_ms, size_t *left_out)
{
	const struct filling_form *f = filling_form(c, form);

	return f ? read_answers(c, f, answers, utc_ms, left_out) : NULL;
}

bool filling_wire(struct pl_client *c, const struct sheet *s, struct buf *out)
{
	struct response *r =
		s->answers ? filling_read(c, s->form, str_of(s->answers), s->utc_ms, NULL)
			   : NULL;
	struct buf text;
	bool good;

	buf_init(&text, WIRE_ANSWERS_MAX);
	good = r && answers_write(r, false, &text) && buf_add(out, buf_text(&text), text.n);
	filling_wipe(&text);
	response_free(r);
	return good;
}

void filling_wipe(struct buf *text)
{
	if (text->p)
		explicit_bzero(text->p, text->n);
	buf_finish(text);
}

/* ---- life ---- */

bool filling_open(struct pl_client *c, struct err *err)
{
	return cache_sheets_load(c->cache, &c->sheets, err);
}

static void forget_typing(struct filling *f)
{
	if (f->typing)
		explicit_bzero(f->typing, strlen(f->typing));
	free(f->typing);
	f->typing = NULL;
}

void filling_shut(struct pl_client *c)
{
	struct filling *f = &c->filling;

	response_free(f->r);
	response_free(f->before);
	forget_typing(f);
	free(f->places);
	arena_reset(&f->mem);
	f->r = f->before = NULL;
	f->places = NULL;
	f->q = NULL;
	f->form = NULL;
	f->open = f->at = 0;
	f->places_count = f->questions_count = f->left_out = 0;
	f->is_read_only = f->is_unkept = f->has_before = f->is_shown = false;
}

static void finish_all(struct pl_client *c)
{
	struct filling *f = &c->filling;

	filling_shut(c);
	sheets_finish(&c->sheets);
	filling_drop_forms(c);
	arena_finish(&f->mem);
	free(f->questions);
	free(f->list);
	free(f->lacks);
}

void filling_finish(struct pl_client *c)
{
	finish_all(c);
	free(c->filling.language);
	c->filling = (struct filling) { 0 };
}

void filling_forget(struct pl_client *c)
{
	char *language = c->filling.language; /* the front end's wish stays */

	finish_all(c);
	c->filling = (struct filling) { .language = language };
}

/* ---- the same answers, by the forms as they are now ---- */

static struct str all_answers(const struct response *r, struct buf *out)
{
	buf_init(out, DRAFT_BYTES_MAX);
	answers_write(r, true, out);
	return (struct str) { buf_text(out), out->n };
}

/* The open sheet is read again by its form, which is another one now, or said in other words. */
static void read_again(struct pl_client *c, const char *form)
{
	struct filling *f = &c->filling;
	const struct filling_form *now;
	struct buf text;
	struct str answers = all_answers(f->r, &text);
	struct response *r = NULL;

	response_free(f->r);
	response_free(f->before);
	f->r = f->before = NULL;
	f->has_before = f->is_shown = false;
	filling_drop_forms(c);
	now = filling_form(c, form);
	if (now)
		r = read_answers(c, now, answers, f->utc_ms, &f->left_out);
	filling_wipe(&text);
	filling_moved(f);
	if (!r) {
		filling_shut(c);
		return;
	}
	f->r = r;
	f->form = now;
	f->q = now->q;
}

void filling_forms_changed(struct pl_client *c)
{
	struct filling *f = &c->filling;
	char *form = f->open ? mem_dup(f->form->name, strlen(f->form->name)) : NULL;

	if (form)
		read_again(c, form);
	else
		filling_drop_forms(c);
	free(form);
	sheets_list_forms_changed(&c->worksheets.list);
	c->changed |= PL_CHANGED_SHEETS;
}

void filling_language(struct pl_client *c, const char *language)
{
	struct filling *f = &c->filling;
	const bool plain = !language || !*language || strcmp(language, "en") == 0;

	if (plain ? !f->language : f->language && strcmp(language, f->language) == 0)
		return;
	free(f->language);
	f->language = plain ? NULL : mem_dup(language, strlen(language));
	filling_forms_changed(c);
}

/* ---- questions by their ids ---- */

static uint64_t mix(uint64_t sum, const void *p, size_t n)
{
	const unsigned char *byte = p;

	for (size_t i = 0; i < n; i++)
		sum = (sum ^ byte[i]) * UINT64_C(1099511628211);
	return sum;
}

/* Of its linkId and which copy it is: the same the next time. */
uint64_t filling_id(const struct blank *b)
{
	size_t indices[QUESTIONNAIRE_DEPTH_MAX + 1];
	const size_t n = blank_indices(b, indices, QUESTIONNAIRE_DEPTH_MAX + 1);
	uint64_t sum = UINT64_C(14695981039346656037);

	sum = mix(sum, b->item->link_id, strlen(b->item->link_id) + 1);
	for (size_t i = 0; i < n; i++) {
		const unsigned char index[2] = { (unsigned char)(indices[i] & 0xff),
						 (unsigned char)(indices[i] >> 8) };

		sum = mix(sum, index, sizeof(index));
	}
	return sum ? sum : 1;
}

void filling_moved(struct filling *f)
{
	f->places_count = 0;
	f->is_shown = false;
}

static void list_places(struct filling *f)
{
	size_t n = 0;

	for (const struct blank *b = response_first(f->r); b; b = blank_next(b))
		n++;
	f->places = mem_grow(f->places, (n + 1) * sizeof(*f->places));
	for (struct blank *b = response_first(f->r); b; b = blank_next(b))
		f->places[f->places_count++] = (struct filling_place) { filling_id(b), b };
}

struct blank *filling_find(struct pl_client *c, uint64_t question)
{
	struct filling *f = &c->filling;

	if (!f->r || !question)
		return NULL;
	if (!f->places_count)
		list_places(f);
	for (size_t i = 0; i < f->places_count; i++)
		if (f->places[i].id == question)
			return f->places[i].blank;
	return NULL;
}

/* ---- keeping ---- */

/* What a sheet of this form and this row begins as. */
struct sheet filling_sheet(struct pl_client *c)
{
	const struct filling *f = &c->filling;
	const struct sheet *known = sheets_find(&c->sheets, f->open);
	struct sheet s = { .id = f->open, .state = PL_SHEET_DRAFT };
	const struct response_place place = response_place(f->r, NULL);
	struct sheet_row row;

	if (known)
		s = *known;
	else if (worksheets_row(c, f->open, &row)) {
		s.assignment = row.assignment;
		s.group = row.group;
	}
	s.form = f->form->name;
	s.sum = f->form->sum;
	s.utc_ms = schedule_now(c);
	s.answered = (int)place.answered;
	s.questions = (int)place.of;
	return s;
}

static bool keep_all(struct pl_client *c, const struct sheet *s)
{
	struct buf text;
	const struct str answers = all_answers(c->filling.r, &text);
	const bool kept = cache_sheet_put_answers(c->cache, s, answers);

	filling_wipe(&text);
	return kept;
}

static bool keep_one(struct pl_client *c, const struct sheet *s, const struct blank *b)
{
	struct buf name, value;
	bool kept;

	buf_init(&name, DRAFT_BYTES_MAX);
	buf_init(&value, DRAFT_BYTES_MAX);
	kept = answers_name(b, &name) && answers_value(b, &value) &&
	       cache_answer_set(c->cache,
				&(struct cache_answer) { .sheet = s->id,
							 .name = { name.p, name.n },
							 .value = { buf_text(&value), value.n },
							 .utc_ms = s->utc_ms,
							 .was_typed = c->filling.typing });
	buf_finish(&name);
	filling_wipe(&value);
	return kept;
}

void filling_keep_place(struct pl_client *c)
{
	const struct blank *b = filling_find(c, c->filling.at);
	const struct sheet s = filling_sheet(c);
	struct buf name;

	buf_init(&name, DRAFT_BYTES_MAX);
	if (b)
		answers_name(b, &name);
	else
		buf_adds(&name, FILLING_REVIEW);
	cache_sheet_place_set(c->cache, &s, buf_text(&name));
	buf_finish(&name);
}

bool filling_keep(struct pl_client *c, const struct blank *b)
{
	struct filling *f = &c->filling;
	const struct sheet s = filling_sheet(c);
	const struct sheet *known = sheets_find(&c->sheets, f->open);
	const bool is_new = !known;
	const bool all = !b || f->is_unkept || is_new || known->sum != s.sum;
	const bool kept = all ? keep_all(c, &s) : keep_one(c, &s, b);

	f->is_unkept = !kept;
	f->utc_ms = s.utc_ms;
	filling_moved(f);
	if (kept)
		sheets_put(&c->sheets, &s);
	if (kept && is_new)
		filling_keep_place(c);
	if (kept)
		forget_typing(f);
	if (kept)
		kit_sheet_changed(c, s.form);
	c->changed |= PL_CHANGED_SHEETS;
	return kept;
}

bool filling_keep_finished(struct pl_client *c, struct sheet *s)
{
	struct buf text;
	const struct str answers = all_answers(c->filling.r, &text);
	const bool kept = cache_sheet_put_answers(c->cache, s, answers);

	if (kept) {
		struct sheet *to = sheets_put(&c->sheets, s);

		sheets_set_answers(to, answers);
		kit_sheet_changed(c, to->form);
	}
	filling_wipe(&text);
	return kept;
}

/* ---- measures ---- */

bool filling_score(const struct response *r, struct pl_score *out)
{
	const struct score_measure *m = r ? score_measure(response_form(r)) : NULL;
	struct score score;

	*out = (struct pl_score) { .before = -1 };
	if (!m || !score_of(m, r, &score))
		return false;
	out->measure = m->name;
	out->sum = score.sum;
	out->most = m->most;
	out->missing = (int)score.missing;
	out->band = (enum pl_band)score.band;
	return true;
}
