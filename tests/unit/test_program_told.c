/* SPDX-License-Identifier: MIT */
/* Who is told what of the program: by versions, and when they see more than before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/planned.h"

static struct planned t;

static int begin(void **state)
{
	(void)state;
	planned_begin(&t);
	return 0;
}

static int end(void **state)
{
	(void)state;
	planned_end(&t);
	return 0;
}

static void a_first_sync_has_all_that_one_sees(void **state)
{
	(void)state;
	planned_sections(&t);
	assert_null(planned_set(
		&t, LEADER, &(struct planned_series) { .group = GROUP_C, .title = "Sleep" }));
	assert_null(planned_set(&t, LEADER,
				&(struct planned_series) { .group = SECTION_A,
							   .title = "Out",
							   .kind = "away",
							   .track = "skills" }));
	assert_string_equal(planned_hear(&t, ANA, 0), "S 1 Skills A\nS 2 Skills B\nP 19\n");
	assert_string_equal(planned_hear(&t, EVA, 0), "S 1 Skills A\nS 2 Skills B\nP 19\n");
	assert_string_equal(planned_hear(&t, OTHER, 0), "S 3 Sleep\nP 19\n");
	assert_string_equal(planned_hear(&t, LEADER, 0),
			    "S 1 Skills A\nS 2 Skills B\nS 3 Sleep\nS 4 Out\nP 19\n");
	assert_string_equal(planned_hear(&t, 99, 0), "");
}

static void an_old_client_is_told_nothing(void **state)
{
	(void)state;
	planned_sections(&t);
	assert_string_equal(planned_hear(&t, ANA, -1), "");
}

static void what_has_not_changed_is_not_told(void **state)
{
	(void)state;
	planned_sections(&t);
	assert_string_equal(planned_hear(&t, ANA, t.version), "");
	assert_false(program_has_news(t.p, &t.cursor));
	assert_null(planned_ask(&t, ANA, "absent", planned_at(1, FIRST_A), NULL));
	assert_true(program_has_news(t.p, &t.cursor));
	assert_string_equal(planned_hear_on(&t), "Q 1 absent granted own\nP 18\n");
	assert_false(program_has_news(t.p, &t.cursor));
	/* Others hear nothing of it; those who lead do, without the ticket. */
	assert_string_equal(planned_hear(&t, BEN, t.version - 1), "");
	assert_string_equal(planned_hear(&t, LEADS_B, t.version - 1), "");
	assert_string_equal(planned_hear(&t, LEADER, t.version - 1),
			    "Q 1 absent granted\nP 18\n");
	/* The person's other device, too. */
	t.cursor =
		(struct program_cursor) { .told = t.version - 1, .member = ANA, .device = 7 };
	program_begin(t.p, &t.cursor);
	assert_string_equal(planned_hear_on(&t), "Q 1 absent granted\nP 18\n");
}

static void whoever_comes_into_a_group_is_told_what_it_has(void **state)
{
	(void)state;
	planned_sections(&t);
	assert_null(planned_ask(&t, ANA, "absent", planned_at(1, FIRST_A), NULL));
	assert_string_equal(planned_hear(&t, OTHER, t.version), "");
	planned_join(&t, SECTION_A, OTHER);
	assert_string_equal(planned_hear_on(&t), "S 1 Skills A\nS 2 Skills B\nP 19\n");
	assert_string_equal(planned_hear_on(&t), "");
	/* The same for one who was not there meanwhile, also by a server that has ended. */
	assert_string_equal(planned_hear(&t, OTHER, 18), "S 1 Skills A\nS 2 Skills B\nP 19\n");
	planned_restart(&t);
	assert_string_equal(planned_hear(&t, OTHER, 18), "S 1 Skills A\nS 2 Skills B\nP 19\n");
	assert_string_equal(planned_hear(&t, OTHER, 19), "");
	/* From the beginning each comes once. */
	assert_string_equal(planned_hear(&t, OTHER, 0), "S 1 Skills A\nS 2 Skills B\nP 19\n");
	/* Who leads a group hears what was asked in it. */
	planned_join(&t, SECTION_A, LEADS_B);
	assert_string_equal(planned_hear(&t, LEADS_B, 19),
			    "S 1 Skills A\nS 2 Skills B\nQ 1 absent granted\nP 20\n");
}

