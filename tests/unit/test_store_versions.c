/* SPDX-License-Identifier: MIT */
/* Stores of all versions there were: each climbs to today's, with what is in it. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "sql/sql.h"
#include "support/shelf.h"

typedef struct store_req ask;

static void change(const char *path, const char *text)
{
	struct err err = { .code = ERR_NONE };
	struct sql *s = sql_open(path, NULL, &err);

	if (!s || !sql_run(s, text, &err))
		fail_msg("%s", err.text);
	sql_close(s);
}

static void load_frozen(const char *name, const char *path)
{
	char text[16384], file[512];
	size_t n;
	FILE *f;

	snprintf(file, sizeof(file), "%s/%s", SCHEMA_DATA, name);
	f = fopen(file, "r");
	assert_non_null(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	assert_true(n > 0 && n < sizeof(text) - 1);
	text[n] = '\0';
	change(path, text);
}

/* The rows of tests/data/schema/v1.sql, as they were written when it was frozen. */
static void assert_frozen_rows(struct shelf *sh)
{
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_GROUPS, .member = 2 });
	assert_int_equal(sh->r.count, 1);
	assert_string_equal(sh->r.groups[0].name.p, "Morning group");
	assert_int_equal(sh->r.groups[0].last_seq, 3);
	assert_int_equal(sh->r.groups[0].seen_seq, 2);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_USERS });
	assert_int_equal(sh->r.count, 3);
	assert_string_equal(sh->r.users[0].role.p, "facilitator");
	assert_string_equal(sh->r.users[1].name.p, "Zo\xc3\xab");
	assert_true(sh->r.users[2].disabled);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_READ, .group = 1, .limit = 9 });
	assert_int_equal(sh->r.count, 3);
	assert_string_equal(sh->r.messages[1].text.p, "it's a quiet day\nfor me");
	assert_int_equal(sh->r.messages[1].utc_ms, 1700000002000);
	assert_int_equal(sh->r.messages[1].device, 2);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_DEVICE_FIND, .a = str_of("token-2") });
	assert_int_equal(sh->r.users[0].id, 2);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_USER_FIND, .a = str_of("ROBIN") });
	assert_string_equal(sh->r.users[0].pass_hash.p, "hash-1");
}

static void open_frozen(struct shelf *sh, const char *name)
{
	struct err err = { .code = ERR_NONE };

	store_close(sh->s);
	assert_int_equal(unlink(sh->path), 0);
	load_frozen(name, sh->path);
	sh->s = store_open("sqlite", sh->path, &err);
	if (!sh->s)
		fail_msg("%s", err.text);
	assert_frozen_rows(sh);
}

static void a_store_of_the_first_version_climbs_to_todays(void **state)
{
	struct shelf *sh = *state;
	struct err err = { .code = ERR_NONE };
	ask again = shelf_say(1, 2, 5, "it's a quiet day\nfor me");

	open_frozen(sh, "v1.sql");
	assert_true(shelf_must(sh, ERR_NONE, again)->repeated);
	assert_int_equal(sh->r.seq, 2);
	assert_int_equal(shelf_must(sh, ERR_NONE, shelf_say(1, 2, 6, "on"))->seq, 4);
	/* The open invite and the used one. */
	shelf_must(sh, ERR_REFUSED, shelf_enrol("code-1", "Sam", "t", 1));
	shelf_must(sh, ERR_NONE, shelf_enrol("code-2", "Sam", "t", 1));
	assert_int_equal(sh->r.device,
			 4); /* device 3 was dropped; its number is not used again */
	if (!store_check(sh->path, &err))
		fail_msg("%s", err.text);
}

static void a_store_of_the_second_version_has_its_log(void **state)
{
	struct shelf *sh = *state;

	open_frozen(sh, "v2.sql");
	assert_int_equal(
		shelf_must(sh, ERR_NONE, (ask) { .op = STORE_SESSION, .group = 1 })->seq, 1);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_EVENTS, .group = 1, .limit = 9 });
	assert_int_equal(sh->r.count, 2);
	assert_string_equal(sh->r.messages[1].text.p, "come 0 0 0 1 1 0\n");
	assert_string_equal(sh->r.messages[1].mark.p, "mark-2");
}

static void a_store_of_the_third_version_has_its_reports(void **state)
{
	struct shelf *sh = *state;

	open_frozen(sh, "v3.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_REPORTS, .group = 1, .limit = 9 });
	assert_int_equal(sh->r.count, 1);
	assert_string_equal(sh->r.reports[0].why.p, "it hurts");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_GROUPS });
	assert_int_equal(sh->r.groups[0].first_seq, 1);
}

