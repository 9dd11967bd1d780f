/* SPDX-License-Identifier: MIT */
/* Reports of messages, on every backend of the store. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

/* A group where Ana, the first, has said two things. */
struct room {
	int64_t group, ana, ben;
};

static struct room room(struct shelf *sh)
{
	struct room r = { .group = shelf_group(sh, "mornings") };

	r.ana = shelf_person(sh, "Ana", r.group);
	r.ben = shelf_person(sh, "Ben", r.group);
	shelf_must(sh, ERR_NONE, shelf_say(r.group, r.ana, 1, "one"));
	shelf_must(sh, ERR_NONE, shelf_say(r.group, r.ana, 2, "two"));
	return r;
}

static ask report(const struct room *r, int64_t ticket, int64_t message)
{
	return (ask) { .op = STORE_REPORT,
		       .group = r->group,
		       .member = r->ben,
		       .device = 2,
		       .ticket = ticket,
		       .seq = message,
		       .utc_ms = 7000 + ticket,
		       .a = str_of("it hurts") };
}

static ask resolve(const struct room *r, int64_t number, const char *done)
{
	return (ask) { .op = STORE_RESOLVE,
		       .group = r->group,
		       .member = r->ana,
		       .seq = number,
		       .utc_ms = 9000,
		       .a = str_of(done) };
}

static ask heard(const struct room *r, int64_t member, int64_t number)
{
	return (ask) {
		.op = STORE_REPORT_HEARD, .group = r->group, .member = member, .seq = number
	};
}

static const struct store_report *read_on(struct shelf *sh, const struct room *r, int64_t after,
					  size_t count)
{
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_REPORTS, .group = r->group, .seq = after, .limit = 9 });
	assert_int_equal(sh->r.count, count);
	return sh->r.reports;
}

static void a_report_is_kept_once_however_often_it_is_sent(void **state)
{
	struct shelf *sh = *state;
	const struct room r = room(sh);
	const struct store_report *all;

	assert_int_equal(shelf_must(sh, ERR_NONE, report(&r, 1, 2))->id, 1);
	assert_false(sh->r.repeated);
	assert_int_equal(shelf_must(sh, ERR_NONE, report(&r, 1, 2))->id, 1);
	assert_true(sh->r.repeated);
	assert_int_equal(sh->r.utc_ms, 7001);
	shelf_must(sh, ERR_REFUSED, report(&r, 1, 1));
	assert_int_equal(shelf_must(sh, ERR_NONE, report(&r, 2, 2))->id, 2);
	all = read_on(sh, &r, 0, 2);
	assert_int_equal(all[0].message, 2);
	assert_int_equal(all[0].member, r.ben);
	assert_int_equal(all[0].utc_ms, 7001);
	assert_string_equal(all[0].why.p, "it hurts");
	assert_int_equal(all[0].done_by, 0);
	assert_int_equal(read_on(sh, &r, 1, 1)[0].number, 2);
}

static void only_what_is_there_is_reported_and_only_by_members(void **state)
{
	struct shelf *sh = *state;
	const struct room r = room(sh);
	ask stranger = report(&r, 1, 1), elsewhere = report(&r, 2, 1);

	stranger.member = r.ben + 9;
	elsewhere.group = shelf_group(sh, "evenings");
	shelf_must(sh, ERR_REFUSED, stranger);
	shelf_must(sh, ERR_REFUSED, elsewhere);
	shelf_must(sh, ERR_NOT_FOUND, report(&r, 3, 3));
	shelf_must(sh, ERR_NOT_FOUND, report(&r, 3, 0));
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_MESSAGES_DROP,
			   .group = r.group,
			   .utc_ms = INT64_MAX,
			   .limit = 1 });
	shelf_must(sh, ERR_NOT_FOUND, report(&r, 3, 1));
	shelf_must(sh, ERR_NONE, report(&r, 3, 2));
	read_on(sh, &r, 0, 1);
}

static void what_was_done_is_said_once(void **state)
{
	struct shelf *sh = *state;
	const struct room r = room(sh);
	ask other;

	shelf_must(sh, ERR_NONE, report(&r, 1, 1));
	shelf_must(sh, ERR_NOT_FOUND, heard(&r, r.ben, 1)); /* nothing was done */
	shelf_must(sh, ERR_NOT_FOUND, resolve(&r, 2, "we talked"));
	shelf_must(sh, ERR_NONE, resolve(&r, 1, "we talked"));
	assert_false(sh->r.repeated);
	assert_true(shelf_must(sh, ERR_NONE, resolve(&r, 1, "we talked"))->repeated);
	shelf_must(sh, ERR_EXISTS, resolve(&r, 1, "we did not"));
	other = resolve(&r, 1, "we talked");
	other.member = r.ben;
	shelf_must(sh, ERR_EXISTS, other);
	assert_string_equal(read_on(sh, &r, 0, 1)->done.p, "we talked");
	assert_int_equal(sh->r.reports[0].done_by, r.ana);
	assert_int_equal(sh->r.reports[0].done_utc_ms, 9000);
	assert_false(sh->r.reports[0].heard);
	shelf_must(sh, ERR_NOT_FOUND, heard(&r, r.ana, 1));
	shelf_must(sh, ERR_NONE, heard(&r, r.ben, 1));
	assert_true(read_on(sh, &r, 0, 1)->heard);
}

static void of_what_is_long_done_the_number_stays_and_the_words_go(void **state)
{
	struct shelf *sh = *state;
	const struct room r = room(sh);
	const struct store_report *all;
	ask drop = { .op = STORE_REPORTS_DROP, .group = r.group, .utc_ms = 9000 };

	shelf_must(sh, ERR_NONE, report(&r, 1, 1));
	shelf_must(sh, ERR_NONE, report(&r, 2, 2));
	shelf_must(sh, ERR_NONE, resolve(&r, 2, "we talked"));
	shelf_must(sh, ERR_NONE, drop);
	assert_string_equal(read_on(sh, &r, 0, 2)[1].done.p, "we talked");
	drop.utc_ms = 9001;
	shelf_must(sh, ERR_NONE, drop);
	all = read_on(sh, &r, 0, 2);
	assert_string_equal(all[0].why.p, "it hurts"); /* it is open still */
	assert_string_equal(all[1].why.p, "");
	assert_string_equal(all[1].done.p, "");
	assert_int_equal(shelf_must(sh, ERR_NONE, report(&r, 3, 1))->id, 3);
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test(a_report_is_kept_once_however_often_it_is_sent),
		cmocka_unit_test(only_what_is_there_is_reported_and_only_by_members),
		cmocka_unit_test(what_was_done_is_said_once),
		cmocka_unit_test(of_what_is_long_done_the_number_stays_and_the_words_go),
	};

	return shelf_run(rows, sizeof(rows) / sizeof(rows[0]));
}
