/* SPDX-License-Identifier: MIT */
/*
 * A group's worksheets for a record system and as a table: each resource against the standard's
 * structure (FHIR R4, 4.0.1), and that what they say of one another is there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "server/filed.h"
#include "support/fhir.h"
#include "support/shelf.h"

#define MONDAY INT64_C(1795716000000) /* 26 November 2026, 18:00 in UTC */
#define DAY    INT64_C(86400000)

/* ---- the standard ---- */

#define ID "[A-Za-z0-9.-]{1,64}"

static const struct fhir_element reference[] = {
	{ "reference", true,
	  .form = "(Patient/[0-9]+|Practitioner/[0-9]+|"
		  "QuestionnaireResponse/filed-[0-9]+)" },
	{ "display", false, .form = FHIR_TEXT },
	{ NULL }
};
static const struct fhir_element words[] = { { "text", true, .form = FHIR_TEXT }, { NULL } };
static const struct fhir_element coding[] = { { "system", true, .form = FHIR_URI },
					      { "code", true, .form = FHIR_CODE },
					      { "display", false, .form = FHIR_TEXT },
					      { NULL } };
static const struct fhir_element concept[] = { { "coding", false, true, .of = coding },
					       { "text", false, .form = FHIR_TEXT },
					       { NULL } };
static const struct fhir_element period[] = { { "end", true, .form = FHIR_SECOND }, { NULL } };
static const struct fhir_element restriction[] = { { "period", true, .of = period }, { NULL } };
static const struct fhir_element output[] = { { "type", true, .of = words },
					      { "valueReference", true, .of = reference },
					      { NULL } };
static const struct fhir_element payload[] = { { "contentString", true, .form = "(.|\n)+" },
					       { NULL } };
static const struct fhir_element observation[] = {
	{ "resourceType", true, .form = "Observation" },
	{ "id", true, .form = ID },
	{ "status", true, .form = "final" },
	{ "category", true, true, .of = concept },
	{ "code", true, .of = concept },
	{ "subject", true, .of = reference },
	{ "effectiveDateTime", true, .form = FHIR_SECOND },
	{ "valueInteger", true, .number = true },
	{ "interpretation", true, true, .of = words },
	{ "derivedFrom", true, true, .of = reference },
	{ NULL }
};
static const struct fhir_element task[] = { { "resourceType", true, .form = "Task" },
					    { "id", true, .form = ID },
					    { "status", true, .form = "requested|completed" },
					    { "intent", true, .form = "order" },
					    { "description", true, .form = FHIR_TEXT },
					    { "for", true, .of = reference },
					    { "authoredOn", true, .form = FHIR_SECOND },
					    { "requester", true, .of = reference },
					    { "note", false, true, .of = words },
					    { "restriction", false, .of = restriction },
					    { "output", false, true, .of = output },
					    { NULL } };
static const struct fhir_element communication[] = { { "resourceType", true,
						       .form = "Communication" },
						     { "id", true, .form = ID },
						     { "status", true, .form = "completed" },
						     { "subject", true, .of = reference },
						     { "topic", false, .of = words },
						     { "about", true, true, .of = reference },
						     { "sent", true, .form = FHIR_SECOND },
						     { "sender", true, .of = reference },
						     { "payload", true, true, .of = payload },
						     { NULL } };

static const struct {
	const char *type;
	const struct fhir_element *table; /* NULL: the engine's own tests look at it */
} kinds[] = { { "Observation", observation },
	      { "Task", task },
	      { "Communication", communication },
	      { "QuestionnaireResponse", NULL } };

/* ---- the clinic ---- */

struct clinic {
	struct shelf *sh;
	int64_t group, grace, ana;
	struct conf conf;
};

