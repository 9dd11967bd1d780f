/* SPDX-License-Identifier: MIT */
/* The skeleton of a note: what it says, that it names nobody else, and its form in FHIR R4. */
#include "server/note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "support/fhir.h"
#include "support/minutes.h"

#define assert_granted(no) assert_null(no)

enum { MINUTE = 60000 };

static const struct fhir_element patient[] = {
	{ "reference", true, .form = "Patient/[0-9]+" },
	{ "display", false, .form = FHIR_TEXT },
	{ NULL },
};
static const struct fhir_element encounter[] = {
	{ "reference", true, .form = "Encounter/[A-Za-z0-9.-]{1,64}" },
	{ NULL },
};
static const struct fhir_element attachment[] = {
	{ "contentType", true, .form = "text/plain; charset=utf-8" },
	{ "language", false, .form = FHIR_CODE },
	{ "data", true, .form = "([A-Za-z0-9+/]{4})+([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?" },
	{ "title", false, .form = FHIR_TEXT },
	{ NULL },
};
static const struct fhir_element content[] = {
	{ "attachment", true, .of = attachment },
	{ NULL },
};
static const struct fhir_element context[] = {
	{ "encounter", false, true, .of = encounter },
	{ "period", false, .of = fhir_period },
	{ NULL },
};
static const struct fhir_element document[] = {
	{ "resourceType", true, .form = "DocumentReference" },
	{ "id", true, .form = "[A-Za-z0-9.-]{1,64}" },
	{ "status", true, .form = "current|superseded|entered-in-error" },
	{ "docStatus", true, .form = "preliminary|final|amended|entered-in-error" },
	{ "type", true, .of = fhir_concept },
	{ "subject", true, .of = patient },
	{ "content", true, true, .of = content },
	{ "context", true, .of = context },
	{ NULL },
};

/* From check-in to check-out; Ana has all that can be had, and a line that is lost. */
static void hold(struct meet *t, bool over)
{
	meet_open(t, "stage round turns 10 Check-in\nstage work turns 30 Work\n"
		     "stage round turns 10 Check-out\nstage closed open 0 Closed\n");
	meet_here(t, GRACE, true);
	meet_here(t, JO, true);
	meet_here(t, ANA, true);
	assert_granted(meet_wish(t, GRACE, "call", ANA, 0));
	assert_granted(meet_wish(t, ANA, "rate", 0, 4));
	assert_granted(meet_wish(t, ANA, "done", 0, 0));
	t->now += 10 * MINUTE;
	assert_granted(meet_wish(t, GRACE, "stage", 0, 2));
	assert_granted(meet_tell(t, ANA, "raise", "about my aunt", 0));
	assert_granted(meet_tell(t, ANA, "raise", "about my uncle", 0)); /* the same hand */
	assert_granted(meet_tell(t, JO, "raise", "me too", 0));
	assert_granted(meet_wish(t, GRACE, "call", ANA, 0));
	t->now += 20 * MINUTE;
	assert_granted(meet_wish(t, ANA, "done", 0, 0));
	assert_granted(meet_tell(t, ANA, "raise", "", 0));
	assert_granted(meet_wish(t, ANA, "pass", 0, 0));
	assert_granted(meet_wish(t, GRACE, "stage", 0, 3));
	assert_granted(meet_wish(t, ANA, "rate", 0, 7));
	t->now += 5 * MINUTE;
	if (over)
		assert_granted(meet_wish(t, GRACE, "stage", 0, 4));
}

static void read_note(struct note *n, const struct meet *t)
{
	struct minutes *m = mem_get(sizeof(*m));
	struct err err = { 0 };

	minutes_chain(m, t);
	n->group = "Evening";
	n->name = n->member == ANA ? "Ana \"A\"" : "Sam";
	note_begin(n, MINUTES_GROUP, 1);
	for (int64_t seq = 1; seq <= (int64_t)t->count; seq++) {
		const struct store_message row = minutes_row(m, seq);

		if (!note_take(n, &row, &err))
			fail_msg("%s", err.text);
	}
	free(m);
}

static char *print(const struct meet *t, int64_t session,
		   void (*form)(const struct note *n, FILE *out))
{
	struct note n = { .session = session, .member = ANA };
	char *text = NULL;
	size_t size;
	FILE *out;

	read_note(&n, t);
	assert_true(note_is_due(&n, NULL));
	out = open_memstream(&text, &size);
	form(&n, out);
	fclose(out);
	note_finish(&n);
	return text;
}

