/* SPDX-License-Identifier: MIT */
/* The forms and cards that come with both programs: each of them, in each language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "forms/forms.h"
#include "support/sheets.h"
#include "worksheet/score.h"

enum {
	WORKSHEETS_LEAST = 16,
	LINK_MOST = 6, /* bytes: they go over the wire, one for each answer */
};

static bool is_kind(const struct form_text *t, const char *kind)
{
	return strcmp(t->kind, kind) == 0;
}

static void each_form__is_read_without_a_lack(void **state)
{
	(void)state;
	for (const struct form_text *t = form_texts; t->name; t++) {
		struct questionnaire *q = sheets_read_in(t->json, "es");

		if (q->lack_total)
			fail_msg("%s, %s: %s", t->name, q->lacks[0].link_id, q->lacks[0].what);
		assert_string_equal(q->id, t->name);
		assert_true(*q->title && q->count && form_is_name(str_of(t->name)));
		assert_ptr_equal(form_find(str_of(t->name)), t);
		assert_true(is_kind(t, "measure") == (score_measure(q) != NULL));
		questionnaire_free(q);
	}
}

static void of_each_kind__there_is_what_has_to_be(void **state)
{
	static const struct {
		const char *kind;
		size_t least, most;
	} kinds[] = {
		{ "worksheet", WORKSHEETS_LEAST, 100 },
		{ "measure", 3, 100 },
		{ "check-in", 1, 1 },
		{ "urge", 1, 1 },
		{ "script", 3, 100 },
		{ "safety-plan", 1, 1 },
		{ "wish", 1, 1 },
	};
	size_t all = 0, known = 0;

	(void)state;
	for (const struct form_text *t = form_texts; t->name; t++)
		all++;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = 0;

		for (const struct form_text *t = form_texts; t->name; t++)
			n += is_kind(t, kinds[i].kind);
		if (n < kinds[i].least || n > kinds[i].most)
			fail_msg("there are %zu of kind %s", n, kinds[i].kind);
		known += n;
	}
	assert_int_equal(known, all);
}

/* ---- names ---- */

static const struct {
	const char *name;
	bool is_one;
} names[] = {
	{ "phq-9", true },
	{ "clinic/phq-9", true },
	{ "", false },
	{ "/phq-9", false },
	{ "clinic/", false },
	{ "a/b/c", false },
	{ "PHQ-9", false },
	{ "../phq-9", false },
	{ "a b", false },
	{ "0123456789012345678901234567890123456789012345678901234567890123", true },
	{ "01234567890123456789012345678901234567890123456789012345678901234", false },
};

static void a_name__is_plain_letters_and_at_most_one_slash(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (form_is_name(str_of(names[i].name)) != names[i].is_one)
			fail_msg("the name \"%s\"", names[i].name);
	assert_null(form_find(str_of("phq-99")));
	assert_null(form_find(str_of("phq")));
}

/* ---- answers ---- */

/* As a hand does it: the next question, again and again. */
static void walk(const struct form_text *t, struct response *r)
{
	static const char *const typed[] = { "3", "2026-11-26", "22:30", "some words" };
	const struct sheet_value yes = { .kind = VALUE_BOOLEAN, .number = 1 };
	size_t asked = 0;

	for (struct blank *b = response_go(r, NULL, 1); b; b = response_go(r, b, 1)) {
		enum response_fault f = response_choose(r, b, 0);

		if (f != RESPONSE_TAKEN)
			f = response_set(r, b, &yes);
		for (size_t i = 0; i < 4 && f != RESPONSE_TAKEN; i++)
			f = response_type(r, b, typed[i]);
		if (f != RESPONSE_TAKEN)
			f = response_set(r, b, &b->item->least);
		if (f != RESPONSE_TAKEN)
			fail_msg("%s, %s: no answer is taken", t->name, b->item->link_id);
		asked++;
	}
	assert_true(asked > 0 && asked == response_place(r, NULL).answered);
	assert_null(response_missing(r, NULL));
}

static void is_written(const struct form_text *t, struct response *r)
{
	const struct response_cover cover = { .completed = true, .authored = sheets_clock.now };
	const char *wrong;
	struct buf out;

	buf_init(&out, RESPONSE_BYTES_MAX);
	assert_true(response_write(r, &cover, &out));
	wrong = sheets_wrong(t->json, (struct str) { out.p, out.n });
	if (wrong)
		fail_msg("%s: %s", t->name, wrong);
	buf_finish(&out);
}

static void each_form__can_be_answered(void **state)
{
	enum { SEEDS = 40 };

	(void)state;
	for (const struct form_text *t = form_texts; t->name; t++) {
		struct questionnaire *q = sheets_read_in(t->json, "es");

		for (unsigned seed = 0; seed <= SEEDS; seed++) {
			struct response *r = response_new(q, sheets_clock);

			if (seed == SEEDS)
				walk(t, r);
			else if (sheets_fill(r, seed))
				fail_msg("%s, %u: something stays empty", t->name, seed);
			is_written(t, r);
			response_free(r);
		}
		questionnaire_free(q);
	}
}

/* All numbers as high as they go: chance alone takes the lowest. */
static void raise_all(struct response *r)
{
	for (struct blank *b = response_first(r); b; b = blank_next(b))
		if (blank_asks(b) && b->item->most.kind != VALUE_NONE)
			assert_int_equal(response_set(r, b, &b->item->most), RESPONSE_TAKEN);
}

