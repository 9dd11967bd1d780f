/* SPDX-License-Identifier: MIT */
/* Fillings: every type, fault, operator and nesting, out as JSON and back. */
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
#define CORE        "http://hl7.org/fhir/StructureDefinition/"
#define SDC         "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"

static struct questionnaire *q;
static struct response *r;

static void open_form(const char *json)
{
	q = sheets_form(json);
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

static enum response_fault type(const char *link, const char *text)
{
	return response_type(r, at(link), text);
}

static void write_out(bool completed, struct buf *out)
{
	const struct response_cover cover = { .completed = completed };

	buf_init(out, RESPONSE_BYTES_MAX);
	assert_true(response_write(r, &cover, out));
}

/* The items of the response, as JSON. */
static void gives(bool completed, const char *items)
{
	const char *from;
	struct buf out;

	write_out(completed, &out);
	from = strstr(out.p, "\"item\":");
	assert_string_equal(from ? from + 7 : "}", items);
	buf_finish(&out);
}

/* Out, in and out again is the same, and nothing is left out. */
static void comes_back(const char *form)
{
	struct response *first = r;
	struct buf out, again;
	size_t left_out = 9;

	for (int completed = 0; completed < 2; completed++) {
		write_out(completed, &out);
		r = response_read(q, (struct str) { out.p, out.n }, sheets_clock, &left_out);
		assert_non_null(r);
		assert_int_equal(left_out, 0);
		write_out(completed, &again);
		assert_string_equal(out.p, again.p);
		if (completed && sheets_wrong(str_of(form), (struct str) { out.p, out.n }))
			fail_msg("%s",
				 sheets_wrong(str_of(form), (struct str) { out.p, out.n }));
		buf_finish(&out);
		buf_finish(&again);
		response_free(r);
		r = first;
	}
}

static const struct {
	const char *item, *typed, *answer;
} types[] = {
	{ "\"type\":\"decimal\"", "2,5", "\"valueDecimal\":2.5" },
	{ "\"type\":\"integer\"", "-7", "\"valueInteger\":-7" },
	{ "\"type\":\"date\"", "2026-11-26", "\"valueDate\":\"2026-11-26\"" },
	{ "\"type\":\"date\"", "2026-11", "\"valueDate\":\"2026-11\"" },
	{ "\"type\":\"dateTime\"", "2026-11-26 18:05",
	  "\"valueDateTime\":\"2026-11-26T18:05:00-07:00\"" },
	{ "\"type\":\"dateTime\"", "2026", "\"valueDateTime\":\"2026\"" },
	{ "\"type\":\"time\"", "7:30", NULL },
	{ "\"type\":\"time\"", "07:30", "\"valueTime\":\"07:30:00\"" },
	{ "\"type\":\"string\"", "a \"b\"", "\"valueString\":\"a \\\"b\\\"\"" },
	{ "\"type\":\"text\"", "one\ntwo", "\"valueString\":\"one\\ntwo\"" },
	{ "\"type\":\"url\"", "https://a.org", "\"valueUri\":\"https://a.org\"" },
	{ "\"type\":\"url\"", "a b", NULL },
	{ "\"type\":\"quantity\"", "72.5 kg",
	  "\"valueQuantity\":{\"value\":72.5,\"unit\":\"kg\"}" },
	{ "\"type\":\"quantity\",\"extension\":[{\"url\":\"" CORE
	  "questionnaire-unitOption\",\"valueCoding\":{\"system\":\"u\",\"code\":\"[lb]\","
	  "\"display\":\"pounds\"}}]",
	  "150",
	  "\"valueQuantity\":{\"value\":150,\"unit\":\"pounds\",\"system\":\"u\",\"code\":\"["
	  "lb]\"}" },
	{ "\"type\":\"choice\",\"answerOption\":[{\"valueCoding\":{\"system\":\"s\",\"code\":"
	  "\"a\","
	  "\"display\":\"Yes, please\"}},{\"valueCoding\":{\"code\":\"b\"}}]",
	  "yes, PLEASE",
	  "\"valueCoding\":{\"system\":\"s\",\"code\":\"a\",\"display\":\"Yes, please\"}" },
	{ "\"type\":\"choice\",\"answerOption\":[{\"valueString\":\"one\"}]", "one",
	  "\"valueString\":\"one\"" },
	{ "\"type\":\"choice\",\"answerOption\":[{\"valueInteger\":4}]", "4",
	  "\"valueInteger\":4" },
	{ "\"type\":\"choice\",\"answerOption\":[{\"valueDate\":\"2026-01-01\"}]", "2026-01-01",
	  "\"valueDate\":\"2026-01-01\"" },
	{ "\"type\":\"choice\",\"answerOption\":[{\"valueTime\":\"08:00:00\"}]", "08:00:00",
	  "\"valueTime\":\"08:00:00\"" },
	{ "\"type\":\"choice\",\"answerOption\":[{\"valueString\":\"one\"}]", "two", NULL },
	{ "\"type\":\"open-choice\",\"answerOption\":[{\"valueCoding\":{\"code\":\"a\"}}]",
	  "else", "\"valueString\":\"else\"" },
	{ "\"type\":\"choice\",\"answerValueSet\":\"http://x.org/not-here\"", "free",
	  "\"valueCoding\":{\"display\":\"free\"}" },
};

static void each_type__goes_out_and_comes_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		char form[600], items[600];
		enum response_fault fault;

		snprintf(form, sizeof(form), FORM("{\"linkId\":\"a\",%s}"), types[i].item);
		snprintf(items, sizeof(items), "[{\"linkId\":\"a\",\"answer\":[{%s}]}]}",
			 types[i].answer ? types[i].answer : "");
		open_form(form);
		fault = type("a", types[i].typed);
		if ((fault == RESPONSE_TAKEN) != (types[i].answer != NULL))
			fail_msg("%s of %s: %d", types[i].typed, types[i].item, (int)fault);
		if (types[i].answer) {
			gives(true, items);
			comes_back(form);
		}
		close_form();
	}
}

