/* SPDX-License-Identifier: MIT */
/* The client's folder: what others could read is mended, what is not ours is refused. */
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

#include "client/vault.h"
#include "client/vault_own.h"
#include "support/cached.h"

enum { PATH = 160, NOBODY = 65534 };

static void path_of(const struct folder *f, const char *name, char out[PATH])
{
	snprintf(out, PATH, "%s%s%s", f->dir, *name ? "/" : "", name);
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

/* All that there may be, each 0600, in a folder of 0700. */
static void fill(struct folder *f)
{
	char path[PATH];
	const int held = vault_lock(f->dir, NULL);

	assert_true(held >= 0);
	close(held);
	for (const char *const *n = vault_names; *n; n++) {
		path_of(f, *n, path);
		assert_int_equal(close(open(path, O_WRONLY | O_CREAT, 0600)), 0);
	}
}

static void each_bit_that_others_have__is_taken_from_them(void **state)
{
	struct folder *f = *state;
	char path[PATH];

	fill(f);
	for (const char *const *n = vault_names; *n; n++)
		for (mode_t bit = 1; bit < 0100; bit <<= 1) {
			path_of(f, *n, path);
			assert_int_equal(chmod(path, 0600 | bit), 0);
			assert_true(vault_own(f->dir, NULL));
			assert_int_equal(mode_of(path), 0600);
			assert_int_equal(chmod(f->dir, 0700 | bit), 0);
			assert_true(vault_own(f->dir, NULL));
			assert_int_equal(mode_of(f->dir), 0700);
		}
}

static void a_link__is_refused__and_what_it_leads_to_is_left(void **state)
{
	struct folder *f = *state;
	char path[PATH], other[PATH];
	struct err err;

	fill(f);
	snprintf(other, sizeof(other), "%s/other", f->base);
	assert_int_equal(close(open(other, O_WRONLY | O_CREAT, 0600)), 0);
	assert_int_equal(chmod(other, 0644), 0);
	for (const char *const *n = vault_names; *n; n++) {
		path_of(f, *n, path);
		assert_int_equal(unlink(path), 0);
		assert_int_equal(symlink(other, path), 0);
		err = (struct err) { 0 };
		assert_int_equal(vault_lock(f->dir, &err), -1);
		assert_int_equal(err.code, ERR_REFUSED);
		assert_int_equal(mode_of(other), 0644);
		assert_int_equal(unlink(path), 0);
	}
}

static void what_is_another_users__is_refused(void **state)
{
	struct folder *f = *state;
	char path[PATH];
	struct err err = { 0 };

	if (geteuid() != 0)
		skip(); /* nobody else can give a file away */
	fill(f);
	for (const char *const *n = vault_names; *n; n++) {
		path_of(f, *n, path);
		assert_int_equal(chown(path, NOBODY, (gid_t)-1), 0);
		assert_int_equal(vault_lock(f->dir, &err), -1);
		assert_int_equal(err.code, ERR_REFUSED);
		assert_int_equal(chown(path, 0, (gid_t)-1), 0);
	}
	assert_int_equal(chown(f->dir, NOBODY, (gid_t)-1), 0);
	assert_false(vault_own(f->dir, NULL));
	assert_int_equal(chown(f->dir, 0, (gid_t)-1), 0);
	assert_true(vault_own(f->dir, NULL));
}

#define EACH(fn) cmocka_unit_test_setup_teardown(fn, make_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(each_bit_that_others_have__is_taken_from_them),
		EACH(a_link__is_refused__and_what_it_leads_to_is_left),
		EACH(what_is_another_users__is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
