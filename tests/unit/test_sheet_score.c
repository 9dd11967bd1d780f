/* SPDX-License-Identifier: MIT */
/* PHQ-9, GAD-7 and PHQ-2 as people get them: every vector of answers gives the published sum and band. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/sheets.h"
#include "worksheet/score.h"

static struct questionnaire *read_content(const char *name, const char *language)
{
	const struct questionnaire_options options = { .language = language };
	char path[4096];
	struct str json;
	struct questionnaire *q;

	snprintf(path, sizeof(path), "%s/%s.json", WORKSHEETS, name);
	json = sheets_file(path);
	q = questionnaire_read(json, &options, NULL);
	free((char *)json.p);
	assert_non_null(q);
	assert_int_equal(q->lack_total, 0);
	return q;
}

/* The bands as the papers have them, said once more. */
static enum score_band published(const char *name, int sum)
{
	if (strcmp(name, "phq-2") == 0)
		return sum >= 3 ? SCORE_POSITIVE : SCORE_NEGATIVE;
	if (strcmp(name, "phq-9") == 0 && sum >= 20)
		return SCORE_SEVERE;
	if (sum >= 15)
		return strcmp(name, "phq-9") == 0 ? SCORE_MODERATELY_SEVERE : SCORE_SEVERE;
	return sum >= 10 ? SCORE_MODERATE : sum >= 5 ? SCORE_MILD : SCORE_MINIMAL;
}

/* What the form itself has calculated. */
static int calculated(const struct response *r, const struct score_measure *m)
{
	const struct questionnaire *q = response_form(r);

	for (size_t i = 0; i < q->count; i++)
		if (sheet_coded(q->items[i]->codes, q->items[i]->code_count, NULL, m->total)) {
			const struct sheet_value *v = &response_twins(r, q->items[i])->value;

			return v->kind == VALUE_NONE ? -1 : (int)v->number;
		}
	return -2;
}

static struct blank *blank_of(const struct response *r, const char *code)
{
	char link[64];

	snprintf(link, sizeof(link), "/%s", code);
	return response_twins(r, questionnaire_item(response_form(r), link));
}

static void check(const char *name, const struct response *r, const struct score_measure *m,
		  int sum, int danger)
{
	struct score s;

	assert_true(score_of(m, r, &s));
	if (s.missing || s.sum != sum || s.band != published(name, sum) || s.danger != danger ||
	    calculated(r, m) != sum)
		fail_msg("%s: sum %d, not %d; band %d; danger %d; calculated %d", name, s.sum,
			 sum, (int)s.band, s.danger, calculated(r, m));
}

/* All 4^count vectors, like an odometer: only what turns is answered anew. */
static void all_vectors(const char *name)
{
	struct questionnaire *q = read_content(name, NULL);
	struct response *r = response_new(q, sheets_clock);
	const struct score_measure *m = score_measure(q);
	struct blank *blanks[9];
	int digits[9] = { 0 }, sum = 0;
	size_t vectors = 1, i = 0;

	assert_non_null(m);
	for (size_t k = 0; k < m->count; k++) {
		blanks[k] = blank_of(r, m->items[k]);
		assert_int_equal(response_choose(r, blanks[k], 0), RESPONSE_TAKEN);
	}
	for (;; vectors++) {
		check(name, r, m, sum, m->danger ? digits[m->count - 1] : -1);
		for (i = 0; i < m->count && digits[i] == 3; i++) {
			digits[i] = 0;
			sum -= 3;
			response_choose(r, blanks[i], 0);
		}
		if (i == m->count)
			break;
		digits[i]++;
		sum++;
		response_choose(r, blanks[i], (size_t)digits[i]);
	}
	assert_int_equal(vectors, (size_t)1 << (2 * m->count));
	response_free(r);
	questionnaire_free(q);
}

static void phq_9_every_vector(void **state)
{
	(void)state;
	all_vectors("phq-9");
}

static void gad_7_every_vector(void **state)
{
	(void)state;
	all_vectors("gad-7");
}