static void a_boolean__is_set_and_emptied(void **state)
{
	static const char form[] = FORM("{\"linkId\":\"a\",\"type\":\"boolean\"}");
	const struct sheet_value yes = { .kind = VALUE_BOOLEAN, .number = 1 };
	const struct sheet_value no = { .kind = VALUE_BOOLEAN };

	(void)state;
	open_form(form);
	assert_int_equal(response_set(r, at("a"), &yes), RESPONSE_TAKEN);
	gives(true, "[{\"linkId\":\"a\",\"answer\":[{\"valueBoolean\":true}]}]}");
	assert_int_equal(response_set(r, at("a"), &no), RESPONSE_TAKEN);
	comes_back(form);
	gives(true, "[{\"linkId\":\"a\",\"answer\":[{\"valueBoolean\":false}]}]}");
	assert_int_equal(response_clear(r, at("a")), RESPONSE_TAKEN);
	gives(true, "}");
	close_form();
}

static const struct {
	const char *item, *typed;
	enum response_fault fault;
} faults[] = {
	{ "\"type\":\"integer\"", "many", RESPONSE_KIND },
	{ "\"type\":\"integer\"", "1.5", RESPONSE_KIND },
	{ "\"type\":\"integer\"", "3000000000", RESPONSE_KIND },
	{ "\"type\":\"date\"", "2026-02-29", RESPONSE_KIND },
	{ "\"type\":\"date\"", "2026-13", RESPONSE_KIND },
	{ "\"type\":\"time\"", "24:00", RESPONSE_KIND },
	{ "\"type\":\"string\",\"maxLength\":3", "f\xc3\xbcnf", RESPONSE_TOO_LONG },
	{ "\"type\":\"string\",\"maxLength\":4", "f\xc3\xbcnf", RESPONSE_TAKEN },
	{ "\"type\":\"string\",\"extension\":[{\"url\":\"" CORE
	  "minLength\",\"valueInteger\":3}]",
	  "ab", RESPONSE_TOO_SHORT },
	{ "\"type\":\"string\",\"extension\":[{\"url\":\"" CORE
	  "regex\",\"valueString\":\"\\\\d+\"}]",
	  "a1", RESPONSE_PATTERN },
	{ "\"type\":\"integer\",\"extension\":[{\"url\":\"" CORE
	  "minValue\",\"valueInteger\":0}]",
	  "-1", RESPONSE_TOO_LOW },
	{ "\"type\":\"decimal\",\"extension\":[{\"url\":\"" CORE
	  "maxValue\",\"valueDecimal\":9.5}]",
	  "9.6", RESPONSE_TOO_HIGH },
	{ "\"type\":\"date\",\"extension\":[{\"url\":\"" CORE
	  "maxValue\",\"valueDate\":\"2026-11-01\"}]",
	  "2026-11-02", RESPONSE_TOO_HIGH },
	{ "\"type\":\"decimal\",\"extension\":[{\"url\":\"" CORE
	  "maxDecimalPlaces\",\"valueInteger\":1}]",
	  "2.25", RESPONSE_DECIMALS },
	{ "\"type\":\"choice\",\"answerOption\":[{\"valueString\":\"a\"}]", "b",
	  RESPONSE_NO_CHOICE },
	{ "\"type\":\"quantity\",\"extension\":[{\"url\":\"" CORE
	  "questionnaire-unitOption\",\"valueCoding\":{\"code\":\"kg\"}}]",
	  "5 lb", RESPONSE_UNIT },
	{ "\"type\":\"string\",\"readOnly\":true", "a", RESPONSE_READ_ONLY },
	{ "\"type\":\"reference\"", "a", RESPONSE_KIND },
	{ "\"type\":\"string\",\"enableWhen\":[{\"question\":\"a\",\"operator\":\"exists\","
	  "\"answerBoolean\":true}]",
	  "a", RESPONSE_DISABLED },
};

