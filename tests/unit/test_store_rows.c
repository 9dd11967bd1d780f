/* SPDX-License-Identifier: MIT */
/* The program's rows, on every backend of the store. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

enum { SERIES, REQUEST, FEED, LAST = STORE_ROW_KINDS - 1 };

static ask put(int kind, int64_t number, const char *text)
{
	return (ask) { .op = STORE_PUT, .limit = kind, .seq = number, .a = str_of(text) };
}

static ask put_by(ask r, int64_t member, int64_t device, int64_t ticket)
{
	r.member = member;
	r.device = device;
	r.ticket = ticket;
	return r;
}

static ask rows(int kind, int64_t after)
{
	return (ask) { .op = STORE_ROWS, .limit = kind, .seq = after };
}

static ask drop(int kind, int64_t version)
{
	return (ask) { .op = STORE_ROWS_DROP, .limit = kind, .utc_ms = version };
}

static void must_put(struct shelf *sh, ask r, int64_t number, int64_t version)
{
	shelf_must(sh, ERR_NONE, r);
	assert_int_equal(sh->r.seq, number);
	assert_int_equal(sh->r.utc_ms, version);
	assert_false(sh->r.repeated);
}

/* In memory nothing outlives the store. */
static void reopen(struct shelf *sh)
{
	if (strcmp(sh->kind, "sqlite") == 0)
		shelf_reopen(sh);
}

static void versions_have_no_gap_over_all_kinds_and_restarts(void **state)
{
	struct shelf *sh = *state;

	must_put(sh, put(SERIES, 0, "one"), 1, 1);
	must_put(sh, put(REQUEST, 0, "one"), 1, 2);
	must_put(sh, put(SERIES, 0, "two"), 2, 3);
	shelf_must(sh, ERR_NOT_FOUND, put(SERIES, 9, "none"));
	shelf_must(sh, ERR_NOT_FOUND, put(FEED, 1, "none"));
	reopen(sh);
	must_put(sh, put(SERIES, 1, "one again"), 1, 4);
	must_put(sh, put(LAST, 0, "one"), 1, 5);
	shelf_must(sh, ERR_NONE, rows(SERIES, 0));
	assert_int_equal(sh->r.count, 2);
	assert_string_equal(sh->r.messages[0].text.p, "one again");
	assert_int_equal(sh->r.messages[0].utc_ms, 4);
	assert_string_equal(sh->r.messages[1].text.p, "two");
	assert_int_equal(sh->r.messages[1].utc_ms, 3);
}

static void a_ticket_is_good_for_one_change(void **state)
{
	struct shelf *sh = *state;
	ask made = put_by(put(REQUEST, 0, "late"), 1, 2, 3);
	ask changed = put_by(put(REQUEST, 1, "later"), 1, 2, 4);

	must_put(sh, made, 1, 1);
	must_put(sh, changed, 1, 2);
	reopen(sh);
	/* Each again: what it was then, and nothing is changed. */
	shelf_must(sh, ERR_NONE, made);
	assert_true(sh->r.repeated);
	assert_int_equal(sh->r.seq, 1);
	assert_int_equal(sh->r.utc_ms, 1);
	shelf_must(sh, ERR_NONE, changed);
	assert_true(sh->r.repeated);
	assert_int_equal(sh->r.utc_ms, 2);
	shelf_must(sh, ERR_REFUSED, put_by(put(SERIES, 0, "late"), 1, 2, 3));
	assert_int_equal(shelf_must(sh, ERR_NONE, rows(REQUEST, 0))->count, 1);
	assert_string_equal(sh->r.messages[0].text.p, "later");
	/* Another's ticket of that number, another device's; and none repeats none. */
	must_put(sh, put_by(put(REQUEST, 0, "late"), 2, 2, 3), 2, 3);
	must_put(sh, put_by(put(REQUEST, 0, "late"), 1, 3, 3), 3, 4);
	must_put(sh, put_by(put(REQUEST, 0, "late"), 1, 2, 0), 4, 5);
	must_put(sh, put_by(put(REQUEST, 0, "late"), 1, 2, 0), 5, 6);
}

