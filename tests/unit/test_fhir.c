/* SPDX-License-Identifier: MIT */
/*
 * Each Encounter against the standard's structure (FHIR R4, 4.0.1): what it must have, what
 * it may have, of which kind, and no more.  A row an element; a kind of its own is a table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "support/fhir.h"
#include "support/minutes.h"

#define assert_granted(no) assert_null(no)

enum { MINUTE = 60000 };

#define STATUS "planned|arrived|triaged|in-progress|onleave|finished|cancelled"

static const struct fhir_element patient[] = { { "reference", true, .form = "Patient/[0-9]+" },
					       { "display", false, .form = FHIR_TEXT },
					       { NULL } };
static const struct fhir_element practitioner[] = { { "reference", true,
						      .form = "Practitioner/[0-9]+" },
						    { "display", false, .form = FHIR_TEXT },
						    { NULL } };
static const struct fhir_element place[] = { { "display", true, .form = FHIR_TEXT }, { NULL } };
static const struct fhir_element history[] = { { "status", true, .form = STATUS },
					       { "period", true, .of = fhir_period },
					       { NULL } };
static const struct fhir_element participant[] = { { "type", false, true, .of = fhir_concept },
						   { "period", false, .of = fhir_period },
						   { "individual", false, .of = practitioner },
						   { NULL } };
static const struct fhir_element location[] = { { "location", true, .of = place },
						{ "period", false, .of = fhir_period },
						{ NULL } };
static const struct fhir_element length[] = { { "value", true, .number = true },
					      { "unit", true, .form = "min" },
					      { "system", true,
						.form = "http://unitsofmeasure.org" },
					      { "code", true, .form = "min" },
					      { NULL } };
static const struct fhir_element narrative[] = {
	{ "status", true, .form = "generated|extensions|additional|empty" },
	{ "div", true, .form = "<div xmlns=\"http://www.w3.org/1999/xhtml\">.+</div>" },
	{ NULL }
};
static const struct fhir_element encounter[] = {
	{ "resourceType", true, .form = "Encounter" },
	{ "id", true, .form = "[A-Za-z0-9.-]{1,64}" },
	{ "text", false, .of = narrative },
	{ "status", true, .form = STATUS },
	{ "statusHistory", false, true, .of = history },
	{ "class", true, .of = fhir_coding },
	{ "type", false, true, .of = fhir_concept },
	{ "subject", true, .of = patient },
	{ "participant", false, true, .of = participant },
	{ "period", true, .of = fhir_period },
	{ "length", true, .of = length },
	{ "location", false, true, .of = location },
	{ NULL }
};

/* All times of one encounter are in order, and within it. */
static void check_times(const cJSON *o)
{
	const cJSON *p = cJSON_GetObjectItem(o, "period"), *one;
	const char *at = cJSON_GetObjectItem(p, "start")->valuestring;

	cJSON_ArrayForEach(one, cJSON_GetObjectItem(o, "statusHistory"))
	{
		const cJSON *q = cJSON_GetObjectItem(one, "period");
		const cJSON *end = cJSON_GetObjectItem(q, "end");

		assert_true(strcmp(cJSON_GetObjectItem(q, "start")->valuestring, at) >= 0);
		at = end ? end->valuestring : at;
	}
	if (cJSON_GetObjectItem(p, "end"))
		assert_true(strcmp(cJSON_GetObjectItem(p, "end")->valuestring, at) >= 0);
}

/* Cuts the next line off; NULL: there is none. */
static char *next_line(char **at)
{
	char *line = *at;
	const size_t n = strcspn(line, "\n");

	if (!n)
		return NULL;
	*at = line + n + 1;
	line[n] = '\0';
	return line;
}

/* Each line of `text`, checked; in `out`, at most `most`. */
static int read_lines(char *text, cJSON **out, int most)
{
	int n = 0;

	for (char *line; n < most && (line = next_line(&text));) {
		const char *no;

		out[n] = cJSON_Parse(line);
		assert_non_null(out[n]);
		no = fhir_wrong(out[n], encounter);
		if (no)
			fail_msg("%s is not as the standard has it: %s", no, line);
		check_times(out[n++]);
	}
	return n;
}

/* Ana is in to the end; Jo waits and is not let in; Sam is corrected; Grace leads. */
static void open_evening(struct meet *t, bool over)
{
	meet_open(t, "waiting\nstage work open 0 Talk\nstage closed open 0 Closed\n");
	meet_here(t, GRACE, true);
	meet_here(t, ANA, true);
	assert_granted(meet_wish(t, GRACE, "admit", ANA, 0));
	meet_here(t, JO, true);
	meet_here(t, LEE, true);
	t->now += 10 * MINUTE;
	assert_granted(meet_wish(t, ANA, "modality", 0, MEETING_BY_BOTH));
	t->now += 10 * MINUTE;
	meet_here(t, ANA, false);
	t->now += 1 * MINUTE;
	if (over) {
		assert_granted(meet_wish(t, GRACE, "stage", 0, 2));
		minutes_correct(t, SAM, 25, "He was \"here\" & <there> \\ by phone.");
	}
}