static const char golden[] = "Draft. Not signed. A person must write and sign this.\n"
			     "\n"
			     "Progress note\n"
			     "\n"
			     "Person: Ana \"A\"\n"
			     "Group: Evening\n"
			     "Session: 1, by the plan of the clinic's own\n"
			     "Date: 1970-01-01\n"
			     "Time: 00:16 to 00:51 UTC\n"
			     "Minutes: 35\n"
			     "Stages: Check-in (00:16), Work (00:26), Check-out (00:46)\n"
			     "Check-in number: 4\n"
			     "Check-out number: 7\n"
			     "Hands raised: 2\n"
			     "Turns: 2\n"
			     "Passed: 1\n"
			     "Worksheet: not recorded here\n"
			     "\n"
			     "Seen and done, and the plan, in the writer's own words:\n";

static void it_says_what_the_log_knows(void **state)
{
	struct meet t;
	char *text;

	(void)state;
	hold(&t, true);
	text = print(&t, 1, note_text);
	if (strncmp(text, golden, sizeof(golden) - 1) != 0)
		fail_msg("%s", text);
	assert_non_null(strstr(text, "\nWritten by:\n\nDate:\n\nMinutes are whole ones"));
	free(text);
	meet_end(&t);
}

static void it_names_nobody_else_and_has_nothing_that_was_said(void **state)
{
	static const char *const others[] = { "Jo", "Grace", "aunt", "uncle", "me too" };
	struct meet t;
	char *text;

	(void)state;
	hold(&t, true);
	minutes_correct(&t, ANA, 40, "Grace saw her with Jo.");
	text = print(&t, 1, note_text);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_null(strstr(text, others[i]));
	assert_non_null(strstr(text, "Minutes: 35, corrected to 40\n"));
	free(text);
	meet_end(&t);
}

static void it_can_be_had_when_the_session_is_over_and_of_who_was_there(void **state)
{
	struct note none = { .session = 9, .member = ANA }, sam = { .member = SAM },
		    early = { .member = ANA };
	struct err err = { 0 };
	struct meet t;

	(void)state;
	hold(&t, false);
	read_note(&none, &t);
	assert_false(note_is_due(&none, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	read_note(&sam, &t);
	assert_false(note_is_due(&sam, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	read_note(&early, &t);
	assert_false(note_is_due(&early, &err));
	assert_int_equal(err.code, ERR_NOT_NOW);
	note_finish(&none);
	note_finish(&sam);
	note_finish(&early);
	meet_end(&t);
}

/* The evening after has numbers of its own. */
static void each_session_has_its_own(void **state)
{
	struct meet t;
	char *first, *again, *newest;

	(void)state;
	hold(&t, true);
	first = print(&t, 1, note_text);
	assert_granted(meet_tell(&t, GRACE, "open",
				 "stage work open 0 Talk\nstage closed open 0 End\n", 0));
	meet_here(&t, ANA, false);
	meet_here(&t, ANA, true);
	t.now += 5 * MINUTE;
	assert_granted(meet_wish(&t, GRACE, "stage", 0, 2));
	again = print(&t, 1, note_text);
	newest = print(&t, 0, note_text);
	assert_string_equal(again, first);
	assert_non_null(strstr(newest, "Check-in number: none given\n"));
	assert_non_null(strstr(newest, "Hands raised: 0\nTurns: 0\nPassed: 0\n"));
	free(first);
	free(again);
	free(newest);
	meet_end(&t);
}

static void as_fhir_it_is_a_preliminary_document_without_an_author(void **state)
{
	unsigned char text[4096];
	const char *no;
	size_t n = 0;
	struct meet t;
	char *json, *plain;
	const cJSON *data;
	cJSON *o;

	(void)state;
	hold(&t, true);
	json = print(&t, 1, note_fhir);
	plain = print(&t, 1, note_text);
	o = cJSON_Parse(json);
	assert_non_null(o);
	no = fhir_wrong(o, document);
	if (no)
		fail_msg("%s is not as the standard has it: %s", no, json);
	assert_non_null(strstr(json, "\"docStatus\":\"preliminary\""));
	assert_non_null(strstr(json, "\"system\":\"http://loinc.org\",\"code\":\"11506-3\""));
	assert_non_null(strstr(json, "\"reference\":\"Encounter/porchlight-3-1-1\""));
	data = cJSON_GetObjectItem(
		cJSON_GetObjectItem(cJSON_GetArrayItem(cJSON_GetObjectItem(o, "content"), 0),
				    "attachment"),
		"data");
	assert_int_equal(sodium_base642bin(text, sizeof(text), data->valuestring,
					   strlen(data->valuestring), NULL, &n, NULL,
					   sodium_base64_VARIANT_ORIGINAL),
			 0);
	assert_int_equal(n, strlen(plain));
	assert_memory_equal(text, plain, n);
	cJSON_Delete(o);
	free(json);
	free(plain);
	meet_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_says_what_the_log_knows),
		cmocka_unit_test(it_names_nobody_else_and_has_nothing_that_was_said),
		cmocka_unit_test(it_can_be_had_when_the_session_is_over_and_of_who_was_there),
		cmocka_unit_test(each_session_has_its_own),
		cmocka_unit_test(as_fhir_it_is_a_preliminary_document_without_an_author),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
