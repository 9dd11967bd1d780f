/* SPDX-License-Identifier: MIT */
/* Who builds the program; and what becomes of it, in calendars and after years. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/planned.h"

enum { A = 1, B, WORKSHOP, AWAY };

static void is_code(const char *got, const char *want)
{
	if (!want) {
		if (got)
			print_message("refused: %s\n", got);
		assert_null(got);
		return;
	}
	assert_non_null(got);
	assert_string_equal(got, want);
}

/* A workshop of two seats, and hours in which the leader is away. */
static void more_series(struct planned *t)
{
	planned_sections(t);
	is_code(planned_set(t, LEADER,
			    &(struct planned_series) { .group = SECTION_A,
						       .cap = 2,
						       .kind = "workshop.oc",
						       .title = "Cooking" }),
		NULL);
	is_code(planned_set(t, LEADER,
			    &(struct planned_series) {
				    .group = SECTION_A, .kind = "away", .title = "Out" }),
		NULL);
}

/* Setting */

static const struct {
	int64_t by;
	struct planned_series s;
	const char *code;
} sets[] = {
	{ LEADER, { .group = SECTION_A }, NULL },
	{ LEADER, { .group = SECTION_A, .leader = LEADER }, NULL },
	{ LEADER, { .group = SECTION_A, .leader = LEADS_B }, "who" },
	{ LEADER, { .group = SECTION_A, .leader = ANA }, "who" },
	{ ANA, { .group = SECTION_A }, "role" },
	{ LEADS_B, { .group = SECTION_A }, "group" },
	{ LEADER, { .group = 77 }, "group" },
	{ LEADER, { .group = SECTION_A, .number = 5 }, "gone" },
	{ LEADER, { .group = SECTION_A, .kind = "party" }, "form" },
	{ LEADER, { .group = SECTION_A, .kind = "group.x" }, "form" },
	{ LEADER, { .group = SECTION_A, .kind = "family.co" }, NULL },
	{ LEADER, { .group = SECTION_A, .title = "  " }, "form" },
	{ LEADER, { .group = SECTION_A, .cap = PROGRAM_CAP_MAX + 1 }, "large" },
	{ LEADER, { .group = SECTION_A, .lines = "DTSTART:20261201T180000\n" }, "form" },
	{ LEADER,
	  { .group = SECTION_A, .lines = "DTSTART;TZID=Mars/Base:20261201T180000\n" },
	  "form" },
	{ LEADER, { .group = SECTION_A, .lines = "hello\n" }, "form" },
	{ LEADER, { .group = SECTION_A, .lines = "" }, "form" },
};

static void a_series_is_made_by_who_leads_its_group(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		struct planned t;
		const char *no;

		planned_begin(&t);
		no = planned_set(&t, sets[i].by, &sets[i].s);
		if ((no == NULL) != (sets[i].code == NULL))
			print_message("row %zu: %s\n", i, no ? no : "not refused");
		is_code(no, sets[i].code);
		planned_end(&t);
	}
}

static void what_somebody_else_has_changed_since_is_refused(void **state)
{
	struct planned_series s = { .group = SECTION_B, .number = B, .cap = 7, .base = -1 };
	struct planned t;
	int64_t base;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	base = t.version;
	s.base = base;
	is_code(planned_set(&t, LEADER, &s), NULL);
	/* One's own change is no news to oneself. */
	s.cap = 8;
	is_code(planned_set(&t, LEADER, &s), NULL);
	is_code(planned_set(&t, LEADS_B, &s), "state");
	s.base = t.version;
	is_code(planned_set(&t, LEADS_B, &s), NULL);
	is_code(planned_set(&t, LEADER, &s), "state");
	s.base = base;
	is_code(planned_set(&t, LEADER, &s), "state");
	/* Not even when one has changed it again since. */
	s.base = -1;
	is_code(planned_set(&t, LEADER, &s), NULL);
	s.base = base;
	is_code(planned_set(&t, LEADER, &s), "state");
	planned_end(&t);
}

static void a_change_that_is_sent_again_is_made_once(void **state)
{
	struct planned_series s = { .group = SECTION_B, .number = B, .cap = 7, .base = -1 };
	struct planned t;
	int64_t version;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_set(&t, LEADER, &s), NULL);
	version = t.version;
	t.ticket--;
	s.base = 1;
	is_code(planned_set(&t, LEADER, &s), NULL);
	assert_int_equal(t.row, B);
	planned_restart(&t);
	t.ticket--;
	is_code(planned_set(&t, LEADER, &s), NULL);
	assert_int_equal(t.row, B);
	assert_int_equal(t.version, version);
	planned_end(&t);
}

