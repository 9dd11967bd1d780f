/* SPDX-License-Identifier: MIT */
/* A person fills in worksheets, without a line: forms, questions, what is typed and chosen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/fillings.h"

static struct desk_of d;

static void guest_with(const char *items)
{
	fillings_guest(&d);
	fillings_form(&d, "test", items);
	fillings_begin(&d, "test");
}

/* ---- forms ---- */

static void forms_of_the_program__are_listed_by_title(void **state)
{
	const struct pl_form *all;
	const struct pl_lack *lacks;
	size_t n, measures = 0;

	(void)state;
	fillings_guest(&d);
	n = pl_client_forms(d.client, &all);
	assert_true(n >= 3);
	for (size_t i = 0; i < n; i++) {
		assert_true(i == 0 || strcmp(all[i - 1].title, all[i].title) <= 0);
		assert_int_equal(all[i].lacks, pl_client_lacks(d.client, all[i].name, &lacks));
		assert_true(all[i].questions > 0 || all[i].kind == PL_FORM_SCRIPT);
		measures += all[i].kind == PL_FORM_MEASURE;
		assert_int_equal(all[i].kind == PL_FORM_SAFETY_PLAN,
				 strcmp(all[i].name, "safety-plan") == 0);
	}
	assert_int_equal(measures, 3);
	assert_int_equal(pl_client_sheet_begin(d.client, "no-such", &(uint64_t) { 0 }),
			 PL_FAIL_TEXT);
	fillings_close(&d);
}

static void what_a_form_lacks__is_told(void **state)
{
	const struct pl_lack *lacks;

	(void)state;
	guest_with(FORM(ITEM("a", "attachment", "")));
	assert_int_equal(pl_client_lacks(d.client, NULL, &lacks), 1);
	assert_int_equal(lacks[0].kind, PL_LACK_TYPE);
	assert_string_equal(lacks[0].item, "a");
	assert_int_equal(fillings_question(&d, "a")->kind, PL_QUESTION_NOT_HERE);
	fillings_close(&d);
}

static void another_language__is_that_of_the_open_sheet_at_once(void **state)
{
	char english[200];

	(void)state;
	fillings_guest(&d);
	fillings_begin(&d, "phq-9");
	assert_int_equal(fillings_choose(&d, "/44250-9", 1), PL_ANSWER_TAKEN);
	snprintf(english, sizeof(english), "%s", fillings_question(&d, "/44250-9")->answer);
	pl_client_language(d.client, "es");
	assert_string_not_equal(fillings_question(&d, "/44250-9")->answer, english);
	assert_string_not_equal(fillings_question(&d, "/44250-9")->answer, "");
	pl_client_language(d.client, "");
	fillings_is(&d, "/44250-9", english);
	fillings_close(&d);
}

/* ---- questions ---- */

static void questions__say_what_they_take(void **state)
{
	const struct pl_question *q;

	(void)state;
	guest_with(FORM(ITEM(
		"g", "group",
		",\"item\":[" ITEM(
			"n", "integer",
			",\"required\":true,\"extension\":[{\"url\":\"http://hl7.org/"
			"fhir/StructureDefinition/minValue\",\"valueInteger\":0},"
			"{\"url\":\"http://hl7.org/fhir/StructureDefinition/maxValue\","
			"\"valueInteger\":10}]") "," ITEM("t", "text",
							  ",\"maxLength\":9") "]") "," ITEM("c",
											    "ch"
											    "oi"
											    "c"
											    "e",
											    ","
											    "\""
											    "re"
											    "pe"
											    "at"
											    "s"
											    "\""
											    ":t"
											    "ru"
											    "e" OPTIONS)));
	q = fillings_question(&d, "n");
	assert_int_equal(q->kind, PL_QUESTION_WHOLE);
	assert_int_equal(q->depth, 1);
	assert_string_equal(q->least, "0");
	assert_string_equal(q->most, "10");
	assert_true(q->required && q->asks);
	assert_int_equal(q->at, 1);
	assert_int_equal(q->of, 3);
	assert_int_equal(fillings_question(&d, "t")->max_length, 9);
	assert_int_equal(fillings_question(&d, "g")->at, 0);
	q = fillings_question(&d, "c");
	assert_int_equal(q->choice_count, 3);
	assert_string_equal(q->choices[2].text, "Word c");
	fillings_close(&d);
}

