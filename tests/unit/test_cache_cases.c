/* SPDX-License-Identifier: MIT */
/* What the device keeps of worksheets that the server has, and of what was done with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cache_cases.h"
#include "support/cached.h"

static void keep_frame(struct cache *c, const char *json)
{
	struct arena mem = { 0 };
	struct wire_frame f;
	struct err err = { 0 };

	assert_true(wire_decode(str_of(json), WIRE_SERVER, &mem, &f, &err));
	assert_true(cache_keep(c, f.msgs, f.n, ME, &err));
	arena_finish(&mem);
}

static void load_rows(struct folder *f, struct sheet_rows *r)
{
	struct err err = { 0 };

	rows_finish(r);
	assert_true(cache_cases_load(reopen(f), r, &err));
}

static int64_t work(struct cache *c, const char *act, const char *words, uint64_t sheet)
{
	struct cache_work w = { .m = { .type = WIRE_WORK,
				       .has = WIRE_K | WIRE_R | WIRE_S | WIRE_B,
				       .r = str_of(act),
				       .s = 8,
				       .b = str_of(words) },
				.utc_ms = 77,
				.sheet = sheet };

	assert_true(cache_work_add(c, &w, 1));
	buf_finish(&w.json);
	return w.m.k;
}

#define ROWS                                                                                   \
	"[{\"t\":\"B\",\"s\":8,\"g\":1,\"u\":7,\"k\":2,\"d\":5,\"c\":\"gad-7\"},"              \
	"{\"t\":\"C\",\"s\":8,\"u\":7,\"g\":1,\"c\":\"phq-9\",\"d\":9,\"b\":\"a\\t#1\\n\"},"   \
	"{\"t\":\"D\",\"s\":8,\"u\":2,\"d\":1,\"k\":8,\"r\":\"comment\",\"b\":\"Good\"},"      \
	"{\"t\":\"M\",\"s\":8,\"r\":\"crisis\",\"d\":5,\"b\":\"988\"},{\"t\":\"V\",\"k\":4}]"

/* Each kind counts for itself: the same number is not the same row. */
static void rows_and_their_version(void **state)
{
	struct folder *f = *state;
	struct sheet_rows r = { 0 };

	keep_frame(reopen(f), ROWS);
	load_rows(f, &r);
	assert_int_equal(r.version, 4);
	assert_int_equal(r.assigned_count + r.filed_count + r.noted_count, 3);
	assert_string_equal(r.filed[0].answers, "a\t#1\n");
	assert_string_equal(r.noted[0].text, "Good");
	assert_string_equal(r.crisis_text, "988");
	assert_false(r.filed[0].told || r.noted[0].told || r.assigned[0].told);
	/* What was told stays told when the row comes again. */
	assert_true(cache_case_told(f->cache, WIRE_NOTED, 8));
	assert_true(cache_case_told(f->cache, WIRE_FILED, 8));
	keep_frame(f->cache, ROWS);
	load_rows(f, &r);
	assert_true(r.filed[0].told && r.noted[0].told && !r.assigned[0].told);
	rows_finish(&r);
}

static void a_filed_one_goes__and_what_was_said_to_it(void **state)
{
	struct folder *f = *state;
	struct sheet_rows r = { 0 };

	keep_frame(reopen(f), ROWS);
	keep_frame(f->cache, "[{\"t\":\"C\",\"s\":8},{\"t\":\"M\",\"s\":8}]");
	load_rows(f, &r);
	assert_int_equal(r.assigned_count, 1);
	assert_int_equal(r.filed_count + r.noted_count, 0);
	assert_null(r.crisis_text);
	assert_true(cache_case_drop(f->cache, (struct rows_gone) { WIRE_ASSIGNED, 8 }));
	load_rows(f, &r);
	assert_int_equal(r.assigned_count, 0);
	rows_finish(&r);
}