static void each_fault__is_told_and_nothing_is_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		char form[600];
		enum response_fault fault;

		snprintf(form, sizeof(form), FORM("{\"linkId\":\"a\",%s}"), faults[i].item);
		open_form(form);
		fault = type("a", faults[i].typed);
		if (fault != faults[i].fault)
			fail_msg("%s of %s: %d, not %d", faults[i].typed, faults[i].item,
				 (int)fault, (int)faults[i].fault);
		if (fault != RESPONSE_TAKEN)
			gives(true, "}");
		close_form();
	}
}

static void a_group_is_no_question(void **state)
{
	const struct sheet_value v = { .kind = VALUE_STRING, .text = "x" };

	(void)state;
	open_form(FORM("{\"linkId\":\"g\",\"type\":\"group\"},{\"linkId\":\"r\",\"type\":"
		       "\"reference\"}"));
	assert_int_equal(response_set(r, at("g"), &v), RESPONSE_NOT_ASKED);
	assert_int_equal(response_set(r, at("r"), &v), RESPONSE_NOT_ASKED);
	close_form();
}

/* ---- conditions ---- */

static const struct {
	const char *condition;
	const char *of;             /* the item they are about */
	const char *yes[3], *no[3]; /* typed; "": emptied */
} whens[] = {
	{ "\"operator\":\"exists\",\"answerBoolean\":true", "string", { "x" }, { "" } },
	{ "\"operator\":\"exists\",\"answerBoolean\":false", "string", { "" }, { "x" } },
	{ "\"operator\":\"=\",\"answerInteger\":3", "integer", { "3" }, { "4", "" } },
	{ "\"operator\":\"!=\",\"answerInteger\":3", "integer", { "4", "" }, { "3" } },
	{ "\"operator\":\">\",\"answerDecimal\":2.5", "decimal", { "2.6" }, { "2.5", "" } },
	{ "\"operator\":\"<\",\"answerDate\":\"2026-11-26\"",
	  "date",
	  { "2026-11-25", "2025" },
	  { "2026-11-26", "2026" } },
	{ "\"operator\":\">=\",\"answerTime\":\"12:00:00\"",
	  "time",
	  { "12:00", "13:00" },
	  { "11:59", "" } },
	{ "\"operator\":\"<=\",\"answerQuantity\":{\"value\":5,\"unit\":\"kg\"}",
	  "quantity",
	  { "5 kg", "4 kg" },
	  { "6 kg", "4 lb" } },
	{ "\"operator\":\"=\",\"answerString\":\"b\"", "string", { "b" }, { "a", "" } },
	{ "\"operator\":\"=\",\"answerDateTime\":\"2026-11-26T10:00:00Z\"",
	  "dateTime",
	  { "2026-11-26T12:00:00+02:00" },
	  { "2026-11-26" } },
	{ "\"operator\":\"=\",\"answerCoding\":{\"system\":\"s\",\"code\":\"a\"}",
	  "choice\",\"answerOption\":[{\"valueCoding\":{\"system\":\"s\",\"code\":\"a\"}},{"
	  "\"valueCoding\":{\"system\":\"t\",\"code\":\"b\"}}],\"prefix\":\"1",
	  { "a" },
	  { "b", "" } },
};

