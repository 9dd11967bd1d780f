/* SPDX-License-Identifier: MIT */
/* Answers as text: out, in, and the same as the way over FHIR's JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/sheets.h"
#include "worksheet/answers.h"

#define FORM(items) "{\"resourceType\":\"Questionnaire\",\"item\":[" items "]}"
#define ITEM(link, type, rest)                                                                 \
	"{\"linkId\":\"" link "\",\"text\":\"" link "\",\"type\":\"" type "\"" rest "}"
#define CODE(code, words)                                                                      \
	"{\"valueCoding\":{\"system\":\"s\",\"code\":\"" code "\",\"display\":\"" words "\"}}"
#define UNIT(code, words)                                                                      \
	"{\"url\":\"http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption\","       \
	"\"valueCoding\":{\"system\":\"u\",\"code\":\"" code "\",\"display\":\"" words "\"}}"
#define SUM                                                                                    \
	"\"extension\":[{\"url\":\"http://hl7.org/fhir/uv/sdc/StructureDefinition/"            \
	"sdc-questionnaire-calculatedExpression\",\"valueExpression\":{\"language\":"          \
	"\"text/fhirpath\",\"expression\":\"%resource.item.where(linkId='n').answer.value"     \
	" + 1\"}}]"

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

static void type(const char *link, const char *typed)
{
	assert_int_equal(response_type(r, at(link), typed), RESPONSE_TAKEN);
}

static struct buf text_of(const struct response *of, bool off)
{
	struct buf out;

	buf_init(&out, 100000);
	assert_true(answers_write(of, off, &out));
	return out;
}

static void writes(bool off, const char *text)
{
	struct buf out = text_of(r, off);

	assert_string_equal(buf_text(&out), text);
	buf_finish(&out);
}

static struct buf json_of(const struct response *of)
{
	const struct response_cover cover = { .completed = true };
	struct buf out;

	buf_init(&out, RESPONSE_BYTES_MAX);
	assert_true(response_write(of, &cover, &out));
	return out;
}

/* By both texts, and by JSON: the same response each time. */
static void comes_back(void)
{
	struct buf json = json_of(r), draft = text_of(r, true), text, other;
	struct response *again = response_new(q, sheets_clock), *by_json;
	size_t left_out = 7;

	for (int off = 0; off < 2; off++) {
		text = text_of(r, off);
		assert_true(answers_read(again, (struct str) { text.p, text.n }, &left_out));
		assert_int_equal(left_out, 0);
		other = json_of(again);
		assert_string_equal(other.p, json.p);
		buf_finish(&other);
		buf_finish(&text);
	}
	other = text_of(again, true);
	assert_string_equal(buf_text(&other), buf_text(&draft));
	buf_finish(&other);
	by_json = response_read(q, (struct str) { json.p, json.n }, sheets_clock, NULL);
	other = text_of(by_json, false);
	text = text_of(r, false);
	assert_string_equal(buf_text(&other), buf_text(&text));
	buf_finish(&other);
	buf_finish(&text);
	buf_finish(&json);
	buf_finish(&draft);
	response_free(by_json);
	response_free(again);
}

