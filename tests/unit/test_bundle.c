/* SPDX-License-Identifier: MIT */
/* A finished measure as FHIR: the answers, and the score that is derived from them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/fhir.h"
#include "support/sheets.h"
#include "worksheet/bundle.h"

static const struct fhir_element reference[] = {
	{ .name = "reference", .must = true, .form = FHIR_URI }, { 0 }
};
static const struct fhir_element observation[] = {
	{ .name = "resourceType", .must = true, .form = "Observation" },
	{ .name = "id", .must = true, .form = "[A-Za-z0-9.-]{1,64}" },
	{ .name = "status", .must = true, .form = "final" },
	{ .name = "category", .many = true, .of = fhir_concept },
	{ .name = "code", .must = true, .of = fhir_concept },
	{ .name = "subject", .of = reference },
	{ .name = "effectiveDateTime", .form = FHIR_TEXT },
	{ .name = "valueInteger", .must = true, .number = true },
	{ .name = "derivedFrom", .many = true, .of = reference },
	{ 0 },
};

static struct str form;
static struct questionnaire *q;
static struct response *r;

static void open_form(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s.json", WORKSHEETS, name);
	form = sheets_file(path);
	q = questionnaire_read(form, NULL, NULL);
	assert_non_null(q);
	r = response_new(q, sheets_clock);
}

static void close_form(void)
{
	response_free(r);
	questionnaire_free(q);
	free((char *)(uintptr_t)form.p);
}

static void answer_all(size_t choice)
{
	for (struct blank *b = response_first(r); b; b = blank_next(b))
		if (blank_asks(b))
			assert_int_equal(response_choose(r, b, choice), RESPONSE_TAKEN);
}

static cJSON *written(void)
{
	const struct response_cover cover = { .completed = true,
					      .id = "77",
					      .authored = sheets_clock.now,
					      .subject = "Patient/7" };
	cJSON *o;
	struct buf out;

	buf_init(&out, 1 << 20);
	assert_true(bundle_write(r, &cover, &out));
	o = cJSON_Parse(out.p);
	assert_non_null(o);
	buf_finish(&out);
	return o;
}

static const char *text(const cJSON *o, const char *name)
{
	const cJSON *t = cJSON_GetObjectItemCaseSensitive(o, name);

	assert_true(cJSON_IsString(t));
	return t->valuestring;
}

static const cJSON *at(const cJSON *array, int i)
{
	const cJSON *o = cJSON_GetArrayItem(array, i);

	assert_non_null(o);
	return o;
}

static void a_measure__goes_with_its_score(void **state)
{
	cJSON *o, *entries;
	const cJSON *seen, *answers;
	char *json;

	(void)state;
	open_form("gad-7");
	answer_all(2);
	o = written();
	assert_string_equal(text(o, "resourceType"), "Bundle");
	assert_string_equal(text(o, "type"), "collection");
	entries = cJSON_GetObjectItemCaseSensitive(o, "entry");
	assert_int_equal(cJSON_GetArraySize(entries), 2);
	answers = cJSON_GetObjectItemCaseSensitive(at(entries, 0), "resource");
	seen = cJSON_GetObjectItemCaseSensitive(at(entries, 1), "resource");
	json = cJSON_PrintUnformatted(answers);
	assert_null(sheets_wrong(form, str_of(json)));
	cJSON_free(json);
	assert_null(fhir_wrong(seen, observation));
	assert_int_equal(cJSON_GetObjectItemCaseSensitive(seen, "valueInteger")->valueint, 14);
	assert_string_equal(
		text(at(cJSON_GetObjectItemCaseSensitive(seen, "derivedFrom"), 0), "reference"),
		text(at(entries, 0), "fullUrl"));
	cJSON_Delete(o);
	close_form();
}

/* A sum of some of the answers is no score. */
static void what_is_not_whole__has_no_score(void **state)
{
	cJSON *o;

	(void)state;
	open_form("gad-7");
	o = written();
	assert_string_equal(text(o, "resourceType"), "QuestionnaireResponse");
	cJSON_Delete(o);
	close_form();
}

static void a_buffer_that_is_full__is_said(void **state)
{
	const struct response_cover cover = { .completed = true, .id = "77" };
	struct buf out;

	(void)state;
	open_form("gad-7");
	answer_all(1);
	buf_init(&out, 600);
	assert_false(bundle_write(r, &cover, &out));
	assert_int_equal(out.n, 0);
	buf_finish(&out);
	close_form();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_measure__goes_with_its_score),
		cmocka_unit_test(what_is_not_whole__has_no_score),
		cmocka_unit_test(a_buffer_that_is_full__is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
