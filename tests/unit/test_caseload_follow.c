/* SPDX-License-Identifier: MIT */
/* What comes of worksheets by itself: the clinic's words, stages of meetings, what is old. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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

/* The clinic's words */

static void crisis_lines_go_to_all_when_they_change(void **state)
{
	(void)state;
	caseload_crisis(t.c, str_of("Call 988\nFront desk"), CASE_NOW);
	caseworker_follow(&t);
	assert_string_equal(caseworker_hear(&t, KIN, 0), "M 1 Call 988\nFront desk\nV 1\n");
	caseload_crisis(t.c, str_of("Call 988\nFront desk"), CASE_NOW);
	caseworker_follow(&t);
	assert_int_equal(t.version, 1);
	caseload_crisis(t.c, str_of("Call 988"), CASE_NOW);
	caseworker_follow(&t);
	assert_string_equal(caseworker_hear(&t, SAM, 1), "M 1 Call 988\nV 2\n");
	assert_string_equal(caseworker_hear(&t, SAM, 0), "M 1 Call 988\nV 2\n");
	caseworker_restart(&t);
	caseload_crisis(t.c, str_of(""), 0);
	caseworker_follow(&t);
	assert_string_equal(caseworker_hear(&t, SAM, 2), "M 1 gone\nV 3\n");
	caseworker_restart(&t);
	assert_string_equal(caseworker_hear(&t, SAM, 2), "M 1 gone\nV 3\n");
	caseload_crisis(t.c, str_of("Call 988"), CASE_NOW);
	caseworker_follow(&t);
	assert_string_equal(caseworker_hear(&t, SAM, 0), "M 2 Call 988\nV 4\n");
}

/* Stages of meetings */

static void a_stage_assigns_once(void **state)
{
	struct caseload_stage s = { .group = EVENING,
				    .session = 40,
				    .stage = 2,
				    .by = ROBIN,
				    .form = str_of("phq-2"),
				    .days = 7 };
	struct caseload_put put;

	(void)state;
	assert_false(caseload_staged(t.c, &s, ROBIN, t.now_utc_ms, &put));
	assert_false(caseload_staged(t.c, &s, KIN, t.now_utc_ms, &put));
	assert_false(caseload_staged(t.c, &s, DEE, t.now_utc_ms, &put));
	for (int64_t m = ANA; m <= BEN; m++) {
		assert_true(caseload_staged(t.c, &s, m, t.now_utc_ms, &put));
		caseworker_put(&t, &put);
		assert_false(caseload_staged(t.c, &s, m, t.now_utc_ms, &put));
	}
	caseworker_restart(&t);
	assert_false(caseload_staged(t.c, &s, ANA, t.now_utc_ms, &put));
	assert_null(caseworker_do(&t, ROBIN, "unassign", 1, NULL));
	caseworker_restart(&t);
	assert_false(caseload_staged(t.c, &s, ANA, t.now_utc_ms, &put));
	assert_string_equal(caseworker_hear(&t, ROBIN, 1), "B 2 phq-2 to 2\nB 1 gone\nV 3\n");
	s.stage = 3; /* of the same session, */
	assert_true(caseload_staged(t.c, &s, ANA, t.now_utc_ms, &put));
	caseworker_put(&t, &put);
	s.session = 60; /* and of the next */
	assert_true(caseload_staged(t.c, &s, ANA, t.now_utc_ms, &put));
	caseworker_put(&t, &put);
	s.session = 80;
	s.form = str_of("clinic/not-here");
	assert_false(caseload_staged(t.c, &s, ANA, t.now_utc_ms, &put));
}

/* What is kept no longer */

static void what_is_old_goes_with_all_that_was_said_to_it(void **state)
{
	struct caseload_put put;
	int n = 0;

	(void)state;
	caseworker_assign(&t, ROBIN, ANA, "phq-9");
	caseworker_file(&t, ANA, "phq-9", "/44250-9\t#1\n");
	t.now_utc_ms += 10 * CASE_DAY;
	caseworker_do(&t, ROBIN, "comment", 1, "late words");
	caseworker_file(&t, ANA, "phq-9", "/44250-9\t#3\n");
	while (caseload_old(t.c, CASE_NOW + CASE_DAY, &put)) {
		caseworker_put(&t, &put);
		n++;
	}
	assert_int_equal(n, 3);
	assert_string_equal(caseworker_hear(&t, ROBIN, 0), "C 2 phq-9 of 1\nV 7\n");
	for (size_t i = 0; i < t.rows_count; i++)
		assert_null(strstr(t.rows[i].text.p, "late words"));
	caseworker_restart(&t);
	assert_false(caseload_old(t.c, CASE_NOW + CASE_DAY, &put));
	assert_string_equal(caseworker_hear(&t, ROBIN, 0), "C 2 phq-9 of 1\nV 7\n");
}

/* Who has the rows is told that they are no more, of others' nothing changes. */
static void what_is_erased_goes_and_who_has_it_is_told(void **state)
{
	struct caseload_put put;
	int n = 0;

	(void)state;
	caseworker_assign(&t, ROBIN, ANA, "phq-9");
	caseworker_file(&t, ANA, "phq-9", "/44250-9\t#1\n");
	caseworker_do(&t, ROBIN, "comment", 1, "late words");
	caseworker_file(&t, BEN, "phq-9", "/44250-9\t#3\n");
	assert_non_null(strstr(caseworker_hear(&t, ROBIN, 0), "C 1 phq-9 of 1"));
	while (caseload_erase(t.c, ANA, &put)) {
		caseworker_put(&t, &put);
		n++;
	}
	assert_int_equal(n, 3);
	assert_null(strstr(caseworker_hear(&t, ROBIN, 0), "phq-9 of 1"));
	assert_non_null(strstr(caseworker_hear(&t, ROBIN, 0), "phq-9 of 2"));
	assert_string_equal(caseworker_hear(&t, ROBIN, 4), "C 1 gone\nB 1 gone\nV 7\n");
	for (size_t i = 0; i < t.rows_count; i++)
		assert_null(strstr(t.rows[i].text.p, "late words"));
	caseworker_restart(&t);
	assert_false(caseload_erase(t.c, ANA, &put));
}

#define row(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		row(crisis_lines_go_to_all_when_they_change),
		row(a_stage_assigns_once),
		row(what_is_old_goes_with_all_that_was_said_to_it),
		row(what_is_erased_goes_and_who_has_it_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
