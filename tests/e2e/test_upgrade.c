/* SPDX-License-Identifier: MIT */
/*
 * A newer server on the database of an older one, with a session in it: people come back by
 * themselves, go on where they were, and nothing is lost or said twice.  Each version there was
 * is made of today's database, table by table, while the server is down.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sql/sql.h"
#include "store/schema.h"
#include "store/store.h"
#include "support/town.h"

/* The first that has a log of sessions. */
enum { FIRST = 2, PATH = 160 };

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

static void must(bool good, const struct err *err)
{
	if (!good)
		fail_msg("%s", err->text);
}

static void run(struct sql *s, const char *text)
{
	struct err err = { 0 };

	must(sql_run(s, text, &err), &err);
}

/* The first column of each row, in one text; the caller's. */
static char *ask(struct sql *s, const char *text)
{
	struct err err = { 0 };
	struct sql_stmt *st = sql_get(s, text, &err);
	enum sql_got got;
	struct buf all;

	must(st != NULL, &err);
	buf_init(&all, 65536);
	while ((got = sql_step(st, &err)) == SQL_ROW) {
		const struct str one = sql_get_text(st, 0);

		buf_add(&all, one.p, one.n);
	}
	must(got == SQL_DONE, &err);
	return all.p ? all.p : mem_dup("", 0);
}

/* All that the older tables have room for: a statement for each of them. */
static void copy_rows(struct sql *to)
{
	static const char make[] =
		"SELECT 'INSERT OR REPLACE INTO main.' || m.name || ' (' ||"
		" (SELECT group_concat(name) FROM pragma_table_info(m.name)) || ') SELECT ' ||"
		" (SELECT group_concat(name) FROM pragma_table_info(m.name)) ||"
		" ' FROM today.' || m.name || ';'"
		" FROM main.sqlite_master m WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
	char *all = ask(to, make);

	run(to, "PRAGMA foreign_keys = OFF");
	run(to, all);
	run(to,
	    "INSERT OR REPLACE INTO main.sqlite_sequence SELECT * FROM today.sqlite_sequence"
	    " WHERE name IN (SELECT name FROM main.sqlite_master)");
	free(all);
}

static void make_older(const struct town *t, int version)
{
	char today[PATH], older[PATH], attach[PATH + 32], set[48];
	struct err err = { 0 };
	struct sql *s;

	snprintf(today, sizeof(today), "%s/porchlight.db", t->data);
	snprintf(older, sizeof(older), "%s/older.db", t->dir);
	unlink(older);
	s = sql_open(older, NULL, &err);
	must(s != NULL, &err);
	for (int i = 0; i < version; i++)
		run(s, schema_steps[i]);
	snprintf(attach, sizeof(attach), "ATTACH '%s' AS today", today);
	run(s, attach);
	copy_rows(s);
	snprintf(set, sizeof(set), "PRAGMA user_version = %d", version);
	run(s, set);
	sql_close(s);
	assert_int_equal(rename(older, today), 0);
}

static void stop(struct town *t)
{
	child_kill(&t->server, SIGTERM);
	assert_int_equal(child_end(&t->server), 0);
	child_finish(&t->server);
}

static void see_copy(const struct town *t, int version)
{
	struct err err = { 0 };
	char path[PATH];

	snprintf(path, sizeof(path), "%s/porchlight.db" STORE_BEFORE "%d", t->data, version);
	must(store_check(path, &err), &err);
}

static void come_back(struct child *c)
{
	SAYS(c, "/retry");
	SAYS(c, "/wait connected");
}

static void upgrade_from(struct town *t, int version, struct child *ana, struct child *robin)
{
	char line[64], heard[80];

	stop(t);
	snprintf(line, sizeof(line), "While it was down, %d.", version);
	SAYS(ana, line);
	make_older(t, version);
	assert_true(town_serve(t));
	come_back(ana);
	come_back(robin);
	snprintf(heard, sizeof(heard), "Ana: %s\n", line);
	HEARS(robin, heard);
	snprintf(line, sizeof(line), "After %d.", version);
	SAYS(ana, line);
	snprintf(heard, sizeof(heard), "Ana: %s\n", line);
	HEARS(robin, heard);
	assert_int_equal(child_count(robin, heard), 1);
	SAYS(ana, "/stage");
	HEARS(ana, "Stage 2 of 4: Open talk.");
	see_copy(t, version);
}

static void a_session_goes_on_behind_an_upgrade_from_each_version(void **state)
{
	static const char *const check[] = { "check", NULL };
	struct town *t = *state;
	struct child ana, robin;

	town_join(t, &robin, "Robin", "facilitator");
	town_join(t, &ana, "Ana", "patient");
	HEARS(&ana, "You have joined.");
	SAYS(&robin, "/open talk");
	HEARS(&ana, "A session is under way here.");
	SAYS(&ana, "/accept");
	HEARS(&ana, "The server has your yes to the norms.");
	SAYS(&robin, "/stage 2");
	HEARS(&ana, "Now: Open talk.");
	for (int version = FIRST; version < SCHEMA_VERSION; version++)
		upgrade_from(t, version, &ana, &robin);
	assert_int_equal(town_admin(t, NULL, check), 0);
	child_finish(&ana);
	child_finish(&robin);
}

/* And said in words, to who runs it. */
static void an_older_server_refuses_a_newer_database_in_words(void **state)
{
	static const char *const serve[] = { "serve", NULL }, *const check[] = { "check",
										 NULL };
	struct town *t = *state;
	struct err err = { 0 };
	char path[PATH];
	struct buf out;
	struct sql *s;

	stop(t);
	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	s = sql_open(path, NULL, &err);
	must(s != NULL, &err);
	run(s, "PRAGMA user_version = 99");
	sql_close(s);
	buf_init(&out, 65536);
	assert_int_equal(town_admin(t, &out, serve), 1);
	assert_non_null(strstr(buf_text(&out), "it needs the newer porchlightd"));
	buf_reset(&out);
	assert_int_equal(town_admin(t, &out, check), 1);
	assert_non_null(strstr(buf_text(&out), "run the newer porchlightd"));
	buf_finish(&out);
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(a_session_goes_on_behind_an_upgrade_from_each_version),
		TOWN(an_older_server_refuses_a_newer_database_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