static void phq_2_every_vector(void **state)
{
	(void)state;
	all_vectors("phq-2");
}

static void what_is_missing__is_counted_and_nothing_is_summed_up(void **state)
{
	struct questionnaire *q = read_content("phq-9", NULL);
	struct response *r = response_new(q, sheets_clock);
	const struct score_measure *m = score_measure(q);
	struct score s;

	(void)state;
	assert_int_equal(response_choose(r, blank_of(r, "44260-8"), 1), RESPONSE_TAKEN);
	assert_true(score_of(m, r, &s));
	assert_int_equal(s.missing, 8);
	assert_int_equal(s.danger, 1);
	assert_int_equal(calculated(r, m), -1);
	response_free(r);
	questionnaire_free(q);
}

/* `typed` into the item of this linkId, alone. */
static bool is_danger(const char *form, const char *link_id, const char *typed)
{
	struct questionnaire *q = read_content(form, NULL);
	struct response *r = response_new(q, sheets_clock);
	struct blank *b = response_blank(r, questionnaire_item(q, link_id), NULL, 0);
	bool danger;

	assert_int_equal(response_type(r, b, typed), RESPONSE_TAKEN);
	danger = score_danger(r);
	assert_int_equal(response_clear(r, b), RESPONSE_TAKEN);
	assert_false(score_danger(r));
	response_free(r);
	questionnaire_free(q);
	return danger;
}

static void danger__is_an_answer_that_asks_for_a_look_at_once(void **state)
{
	(void)state;
	assert_true(is_danger("phq-9", "/44260-8", "Several days"));
	assert_true(is_danger("phq-9", "/44260-8", "Nearly every day"));
	assert_false(is_danger("phq-9", "/44260-8", "Not at all"));
	assert_false(is_danger("phq-9", "/44253-3", "Nearly every day"));
	assert_true(is_danger("diary-card", "1.3", "3"));
	assert_false(is_danger("diary-card", "1.3", "2"));
	assert_false(is_danger("diary-card", "1.2", "5"));
	assert_false(is_danger("check-in", "2", "10"));
}

static void in_spanish__the_words_are_others_and_the_sum_is_not(void **state)
{
	static const char *const names[] = { "phq-9", "gad-7", "phq-2" };

	(void)state;
	for (size_t k = 0; k < 3; k++) {
		struct questionnaire *en = read_content(names[k], NULL);
		struct questionnaire *es = read_content(names[k], "es-MX");
		struct response *r = response_new(es, sheets_clock);
		const struct score_measure *m = score_measure(es);
		struct score s;

		for (size_t i = 0; i < en->count; i++)
			assert_string_not_equal(en->items[i]->text, es->items[i]->text);
		for (size_t i = 0; i < m->count; i++) {
			const struct blank *b = blank_of(r, m->items[i]);

			assert_string_equal(b->item->choices[1].text, "Varios días");
			assert_int_equal(
				response_type(r, blank_of(r, m->items[i]), "varios DÍAS"),
				RESPONSE_TAKEN);
		}
		assert_true(score_of(m, r, &s));
		assert_int_equal(s.sum, m->count);
		response_free(r);
		questionnaire_free(es);
		questionnaire_free(en);
	}
}

static void another_form__is_no_measure(void **state)
{
	struct questionnaire *q =
		sheets_form("{\"resourceType\":\"Questionnaire\",\"code\":[{"
			    "\"system\":\"http://example.org\",\"code\":\"44249-1\"}]}");

	(void)state;
	assert_null(score_measure(q));
	questionnaire_free(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phq_9_every_vector),
		cmocka_unit_test(gad_7_every_vector),
		cmocka_unit_test(phq_2_every_vector),
		cmocka_unit_test(what_is_missing__is_counted_and_nothing_is_summed_up),
		cmocka_unit_test(danger__is_an_answer_that_asks_for_a_look_at_once),
		cmocka_unit_test(in_spanish__the_words_are_others_and_the_sum_is_not),
		cmocka_unit_test(another_form__is_no_measure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
