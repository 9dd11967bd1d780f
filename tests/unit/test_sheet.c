/* SPDX-License-Identifier: MIT */
/* Forms in: what is read, what is refused and where, what is told as not supported. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/sheets.h"
#include "worksheet/pattern.h"
#include "worksheet/plain.h"

#define FORM(items) "{\"resourceType\":\"Questionnaire\",\"item\":[" items "]}"
#define CORE        "http://hl7.org/fhir/StructureDefinition/"
#define SDC         "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"

static void refused(const char *json, enum err_code code, const char *text)
{
	struct err err = { 0 };

	assert_null(questionnaire_read(str_of(json), NULL, &err));
	assert_int_equal(err.code, code);
	assert_string_equal(err.text, text);
}

static void what_is_no_form__is_refused_with_the_place(void **state)
{
	(void)state;
	refused("", ERR_BAD_INPUT, "it is no JSON");
	refused("{\"a\":", ERR_BAD_INPUT, "it is no JSON");
	refused("{\"a\":\"\\u0000\"}", ERR_BAD_INPUT, "it is no JSON");
	refused("[]", ERR_BAD_INPUT, "it is no Questionnaire");
	refused("{\"resourceType\":\"Patient\"}", ERR_BAD_INPUT, "it is no Questionnaire");
	refused(FORM("{\"linkId\":\"a\",\"type\":\"group\",\"item\":[{\"linkId\":\"b\","
		     "\"type\":\"string\"},"
		     "{\"type\":\"string\"}]}"),
		ERR_BAD_INPUT,
		"item 1.2 (no linkId): its linkId is missing, too long or unclean");
	refused(FORM("{\"linkId\":\"a\\u202e\",\"type\":\"string\"}"), ERR_BAD_INPUT,
		"item 1 (a\xe2\x80\xae): its linkId is missing, too long or unclean");
	refused(FORM("{\"linkId\":\"a\",\"type\":\"string\"},{\"linkId\":\"a\",\"type\":"
		     "\"string\"}"),
		ERR_BAD_INPUT, "two items have the linkId a");
	refused(FORM("7"), ERR_BAD_INPUT, "item 1 (no linkId): it is no object");
}

static void what_is_too_large__is_refused(void **state)
{
	struct err err = { 0 };
	char *json = mem_get(QUESTIONNAIRE_BYTES_MAX + 2);
	struct buf b;

	(void)state;
	memset(json, ' ', QUESTIONNAIRE_BYTES_MAX + 1);
	assert_null(questionnaire_read((struct str) { json, QUESTIONNAIRE_BYTES_MAX + 1 }, NULL,
				       &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	free(json);
	buf_init(&b, 1 << 20);
	buf_adds(&b, "{\"resourceType\":\"Questionnaire\",\"item\":[");
	for (int i = 0; i <= QUESTIONNAIRE_ITEMS_MAX; i++)
		buf_addf(&b, "%s{\"linkId\":\"%d\",\"type\":\"string\"}", i ? "," : "", i);
	buf_adds(&b, "]}");
	assert_null(questionnaire_read((struct str) { b.p, b.n }, NULL, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	buf_reset(&b);
	buf_adds(&b, "{\"resourceType\":\"Questionnaire\"");
	for (int i = 0; i <= QUESTIONNAIRE_DEPTH_MAX; i++)
		buf_addf(&b, ",\"item\":[{\"linkId\":\"%d\",\"type\":\"group\"", i);
	for (int i = 0; i <= QUESTIONNAIRE_DEPTH_MAX; i++)
		buf_adds(&b, "}]");
	buf_adds(&b, "}");
	assert_null(questionnaire_read((struct str) { b.p, b.n }, NULL, &err));
	assert_non_null(strstr(err.text, "too deep"));
	buf_finish(&b);
}

static void each_type__is_read_and_only_two_are_not_for_us(void **state)
{
	(void)state;
	for (enum item_type t = ITEM_TYPE_GROUP; t < ITEM_TYPES; t++) {
		const bool here = t != ITEM_TYPE_ATTACHMENT && t != ITEM_TYPE_REFERENCE;
		const bool chooses = t == ITEM_TYPE_CHOICE || t == ITEM_TYPE_OPEN_CHOICE;
		char json[300];
		struct questionnaire *q;

		snprintf(json, sizeof(json), FORM("{\"linkId\":\"a\",\"type\":\"%s\"%s}"),
			 item_type_name(t),
			 chooses ? ",\"answerOption\":[{\"valueString\":\"x\"}]" : "");
		q = sheets_form(json);
		assert_int_equal(q->first->type, t);
		assert_int_equal(q->lack_total, !here);
		assert_int_equal(item_asks(q->first), here && t > ITEM_TYPE_DISPLAY);
		questionnaire_free(q);
	}
}

static void an_item__has_what_was_said_of_it(void **state)
{
	struct questionnaire *q = sheets_form(FORM(
		"{\"linkId\":\"a\",\"prefix\":\"1.\",\"text\":\"How "
		"\\u001b[31mmany?\",\"type\":\"decimal\","
		"\"code\":[{\"system\":\"s\",\"code\":\"c\"}],\"required\":true,\"repeats\":"
		"true,"
		"\"readOnly\":true,\"initial\":[{\"valueDecimal\":2.5}],\"extension\":["
		"{\"url\":\"" CORE "minValue\",\"valueDecimal\":1},{\"url\":\"" CORE
		"maxValue\",\"valueInteger\":9},{\"url\":\"" CORE
		"maxDecimalPlaces\",\"valueInteger\":1},"
		"{\"url\":\"" CORE
		"questionnaire-unit\",\"valueCoding\":{\"code\":\"kg\",\"display\":\"kilos\"}},"
		"{\"url\":\"" CORE
		"questionnaire-hidden\",\"valueBoolean\":true},{\"url\":\"" CORE
		"questionnaire-itemControl\",\"valueCodeableConcept\":{\"coding\":[{\"code\":"
		"\"slider\"}]}},"
		"{\"url\":\"" CORE "entryFormat\",\"valueString\":\"n.n\"},{\"url\":\"" CORE
		"questionnaire-minOccurs\",\"valueInteger\":2},{\"url\":\"" CORE
		"questionnaire-maxOccurs\",\"valueInteger\":4},{\"url\":\"" CORE
		"questionnaire-choiceOrientation\",\"valueCode\":\"horizontal\"}]},"
		"{\"linkId\":\"b\",\"type\":\"string\",\"maxLength\":5,\"extension\":[{\"url\":"
		"\"" CORE "minLength\",\"valueInteger\":2},{\"url\":\"" CORE
		"regex\",\"valueString\":\"[a-z]+\"}]}"));
	const struct sheet_item *a = q->first, *b = a->next;

	(void)state;
	assert_int_equal(q->lack_total, 0);
	assert_string_equal(a->prefix, "1.");
	assert_string_equal(a->text, "How [31mmany?");
	assert_true(sheet_coded(a->codes, a->code_count, "s", "c"));
	assert_true(a->required && a->repeats && a->read_only && a->hidden && a->horizontal);
	assert_true(a->initial_count == 1 && a->initial[0].number > 2.4);
	assert_true(a->least.number > 0 && a->most.number > 8 && a->decimals == 1);
	assert_string_equal(a->units[0].display, "kilos");
	assert_int_equal(a->control, CONTROL_SLIDER);
	assert_string_equal(a->entry_format, "n.n");
	assert_true(a->min_occurs == 2 && a->max_occurs == 4);
	assert_true(b->max_length == 5 && b->min_length == 2 && b->pattern);
	assert_ptr_equal(questionnaire_item(q, "b"), b);
	assert_null(questionnaire_item(q, "c"));
	questionnaire_free(q);
}

static const struct {
	const char *json;
	enum sheet_lack lack;
	const char *link, *what;
} lacking[] = {
	{ FORM("{\"linkId\":\"a\",\"type\":\"attachment\"}"), LACK_TYPE, "a", "attachment" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"telepathy\"}"), LACK_TYPE, "a", "telepathy" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"string\",\"extension\":[{\"url\":\"http://x.org/"
	       "blink\"}]}"),
	  LACK_EXTENSION, "a", "blink" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"string\",\"modifierExtension\":[{\"url\":\"http://"
	       "x.org/m\"}]}"),
	  LACK_MODIFIER, "a", "m" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"string\",\"extension\":[{\"url\":\"" SDC
	       "calculatedExpression\",\"valueExpression\":{\"language\":\"text/fhirpath\","
	       "\"expression\":\"%patient.name\"}}]}"),
	  LACK_EXPRESSION, "a", "sdc-questionnaire-calculatedExpression: name %patient" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"string\",\"extension\":[{\"url\":\"" SDC
	       "initialExpression\",\"valueExpression\":{\"language\":\"text/"
	       "cql\",\"expression\":\"x\"}}]}"),
	  LACK_LANGUAGE, "a", "text/cql" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"choice\",\"answerValueSet\":\"http://x.org/vs\"}"),
	  LACK_VALUE_SET, "a", "http://x.org/vs" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"choice\",\"answerOption\":[{\"valueString\":\"x\"}"
	       ","
	       "{\"valueReference\":{\"reference\":\"Patient/1\"}}]}"),
	  LACK_OPTION, "a", "answerOption" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"choice\",\"answerOption\":[{\"valueString\":\"x\"}"
	       ","
	       "{\"valueBoolean\":true}]}"),
	  LACK_OPTION, "a", "answerOption" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"integer\",\"answerOption\":[{\"valueInteger\":1},"
	       "{\"valueString\":\"x\"}]}"),
	  LACK_OPTION, "a", "answerOption" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"string\",\"extension\":[{\"url\":\"" CORE
	       "regex\",\"valueString\":\"(?=x)y\"}]}"),
	  LACK_PATTERN, "a", "(?=x)y" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"string\",\"extension\":[{\"url\":\"" CORE
	       "questionnaire-itemControl\",\"valueCodeableConcept\":{\"coding\":[{\"code\":"
	       "\"hologram\"}]}}]}"),
	  LACK_CONTROL, "a", "hologram" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"string\",\"enableWhen\":[{\"question\":\"gone\","
	       "\"operator\":\"exists\",\"answerBoolean\":true}]}"),
	  LACK_CONDITION, "a", "enableWhen" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"date\",\"initial\":[{\"valueDate\":\"2026-02-30\"}"
	       "]}"),
	  LACK_INITIAL, "a", "initial" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"string\",\"required\":\"yes\"}"), LACK_VALUE, "a",
	  "required" },
	{ FORM("{\"linkId\":\"a\",\"type\":\"string\",\"colour\":\"red\"}"), LACK_VALUE, "a",
	  "colour" },
};

static void what_is_not_supported__is_told_and_the_rest_works(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lacking) / sizeof(lacking[0]); i++) {
		struct questionnaire *q = sheets_form(lacking[i].json);

		assert_int_equal(q->count, 1);
		assert_int_equal(q->lack_total, 1);
		assert_int_equal(q->lacks[0].lack, lacking[i].lack);
		assert_string_equal(q->lacks[0].link_id, lacking[i].link);
		assert_string_equal(q->lacks[0].what, lacking[i].what);
		questionnaire_free(q);
	}
}

#define SET(id, body)                                                                          \
	"{\"resourceType\":\"ValueSet\",\"id\":\"" id "\",\"url\":\"http://x.org/" id          \
	"\"," body "}"

static void value_sets__are_contained_or_handed_in(void **state)
{
	static const char json[] = "{\"resourceType\":\"Questionnaire\",\"contained\":[" SET(
		"one",
		"\"compose\":{\"include\":[{\"system\":\"s\",\"concept\":[{\"code\":\"a\","
		"\"display\":\"Ay\"},{\"code\":\"b\",\"designation\":[{\"language\":\"es\","
		"\"value\":\"Be\"}],\"display\":\"Bee\"}]}],\"exclude\":[{\"system\":\"s\","
		"\"concept\":[{\"code\":\"a\"}]}]}") "],\"item\":[{\"linkId\":\"a\",\"type\":"
						     "\"choice\",\"answerValueSet\":\"#one\"},"
						     "{\"linkId\":\"b\",\"type\":\"choice\","
						     "\"answerValueSet\":\"http://x.org/"
						     "two|1\"},"
						     "{\"linkId\":\"c\",\"type\":\"choice\","
						     "\"answerValueSet\":\"http://x.org/"
						     "three\"}]}";
	const struct str sets[] = {
		str_of(SET("two",
			   "\"expansion\":{\"contains\":[{\"abstract\":true,\"code\":\"top\","
			   "\"contains\":"
			   "[{\"system\":\"t\",\"code\":\"c\",\"display\":\"See\"}]}]}")),
		str_of("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" SET(
			"three", "\"compose\":{\"include\":[{\"system\":\"u\"},{\"valueSet\":["
				 "\"http://x.org/two\"]}]}") "},{\"resource\":{"
							     "\"resourceType\":\"CodeSystem\","
							     "\"url\":\"u\",\"concept\":[{"
							     "\"code\":\"d\",\"concept\":[{"
							     "\"code\":\"e\"}]}]}}]}"),
	};
	const struct questionnaire_options options = { "es", sets, 2 };
	struct questionnaire *q = questionnaire_read(str_of(json), &options, NULL);
	const struct sheet_item *a, *b, *c;

	(void)state;
	assert_non_null(q);
	assert_int_equal(q->lack_total, 0);
	a = q->first;
	b = a->next;
	c = b->next;
	assert_int_equal(a->choice_count, 1);
	assert_string_equal(a->choices[0].text, "Be");
	assert_string_equal(a->choices[0].value.display, "Bee");
	assert_int_equal(b->choice_count, 1);
	assert_string_equal(b->choices[0].value.system, "t");
	assert_int_equal(c->choice_count, 3);
	assert_string_equal(c->choices[1].text, "e");
	questionnaire_free(q);
}

/* Each of these names itself, or the next one twice: doubling would not end. */
static void sets_of_sets__come_to_an_end(void **state)
{
	struct buf b;
	struct questionnaire *q;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_adds(&b, "{\"resourceType\":\"Questionnaire\",\"contained\":[");
	for (int i = 0; i < 30; i++)
		buf_addf(&b,
			 "%s{\"resourceType\":\"ValueSet\",\"id\":\"%d\",\"compose\":{"
			 "\"include\":[{\"valueSet\":"
			 "[\"#%d\",\"#%d\",\"#%d\"]},{\"system\":\"s\",\"concept\":[{\"code\":"
			 "\"c\"}]}]}}",
			 i ? "," : "", i, i, (i + 1) % 30, (i + 1) % 30);
	buf_adds(&b, "],\"item\":[{\"linkId\":\"a\",\"type\":\"choice\",\"answerValueSet\":\"#"
		     "0\"}]}");
	q = questionnaire_read((struct str) { b.p, b.n }, NULL, NULL);
	assert_non_null(q);
	assert_true(q->first->choice_count > 0);
	assert_true(q->first->choice_count <= QUESTIONNAIRE_CHOICES_MAX);
	questionnaire_free(q);
	buf_finish(&b);
}

