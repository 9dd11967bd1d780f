/* SPDX-License-Identifier: MIT */
/* What may be done with worksheets, by whom, and who is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "forms/forms.h"
#include "support/caseworker.h"

static struct caseworker t;

static int set_up(void **state)
{
	(void)state;
	caseworker_begin(&t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	caseworker_end(&t);
	return 0;
}

#define is(code, want) assert_string_equal((code) ? (code) : "done", want)

/* To assign */

static void one_person_is_assigned_a_form(void **state)
{
	(void)state;
	is(caseworker_assign(&t, ROBIN, ANA, "phq-9"), "done");
	assert_string_equal(caseworker_hear(&t, ANA, 0), "B 1 phq-9 to 1\nV 1\n");
	assert_string_equal(caseworker_hear(&t, ROBIN, 0), "B 1 phq-9 to 1\nV 1\n");
	assert_string_equal(caseworker_hear(&t, MARA, 0), "B 1 phq-9 to 1\nV 1\n");
	assert_string_equal(caseworker_hear(&t, BEN, 0), "");
	assert_string_equal(caseworker_hear(&t, SAM, 0), "");
}

static void all_patients_of_a_group_are(void **state)
{
	(void)state;
	is(caseworker_assign(&t, ROBIN, 0, "phq-9"), "done");
	assert_int_equal(t.stored, 3);
	assert_string_equal(caseworker_hear(&t, MARA, 0),
			    "B 1 phq-9 to 1\nB 2 phq-9 to 2\nB 3 phq-9 to 3\nV 3\n");
}

/* The server ends after the second row, and the client sends the same again. */
static void a_crash_in_the_middle_of_all_is_made_good(void **state)
{
	struct wire_msg m = { .has = WIRE_G | WIRE_C,
			      .g = EVENING,
			      .k = 77,
			      .r = str_of("assign"),
			      .c = str_of("phq-9") };

	(void)state;
	t.parts = 2;
	caseworker_act(&t, ROBIN, &m);
	t.parts = 0;
	assert_int_equal(t.stored, 2);
	caseworker_restart(&t);
	is(caseworker_act(&t, ROBIN, &m), "done");
	assert_int_equal(t.stored, 1);
	is(caseworker_act(&t, ROBIN, &m), "done");
	assert_int_equal(t.stored, 0);
	assert_int_equal(t.row, 3);
	caseworker_restart(&t);
	is(caseworker_act(&t, ROBIN, &m), "done");
	assert_int_equal(t.row, 3);
	assert_string_equal(caseworker_hear(&t, MARA, 0),
			    "B 1 phq-9 to 1\nB 2 phq-9 to 2\nB 3 phq-9 to 3\nV 3\n");
}

