/* SPDX-License-Identifier: MIT */
/* FHIRPath: a row an expression, and what it gives; and what does not compile, and why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/sheets.h"

/* A group that repeats, of a number and a note; a choice with weights; a text; a date. */
static const char form[] =
	"{\"resourceType\":\"Questionnaire\",\"item\":["
	"{\"linkId\":\"g\",\"type\":\"group\",\"repeats\":true,\"item\":["
	" {\"linkId\":\"n\",\"type\":\"integer\"},{\"linkId\":\"note\",\"type\":\"string\"}]},"
	"{\"linkId\":\"c\",\"type\":\"choice\",\"repeats\":true,\"answerOption\":["
	" {\"valueCoding\":{\"system\":\"s\",\"code\":\"a\",\"display\":\"Ay\",\"extension\":[{"
	"  "
	"\"url\":\"http://hl7.org/fhir/StructureDefinition/"
	"ordinalValue\",\"valueDecimal\":2}]}},"
	" {\"valueCoding\":{\"system\":\"s\",\"code\":\"b\",\"display\":\"Bee\"},\"extension\":"
	"[{"
	"  "
	"\"url\":\"http://hl7.org/fhir/StructureDefinition/itemWeight\",\"valueDecimal\":3}]}],"
	" \"item\":[{\"linkId\":\"why\",\"type\":\"string\"}]},"
	"{\"linkId\":\"t\",\"type\":\"text\"},{\"linkId\":\"d\",\"type\":\"date\"},"
	"{\"linkId\":\"q\",\"type\":\"quantity\"},{\"linkId\":\"e\",\"type\":\"string\"}]}";

static struct questionnaire *q;
static struct response *r;

static struct blank *blank(const char *link, size_t a)
{
	return response_blank(r, questionnaire_item(q, link), &a, 1);
}

static void type(const char *link, size_t a, const char *text)
{
	assert_int_equal(response_type(r, blank(link, a), text), RESPONSE_TAKEN);
}

static int fill(void **state)
{
	struct blank *made;

	(void)state;
	q = sheets_form(form);
	r = response_new(q, sheets_clock);
	type("n", 0, "4");
	type("note", 0, "four");
	assert_int_equal(response_add(r, blank("g", 0), &made), RESPONSE_TAKEN);
	type("n", 1, "6");
	type("c", 0, "a");
	assert_int_equal(response_add(r, blank("c", 0), &made), RESPONSE_TAKEN);
	type("c", 1, "bee");
	assert_int_equal(response_type(r, made->first, "because"), RESPONSE_TAKEN);
	type("t", 0, "Grüße \xf0\x9f\x8c\xb1");
	type("d", 0, "2024-01-31");
	type("q", 0, "5.5 kg");
	return 0;
}

static int end(void **state)
{
	(void)state;
	response_free(r);
	questionnaire_free(q);
	return 0;
}

/* All values with a bar between. */
static void print(const struct sheet_value *all, size_t n, char *out, size_t size)
{
	size_t at = 0;

	*out = '\0';
	for (size_t i = 0; i < n && at < size; i++) {
		const struct sheet_value *v = &all[i];

		if (i)
			at += (size_t)snprintf(out + at, size - at, "|");
		if (v->kind == VALUE_BOOLEAN)
			at += (size_t)snprintf(out + at, size - at,
					       v->number > 0 ? "true" : "false");
		else if (v->kind == VALUE_INTEGER || v->kind == VALUE_DECIMAL)
			at += (size_t)snprintf(out + at, size - at, "%g%s", v->number,
					       v->kind == VALUE_DECIMAL ? "d" : "");
		else if (v->kind == VALUE_QUANTITY)
			at += (size_t)snprintf(out + at, size - at, "%g %s", v->number,
					       v->display ? v->display
					       : v->text  ? v->text
							  : "-");
		else
			at += (size_t)snprintf(out + at, size - at, "%s", v->text);
	}
}