static void the_text__is_in_the_language_and_plain(void **state)
{
	static const char json[] = FORM(
		"{\"linkId\":\"a\",\"type\":\"display\",\"text\":\"Hello\",\"_text\":{"
		"\"extension\":["
		"{\"url\":\"" CORE
		"translation\",\"extension\":[{\"url\":\"lang\",\"valueCode\":\"es\"},"
		"{\"url\":\"content\",\"valueString\":\"Hola\"}]}]}},"
		"{\"linkId\":\"b\",\"type\":\"display\",\"text\":\"x\",\"_text\":{"
		"\"extension\":[{\"url\":\"" CORE
		"rendering-xhtml\",\"valueString\":\"<p>One <b>two</b></p><ul><li>a &amp; "
		"b</li></ul>\"}]}},"
		"{\"linkId\":\"c\",\"type\":\"display\",\"text\":\"x\",\"_text\":{"
		"\"extension\":[{\"url\":\"" CORE "rendering-markdown\",\"valueMarkdown\":\"## "
		"Do *this* with [care](x.org)\"}]}}");
	const struct questionnaire_options es = { .language = "es-AR" };
	struct questionnaire *q = questionnaire_read(str_of(json), &es, NULL);

	(void)state;
	assert_string_equal(q->items[0]->text, "Hola");
	assert_string_equal(q->items[1]->text, "One two\n- a & b");
	assert_string_equal(q->items[2]->text, "Do this with care (x.org)");
	questionnaire_free(q);
	q = sheets_form(json);
	assert_string_equal(q->items[0]->text, "Hello");
	questionnaire_free(q);
}

