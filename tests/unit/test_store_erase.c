/* SPDX-License-Identifier: MIT */
/* What a person said, in their own copy; and what goes when they are erased, on every backend. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

enum { ANA = 1, BEN = 2 };

static int64_t begin(struct shelf *sh)
{
	const int64_t group = shelf_group(sh, "Evening");

	shelf_person(sh, "Ana", 0);
	shelf_person(sh, "Ben", 0);
	shelf_must(sh, ERR_NONE, shelf_say(group, ANA, 1, "zanzibar one"));
	shelf_must(sh, ERR_NONE, shelf_say(group, BEN, 1, "of another"));
	shelf_must(sh, ERR_NONE, shelf_say(group, ANA, 2, "zanzibar two"));
	return group;
}

static ask erase(int64_t member, const char *name)
{
	return (ask) {
		.op = STORE_ERASE, .member = member, .utc_ms = 1700000000000, .a = str_of(name)
	};
}

static ask said_by(int64_t group, int64_t member, int64_t after)
{
	return (ask) {
		.op = STORE_SAID_BY, .group = group, .member = member, .seq = after, .limit = 9
	};
}

static ask event(int64_t group, int64_t seq, const char *row)
{
	return (ask) { .op = STORE_EVENT,
		       .group = group,
		       .seq = seq,
		       .utc_ms = 1,
		       .a = str_of(row),
		       .b = str_of("mark") };
}

static void hide(struct shelf *sh, int64_t group, int64_t message, bool on, int64_t at)
{
	ask r = event(group, at, "hide");

	r.op = STORE_HIDE;
	r.message = message;
	r.ticket = on;
	shelf_must(sh, on ? ERR_NONE : ERR_NOT_FOUND, r);
}

static void a_person_gets_their_own_words_also_the_hidden_ones(void **state)
{
	struct shelf *sh = *state;
	const int64_t group = begin(sh);

	hide(sh, group, 3, true, 1);
	shelf_must(sh, ERR_NONE, said_by(group, ANA, 0));
	assert_int_equal(sh->r.count, 2);
	assert_string_equal(sh->r.messages[0].text.p, "zanzibar one");
	assert_string_equal(sh->r.messages[1].text.p, "zanzibar two");
	assert_true(sh->r.messages[1].hidden);
	assert_int_equal(shelf_must(sh, ERR_NONE, said_by(group, ANA, 1))->count, 1);
	assert_int_equal(shelf_must(sh, ERR_NONE, said_by(group, BEN, 0))->count, 1);
	shelf_must(sh, ERR_BAD_INPUT, said_by(0, ANA, 0));
}

static void the_words_the_name_and_the_devices_go(void **state)
{
	struct shelf *sh = *state;
	const int64_t group = begin(sh);

	shelf_must(sh, ERR_EXISTS, erase(ANA, "Ben"));
	assert_int_equal(shelf_must(sh, ERR_NONE, erase(ANA, "Former member 1"))->id, 2);
	shelf_must(sh, ERR_NOT_FOUND, erase(ANA, "Former member 1"));
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_READ, .group = group, .limit = 9 });
	assert_int_equal(sh->r.count, 3);
	assert_true(sh->r.messages[0].hidden);
	assert_int_equal(sh->r.messages[0].text.n, 0);
	assert_string_equal(sh->r.messages[1].text.p, "of another");
	assert_string_equal(
		shelf_must(sh, ERR_NONE, said_by(group, ANA, 0))->messages[0].text.p, "");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_USER_FIND, .a = str_of("Ana") });
	assert_int_equal(sh->r.count, 0);
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_USER_FIND, .a = str_of("Former member 1") });
	assert_true(sh->r.users[0].disabled);
	assert_string_equal(sh->r.users[0].pass_hash.p, "");
	assert_int_equal(sh->r.users[0].erased_utc_ms, 1700000000000);
}

static void who_has_a_copy_can_learn_up_to_where(void **state)
{
	struct shelf *sh = *state;
	const int64_t group = begin(sh);

	assert_int_equal(
		shelf_must(sh, ERR_NONE, (ask) { .op = STORE_ERASED, .group = group })->count,
		0);
	shelf_must(sh, ERR_NONE, erase(ANA, "x"));
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_ERASED, .group = group });
	assert_int_equal(sh->r.count, 1);
	assert_int_equal(sh->r.messages[0].member, ANA);
	assert_int_equal(sh->r.messages[0].seq, 3);
}

static void nobody_shows_again_what_was_erased(void **state)
{
	struct shelf *sh = *state;
	const int64_t group = begin(sh);

	shelf_must(sh, ERR_NONE, erase(ANA, "x"));
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_HIDDEN, .group = group, .limit = 9 });
	assert_int_equal(sh->r.count, 0);
	hide(sh, group, 1, false, 1);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_READ, .group = group, .limit = 9 });
	assert_true(sh->r.messages[0].hidden);
}

static void an_event_stands_without_its_words(void **state)
{
	struct shelf *sh = *state;
	const int64_t group = begin(sh);

	shelf_must(sh, ERR_NONE, event(group, 1, "zanzibar"));
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_EVENT_ERASE,
			   .group = group,
			   .seq = 1,
			   .a = str_of("none") });
	shelf_must(sh, ERR_NOT_FOUND,
		   (ask) { .op = STORE_EVENT_ERASE,
			   .group = group,
			   .seq = 2,
			   .a = str_of("none") });
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_EVENTS, .group = group, .limit = 9 });
	assert_string_equal(sh->r.messages[0].text.p, "none");
	assert_string_equal(sh->r.messages[0].mark.p, "mark");
}

static void not_one_byte_of_the_words_is_in_the_files(void **state)
{
	struct shelf *sh = *state;
	const int64_t group = begin(sh);

	shelf_must(sh, ERR_NONE, event(group, 1, "zanzibar"));
	shelf_must(sh, ERR_NONE, erase(ANA, "x"));
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_EVENT_ERASE,
			   .group = group,
			   .seq = 1,
			   .a = str_of("none") });
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_WIPE });
	assert_int_equal(shelf_count(sh, "zanzibar"), 0);
	assert_int_equal(shelf_count(sh, "Ana"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_person_gets_their_own_words_also_the_hidden_ones),
		cmocka_unit_test(the_words_the_name_and_the_devices_go),
		cmocka_unit_test(who_has_a_copy_can_learn_up_to_where),
		cmocka_unit_test(nobody_shows_again_what_was_erased),
		cmocka_unit_test(an_event_stands_without_its_words),
		cmocka_unit_test(not_one_byte_of_the_words_is_in_the_files),
	};

	return shelf_run(tests, sizeof(tests) / sizeof(tests[0]));
}
