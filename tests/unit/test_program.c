/* SPDX-License-Identifier: MIT */
/* What may be asked of the program, by whom and when, and what comes of it. */
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

/* One row: who asks for what, and what comes of it. */
struct row {
	int64_t who;
	const char *what;
	int64_t series, at;
	const char *x;
	int64_t to, to_at; /* of a swap */
	int64_t now;
	const char *code; /* refused; else the state */
	enum wire_request state;
};

#define NEW   (FIRST_A - WEEK_MS)
#define BEGUN (FIRST_A + 60000)
#define OVER  (FIRST_A + 90 * INT64_C(60000))
#define NEVER (FIRST_A + 7)

static const struct row rows[] = {
	{ ANA, "late", A, FIRST_A, "10", 0, 0, NEW, NULL, WIRE_REQUEST_GRANTED },
	{ ANA, "late", A, FIRST_A, "10", 0, 0, BEGUN, NULL, WIRE_REQUEST_GRANTED },
	{ ANA, "late", A, FIRST_A, "10", 0, 0, OVER, NULL, WIRE_REQUEST_TOO_LATE },
	{ ANA, "late", A, NEVER, "10", 0, 0, NEW, NULL, WIRE_REQUEST_GONE },
	{ ANA, "late", A, FIRST_A, "0", 0, 0, NEW, "form", 0 },
	{ ANA, "late", A, FIRST_A, "120", 0, 0, NEW, NULL, WIRE_REQUEST_GRANTED },
	{ ANA, "late", A, FIRST_A, "121", 0, 0, NEW, "form", 0 },
	{ ANA, "late", A, FIRST_A, NULL, 0, 0, NEW, "form", 0 },
	{ ANA, "late", A, FIRST_A, "ten", 0, 0, NEW, "form", 0 },
	{ ANA, "late", B, FIRST_B, "10", 0, 0, NEW, "role", 0 },
	{ ANA, "late", 99, FIRST_B, "10", 0, 0, NEW, "gone", 0 },
	{ LEADER, "late", A, FIRST_A, "10", 0, 0, NEW, "role", 0 },
	{ KIN, "late", A, FIRST_A, "10", 0, 0, NEW, NULL, WIRE_REQUEST_ROLE },
	{ ANA, "late", WORKSHOP, FIRST_A, "10", 0, 0, NEW, NULL, WIRE_REQUEST_ROLE },
	{ ANA, "late", AWAY, FIRST_A, "10", 0, 0, NEW, "gone", 0 },
	{ ANA, "listening", A, FIRST_A, NULL, 0, 0, BEGUN, NULL, WIRE_REQUEST_GRANTED },
	{ ANA, "absent", A, FIRST_A, NULL, 0, 0, BEGUN, NULL, WIRE_REQUEST_GRANTED },
	{ ANA, "absent", A, FIRST_A, NULL, 0, 0, OVER, NULL, WIRE_REQUEST_TOO_LATE },
	{ OTHER, "absent", A, FIRST_A, NULL, 0, 0, NEW, "gone", 0 },
	{ ANA, "swap", A, FIRST_A, NULL, B, FIRST_B, NEW, NULL, WIRE_REQUEST_ASKED },
	{ ANA, "swap", A, FIRST_A, NULL, B, FIRST_B, BEGUN, NULL, WIRE_REQUEST_TOO_LATE },
	{ ANA, "swap", A, FIRST_A, NULL, B, NEVER, NEW, NULL, WIRE_REQUEST_GONE },
	{ ANA, "swap", A, FIRST_A, NULL, 99, FIRST_B, NEW, "gone", 0 },
	{ ANA, "swap", A, FIRST_A, NULL, A, FIRST_A, NEW, "form", 0 },
	{ ANA, "swap", A, FIRST_A, NULL, A, FIRST_A + WEEK_MS, NEW, "twice", 0 },
	{ ANA, "swap", A, FIRST_A, NULL, WORKSHOP, FIRST_A, NEW, "role", 0 },
	{ BOTH, "swap", A, FIRST_A, NULL, B, FIRST_B, NEW, "twice", 0 },
	{ ANA, "swap", A, FIRST_A, "2", 0, 0, NEW, "form", 0 },
	{ ANA, "sign-up", WORKSHOP, FIRST_A, NULL, 0, 0, NEW, NULL, WIRE_REQUEST_GRANTED },
	{ ANA, "sign-up", WORKSHOP, FIRST_A, NULL, 0, 0, BEGUN, NULL, WIRE_REQUEST_TOO_LATE },
	{ ANA, "sign-up", A, FIRST_A, NULL, 0, 0, NEW, "twice", 0 },
	{ KIN, "sign-up", WORKSHOP, FIRST_A, NULL, 0, 0, NEW, "role", 0 },
	{ EVA, "sign-up", WORKSHOP, FIRST_A, NULL, 0, 0, NEW, "gone", 0 },
	{ ANA, "dance", A, FIRST_A, NULL, 0, 0, NEW, "form", 0 },
	{ ANA, "late", 0, FIRST_A, "10", 0, 0, NEW, "form", 0 },
};