static void put(struct clinic *c, enum caseload_kind kind, const struct wire_msg *m)
{
	const struct wire_msg by = { .type = WIRE_NOTED,
				     .has = WIRE_S | WIRE_U | WIRE_D | WIRE_K | WIRE_R,
				     .s = 1,
				     .u = c->grace,
				     .d = MONDAY - 2 * DAY,
				     .k = 1,
				     .r = str_of("made") };
	struct wire_msg row = *m;
	struct buf text;

	buf_init(&text, CASELOAD_TEXT_MAX);
	row.has |= WIRE_S;
	row.has &= ~((m->c.n ? 0u : WIRE_C) | (m->b.n ? 0u : WIRE_B) | (m->k ? 0u : WIRE_K));
	row.s = 1;
	assert_true(wire_add(&text, &row, NULL));
	if (kind == CASELOAD_ASSIGNED)
		assert_true(wire_add(&text, &by, NULL));
	assert_true(wire_close(&text));
	shelf_must(c->sh, ERR_NONE,
		   (struct store_req) { .op = STORE_PUT,
					.limit = (int)kind,
					.member = c->ana,
					.a = { text.p, text.n } });
	buf_finish(&text);
}

static void assign(struct clinic *c, const char *form, const char *said, int64_t due)
{
	put(c, CASELOAD_ASSIGNED,
	    &(struct wire_msg) { .type = WIRE_ASSIGNED,
				 .has = WIRE_G | WIRE_U | WIRE_D | WIRE_K | WIRE_C | WIRE_B,
				 .g = c->group,
				 .u = c->ana,
				 .k = c->grace,
				 .c = str_of(form),
				 .d = due,
				 .b = str_of(said) });
}

static void file(struct clinic *c, const char *form, const char *answers, int64_t of)
{
	put(c, CASELOAD_FILED,
	    &(struct wire_msg) { .type = WIRE_FILED,
				 .has = WIRE_G | WIRE_U | WIRE_D | WIRE_K | WIRE_N | WIRE_X |
					WIRE_C | WIRE_B,
				 .g = c->group,
				 .u = c->ana,
				 .d = MONDAY,
				 .k = of,
				 .n = 1,
				 .x = str_of("1"),
				 .c = str_of(form),
				 .b = str_of(answers) });
}

static void note(struct clinic *c, int64_t sheet, const char *what, const char *said)
{
	put(c, CASELOAD_NOTED,
	    &(struct wire_msg) { .type = WIRE_NOTED,
				 .has = WIRE_U | WIRE_D | WIRE_K | WIRE_R | WIRE_C | WIRE_B,
				 .u = c->grace,
				 .d = MONDAY + DAY,
				 .k = sheet,
				 .r = str_of(what),
				 .c = str_of(*said ? "/44260-8" : ""),
				 .b = str_of(said) });
}

/* PHQ-9, each choice's number: 2 + 2 + 1 + 1 + 1 + 1 + 1 + 1 + 1. */
static const char answers[] = "/44250-9\t#2\n/44255-8\t#2\n/44259-0\t#1\n/44254-1\t#1\n"
			      "/44251-7\t#1\n/44258-2\t#1\n/44252-5\t#1\n/44253-3\t#1\n"
			      "/44260-8\t#1\n";

static int open_clinic(void **state)
{
	struct clinic *c = mem_get(sizeof(*c));

	c->sh = shelf_create("sqlite");
	conf_init(&c->conf);
	conf_set(&c->conf, "data", c->sh->dir, NULL);
	c->group = shelf_group(c->sh, "Evening");
	c->grace = shelf_person(c->sh, "Grace \"G\" \\", c->group);
	c->ana = shelf_person(c->sh, "=Ana", c->group);
	assign(c, "phq-9", "Before Monday, \"please\"\nThank you", MONDAY + DAY);
	assign(c, "gad-7", "", 0);
	file(c, "phq-9", answers, 1);
	file(c, "gone/form", "1\tx\n", 0);
	file(c, "phq-9", "/44250-9\t#2\n", 0);
	note(c, 1, "read", "");
	note(c, 1, "comment", "Let us talk\tabout this \"one\".\nGrace");
	note(c, 1, "reviewed", "Called her.");
	*state = c;
	return 0;
}