static void gives(const char *text, const struct blank *at, const char *expected)
{
	struct path_query query = { r, at, sheets_clock.today, sheets_clock.now,
				    PATH_STEPS_MAX };
	struct arena mem = { 0 };
	struct sheet_value all[40];
	const char *why = NULL;
	const struct path *p = path_compile(&mem, text, NULL, &why);
	char out[500];

	if (!p)
		fail_msg("%s does not compile: %s", text, why);
	print(all, path_values(p, &query, &mem, all, 40), out, sizeof(out));
	if (strcmp(out, expected) != 0)
		fail_msg("%s gives <%s>, not <%s>", text, out, expected);
	arena_finish(&mem);
}

static const struct {
	const char *text, *gives;
} rows[] = {
	/* literals and reckoning */
	{ "1 + 2 * 3", "7" },
	{ "(1 + 2) * 3", "9" },
	{ "7 / 2", "3.5d" },
	{ "6 / 2", "3d" },
	{ "7 div 2", "3" },
	{ "7 mod 4", "3" },
	{ "1 / 0", "" },
	{ "-3 + 1", "-2" },
	{ "- 2 * -3", "6" },
	{ "1.5 + 1", "2.5d" },
	{ "1 + {}", "" },
	{ "'a' + 'b\\'c'", "ab'c" },
	{ "'a' & {} & 'b'", "ab" },
	{ "'\\u00e9'", "\xc3\xa9" },
	{ "2 ** 3", NULL },
	/* comparing */
	{ "1 < 2", "true" },
	{ "2 <= 2", "true" },
	{ "1 > 2", "false" },
	{ "1 = 1.0", "true" },
	{ "1 != 2", "true" },
	{ "{} = 1", "" },
	{ "{} ~ {}", "true" },
	{ "1 !~ 2", "true" },
	{ "'b' > 'a'", "true" },
	{ "1 in (1 | 2)", "true" },
	{ "(1 | 2) contains 3", "false" },
	{ "(1 | 2 | 1).count()", "2" },
	/* three truths */
	{ "true and {}", "" },
	{ "false and {}", "false" },
	{ "true or {}", "true" },
	{ "false or {}", "" },
	{ "true xor false", "true" },
	{ "false implies {}", "true" },
	{ "true implies false", "false" },
	{ "true and not false", NULL },
	{ "(false).not()", "true" },
	/* the response */
	{ "%resource.item.where(linkId='g').count()", "2" },
	{ "%resource.item.where(linkId='g').item.where(linkId='n').answer.value", "4|6" },
	{ "item.where(linkId='g').item.answer.value.where($this is integer).sum()", "10" },
	{ "%resource.item.where(linkId='g')[1].item.answer.value", "6" },
	{ "%resource.item.where(linkId='g').first().item.where(linkId='note').answer.value",
	  "four" },
	{ "%resource.item.where(linkId='c').answer.value.code", "a|b" },
	{ "%resource.item.where(linkId='c').answer.value.display", "Ay|Bee" },
	{ "%resource.item.where(linkId='c').answer.value.ordinal().sum()", "5d" },
	{ "%resource.item.where(linkId='c').answer.weight()", "2d|3d" },
	{ "%resource.item.where(linkId='c').answer.item.where(linkId='why').answer.value",
	  "because" },
	{ "%resource.descendants().where(linkId='why').answer.value", "because" },
	{ "%resource.repeat(item).where(linkId='n').answer.value.max()", "6" },
	{ "%resource.item.where(linkId='e').answer.exists()", "false" },
	{ "%resource.item.where(linkId='e').exists()", "false" },
	{ "%resource.item.linkId.first()", "g" },
	{ "%resource.item.where(linkId='q').answer.value", "5.5 kg" },
	{ "%resource.item.where(linkId='q').answer.value.value", "5.5d" },
	{ "%resource.item.where(linkId='q').answer.value.unit", "kg" },
	{ "%resource.item.where(linkId='q').answer.valueQuantity.value * 2", "11d" },
	{ "QuestionnaireResponse.item.where(linkId='d').answer.value", "2024-01-31" },
	{ "%context.item.count()", "6" },
	/* collections */
	{ "(1 | 2 | 3).tail()", "2|3" },
	{ "(1 | 2 | 3).skip(1).take(1)", "2" },
	{ "(1 | 2 | 3).last()", "3" },
	{ "(1 | 2).single()", "" },
	{ "(1 | 2 | 3).where($this > 1)", "2|3" },
	{ "(5 | 6 | 7).select($index)", "0|1|2" },
	{ "(1 | 2).combine(2).count()", "3" },
	{ "(1 | 2).union(2).count()", "2" },
	{ "(1).combine(1).isDistinct()", "false" },
	{ "(1 | 2).all($this > 0)", "true" },
	{ "(1 | 2).exists($this > 1)", "true" },
	{ "(1 | 2 | 3).intersect(2 | 3 | 4)", "2|3" },
	{ "(1 | 2 | 3).exclude(2)", "1|3" },
	{ "(1 | 2).subsetOf(1 | 2 | 3)", "true" },
	{ "(1 | 2).supersetOf(1 | 3)", "false" },
	{ "{}.empty()", "true" },
	{ "(1 | 2 | 3).avg()", "2d" },
	{ "(3 | 1 | 2).min()", "1" },
	{ "{}.sum()", "0" },
	{ "('a' | 1).sum()", "" },
	{ "(true | false).allTrue()", "false" },
	{ "(true | false).anyTrue()", "true" },
	{ "(1 | 'a' | 2.5).ofType(decimal)", "1|2.5d" },
	{ "('a' | 1) as string", "a" },
	{ "1 is System.Integer", "true" },
	/* numbers */
	{ "(2.5).round()", "3" },
	{ "(2.345).round(2)", "2.35d" },
	{ "(-2.5).abs()", "2.5d" },
	{ "(2.1).ceiling()", "3" },
	{ "(2.9).floor()", "2" },
	{ "(2.9).truncate()", "2" },
	{ "(16).sqrt()", "4d" },
	{ "(-1).sqrt()", "" },
	{ "(2).power(10)", "1024" },
	/* choosing */
	{ "iif(1 > 2, 'yes', 'no')", "no" },
	{ "iif({}, 'yes', 'no')", "no" },
	{ "iif(true, 'yes')", "yes" },
	{ "iif(false, 1 / 0)", "" },
	/* texts */
	{ "'abc'.length()", "3" },
	{ "%resource.item.where(linkId='t').answer.value.length()", "7" },
	{ "'abcd'.substring(1, 2)", "bc" },
	{ "'abcd'.indexOf('c')", "2" },
	{ "'abc'.contains('b') and 'abc'.startsWith('a') and 'abc'.endsWith('bc')", "true" },
	{ "'a1'.matches('[a-z]\\\\d')", "true" },
	{ "'Ab'.upper() & 'Ab'.lower()", "ABab" },
	{ "' a '.trim()", "a" },
	{ "('a' | 'b').join('-')", "a-b" },
	{ "'aXbX'.replace('X', '')", "ab" },
	{ "'12'.toInteger() + 1", "13" },
	{ "'x'.toInteger()", "" },
	{ "'1.5'.toDecimal()", "1.5d" },
	{ "(1.5).toString()", "1.5" },
	/* dates */
	{ "today()", "2026-11-26" },
	{ "now()", "2026-11-26T18:00:00-07:00" },
	{ "today() - 7 days", "2026-11-19" },
	{ "@2024-01-31 + 1 month", "2024-02-29" },
	{ "@2024-02-29 + 1 year", "2025-02-28" },
	{ "@2026-12-31 + 1 day", "2027-01-01" },
	{ "@2026-11-26T23:30:00Z + 45 minutes", "2026-11-27T00:15:00Z" },
	{ "today() + 2 'wk'", "2026-12-10" },
	{ "@2026-11-26 + 3 hours", "" },
	{ "@2026-11-26 > @2026-11-25", "true" },
	{ "@2026-11 > @2026-11-25", "" },
	{ "@2026-11 > @2026-10-25", "true" },
	{ "@2026-11-26T10:00:00+02:00 = @2026-11-26T08:00:00Z", "true" },
	{ "@T10:00 < @T11:00", "true" },
	{ "@2026-02-30", NULL },
	{ "@2000-11-27.until(today(), 'years')", "25" },
	{ "@2000-11-26.until(today(), 'years')", "26" },
	{ "@2026-11-20.until(today(), 'days')", "6" },
	{ "%resource.item.where(linkId='d').answer.value < today()", "true" },
	{ "1 // a remark\n + 1 /* and one */", "2" },
};