static void each_can_be_asked_by_whom_and_when_the_table_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		struct planned t;
		const char *no;

		planned_begin(&t);
		more_series(&t);
		t.now_utc_ms = r->now;
		no = planned_ask(&t, r->who, r->what, planned_at(r->series, r->at),
				 r->to ? planned_at(r->to, r->to_at) : r->x);
		if ((no != NULL) != (r->code != NULL))
			print_message("row %zu: %s\n", i, no ? no : "not refused");
		is_code(no, r->code);
		if (!r->code) {
			if (planned_state(&t, t.row) != r->state)
				print_message("row %zu\n", i);
			assert_int_equal(planned_state(&t, t.row), r->state);
		}
		planned_end(&t);
	}
}

static void the_same_may_not_be_asked_twice_but_again_when_it_was_taken_back(void **state)
{
	struct planned t;
	int64_t first;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_ask(&t, ANA, "absent", planned_at(A, FIRST_A), NULL), NULL);
	first = t.row;
	is_code(planned_ask(&t, ANA, "absent", planned_at(A, FIRST_A), NULL), "twice");
	is_code(planned_ask(&t, ANA, "absent", planned_at(A, FIRST_A + WEEK_MS), NULL), NULL);
	is_code(planned_answer(&t, BEN, "withdraw", first), "gone");
	is_code(planned_answer(&t, ANA, "withdraw", first), NULL);
	assert_int_equal(planned_state(&t, first), WIRE_REQUEST_WITHDRAWN);
	is_code(planned_ask(&t, ANA, "absent", planned_at(A, FIRST_A), NULL), NULL);
	planned_end(&t);
}

/* What comes again with its ticket is answered as the first time, and changes nothing. */
static void what_is_sent_again_is_done_once(void **state)
{
	const struct wire_msg m = { .type = WIRE_ASK,
				    .has = WIRE_K | WIRE_R | WIRE_C,
				    .k = 900,
				    .r = str_of("absent"),
				    .c = str_of("1.1796173200000") };
	struct planned t;
	int64_t row, version;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_act(&t, ANA, &m), NULL);
	row = t.row;
	version = t.version;
	is_code(planned_act(&t, ANA, &m), NULL);
	assert_int_equal(t.row, row);
	planned_restart(&t);
	is_code(planned_act(&t, ANA, &m), NULL);
	assert_int_equal(t.row, row);
	assert_int_equal(t.version, version);
	is_code(planned_answer(&t, ANA, "withdraw", row), NULL);
	version = t.version;
	is_code(planned_answer(&t, ANA, "withdraw", row), NULL);
	assert_int_equal(t.version, version);
	planned_end(&t);
}