static const struct {
	const char *pattern, *fits, *not ;
} patterns[] = {
	{ "[0-9]{3}-[0-9]{4}", "555-1234", "5551234" },
	{ "^\\d+(\\.\\d{1,2})?$", "12.50", "12.505" },
	{ "\\w+@\\w+\\.org", "a_b@c.org", "a b@c.org" },
	{ "(?:ab)+", "abab", "aba" },
	{ "a|bc", "bc", "abc" },
	{ "[\\w.]+", "a.b", "a b" },
	{ "[^\\d]*", "abc", "a1" },
	{ "\\(x\\)", "(x)", "x" },
	{ "\\S+\\s\\S+", "a b", "ab" },
};

static void patterns__are_those_of_forms(void **state)
{
	static const char *const others[] = { "(?=a)b", "(?!a)b",  "(a)\\1", "\\bx", "a+?",
					      "a*+",    "\\p{L}+", "a{999}", "[a",   "(a",
					      "a{2",    "[[a]]",   "a^b" };

	(void)state;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct pattern *p = pattern_make(patterns[i].pattern);

		assert_non_null(p);
		assert_true(pattern_fits(p, patterns[i].fits));
		assert_false(pattern_fits(p, patterns[i].not ));
		pattern_free(p);
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct pattern *p = pattern_make(others[i]);

		if (p)
			fail_msg("%s is taken", others[i]);
	}
}