static void a_store_of_the_fourth_version_has_its_warnings(void **state)
{
	struct shelf *sh = *state;

	open_frozen(sh, "v4.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_READ, .group = 1, .limit = 9 });
	assert_string_equal(sh->r.messages[2].warning.p, "joy");
	assert_false(sh->r.messages[2].hidden);
}

static void a_store_of_the_fifth_version_has_its_papers(void **state)
{
	struct shelf *sh = *state;

	open_frozen(sh, "v5.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_LOOKS, .member = 2, .limit = 9 });
	assert_int_equal(sh->r.count, 1);
	assert_int_equal(sh->r.messages[0].device, 1);
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_LOOK, .group = 1, .member = 2, .seq = 1, .utc_ms = 1 });
	assert_string_equal(sh->r.messages[0].text.p, "sealed-1");
}

static void a_store_of_the_sixth_version_has_its_program(void **state)
{
	struct shelf *sh = *state;
	ask again = {
		.op = STORE_PUT, .member = 1, .device = 1, .ticket = 7, .a = str_of("x")
	};

	open_frozen(sh, "v6.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_ROWS });
	assert_int_equal(sh->r.count, 2);
	assert_string_equal(sh->r.messages[0].text.p, "[{\"t\":\"S\"}]");
	assert_int_equal(sh->r.messages[0].utc_ms, 3);
	assert_true(sh->r.messages[1].hidden);
	assert_true(shelf_must(sh, ERR_NONE, again)->repeated);
	again.ticket = 8;
	assert_int_equal(shelf_must(sh, ERR_NONE, again)->seq, 4);
	assert_int_equal(sh->r.utc_ms, 5);
}

/* Nobody knows when the devices of then were used: their time begins now. */
static void a_store_of_the_eighth_version_has_its_figures(void **state)
{
	struct shelf *sh = *state;

	open_frozen(sh, "v6.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_DEVICE_FIND, .a = str_of("token-2") });
	assert_true(sh->r.utc_ms > sh->r.seq && sh->r.seq > 0);
	open_frozen(sh, "v8.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_DEVICE_FIND, .a = str_of("token-2") });
	assert_int_equal(sh->r.utc_ms, 1700000009000);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_FIGURES, .member = 1 });
	assert_string_equal(sh->r.messages[0].text.p, "sealed-secret");
	assert_int_equal(sh->r.messages[0].seq, 56666666);
	assert_int_equal(sh->r.id, 1);
}

static void a_store_of_the_seventh_version_has_its_consents(void **state)
{
	struct shelf *sh = *state;

	open_frozen(sh, "v7.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_CONSENTS, .member = 2, .limit = 9 });
	assert_int_equal(sh->r.count, 1);
	assert_string_equal(sh->r.messages[0].mark.p, "mark-1");
	shelf_must(sh, ERR_EXISTS,
		   (ask) { .op = STORE_CONSENT,
			   .member = 2,
			   .seq = 1,
			   .a = str_of("x"),
			   .b = str_of("y") });
}

static void a_store_of_the_ninth_version_has_its_access_log(void **state)
{
	struct shelf *sh = *state;

	open_frozen(sh, "v9.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_ACCESSES_OF, .member = 2, .limit = 9 });
	assert_int_equal(sh->r.count, 1);
	assert_int_equal(sh->r.messages[0].device, 1);
	assert_string_equal(sh->r.messages[0].text.p, "row-1");
	assert_string_equal(sh->r.messages[0].mark.p, "mark-1");
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_GIVEN, .device = 1, .a = str_of("[2,3]") });
	assert_int_equal(sh->r.count, 1);
}

static void a_store_of_the_eleventh_version_has_who_was_erased(void **state)
{
	struct shelf *sh = *state;

	open_frozen(sh, "v9.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_USERS });
	assert_int_equal(sh->r.users[0].made_utc_ms, 0);
	open_frozen(sh, "v11.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_USERS });
	assert_int_equal(sh->r.users[0].made_utc_ms, 1700000000000);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_ERASED, .group = 2 });
	assert_int_equal(sh->r.count, 1);
	assert_int_equal(sh->r.messages[0].seq, 7);
}

static void a_store_of_the_twelfth_version_has_its_numbers(void **state)
{
	struct shelf *sh = *state;

	open_frozen(sh, "v11.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = 1 });
	for (size_t i = 0; i < 2; i++) {
		assert_in_range(sh->r.users[i].number, 10, 99);
		assert_true(sh->r.users[i].known);
	}
	assert_int_not_equal(sh->r.users[0].number, sh->r.users[1].number);
	shelf_must(sh, ERR_NONE, shelf_enrol("code-2", "Sam", "t", 1));
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = 1 });
	assert_in_range(sh->r.users[2].number, 10, 99);
	assert_false(sh->r.users[2].known);
	open_frozen(sh, "v12.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = 1 });
	assert_int_equal(sh->r.users[0].number, 31);
	assert_int_equal(sh->r.users[1].number, 57);
}

/* What the database and its log are made of. */
static void sum_files(const struct shelf *sh, char out[32])
{
	static const char *const ends[] = { "", "-wal" };
	uint64_t sums[2] = { 0, 0 };
	char path[128];

	for (size_t i = 0; i < 2; i++) {
		FILE *f;
		int c;

		snprintf(path, sizeof(path), "%s%s", sh->path, ends[i]);
		f = fopen(path, "re");
		while (f && (c = getc(f)) != EOF)
			sums[i] = sums[i] * 31 + (uint64_t)c + 1;
		if (f)
			fclose(f);
	}
	snprintf(out, 32, "%llx %llx", (unsigned long long)sums[0] % 0xffffff,
		 (unsigned long long)sums[1] % 0xffffff);
}

static void a_store_of_a_newer_program_is_not_opened(void **state)
{
	struct shelf *sh = *state;
	struct err err = { .code = ERR_NONE };

	char was[32], is[32];
	struct sql *holds;

	store_close(sh->s);
	/* As a newer program leaves it that is killed: with a log. */
	holds = sql_open(sh->path, NULL, &err);
	assert_non_null(holds);
	assert_true(sql_run(holds, "PRAGMA user_version = 99", &err));
	sum_files(sh, was);
	sh->s = store_open("sqlite", sh->path, &err);
	assert_null(sh->s);
	assert_int_equal(err.code, ERR_TOO_OLD);
	sum_files(sh, is);
	assert_string_equal(is, was);
	sql_close(holds);
	sh->s = store_open("sqlite", sh->path, &err);
	assert_null(sh->s);
	assert_int_equal(err.code, ERR_TOO_OLD);
}

static void a_store_of_the_tenth_version_has_its_names(void **state)
{
	struct shelf *sh = *state;

	open_frozen(sh, "v10.sql");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = 1 });
	assert_string_equal(sh->r.users[0].called.p, "");
	assert_string_equal(sh->r.users[1].called.p, "Bo");
}

