/* SPDX-License-Identifier: MIT */
/* The access log, on every backend of the store. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

/* Not a hash: shows what it was made of. */
static void chain(const char *before, const struct store_req *r, char mark[STORE_MARK])
{
	snprintf(mark, STORE_MARK, "%.20s>%lld %.*s", before, (long long)r->seq, (int)r->a.n,
		 r->a.p);
}

static ask note(int64_t whose, int64_t by, const char *row)
{
	return (ask) { .op = STORE_ACCESS,
		       .member = whose,
		       .message = by,
		       .utc_ms = 1000,
		       .a = str_of(row),
		       .chain = chain };
}

static ask drop(int64_t utc_ms, int limit)
{
	return (ask) { .op = STORE_ACCESS_DROP, .utc_ms = utc_ms, .limit = limit };
}

static size_t all(struct shelf *sh)
{
	return shelf_must(sh, ERR_NONE, (ask) { .op = STORE_ACCESSES, .limit = 99 })->count;
}

static size_t of_one(struct shelf *sh, int64_t whose, int64_t before, int limit)
{
	return shelf_must(sh, ERR_NONE,
			  (ask) { .op = STORE_ACCESSES_OF,
				  .member = whose,
				  .seq = before,
				  .limit = limit })
		->count;
}

static size_t given(struct shelf *sh, int64_t device, const char *versions)
{
	return shelf_must(sh, ERR_NONE,
			  (ask) { .op = STORE_GIVEN, .device = device, .a = str_of(versions) })
		->count;
}

static void each_row_has_the_next_number_and_a_mark_of_the_one_before(void **state)
{
	struct shelf *sh = *state;
	ask lacking = note(2, 1, "c");

	assert_int_equal(shelf_must(sh, ERR_NONE, note(2, 1, "a"))->seq, 1);
	assert_int_equal(shelf_must(sh, ERR_NONE, note(3, 0, "b"))->seq, 2);
	lacking.chain = NULL;
	shelf_must(sh, ERR_BAD_INPUT, lacking);
	shelf_must(sh, ERR_BAD_INPUT, note(2, 1, ""));
	assert_int_equal(all(sh), 2);
	assert_string_equal(sh->r.messages[0].mark.p, ">1 a");
	assert_string_equal(sh->r.messages[1].mark.p, ">1 a>2 b");
	assert_int_equal(sh->r.messages[0].member, 2);
	assert_int_equal(sh->r.messages[0].device, 1);
	assert_int_equal(sh->r.messages[1].member, 3);
	assert_int_equal(sh->r.messages[1].utc_ms, 1000);
	assert_string_equal(sh->r.messages[1].text.p, "b");
}

static void a_person_is_told_of_their_own_alone_newest_first(void **state)
{
	struct shelf *sh = *state;

	for (int i = 0; i < 6; i++)
		shelf_must(sh, ERR_NONE, note(2 + i % 2, 1, "a"));
	assert_int_equal(of_one(sh, 2, 0, 2), 2);
	assert_int_equal(sh->r.messages[0].seq, 5);
	assert_int_equal(sh->r.messages[1].seq, 3);
	assert_int_equal(of_one(sh, 2, 3, 2), 1);
	assert_int_equal(sh->r.messages[0].seq, 1);
	assert_int_equal(of_one(sh, 9, 0, 9), 0);
}

static void what_a_device_was_given_is_known(void **state)
{
	struct shelf *sh = *state;
	ask r = note(2, 1, "a");

	r.device = 7;
	r.c = str_of("[12,3]");
	shelf_must(sh, ERR_NONE, r);
	r.c = str_of("[3,40]");
	shelf_must(sh, ERR_NONE, r);
	assert_int_equal(given(sh, 7, "[3,5,12,13,40]"), 3);
	assert_int_equal(given(sh, 7, "[5]"), 0);
	assert_int_equal(given(sh, 8, "[3,12,40]"), 0);
}

static void a_look_is_in_it_if_there_was_something_to_look_at(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	int64_t robin = shelf_person(sh, "Robin", g);
	ask look = { .op = STORE_LOOK,
		     .group = g,
		     .member = ana,
		     .seq = robin,
		     .utc_ms = 5,
		     .a = str_of("legal"),
		     .chain = chain };

	shelf_must(sh, ERR_NOT_FOUND, look);
	assert_int_equal(all(sh), 0);
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_LEGAL, .member = ana, .c = str_of("sealed") });
	shelf_must(sh, ERR_NONE, look);
	assert_int_equal(all(sh), 1);
	assert_int_equal(sh->r.messages[0].member, ana);
	assert_int_equal(sh->r.messages[0].device, robin);
	assert_string_equal(sh->r.messages[0].text.p, "legal");
}

/* The chain goes on from the mark that stays, and so does the numbering. */
static void the_oldest_go_and_a_mark_stays(void **state)
{
	struct shelf *sh = *state;
	struct err err = { .code = ERR_NONE };
	ask r = note(2, 1, "a");

	for (int i = 1; i <= 5; i++) {
		r.utc_ms = i * 100;
		shelf_must(sh, ERR_NONE, r);
	}
	assert_int_equal(shelf_must(sh, ERR_NONE, drop(100, 9))->id, 0);
	assert_int_equal(shelf_must(sh, ERR_NONE, drop(400, 2))->id, 2);
	assert_int_equal(shelf_must(sh, ERR_NONE, drop(400, 2))->id, 1);
	assert_int_equal(shelf_must(sh, ERR_NONE, drop(400, 2))->id, 0);
	assert_int_equal(all(sh), 3);
	assert_int_equal(sh->r.messages[0].seq, 3);
	assert_int_equal(sh->r.messages[0].text.n, 0);
	assert_int_equal(sh->r.messages[0].member, 0);
	assert_string_equal(sh->r.messages[0].mark.p, ">1 a>2 a>3 a");
	assert_int_equal(of_one(sh, 2, 0, 9), 2);
	shelf_must(sh, ERR_NONE, drop(9999, 9));
	assert_int_equal(all(sh), 1);
	assert_int_equal(shelf_must(sh, ERR_NONE, r)->seq, 6);
	if (strcmp(sh->kind, "sqlite") == 0 && !store_check(sh->path, &err))
		fail_msg("%s", err.text);
}

static void what_was_given_of_what_is_forgotten_goes(void **state)
{
	struct shelf *sh = *state;
	ask r = note(2, 1, "a");

	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_PUT, .a = str_of("row") });
	assert_int_equal(sh->r.utc_ms, 1);
	r.device = 7;
	r.c = str_of("[1,2]");
	shelf_must(sh, ERR_NONE, r);
	shelf_must(sh, ERR_NONE, drop(1, 9));
	assert_int_equal(given(sh, 7, "[1,2]"), 1);
	assert_int_equal(sh->r.messages[0].seq, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_has_the_next_number_and_a_mark_of_the_one_before),
		cmocka_unit_test(a_person_is_told_of_their_own_alone_newest_first),
		cmocka_unit_test(what_a_device_was_given_is_known),
		cmocka_unit_test(a_look_is_in_it_if_there_was_something_to_look_at),
		cmocka_unit_test(the_oldest_go_and_a_mark_stays),
		cmocka_unit_test(what_was_given_of_what_is_forgotten_goes),
	};

	return shelf_run(tests, sizeof(tests) / sizeof(tests[0]));
}