static int close_clinic(void **state)
{
	struct clinic *c = *state;

	conf_finish(&c->conf);
	shelf_destroy(c->sh);
	free(c);
	return 0;
}

struct printed {
	char *text;
	size_t n, unknown;
};

static struct printed print(struct clinic *c, void (*form)(struct filed *f), int64_t only,
			    const int64_t *span)
{
	struct admin a = { .conf = c->conf, .store = c->sh->s };
	struct printed p = { .text = NULL };
	struct err err = { 0 };
	struct filed f;

	if (!filed_read(&f, &a, c->group, &err))
		fail_msg("%s", err.text);
	assert_int_equal(f.unread, 0);
	f.r.only = only;
	f.from_utc_ms = span ? span[0] : 0;
	f.to_utc_ms = span ? span[1] : 0;
	f.r.out = open_memstream(&p.text, &p.n);
	form(&f);
	fclose(f.r.out);
	p.unknown = f.unknown;
	filed_finish(&f);
	return p;
}

/* ---- FHIR ---- */

static const cJSON *get(const cJSON *o, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(o, name);
}

static const char *text_of(const cJSON *o, const char *name)
{
	const cJSON *v = get(o, name);

	return cJSON_IsString(v) ? v->valuestring : "";
}

static void check_one(const cJSON *o)
{
	const char *wrong;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].type, text_of(o, "resourceType")) != 0)
			continue;
		wrong = kinds[i].table ? fhir_wrong(o, kinds[i].table) : NULL;
		if (wrong)
			fail_msg("%s %s: %s", kinds[i].type, text_of(o, "id"), wrong);
		return;
	}
	fail_msg("a resource of type %s", text_of(o, "resourceType"));
}

/* The resource that a reference, or a type and an id, means; NULL. */
static const cJSON *find(const cJSON *bundle, const char *what)
{
	const cJSON *entry;
	char name[128];

	cJSON_ArrayForEach(entry, get(bundle, "entry"))
	{
		const cJSON *o = get(entry, "resource");

		snprintf(name, sizeof(name), "%s/%s", text_of(o, "resourceType"),
			 text_of(o, "id"));
		if (strcmp(name, what) == 0)
			return o;
	}
	return NULL;
}

static const cJSON *must_find(const cJSON *bundle, const char *what)
{
	const cJSON *o = find(bundle, what);

	if (!o)
		fail_msg("there is no %s", what);
	return o;
}

/* Each is of the standard, has a place of its own, and what it is about is there. */
static size_t check_all(const cJSON *bundle)
{
	const cJSON *entry, *one;
	size_t n = 0;
	char end[128];

	assert_string_equal(text_of(bundle, "resourceType"), "Bundle");
	assert_string_equal(text_of(bundle, "type"), "collection");
	cJSON_ArrayForEach(entry, get(bundle, "entry"))
	{
		const cJSON *o = get(entry, "resource");
		const char *url = text_of(entry, "fullUrl");

		n++;
		check_one(o);
		snprintf(end, sizeof(end), "/%s/%s", text_of(o, "resourceType"),
			 text_of(o, "id"));
		assert_non_null(strstr(url, end));
		assert_int_equal(strlen(strstr(url, end)), strlen(end));
		cJSON_ArrayForEach(one, get(o, "derivedFrom"))
			must_find(bundle, text_of(one, "reference"));
	}
	return n;
}

