/* SPDX-License-Identifier: MIT */
/* The log of consents, on every backend of the store. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

static ask row(int64_t member, int64_t seq, const char *text)
{
	return (ask) { .op = STORE_CONSENT,
		       .member = member,
		       .seq = seq,
		       .utc_ms = 1000 + seq,
		       .a = str_of(text),
		       .b = str_of("mark") };
}

static ask rows_of(int64_t member, int64_t after, int limit)
{
	return (ask) { .op = STORE_CONSENTS, .member = member, .seq = after, .limit = limit };
}

static void rows_are_added_one_behind_the_other(void **state)
{
	struct shelf *sh = *state;
	int64_t ana = shelf_person(sh, "Ana", 0), ben = shelf_person(sh, "Ben", 0);

	shelf_must(sh, ERR_EXISTS, row(ana, 2, "too far"));
	shelf_must(sh, ERR_NONE, row(ana, 1, "one"));
	shelf_must(sh, ERR_EXISTS, row(ben, 1, "again"));
	shelf_must(sh, ERR_NONE, row(ben, 2, "two"));
	shelf_must(sh, ERR_NOT_FOUND, row(99, 3, "nobody"));
	shelf_must(sh, ERR_NONE, row(ana, 3, "three"));
	shelf_must(sh, ERR_NONE, rows_of(0, 0, 9));
	assert_int_equal(sh->r.count, 3);
	assert_string_equal(sh->r.messages[1].text.p, "two");
	assert_string_equal(sh->r.messages[1].mark.p, "mark");
	assert_int_equal(sh->r.messages[1].member, ben);
	assert_int_equal(sh->r.messages[1].utc_ms, 1002);
}

static void the_end_is_the_newest_of_all(void **state)
{
	const ask end = { .op = STORE_CONSENTS_END };
	struct shelf *sh = *state;
	int64_t ana = shelf_person(sh, "Ana", 0), ben = shelf_person(sh, "Ben", 0);

	assert_int_equal(shelf_must(sh, ERR_NONE, end)->count, 0);
	shelf_must(sh, ERR_NONE, row(ana, 1, "one"));
	shelf_must(sh, ERR_NONE, row(ben, 2, "two"));
	assert_int_equal(shelf_must(sh, ERR_NONE, end)->count, 1);
	assert_int_equal(sh->r.messages[0].seq, 2);
	assert_int_equal(sh->r.messages[0].utc_ms, 1002);
	assert_string_equal(sh->r.messages[0].mark.p, "mark");
}

static void they_are_read_by_person_and_page(void **state)
{
	struct shelf *sh = *state;
	int64_t ana = shelf_person(sh, "Ana", 0), ben = shelf_person(sh, "Ben", 0);

	shelf_must(sh, ERR_NONE, row(ana, 1, "one"));
	shelf_must(sh, ERR_NONE, row(ben, 2, "two"));
	shelf_must(sh, ERR_NONE, row(ana, 3, "three"));
	shelf_must(sh, ERR_NONE, rows_of(ana, 0, 9));
	assert_int_equal(sh->r.count, 2);
	assert_int_equal(sh->r.messages[1].seq, 3);
	shelf_must(sh, ERR_NONE, rows_of(0, 1, 1));
	assert_int_equal(sh->r.count, 1);
	assert_int_equal(sh->r.messages[0].seq, 2);
	shelf_must(sh, ERR_BAD_INPUT, rows_of(0, 0, 0));
	shelf_reopen(sh);
	if (strcmp(sh->kind, "sqlite") == 0)
		assert_int_equal(shelf_must(sh, ERR_NONE, rows_of(0, 0, 9))->count, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_added_one_behind_the_other),
		cmocka_unit_test(the_end_is_the_newest_of_all),
		cmocka_unit_test(they_are_read_by_person_and_page),
	};

	return shelf_run(tests, sizeof(tests) / sizeof(tests[0]));
}