static void answer(const char *link, const char *typed)
{
	if (*typed)
		assert_int_equal(type(link, typed), RESPONSE_TAKEN);
	else
		assert_int_equal(response_clear(r, at(link)), RESPONSE_TAKEN);
}

static void each_operator__enables_and_disables(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(whens) / sizeof(whens[0]); i++) {
		char form[800];

		snprintf(form, sizeof(form),
			 FORM("{\"linkId\":\"a\",\"type\":\"%s\"},{\"linkId\":\"b\",\"type\":"
			      "\"string\","
			      "\"enableWhen\":[{\"question\":\"a\",%s}]}"),
			 whens[i].of, whens[i].condition);
		open_form(form);
		assert_int_equal(q->lack_total, 0);
		for (size_t k = 0; k < 3 && (whens[i].yes[k] || whens[i].no[k]); k++) {
			const char *yes = whens[i].yes[k], *no = whens[i].no[k];

			if (yes)
				answer("a", yes);
			if (yes && !blank_asks(at("b")))
				fail_msg("%s: not enabled by <%s>", whens[i].condition, yes);
			if (no)
				answer("a", no);
			if (no && blank_asks(at("b")))
				fail_msg("%s: enabled by <%s>", whens[i].condition, no);
		}
		close_form();
	}
}

static void any_is_one_and_all_is_each(void **state)
{
	static const char *const behaviors[] = { "any", "all" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		char form[600];

		snprintf(form, sizeof(form),
			 FORM("{\"linkId\":\"a\",\"type\":\"string\"},{\"linkId\":\"b\","
			      "\"type\":\"string\"},"
			      "{\"linkId\":\"c\",\"type\":\"string\",\"enableBehavior\":\"%s\","
			      "\"enableWhen\":["
			      "{\"question\":\"a\",\"operator\":\"=\",\"answerString\":\"1\"},"
			      "{\"question\":\"b\",\"operator\":\"=\",\"answerString\":\"2\"}]"
			      "}"),
			 behaviors[i]);
		open_form(form);
		assert_false(blank_asks(at("c")));
		type("a", "1");
		assert_int_equal(blank_asks(at("c")), i == 0);
		type("b", "2");
		assert_true(blank_asks(at("c")));
		close_form();
	}
}

/* A chain: what is not enabled is no answer, yet it is there again when it is. */
static void a_disabled_answer__counts_for_nothing_and_is_kept(void **state)
{
	static const char form[] = FORM(
		"{\"linkId\":\"a\",\"type\":\"string\"},{\"linkId\":\"b\",\"type\":\"string\","
		"\"enableWhen\":[{\"question\":\"a\",\"operator\":\"=\",\"answerString\":\"1\"}"
		"]},"
		"{\"linkId\":\"c\",\"type\":\"string\",\"enableWhen\":[{\"question\":\"b\","
		"\"operator\":\"exists\",\"answerBoolean\":true}]}");

	(void)state;
	open_form(form);
	type("a", "1");
	type("b", "2");
	type("c", "3");
	type("a", "0");
	assert_false(blank_asks(at("c")));
	gives(true, "[{\"linkId\":\"a\",\"answer\":[{\"valueString\":\"0\"}]}]}");
	comes_back(form);
	gives(false, "[{\"linkId\":\"a\",\"answer\":[{\"valueString\":\"0\"}]},{\"linkId\":"
		     "\"b\",\"answer\":[{"
		     "\"valueString\":\"2\"}]},{\"linkId\":\"c\",\"answer\":[{\"valueString\":"
		     "\"3\"}]}]}");
	type("a", "1");
	assert_true(blank_answered(at("c")));
	close_form();
}