/* What is kept no longer */

static void old_requests_go_but_a_guest_stays_one(void **state)
{
	struct program_put put;
	struct planned t;
	int64_t swap, absent;
	int n = 0;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_ask(&t, ANA, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	swap = t.row;
	is_code(planned_answer(&t, LEADER, "grant", swap), NULL);
	is_code(planned_ask(&t, BEN, "absent", planned_at(A, FIRST_A), NULL), NULL);
	absent = t.row;
	assert_false(program_old(t.p, FIRST_A, &put));
	while (program_old(t.p, FIRST_A + WEEK_MS, &put)) {
		assert_int_equal(put.kind, PROGRAM_REQUEST);
		assert_int_equal(put.text.n == 0, put.number == absent);
		assert_null(strstr(buf_text(&put.text), "please"));
		assert_true(program_took(t.p, &put, put.number, ++t.version));
		buf_finish(&put.text);
		n++;
	}
	assert_int_equal(n, 2);
	assert_false(program_is_expected(t.p, ANA, B, FIRST_B + WEEK_MS));
	assert_true(program_is_expected(t.p, ANA, B, FIRST_B));
	planned_end(&t);
}

/* For calendars */

static void a_calendar_has_what_one_is_expected_at(void **state)
{
	const struct program_span span = { FIRST_A, FIRST_A + WEEK_MS };
	struct program_session all[8];
	char cancelled[512];
	struct program_plan *plans;
	struct planned t;
	size_t n;

	(void)state;
	snprintf(cancelled, sizeof(cancelled),
		 "%s\nRECURRENCE-ID:20261202T010000Z\nSTATUS:CANCELLED\n", planned_a);
	planned_begin(&t);
	more_series(&t);
	is_code(planned_ask(&t, ANA, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	is_code(planned_answer(&t, LEADER, "grant", t.row), NULL);
	is_code(planned_ask(&t, ANA, "sign-up", planned_at(WORKSHOP, FIRST_A), NULL), NULL);
	n = program_plans(t.p, ANA, &plans);
	assert_int_equal(n, 3);
	assert_int_equal(plans[0].series, A);
	assert_false(plans[0].single);
	assert_int_equal(plans[0].absent_count, 1);
	assert_int_equal(plans[0].absent[0], FIRST_A);
	assert_true(plans[1].single);
	assert_int_equal(plans[1].only_count, 1);
	assert_int_equal(plans[1].only[0], FIRST_B);
	assert_true(plans[2].single);
	assert_int_equal(plans[2].only[0], FIRST_A);
	program_plans_free(plans, n);

	assert_int_equal(program_sessions(t.p, ANA, &span, all, 8), 2);
	assert_int_equal(all[0].series, B);
	assert_int_equal(all[0].end_utc_ms - all[0].start_utc_ms, 90 * 60000);
	assert_true(all[0].counts);
	assert_int_equal(all[1].series, WORKSHOP);
	assert_int_equal(program_sessions(t.p, LEADER, &span, all, 8), 0);
	is_code(planned_set(&t, LEADER,
			    &(struct planned_series) { .number = WORKSHOP,
						       .group = SECTION_A,
						       .kind = "workshop.oc",
						       .base = -1,
						       .lines = cancelled }),
		NULL);
	assert_int_equal(program_sessions(t.p, ANA, &span, all, 8), 1);
	assert_int_equal(all[0].series, B);
	is_code(planned_ask(&t, ANA, "absent", planned_at(B, FIRST_B), NULL), NULL);
	assert_int_equal(program_sessions(t.p, ANA, &span, all, 8), 0);
	assert_true(program_is_absent(t.p, ANA, B, FIRST_B));
	assert_false(program_is_absent(t.p, ANA, A, FIRST_A));
	n = program_plans(t.p, LEADER, &plans);
	assert_int_equal(n, 0);
	program_plans_free(plans, n);
	planned_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_series_is_made_by_who_leads_its_group),
		cmocka_unit_test(what_somebody_else_has_changed_since_is_refused),
		cmocka_unit_test(a_change_that_is_sent_again_is_made_once),
		cmocka_unit_test(old_requests_go_but_a_guest_stays_one),
		cmocka_unit_test(a_calendar_has_what_one_is_expected_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
