/* SPDX-License-Identifier: MIT */
/* Drafts, and what is read back of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/sheets.h"

#define FORM(items) "{\"resourceType\":\"Questionnaire\",\"item\":[" items "]}"

static struct questionnaire *q;
static struct response *r;

static void open_form(const char *json)
{
	q = sheets_form(json);
	assert_int_equal(q->lack_total, 0);
	r = response_new(q, sheets_clock);
}

static void close_form(void)
{
	response_free(r);
	questionnaire_free(q);
}

static struct blank *at(const char *link)
{
	return response_twins(r, questionnaire_item(q, link));
}

static void gives(const char *items)
{
	const struct response_cover cover = { .completed = true };
	const char *from;
	struct buf out;

	buf_init(&out, RESPONSE_BYTES_MAX);
	assert_true(response_write(r, &cover, &out));
	from = strstr(out.p, "\"item\":");
	assert_string_equal(from ? from + 7 : "}", items);
	buf_finish(&out);
}

/* A draft of an older form, or one that somebody has been at. */
static void what_the_form_does_not_take__is_left_out_and_counted(void **state)
{
	static const char json[] = "{\"resourceType\":\"QuestionnaireResponse\",\"item\":[{"
				   "\"linkId\":\"gone\",\"answer\":[{"
				   "\"valueString\":\"x\"}]},{\"linkId\":\"a\",\"answer\":[{"
				   "\"valueString\":\"x\"},{\"valueInteger\":3},"
				   "{\"valueInteger\":4}]},{\"linkId\":\"b\",\"item\":[],"
				   "\"answer\":[{\"valueString\":\"toolong\"}]},"
				   "{\"linkId\":\"d\",\"answer\":[{\"valueString\":\"x\"}]},{"
				   "\"linkId\":\"g\"},{\"linkId\":\"g\"}]}";
	size_t left_out = 0;
	struct response *read;

	(void)state;
	open_form(FORM(
		"{\"linkId\":\"a\",\"type\":\"integer\"},{\"linkId\":\"b\",\"type\":\"string\","
		"\"maxLength\":3},{\"linkId\":\"d\",\"type\":\"display\"},{\"linkId\":\"g\","
		"\"type\":\"group\"}"));
	read = response_read(q, str_of(json), sheets_clock, &left_out);
	assert_int_equal(left_out, 7);
	response_free(r);
	r = read;
	gives("[{\"linkId\":\"a\",\"answer\":[{\"valueInteger\":3}]}]}");
	assert_null(
		response_read(q, str_of("{\"resourceType\":\"Bundle\"}"), sheets_clock, NULL));
	assert_null(response_read(q, str_of("{"), sheets_clock, NULL));
	close_form();
}

static void an_initial_answer_that_was_emptied__stays_so_in_the_draft(void **state)
{
	const struct response_cover cover = { .completed = false };
	struct response *read;
	struct buf out;

	(void)state;
	open_form(FORM("{\"linkId\":\"a\",\"type\":\"string\",\"initial\":[{\"valueString\":"
		       "\"x\"}]}"));
	assert_int_equal(response_clear(r, at("a")), RESPONSE_TAKEN);
	buf_init(&out, RESPONSE_BYTES_MAX);
	assert_true(response_write(r, &cover, &out));
	read = response_read(q, (struct str) { out.p, out.n }, sheets_clock, NULL);
	response_free(r);
	r = read;
	gives("}");
	buf_finish(&out);
	close_form();
}

static void a_buffer_that_is_full__has_nothing_added(void **state)
{
	const struct response_cover cover = { .completed = true };
	struct buf out;

	(void)state;
	open_form(FORM("{\"linkId\":\"a\",\"type\":\"string\"}"));
	buf_init(&out, 20);
	assert_false(response_write(r, &cover, &out));
	assert_int_equal(out.n, 0);
	buf_finish(&out);
	close_form();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_form_does_not_take__is_left_out_and_counted),
		cmocka_unit_test(an_initial_answer_that_was_emptied__stays_so_in_the_draft),
		cmocka_unit_test(a_buffer_that_is_full__has_nothing_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