static void a_row_is_of_who_made_it(void **state)
{
	struct shelf *sh = *state;

	must_put(sh, put_by(put(REQUEST, 0, "swap"), 5, 6, 7), 1, 1);
	must_put(sh, put_by(put(REQUEST, 1, "granted"), 8, 9, 10), 1, 2);
	shelf_must(sh, ERR_NONE, rows(REQUEST, 0));
	assert_string_equal(sh->r.messages[0].text.p, "granted");
	assert_int_equal(sh->r.messages[0].member, 5);
	assert_int_equal(sh->r.messages[0].device, 6);
	assert_int_equal(sh->r.messages[0].ticket, 7);
}

static void a_row_that_is_no_more_keeps_its_number(void **state)
{
	struct shelf *sh = *state;
	ask gone = put_by(put(SERIES, 2, ""), 1, 1, 5);

	must_put(sh, put(SERIES, 0, "one"), 1, 1);
	must_put(sh, put(SERIES, 0, "two"), 2, 2);
	must_put(sh, gone, 2, 3);
	shelf_must(sh, ERR_NONE, rows(SERIES, 0));
	assert_int_equal(sh->r.count, 2);
	assert_false(sh->r.messages[0].hidden);
	assert_true(sh->r.messages[1].hidden);
	assert_int_equal(sh->r.messages[1].text.n, 0);
	assert_int_equal(sh->r.messages[1].utc_ms, 3);
	/* It does not come back; and who did not hear that it went may say it again. */
	shelf_must(sh, ERR_NOT_FOUND, put(SERIES, 2, "two"));
	shelf_must(sh, ERR_NOT_FOUND, put(SERIES, 2, ""));
	assert_true(shelf_must(sh, ERR_NONE, gone)->repeated);
	must_put(sh, put(SERIES, 0, "three"), 3, 4);
}

static void what_is_forgotten_is_never_there_again(void **state)
{
	struct shelf *sh = *state;
	ask made = put_by(put(SERIES, 0, "two"), 1, 1, 5);

	must_put(sh, put(SERIES, 0, "one"), 1, 1);
	must_put(sh, made, 2, 2);
	must_put(sh, put(REQUEST, 0, "one"), 1, 3);
	must_put(sh, put(REQUEST, 1, ""), 1, 4);
	must_put(sh, put(SERIES, 2, ""), 2, 5);
	must_put(sh, put(SERIES, 1, ""), 1, 6);
	assert_int_equal(shelf_must(sh, ERR_NONE, drop(SERIES, 5))->id, 0);
	assert_int_equal(shelf_must(sh, ERR_NONE, drop(SERIES, 6))->id, 1);
	assert_int_equal(shelf_must(sh, ERR_NONE, rows(SERIES, 0))->count, 1);
	assert_int_equal(sh->r.messages[0].seq, 1);
	assert_int_equal(shelf_must(sh, ERR_NONE, rows(REQUEST, 0))->count, 1);
	reopen(sh);
	/* Neither its number nor its version, though both were the last. */
	assert_int_equal(shelf_must(sh, ERR_NONE, drop(SERIES, 7))->id, 1);
	must_put(sh, made, 3, 7);
	if (strcmp(sh->kind, "sqlite") == 0)
		assert_true(store_check(sh->path, NULL));
}

static void text_comes_back_as_it_was(void **state)
{
	static const char words[] =
		"[{\"x\":\"Zo\xc3\xab's \xf0\x9f\x8f\xae\n\t\\ % ' \xcc\x81\"}]"
		"\x01\x7f\xef\xbf\xbf";
	struct shelf *sh = *state;
	char large[20001];

	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	must_put(sh, put(SERIES, 0, words), 1, 1);
	must_put(sh, put(SERIES, 0, large), 2, 2);
	reopen(sh);
	shelf_must(sh, ERR_NONE, rows(SERIES, 0));
	assert_string_equal(sh->r.messages[0].text.p, words);
	assert_int_equal(sh->r.messages[0].text.n, sizeof(words) - 1);
	assert_string_equal(sh->r.messages[1].text.p, large);
}

