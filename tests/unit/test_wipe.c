/* SPDX-License-Identifier: MIT */
/* Wiping the client's folder: nothing of ours stays, and nothing that is not ours goes. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "client/cache.h"
#include "client/vault.h"
#include "client/vault_own.h"
#include "support/cached.h"

enum { PATH = 160, BYTES = 100000 };

static void path_of(const struct folder *f, const char *name, char out[PATH])
{
	snprintf(out, PATH, "%s%s%s", f->dir, *name ? "/" : "", name);
}

static bool is_there(const struct folder *f, const char *name)
{
	char path[PATH];
	struct stat st;

	path_of(f, name, path);
	return lstat(path, &st) == 0;
}

/* Larger than what is written at once, and no multiple of it. */
static int put(const struct folder *f, const char *name)
{
	static char words[BYTES];
	char path[PATH];
	int fd;

	memset(words, 'w', sizeof(words));
	path_of(f, name, path);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, words, sizeof(words)), sizeof(words));
	return fd;
}

static void fill(struct folder *f)
{
	const int held = vault_lock(f->dir, NULL);

	assert_true(held >= 0);
	close(held);
	for (const char *const *n = vault_names; *n; n++)
		close(put(f, *n));
}

static void nothing_of_ours_stays_and_it_needs_no_passphrase(void **state)
{
	struct folder *f = *state;
	struct cache *c = cache_open(f->dir, "correct horse", NULL);

	assert_non_null(c);
	assert_true(cache_draft_set(c, 1, "not sent"));
	cache_close(c);
	assert_true(is_there(f, "store.db"));
	assert_int_equal(pl_client_wipe(f->dir), PL_OK);
	assert_false(is_there(f, ""));
	fill(f);
	assert_int_equal(pl_client_wipe(f->dir), PL_OK);
	assert_false(is_there(f, ""));
	assert_int_equal(pl_client_wipe(f->dir), PL_FAIL_NOT_NOW);
	assert_false(is_there(f, ""));
}

/* As seen by who has the file open still, or reads the disk under it. */
static void each_file_is_overwritten_before_it_goes(void **state)
{
	struct folder *f = *state;
	static char now[BYTES + 1];

	fill(f);
	for (const char *const *n = vault_names; *n; n++) {
		const int fd = put(f, *n);

		assert_int_equal(pl_client_wipe(f->dir), PL_OK);
		assert_int_equal(pread(fd, now, sizeof(now), 0), BYTES);
		assert_null(memmem(now, BYTES, "wwwwwwww", 8));
		close(fd);
		fill(f);
	}
}

static void what_is_not_ours_stays(void **state)
{
	struct folder *f = *state;
	char path[PATH], other[PATH];
	struct stat st;

	fill(f);
	close(put(f, "letter.txt"));
	assert_int_equal(pl_client_wipe(f->dir), PL_OK);
	assert_true(is_there(f, "letter.txt"));
	for (const char *const *n = vault_names; *n; n++)
		assert_false(is_there(f, *n));
	path_of(f, "letter.txt", other);
	path_of(f, "unlocked", path);
	assert_int_equal(symlink(other, path), 0);
	assert_int_equal(pl_client_wipe(f->dir), PL_FAIL_FOLDER);
	assert_int_equal(stat(other, &st), 0);
	assert_int_equal(st.st_size, BYTES);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(unlink(other), 0);
}

static void a_store_that_is_open_is_left(void **state)
{
	struct folder *f = *state;
	int held;

	fill(f);
	held = vault_lock(f->dir, NULL);
	assert_int_equal(pl_client_wipe(f->dir), PL_FAIL_LOCKED);
	for (const char *const *n = vault_names; *n; n++)
		assert_true(is_there(f, *n));
	close(held);
	assert_int_equal(pl_client_wipe(f->dir), PL_OK);
}

/* What cannot be removed is told, and the rest goes all the same. */
static void what_stays_is_told(void **state)
{
	struct folder *f = *state;
	char path[PATH];

	fill(f);
	path_of(f, "store.db", path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(pl_client_wipe(f->dir), PL_FAIL_DISK);
	assert_false(is_there(f, "salt"));
	assert_false(is_there(f, "unlocked"));
	assert_int_equal(rmdir(path), 0);
}

/* The plan's file is made anew with each change of it. */
static void what_a_file_held_before_is_overwritten(void **state)
{
	struct folder *f = *state;
	static char now[BYTES];
	char path[PATH];
	int seen, held;

	fill(f);
	seen = put(f, "unlocked");
	path_of(f, "unlocked", path);
	held = file_hold(path);
	assert_true(held >= 0);
	file_let_go(held); /* it is there still */
	assert_int_equal(pread(seen, now, 8, 0), 8);
	assert_memory_equal(now, "wwwwwwww", 8);
	held = file_hold(path);
	assert_true(file_replace(path, str_of("new"), 0600, NULL));
	file_let_go(held);
	assert_int_equal(pread(seen, now, BYTES, 0), BYTES);
	assert_null(memchr(now, 'w', BYTES));
	close(seen);
	assert_int_equal(file_hold("/nowhere/at/all"), -1);
}

static void a_guest_has_nothing_to_wipe(void **state)
{
	const struct pl_options o = { .guest = true };
	enum pl_failure why;
	struct pl_client *c = pl_client_open(&o, &why);

	(void)state;
	assert_non_null(c);
	assert_int_equal(pl_client_wipe_at_end(c), PL_FAIL_NOT_NOW);
	assert_false(pl_client_wipes_at_end(c));
	pl_client_close(c);
}

#define IN_FOLDER(f) cmocka_unit_test_setup_teardown(f, make_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest rows[] = {
		IN_FOLDER(nothing_of_ours_stays_and_it_needs_no_passphrase),
		IN_FOLDER(each_file_is_overwritten_before_it_goes),
		IN_FOLDER(what_is_not_ours_stays),
		IN_FOLDER(a_store_that_is_open_is_left),
		IN_FOLDER(what_stays_is_told),
		IN_FOLDER(what_a_file_held_before_is_overwritten),
		cmocka_unit_test(a_guest_has_nothing_to_wipe),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