/* The copy of before is whole, and what a program of then would read. */
static void what_was_there_before_an_upgrade_is_kept_beside_it(void **state)
{
	struct shelf *sh = *state;
	struct err err = { .code = ERR_NONE };
	char before[128];
	struct sql *s;

	open_frozen(sh, "v4.sql");
	snprintf(before, sizeof(before), "%s" STORE_BEFORE "4", sh->path);
	if (!store_check(before, &err))
		fail_msg("%s", err.text);
	s = sql_open(before, NULL, &err);
	assert_non_null(s);
	assert_int_equal(sql_version(s), 4);
	sql_close(s);
}

static int set_up(void **state)
{
	*state = shelf_create("sqlite");
	return 0;
}

static int tear_down(void **state)
{
	shelf_destroy(*state);
	return 0;
}

#define ON_DISK(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_DISK(a_store_of_the_first_version_climbs_to_todays),
		ON_DISK(a_store_of_the_second_version_has_its_log),
		ON_DISK(a_store_of_the_third_version_has_its_reports),
		ON_DISK(a_store_of_the_fourth_version_has_its_warnings),
		ON_DISK(a_store_of_the_fifth_version_has_its_papers),
		ON_DISK(a_store_of_the_sixth_version_has_its_program),
		ON_DISK(a_store_of_the_eighth_version_has_its_figures),
		ON_DISK(a_store_of_the_seventh_version_has_its_consents),
		ON_DISK(a_store_of_the_ninth_version_has_its_access_log),
		ON_DISK(a_store_of_the_tenth_version_has_its_names),
		ON_DISK(a_store_of_the_eleventh_version_has_who_was_erased),
		ON_DISK(a_store_of_the_twelfth_version_has_its_numbers),
		ON_DISK(a_store_of_a_newer_program_is_not_opened),
		ON_DISK(what_was_there_before_an_upgrade_is_kept_beside_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