static void help__is_of_its_question_and_not_one(void **state)
{
	const struct pl_question *all;

	(void)state;
	guest_with(FORM(ITEM(
		"a", "string",
		",\"item\":[" ITEM(
			"a.h", "display",
			",\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
			"questionnaire-itemControl\",\"valueCodeableConcept\":{\"coding\":[{"
			"\"code\":\"help\"}]}}]") "]")));
	assert_int_equal(pl_client_questions(d.client, &all), 1);
	assert_string_equal(all[0].help, "Text a.h");
	fillings_close(&d);
}

static void several_choices__are_one_question(void **state)
{
	const struct pl_question *all, *q;

	(void)state;
	guest_with(FORM(ITEM("c", "choice", ",\"repeats\":true" OPTIONS)));
	assert_int_equal(fillings_choose(&d, "c", 2), PL_ANSWER_TAKEN);
	assert_int_equal(fillings_choose(&d, "c", 0), PL_ANSWER_TAKEN);
	assert_int_equal(pl_client_questions(d.client, &all), 1);
	fillings_is(&d, "c", "Word c, Word a");
	q = fillings_question(&d, "c");
	assert_true(q->choices[0].chosen && !q->choices[1].chosen && q->choices[2].chosen);
	assert_int_equal(fillings_choose(&d, "c", 2), PL_ANSWER_TAKEN);
	fillings_is(&d, "c", "Word a");
	assert_int_equal(fillings_type(&d, "c", "word b"), PL_ANSWER_TAKEN);
	fillings_is(&d, "c", "Word a, Word b");
	assert_int_equal(fillings_type(&d, "c", "nothing"), PL_ANSWER_NO_CHOICE);
	fillings_is(&d, "c", "Word a, Word b");
	assert_int_equal(pl_client_unanswer(d.client, fillings_id(&d, "c")), PL_ANSWER_TAKEN);
	fillings_is(&d, "c", "");
	fillings_close(&d);
}

/* What is asked within an answer belongs to that one. */
static void choices_with_questions_in_them__are_one_each(void **state)
{
	uint64_t made;

	(void)state;
	guest_with(FORM(ITEM("c", "choice",
			     ",\"repeats\":true" OPTIONS
			     ",\"item\":[" ITEM("why", "string", "") "]")));
	assert_int_equal(fillings_choose(&d, "c", 0), PL_ANSWER_TAKEN);
	assert_int_equal(fillings_type(&d, "why", "first"), PL_ANSWER_TAKEN);
	assert_int_equal(pl_client_copy_add(d.client, fillings_id(&d, "c"), &made),
			 PL_ANSWER_TAKEN);
	assert_int_equal(fillings_choose(&d, "c 1", 2), PL_ANSWER_TAKEN);
	assert_int_equal(fillings_type(&d, "why 1", "second"), PL_ANSWER_TAKEN);
	fillings_is(&d, "c", "Word a");
	fillings_is(&d, "c 1", "Word c");
	fillings_is(&d, "why", "first");
	assert_int_equal(fillings_question(&d, "c 1")->copies, 2);
	fillings_close(&d);
}

static void yes_and_no__are_chosen(void **state)
{
	(void)state;
	guest_with(FORM(ITEM("b", "boolean", "")));
	assert_int_equal(fillings_choose(&d, "b", 1), PL_ANSWER_TAKEN);
	fillings_is(&d, "b", "false");
	assert_int_equal(fillings_choose(&d, "b", 0), PL_ANSWER_TAKEN);
	fillings_is(&d, "b", "true");
	assert_int_equal(fillings_choose(&d, "b", 2), PL_ANSWER_NO_CHOICE);
	fillings_close(&d);
}

static void what_is_wrong__is_said_and_nothing_is_changed(void **state)
{
	(void)state;
	guest_with(
		FORM(ITEM("n", "integer", "") "," ITEM("r", "string", ",\"readOnly\":true")));
	assert_int_equal(fillings_type(&d, "n", "4"), PL_ANSWER_TAKEN);
	assert_int_equal(fillings_type(&d, "n", "four"), PL_ANSWER_KIND);
	fillings_is(&d, "n", "4");
	assert_int_equal(fillings_type(&d, "r", "x"), PL_ANSWER_READ_ONLY);
	assert_int_equal(pl_client_sheet_answer(d.client, 77, "x"), PL_ANSWER_NO_SHEET);
	pl_client_sheet_shut(d.client);
	assert_int_equal(pl_client_sheet_answer(d.client, 77, "x"), PL_ANSWER_NO_SHEET);
	fillings_close(&d);
}