static void not_everybody_may_assign_and_not_everything(void **state)
{
	struct wire_msg m = { .has = WIRE_G | WIRE_C | WIRE_D | WIRE_U,
			      .g = EVENING,
			      .u = ANA,
			      .r = str_of("assign"),
			      .c = str_of("phq-9"),
			      .d = CASE_NOW - 2 * CASE_DAY };
	char words[CASELOAD_WORDS_MAX + 2];

	(void)state;
	is(caseworker_assign(&t, ANA, BEN, "phq-9"), WIRE_E_ROLE);
	is(caseworker_assign(&t, SAM, ANA, "phq-9"), WIRE_E_GROUP);
	is(caseworker_assign(&t, ROBIN, DEE, "phq-9"), WIRE_E_WHO);
	is(caseworker_assign(&t, ROBIN, ANA, "no-such-form"), WIRE_E_TEXT);
	is(caseworker_assign(&t, ROBIN, ANA, "../phq-9"), WIRE_E_TEXT);
	is(caseworker_act(&t, ROBIN, &m), WIRE_E_LATE);
	m.d = CASE_NOW - CASE_DAY / 2;
	is(caseworker_act(&t, ROBIN, &m), "done");
	memset(words, 'w', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	m.has |= WIRE_B;
	m.b = str_of(words);
	is(caseworker_act(&t, ROBIN, &m), WIRE_E_LARGE);
	m.has = WIRE_G;
	is(caseworker_act(&t, ROBIN, &m), WIRE_E_FORM);
	m.r = str_of("assigns");
	is(caseworker_act(&t, ROBIN, &m), WIRE_E_FORM);
}

static void what_is_taken_back_goes_and_leaves_no_words(void **state)
{
	struct wire_msg m = { .has = WIRE_G | WIRE_C | WIRE_U | WIRE_B,
			      .g = EVENING,
			      .u = ANA,
			      .r = str_of("assign"),
			      .c = str_of("phq-9"),
			      .b = str_of("secret words") };

	(void)state;
	is(caseworker_act(&t, ROBIN, &m), "done");
	caseworker_hear(&t, ANA, 0);
	is(caseworker_do(&t, BEN, "unassign", 1, NULL), WIRE_E_GONE);
	is(caseworker_do(&t, ANA, "unassign", 1, NULL), WIRE_E_ROLE);
	is(caseworker_do(&t, MARA, "unassign", 1, NULL), "done");
	assert_string_equal(caseworker_hear(&t, ANA, 1), "B 1 gone\nV 2\n");
	assert_string_equal(caseworker_hear(&t, BEN, 1), "");
	is(caseworker_do(&t, MARA, "unassign", 1, NULL), "done");
	assert_int_equal(t.stored, 0);
	caseworker_restart(&t);
	assert_string_equal(caseworker_hear(&t, ANA, 1), "B 1 gone\nV 2\n");
	assert_string_equal(caseworker_hear(&t, BEN, 1), "");
	assert_string_equal(caseworker_hear(&t, ANA, 0), "");
	assert_null(strstr(t.rows[0].text.p, "secret"));
}

/* To finish */

static void a_finished_sheet_is_for_those_who_lead(void **state)
{
	(void)state;
	is(caseworker_file(&t, ANA, "phq-9", CALM), "done");
	assert_string_equal(caseworker_hear(&t, ANA, 0), "C 1 phq-9 of 1\nV 1\n");
	assert_string_equal(caseworker_hear(&t, MARA, 0), "C 1 phq-9 of 1\nV 1\n");
	assert_string_equal(caseworker_hear(&t, BEN, 0), "");
	assert_string_equal(caseworker_hear(&t, KIN, 0), "");
	assert_string_equal(caseworker_hear(&t, SAM, 0), "");
}

/* Whatever the other side says of it. */
static void danger_is_what_the_answers_say(void **state)
{
	struct wire_msg m = { .has = WIRE_G | WIRE_C | WIRE_D | WIRE_B | WIRE_N,
			      .g = EVENING,
			      .n = 1,
			      .d = CASE_NOW,
			      .r = str_of("file"),
			      .c = str_of("phq-9"),
			      .b = str_of(CALM) };

	(void)state;
	is(caseworker_act(&t, ANA, &m), "done");
	assert_false(caseload_is_danger(t.c, CASELOAD_FILED, t.row));
	m.has &= ~(unsigned)WIRE_N;
	m.b = str_of(DANGER);
	is(caseworker_act(&t, ANA, &m), "done");
	assert_true(caseload_is_danger(t.c, CASELOAD_FILED, t.row));
	is(caseworker_file(&t, BEN, "diary-card", DIARY_DANGER), "done");
	assert_true(caseload_is_danger(t.c, CASELOAD_FILED, t.row));
	assert_string_equal(caseworker_hear(&t, ROBIN, 0),
			    "C 1 phq-9 of 1\nC 2 phq-9 of 1 review\n"
			    "C 3 diary-card of 2 review\nV 3\n");
	caseworker_restart(&t);
	assert_true(caseload_is_danger(t.c, CASELOAD_FILED, 2));
}

static void a_form_without_a_score_may_ask_for_a_review_too(void **state)
{
	(void)state;
	is(caseworker_file(&t, ANA, "diary-card", "1.3 0\t2\n1.3 1\t2\n"), "done");
	assert_false(caseload_is_danger(t.c, CASELOAD_FILED, t.row));
	is(caseworker_file(&t, ANA, "diary-card", "1.3 0\t2\n1.3 1\t3\n"), "done");
	assert_true(caseload_is_danger(t.c, CASELOAD_FILED, t.row));
}

#define WEIGHT                                                                                 \
	"{\"url\":\"http://hl7.org/fhir/StructureDefinition/ordinalValue\",\"valueDecimal\":"

/* The clinic's own: the PHQ-9 by another name, and one whose choices are the pack's. */
static bool find_own(void *user, struct str name, struct caseload_form *out)
{
	static const char form[] =
		"{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"item\":[{"
		"\"linkId\":\"1\",\"type\":\"choice\",\"text\":\"Are you safe?\","
		"\"answerValueSet\":\"http://clinic.example/safe\",\"extension\":[{"
		"\"url\":\"urn:porchlight:danger\",\"valueInteger\":2}]}]}";
	static const char set[] =
		"{\"resourceType\":\"ValueSet\",\"status\":\"active\","
		"\"url\":\"http://clinic.example/safe\",\"compose\":{\"include\":[{"
		"\"system\":\"http://clinic.example\",\"concept\":["
		"{\"code\":\"yes\",\"extension\":[" WEIGHT "0}]},"
		"{\"code\":\"no\",\"extension\":[" WEIGHT "3}]}]}]}}";
	static const struct str sets[] = { { set, sizeof(set) - 1 } };

	(void)user;
	if (str_is(name, "clinic/mood"))
		out->json = form_find(str_of("phq-9"))->json;
	if (str_is(name, "clinic/safe"))
		*out = (struct caseload_form) { { form, sizeof(form) - 1 }, sets, 1 };
	return out->json.n > 0;
}

static void a_form_of_a_pack_is_as_good_as_any(void **state)
{
	(void)state;
	is(caseworker_assign(&t, ROBIN, ANA, "clinic/mood"), WIRE_E_TEXT);
	is(caseworker_file(&t, ANA, "clinic/mood", DANGER), "done");
	assert_false(caseload_is_danger(t.c, CASELOAD_FILED, t.row));
	caseload_forms(t.c, find_own, NULL);
	is(caseworker_assign(&t, ROBIN, ANA, "clinic/mood"), "done");
	is(caseworker_assign(&t, ROBIN, ANA, "clinic/food"), WIRE_E_TEXT);
	is(caseworker_file(&t, ANA, "clinic/mood", DANGER), "done");
	assert_true(caseload_is_danger(t.c, CASELOAD_FILED, t.row));
	is(caseworker_file(&t, ANA, "clinic/mood", "no answers"), WIRE_E_FORM);
	is(caseworker_file(&t, ANA, "clinic/safe", "1\t#0\n"), "done");
	assert_false(caseload_is_danger(t.c, CASELOAD_FILED, t.row));
	is(caseworker_file(&t, ANA, "clinic/safe", "1\t#1\n"), "done");
	assert_true(caseload_is_danger(t.c, CASELOAD_FILED, t.row));
}

static void answers_have_to_be_of_their_form(void **state)
{
	(void)state;
	is(caseworker_file(&t, ANA, "phq-9", "no answers at all"), WIRE_E_FORM);
	is(caseworker_file(&t, ANA, "phq-9", "/44250-9\t#1\x1b[2J\n"), WIRE_E_FORM);
	is(caseworker_file(&t, ANA, "../phq-9", CALM), WIRE_E_FORM);
	/* A form of a pack that is not here any more: its text is kept. */
	is(caseworker_file(&t, ANA, "clinic/old-form", "1\tyes\n"), "done");
	/* And so is what this version of the form does not have. */
	is(caseworker_file(&t, ANA, "phq-9", CALM "/gone\ttrue\n"), "done");
}

static void it_is_finished_for_a_group_of_ones_own(void **state)
{
	struct wire_msg m = { .has = WIRE_G | WIRE_C | WIRE_D | WIRE_B | WIRE_S,
			      .g = MORNING,
			      .d = CASE_NOW,
			      .r = str_of("file"),
			      .c = str_of("phq-9"),
			      .b = str_of(CALM) };

	(void)state;
	is(caseworker_assign(&t, ROBIN, BEN, "phq-9"), "done");
	m.s = t.row;
	is(caseworker_act(&t, ANA, &m), WIRE_E_GROUP);
	is(caseworker_act(&t, BEN, &m), WIRE_E_GROUP);
	m.g = EVENING;
	is(caseworker_act(&t, ANA, &m), WIRE_E_GONE);
	m.c = str_of("phq-2");
	is(caseworker_act(&t, BEN, &m), WIRE_E_FORM);
	m.c = str_of("phq-9");
	is(caseworker_act(&t, BEN, &m), "done");
	/* What was filled in counts, though it was taken back meanwhile. */
	is(caseworker_do(&t, ROBIN, "unassign", 1, NULL), "done");
	is(caseworker_act(&t, BEN, &m), "done");
}

static void a_ticket_is_good_for_one_sheet(void **state)
{
	struct wire_msg m = { .has = WIRE_G | WIRE_C | WIRE_D | WIRE_B,
			      .g = EVENING,
			      .k = 9,
			      .d = CASE_NOW,
			      .r = str_of("file"),
			      .c = str_of("phq-9"),
			      .b = str_of(CALM) };

	(void)state;
	is(caseworker_act(&t, ANA, &m), "done");
	is(caseworker_act(&t, BEN, &m), "done");
	for (int i = 0; i < 2; i++) {
		is(caseworker_act(&t, ANA, &m), "done");
		assert_int_equal(t.row, 1);
		assert_int_equal(t.stored, 0);
		caseworker_restart(&t);
	}
}

static void nobody_files_without_an_end(void **state)
{
	(void)state;
	for (int i = 0; i < CASELOAD_DAILY_MAX; i++)
		is(caseworker_file(&t, ANA, "phq-2", "/44250-9\t#0\n"), "done");
	is(caseworker_file(&t, ANA, "phq-9", DANGER), "done"); /* that one always */
	is(caseworker_file(&t, ANA, "phq-2", "/44250-9\t#0\n"), WIRE_E_RATE);
	t.now_utc_ms += CASE_DAY;
	is(caseworker_file(&t, ANA, "phq-2", "/44250-9\t#0\n"), "done");
}

/* To say something to it */

static void it_is_read_once_by_each(void **state)
{
	(void)state;
	caseworker_file(&t, ANA, "phq-9", CALM);
	is(caseworker_do(&t, ANA, "read", 1, NULL), WIRE_E_ROLE);
	is(caseworker_do(&t, SAM, "read", 1, NULL), WIRE_E_GONE);
	is(caseworker_do(&t, ROBIN, "read", 1, NULL), "done");
	is(caseworker_do(&t, ROBIN, "read", 1, NULL), "done");
	assert_int_equal(t.stored, 0);
	assert_int_equal(t.row, 1);
	is(caseworker_do(&t, MARA, "read", 1, NULL), "done");
	assert_string_equal(caseworker_hear(&t, ANA, 1), "D 1 read 1\nD 2 read 1\nV 3\n");
	assert_string_equal(caseworker_hear(&t, BEN, 1), "");
}

static void comments_are_by_item_and_by_both_sides(void **state)
{
	struct wire_msg m = { .has = WIRE_S | WIRE_B | WIRE_C,
			      .s = 1,
			      .r = str_of("comment"),
			      .c = str_of("/44250-9"),
			      .b = str_of("What helped?") };
	const struct wire_msg older = { .has = WIRE_G | WIRE_C | WIRE_D | WIRE_B | WIRE_X,
					.g = EVENING,
					.r = str_of("file"),
					.c = str_of("phq-9"),
					.d = CASE_NOW,
					.x = str_of("7"),
					.b = str_of(CALM) };

	(void)state;
	caseworker_file(&t, ANA, "phq-9", CALM);
	is(caseworker_act(&t, BEN, &older), "done");
	is(caseworker_act(&t, ROBIN, &m), "done");
	is(caseworker_act(&t, ANA, &m), "done");
	is(caseworker_act(&t, BEN, &m), WIRE_E_GONE);
	m.c = str_of("/no-such-item");
	is(caseworker_act(&t, ROBIN, &m), WIRE_E_FORM);
	m.s = 2; /* that was filled in with another version of the form */
	is(caseworker_act(&t, ROBIN, &m), "done");
	m.s = 1;
	m.c = str_of("/44250-9");
	m.b = str_of(" \n");
	is(caseworker_act(&t, ROBIN, &m), WIRE_E_FORM);
	is(caseworker_do(&t, ANA, "again", 1, "please"), WIRE_E_ROLE);
	is(caseworker_do(&t, ROBIN, "again", 1, "The second one, please."), "done");
	assert_string_equal(caseworker_hear(&t, ANA, 1),
			    "D 1 comment 1\nD 2 comment 1\nD 4 again 1\nV 6\n");
}

static void danger_is_reviewed_once(void **state)
{
	(void)state;
	caseworker_file(&t, ANA, "phq-9", CALM);
	caseworker_file(&t, ANA, "phq-9", DANGER);
	is(caseworker_do(&t, ROBIN, "reviewed", 1, "called"), WIRE_E_STATE);
	is(caseworker_do(&t, ANA, "reviewed", 2, "called"), WIRE_E_ROLE);
	is(caseworker_do(&t, ROBIN, "reviewed", 2, "called"), "done");
	is(caseworker_do(&t, MARA, "reviewed", 2, "called"), WIRE_E_TWICE);
	caseworker_restart(&t);
	is(caseworker_do(&t, MARA, "reviewed", 2, "called"), WIRE_E_TWICE);
}

/* The safety plan */

static void a_plan_is_no_longer_shared_when_the_person_says_so(void **state)
{
	(void)state;
	caseworker_file(&t, ANA, "phq-9", CALM);
	is(caseworker_file(&t, ANA, "safety-plan", "warning\tcannot sleep\n"), "done");
	is(caseworker_do(&t, ROBIN, "comment", 2, "Thank you."), "done");
	is(caseworker_do(&t, ROBIN, "unfile", 2, NULL), WIRE_E_ROLE);
	is(caseworker_do(&t, ANA, "unfile", 1, NULL), WIRE_E_ROLE);
	is(caseworker_do(&t, ANA, "unfile", 2, NULL), "done");
	assert_int_equal(t.stored, 2); /* and the comment */
	assert_string_equal(caseworker_hear(&t, ROBIN, 3), "C 2 gone\nV 5\n");
	assert_string_equal(caseworker_hear(&t, ROBIN, 0), "C 1 phq-9 of 1\nV 5\n");
	is(caseworker_do(&t, ANA, "unfile", 2, NULL), "done");
	is(caseworker_do(&t, ROBIN, "comment", 2, "Oh."), WIRE_E_GONE);
	for (size_t i = 0; i < t.rows_count; i++) {
		assert_null(strstr(t.rows[i].text.p, "sleep"));
		assert_null(strstr(t.rows[i].text.p, "Thank"));
	}
	caseworker_restart(&t);
	assert_string_equal(caseworker_hear(&t, ROBIN, 3), "C 2 gone\nV 5\n");
}

static void a_newer_plan_takes_the_place_of_the_older(void **state)
{
	(void)state;
	caseworker_file(&t, ANA, "safety-plan", "warning\tone\n");
	caseworker_file(&t, BEN, "safety-plan", "warning\tother\n");
	caseworker_file(&t, ANA, "safety-plan", "warning\ttwo\n");
	assert_string_equal(caseworker_hear(&t, ROBIN, 2),
			    "C 3 safety-plan of 1\nC 1 gone\nV 4\n");
	caseworker_restart(&t);
	assert_int_equal(t.version, 4);
}

/* Who is told */

static void who_comes_to_lead_is_told_what_was_before(void **state)
{
	(void)state;
	caseworker_file(&t, DEE, "phq-9", CALM);
	caseworker_file(&t, ANA, "phq-9", CALM);
	assert_string_equal(caseworker_hear(&t, ROBIN, 0), "C 2 phq-9 of 1\nV 2\n");
	caseworker_join(&t, MORNING, ROBIN);
	assert_string_equal(caseworker_hear_on(&t), "C 1 phq-9 of 7\nV 3\n");
	assert_string_equal(caseworker_hear(&t, ROBIN, 2), "C 1 phq-9 of 7\nV 3\n");
	assert_string_equal(caseworker_hear(&t, ROBIN, 3), "");
}

static void what_is_old_is_not_told_to_who_has_nothing(void **state)
{
	(void)state;
	caseworker_file(&t, ANA, "phq-9", CALM);
	caseworker_do(&t, ROBIN, "read", 1, NULL);
	t.now_utc_ms += (CASELOAD_FRESH_DAYS + 1) * CASE_DAY;
	caseworker_file(&t, ANA, "phq-2", "/44250-9\t#0\n");
	assert_string_equal(caseworker_hear(&t, ROBIN, 0), "C 2 phq-2 of 1\nV 3\n");
	assert_string_equal(caseworker_hear(&t, ROBIN, 1), "D 1 read 1\nC 2 phq-2 of 1\nV 3\n");
	/* But what is said to it from now on is. */
	caseworker_hear(&t, ROBIN, 0);
	caseworker_do(&t, MARA, "comment", 1, "Late.");
	assert_string_equal(caseworker_hear_on(&t), "D 2 comment 1\nV 4\n");
}

static void a_restored_server_tells_all_again(void **state)
{
	(void)state;
	caseworker_file(&t, ANA, "phq-9", CALM);
	assert_string_equal(caseworker_hear(&t, ANA, 50), "C 1 phq-9 of 1\nV 1\n");
	assert_string_equal(caseworker_hear(&t, ANA, 1), "");
	assert_string_equal(caseworker_hear(&t, ANA, -1), "");
}

#define row(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		row(one_person_is_assigned_a_form),
		row(all_patients_of_a_group_are),
		row(a_crash_in_the_middle_of_all_is_made_good),
		row(not_everybody_may_assign_and_not_everything),
		row(what_is_taken_back_goes_and_leaves_no_words),
		row(a_finished_sheet_is_for_those_who_lead),
		row(danger_is_what_the_answers_say),
		row(a_form_without_a_score_may_ask_for_a_review_too),
		row(a_form_of_a_pack_is_as_good_as_any),
		row(answers_have_to_be_of_their_form),
		row(it_is_finished_for_a_group_of_ones_own),
		row(a_ticket_is_good_for_one_sheet),
		row(nobody_files_without_an_end),
		row(it_is_read_once_by_each),
		row(comments_are_by_item_and_by_both_sides),
		row(danger_is_reviewed_once),
		row(a_plan_is_no_longer_shared_when_the_person_says_so),
		row(a_newer_plan_takes_the_place_of_the_older),
		row(who_comes_to_lead_is_told_what_was_before),
		row(what_is_old_is_not_told_to_who_has_nothing),
		row(a_restored_server_tells_all_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
