/* SPDX-License-Identifier: MIT */
/*
 * One of ten stops reading while the others go on: the server holds little for it, keeps it,
 * and it has everything in the end.  And what a client was given for its next handshake is
 * good for the server's next life.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <openssl/ssl.h>

#include "base/clock.h"
#include "bench/hub_talk.h"

enum {
	LINES = 60, /* of each of the others: more than the server keeps ready */
	DEAF = HALL_GROUP - 1,
	SAID = LINES * DEAF,
	PAGE = 50,
	HELD_MAX = 65536,
	WAIT_MS = 120000,
};

static int open_hall(void **state)
{
	struct bench *b = mem_get(sizeof(*b));

	b->porchlightd = getenv("PORCHLIGHTD");
	assert_non_null(b->porchlightd);
	assert_true(hall_open(&b->hall, b->porchlightd, 1));
	assert_true(hall_serve(&b->hall, b->porchlightd, -1));
	*state = b;
	return 0;
}

static int close_hall(void **state)
{
	struct bench *b = *state;

	hall_close(&b->hall);
	free(b);
	return 0;
}

static bool others_have_all(const struct talk *t)
{
	for (int i = 0; i < DEAF; i++)
		if (t->seats[i].last < SAID)
			return false;
	return true;
}

static void others_talk(struct talk *t)
{
	int64_t until_ms = clock_ms() + WAIT_MS;

	for (int n = 0; n < LINES; n++)
		for (int i = 0; i < DEAF; i++) {
			talk_say(t, i,
				 "One line of many, while somebody is away from the screen.");
			talk_turn(t, 0);
		}
	while (!others_have_all(t)) {
		assert_true(clock_ms() < until_ms);
		talk_turn(t, 50);
	}
}

/* The first run of numbers that it has not got; false: it has all. */
static bool gap(const struct seat *s, int64_t *from, int64_t *n)
{
	for (*from = 1; *from <= SAID && s->have[*from]; ++*from)
		;
	for (*n = 0; *from + *n <= SAID && *n < PAGE && !s->have[*from + *n]; ++*n)
		;
	return *from <= SAID;
}

/* Reads again; what it sees that it has not got it asks for, a page at a time. */
static void catch_up(struct talk *t)
{
	const struct seat *s = &t->seats[DEAF];
	int64_t until_ms = clock_ms() + WAIT_MS, from, n, asked = 0;

	many_deafen(many_one(t->many, DEAF), false);
	while (s->last < SAID) {
		assert_true(clock_ms() < until_ms);
		talk_turn(t, 50);
	}
	while (gap(s, &from, &n)) {
		assert_true(clock_ms() < until_ms);
		if (from > asked) {
			many_ask(many_one(t->many, DEAF), from, n);
			asked = from + n - 1;
		}
		talk_turn(t, 50);
	}
}

static void a_reader_that_stalls_costs_little_and_loses_nothing(void **state)
{
	struct bench *b = *state;
	struct talk t;
	long sum, held;

	assert_true(talk_begin(&t, b, HALL_GROUP));
	t.have_max = SAID;
	t.seats[DEAF].have = mem_get(SAID + 1);
	many_one(t.many, DEAF)->small = 4096;
	assert_true(talk_connect(&t, HALL_GROUP, WAIT_MS));
	many_deafen(many_one(t.many, DEAF), true);
	others_talk(&t);
	held = hall_queued(&b->hall, &sum);
	print_message(
		"for a reader that stalls through %d messages the kernel holds %ld bytes\n",
		SAID, held);
	assert_in_range(held, 0, HELD_MAX);
	catch_up(&t);
	assert_int_equal(t.seats[DEAF].heard, SAID);
	assert_int_equal(t.wrong, 0);
	assert_int_equal(t.errors, 0);
	assert_int_equal(many_lost(t.many), 0);
	talk_end(&t, b);
}

/* Tickets */

static int take_session(SSL *ssl, SSL_SESSION *session)
{
	SSL_SESSION **kept = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	SSL_SESSION_free(*kept);
	*kept = session;
	return 1;
}

/* A whole handshake, and the answer to a request, behind which the ticket has come. */
static bool shake_hands(SSL_CTX *ctx, int port, SSL_SESSION *with)
{
	static const char request[] = "GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n";
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	SSL *ssl = SSL_new(ctx);
	char some[1024];
	bool resumed;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	SSL_set_fd(ssl, fd);
	if (with)
		SSL_set_session(ssl, with);
	assert_int_equal(SSL_connect(ssl), 1);
	assert_int_equal(SSL_write(ssl, request, sizeof(request) - 1), sizeof(request) - 1);
	assert_true(SSL_read(ssl, some, sizeof(some)) > 0);
	resumed = SSL_session_reused(ssl) == 1;
	SSL_shutdown(ssl); /* or the session counts as broken */
	SSL_free(ssl);
	close(fd);
	return resumed;
}

static void tickets_outlive_the_server(void **state)
{
	struct bench *b = *state;
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	SSL_SESSION *kept = NULL, *first;

	SSL_CTX_set_app_data(ctx, &kept);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(ctx, take_session);
	assert_false(shake_hands(ctx, b->hall.port, NULL));
	assert_non_null(kept);
	first = kept;
	kept = NULL;
	hall_stop(&b->hall);
	assert_true(hall_serve(&b->hall, b->porchlightd, -1));
	assert_true(shake_hands(ctx, b->hall.port, first));
	SSL_SESSION_free(first);
	SSL_SESSION_free(kept);
	SSL_CTX_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_reader_that_stalls_costs_little_and_loses_nothing, open_hall,
			close_hall),
		cmocka_unit_test_setup_teardown(tickets_outlive_the_server, open_hall,
						close_hall),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
