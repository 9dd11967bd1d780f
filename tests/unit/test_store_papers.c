/* SPDX-License-Identifier: MIT */
/* What is kept sealed of a person, and who has looked, on every backend of the store. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

enum { LEGAL, REPLIES };

static ask reply(int64_t group, int64_t seq, int64_t member, int64_t kind, const char *sealed)
{
	return (ask) { .op = STORE_REPLY,
		       .group = group,
		       .seq = seq,
		       .utc_ms = 1000 + seq,
		       .member = member,
		       .ticket = kind,
		       .a = str_of("reply"),
		       .b = str_of("mark"),
		       .c = str_of(sealed) };
}

static ask look(int64_t group, int64_t member, int64_t by, int64_t what)
{
	return (ask) { .op = STORE_LOOK,
		       .group = group,
		       .member = member,
		       .seq = by,
		       .ticket = what,
		       .utc_ms = 7000 };
}

static size_t looks(struct shelf *sh, int64_t member)
{
	return shelf_must(sh, ERR_NONE,
			  (ask) { .op = STORE_LOOKS, .member = member, .limit = 9 })
		->count;
}

static void a_reply_is_kept_with_its_event_and_replaced(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);

	shelf_must(sh, ERR_NONE, reply(g, 1, ana, 3, "phone"));
	shelf_must(sh, ERR_NONE, reply(g, 2, ana, 1, "place"));
	shelf_must(sh, ERR_NONE, reply(g, 3, ana, 1, "other place"));
	shelf_must(sh, ERR_NONE, look(g, ana, ana, REPLIES));
	assert_int_equal(sh->r.count, 2);
	assert_int_equal(sh->r.messages[0].seq, 1);
	assert_string_equal(sh->r.messages[0].text.p, "other place");
	assert_string_equal(sh->r.messages[1].text.p, "phone");
	/* Skipped: there is none any more. */
	shelf_must(sh, ERR_NONE, reply(g, 4, ana, 3, ""));
	assert_int_equal(shelf_must(sh, ERR_NONE, look(g, ana, ana, REPLIES))->count, 1);
	assert_int_equal(
		shelf_must(sh, ERR_NONE, (ask) { .op = STORE_EVENTS, .group = g, .limit = 9 })
			->count,
		4);
}

static void a_reply_without_its_event_is_not_kept(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);

	shelf_must(sh, ERR_EXISTS, reply(g, 7, ana, 1, "place"));
	shelf_must(sh, ERR_NOT_FOUND, look(g, ana, ana, REPLIES));
	assert_int_equal(looks(sh, 0), 0);
}

static void replies_go_with_their_session_and_a_legal_name_stays(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), other = shelf_group(sh, "evenings");
	int64_t ana = shelf_person(sh, "Ana", 0);

	shelf_must(sh, ERR_NONE, reply(g, 1, ana, 1, "place"));
	shelf_must(sh, ERR_NONE, reply(other, 1, ana, 1, "evening place"));
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_LEGAL, .member = ana, .c = str_of("name") });
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_REPLIES_DROP, .group = g });
	shelf_must(sh, ERR_NOT_FOUND, look(g, ana, ana, REPLIES));
	shelf_must(sh, ERR_NONE, look(other, ana, ana, REPLIES));
	shelf_must(sh, ERR_NONE, look(g, ana, ana, LEGAL));
	assert_int_equal(sh->r.count, 1);
	assert_string_equal(sh->r.messages[0].text.p, "name");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_LEGAL, .member = ana });
	shelf_must(sh, ERR_NOT_FOUND, look(g, ana, ana, LEGAL));
	shelf_must(sh, ERR_NOT_FOUND,
		   (ask) { .op = STORE_LEGAL, .member = 99, .c = str_of("name") });
}

static void ones_own_legal_name_is_no_look(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	int64_t ben = shelf_person(sh, "Ben", g);

	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_LEGAL, .member = ana, .c = str_of("name") });
	shelf_must(sh, ERR_NONE, reply(g, 1, ana, 1, "place"));
	shelf_must(sh, ERR_NONE, reply(g, 2, ben, 1, "other place"));
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_LEGAL_OF, .member = ana });
	assert_int_equal(sh->r.count, 1);
	assert_string_equal(sh->r.messages[0].text.p, "name");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_LEGAL_OF, .member = ben });
	assert_int_equal(sh->r.count, 0);
	assert_int_equal(looks(sh, 0), 0);
}

static void each_look_is_kept_newest_first(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	int64_t ben = shelf_person(sh, "Ben", g);

	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_LEGAL, .member = ana, .c = str_of("name") });
	shelf_must(sh, ERR_NONE, reply(g, 1, ben, 2, "near"));
	shelf_must(sh, ERR_NONE, look(g, ana, ben, LEGAL));
	shelf_must(sh, ERR_NONE, look(g, ben, ana, REPLIES));
	assert_int_equal(looks(sh, ana), 1);
	assert_int_equal(sh->r.messages[0].device, ben);
	assert_int_equal(sh->r.messages[0].ticket, LEGAL);
	assert_int_equal(sh->r.messages[0].utc_ms, 7000);
	assert_int_equal(looks(sh, 0), 2);
	assert_int_equal(sh->r.messages[0].member, ben);
	shelf_reopen(sh);
	if (strcmp(sh->kind, "sqlite") == 0)
		assert_int_equal(looks(sh, 0), 2);
}

static void replies_that_went_are_in_no_file_any_more(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);

	if (strcmp(sh->kind, "sqlite") != 0)
		return;
	shelf_must(sh, ERR_NONE, reply(g, 1, ana, 1, "sealed in Ohio"));
	shelf_reopen(sh);
	shelf_must(sh, ERR_NONE, reply(g, 2, ana, 2, "sealed in Utah"));
	assert_true(shelf_count(sh, "sealed in Ohio") > 0);
	assert_true(shelf_count(sh, "sealed in Utah") > 0);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_REPLIES_DROP, .group = g });
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_WIPE });
	assert_int_equal(shelf_count(sh, "sealed in Ohio"), 0);
	assert_int_equal(shelf_count(sh, "sealed in Utah"), 0);
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test(a_reply_is_kept_with_its_event_and_replaced),
		cmocka_unit_test(a_reply_without_its_event_is_not_kept),
		cmocka_unit_test(replies_go_with_their_session_and_a_legal_name_stays),
		cmocka_unit_test(ones_own_legal_name_is_no_look),
		cmocka_unit_test(each_look_is_kept_newest_first),
		cmocka_unit_test(replies_that_went_are_in_no_file_any_more),
	};

	return shelf_run(rows, sizeof(rows) / sizeof(rows[0]));
}