static void each_expression__gives_what_it_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].gives)
			gives(rows[i].text, NULL, rows[i].gives);
}

static void from_an_item__the_context_is_that(void **state)
{
	(void)state;
	gives("item.where(linkId='n').answer.value", blank("g", 1), "6");
	gives("%context.item.where(linkId='n').answer.value + 1", blank("g", 0), "5");
	gives("answer.value", blank("n", 1), "6");
	gives("%resource.item.count()", blank("n", 1), "6");
}

static const char *refusal(struct arena *mem, const char *text)
{
	const char *why = NULL;

	assert_null(path_compile(mem, text, NULL, &why));
	assert_non_null(why);
	return why;
}

static void what_is_not_of_the_subset__says_what(void **state)
{
	char deep[400];
	struct arena mem = { 0 };

	(void)state;
	assert_string_equal(refusal(&mem, "%patient.name"), "name %patient");
	assert_string_equal(refusal(&mem, "%resource.subject.resolve()"), "name subject");
	assert_string_equal(refusal(&mem, "today().foo()"), "function foo");
	assert_string_equal(refusal(&mem, "1 +"), "at 4");
	assert_string_equal(refusal(&mem, "1 2"), "at 3");
	assert_string_equal(refusal(&mem, "(1).where()"), "arguments of where");
	assert_string_equal(refusal(&mem, "'open"), "at 6");
	assert_string_equal(refusal(&mem, ""), "at 1");
	assert_string_equal(refusal(&mem, "1 is Patient"), "type Patient");
	memset(deep, '(', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	assert_string_equal(refusal(&mem, deep), "too deep");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!rows[i].gives)
			refusal(&mem, rows[i].text);
	arena_finish(&mem);
}

