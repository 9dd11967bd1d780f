/* SPDX-License-Identifier: MIT */
/* What only a store on a disk can do, or suffer. */
#include "store/store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sql/sql.h"
#include "support/shelf.h"

typedef struct store_req ask;

static int64_t number(struct sql *s, const char *text)
{
	struct sql_stmt *st = sql_get(s, text, NULL);

	assert_non_null(st);
	assert_int_equal(sql_step(st, NULL), SQL_ROW);
	return sql_get_int(st, 0);
}

static void change(const char *path, const char *text)
{
	struct err err = { .code = ERR_NONE };
	struct sql *s = sql_open(path, NULL, &err);

	if (!s || !sql_run(s, text, &err))
		fail_msg("%s", err.text);
	sql_close(s);
}

static void assert_code(bool ok, const struct err *err, enum err_code code)
{
	assert_false(ok);
	if (err->code != code)
		fail_msg("code %d, not %d: %s", err->code, code, err->text);
	assert_true(strlen(err->text) > 0);
}

static void this_store_is_not_one_that_encrypts(void **state)
{
	static const unsigned char key[SQL_KEY_BYTES] = { 1 };
	struct shelf *sh = *state;
	struct err err = { .code = ERR_NONE };
	struct sql *s = sql_open(sh->copy, key, &err);

	assert_null(s);
	assert_int_equal(err.code, ERR_KEY); /* and it did not write plain text instead */
}

static void a_store_that_is_no_store_is_said_so(void **state)
{
	struct shelf *sh = *state;
	struct err err = { .code = ERR_NONE };

	assert_null(store_open("paper", sh->path, &err));
	assert_int_equal(err.code, ERR_BAD_INPUT);
	assert_null(store_open("sqlite", "/no/such/folder/db", &err));
	assert_int_equal(err.code, ERR_DISK);
	store_close(NULL);
}

static void all_is_there_after_closing_and_opening(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct stat st;

	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 1, "one"));
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_SEEN, .group = g, .member = ana, .seq = 1 });
	shelf_submit(sh, shelf_say(g, ana, 2, "two"));
	shelf_reopen(sh);
	assert_int_equal(stat(sh->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(shelf_must(sh, ERR_NONE, shelf_say(g, ana, 2, "two"))->repeated);
	assert_int_equal(shelf_must(sh, ERR_NONE, shelf_say(g, ana, 3, "three"))->seq, 3);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_GROUPS, .member = ana });
	assert_int_equal(sh->r.groups[0].seen_seq, 1);
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_DEVICE_FIND, .a = str_of("token of Ana") });
	assert_int_equal(sh->r.users[0].id, ana);
	shelf_must(sh, ERR_REFUSED, shelf_enrol("code of Ana", "Ben", "t", 1));
}

struct witness {
	struct sql *other;
	int asked;
};

static void on_said(void *user, const struct store_reply *r)
{
	struct witness *w = user;

	assert_int_equal(r->err.code, ERR_NONE);
	assert_true(number(w->other, "SELECT max(seq) FROM messages") >= r->seq);
	w->asked++;
}

static void a_reply_means_that_others_can_read_it(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct witness w = { sql_look(sh->path, NULL), 0 };

	assert_non_null(w.other);
	for (int i = 1; i <= 200; i++) {
		ask r = shelf_say(g, ana, i, "words");

		r.done = on_said;
		r.user = &w;
		store_submit(sh->s, &r);
		store_drain(sh->s);
	}
	store_close(sh->s);
	sh->s = NULL;
	assert_int_equal(w.asked, 200);
	sql_close(w.other);
}

/* The disk: no file of this process may grow beyond `bytes`. */
static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

struct tally {
	int kept, failed, read;
};

static void on_counted(void *user, const struct store_reply *r)
{
	struct tally *t = user;

	t->kept += r->err.code == ERR_NONE;
	t->failed += r->err.code == ERR_DISK;
}

static void on_read(void *user, const struct store_reply *r)
{
	struct tally *t = user;

	t->read += r->err.code == ERR_NONE && r->count > 0;
}

