/* SPDX-License-Identifier: MIT */
/* Full disks, the person's and the server's: said in words, and nothing lost or doubled. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/town.h"
#include "view/words.h"

enum { NOT_JOINED = 1, PATH = 256 };

/* ---- a small disk ---- */

static char small[PATH]; /* where it is mounted; "" while it is not */

static void filler(char path[PATH])
{
	snprintf(path, PATH, "%.200s/filler", small);
}

/* In a mount namespace of the test's own, so it needs root. */
static void mount_small(const struct town *t)
{
	char path[PATH];

	snprintf(path, sizeof(path), "%s/small", t->dir);
	assert_int_equal(mkdir(path, 0700), 0);
	if (unshare(CLONE_NEWNS) != 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("none", path, "tmpfs", 0, "size=4m") != 0) {
		print_message("skipped: it takes root to mount a small disk\n");
		skip();
	}
	memcpy(small, path, sizeof(path));
}

static void fill_disk(void)
{
	static char some[65536];
	char path[PATH];
	size_t n = sizeof(some);
	int fd;

	filler(path);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	assert_true(fd >= 0);
	for (; n; n /= 2)
		while (write(fd, some, n) > 0)
			;
	assert_int_equal(errno, ENOSPC);
	close(fd);
}

static void make_room(void)
{
	char path[PATH];

	filler(path);
	assert_int_equal(unlink(path), 0);
}

static int close_all(void **state)
{
	struct town *t = *state;

	if (t->server.pid)
		child_kill(&t->server, 15);
	child_end(&t->server); /* it may have its folder there */
	child_finish(&t->server);
	if (*small && umount2(small, MNT_DETACH) != 0)
		print_error("%s is still mounted\n", small);
	small[0] = '\0';
	return town_close(state);
}

/* ---- the person's ---- */

static const char *const *on_small(struct town *t, const char *name, const char *invite)
{
	static char device[PATH];

	snprintf(device, sizeof(device), "small/%s", name);
	return town_device(t, device, name, invite);
}

static void see_connected(struct child *c)
{
	assert_true(child_say(c, "/wait connected"));
	assert_true(child_say(c, "/status"));
	assert_true(child_wait_for(c, "Connected."));
}

static void nobody_joins_on_a_full_disk_and_it_is_said(void **state)
{
	struct town *t = *state;
	struct child ana;

	mount_small(t);
	char *invite = town_invite(t, "patient");

	fill_disk();
	assert_true(child_open(&ana, on_small(t, "Ana", invite), NULL));
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), NOT_JOINED);
	assert_int_equal(child_count(&ana, words_failure(PL_FAIL_DISK)), 1);
	child_finish(&ana);
	make_room();
	assert_true(child_open(&ana, on_small(t, "Ana", invite), NULL));
	see_connected(&ana);
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	child_finish(&ana);
	free(invite);
}

static void say_long(struct child *c, const char *begin)
{
	char line[3500];

	memset(line, 'x', sizeof(line) - 1);
	memcpy(line, begin, strlen(begin));
	line[sizeof(line) - 1] = '\0';
	assert_true(child_say(c, line));
}

/* What could not be kept was not said: nobody hears it, and the person is told. */
static void a_line_that_a_full_disk_cannot_keep_is_refused(void **state)
{
	struct town *t = *state;
	struct child ana, robin;

	mount_small(t);
	char *invite = town_invite(t, "patient");

	town_join(t, &robin, "Robin", "facilitator");
	see_connected(&robin);
	assert_true(child_open(&ana, on_small(t, "Ana", invite), NULL));
	see_connected(&ana);
	assert_true(child_say(&ana, "With room."));
	assert_true(child_wait_for(&robin, "Ana: With room.\n"));
	fill_disk();
	say_long(&robin, "Shown, and not kept.");
	assert_true(child_wait_for(&ana, words_failure(PL_FAIL_DISK)));
	assert_true(child_wait_for(&ana, "Robin: Shown, and not kept."));
	say_long(&ana, "Without room.");
	assert_true(child_wait_for(&ana, words_failure(PL_FAIL_DISK)));
	make_room();
	assert_true(child_say(&ana, "With room again."));
	assert_true(child_wait_for(&robin, "Ana: With room again.\n"));
	assert_int_equal(child_count(&robin, "Without room"), 0);
	child_finish(&ana);
	child_finish(&robin);
	free(invite);
}

/* ---- the server's ---- */

static void move_server(struct town *t)
{
	char file[PATH];
	const char *backup[] = { "backup", file, NULL }, *restore[] = { "restore", file, NULL };

	snprintf(file, sizeof(file), "%s/backup.db", t->dir);
	assert_int_equal(town_admin(t, NULL, backup), 0);
	town_kill(t);
	snprintf(t->data, sizeof(t->data), "%.80s/data", small);
	assert_int_equal(town_admin(t, NULL, restore), 0);
	assert_true(town_serve(t));
}

static void a_full_server_acknowledges_nothing_and_has_it_once_later(void **state)
{
	static const char *const check[] = { "check", NULL };
	struct town *t = *state;
	struct child ana, robin;
	struct buf out;

	mount_small(t);
	move_server(t);
	town_join(t, &robin, "Robin", "facilitator");
	town_join(t, &ana, "Ana", "patient");
	see_connected(&robin);
	see_connected(&ana);
	fill_disk();
	assert_true(child_say(&ana, "While the server is full."));
	buf_init(&out, 65536);
	assert_int_equal(town_admin(t, &out, check), 1);
	assert_non_null(strstr(buf_text(&out), "bad  the disk has 0 MB left: make room"));
	buf_finish(&out);
	assert_true(child_say(&ana, "/status"));
	assert_true(child_wait_for(&ana, "1 line is kept here."));
	make_room();
	assert_true(child_wait_for(&robin, "Ana: While the server is full.\n"));
	assert_true(child_say(&ana, "/wait sent"));
	assert_true(child_say(&ana, "And after it."));
	assert_true(child_wait_for(&robin, "Ana: And after it.\n"));
	assert_int_equal(child_count(&robin, "While the server is full."), 1);
	child_finish(&ana);
	child_finish(&robin);
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, close_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(nobody_joins_on_a_full_disk_and_it_is_said),
		TOWN(a_line_that_a_full_disk_cannot_keep_is_refused),
		TOWN(a_full_server_acknowledges_nothing_and_has_it_once_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
