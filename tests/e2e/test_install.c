/* SPDX-License-Identifier: MIT */
/* An installation in the hands of whoever runs it: its commands, its signals, its disk. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/town.h"

/* The process that holds the data folder; 0: none. */
static pid_t holder(const struct town *t)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char path[128];
	int fd, rc;

	snprintf(path, sizeof(path), "%s/lock", t->data);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	rc = fcntl(fd, F_GETLK, &lock);
	close(fd);
	return rc == 0 && lock.l_type != F_UNLCK ? lock.l_pid : 0;
}

/* The commands send it to whoever holds the folder, however short a time ago that began. */
static void a_hangup_while_it_starts_does_not_end_the_server(void **state)
{
	struct town *t = *state;
	const int64_t until_ms = clock_ms() + CHILD_WAIT_MS;
	struct pollfd out = { .events = POLLIN };

	child_kill(&t->server, SIGTERM);
	assert_int_equal(child_end(&t->server), 0);
	child_finish(&t->server);
	assert_true(town_start(t));
	out.fd = t->server.out;
	while (holder(t) != t->server.pid) {
		assert_true(clock_ms() < until_ms);
		poll(&out, 1, 1);
	}
	child_kill(&t->server, SIGHUP);
	assert_true(town_is_up(t));
}

static int do_words(struct town *t, const char *a, const char *b, const char *c, const char *d)
{
	const char *const words[] = { a, b, c, d, NULL };

	return town_admin(t, NULL, words);
}

/* "Evening" is 1 and "3" is 2: what is 3? */
static void a_name_that_is_another_groups_number_is_refused(void **state)
{
	struct town *t = *state;
	struct child ana;

	town_join(t, &ana, "Ana", "patient");
	child_end_input(&ana);
	assert_int_equal(child_end(&ana), 0);
	child_finish(&ana);
	assert_int_equal(do_words(t, "group", "add", "3", NULL), 0);
	assert_int_equal(do_words(t, "group", "join", "3", "Ana"), 0);
	assert_int_equal(do_words(t, "group", "add", "Staff", NULL), 0);
	assert_int_equal(do_words(t, "group", "join", "3", "Ana"), 2);
	assert_int_equal(do_words(t, "group", "join", "2", "Ana"), 0);
	assert_int_equal(do_words(t, "group", "join", "staff", "Ana"), 0);
}

/* No file may grow beyond this: to a program that writes it is a full disk. */
static void set_room(rlim_t bytes)
{
	struct rlimit l;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &l), 0);
	l.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &l), 0);
}

/* Tries with more and more room; how often it failed before there was enough. */
static int fails_until_there_is_room(struct town *t, const char *const *words)
{
	struct buf out;
	int n = 0, status = 1;

	signal(SIGXFSZ, SIG_IGN);
	for (rlim_t room = 64; status != 0 && room < 1 << 24; room *= 2, n++) {
		buf_init(&out, CHILD_OUT_MAX);
		set_room(room);
		status = town_admin(t, &out, words);
		set_room(RLIM_INFINITY);
		assert_null(strstr(buf_text(&out), "Success"));
		if (room == 1 << 23 && status != 0)
			print_error("%s", buf_text(&out));
		buf_finish(&out);
	}
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(status, 0);
	return n - 1;
}

static void what_a_full_disk_cut_off_can_be_done_again(void **state)
{
	static const char *const check[] = { "check", NULL };
	static const char *const init[] = { "init", "--group", "Evening", NULL };
	char file[96];
	const char *const backup[] = { "backup", file, NULL };
	const char *const restore[] = { "restore", file, NULL };
	const struct town *t = *state;
	struct town made = *t, again = *t;

	snprintf(file, sizeof(file), "%s/backup", t->dir);
	snprintf(made.data, sizeof(made.data), "%s/made", t->dir);
	snprintf(again.data, sizeof(again.data), "%s/again", t->dir);
	assert_true(fails_until_there_is_room(&made, init) > 5);
	assert_int_equal(town_admin(&made, NULL, check), 0);
	assert_true(fails_until_there_is_room(&made, backup) > 5);
	assert_true(fails_until_there_is_room(&again, restore) > 5);
	assert_int_equal(town_admin(&again, NULL, check), 0);
}

enum { CALLERS = 96 };

static int call(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

/* To be neither served nor turned away keeps it busy: it is woken for that caller for ever. */
static void callers_without_number_are_turned_away(void **state)
{
	struct town *t = *state;
	struct pollfd last = { .events = POLLIN };
	int fds[CALLERS];
	char byte;

	char data[128], port[16];
	const char *const argv[] = {
		"/bin/sh", "-c",    "ulimit -n 64; exec \"$PORCHLIGHTD\" \"$@\"",
		"sh",      "serve", data,
		port,      NULL
	};

	child_kill(&t->server, SIGTERM);
	assert_int_equal(child_end(&t->server), 0);
	child_finish(&t->server);
	snprintf(data, sizeof(data), "--data=%s", t->data);
	snprintf(port, sizeof(port), "--port=%d", t->port);
	assert_true(child_open(&t->server, argv, t->log));
	assert_true(town_is_up(t));
	for (int i = 0; i < CALLERS; i++)
		fds[i] = call(t->port);
	last.fd = fds[CALLERS - 1];
	assert_int_equal(poll(&last, 1, CHILD_WAIT_MS), 1);
	assert_true(read(last.fd, &byte, 1) <= 0);
	for (int i = 0; i < CALLERS; i++)
		close(fds[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_hangup_while_it_starts_does_not_end_the_server, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(a_name_that_is_another_groups_number_is_refused,
						town_open, town_close),
		cmocka_unit_test_setup_teardown(what_a_full_disk_cut_off_can_be_done_again,
						town_open, town_close),
		cmocka_unit_test_setup_teardown(callers_without_number_are_turned_away,
						town_open, town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