static void in_copies_of_a_group__the_nearest_counts(void **state)
{
	static const char form[] =
		FORM("{\"linkId\":\"g\",\"type\":\"group\",\"repeats\":true,\"item\":["
		     "{\"linkId\":\"a\",\"type\":\"string\"},{\"linkId\":\"b\",\"type\":"
		     "\"string\",\"enableWhen\":[{"
		     "\"question\":\"a\",\"operator\":\"=\",\"answerString\":\"1\"}]}]},"
		     "{\"linkId\":\"c\",\"type\":\"string\",\"enableWhen\":[{\"question\":"
		     "\"a\",\"operator\":\"=\","
		     "\"answerString\":\"1\"}]}");
	struct blank *made;

	(void)state;
	open_form(form);
	type("a", "0");
	assert_int_equal(response_add(r, at("g"), &made), RESPONSE_TAKEN);
	assert_int_equal(response_type(r, made->first, "1"), RESPONSE_TAKEN);
	assert_false(blank_asks(at("b")));
	assert_true(blank_asks(made->first->next));
	assert_true(blank_asks(at("c"))); /* of all copies one is enough */
	comes_back(form);
	close_form();
}

static void in_a_group_that_is_not_enabled__nothing_counts(void **state)
{
	(void)state;
	open_form(FORM(
		"{\"linkId\":\"a\",\"type\":\"string\"},{\"linkId\":\"g\",\"type\":\"group\","
		"\"enableWhen\":[{\"question\":\"a\",\"operator\":\"=\",\"answerString\":\"1\"}"
		"],"
		"\"item\":[{\"linkId\":\"b\",\"type\":\"string\"}]},{\"linkId\":\"c\","
		"\"type\":\"string\",\"enableWhen\":[{\"question\":\"b\",\"operator\":"
		"\"exists\","
		"\"answerBoolean\":true}]}"));
	type("a", "1");
	type("b", "x");
	assert_true(blank_asks(at("c")));
	type("a", "2");
	assert_false(at("b")->enabled);
	assert_false(blank_asks(at("c")));
	assert_int_equal(type("b", "y"), RESPONSE_DISABLED);
	close_form();
}

static void a_code__is_that_of_its_system(void **state)
{
	const struct sheet_value a = { .kind = VALUE_CODING, .system = "s", .text = "a" };
	const struct sheet_value b = { .kind = VALUE_CODING, .system = "t", .text = "a" };
	const struct sheet_value any = { .kind = VALUE_CODING, .text = "a" };

	(void)state;
	assert_int_equal(value_compare(&a, &a), VALUE_SAME);
	assert_int_equal(value_compare(&a, &b), VALUE_OTHER);
	assert_int_equal(value_compare(&a, &any), VALUE_SAME);
}

static void conditions_in_a_ring__come_to_an_end(void **state)
{
	(void)state;
	open_form(FORM(
		"{\"linkId\":\"a\",\"type\":\"string\",\"initial\":[{\"valueString\":\"x\"}],"
		"\"enableWhen\":[{\"question\":\"b\",\"operator\":\"exists\",\"answerBoolean\":"
		"false}]},"
		"{\"linkId\":\"b\",\"type\":\"string\",\"initial\":[{\"valueString\":\"x\"}],"
		"\"enableWhen\":["
		"{\"question\":\"a\",\"operator\":\"exists\",\"answerBoolean\":true}]}"));
	gives(false, "[{\"linkId\":\"a\",\"answer\":[{\"valueString\":\"x\"}]},{\"linkId\":"
		     "\"b\",\"answer\":[{"
		     "\"valueString\":\"x\"}]}]}");
	close_form();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type__goes_out_and_comes_back),
		cmocka_unit_test(a_boolean__is_set_and_emptied),
		cmocka_unit_test(each_fault__is_told_and_nothing_is_kept),
		cmocka_unit_test(a_group_is_no_question),
		cmocka_unit_test(each_operator__enables_and_disables),
		cmocka_unit_test(any_is_one_and_all_is_each),
		cmocka_unit_test(a_disabled_answer__counts_for_nothing_and_is_kept),
		cmocka_unit_test(in_copies_of_a_group__the_nearest_counts),
		cmocka_unit_test(in_a_group_that_is_not_enabled__nothing_counts),
		cmocka_unit_test(a_code__is_that_of_its_system),
		cmocka_unit_test(conditions_in_a_ring__come_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
