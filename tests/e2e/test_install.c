/* SPDX-License-Identifier: MIT */
/* An installation in the hands of whoever runs it: its commands, its signals, its disk. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_hangup_while_it_starts_does_not_end_the_server, town_open,
			town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
