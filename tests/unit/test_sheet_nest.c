/* SPDX-License-Identifier: MIT */
/* Nesting, repeating, what is calculated, what is missing, where one is. */
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
#define PATH(which, text)                                                                      \
	"{\"url\":\"" SDC which                                                                \
	"\",\"valueExpression\":{\"language\":\"text/fhirpath\",\"expression\":"               \
	"\"" text "\"}}"

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

static void type(struct blank *b, const char *text)
{
	assert_int_equal(response_type(r, b, text), RESPONSE_TAKEN);
}

static struct blank *add(struct blank *b)
{
	struct blank *made;

	assert_int_equal(response_add(r, b, &made), RESPONSE_TAKEN);
	return made;
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

/* As a draft and back, whatever is in it. */
static void comes_back(void)
{
	const struct response_cover cover = { .id = "d", .subject = "Patient/1" };
	struct response *first = r;
	struct buf out, again;
	size_t left_out = 9;

	buf_init(&out, RESPONSE_BYTES_MAX);
	buf_init(&again, RESPONSE_BYTES_MAX);
	assert_true(response_write(r, &cover, &out));
	r = response_read(q, (struct str) { out.p, out.n }, sheets_clock, &left_out);
	assert_int_equal(left_out, 0);
	assert_true(response_write(r, &cover, &again));
	assert_string_equal(out.p, again.p);
	response_free(r);
	r = first;
	buf_finish(&out);
	buf_finish(&again);
}

static void items_within_answers__go_out_within_them(void **state)
{
	(void)state;
	open_form(FORM("{\"linkId\":\"a\",\"type\":\"string\",\"repeats\":true,\"item\":[{"
		       "\"linkId\":\"b\","
		       "\"type\":\"group\",\"item\":[{\"linkId\":\"c\",\"type\":\"integer\"}]},"
		       "{\"linkId\":\"help\",\"type\":\"display\",\"text\":\"?\"}]}"));
	assert_false(blank_asks(at("c"))); /* there is no answer yet that it could be in */
	assert_true(blank_shown(at("help")));
	type(at("a"), "one");
	type(at("c"), "1");
	type(add(at("a")), "two");
	type(at("c")->twin, "2");
	gives("[{\"linkId\":\"a\",\"answer\":["
	      "{\"valueString\":\"one\",\"item\":[{\"linkId\":\"b\",\"item\":[{\"linkId\":"
	      "\"c\",\"answer\":[{"
	      "\"valueInteger\":1}]}]}]},"
	      "{\"valueString\":\"two\",\"item\":[{\"linkId\":\"b\",\"item\":[{\"linkId\":"
	      "\"c\",\"answer\":[{"
	      "\"valueInteger\":2}]}]}]}]}]}");
	comes_back();
	assert_int_equal(response_clear(r, at("a")), RESPONSE_TAKEN);
	gives("[{\"linkId\":\"a\",\"answer\":[{\"valueString\":\"two\",\"item\":[{\"linkId\":"
	      "\"b\",\"item\":[{"
	      "\"linkId\":\"c\",\"answer\":[{\"valueInteger\":2}]}]}]}]}]}");
	close_form();
}

static void groups_in_groups__are_found_by_their_indices(void **state)
{
	struct blank *b;

	(void)state;
	open_form(FORM("{\"linkId\":\"g\",\"type\":\"group\",\"repeats\":true,\"item\":[{"
		       "\"linkId\":\"h\","
		       "\"type\":\"group\",\"repeats\":true,\"item\":[{\"linkId\":\"a\","
		       "\"type\":\"string\"}]}]}"));
	type(at("a"), "00");
	b = add(at("h"));
	type(b->first, "01");
	b = add(at("g"));
	type(b->first->first, "10");
	b = add(b->first);
	type(b->first, "11");
	for (size_t i = 0; i < 4; i++) {
		const size_t indices[] = { i / 2, i % 2 };
		size_t back[2];
		char text[3];

		snprintf(text, sizeof(text), "%zu%zu", i / 2, i % 2);
		b = response_blank(r, questionnaire_item(q, "a"), indices, 2);
		assert_string_equal(b->value.text, text);
		assert_int_equal(blank_indices(b, back, 2), 2);
		assert_memory_equal(back, indices, sizeof(back));
	}
	assert_null(response_blank(r, questionnaire_item(q, "a"), (size_t[]) { 2, 0 }, 2));
	comes_back();
	assert_int_equal(response_remove(r, at("g")), RESPONSE_TAKEN);
	gives("[{\"linkId\":\"g\",\"item\":[{\"linkId\":\"h\",\"item\":[{\"linkId\":\"a\","
	      "\"answer\":[{"
	      "\"valueString\":\"10\"}]}]},{\"linkId\":\"h\",\"item\":[{\"linkId\":\"a\","
	      "\"answer\":[{"
	      "\"valueString\":\"11\"}]}]}]}]}");
	close_form();
}

static void an_answer_more__is_taken_up_to_the_limit(void **state)
{
	struct blank *made;

	(void)state;
	open_form(FORM("{\"linkId\":\"a\",\"type\":\"string\",\"repeats\":true,\"extension\":[{"
		       "\"url\":\"" CORE "questionnaire-maxOccurs\",\"valueInteger\":2}]},{"
		       "\"linkId\":\"b\",\"type\":\"string\"},"
		       "{\"linkId\":\"c\",\"type\":\"group\",\"repeats\":true,\"item\":[{"
		       "\"linkId\":\"d\","
		       "\"type\":\"string\"}]}"));
	assert_ptr_equal(add(at("a")), at("a")); /* it is empty still */
	type(at("a"), "1");
	type(add(at("a")), "2");
	assert_int_equal(response_add(r, at("a"), &made), RESPONSE_TOO_MANY);
	type(at("b"), "1");
	assert_int_equal(response_add(r, at("b"), &made), RESPONSE_TOO_MANY);
	type(at("d"), "x");
	for (int i = 1; i < RESPONSE_COPIES_MAX; i++)
		type(add(at("c"))->first, "x");
	assert_int_equal(response_add(r, at("c"), &made), RESPONSE_TOO_MANY);
	close_form();
}

static void choices__are_there_once_and_some_alone(void **state)
{
	struct blank *b;

	(void)state;
	open_form(
		FORM("{\"linkId\":\"a\",\"type\":\"choice\",\"repeats\":true,\"answerOption\":["
		     "{\"valueString\":\"x\"},{\"valueString\":\"y\",\"initialSelected\":true},"
		     "{\"valueString\":\"none\",\"extension\":[{\"url\":\"" CORE
		     "questionnaire-optionExclusive\",\"valueBoolean\":true}]}]}"));
	assert_string_equal(at("a")->value.text, "y");
	b = add(at("a"));
	assert_int_equal(response_choose(r, b, 1), RESPONSE_TWICE);
	assert_int_equal(response_choose(r, b, 0), RESPONSE_TAKEN);
	assert_int_equal(response_choose(r, add(b), 2), RESPONSE_TAKEN);
	gives("[{\"linkId\":\"a\",\"answer\":[{\"valueString\":\"none\"}]}]}");
	assert_int_equal(response_choose(r, add(at("a")), 0), RESPONSE_TAKEN);
	gives("[{\"linkId\":\"a\",\"answer\":[{\"valueString\":\"x\"}]}]}");
	assert_int_equal(response_choose(r, at("a"), 3), RESPONSE_NO_CHOICE);
	close_form();
}

static const char calculated[] =