static void a_track_shows_the_sections_of_another_group(void **state)
{
	struct planned_series s = {
		.group = GROUP_C, .title = "Sleep", .number = 1, .base = -1
	};
	struct planned_series b = { .group = SECTION_B, .title = "Night" };

	(void)state;
	s.number = 0;
	assert_null(planned_set(&t, LEADER, &s));
	b.track = "night";
	assert_null(planned_set(&t, LEADER, &b));
	assert_string_equal(planned_hear(&t, OTHER, 0), "S 1 Sleep\nP 17\n");
	s.number = 1;
	s.track = "night";
	assert_null(planned_set(&t, LEADER, &s));
	assert_string_equal(planned_hear_on(&t), "S 2 Night\nS 1 Sleep\nP 18\n");
	/* Another change of it does not bring the sections again. */
	s.cap = 3;
	assert_null(planned_set(&t, LEADER, &s));
	assert_string_equal(planned_hear_on(&t), "S 1 Sleep\nP 19\n");
	assert_string_equal(planned_hear(&t, EVA, 17), "S 1 Sleep\nP 19\n");
}

/* Two changes before it was heard of: the newer one still shows the sections. */
static void a_track_is_not_overlooked(void **state)
{
	struct planned_series s = { .group = GROUP_C, .title = "Sleep" };

	(void)state;
	assert_null(planned_set(&t, LEADER, &s));
	assert_null(planned_set(&t, LEADER,
				&(struct planned_series) { .group = SECTION_B,
							   .title = "Night",
							   .track = "night" }));
	planned_hear(&t, OTHER, 0);
	s.number = 1;
	s.base = -1;
	s.track = "night";
	assert_null(planned_set(&t, LEADER, &s));
	s.cap = 3;
	assert_null(planned_set(&t, LEADER, &s));
	assert_string_equal(planned_hear_on(&t), "S 2 Night\nS 1 Sleep\nP 19\n");
}

/* A server that reads its rows again, because somebody else has changed one. */
static void an_older_row_changes_nothing(void **state)
{
	const struct program_row old = {
		.kind = PROGRAM_SERIES,
		.number = 1,
		.version = 3,
		.text = str_of("[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\","
			       "\"x\":\"Old\",\"b\":\"\"}]"),
	};

	(void)state;
	planned_sections(&t);
	assert_true(program_take(t.p, &old));
	assert_string_equal(planned_hear(&t, ANA, 0), "S 1 Skills A\nS 2 Skills B\nP 17\n");
}

/* A frame that is full ends anywhere, and nothing is lost or said to be here that is not. */
static void what_is_cut_into_frames_is_whole(void **state)
{
	struct wire_msg m;
	int rows = 0;

	(void)state;
	planned_sections(&t);
	for (int i = 0; i < 4; i++)
		assert_null(planned_ask(&t, ANA + i, "absent", planned_at(1, FIRST_A), NULL));
	planned_hear(&t, LEADS_B, t.version);
	planned_join(&t, SECTION_A, LEADS_B);
	for (int frame = 0; frame < 20; frame++) {
		if (!program_next(t.p, &t.cursor, &m))
			break;
		rows += m.type != WIRE_PROGRAM;
		if (program_break(t.p, &t.cursor, &m))
			assert_int_equal(m.k, rows == 6 ? t.version : t.version - 1);
	}
	assert_int_equal(rows, 6);
	assert_int_equal(t.cursor.told, t.version);
}

static void a_server_that_knows_less_than_its_client_tells_all(void **state)
{
	(void)state;
	planned_sections(&t);
	assert_string_equal(planned_hear(&t, ANA, 500), "S 1 Skills A\nS 2 Skills B\nP 17\n");
}

/* What is noted */

static void count(void *user, const struct program_reading *r)
{
	size_t *n = user;

	assert_int_equal(r->member, ANA);
	assert_int_equal(r->group, SECTION_A);
	assert_int_equal(r->asked_utc_ms, t.now_utc_ms);
	++*n;
}

/* How many requests are to be noted before more is told. */
static size_t unread(struct program_upto *upto)
{
	size_t n = 0;

	*upto = program_unread(t.p, &t.cursor, count, &n);
	return n;
}

static size_t note(void)
{
	struct program_upto upto;
	const size_t n = unread(&upto);

	program_noted(&t.cursor, &upto);
	return n;
}

/* Nothing has been told yet. */
static void begin_gated(int64_t member)
{
	t.cursor = (struct program_cursor) { .member = member, .gated = true };
	program_begin(t.p, &t.cursor);
}