/* Each question is there for somebody: no condition that is never met. */
static void each_question__is_asked_at_times(void **state)
{
	enum { SEEDS = 60, ITEMS = 100 };

	(void)state;
	for (const struct form_text *t = form_texts; t->name; t++) {
		struct questionnaire *q = sheets_read_in(t->json, "");
		bool seen[ITEMS] = { false };

		assert_true(q->count <= ITEMS);
		for (unsigned seed = 0; seed < SEEDS; seed++) {
			struct response *r = response_new(q, sheets_clock);

			sheets_fill(r, seed);
			if (seed % 2)
				raise_all(r);
			for (struct blank *b = response_first(r); b; b = blank_next(b))
				seen[b->item->number] |= blank_shown(b);
			response_free(r);
		}
		for (size_t i = 0; i < q->count; i++)
			if (!seen[i])
				fail_msg("%s, %s: never", t->name, q->items[i]->link_id);
		questionnaire_free(q);
	}
}

static bool is_choice(const struct sheet_when *w)
{
	for (size_t i = 0; i < w->of->choice_count; i++)
		if (value_compare(&w->of->choices[i].value, &w->value) == VALUE_SAME)
			return true;
	return w->value.kind != VALUE_CODING;
}

static void a_condition__is_about_a_choice_that_is_there(void **state)
{
	(void)state;
	for (const struct form_text *t = form_texts; t->name; t++) {
		struct questionnaire *q = sheets_read_in(t->json, "");

		for (size_t i = 0; i < q->count; i++)
			for (size_t k = 0; k < q->items[i]->when_count; k++)
				if (!is_choice(&q->items[i]->whens[k]))
					fail_msg("%s, %s", t->name, q->items[i]->link_id);
		questionnaire_free(q);
	}
}

static void link_ids__are_short(void **state)
{
	(void)state;
	for (const struct form_text *t = form_texts; t->name; t++) {
		struct questionnaire *q = sheets_read_in(t->json, "");

		for (size_t i = 0; i < q->count && !is_kind(t, "measure"); i++)
			if (strlen(q->items[i]->link_id) > LINK_MOST)
				fail_msg("%s: %s", t->name, q->items[i]->link_id);
		questionnaire_free(q);
	}
}

/* ---- what the client relies on ---- */

static void a_script__has_its_seconds_and_asks_before_and_after(void **state)
{
	(void)state;
	for (const struct form_text *t = form_texts; t->name; t++) {
		struct questionnaire *q = sheets_read_in(t->json, "");
		size_t steps = 0;

		for (size_t i = 0; i < q->count; i++) {
			steps += q->items[i]->seconds > 0;
			if ((q->items[i]->seconds > 0) !=
			    (is_kind(t, "script") && q->items[i]->type == ITEM_TYPE_DISPLAY))
				fail_msg("%s, %s: seconds", t->name, q->items[i]->link_id);
		}
		if (is_kind(t, "script")) {
			assert_true(steps >= 5 && q->items[0]->type == ITEM_TYPE_INTEGER);
			assert_int_equal(q->items[steps + 1]->type, ITEM_TYPE_INTEGER);
			assert_true(q->items[0]->most.number == 10);
		}
		questionnaire_free(q);
	}
}

static void the_safety_plan__has_six_parts_and_a_reason(void **state)
{
	struct questionnaire *q = sheets_read_in(form_find(str_of("safety-plan"))->json, "");
	size_t parts = 0;
	char prefix[16];

	(void)state;
	for (const struct sheet_item *i = q->first; i; i = i->next) {
		snprintf(prefix, sizeof(prefix), "%zu.", ++parts);
		assert_string_equal(i->prefix, parts <= 6 ? prefix : "");
		assert_true(i->type == ITEM_TYPE_STRING && i->repeats && !i->required);
		assert_true(i->first && i->first->control == CONTROL_HELP);
	}
	assert_int_equal(parts, 7);
	questionnaire_free(q);
}

/* Whole numbers and choices: a digit answers. */
static void check_in_and_urge__are_answered_by_digits(void **state)
{
	static const char *const kinds[] = { "check-in", "urge" };

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		struct questionnaire *q = sheets_read_in(form_find(str_of(kinds[k]))->json, "");
		size_t lines = 0;

		for (size_t i = 0; i < q->count; i++) {
			const struct sheet_item *item = q->items[i];

			lines += item->type == ITEM_TYPE_STRING;
			assert_true(item->type == ITEM_TYPE_STRING || item->choice_count ||
				    item->type == ITEM_TYPE_DISPLAY ||
				    item->type == ITEM_TYPE_INTEGER);
			assert_true(item->choice_count <= 9);
		}
		assert_true(lines <= 1);
		questionnaire_free(q);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form__is_read_without_a_lack),
		cmocka_unit_test(of_each_kind__there_is_what_has_to_be),
		cmocka_unit_test(a_name__is_plain_letters_and_at_most_one_slash),
		cmocka_unit_test(each_form__can_be_answered),
		cmocka_unit_test(each_question__is_asked_at_times),
		cmocka_unit_test(a_condition__is_about_a_choice_that_is_there),
		cmocka_unit_test(link_ids__are_short),
		cmocka_unit_test(a_script__has_its_seconds_and_asks_before_and_after),
		cmocka_unit_test(the_safety_plan__has_six_parts_and_a_reason),
		cmocka_unit_test(check_in_and_urge__are_answered_by_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
