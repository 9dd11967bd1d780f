/* SPDX-License-Identifier: MIT */
/* Sheets in memory, and in the client's store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cache_sheets.h"
#include "support/cached.h"

static struct sheet sheet(uint64_t id, enum pl_sheet_state state, int64_t utc_ms)
{
	return (struct sheet) { .id = id,
				.form = (char *)(uintptr_t) "check-in",
				.sum = 77,
				.state = state,
				.utc_ms = utc_ms };
}

static void put(struct sheets *s, uint64_t id, enum pl_sheet_state state, int64_t utc_ms)
{
	const struct sheet one = sheet(id, state, utc_ms);

	sheets_put(s, &one);
}

/* ---- in memory ---- */

static void sheets__are_found_replaced_and_dropped(void **state)
{
	struct sheets s = { 0 };

	(void)state;
	put(&s, 9, PL_SHEET_DRAFT, 1);
	put(&s, 3, PL_SHEET_KEPT, 2);
	put(&s, 5, PL_SHEET_DRAFT, 3);
	put(&s, 9, PL_SHEET_KEPT, 4);
	assert_int_equal(s.count, 3);
	assert_true(s.all[0].id == 3 && s.all[1].id == 5 && s.all[2].id == 9);
	assert_int_equal(sheets_find(&s, 9)->utc_ms, 4);
	assert_int_equal(sheets_drafts(&s), 1);
	sheets_drop(&s, 5);
	sheets_drop(&s, 5);
	assert_null(sheets_find(&s, 5));
	assert_int_equal(s.count, 2);
	sheets_finish(&s);
}

static void the_last_one__is_of_its_form_finished_and_before(void **state)
{
	struct sheets s = { 0 };
	struct sheet other = sheet(4, PL_SHEET_KEPT, 50);

	(void)state;
	put(&s, 1, PL_SHEET_KEPT, 10);
	put(&s, 2, PL_SHEET_AT_CLINIC, 30);
	put(&s, 3, PL_SHEET_DRAFT, 40);
	other.form = (char *)(uintptr_t) "urge";
	sheets_put(&s, &other);
	assert_int_equal(sheets_last(&s, "check-in", INT64_MAX)->id, 2);
	assert_int_equal(sheets_last(&s, "check-in", 30)->id, 1);
	assert_int_equal(sheets_last(&s, NULL, INT64_MAX)->id, 4);
	assert_null(sheets_last(&s, "check-in", 10));
	sheets_finish(&s);
}

static void what_fills_an_assignment__knows_it_and_the_ticket_it_went_by(void **state)
{
	struct sheets s = { 0 };
	struct sheet one = sheet(1, PL_SHEET_SENDING, 10);

	(void)state;
	one.assignment = 7;
	one.ticket = 12;
	sheets_put(&s, &one);
	assert_int_equal(sheets_find(&s, 1)->assignment, 7);
	assert_int_equal(sheets_find(&s, 1)->ticket, 12);
	assert_null(sheets_find(&s, 7));
	sheets_finish(&s);
}

/* ---- on disk ---- */

static void all_of_a_sheet__is_there_again(void **state)
{
	struct folder *f = *state;
	struct sheet in = sheet(SHEETS_LOCAL_FROM, PL_SHEET_REFUSED, 1000);
	struct sheets out = { 0 };
	const struct sheet *got;

	in.failure = PL_FAIL_WHO;
	in.assignment = 3;
	in.filed = 4;
	in.group = 5;
	in.ticket = 6;
	in.danger = true;
	in.answered = 7;
	in.questions = 8;
	assert_true(cache_sheet_put_answers(reopen(f), &in, str_of("1\t5\n2 0 1\ta\\nb\n")));
	assert_true(cache_sheets_load(reopen(f), &out, NULL));
	got = sheets_find(&out, SHEETS_LOCAL_FROM);
	assert_non_null(got);
	assert_string_equal(got->form, "check-in");
	assert_string_equal(got->answers, "1\t5\n2 0 1\ta\\nb\n");
	assert_int_equal(got->sum, 77);
	assert_int_equal(got->state, PL_SHEET_REFUSED);
	assert_int_equal(got->failure, PL_FAIL_WHO);
	assert_int_equal(got->utc_ms, 1000);
	assert_true(got->assignment == 3 && got->filed == 4 && got->group == 5 &&
		    got->ticket == 6 && got->danger && got->answered == 7 &&
		    got->questions == 8);
	sheets_finish(&out);
}