static void what_is_not_noted_is_not_told(void **state)
{
	struct program_upto upto;

	(void)state;
	planned_sections(&t);
	assert_null(planned_ask(&t, ANA, "absent", planned_at(1, FIRST_A), NULL));
	begin_gated(LEADER);
	assert_string_equal(planned_hear_on(&t), "");
	assert_int_equal(unread(&upto), 1);
	assert_null(planned_ask(&t, ANA, "late", planned_at(1, FIRST_A + WEEK_MS), "10"));
	program_noted(&t.cursor, &upto); /* before the second there was no more */
	assert_string_equal(planned_hear_on(&t), "S 1 Skills A\nS 2 Skills B\n"
						 "Q 1 absent granted\nP 18\n");
	assert_int_equal(note(), 1);
	assert_string_equal(planned_hear_on(&t), "Q 2 late granted 10\nP 19\n");
	assert_int_equal(note(), 0);
	/* One's own needs none. */
	begin_gated(ANA);
	assert_int_equal(note(), 0);
	assert_string_equal(planned_hear_on(&t),
			    "S 1 Skills A\nS 2 Skills B\nQ 1 absent granted\n"
			    "Q 2 late granted 10\nP 19\n");
}

/* They come to lead a group when all of it was looked at, and not told yet. */
static void what_one_sees_by_another_part_is_noted_first(void **state)
{
	const struct program_somebody leads = { .group = SECTION_A,
						.member = LEADS_B,
						.leads = true };

	(void)state;
	planned_sections(&t);
	assert_null(planned_ask(&t, ANA, "absent", planned_at(1, FIRST_A), NULL));
	begin_gated(LEADS_B);
	assert_int_equal(note(), 0);
	program_put_person(t.p, &leads);
	assert_string_equal(planned_hear_on(&t), "");
	assert_int_equal(note(), 1);
	assert_string_equal(planned_hear_on(&t),
			    "S 1 Skills A\nS 2 Skills B\nQ 1 absent granted\nP 18\n");
	/* As of a new place in it all comes again, and is noted again. */
	planned_follow(&t);
	assert_string_equal(planned_hear_on(&t), "");
	assert_int_equal(note(), 1);
	assert_string_equal(planned_hear_on(&t),
			    "S 1 Skills A\nS 2 Skills B\nQ 1 absent granted\nP 19\n");
}

/* A server reads many rows piece by piece: a request may be here before what it is about. */
static void what_is_known_late_is_noted_first(void **state)
{
	const struct program_row request = {
		.kind = PROGRAM_REQUEST,
		.number = 7,
		.version = 18,
		.member = ANA,
		.text = str_of("[{\"t\":\"Q\",\"s\":7,\"u\":1,\"n\":2,\"r\":\"absent\","
			       "\"c\":\"9.1796173200000\",\"d\":1795568400000}]"),
	};
	const struct program_row series = {
		.kind = PROGRAM_SERIES,
		.number = 9,
		.version = 3,
		.text = str_of("[{\"t\":\"S\",\"s\":9,\"g\":1,\"r\":\"group\","
			       "\"x\":\"Late\",\"b\":\"\"}]"),
	};

	(void)state;
	planned_sections(&t);
	assert_true(program_take(t.p, &request));
	begin_gated(LEADER);
	assert_int_equal(note(), 0);
	assert_true(program_take(t.p, &series));
	assert_string_equal(planned_hear_on(&t), "");
	assert_int_equal(note(), 1);
	assert_non_null(strstr(planned_hear_on(&t), "Q 7 absent granted\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_first_sync_has_all_that_one_sees, begin, end),
		cmocka_unit_test_setup_teardown(an_old_client_is_told_nothing, begin, end),
		cmocka_unit_test_setup_teardown(what_has_not_changed_is_not_told, begin, end),
		cmocka_unit_test_setup_teardown(whoever_comes_into_a_group_is_told_what_it_has,
						begin, end),
		cmocka_unit_test_setup_teardown(a_track_shows_the_sections_of_another_group,
						begin, end),
		cmocka_unit_test_setup_teardown(a_track_is_not_overlooked, begin, end),
		cmocka_unit_test_setup_teardown(an_older_row_changes_nothing, begin, end),
		cmocka_unit_test_setup_teardown(what_is_cut_into_frames_is_whole, begin, end),
		cmocka_unit_test_setup_teardown(
			a_server_that_knows_less_than_its_client_tells_all, begin, end),
		cmocka_unit_test_setup_teardown(what_is_not_noted_is_not_told, begin, end),
		cmocka_unit_test_setup_teardown(what_one_sees_by_another_part_is_noted_first,
						begin, end),
		cmocka_unit_test_setup_teardown(what_is_known_late_is_noted_first, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
