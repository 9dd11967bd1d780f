/* SPDX-License-Identifier: MIT */
#include "sql/sql.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const unsigned char key[SQL_KEY_BYTES] = { 1, 2, 0xfe, 0, 27, '\'', 0x80 };
static const unsigned char other_key[SQL_KEY_BYTES] = { 1, 2, 0xfe, 0, 28, '\'', 0x80 };
static const char words[] = "lantern on the porch";

struct place {
	char dir[64], db[96], copy[96];
};

static int set_up(void **state)
{
	struct place *p = mem_get(sizeof(*p));

	snprintf(p->dir, sizeof(p->dir), "/tmp/porchlight-sql-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	snprintf(p->db, sizeof(p->db), "%s/db", p->dir);
	snprintf(p->copy, sizeof(p->copy), "%s/copy", p->dir);
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	static const char *const names[] = { "db",   "db-wal",   "db-shm",
					     "copy", "copy-wal", "copy-shm" };
	struct place *p = *state;
	char path[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", p->dir, names[i]);
		unlink(path);
	}
	assert_int_equal(rmdir(p->dir), 0); /* nothing else was left there */
	free(p);
	return 0;
}

static struct sql *must_open(const char *path, const unsigned char *k)
{
	struct err err = { .code = ERR_NONE };
	struct sql *s = sql_open(path, k, &err);

	if (!s)
		fail_msg("%s", err.text);
	return s;
}

static void must_run(struct sql *s, const char *text)
{
	struct err err;

	if (!sql_run(s, text, &err))
		fail_msg("%s: %s", text, err.text);
}

/* The first column of the first row; the statement is left in the middle. */
static int64_t ask_int(struct sql *s, const char *text)
{
	struct sql_stmt *st = sql_get(s, text, NULL);

	assert_non_null(st);
	assert_int_equal(sql_step(st, NULL), SQL_ROW);
	return sql_get_int(st, 0);
}

static void assert_word(struct sql *s, const char *text, const char *want)
{
	struct sql_stmt *st = sql_get(s, text, NULL);

	assert_non_null(st);
	assert_int_equal(sql_step(st, NULL), SQL_ROW);
	assert_string_equal(sql_get_text(st, 0).p, want);
}

static void write_words(struct sql *s)
{
	struct sql_stmt *st;

	must_run(s, "CREATE TABLE said (n INTEGER PRIMARY KEY, text TEXT)");
	st = sql_get(s, "INSERT INTO said (text) VALUES (?1)", NULL);
	sql_text(st, 1, str_of(words));
	assert_true(sql_do(st, NULL));
}

static bool file_holds(const char *path, const char *what)
{
	FILE *f = fopen(path, "rb");
	char *all;
	size_t n;
	bool found;

	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	n = (size_t)ftell(f);
	rewind(f);
	assert_true(n > 0);
	all = mem_get(n);
	assert_int_equal(fread(all, 1, n, f), n);
	fclose(f);
	found = memmem(all, n, what, strlen(what)) != NULL;
	free(all);
	return found;
}

static void assert_hidden(const char *path)
{
	assert_false(file_holds(path, words));
	assert_false(file_holds(path, "CREATE TABLE"));
	assert_false(file_holds(path, "SQLite format 3"));
}

static void what_is_written_with_a_key_cannot_be_read_in_the_files(void **state)
{
	struct place *p = *state;
	char wal[128];
	struct sql *s = must_open(p->db, key);

	snprintf(wal, sizeof(wal), "%s-wal", p->db);
	write_words(s);
	assert_hidden(wal);
	must_run(s, "PRAGMA wal_checkpoint(PASSIVE)");
	assert_hidden(p->db);
	sql_close(s);
	assert_hidden(p->db);
	s = must_open(p->db, key);
	assert_word(s, "SELECT text FROM said", words);
	sql_close(s);
}

/* Without this the test above could pass on files that nothing was written to. */
static void what_is_written_without_a_key_is_found_in_the_file(void **state)
{
	struct place *p = *state;
	struct sql *s = must_open(p->db, NULL);

	write_words(s);
	sql_close(s);
	assert_true(file_holds(p->db, words));
}

static void the_library_says_that_it_can_encrypt(void **state)
{
	struct place *p = *state;
	struct sql *s = must_open(p->db, key);
	struct sql_stmt *st = sql_get(s, "PRAGMA cipher_version", NULL);

	assert_int_equal(sql_step(st, NULL), SQL_ROW);
	assert_true(sql_get_text(st, 0).n > 0);
	sql_close(s);
}

static void another_key_and_no_key_do_not_open_it(void **state)
{
	struct place *p = *state;
	struct err err = { .code = ERR_NONE };
	struct sql *s = must_open(p->db, key);

	write_words(s);
	sql_close(s);
	assert_null(sql_open(p->db, other_key, &err));
	assert_int_equal(err.code, ERR_KEY);
	assert_null(sql_open(p->db, NULL, &err));
	assert_int_equal(err.code, ERR_DISK);
	s = must_open(p->db, key);
	assert_word(s, "SELECT text FROM said", words);
	sql_close(s);
}

static void a_plain_database_is_not_opened_with_a_key(void **state)
{
	struct place *p = *state;
	struct err err = { .code = ERR_NONE };
	struct sql *s = must_open(p->db, NULL);

	write_words(s);
	sql_close(s);
	assert_null(sql_open(p->db, key, &err));
	assert_int_equal(err.code, ERR_KEY);
}

static void an_encrypted_database_is_never_copied_in_the_clear(void **state)
{
	struct place *p = *state;
	struct err err = { .code = ERR_NONE };
	struct sql *s = must_open(p->db, key);

	write_words(s);
	assert_false(sql_copy(s, p->copy, &err));
	assert_int_equal(err.code, ERR_KEY);
	assert_int_equal(access(p->copy, F_OK), -1);
	sql_close(s);
}

static void what_cannot_be_opened_is_a_disk_error(void **state)
{
	struct place *p = *state;
	struct err err = { .code = ERR_NONE };
	char path[160];
	int fd;

	snprintf(path, sizeof(path), "%s/no/such/folder", p->dir);
	assert_null(sql_open(path, NULL, &err));
	assert_int_equal(err.code, ERR_DISK);
	assert_null(sql_open(p->dir, NULL, &err));
	assert_int_equal(err.code, ERR_DISK);
	fd = open(p->db, O_CREAT | O_WRONLY, 0600);
	assert_int_equal(write(fd, "this is a letter, not a database; it is long enough", 51),
			 51);
	close(fd);
	assert_null(sql_open(p->db, NULL, &err));
	assert_int_equal(err.code, ERR_DISK);
	assert_null(sql_open(p->db, NULL, NULL));
}

static void a_file_is_for_its_owner_alone_with_a_log_that_is_synced(void **state)
{
	struct place *p = *state;
	mode_t old = umask(0);
	struct sql *s = must_open(p->db, key);
	char wal[128];
	struct stat st;

	write_words(s);
	snprintf(wal, sizeof(wal), "%s-wal", p->db);
	assert_int_equal(stat(p->db, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(wal, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_word(s, "PRAGMA journal_mode", "wal");
	assert_int_equal(ask_int(s, "PRAGMA synchronous"), 2);
	assert_int_equal(ask_int(s, "PRAGMA foreign_keys"), 1);
	sql_close(s);
	umask(old);
}

static void values_come_back_as_they_went(void **state)
{
	static const char put[] = "INSERT INTO t VALUES (?1, ?2)";
	static const int64_t ints[] = { 0, -1, INT64_MAX, INT64_MIN };
	const struct str texts[] = {
		{ NULL, 0 }, { "", 0 }, { "a\0b", 3 }, { "\xe2\x82\xac'; DROP TABLE t; --", 21 }
	};
	struct sql *s = must_open(NULL, NULL);
	struct sql_stmt *st;

	(void)state;
	must_run(s, "CREATE TABLE t (n INTEGER, x TEXT NOT NULL)");
	for (size_t i = 0; i < 4; i++) {
		st = sql_get(s, put, NULL);
		sql_int(st, 1, ints[i]);
		sql_text(st, 2, texts[i]);
		assert_true(sql_do(st, NULL));
		assert_int_equal(sql_changes(s), 1);
		assert_int_equal(sql_last_id(s), i + 1);
	}
	assert_ptr_equal(sql_get(s, put, NULL), st); /* compiled once */
	st = sql_get(s, "SELECT n, x FROM t ORDER BY rowid", NULL);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(sql_step(st, NULL), SQL_ROW);
		assert_true(sql_get_int(st, 0) == ints[i]);
		assert_int_equal(sql_get_text(st, 1).n, texts[i].n);
		assert_true(str_eq(sql_get_text(st, 1), texts[i]));
	}
	assert_int_equal(sql_step(st, NULL), SQL_DONE);
	sql_close(s);
}

static void a_statement_forgets_what_was_bound_before(void **state)
{
	static const char put[] = "INSERT INTO t VALUES (?1)";
	struct sql *s = must_open(NULL, NULL);
	struct err err = { .code = ERR_NONE };
	struct sql_stmt *st;

	(void)state;
	must_run(s, "CREATE TABLE t (x INTEGER NOT NULL)");
	st = sql_get(s, put, NULL);
	sql_int(st, 1, 7);
	assert_true(sql_do(st, NULL));
	assert_false(sql_do(sql_get(s, put, NULL), &err));
	assert_int_equal(err.code, ERR_EXISTS); /* a rule of the schema */
	assert_null(sql_get(s, "SELECT nonsense FROM nowhere", &err));
	assert_int_equal(err.code, ERR_DISK);
	assert_false(sql_run(s, "CREATE TABLE t (x)", NULL));
	sql_close(s);
	sql_close(NULL);
}

static void what_is_rolled_back_never_was(void **state)
{
	struct sql *s = must_open(NULL, NULL);

	(void)state;
	must_run(s, "CREATE TABLE t (x)");
	assert_false(sql_begun(s));
	assert_true(sql_begin(s, NULL));
	assert_true(sql_begun(s));
	assert_false(sql_begin(s, NULL));
	must_run(s, "INSERT INTO t VALUES (1)");
	sql_rollback(s);
	assert_false(sql_begun(s));
	sql_rollback(s);
	assert_true(sql_begin(s, NULL));
	must_run(s, "INSERT INTO t VALUES (2)");
	assert_true(sql_commit(s, NULL));
	assert_false(sql_commit(s, NULL));
	assert_int_equal(ask_int(s, "SELECT sum(x) FROM t"), 2);
	sql_close(s);
}

/* One that was forgotten in the middle would keep the log file from being emptied. */
static void a_question_left_in_the_middle_is_let_go_by_the_next_transaction(void **state)
{
	struct place *p = *state;
	struct sql *s = must_open(p->db, NULL);

	write_words(s);
	assert_int_equal(ask_int(s, "SELECT n FROM said UNION ALL SELECT 2"), 1);
	assert_true(sql_begin(s, NULL));
	must_run(s, "INSERT INTO said (text) VALUES ('more')");
	assert_true(sql_commit(s, NULL));
	assert_int_equal(ask_int(s, "PRAGMA wal_checkpoint(TRUNCATE)"), 0);
	sql_close(s);
}

static const char *const steps[] = {
	"CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1), (2)",
	"ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 5",
	"CREATE TABLE b AS SELECT x * y AS z FROM a",
};

static void a_database_climbs_step_by_step_and_once(void **state)
{
	struct place *p = *state;
	struct sql *s = must_open(p->db, NULL);

	assert_int_equal(sql_version(s), 0);
	assert_true(sql_migrate(s, steps, 1, NULL));
	assert_int_equal(sql_version(s), 1);
	sql_close(s);
	s = must_open(p->db, NULL);
	assert_true(sql_migrate(s, steps, 3, NULL));
	assert_true(sql_migrate(s, steps, 3, NULL));
	assert_int_equal(sql_version(s), 3);
	assert_int_equal(ask_int(s, "SELECT sum(z) FROM b"), 15);
	sql_close(s);
}

static void a_step_that_fails_leaves_the_version_before_it(void **state)
{
	static const char *const broken[] = {
		"CREATE TABLE a (x)", "INSERT INTO a VALUES (1); INSERT INTO no VALUES (1)"
	};
	struct place *p = *state;
	struct err err = { .code = ERR_NONE };
	struct sql *s = must_open(p->db, key);

	assert_false(sql_migrate(s, broken, 2, &err));
	assert_int_equal(err.code, ERR_DISK);
	assert_false(sql_begun(s));
	assert_int_equal(sql_version(s), 1);
	assert_int_equal(ask_int(s, "SELECT count(*) FROM a"), 0);
	sql_close(s);
}

static void a_database_of_a_newer_program_is_left_alone(void **state)
{
	struct place *p = *state;
	struct err err = { .code = ERR_NONE };
	struct sql *s = must_open(p->db, NULL);

	assert_true(sql_migrate(s, steps, 3, NULL));
	assert_false(sql_migrate(s, steps, 2, &err));
	assert_int_equal(err.code, ERR_TOO_OLD);
	assert_int_equal(sql_version(s), 3);
	sql_close(s);
}

static void looking_changes_nothing_and_makes_no_file(void **state)
{
	struct place *p = *state;
	struct err err = { .code = ERR_NONE };
	struct sql *s;

	assert_null(sql_look(p->db, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(access(p->db, F_OK), -1);
	s = must_open(p->db, NULL);
	write_words(s);
	must_run(s, "PRAGMA journal_mode = DELETE");
	sql_close(s);
	s = sql_look(p->db, &err);
	assert_non_null(s);
	assert_word(s, "SELECT text FROM said", words);
	assert_word(s, "PRAGMA journal_mode", "delete");
	assert_false(sql_run(s, "DELETE FROM said", &err));
	sql_close(s);
}

static void a_copy_is_whole_and_never_goes_over_a_file(void **state)
{
	struct place *p = *state;
	struct err err = { .code = ERR_NONE };
	struct sql *s = must_open(p->db, NULL), *t;
	struct stat st;

	write_words(s);
	assert_true(sql_copy(s, p->copy, &err));
	assert_int_equal(stat(p->copy, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(sql_copy(s, p->copy, &err));
	assert_int_equal(err.code, ERR_EXISTS);
	t = must_open(p->copy, NULL);
	assert_word(t, "SELECT text FROM said", words);
	sql_close(t);
	sql_close(s);
}

#define ON_DISK(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_DISK(what_is_written_with_a_key_cannot_be_read_in_the_files),
		ON_DISK(what_is_written_without_a_key_is_found_in_the_file),
		ON_DISK(the_library_says_that_it_can_encrypt),
		ON_DISK(another_key_and_no_key_do_not_open_it),
		ON_DISK(a_plain_database_is_not_opened_with_a_key),
		ON_DISK(an_encrypted_database_is_never_copied_in_the_clear),
		ON_DISK(what_cannot_be_opened_is_a_disk_error),
		ON_DISK(a_file_is_for_its_owner_alone_with_a_log_that_is_synced),
		cmocka_unit_test(values_come_back_as_they_went),
		cmocka_unit_test(a_statement_forgets_what_was_bound_before),
		cmocka_unit_test(what_is_rolled_back_never_was),
		ON_DISK(a_question_left_in_the_middle_is_let_go_by_the_next_transaction),
		ON_DISK(a_database_climbs_step_by_step_and_once),
		ON_DISK(a_step_that_fails_leaves_the_version_before_it),
		ON_DISK(a_database_of_a_newer_program_is_left_alone),
		ON_DISK(looking_changes_nothing_and_makes_no_file),
		ON_DISK(a_copy_is_whole_and_never_goes_over_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