static void on_a_full_disk_nothing_is_acknowledged_and_reading_goes_on(void **state)
{
	enum { SAYS = 60 };
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct tally t = { 0 };
	char text[3000];
	ask read = { .op = STORE_READ, .group = g, .limit = 5, .done = on_read, .user = &t };

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 1, "before"));
	signal(SIGXFSZ, SIG_IGN);
	limit_files(128 * 1024);
	for (int i = 0; i < SAYS; i++) {
		ask say = shelf_say(g, ana, 2 + i, text);

		say.done = on_counted;
		say.user = &t;
		store_submit(sh->s, &say);
		store_submit(sh->s, &read);
	}
	store_ask(sh->s, &read);
	shelf_must(sh, ERR_DISK, shelf_say(g, ana, 500, text));
	limit_files(RLIM_INFINITY);
	assert_true(t.failed > 0);
	assert_int_equal(t.kept + t.failed, SAYS);
	assert_int_equal(t.read, SAYS + 1);
	/* The store goes on: what was kept is there, what failed is not, no number is missing. */
	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 501, "after"));
	assert_int_equal(sh->r.seq, 1 + t.kept + 1);
	shelf_reopen(sh);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_READ, .group = g, .limit = 1000 });
	assert_int_equal(sh->r.count, 1 + t.kept + 1);
	assert_true(store_check(sh->path, NULL));
}

/* SQLite rolls the whole transaction back by itself, in its middle. */
static void what_outgrows_the_disk_by_itself_leaves_the_store_in_order(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct tally t = { 0 };
	char *text = mem_get(4000001);
	ask say = shelf_say(g, ana, 1, "a small one");

	memset(text, 'x', 4000000);
	signal(SIGXFSZ, SIG_IGN);
	limit_files(256 * 1024);
	shelf_must(sh, ERR_DISK, shelf_say(g, ana, 2, text));
	limit_files(RLIM_INFINITY);
	free(text);
	say.done = on_counted;
	say.user = &t;
	store_ask(sh->s, &say);
	assert_int_equal(t.kept, 1);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_READ, .group = g, .limit = 9 });
	assert_int_equal(sh->r.count, 1);
}

static void a_copy_of_a_store_in_use_is_whole(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct err err = { .code = ERR_NONE };
	size_t before = sh->replies;
	struct stat st;

	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 1, "one"));
	for (int i = 2; i <= 500; i++) /* the writer is at work meanwhile */
		shelf_submit(sh, shelf_say(g, ana, i, "words"));
	if (!store_backup(sh->path, sh->copy, &err))
		fail_msg("%s", err.text);
	shelf_wait(sh, before + 500);
	assert_int_equal(stat(sh->copy, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	if (!store_check(sh->copy, &err))
		fail_msg("%s", err.text);
	assert_code(store_backup(sh->path, sh->copy, &err), &err, ERR_EXISTS);
	assert_int_equal(shelf_must(sh, ERR_NONE, shelf_say(g, ana, 501, "more"))->seq, 501);
	/* What was copied is a store. */
	store_close(sh->s);
	sh->s = store_open("sqlite", sh->copy, &err);
	assert_non_null(sh->s);
	assert_true(shelf_must(sh, ERR_NONE, shelf_say(g, ana, 1, "one"))->repeated);
}

static void a_copy_that_fails_leaves_no_file(void **state)
{
	struct shelf *sh = *state;
	struct err err = { .code = ERR_NONE };
	char none[160];

	snprintf(none, sizeof(none), "%s/none", sh->dir);
	assert_code(store_backup(none, sh->copy, &err), &err, ERR_NOT_FOUND);
	assert_int_equal(access(none, F_OK), -1);
	assert_code(store_backup(sh->path, "/no/such/folder/copy", &err), &err, ERR_DISK);
	signal(SIGXFSZ, SIG_IGN);
	limit_files(8192);
	assert_code(store_backup(sh->path, sh->copy, &err), &err, ERR_DISK);
	limit_files(RLIM_INFINITY);
	assert_int_equal(access(sh->copy, F_OK), -1);
	/* A gap in the original is found when the copy is read back. */
	shelf_group(sh, "mornings");
	change(sh->path, "UPDATE groups SET last_seq = 3");
	assert_code(store_backup(sh->path, sh->copy, &err), &err, ERR_DISK);
	assert_int_equal(access(sh->copy, F_OK), -1);
	change(sh->path, "PRAGMA user_version = 0");
	assert_code(store_backup(sh->path, sh->copy, &err), &err, ERR_BAD_INPUT);
	assert_int_equal(access(sh->copy, F_OK), -1);
}

static void a_sound_store_passes_its_check_also_while_in_use(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct err err = { .code = ERR_NONE };

	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 1, "one"));
	if (!store_check(sh->path, &err))
		fail_msg("%s", err.text);
	assert_int_equal(shelf_must(sh, ERR_NONE, shelf_say(g, ana, 2, "two"))->seq, 2);
	store_close(sh->s);
	sh->s = NULL;
	assert_true(store_check(sh->path, NULL));
}

