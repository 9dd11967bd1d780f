/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/path.h"

static void a_reader_that_stalls_is_not_a_path_that_died(void **state)
{
	static const struct {
		struct path_seen seen;
		int64_t waits_ms;
		enum path path;
	} rows[] = {
		/* all has arrived, however long ago */
		{ { 0, 0, 0, 3600000 }, 3600000, PATH_CLEAR },
		/* a packet without an answer: a hole of the network, then the end */
		{ { 1, 0, 65000, 44999 }, 60000, PATH_WAITS },
		{ { 1, 0, 65000, 45000 }, 60000, PATH_DEAD },
		/* the line was quiet for an hour before that was written */
		{ { 1, 0, 65000, 3600000 }, 1000, PATH_WAITS },
		/* answers come: a slow line with a long queue */
		{ { 9, 9000, 65000, 100 }, 600000, PATH_WAITS },
		/* no room there for ten minutes, and each probe is answered, two minutes apart */
		{ { 0, 4096, 0, 119000 }, 600000, PATH_WAITS },
		{ { 1, 4096, 0, 119000 }, 600000, PATH_WAITS },
		{ { 0, 4096, 200, 119000 }, 600000, PATH_WAITS },
		/* ... and not any more */
		{ { 0, 4096, 0, 300000 }, 600000, PATH_DEAD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(path_judge(&rows[i].seen, rows[i].waits_ms), rows[i].path);
}

/* Two ends of a connection on loopback. */
static void connect_two(int ends[2])
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int small = 4096, listener = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t n = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(listener, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&at, &n), 0);
	ends[0] = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(ends[0], SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	assert_int_equal(connect(ends[0], (struct sockaddr *)&at, sizeof(at)), 0);
	ends[1] = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
	assert_true(ends[1] >= 0);
	close(listener);
}

static void the_kernel_tells_of_a_reader_that_stalls(void **state)
{
	static const char some[4096];
	int ends[2];

	(void)state;
	connect_two(ends);
	assert_int_equal(path_look(ends[1], 1000), PATH_CLEAR);
	while (send(ends[1], some, sizeof(some), MSG_NOSIGNAL) > 0)
		;
	/* It waits, and nothing was silent for so long yet, whoever says that it was. */
	assert_int_equal(path_look(ends[1], INT64_MAX), PATH_WAITS);
	assert_int_equal(path_look(-1, 1000), PATH_CLEAR);
	close(ends[0]);
	close(ends[1]);
}

static void quiet_connections_are_asked_by_the_kernel(void **state)
{
	int ends[2], on = 0;
	socklen_t n = sizeof(on);

	(void)state;
	connect_two(ends);
	path_keep_alive(ends[1]);
	assert_int_equal(getsockopt(ends[1], SOL_SOCKET, SO_KEEPALIVE, &on, &n), 0);
	assert_true(on != 0);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reader_that_stalls_is_not_a_path_that_died),
		cmocka_unit_test(the_kernel_tells_of_a_reader_that_stalls),
		cmocka_unit_test(quiet_connections_are_asked_by_the_kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