static void the_way__goes_from_question_to_question(void **state)
{
	uint64_t a, c;

	(void)state;
	guest_with(FORM(
		ITEM("a", "string", ",\"required\":true") "," ITEM("x", "display", "") "," ITEM(
			"c", "choice",
			",\"repeats\":true" OPTIONS) "," ITEM("z", "group",
							      ",\"item\":[" ITEM(
								      "z1", "integer",
								      ",\"required\":"
								      "true") "]")));
	a = fillings_id(&d, "a");
	c = fillings_id(&d, "c");
	assert_int_equal(pl_client_sheet_place(d.client), a);
	assert_int_equal(fillings_choose(&d, "c", 0), PL_ANSWER_TAKEN);
	assert_int_equal(fillings_choose(&d, "c", 1), PL_ANSWER_TAKEN);
	assert_int_equal(pl_client_question_go(d.client, a, 1), c);
	assert_int_equal(pl_client_question_go(d.client, c, 1), fillings_id(&d, "z1"));
	assert_int_equal(pl_client_question_go(d.client, fillings_id(&d, "z1"), 1), 0);
	assert_int_equal(pl_client_question_go(d.client, fillings_id(&d, "z1"), -1), c);
	assert_int_equal(pl_client_question_go(d.client, 0, -1), fillings_id(&d, "z1"));
	assert_int_equal(pl_client_question_missing(d.client, 0), a);
	assert_int_equal(pl_client_question_missing(d.client, a), fillings_id(&d, "z1"));
	fillings_close(&d);
}

/* ---- copies ---- */

#define STEPS                                                                                  \
	FORM(ITEM("s", "group",                                                                \
		  ",\"repeats\":true,\"item\":[" ITEM("w", "string", "") "," ITEM(             \
			  "f", "integer", "") "]") "," ITEM("l", "string",                     \
							    ",\"repeats\":true"))

static void copies__are_added_emptied_and_taken_out(void **state)
{
	uint64_t made;

	(void)state;
	guest_with(STEPS);
	assert_int_equal(fillings_type(&d, "w", "one"), PL_ANSWER_TAKEN);
	assert_int_equal(pl_client_copy_add(d.client, fillings_id(&d, "s"), &made),
			 PL_ANSWER_TAKEN);
	assert_int_equal(made, fillings_id(&d, "s 1"));
	assert_int_equal(fillings_type(&d, "w 1", "two"), PL_ANSWER_TAKEN);
	assert_int_equal(fillings_question(&d, "s 1")->copies, 2);
	assert_int_equal(pl_client_unanswer(d.client, fillings_id(&d, "s")), PL_ANSWER_TAKEN);
	fillings_is(&d, "w", "");
	fillings_is(&d, "w 1", "two");
	assert_int_equal(pl_client_copy_remove(d.client, fillings_id(&d, "s")),
			 PL_ANSWER_TAKEN);
	fillings_is(&d, "w", "two");
	assert_int_equal(fillings_type(&d, "l", "first"), PL_ANSWER_TAKEN);
	assert_int_equal(pl_client_copy_add(d.client, fillings_id(&d, "l"), &made),
			 PL_ANSWER_TAKEN);
	assert_int_equal(fillings_type(&d, "l 1", "second"), PL_ANSWER_TAKEN);
	assert_int_equal(pl_client_unanswer(d.client, fillings_id(&d, "l")), PL_ANSWER_TAKEN);
	fillings_is(&d, "l 1", "second");
	fillings_close(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_of_the_program__are_listed_by_title),
		cmocka_unit_test(what_a_form_lacks__is_told),
		cmocka_unit_test(another_language__is_that_of_the_open_sheet_at_once),
		cmocka_unit_test(questions__say_what_they_take),
		cmocka_unit_test(help__is_of_its_question_and_not_one),
		cmocka_unit_test(several_choices__are_one_question),
		cmocka_unit_test(choices_with_questions_in_them__are_one_each),
		cmocka_unit_test(yes_and_no__are_chosen),
		cmocka_unit_test(what_is_wrong__is_said_and_nothing_is_changed),
		cmocka_unit_test(the_way__goes_from_question_to_question),
		cmocka_unit_test(copies__are_added_emptied_and_taken_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