static void each_type__is_written_as_it_says_and_comes_back(void **state)
{
	static const struct {
		const char *type, *rest, *typed, *value;
	} rows[] = {
		{ "integer", "", "-12", "-12" },
		{ "decimal", "", "72.5", "72.5" },
		{ "date", "", "2026-11", "2026-11" },
		{ "dateTime", "", "2026-11-26 08:15", "2026-11-26T08:15:00-07:00" },
		{ "time", "", "18:00", "18:00:00" },
		{ "string", "", "a\\n b", "a\\\\n b" },
		{ "string", "", "#1 \"=\"", "#1 \"=\"" },
		{ "text", "", "one\ntwo", "one\\ntwo" },
		{ "url", "", "https://example.org/?a=b", "https://example.org/?a=b" },
		{ "quantity", "", "3.5", "3.5" },
		{ "quantity", "", "3.5 big spoons", "3.5 big spoons" },
		{ "quantity",
		  ",\"extension\":[" UNIT("kg", "kilo") "," UNIT("[lb_av]", "pounds") "]",
		  "160 pounds", "160 [lb_av]" },
		{ "choice", ",\"answerOption\":[" CODE("x", "One") "," CODE("y", "Two") "]",
		  "two", "#1" },
		{ "open-choice", ",\"answerOption\":[" CODE("x", "One") "]", "#0 at home",
		  "\"#0 at home" },
		{ "open-choice", ",\"answerOption\":[{\"valueString\":\"rain\"}]", "\"sun\"",
		  "\"\"sun\"" },
		{ "string", ",\"answerOption\":[{\"valueString\":\"rain\"}]", "Rain", "#0" },
		{ "integer", ",\"answerOption\":[{\"valueInteger\":5}]", "5", "#0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char json[2000], text[200];

		snprintf(json, sizeof(json), FORM("{\"linkId\":\"a\",\"type\":\"%s\"%s}"),
			 rows[i].type, rows[i].rest);
		snprintf(text, sizeof(text), "a\t%s\n", rows[i].value);
		open_form(json);
		type("a", rows[i].typed);
		writes(false, text);
		comes_back();
		close_form();
	}
}

/* How exact a number is has to stay; what we read of JSON has lost it. */
static void digits_that_were_typed__stay(void **state)
{
	static const char *const rows[][3] = {
		{ "decimal", "72.50", "72.50" },    { "decimal", "+007,500", "7.500" },
		{ "decimal", "-.50", "-0.50" },     { "decimal", "5.", "5" },
		{ "quantity", "3.10 l", "3.10 l" }, { "integer", "010", "10" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct response *again;
		char json[200], text[100];
		struct buf out;

		snprintf(json, sizeof(json), FORM("{\"linkId\":\"a\",\"type\":\"%s\"}"),
			 rows[i][0]);
		snprintf(text, sizeof(text), "a\t%s\n", rows[i][2]);
		open_form(json);
		type("a", rows[i][1]);
		writes(false, text);
		again = response_new(q, sheets_clock);
		assert_true(answers_read(again, str_of(text), NULL));
		out = json_of(again);
		snprintf(text, sizeof(text), "%.*s", (int)strcspn(rows[i][2], " "), rows[i][2]);
		assert_non_null(strstr(out.p, text));
		buf_finish(&out);
		response_free(again);
		close_form();
	}
}

static void digits__are_not_more_than_there_may_be(void **state)
{
	(void)state;
	open_form(FORM("{\"linkId\":\"a\",\"type\":\"decimal\",\"extension\":[{\"url\":"
		       "\"http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces\","
		       "\"valueInteger\":1}]}"));
	assert_int_equal(response_type(r, at("a"), "1.50"), RESPONSE_DECIMALS);
	assert_int_equal(response_type(r, at("a"), "1.5"), RESPONSE_TAKEN);
	close_form();
}

static void yes_and_no__are_true_and_false(void **state)
{
	const struct sheet_value no = { .kind = VALUE_BOOLEAN };

	(void)state;
	open_form(FORM(ITEM("a", "boolean", "")));
	assert_int_equal(response_set(r, at("a"), &no), RESPONSE_TAKEN);
	writes(false, "a\tfalse\n");
	comes_back();
	close_form();
}

static void a_choice_of_a_draft__is_a_coding(void **state)
{
	(void)state;
	open_form(FORM(ITEM("a", "choice",
			    ",\"answerOption\":[" CODE("x", "One") "," CODE("y", "Two") "]")));
	type("a", "Two");
	writes(true, "a\t=y\ts\tTwo\n");
	comes_back();
	close_form();
}

static void own_words_where_the_choices_are_not_here__come_back_as_they_are(void **state)
{
	(void)state;
	q = sheets_form(FORM(ITEM("a", "choice", ",\"answerValueSet\":\"http://x/v\"")));
	r = response_new(q, sheets_clock);
	type("a", "=something");
	writes(false, "a\t\"=something\n");
	comes_back();
	close_form();
}

static void a_link_id__may_have_any_character(void **state)
{
	(void)state;
	open_form(FORM(ITEM("50% of a b", "string", "")));
	type("50% of a b", "x");
	writes(false, "50%25%20of%20a%20b\tx\n");
	comes_back();
	close_form();
}

#define NESTED                                                                                 \
	FORM(ITEM(                                                                             \
		"g", "group",                                                                  \
		",\"repeats\":true,\"item\":[" ITEM(                                           \
			"a", "string",                                                         \
			",\"repeats\":true") "," ITEM("b", "boolean",                          \
						      ",\"item\":[" ITEM(                      \
							      "c", "string",                   \
							      "") "]") "]") "," ITEM("z",      \
										     "string", \
										     ""))

static struct blank *add(struct blank *b)
{
	struct blank *made = NULL;

	assert_int_equal(response_add(r, b, &made), RESPONSE_TAKEN);
	assert_non_null(made);
	return made;
}

static void copies_of_groups_and_their_answers__come_back_where_they_were(void **state)
{
	const struct sheet_value yes = { .kind = VALUE_BOOLEAN, .number = 1 };
	struct blank *second, *b;

	(void)state;
	open_form(NESTED);
	type("a", "one");
	assert_int_equal(response_type(r, add(at("a")), "two"), RESPONSE_TAKEN);
	second = add(at("g"));
	b = second->first->next;
	assert_int_equal(response_set(r, b, &yes), RESPONSE_TAKEN);
	assert_int_equal(response_type(r, b->first, "in an answer"), RESPONSE_TAKEN);
	type("z", "last");
	writes(false, "a\tone\na 0 1\ttwo\nb 1\ttrue\nc 1\tin an answer\nz\tlast\n");
	comes_back();
	close_form();
}

static void a_copy_that_was_emptied__keeps_its_place(void **state)
{
	(void)state;
	open_form(NESTED);
	assert_true(answers_read(r, str_of("a 2 0\tthird\n"), NULL));
	assert_int_equal(at("g")->next->next->index, 2);
	writes(false, "a 2 0\tthird\n");
	close_form();
}

static void what_is_not_asked_now__is_kept_in_a_draft_alone(void **state)
{
	const struct sheet_value yes = { .kind = VALUE_BOOLEAN, .number = 1 },
				 no = { .kind = VALUE_BOOLEAN };

	(void)state;
	open_form(FORM(ITEM("a", "boolean", "") "," ITEM(
		"b", "string",
		",\"enableWhen\":[{\"question\":\"a\",\"operator\":\"=\","
		"\"answerBoolean\":true}]")));
	assert_int_equal(response_set(r, at("a"), &yes), RESPONSE_TAKEN);
	type("b", "why");
	assert_int_equal(response_set(r, at("a"), &no), RESPONSE_TAKEN);
	writes(false, "a\tfalse\n");
	writes(true, "a\tfalse\nb\twhy\n");
	comes_back();
	close_form();
}

static void what_is_calculated__follows_and_is_not_written(void **state)
{
	(void)state;
	open_form(FORM(
		ITEM("n", "integer", "") "," ITEM("s", "integer", ",\"readOnly\":true," SUM)));
	type("n", "3");
	assert_int_equal((int)at("s")->value.number, 4);
	writes(true, "n\t3\n");
	comes_back();
	close_form();
}

static void an_own_answer_in_place_of_a_calculated_one__stays_until_it_is_emptied(void **state)
{
	(void)state;
	open_form(FORM(ITEM("n", "decimal", "") "," ITEM("s", "decimal", "," SUM) "," ITEM(
		"f", "decimal", ",\"maxLength\":9")));
	type("n", "3");
	writes(true, "n\t3\n");
	comes_back();
	type("s", "5");
	writes(true, "n\t3\ns\t5\n");
	comes_back();
	type("n", "7");
	assert_true(at("s")->value.number < 6);
	assert_int_equal(response_clear(r, at("s")), RESPONSE_TAKEN);
	assert_true(at("s")->value.number > 7);
	writes(true, "n\t7\n");
	comes_back();
	close_form();
}

static void an_initial_answer_that_was_emptied__stays_so(void **state)
{
	(void)state;
	open_form(FORM(ITEM("a", "string", ",\"initial\":[{\"valueString\":\"x\"}]")));
	writes(false, "a\tx\n");
	assert_true(answers_read(r, str_of(""), NULL));
	writes(false, "");
	close_form();
}

static void what_the_form_does_not_take__is_left_out_and_counted(void **state)
{
	static const char text[] = "gone\t1\na\tx\na\t7\na 1\t7\nb\ttoolong\nb\tok\n"
				   "c\t#9\nc\t#\nc\t=nowhere\nd\tx\nb%\tx\nb 1000\tx\nb 0x\tx\n"
				   "a\t7 \n";
	size_t left_out = 0;

	(void)state;
	open_form(FORM(
		ITEM("a", "integer", "") "," ITEM("b", "string", ",\"maxLength\":3") "," ITEM(
			"c", "choice",
			",\"answerOption\":[" CODE("x", "One") "]") "," ITEM("d", "display",
									     "")));
	assert_true(answers_read(r, str_of(text), &left_out));
	assert_int_equal(left_out, 12);
	writes(false, "a\t7\nb\tok\n");
	assert_false(answers_read(r, str_of("b\tno\nno tab"), &left_out));
	writes(false, "b\tno\n");
	close_form();
}

static void a_value__is_cleaned_when_it_is_read(void **state)
{
	(void)state;
	open_form(FORM(ITEM("a", "string", "") "," ITEM("u", "url", "")));
	assert_true(answers_read(r, str_of("a\tx\033[2J\\ty\n"), NULL));
	writes(false, "a\tx[2J y\n");
	assert_int_equal(answers_set(r, at("u"), str_of("http://x/\033[2J")), RESPONSE_KIND);
	close_form();
}

static void one_answer__is_named_found_set_and_emptied(void **state)
{
	struct buf out;
	struct blank *b;

	(void)state;
	open_form(NESTED);
	buf_init(&out, 100);
	b = answers_find(r, str_of("a 1 2"));
	assert_non_null(b);
	assert_true(answers_name(b, &out));
	assert_string_equal(out.p, "a 1 2");
	assert_int_equal(answers_set(r, b, str_of("x\\ny")), RESPONSE_TAKEN);
	buf_reset(&out);
	assert_true(answers_value(b, &out));
	assert_string_equal(out.p, "x\\ny");
	assert_int_equal(answers_set(r, b, str_of("")), RESPONSE_TAKEN);
	assert_int_equal(b->value.kind, VALUE_NONE);
	assert_null(answers_find(r, str_of("a 1")));
	assert_null(answers_find(r, str_of("a 0 200")));
	assert_null(answers_find(r, str_of("z 1")));
	buf_finish(&out);
	close_form();
}

static void words__are_what_people_read(void **state)
{
	struct buf out;

	(void)state;
	open_form(FORM(ITEM("a", "choice", ",\"answerOption\":[" CODE("x", "One") "]") "," ITEM(
		"w", "quantity",
		",\"extension\":[" UNIT("kg", "kilo") "," UNIT(
			"g", "gram") "]") "," ITEM("n", "integer", "") "," ITEM("t", "text",
										"")));
	type("a", "x");
	type("w", "3 kg");
	type("n", "4");
	type("t", "one\ntwo");
	buf_init(&out, 100);
	assert_true(answers_words(at("a"), &out) && answers_words(at("w"), &out) &&
		    answers_words(at("n"), &out) && answers_words(at("t"), &out));
	assert_string_equal(out.p, "One3 kilo4one\ntwo");
	buf_finish(&out);
	close_form();
}

static void a_buffer_that_is_full__has_nothing_added(void **state)
{
	struct buf out;

	(void)state;
	open_form(FORM(ITEM("a", "string", "") "," ITEM("b", "string", "")));
	type("a", "one");
	type("b", "two");
	buf_init(&out, 10);
	assert_true(buf_adds(&out, "."));
	assert_false(answers_write(r, false, &out));
	assert_string_equal(out.p, ".");
	buf_finish(&out);
	close_form();
}

static void forms__are_told_apart_by_their_sum(void **state)
{
	(void)state;
	assert_int_equal(str_sum(str_of("a")), 0xe40c292c);
	assert_true(str_sum(str_of("")) > 0);
	assert_int_not_equal(str_sum(str_of("ab")), str_sum(str_of("ba")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type__is_written_as_it_says_and_comes_back),
		cmocka_unit_test(digits_that_were_typed__stay),
		cmocka_unit_test(digits__are_not_more_than_there_may_be),
		cmocka_unit_test(yes_and_no__are_true_and_false),
		cmocka_unit_test(a_choice_of_a_draft__is_a_coding),
		cmocka_unit_test(
			own_words_where_the_choices_are_not_here__come_back_as_they_are),
		cmocka_unit_test(a_link_id__may_have_any_character),
		cmocka_unit_test(copies_of_groups_and_their_answers__come_back_where_they_were),
		cmocka_unit_test(a_copy_that_was_emptied__keeps_its_place),
		cmocka_unit_test(what_is_not_asked_now__is_kept_in_a_draft_alone),
		cmocka_unit_test(what_is_calculated__follows_and_is_not_written),
		cmocka_unit_test(
			an_own_answer_in_place_of_a_calculated_one__stays_until_it_is_emptied),
		cmocka_unit_test(an_initial_answer_that_was_emptied__stays_so),
		cmocka_unit_test(what_the_form_does_not_take__is_left_out_and_counted),
		cmocka_unit_test(a_value__is_cleaned_when_it_is_read),
		cmocka_unit_test(one_answer__is_named_found_set_and_emptied),
		cmocka_unit_test(words__are_what_people_read),
		cmocka_unit_test(a_buffer_that_is_full__has_nothing_added),
		cmocka_unit_test(forms__are_told_apart_by_their_sum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