/* Doubling thirty times would be a thousand million; it is nothing, and soon. */
static void what_passes_a_bound__is_nothing(void **state)
{
	char text[1000] = "(1 | 2)";

	(void)state;
	for (int i = 0; i < 30; i++)
		strncat(text, ".select($this | 5)", sizeof(text) - strlen(text) - 1);
	gives("(1|2).repeat($this)", NULL, "");
	gives("(1|2).select($this.combine($this)).repeat($this.combine($this)).count()", NULL,
	      "");
	text[0] = '\0';
	for (int i = 0; i < 900; i++)
		strncat(text, "1+", sizeof(text) - strlen(text) - 1);
	strncat(text, "1", sizeof(text) - strlen(text) - 1);
	gives(text, NULL, "500");
}

static void what_takes_too_many_steps__is_nothing(void **state)
{
	struct path_query query = { r, NULL, sheets_clock.today, sheets_clock.now, 4 };
	struct arena mem = { 0 };
	struct sheet_value v;
	const char *why;
	const struct path *p = path_compile(&mem, "1 + 1 + 1", NULL, &why);

	(void)state;
	assert_int_equal(path_values(p, &query, &mem, &v, 1), 0);
	assert_int_equal(query.steps, 0);
	query.steps = 40;
	assert_int_equal(path_values(p, &query, &mem, &v, 1), 1);
	assert_true(query.steps > 0 && query.steps < 40);
	arena_finish(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_expression__gives_what_it_should, fill,
						end),
		cmocka_unit_test_setup_teardown(from_an_item__the_context_is_that, fill, end),
		cmocka_unit_test(what_is_not_of_the_subset__says_what),
		cmocka_unit_test_setup_teardown(what_takes_too_many_steps__is_nothing, fill,
						end),
		cmocka_unit_test_setup_teardown(what_passes_a_bound__is_nothing, fill, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