static void marked_up_texts__are_plain(void **state)
{
	struct arena mem = { 0 };

	(void)state;
	assert_string_equal(
		plain_of_xhtml(&mem, "<div>a<br/>b &lt;c&gt; &#233;&#x41; &nope; d</div>"),
		"a\nb <c> \xc3\xa9"
		"A &nope; d");
	assert_string_equal(plain_of_xhtml(&mem, "<script>x"), "x");
	assert_string_equal(plain_of_xhtml(&mem, "a < b"), "a < b");
	assert_string_equal(plain_of_xhtml(&mem, "&#27;[31mred"), "[31mred");
	assert_string_equal(plain_of_markdown(&mem, "**bold** snake_case `code` \\*"),
			    "bold snake_case code *");
	assert_string_equal(plain_of_markdown(&mem, "* one\n* two [x]"), "- one\n- two x");
	arena_finish(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_form__is_refused_with_the_place),
		cmocka_unit_test(what_is_too_large__is_refused),
		cmocka_unit_test(each_type__is_read_and_only_two_are_not_for_us),
		cmocka_unit_test(an_item__has_what_was_said_of_it),
		cmocka_unit_test(what_is_not_supported__is_told_and_the_rest_works),
		cmocka_unit_test(value_sets__are_contained_or_handed_in),
		cmocka_unit_test(sets_of_sets__come_to_an_end),
		cmocka_unit_test(the_text__is_in_the_language_and_plain),
		cmocka_unit_test(patterns__are_those_of_forms),
		cmocka_unit_test(marked_up_texts__are_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