	"{\"resourceType\":\"Questionnaire\",\"extension\":[{\"url\":\"" CORE
	"variable\",\"valueExpression\":{\"name\":\"all\",\"language\":\"text/"
	"fhirpath\",\"expression\":"
	"\"%resource.item.where(linkId='a').answer.value\"}}],\"item\":["
	"{\"linkId\":\"a\",\"type\":\"integer\",\"repeats\":true},"
	"{\"linkId\":\"sum\",\"type\":\"decimal\",\"extension\":[" PATH(
		"calculatedExpression",
		"%all.sum()") "]},"
			      "{\"linkId\":\"twice\",\"type\":\"integer\","
			      "\"extension\":[" PATH(
				      "calculatedExpression",
				      "%resource.item.where(linkId='sum').answer.value "
				      "* 2") "]},"
					     "{\"linkId\":\"copy\",\"type\":"
					     "\"integer\",\"repeats\":true,"
					     "\"extension\":[" PATH(
						     "calculatedExpressi"
						     "on",
						     "%all.select($this "
						     "+ 1)") "]},"
							     "{\"linkId"
							     "\":"
							     "\"many\","
							     "\"type\":"
							     "\"display"
							     "\","
							     "\"extensio"
							     "n\":"
							     "[" PATH(
								     "en"
								     "ab"
								     "le"
								     "Wh"
								     "en"
								     "Ex"
								     "pr"
								     "es"
								     "si"
								     "o"
								     "n",
								     "%a"
								     "ll"
								     ".c"
								     "ou"
								     "nt"
								     "()"
								     " >"
								     " "
								     "1") "]},"
									  "{\"linkId\":"
									  "\"when\",\"type\":"
									  "\"date\","
									  "\"extension\":"
									  "[" PATH(
										  "initialExpre"
										  "ssion",
										  "today() - 1 "
										  "week") "]},"
											  "{\"l"
											  "inkI"
											  "d\":"
											  "\"kg"
											  "\","
											  "\"ty"
											  "pe\""
											  ":\"q"
											  "uant"
											  "ity"
											  "\","
											  "\"ex"
											  "tens"
											  "ion"
											  "\":["
											  "{\"u"
											  "rl\""
											  ":"
											  "\"" CORE
											  "ques"
											  "tion"
											  "nair"
											  "e-"
											  "unit"
											  "\","
											  "\"va"
											  "lueC"
											  "odin"
											  "g\":"
											  "{\"c"
											  "ode"
											  "\":"
											  "\"kg"
											  "\"}}"
											  "," PATH(
												  "calculatedExpression",
												  "%all.first() / 2") "]}]}";

static void calculated_items__follow(void **state)
{
	(void)state;
	open_form(calculated);
	assert_string_equal(at("when")->value.text, "2026-11-19");
	assert_false(blank_asks(at("sum")));
	/* An own answer may take its place, until it is emptied; not of several. */
	assert_int_equal(response_type(r, at("sum"), "5"), RESPONSE_TAKEN);
	assert_int_equal(response_clear(r, at("sum")), RESPONSE_TAKEN);
	assert_int_equal(response_type(r, at("copy"), "5"), RESPONSE_READ_ONLY);
	type(at("a"), "3");
	assert_false(blank_shown(at("many")));
	type(add(at("a")), "4");
	assert_true(blank_shown(at("many")));
	assert_true(at("sum")->value.number > 6.9 && at("sum")->value.number < 7.1);
	assert_true(at("twice")->value.number > 13.9 &&
		    at("twice")->value.kind == VALUE_INTEGER);
	assert_true(at("copy")->value.number < 4.1 && at("copy")->twin->value.number > 4.9);
	assert_string_equal(at("kg")->value.text, "kg");
	comes_back();
	assert_int_equal(response_clear(r, at("a")), RESPONSE_TAKEN);
	assert_null(at("copy")->twin);
	assert_int_equal(response_clear(r, at("a")), RESPONSE_TAKEN);
	assert_int_equal(at("copy")->value.kind, VALUE_NONE);
	assert_int_equal(response_clear(r, at("when")), RESPONSE_TAKEN);
	assert_int_equal(at("when")->value.kind,
			 VALUE_NONE); /* it does not come back by itself */
	close_form();
}

static void the_day_goes_on__so_does_what_is_reckoned_from_it(void **state)
{
	(void)state;
	open_form(FORM(
		"{\"linkId\":\"born\",\"type\":\"date\"},{\"linkId\":\"age\",\"type\":"
		"\"integer\",\"extension\":[" PATH("calculatedExpression",
						   "%resource.item.where(linkId='born').answer."
						   "value.until(today(), 'years')") "]}"));
	type(at("born"), "2000-11-27");
	assert_true(at("age")->value.number < 25.5);
	response_at_time(r, (struct response_clock) { "2026-11-27", "2026-11-27T00:00:00Z" });
	assert_true(at("age")->value.number > 25.5);
	close_form();
}

static void where_one_is__and_what_is_missing(void **state)
{
	struct response_place p;

	(void)state;
	open_form(FORM("{\"linkId\":\"d\",\"type\":\"display\"},{\"linkId\":\"a\",\"type\":"
		       "\"string\"},"
		       "{\"linkId\":\"h\",\"type\":\"string\",\"required\":true,\"extension\":["
		       "{\"url\":\"" CORE "questionnaire-hidden\",\"valueBoolean\":true}]},"
		       "{\"linkId\":\"ro\",\"type\":\"string\",\"readOnly\":true},"
		       "{\"linkId\":\"g\",\"type\":\"group\",\"required\":true,\"item\":["
		       "{\"linkId\":\"b\",\"type\":\"string\",\"repeats\":true,\"required\":"
		       "true,\"extension\":[{\"url\":\"" CORE
		       "questionnaire-minOccurs\",\"valueInteger\":2}]}]},"
		       "{\"linkId\":\"c\",\"type\":\"string\",\"required\":true,\"enableWhen\":"
		       "[{\"question\":\"a\","
		       "\"operator\":\"exists\",\"answerBoolean\":true}]}"));
	p = response_place(r, at("b"));
	assert_true(p.at == 2 && p.of == 2 && p.answered == 0);
	assert_int_equal(response_place(r, at("d")).at, 0);
	assert_ptr_equal(response_missing(r, NULL), at("g"));
	assert_ptr_equal(response_missing(r, at("g")), at("b"));
	assert_null(response_missing(r, at("b")));
	type(at("b"), "1");
	assert_ptr_equal(response_missing(r, NULL), at("b"));
	type(add(at("b")), "2");
	assert_null(response_missing(r, NULL));
	type(at("a"), "x");
	assert_ptr_equal(response_missing(r, NULL), at("c"));
	p = response_place(r, at("c"));
	assert_true(p.at == 3 && p.of == 3 && p.answered == 2);
	assert_int_equal(response_place(r, at("b")->next).at, 2);
	assert_ptr_equal(response_go(r, NULL, 1), at("a"));
	assert_ptr_equal(response_go(r, at("a"), 1), at("b"));
	assert_ptr_equal(response_go(r, at("c"), -1), at("b")->next);
	assert_ptr_equal(response_go(r, NULL, -1), at("c"));
	assert_null(response_go(r, at("a"), -1));
	assert_null(response_go(r, at("c"), 1));
	close_form();
}

static void what_nobody_sees__is_not_missing(void **state)
{
	(void)state;
	open_form(FORM(
		"{\"linkId\":\"g\",\"type\":\"group\",\"required\":true,\"extension\":[{"
		"\"url\":\"" CORE
		"questionnaire-hidden\",\"valueBoolean\":true}],\"item\":[{\"linkId\":\"a\","
		"\"type\":\"string\",\"required\":true}]}"));
	assert_null(response_missing(r, NULL));
	assert_int_equal(response_place(r, NULL).of, 0);
	close_form();
}

/* What comes out depends on the answers, not on the order in which they were given. */
static void conditions_that_go_round__rest_at_the_same_place(void **state)
{
	static const char form[] = FORM("{\"linkId\":\"a\",\"type\":\"string\","
					"\"enableBehavior\":\"any\",\"enableWhen\":["
					"{\"question\":\"b\",\"operator\":\"exists\","
					"\"answerBoolean\":true},{\"question\":\"c\","
					"\"operator\":\"exists\",\"answerBoolean\":true}]},{"
					"\"linkId\":\"b\",\"type\":\"string\","
					"\"enableWhen\":[{\"question\":\"a\",\"operator\":"
					"\"exists\",\"answerBoolean\":true}]},"
					"{\"linkId\":\"c\",\"type\":\"string\"}");

	(void)state;
	open_form(form);
	type(at("c"), "1");
	type(at("a"), "2");
	type(at("b"), "3");
	assert_int_equal(response_clear(r, at("c")), RESPONSE_TAKEN);
	assert_false(at("a")->enabled); /* it and b would hold each other up */
	comes_back();
	close_form();
}

static void a_hidden_item__goes_out_though_nobody_sees_it(void **state)
{
	(void)state;
	open_form(FORM("{\"linkId\":\"h\",\"type\":\"string\",\"initial\":[{\"valueString\":"
		       "\"v1\"}],\"extension\":[{"
		       "\"url\":\"" CORE "questionnaire-hidden\",\"valueBoolean\":true}]}"));
	assert_false(blank_shown(at("h")));
	gives("[{\"linkId\":\"h\",\"answer\":[{\"valueString\":\"v1\"}]}]}");
	close_form();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_within_answers__go_out_within_them),
		cmocka_unit_test(groups_in_groups__are_found_by_their_indices),
		cmocka_unit_test(an_answer_more__is_taken_up_to_the_limit),
		cmocka_unit_test(choices__are_there_once_and_some_alone),
		cmocka_unit_test(calculated_items__follow),
		cmocka_unit_test(the_day_goes_on__so_does_what_is_reckoned_from_it),
		cmocka_unit_test(where_one_is__and_what_is_missing),
		cmocka_unit_test(what_nobody_sees__is_not_missing),
		cmocka_unit_test(conditions_that_go_round__rest_at_the_same_place),
		cmocka_unit_test(a_hidden_item__goes_out_though_nobody_sees_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