static void a_swap_that_is_granted_makes_a_guest(void **state)
{
	struct planned t;
	int64_t swap;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_ask(&t, ANA, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	swap = t.row;
	is_code(planned_answer(&t, ANA, "grant", swap), "role");
	is_code(planned_answer(&t, OTHER, "grant", swap), "gone");
	is_code(planned_answer(&t, LEADS_B, "grant", swap), NULL);
	assert_false(program_is_expected(t.p, ANA, A, FIRST_A));
	assert_true(program_is_expected(t.p, ANA, A, FIRST_A + WEEK_MS));
	assert_true(program_is_expected(t.p, ANA, B, FIRST_B));
	assert_false(program_is_expected(t.p, ANA, B, FIRST_B + WEEK_MS));
	planned_restart(&t);
	assert_true(program_is_expected(t.p, ANA, B, FIRST_B));
	assert_false(program_is_expected(t.p, ANA, B, FIRST_B + WEEK_MS));
	/* Four and Ana: it is full. */
	is_code(planned_ask(&t, BEN, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	assert_int_equal(planned_state(&t, t.row), WIRE_REQUEST_FULL);
	is_code(planned_answer(&t, ANA, "withdraw", swap), NULL);
	assert_true(program_is_expected(t.p, ANA, A, FIRST_A));
	assert_false(program_is_expected(t.p, ANA, B, FIRST_B));
	assert_false(program_is_expected(t.p, ANA, B, FIRST_B + WEEK_MS));
	planned_end(&t);
}

/* Else they would not be expected at the rest any more. */
static void who_belongs_to_a_section_does_not_become_its_guest(void **state)
{
	struct planned t;
	int64_t swap;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_set(&t, LEADER,
			    &(struct planned_series) { .group = SECTION_B,
						       .kind = "workshop.o",
						       .track = "skills",
						       .title = "More" }),
		NULL);
	is_code(planned_ask(&t, BOTH, "swap", planned_at(A, FIRST_A), planned_at(3, FIRST_A)),
		"twice");
	/* Taken back before it was granted it means nothing, once she does belong there. */
	is_code(planned_ask(&t, ANA, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	is_code(planned_answer(&t, ANA, "withdraw", t.row), NULL);
	is_code(planned_ask(&t, BEN, "swap", planned_at(A, FIRST_A), planned_at(3, FIRST_A)),
		NULL);
	swap = t.row;
	planned_join(&t, SECTION_B, ANA);
	planned_join(&t, SECTION_B, BEN);
	assert_true(program_is_expected(t.p, ANA, B, FIRST_B + WEEK_MS));
	planned_restart(&t);
	assert_true(program_is_expected(t.p, ANA, B, FIRST_B + WEEK_MS));
	is_code(planned_answer(&t, LEADER, "grant", swap), "twice");
	planned_end(&t);
}

static void a_swap_is_looked_at_again_when_it_is_granted(void **state)
{
	struct planned t;
	int64_t first, second;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_ask(&t, ANA, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	first = t.row;
	is_code(planned_ask(&t, BEN, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	second = t.row;
	is_code(planned_answer(&t, LEADER, "grant", first), NULL);
	is_code(planned_answer(&t, LEADER, "grant", second), "full");
	assert_int_equal(planned_state(&t, second), WIRE_REQUEST_ASKED);
	is_code(planned_answer(&t, LEADER, "refuse", second), NULL);
	assert_int_equal(planned_state(&t, second), WIRE_REQUEST_REFUSED);
	is_code(planned_answer(&t, LEADER, "grant", second), "state");
	is_code(planned_answer(&t, LEADER, "grant", 99), "gone");
	is_code(planned_answer(&t, LEADER, "bless", second), "form");
	planned_end(&t);
}

static void who_waits_gets_the_seat_that_is_free_first_come_first(void **state)
{
	struct planned t;
	int64_t ana, cy, dee;

	(void)state;
	planned_begin(&t);
	more_series(&t);
	is_code(planned_ask(&t, ANA, "sign-up", planned_at(WORKSHOP, FIRST_A), NULL), NULL);
	ana = t.row;
	is_code(planned_ask(&t, BEN, "sign-up", planned_at(WORKSHOP, FIRST_A), NULL), NULL);
	is_code(planned_ask(&t, CY, "sign-up", planned_at(WORKSHOP, FIRST_A), NULL), NULL);
	cy = t.row;
	is_code(planned_ask(&t, DEE, "sign-up", planned_at(WORKSHOP, FIRST_A), NULL), NULL);
	dee = t.row;
	assert_non_null(strstr(planned_hear(&t, CY, 0), "sign-up waiting 1 own\n"));
	assert_non_null(strstr(planned_hear(&t, DEE, 0), "sign-up waiting 2 own\n"));
	is_code(planned_answer(&t, LEADER, "grant", dee), "full");
	is_code(planned_ask(&t, BEN, "absent", planned_at(WORKSHOP, FIRST_A), NULL), NULL);
	assert_int_equal(planned_state(&t, cy), WIRE_REQUEST_GRANTED);
	assert_non_null(strstr(planned_hear(&t, DEE, 0), "sign-up waiting 1 own\n"));
	is_code(planned_answer(&t, ANA, "withdraw", ana), NULL);
	assert_int_equal(planned_state(&t, dee), WIRE_REQUEST_GRANTED);
	/* Nobody else's time. */
	assert_false(program_is_expected(t.p, DEE, WORKSHOP, FIRST_A + WEEK_MS));
	planned_end(&t);
}

static void who_cannot_come_may_make_up_for_it_in_another_section(void **state)
{
	struct planned t;
	int64_t swap;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_ask(&t, ANA, "absent", planned_at(A, FIRST_A), NULL), NULL);
	is_code(planned_ask(&t, ANA, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	swap = t.row;
	assert_int_equal(planned_state(&t, swap), WIRE_REQUEST_ASKED);
	is_code(planned_answer(&t, LEADER, "grant", swap), NULL);
	assert_true(program_is_expected(t.p, ANA, B, FIRST_B));
	assert_false(program_is_expected(t.p, ANA, A, FIRST_A));
	planned_end(&t);
}

static void who_cannot_come_after_all_needs_the_seat_that_they_gave(void **state)
{
	struct planned t;
	int64_t absent, swap;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_set(&t, LEADER,
			    &(struct planned_series) { .number = B,
						       .group = SECTION_B,
						       .cap = 4,
						       .base = -1,
						       .track = "skills",
						       .lines = planned_b }),
		NULL);
	is_code(planned_ask(&t, EVA, "absent", planned_at(B, FIRST_B), NULL), NULL);
	absent = t.row;
	is_code(planned_ask(&t, ANA, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	swap = t.row;
	is_code(planned_answer(&t, LEADER, "grant", swap), NULL);
	is_code(planned_answer(&t, EVA, "withdraw", absent), "full");
	is_code(planned_answer(&t, ANA, "withdraw", swap), NULL);
	is_code(planned_answer(&t, EVA, "withdraw", absent), NULL);
	planned_end(&t);
}

/* What is open is gone with its session, and too late when that begins. */
static void what_is_open_ends_with_its_session(void **state)
{
	char lines[512];
	struct planned t;
	int64_t swap, other;

	(void)state;
	snprintf(lines, sizeof(lines),
		 "%s\nRECURRENCE-ID:20261204T010000Z\nSTATUS:CANCELLED\nCOMMENT:snow\n",
		 planned_b);
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_ask(&t, ANA, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	swap = t.row;
	is_code(planned_ask(&t, BEN, "swap", planned_at(A, FIRST_A),
			    planned_at(B, FIRST_B + WEEK_MS)),
		NULL);
	other = t.row;
	is_code(planned_set(&t, LEADS_B,
			    &(struct planned_series) { .number = B,
						       .group = SECTION_B,
						       .cap = 5,
						       .base = -1,
						       .track = "skills",
						       .lines = lines }),
		NULL);
	assert_int_equal(planned_state(&t, swap), WIRE_REQUEST_GONE);
	assert_int_equal(planned_state(&t, other), WIRE_REQUEST_ASKED);
	assert_int_equal(program_due_ms(t.p), FIRST_A);
	t.now_utc_ms = FIRST_A;
	planned_follow(&t);
	assert_int_equal(planned_state(&t, other), WIRE_REQUEST_TOO_LATE);
	assert_int_equal(program_due_ms(t.p), 0);
	planned_end(&t);
}

static void a_series_that_is_removed_takes_what_is_open_with_it(void **state)
{
	struct planned t;
	int64_t swap;

	(void)state;
	planned_begin(&t);
	planned_sections(&t);
	is_code(planned_ask(&t, ANA, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	swap = t.row;
	is_code(planned_drop(&t, LEADS_B, A), "group");
	is_code(planned_drop(&t, ANA, A), "role");
	is_code(planned_drop(&t, LEADER, B), NULL);
	assert_int_equal(planned_state(&t, swap), WIRE_REQUEST_GONE);
	is_code(planned_drop(&t, LEADER, B), "gone");
	is_code(planned_ask(&t, GUS, "absent", planned_at(B, FIRST_B), NULL), NULL);
	assert_int_equal(planned_state(&t, t.row), WIRE_REQUEST_GONE);
	is_code(planned_ask(&t, BEN, "swap", planned_at(A, FIRST_A), planned_at(B, FIRST_B)),
		NULL);
	assert_int_equal(planned_state(&t, t.row), WIRE_REQUEST_GONE);
	assert_non_null(strstr(planned_hear(&t, GUS, 0), "S 2 gone\n"));
	assert_null(strstr(planned_hear(&t, OTHER, 0), "S 2"));
	planned_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_can_be_asked_by_whom_and_when_the_table_says),
		cmocka_unit_test(
			the_same_may_not_be_asked_twice_but_again_when_it_was_taken_back),
		cmocka_unit_test(what_is_sent_again_is_done_once),
		cmocka_unit_test(a_swap_that_is_granted_makes_a_guest),
		cmocka_unit_test(who_belongs_to_a_section_does_not_become_its_guest),
		cmocka_unit_test(a_swap_is_looked_at_again_when_it_is_granted),
		cmocka_unit_test(who_waits_gets_the_seat_that_is_free_first_come_first),
		cmocka_unit_test(who_cannot_come_may_make_up_for_it_in_another_section),
		cmocka_unit_test(who_cannot_come_after_all_needs_the_seat_that_they_gave),
		cmocka_unit_test(what_is_open_ends_with_its_session),
		cmocka_unit_test(a_series_that_is_removed_takes_what_is_open_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