static void many_rows_come_in_pages(void **state)
{
	enum { MANY = 2 * STORE_ROWS_MAX + 7 };
	struct shelf *sh = *state;
	char text[32];
	int64_t after = 0;

	for (int i = 1; i <= MANY; i++) {
		snprintf(text, sizeof(text), "row %d", i);
		shelf_submit(sh, put(REQUEST, 0, text));
		if (i % 3 == 0)
			shelf_submit(sh, put(SERIES, 0, "between"));
	}
	shelf_wait(sh, MANY + MANY / 3);
	for (int page = 0; page < 3; page++) {
		shelf_must(sh, ERR_NONE, rows(REQUEST, after));
		assert_int_equal(sh->r.count, page < 2 ? STORE_ROWS_MAX : 7);
		for (size_t i = 0; i < sh->r.count; i++) {
			snprintf(text, sizeof(text), "row %lld", (long long)++after);
			assert_int_equal(sh->r.messages[i].seq, after);
			assert_string_equal(sh->r.messages[i].text.p, text);
		}
	}
	assert_int_equal(shelf_must(sh, ERR_NONE, rows(REQUEST, after))->count, 0);
}

static void what_is_no_kind_and_no_row_is_refused(void **state)
{
	struct shelf *sh = *state;

	shelf_must(sh, ERR_BAD_INPUT, put(STORE_ROW_KINDS, 0, "row"));
	shelf_must(sh, ERR_BAD_INPUT, put(-1, 0, "row"));
	shelf_must(sh, ERR_BAD_INPUT, put(SERIES, 0, ""));
	shelf_must(sh, ERR_BAD_INPUT, rows(STORE_ROW_KINDS, 0));
	shelf_must(sh, ERR_BAD_INPUT, drop(-1, 9));
	shelf_must(sh, ERR_BAD_INPUT, put(SERIES, -1, "row"));
	must_put(sh, put(SERIES, 0, "row"), 1, 1);
}

static void words_that_went_are_in_no_file_any_more(void **state)
{
	struct shelf *sh = *state;

	if (strcmp(sh->kind, "sqlite") != 0)
		return;
	must_put(sh, put(REQUEST, 0, "my mother is in Ohio"), 1, 1);
	shelf_reopen(sh);
	assert_true(shelf_count(sh, "my mother is in Ohio") > 0);
	must_put(sh, put(REQUEST, 1, ""), 1, 2);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_WIPE });
	assert_int_equal(shelf_count(sh, "my mother is in Ohio"), 0);
}

static void a_copy_has_the_program(void **state)
{
	struct shelf *sh = *state;
	struct err err = { .code = ERR_NONE };
	struct store *copy;

	if (strcmp(sh->kind, "sqlite") != 0)
		return;
	must_put(sh, put(SERIES, 0, "one"), 1, 1);
	must_put(sh, put(SERIES, 0, "two"), 2, 2);
	if (!store_backup(sh->path, sh->copy, &err))
		fail_msg("%s", err.text);
	copy = store_open("sqlite", sh->copy, &err);
	assert_non_null(copy);
	store_close(sh->s);
	sh->s = copy;
	assert_int_equal(shelf_must(sh, ERR_NONE, rows(SERIES, 0))->count, 2);
	must_put(sh, put(SERIES, 0, "three"), 3, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_have_no_gap_over_all_kinds_and_restarts),
		cmocka_unit_test(a_ticket_is_good_for_one_change),
		cmocka_unit_test(a_row_is_of_who_made_it),
		cmocka_unit_test(a_row_that_is_no_more_keeps_its_number),
		cmocka_unit_test(what_is_forgotten_is_never_there_again),
		cmocka_unit_test(text_comes_back_as_it_was),
		cmocka_unit_test(many_rows_come_in_pages),
		cmocka_unit_test(what_is_no_kind_and_no_row_is_refused),
		cmocka_unit_test(words_that_went_are_in_no_file_any_more),
		cmocka_unit_test(a_copy_has_the_program),
	};

	return shelf_run(tests, sizeof(tests) / sizeof(tests[0]));
}