static void each_state__is_there_again(void **state)
{
	static const enum pl_sheet_state all[] = { PL_SHEET_DRAFT, PL_SHEET_KEPT,
						   PL_SHEET_SENDING, PL_SHEET_AT_CLINIC,
						   PL_SHEET_REFUSED };
	struct cache *c = guest(*state);
	struct sheets out = { 0 };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const struct sheet one = sheet(i + 1, all[i], 1);

		assert_true(cache_sheet_put(c, &one));
	}
	assert_true(cache_sheets_load(c, &out, NULL));
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_int_equal(sheets_find(&out, i + 1)->state, all[i]);
	sheets_finish(&out);
}

static void an_answer__is_one_row_and_takes_what_is_typed_with_it(void **state)
{
	struct cache *c = guest(*state);
	const struct sheet one = sheet(1, PL_SHEET_DRAFT, 10);
	struct cache_answer a = { 1, str_of("2"), str_of("x"), 20, false };
	struct sheets out = { 0 };
	char *text;

	assert_true(cache_sheet_put_answers(c, &one, str_of("1\ta\n2\tb\n")));
	assert_true(cache_sheet_typing_set(c, 1, "half"));
	assert_true(cache_answer_set(c, &a));
	text = cache_sheet_typing(c, 1);
	assert_string_equal(text, "half");
	free(text);
	a.was_typed = true;
	assert_true(cache_answer_set(c, &a));
	assert_null(cache_sheet_typing(c, 1));
	text = cache_sheet_answers(c, 1);
	assert_string_equal(text, "1\ta\n2\tx\n");
	free(text);
	assert_true(cache_sheets_load(c, &out, NULL));
	assert_int_equal(sheets_find(&out, 1)->utc_ms, 20); /* changed last, by its answer */
	sheets_finish(&out);
}

static void text_that_is_no_answers__changes_nothing(void **state)
{
	struct cache *c = guest(*state);
	const struct sheet one = sheet(1, PL_SHEET_DRAFT, 10);
	char *text;

	assert_true(cache_sheet_put_answers(c, &one, str_of("1\ta\n")));
	assert_false(cache_sheet_put_answers(c, &one, str_of("2\tb\nno tab\n3\tc\n")));
	assert_false(cache_sheet_put_answers(c, &one, str_of("2\tb")));
	text = cache_sheet_answers(c, 1);
	assert_string_equal(text, "1\ta\n");
	free(text);
}

static void an_id__is_given_once_also_when_its_sheet_is_gone(void **state)
{
	struct folder *f = *state;
	const uint64_t first = cache_sheet_id(reopen(f));
	const struct sheet one = sheet(first, PL_SHEET_DRAFT, 1);

	assert_true(first == SHEETS_LOCAL_FROM);
	assert_true(cache_sheet_put(f->cache, &one));
	assert_true(cache_sheet_drop(f->cache, first));
	assert_true(cache_sheet_id(reopen(f)) == first + 1);
}

static void a_store_with_a_sheet__is_not_unused(void **state)
{
	struct folder *f = *state;
	const struct sheet one = sheet(1, PL_SHEET_DRAFT, 1);

	assert_true(cache_unused(reopen(f)));
	assert_true(cache_sheet_put(f->cache, &one));
	assert_false(cache_unused(f->cache));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sheets__are_found_replaced_and_dropped),
		cmocka_unit_test(the_last_one__is_of_its_form_finished_and_before),
		cmocka_unit_test(what_fills_an_assignment__knows_it_and_the_ticket_it_went_by),
		TEST(all_of_a_sheet__is_there_again),
		TEST(each_state__is_there_again),
		TEST(an_answer__is_one_row_and_takes_what_is_typed_with_it),
		TEST(text_that_is_no_answers__changes_nothing),
		TEST(an_id__is_given_once_also_when_its_sheet_is_gone),
		TEST(a_store_with_a_sheet__is_not_unused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