static const char *text_at(const cJSON *o, const char *name)
{
	const cJSON *v = cJSON_GetObjectItem(o, name);

	return cJSON_IsString(v) ? v->valuestring : "";
}

static void each_patient__an_encounter_as_the_standard_has_it(void **state)
{
	cJSON *all[8];
	struct meet t;
	char *text;

	(void)state;
	open_evening(&t, true);
	text = minutes_print(&t, 0, report_fhir);
	assert_int_equal(read_lines(text, all, 8), 3); /* no family, and nobody who leads */
	assert_string_equal(text_at(all[0], "status"), "finished");
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(all[0], "statusHistory")), 4);
	assert_int_equal(
		cJSON_GetObjectItem(cJSON_GetObjectItem(all[0], "length"), "value")->valueint,
		20);
	assert_string_equal(text_at(all[1], "status"), "cancelled");
	assert_string_equal(text_at(all[2], "status"), "finished");
	assert_int_equal(
		cJSON_GetObjectItem(cJSON_GetObjectItem(all[2], "length"), "value")->valueint,
		25);
	assert_non_null(strstr(text_at(cJSON_GetObjectItem(all[2], "text"), "div"),
			       "He was &#34;here&#34; &#38; &#60;there&#62; \\ by phone."));
	for (int i = 0; i < 3; i++)
		cJSON_Delete(all[i]);
	free(text);
	meet_end(&t);
}

static void how_they_took_part__is_where_it_was(void **state)
{
	static const char *const ways[] = { "modality not stated", "modality not stated",
					    "by text and telephone", "by text and telephone" };
	const cJSON *one;
	cJSON *all[8];
	struct meet t;
	char *text;
	size_t n = 0;

	(void)state;
	open_evening(&t, true);
	text = minutes_print(&t, ANA, report_fhir);
	assert_int_equal(read_lines(text, all, 8), 1);
	cJSON_ArrayForEach(one, cJSON_GetObjectItem(all[0], "location")) assert_string_equal(
		text_at(cJSON_GetObjectItem(one, "location"), "display"), ways[n++]);
	assert_int_equal(n, 4);
	cJSON_Delete(all[0]);
	free(text);
	meet_end(&t);
}

/* Another patient's name is in nobody's but their own. */
static void nobody_else_is_named(void **state)
{
	struct meet t;
	char *text, *at, *line;

	(void)state;
	open_evening(&t, true);
	text = minutes_print(&t, 0, report_fhir);
	at = text;
	line = next_line(&at);
	assert_non_null(strstr(line, "Ana"));
	assert_null(strstr(line, "Sam"));
	assert_null(strstr(line, "Lee"));
	line = next_line(&at);
	assert_null(strstr(line, "Ana"));
	free(text);
	meet_end(&t);
}

static void while_it_goes_on__it_has_no_end(void **state)
{
	cJSON *all[8];
	struct meet t;
	char *text;

	(void)state;
	open_evening(&t, false);
	text = minutes_print(&t, 0, report_fhir);
	assert_int_equal(read_lines(text, all, 8), 2);
	assert_string_equal(text_at(all[0], "status"), "onleave"); /* her line is down */
	assert_string_equal(text_at(all[1], "status"), "arrived");
	for (int i = 0; i < 2; i++) {
		assert_null(cJSON_GetObjectItem(cJSON_GetObjectItem(all[i], "period"), "end"));
		cJSON_Delete(all[i]);
	}
	free(text);
	meet_end(&t);
}

/* The check itself: what the standard does not have is found. */
static void what_is_not_of_the_standard__is_found(void **state)
{
	static const struct {
		const char *from, *to, *name;
	} changes[] = {
		{ "\"status\":\"finished\",", "", "status" },
		{ "\"status\":\"finished\"", "\"status\":\"over\"", "status" },
		{ "\"class\":", "\"klass\":", "class" },
		{ "\"value\":20", "\"value\":\"20\"", "length" },
		{ "T00:16:40Z\",\"end\"", "\",\"end\"", "statusHistory" },
		{ "Practitioner/5", "Person/5", "participant" },
		{ "\"subject\"", "\"minutes\":20,\"subject\"", "minutes" },
	};
	struct meet t;
	char *text;

	(void)state;
	open_evening(&t, true);
	text = minutes_print(&t, ANA, report_fhir);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		const char *at = strstr(text, changes[i].from);
		char bad[8192];
		cJSON *o;

		assert_non_null(at);
		snprintf(bad, sizeof(bad), "%.*s%s%s", (int)(at - text), text, changes[i].to,
			 at + strlen(changes[i].from));
		o = cJSON_Parse(bad);
		assert_non_null(o);
		assert_string_equal(fhir_wrong(o, encounter), changes[i].name);
		cJSON_Delete(o);
	}
	free(text);
	meet_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_patient__an_encounter_as_the_standard_has_it),
		cmocka_unit_test(how_they_took_part__is_where_it_was),
		cmocka_unit_test(nobody_else_is_named),
		cmocka_unit_test(while_it_goes_on__it_has_no_end),
		cmocka_unit_test(what_is_not_of_the_standard__is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
