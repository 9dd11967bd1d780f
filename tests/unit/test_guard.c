/* SPDX-License-Identifier: MIT */
/* Files of an installation, each with each wrong mode: named, with the command that mends it. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/guard.h"
#include "support/tmpdir.h"

enum { PATH = 192, SAY_MAX = 8192 };

struct desk {
	char dir[TMPDIR_PATH], data[PATH], key[PATH];
	struct conf conf;
};

/* Where, and whether others may read it. */
static const struct thing {
	const char *path;
	bool folder, open;
} things[] = {
	{ "porchlight.db", false, false },
	{ "porchlight.db-wal", false, false },
	{ "porchlight.db-shm", false, false },
	{ "porchlightd.conf", false, false },
	{ "ca.key", false, false },
	{ "ca.pem", false, true },
	{ "server.key", false, false },
	{ "server.pem", false, true },
	{ "tickets.key", false, false },
	{ "legal.key", false, false },
	{ "replies-1.key", false, false },
	{ "pack.key", false, false },
	{ "pack.trust", false, false },
	{ "port", false, false },
	{ "lock", false, false },
	{ "packs", true, false },
	{ "packs/one.1", true, false },
	{ "packs/one.1/pack.txt", false, false },
	{ "plans", true, true },
	{ "plans/ours.txt", false, true },
	{ "lessons", true, true },
	{ "exercises", true, true },
	{ "anything-else", false, false },
};
enum { THINGS = sizeof(things) / sizeof(things[0]) };

static void path_of(const struct desk *d, const char *name, char out[2 * PATH])
{
	snprintf(out, 2 * PATH, "%s%s%s", d->data, *name ? "/" : "", name);
}

static void make(const struct desk *d, const struct thing *t)
{
	char path[2 * PATH];

	path_of(d, t->path, path);
	if (t->folder)
		assert_int_equal(mkdir(path, 0700), 0);
	else
		assert_int_equal(close(open(path, O_WRONLY | O_CREAT, 0600)), 0);
}

static int open_desk(void **state)
{
	struct desk *d = mem_get(sizeof(*d));

	*state = d;
	conf_init(&d->conf);
	if (!tmpdir_make(d->dir))
		return 1;
	snprintf(d->data, sizeof(d->data), "%s/data", d->dir);
	assert_int_equal(mkdir(d->data, 0700), 0);
	for (size_t i = 0; i < THINGS; i++)
		make(d, &things[i]);
	return !conf_set(&d->conf, "data", d->data, NULL);
}

static int close_desk(void **state)
{
	struct desk *d = *state;

	tmpdir_drop(d->dir);
	conf_finish(&d->conf);
	free(d);
	return 0;
}

/* `want` NULL: nothing is found; else one thing is, in these words and a path. */
static void look(const struct desk *d, const char *config, const char *want)
{
	struct buf say;
	size_t found;

	buf_init(&say, SAY_MAX);
	found = guard_look(&d->conf, config, &say);
	if (found != (want ? 1 : 0) || (want && !strstr(buf_text(&say), want)))
		fail_msg("wanted '%s', found %zu:\n%s", want ? want : "nothing", found,
			 buf_text(&say));
	buf_finish(&say);
}

static void each_bit_of(const struct desk *d, const struct thing *t)
{
	const mode_t good = t->folder ? 0700 : 0600;
	char path[2 * PATH], want[3 * PATH];

	path_of(d, t->path, path);
	for (mode_t bit = 1; bit < 0100; bit <<= 1) {
		const bool is_bad = !t->open || (bit & 022);

		assert_int_equal(chmod(path, good | bit), 0);
		if (t->open)
			snprintf(want, sizeof(want), "can change %s: chmod go-w %s", path,
				 path);
		else
			snprintf(want, sizeof(want), "can use %s: chmod %s %s", path,
				 t->folder ? "700" : "600", path);
		look(d, NULL, is_bad ? want : NULL);
	}
	assert_int_equal(chmod(path, good), 0);
}

static void every_bit_of_every_file_that_others_have__is_named(void **state)
{
	static const struct thing all = { "", true, false };
	struct desk *d = *state;

	look(d, NULL, NULL);
	each_bit_of(d, &all);
	for (size_t i = 0; i < THINGS; i++)
		each_bit_of(d, &things[i]);
	look(d, NULL, NULL);
}

static void links_and_what_is_no_file__are_named(void **state)
{
	struct desk *d = *state;
	char path[2 * PATH], want[3 * PATH];

	path_of(d, "packs/link", path);
	snprintf(want, sizeof(want), "%s is a link: rm %s", path, path);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	look(d, NULL, want);
	assert_int_equal(unlink(path), 0);
	path_of(d, "server.pem", path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("ca.pem", path), 0);
	look(d, NULL, "server.pem is a link: rm ");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	look(d, NULL, "server.pem is no file: rm ");
}

static void what_is_another_users__is_named(void **state)
{
	struct desk *d = *state;
	char path[2 * PATH];

	if (geteuid() != 0)
		skip(); /* nobody else can give a file away */
	path_of(d, "porchlight.db", path);
	assert_int_equal(chown(path, 65534, (gid_t)-1), 0);
	look(d, NULL, "porchlight.db is somebody else's: chown 0 ");
	assert_int_equal(chown(path, 0, (gid_t)-1), 0);
	look(d, NULL, NULL);
}

static void a_key_and_settings_that_lie_elsewhere__are_looked_at(void **state)
{
	struct desk *d = *state;
	char config[PATH];

	snprintf(d->key, sizeof(d->key), "%s/other.key", d->dir);
	snprintf(config, sizeof(config), "%s/other.conf", d->dir);
	assert_int_equal(close(open(d->key, O_WRONLY | O_CREAT, 0600)), 0);
	assert_int_equal(close(open(config, O_WRONLY | O_CREAT, 0600)), 0);
	assert_true(conf_set(&d->conf, "key", d->key, NULL));
	look(d, config, NULL);
	assert_int_equal(chmod(d->key, 0640), 0);
	look(d, config, "other.key: chmod 600 ");
	assert_int_equal(chmod(d->key, 0600), 0);
	assert_int_equal(chmod(config, 0644), 0);
	look(d, config, NULL);
	assert_int_equal(chmod(config, 0664), 0);
	look(d, config, "other.conf: chmod go-w ");
	assert_true(conf_set(&d->conf, "key", "/no/such.key", NULL));
	look(d, NULL, "cannot see /no/such.key");
}

#define EACH(fn) cmocka_unit_test_setup_teardown(fn, open_desk, close_desk)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(every_bit_of_every_file_that_others_have__is_named),
		EACH(links_and_what_is_no_file__are_named),
		EACH(what_is_another_users__is_named),
		EACH(a_key_and_settings_that_lie_elsewhere__are_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