static void what_was_done__is_there_in_its_order(void **state)
{
	struct folder *f = *state;
	struct sheet_rows r = { 0 };
	int64_t first, second;

	first = work(reopen(f), "comment", "One", 0);
	second = work(f->cache, "file", "a\t1\n", 99);
	assert_true(second > first);
	load_rows(f, &r);
	assert_int_equal(r.acts_count, 2);
	assert_string_equal(r.acts[0].m.b.p, "One");
	assert_int_equal(r.acts[0].utc_ms, 77);
	assert_true(r.acts[1].sheet == 99 && !r.acts[1].left);
	assert_true(cache_work_left(f->cache, second));
	assert_true(cache_work_drop(f->cache, first));
	load_rows(f, &r);
	assert_int_equal(r.acts_count, 1);
	assert_true(r.acts[0].left && r.acts[0].ticket == second);
	/* No ticket is given twice, also to a line. */
	assert_true(say_after(f->cache, 0, "a line") > second);
	rows_finish(&r);
}

static void what_is_stored__is_a_row_of_this_sheet(void **state)
{
	struct folder *f = *state;
	struct sheet_rows r = { 0 };
	const struct wire_msg row = { .type = WIRE_FILED,
				      .has = WIRE_S | WIRE_U | WIRE_C | WIRE_D,
				      .s = 8,
				      .u = ME,
				      .d = 9,
				      .c = str_of("gad-7") };
	int64_t ticket = work(reopen(f), "file", "", 99);

	assert_true(cache_work_stored(f->cache, ticket, &row, 99));
	load_rows(f, &r);
	assert_int_equal(r.acts_count, 0);
	assert_int_equal(r.filed_count, 1);
	assert_true(r.filed[0].sheet == 99);
	/* The server's own row, which has all, was first: it stays; and when it comes, so does
	 * whose it is here. */
	keep_frame(f->cache, ROWS);
	ticket = work(f->cache, "file", "", 99);
	assert_true(cache_work_stored(f->cache, ticket, &row, 99));
	load_rows(f, &r);
	assert_string_equal(r.filed[0].form, "phq-9");
	assert_true(r.filed[0].sheet == 99);
	rows_finish(&r);
}

static void an_act_that_is_to_go_otherwise(void **state)
{
	struct folder *f = *state;
	struct sheet_rows r = { 0 };
	const int64_t ticket = work(reopen(f), "unfile", "", 0);
	const struct wire_msg m = { .type = WIRE_WORK,
				    .has = WIRE_K | WIRE_R | WIRE_S,
				    .k = ticket,
				    .s = 12,
				    .r = str_of("unfile") };

	assert_true(cache_work_again(f->cache, ticket, &m));
	load_rows(f, &r);
	assert_int_equal(r.acts[0].m.s, 12);
	rows_finish(&r);
}

static void another_person__finds_nothing(void **state)
{
	struct folder *f = *state;
	struct sheet_rows r = { 0 };

	keep_frame(reopen(f), ROWS);
	work(f->cache, "comment", "One", 0);
	assert_true(cache_set(f->cache, account, 5, CACHE_DEVICE));
	load_rows(f, &r);
	assert_int_equal(r.acts_count + r.filed_count, 2);
	assert_true(cache_set(f->cache, account, 5, CACHE_OTHER));
	load_rows(f, &r);
	assert_int_equal(r.version, 0);
	assert_int_equal(r.assigned_count + r.filed_count + r.noted_count + r.acts_count, 0);
	assert_null(r.crisis_text);
	rows_finish(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rows_and_their_version, make_folder,
						drop_folder),
		cmocka_unit_test_setup_teardown(a_filed_one_goes__and_what_was_said_to_it,
						make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(what_was_done__is_there_in_its_order,
						make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(what_is_stored__is_a_row_of_this_sheet,
						make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(an_act_that_is_to_go_otherwise, make_folder,
						drop_folder),
		cmocka_unit_test_setup_teardown(another_person__finds_nothing, make_folder,
						drop_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
