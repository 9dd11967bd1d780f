/* SPDX-License-Identifier: MIT */
/* The log of sessions, on every backend of the store. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

static ask event(int64_t group, int64_t seq, const char *text)
{
	return (ask) { .op = STORE_EVENT,
		       .group = group,
		       .seq = seq,
		       .utc_ms = 1000 + seq,
		       .a = str_of(text),
		       .b = str_of("mark"),
		       .ticket = strcmp(text, "open") == 0 };
}

static void events_are_numbered_from_one_and_only_added(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), other = shelf_group(sh, "evenings");

	shelf_must(sh, ERR_EXISTS, event(g, 2, "open"));
	assert_int_equal(shelf_must(sh, ERR_NONE, event(g, 1, "open"))->seq, 1);
	shelf_must(sh, ERR_EXISTS, event(g, 1, "open"));
	shelf_must(sh, ERR_NONE, event(g, 2, "two\nlines"));
	shelf_must(sh, ERR_EXISTS, event(g, 4, "x"));
	shelf_must(sh, ERR_NONE, event(other, 1, "open"));
	shelf_must(sh, ERR_NOT_FOUND, event(99, 1, "open"));
	shelf_must(sh, ERR_BAD_INPUT, event(g, 3, ""));
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_EVENTS, .group = g, .limit = 9 });
	assert_int_equal(sh->r.count, 2);
	assert_int_equal(sh->r.messages[1].seq, 2);
	assert_int_equal(sh->r.messages[1].utc_ms, 1002);
	assert_string_equal(sh->r.messages[1].text.p, "two\nlines");
}

static void events_are_read_in_pages(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings");

	for (int64_t i = 1; i <= 7; i++)
		shelf_must(sh, ERR_NONE, event(g, i, "x"));
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_EVENTS, .group = g, .seq = 2, .limit = 3 });
	assert_int_equal(sh->r.count, 3);
	assert_int_equal(sh->r.messages[0].seq, 3);
	assert_int_equal(sh->r.messages[2].seq, 5);
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_EVENTS, .group = g, .seq = 7, .limit = 3 });
	assert_int_equal(sh->r.count, 0);
}

static void the_newest_session_is_found(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings");
	const ask session = { .op = STORE_SESSION, .group = g };

	assert_int_equal(shelf_must(sh, ERR_NONE, session)->seq, 0);
	shelf_must(sh, ERR_NONE, event(g, 1, "open"));
	shelf_must(sh, ERR_NONE, event(g, 2, "x"));
	assert_int_equal(shelf_must(sh, ERR_NONE, session)->seq, 1);
	shelf_must(sh, ERR_NONE, event(g, 3, "open"));
	shelf_must(sh, ERR_NONE, event(g, 4, "x"));
	assert_int_equal(shelf_must(sh, ERR_NONE, session)->seq, 3);
}

static void the_first_session_since_a_moment_is_found(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "evenings");
	ask since = { .op = STORE_SESSION, .group = g, .utc_ms = 2000 };

	for (int64_t seq = 1; seq <= 6; seq++) {
		ask e = event(g, seq, "open");

		e.utc_ms = seq * 1000;
		e.ticket = seq % 2; /* 1, 3 and 5 begin one */
		shelf_must(sh, ERR_NONE, e);
	}
	assert_int_equal(shelf_must(sh, ERR_NONE, since)->seq, 3);
	since.utc_ms = 3000;
	assert_int_equal(shelf_must(sh, ERR_NONE, since)->seq, 3);
	since.utc_ms = 3001;
	assert_int_equal(shelf_must(sh, ERR_NONE, since)->seq, 5);
	since.utc_ms = 5001;
	assert_int_equal(shelf_must(sh, ERR_NONE, since)->seq, 0);
}

static void the_marks_come_back_as_they_were(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings");
	ask r = event(g, 1, "open");

	r.b = str_of("abc");
	shelf_must(sh, ERR_NONE, r);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_EVENTS, .group = g, .limit = 1 });
	assert_true(str_is(sh->r.messages[0].mark, "abc"));
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test(events_are_numbered_from_one_and_only_added),
		cmocka_unit_test(events_are_read_in_pages),
		cmocka_unit_test(the_newest_session_is_found),
		cmocka_unit_test(the_first_session_since_a_moment_is_found),
		cmocka_unit_test(the_marks_come_back_as_they_were),
	};

	return shelf_run(rows, sizeof(rows) / sizeof(rows[0]));
}