static void what_was_done_is_a_bundle(void **state)
{
	struct clinic *c = *state;
	struct printed p = print(c, filed_fhir, 0, NULL);
	cJSON *bundle = cJSON_Parse(p.text);
	const cJSON *o;

	assert_non_null(bundle);
	/* two tasks, two responses, one score, two that were said */
	assert_int_equal(check_all(bundle), 7);
	assert_int_equal(p.unknown, 1);
	o = must_find(bundle, "Observation/score-1");
	assert_int_equal(get(o, "valueInteger")->valueint, 11);
	assert_non_null(strstr(p.text, "\"code\":\"44261-6\""));
	assert_non_null(strstr(p.text, "\"interpretation\":[{\"text\":\"moderate\"}]"));
	assert_null(find(bundle, "Observation/score-3")); /* most of it is missing */
	o = must_find(bundle, "QuestionnaireResponse/filed-1");
	assert_string_equal(text_of(o, "status"), "completed");
	assert_true(cJSON_GetArraySize(get(o, "item")) >= 9);
	o = must_find(bundle, "Task/assigned-1");
	assert_string_equal(text_of(o, "status"), "completed");
	assert_string_equal(text_of(must_find(bundle, "Task/assigned-2"), "status"),
			    "requested");
	o = must_find(bundle, "Communication/noted-2");
	assert_string_equal(text_of(cJSON_GetArrayItem(get(o, "payload"), 0), "contentString"),
			    "Let us talk\tabout this \"one\".\nGrace");
	cJSON_Delete(bundle);
	free(p.text);
}

static void of_one_person_and_of_some_days(void **state)
{
	struct clinic *c = *state;
	const int64_t before[] = { 0, MONDAY }, after[] = { MONDAY + 1, 0 };
	struct printed p = print(c, filed_fhir, c->grace, NULL);
	cJSON *bundle = cJSON_Parse(p.text);

	assert_int_equal(check_all(bundle), 0);
	cJSON_Delete(bundle);
	free(p.text);
	p = print(c, filed_fhir, c->ana, before); /* what was assigned */
	bundle = cJSON_Parse(p.text);
	assert_null(find(bundle, "QuestionnaireResponse/filed-1"));
	must_find(bundle, "Task/assigned-1");
	cJSON_Delete(bundle);
	free(p.text);
	p = print(c, filed_fhir, 0, after); /* what was said */
	bundle = cJSON_Parse(p.text);
	assert_int_equal(cJSON_GetArraySize(get(bundle, "entry")), 2);
	must_find(bundle, "Communication/noted-2");
	cJSON_Delete(bundle);
	free(p.text);
}

/* ---- the table ---- */

static void the_table_has_a_row_each(void **state)
{
	struct clinic *c = *state;
	struct printed p = print(c, filed_csv, 0, NULL);

	if (!strstr(p.text, "finished,1,") || !strstr(p.text, "PHQ-9,11,27,moderate,yes,"))
		fail_msg("%s", p.text);
	assert_non_null(strstr(p.text, "\"'=Ana\"")); /* no formula */
	assert_non_null(strstr(p.text, "\"Grace \"\"G\"\" \\\""));
	assert_non_null(strstr(p.text, "finished,2,"));
	assert_non_null(strstr(p.text, "\"gone/form\",\"gone/form\","));
	assert_non_null(strstr(p.text, ",PHQ-9,,27,,yes,")); /* answers are missing */
	assert_non_null(strstr(p.text, "assigned,2,"));
	assert_null(strstr(p.text, "assigned,1,")); /* it was done */
	for (const char *line = p.text; *line; line = strchr(line, '\n') + 1) {
		int commas = 0;
		bool quoted = false;

		for (const char *at = line; *at != '\r'; at++) {
			quoted ^= *at == '"';
			commas += *at == ',' && !quoted;
		}
		assert_int_equal(commas, 18);
	}
	assert_int_equal(p.unknown, 1);
	free(p.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_done_is_a_bundle, open_clinic,
						close_clinic),
		cmocka_unit_test_setup_teardown(of_one_person_and_of_some_days, open_clinic,
						close_clinic),
		cmocka_unit_test_setup_teardown(the_table_has_a_row_each, open_clinic,
						close_clinic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