static void each_fault_is_found(void **state)
{
	static const struct {
		const char *fault, *mended;
		enum err_code code;
	} rows[] = {
		{ "PRAGMA user_version = 0", "PRAGMA user_version = 3", ERR_BAD_INPUT },
		{ "PRAGMA user_version = 99", "PRAGMA user_version = 3", ERR_TOO_OLD },
		{ "PRAGMA journal_mode = DELETE", "PRAGMA journal_mode = WAL", ERR_DISK },
		{ "UPDATE messages SET seq = 9 WHERE seq = 2",
		  "UPDATE messages SET seq = 2 WHERE seq = 9", ERR_DISK },
		{ "UPDATE groups SET last_seq = 4", "UPDATE groups SET last_seq = 3",
		  ERR_DISK },
		{ "UPDATE groups SET first_seq = 2", "UPDATE groups SET first_seq = 1",
		  ERR_DISK },
		{ "PRAGMA foreign_keys = OFF; UPDATE devices SET user_id = 77",
		  "UPDATE devices SET user_id = 1", ERR_DISK },
		{ "UPDATE events SET seq = 3 WHERE seq = 2",
		  "UPDATE events SET seq = 2 WHERE seq = 3", ERR_DISK },
		{ "DELETE FROM events WHERE seq = 1",
		  "INSERT INTO events VALUES (1, 1, 1, 1, 'open', 'mark')", ERR_DISK },
		{ "DELETE FROM program WHERE number = 1",
		  "INSERT INTO program VALUES (0, 1, 1, 0, 0, 0, 0, 'row')", ERR_DISK },
		{ "UPDATE program SET number = 9 WHERE number = 2",
		  "UPDATE program SET number = 2 WHERE number = 9", ERR_DISK },
		{ "UPDATE program SET version = 9 WHERE number = 2",
		  "UPDATE program SET version = 2 WHERE number = 2", ERR_DISK },
		{ "UPDATE program_counts SET last = 3 WHERE kind = 0",
		  "UPDATE program_counts SET last = 2 WHERE kind = 0", ERR_DISK },
	};
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct err err = { .code = ERR_NONE };

	for (int i = 1; i <= 3; i++)
		shelf_must(sh, ERR_NONE, shelf_say(g, ana, i, "words"));
	for (int i = 1; i <= 2; i++)
		shelf_must(sh, ERR_NONE,
			   (ask) { .op = STORE_EVENT,
				   .group = g,
				   .seq = i,
				   .ticket = i == 1,
				   .a = str_of("event"),
				   .b = str_of("mark") });
	for (int i = 1; i <= 2; i++)
		shelf_must(sh, ERR_NONE, (ask) { .op = STORE_PUT, .a = str_of("row") });
	store_close(sh->s);
	sh->s = NULL;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		change(sh->path, rows[i].fault);
		assert_code(store_check(sh->path, &err), &err, rows[i].code);
		change(sh->path, rows[i].mended);
		if (!store_check(sh->path, &err))
			fail_msg("%s", err.text);
	}
}

static void a_damaged_or_missing_file_is_found(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct err err = { .code = ERR_NONE };
	char noise[4096];
	int fd;

	for (int i = 1; i <= 300; i++)
		shelf_submit(sh, shelf_say(g, ana, i, "words enough for a page or two"));
	store_close(sh->s);
	sh->s = NULL;
	memset(noise, 0xa5, sizeof(noise));
	fd = open(sh->path, O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, noise, sizeof(noise), 6 * 4096), sizeof(noise));
	close(fd);
	assert_code(store_check(sh->path, &err), &err, ERR_DISK);
	fd = open(sh->path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	assert_int_equal(write(fd, noise, sizeof(noise)), sizeof(noise));
	close(fd);
	assert_code(store_check(sh->path, &err), &err, ERR_DISK);
	assert_int_equal(unlink(sh->path), 0);
	assert_code(store_check(sh->path, &err), &err, ERR_NOT_FOUND);
	assert_int_equal(access(sh->path, F_OK), -1);
}

static int set_up(void **state)
{
	*state = shelf_create("sqlite");
	return 0;
}

static int tear_down(void **state)
{
	limit_files(RLIM_INFINITY);
	shelf_destroy(*state);
	return 0;
}

#define ON_DISK(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_DISK(this_store_is_not_one_that_encrypts),
		ON_DISK(a_store_that_is_no_store_is_said_so),
		ON_DISK(all_is_there_after_closing_and_opening),
		ON_DISK(a_reply_means_that_others_can_read_it),
		ON_DISK(on_a_full_disk_nothing_is_acknowledged_and_reading_goes_on),
		ON_DISK(what_outgrows_the_disk_by_itself_leaves_the_store_in_order),
		ON_DISK(a_copy_of_a_store_in_use_is_whole),
		ON_DISK(a_copy_that_fails_leaves_no_file),
		ON_DISK(a_sound_store_passes_its_check_also_while_in_use),
		ON_DISK(each_fault_is_found),
		ON_DISK(a_damaged_or_missing_file_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
