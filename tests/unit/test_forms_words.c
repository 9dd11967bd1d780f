/* SPDX-License-Identifier: MIT */
/*
 * The words of our forms and cards: all of them in each language, short, and easy to read:
 * by Flesch and Kincaid in English, by Fernández Huerta in Spanish.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "forms/forms.h"
#include "support/grade.h"
#include "support/sheets.h"

enum {
	SENTENCE_MOST = 20,
	WORDS_ALONE = 10, /* from so many on a text is looked at by itself, too */
	STEPS_LEAST = 3,
	STEPS_MOST = 7,
	CARDS_LEAST = 3,
	CARDS_MOST = 6,
};
static const char *const languages[] = { "", "es" };

/* ---- two languages ---- */

/* The same in both. */
static bool is_same_word(const char *text)
{
	static const char *const words[] = { "No", "PHQ-9", "PHQ-2", "GAD-7" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(text, words[i]) == 0)
			return true;
	return false;
}

static void differ(const struct form_text *t, const char *a, const char *b)
{
	if (a && *a && strcmp(a, b) == 0 && !is_same_word(a))
		fail_msg("%s: not translated: %s", t->name, a);
}

static void items_differ(const struct form_text *t, const struct sheet_item *a,
			 const struct sheet_item *b)
{
	differ(t, a->text, b->text);
	differ(t, a->open_label, b->open_label);
	for (size_t i = 0; i < a->unit_count; i++)
		differ(t, a->units[i].display, b->units[i].display);
	for (size_t i = 0; i < a->choice_count; i++)
		differ(t, a->choices[i].text, b->choices[i].text);
}

static void each_text__has_a_spanish_one(void **state)
{
	(void)state;
	for (const struct form_text *t = form_texts; t->name; t++) {
		struct questionnaire *a = sheets_read_in(t->json, ""),
				     *b = sheets_read_in(t->json, "es");

		differ(t, a->title, b->title);
		differ(t, a->description, b->description);
		for (size_t i = 0; i < a->count; i++)
			items_differ(t, a->items[i], b->items[i]);
		questionnaire_free(a);
		questionnaire_free(b);
	}
}

/* ---- cards ---- */

static size_t lines_of(const char *text)
{
	size_t n = 1;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static bool has_card(const struct card_text *of, const char *language)
{
	for (const struct card_text *c = card_texts; c->name; c++)
		if (strcmp(c->situation, of->situation) == 0 &&
		    strcmp(c->name, of->name) == 0 && strcmp(c->language, language) == 0)
			return lines_of(c->text) == lines_of(of->text);
	return false;
}

static void each_card__is_short_and_in_each_language(void **state)
{
	(void)state;
	for (const struct card_text *c = card_texts; c->name; c++) {
		const size_t n = lines_of(c->text);

		if (n < STEPS_LEAST || n > STEPS_MOST)
			fail_msg("%s/%s has %zu steps", c->situation, c->name, n);
		for (size_t i = 0; i < 2; i++)
			if (!has_card(c, languages[i]))
				fail_msg("%s/%s: not in \"%s\", or of other length",
					 c->situation, c->name, languages[i]);
	}
}

static void each_situation__has_some_cards(void **state)
{
	size_t situations = 0, cards = 0;

	(void)state;
	for (const struct situation_text *s = situation_texts; s->name; s++) {
		size_t n = 0;

		for (const struct card_text *c = card_texts; c->name; c++)
			n += strcmp(c->situation, s->name) == 0 &&
			     strcmp(c->language, s->language) == 0;
		if (n < CARDS_LEAST || n > CARDS_MOST)
			fail_msg("%s, \"%s\": %zu cards", s->name, s->language, n);
		situations += !*s->language;
		cards += n;
	}
	assert_int_equal(situations, 7);
	for (const struct card_text *c = card_texts; c->name; c++)
		cards--;
	assert_int_equal(cards, 0);
}

/* ---- reading ---- */

struct reading {
	const char *name, *language;
	struct grade all;
};

static bool is_spanish(const struct reading *r)
{
	return strcmp(r->language, "es") == 0;
}

static bool is_easy(const struct reading *r, const struct grade *g)
{
	return is_spanish(r) ? grade_fernandez_huerta(g) >= 65 : grade_flesch_kincaid(g) <= 6;
}

static void add(struct reading *r, const char *text)
{
	struct grade alone = { 0 };

	grade_add(&r->all, text, r->language);
	grade_add(&alone, text, r->language);
	if (alone.words >= WORDS_ALONE && !is_easy(r, &alone))
		fail_msg("%s, \"%s\": hard to read: %s", r->name, r->language, text);
}

static void add_form(struct reading *r, const struct form_text *t)
{
	struct questionnaire *q = sheets_read_in(t->json, r->language);

	add(r, q->title);
	add(r, q->description);
	for (size_t i = 0; i < q->count; i++) {
		add(r, q->items[i]->text);
		if (q->items[i]->open_label)
			add(r, q->items[i]->open_label);
		for (size_t k = 0; k < q->items[i]->choice_count; k++)
			add(r, q->items[i]->choices[k].text);
	}
	questionnaire_free(q);
}

static void is_plain(const struct reading *r)
{
	print_message("%-22s %-2s %6.1f, longest sentence %zu words\n", r->name, r->language,
		      is_spanish(r) ? grade_fernandez_huerta(&r->all)
				    : grade_flesch_kincaid(&r->all),
		      r->all.longest);
	if (!is_easy(r, &r->all))
		fail_msg("%s, \"%s\": hard to read", r->name, r->language);
	if (r->all.longest > SENTENCE_MOST)
		fail_msg("%s: a long sentence: %s", r->name, r->all.sentence);
}

/* What others published as a measure has to stand as it is. */
static void each_form_of_ours__is_plain(void **state)
{
	(void)state;
	for (const struct form_text *t = form_texts; t->name; t++)
		for (size_t i = 0; i < 2 && strcmp(t->kind, "measure") != 0; i++) {
			struct reading r = { t->name, languages[i], { 0 } };

			add_form(&r, t);
			is_plain(&r);
		}
}

static void each_situation__is_plain(void **state)
{
	(void)state;
	for (const struct situation_text *s = situation_texts; s->name; s++) {
		struct reading r = { s->name, s->language, { 0 } };

		add(&r, s->title);
		for (const struct card_text *c = card_texts; c->name; c++)
			if (strcmp(c->situation, s->name) == 0 &&
			    strcmp(c->language, s->language) == 0) {
				add(&r, c->title);
				add(&r, c->text);
			}
		is_plain(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_text__has_a_spanish_one),
		cmocka_unit_test(each_card__is_short_and_in_each_language),
		cmocka_unit_test(each_situation__has_some_cards),
		cmocka_unit_test(each_form_of_ours__is_plain),
		cmocka_unit_test(each_situation__is_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
