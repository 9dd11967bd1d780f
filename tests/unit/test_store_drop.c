/* SPDX-License-Identifier: MIT */
/* What is kept no longer, on every backend of the store. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

static void drop(struct shelf *sh, int64_t group, int64_t before_ms, int limit, int64_t went)
{
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_MESSAGES_DROP,
			   .group = group,
			   .utc_ms = before_ms,
			   .limit = limit });
	assert_int_equal(sh->r.id, went);
}

static void assert_kept(struct shelf *sh, int64_t group, int64_t first, size_t count)
{
	struct err err = { .code = ERR_NONE };

	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_READ, .group = group, .limit = 99 });
	assert_int_equal(sh->r.count, count);
	if (count)
		assert_int_equal(sh->r.messages[0].seq, first);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_GROUPS });
	assert_int_equal(sh->r.groups[group - 1].first_seq, first);
	if (strcmp(sh->kind, "sqlite") == 0 && !store_check(sh->path, &err))
		fail_msg("%s", err.text);
}

/* shelf_say gives the ticket 6 the moment 5006. */
static void the_oldest_messages_go_and_the_numbers_go_on(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);

	for (int64_t i = 1; i <= 7; i++)
		shelf_must(sh, ERR_NONE, shelf_say(g, ana, i, "words"));
	drop(sh, g, 5001, 3, 0);
	assert_kept(sh, g, 1, 7);
	drop(sh, g, 5006, 3, 3);
	assert_kept(sh, g, 4, 4);
	drop(sh, g, 5006, 3, 2);
	drop(sh, g, 5006, 3, 0);
	assert_kept(sh, g, 6, 2);
	drop(sh, g, 9999, 9, 2);
	assert_kept(sh, g, 8, 0);
	drop(sh, g, 9999, 9, 0);
	assert_int_equal(shelf_must(sh, ERR_NONE, shelf_say(g, ana, 8, "on"))->seq, 8);
	assert_kept(sh, g, 8, 1);
}

/* The server's clock may have been set back in between. */
static void none_goes_that_is_behind_one_that_stays(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct store_req late = shelf_say(g, ana, 1, "late");

	late.utc_ms = 8000;
	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 2, "early"));
	shelf_must(sh, ERR_NONE, late);
	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 3, "early again"));
	drop(sh, g, 6000, 9, 1);
	assert_kept(sh, g, 2, 2);
}

static void one_group_loses_nothing_for_another(void **state)
{
	struct shelf *sh = *state;
	int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	int64_t ana = shelf_person(sh, "Ana", 0);

	shelf_must(sh, ERR_NONE, shelf_say(a, ana, 1, "a"));
	shelf_must(sh, ERR_NONE, shelf_say(b, ana, 2, "b"));
	drop(sh, a, 9999, 9, 1);
	assert_kept(sh, a, 2, 0);
	assert_kept(sh, b, 1, 1);
}

static void event(struct shelf *sh, int64_t group, int64_t seq, const char *text)
{
	char mark[16];

	snprintf(mark, sizeof(mark), "mark-%d", (int)seq);
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_EVENT,
			   .group = group,
			   .seq = seq,
			   .utc_ms = 1000 + seq,
			   .a = str_of(text),
			   .b = str_of(mark),
			   .ticket = strcmp(text, "open") == 0 });
}

static void drop_events(struct shelf *sh, int64_t group, int64_t before_ms, bool is_over,
			int64_t went)
{
	struct err err = { .code = ERR_NONE };

	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_EVENTS_DROP,
			   .group = group,
			   .utc_ms = before_ms,
			   .seq = is_over });
	assert_int_equal(sh->r.id, went);
	if (strcmp(sh->kind, "sqlite") == 0 && !store_check(sh->path, &err))
		fail_msg("%s", err.text);
}

static void assert_log(struct shelf *sh, int64_t group, int64_t first, size_t count,
		       int64_t session)
{
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_EVENTS, .group = group, .limit = 99 });
	assert_int_equal(sh->r.count, count);
	assert_int_equal(sh->r.messages[0].seq, first);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_SESSION, .group = group });
	assert_int_equal(sh->r.seq, session);
}

static void sessions_go_whole_and_the_chain_has_where_to_begin(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings");
	static const char *const log[] = { "open", "x", "open", "y", "z", "open", "last" };

	for (int64_t i = 0; i < 7; i++)
		event(sh, g, i + 1, log[i]);
	drop_events(sh, g, 1002, true, 0); /* its last is not older than that */
	drop_events(sh, g, 1003, true, 2);
	assert_log(sh, g, 2, 6, 6);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_EVENTS, .group = g, .limit = 2 });
	assert_string_equal(sh->r.messages[0].text.p, "");
	assert_string_equal(sh->r.messages[0].mark.p, "mark-2");
	assert_string_equal(sh->r.messages[1].text.p, "open");
	drop_events(sh, g, 1003, true, 0);
	drop_events(sh, g, 9999, false, 4); /* the mark of the one before goes with it */
	assert_log(sh, g, 5, 3, 6);
	drop_events(sh, g, 9999, false, 0);
	drop_events(sh, g, 9999, true, 3);
	assert_log(sh, g, 7, 1, 0);
	drop_events(sh, g, 9999, true, 0);
	event(sh, g, 8, "open");
	assert_log(sh, g, 7, 2, 8);
}

static void a_group_without_a_session_loses_none(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings");

	drop_events(sh, g, 9999, true, 0);
	event(sh, g, 1, "open");
	drop_events(sh, g, 9999, true, 1);
	assert_log(sh, g, 1, 1, 0);
}

static void what_went_is_in_no_file_any_more(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);

	if (strcmp(sh->kind, "sqlite") != 0)
		return;
	for (int64_t i = 1; i <= 200; i++)
		shelf_must(sh, ERR_NONE, shelf_say(g, ana, i, "my aunt in Ohio"));
	event(sh, g, 1, "open");
	event(sh, g, 2, "raise: my dog in Utah");
	shelf_reopen(sh); /* all of it is in the database, too */
	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 201, "still here"));
	assert_true(shelf_count(sh, "my aunt in Ohio") >= 200);
	assert_true(shelf_count(sh, "my dog in Utah") > 0);
	drop(sh, g, 5201, 999, 200);
	drop_events(sh, g, 9999, true, 2);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_WIPE });
	assert_int_equal(shelf_count(sh, "my aunt in Ohio"), 0);
	assert_int_equal(shelf_count(sh, "my dog in Utah"), 0);
	assert_true(shelf_count(sh, "still here") > 0);
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test(the_oldest_messages_go_and_the_numbers_go_on),
		cmocka_unit_test(none_goes_that_is_behind_one_that_stays),
		cmocka_unit_test(one_group_loses_nothing_for_another),
		cmocka_unit_test(sessions_go_whole_and_the_chain_has_where_to_begin),
		cmocka_unit_test(a_group_without_a_session_loses_none),
		cmocka_unit_test(what_went_is_in_no_file_any_more),
	};

	return shelf_run(rows, sizeof(rows) / sizeof(rows[0]));
}
