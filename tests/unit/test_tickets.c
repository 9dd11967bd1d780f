/* SPDX-License-Identifier: MIT */
/* Tickets of TLS over time: two ends in one process, the server's keys in a file. */
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
#include <openssl/ssl.h>

#include "base/buf.h"
#include "net/tickets.h"
#include "support/certs.h"
#include "support/tmpdir.h"

enum { PATH = 128, NOON = 1796040000, FILE_MAX = 1024, PIPE = 65536, TURNS = 50 };

struct desk {
	char dir[TMPDIR_PATH], keys[PATH];
	struct certs certs;
	struct ticket_ring *ring;
	SSL_CTX *client;
	SSL_SESSION *session; /* the client's last; NULL: none yet */
};

static int open_desk(void **state)
{
	const struct certs_want want = { "IP:127.0.0.1", -1, 10 };
	struct desk *d = mem_get(sizeof(*d));

	*state = d;
	if (!tmpdir_make(d->dir))
		return 1;
	snprintf(d->keys, sizeof(d->keys), "%s/tickets.key", d->dir);
	certs_make(&d->certs, d->dir, "one", &want);
	d->client = SSL_CTX_new(TLS_client_method());
	d->ring = ticket_ring_open(d->keys, NOON, NULL);
	return !d->client || !d->ring;
}

static int close_desk(void **state)
{
	struct desk *d = *state;

	ticket_ring_close(d->ring);
	SSL_SESSION_free(d->session);
	SSL_CTX_free(d->client);
	tmpdir_drop(d->dir);
	free(d);
	return 0;
}

static void shake_hands(SSL *server, SSL *client)
{
	char byte = 0;
	int got = 0;

	for (int i = 0; got != 1 && i < TURNS; i++) {
		SSL_do_handshake(client);
		if (SSL_do_handshake(server) == 1 && SSL_is_init_finished(client))
			SSL_write(server, "x", 1); /* the ticket comes before it */
		if (SSL_is_init_finished(client))
			got = SSL_read(client, &byte, 1);
	}
	assert_int_equal(got, 1);
}

static SSL_CTX *serving(const struct desk *d, struct ticket_ring *ring)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	assert_int_equal(SSL_CTX_use_certificate_chain_file(ctx, d->certs.cert_file), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey_file(ctx, d->certs.key_file, SSL_FILETYPE_PEM),
			 1);
	tickets_serve(ctx, ring);
	return ctx;
}

/* Comes to a server that has these keys, with the last ticket: was it taken? */
static bool resumes_at(struct desk *d, struct ticket_ring *ring)
{
	SSL_CTX *ctx = serving(d, ring);
	SSL *server = SSL_new(ctx), *client = SSL_new(d->client);
	BIO *one = NULL, *other = NULL;
	bool reused;

	assert_int_equal(BIO_new_bio_pair(&one, PIPE, &other, PIPE), 1);
	SSL_set_bio(server, one, one);
	SSL_set_bio(client, other, other);
	SSL_set_accept_state(server);
	SSL_set_connect_state(client);
	if (d->session)
		SSL_set_session(client, d->session);
	shake_hands(server, client);
	reused = SSL_session_reused(client);
	assert_int_equal(SSL_session_reused(server), reused);
	SSL_SESSION_free(d->session);
	d->session = SSL_get1_session(client);
	assert_true(SSL_SESSION_is_resumable(d->session));
	SSL_set_shutdown(client, SSL_SENT_SHUTDOWN); /* else the session is spoilt */
	SSL_free(client);
	SSL_free(server);
	SSL_CTX_free(ctx);
	return reused;
}

static bool resumes(struct desk *d)
{
	return resumes_at(d, d->ring);
}

static void restart(struct desk *d, int64_t utc_s)
{
	ticket_ring_close(d->ring);
	d->ring = ticket_ring_open(d->keys, utc_s, NULL);
	assert_non_null(d->ring);
}

static void a_ticket__is_good_again__and_after_a_restart(void **state)
{
	struct desk *d = *state;

	assert_false(resumes(d));
	assert_true(resumes(d));
	restart(d, NOON + 60);
	assert_true(resumes(d));
}

static void a_ticket__outlives_one_new_key__and_not_two(void **state)
{
	struct desk *d = *state;
	SSL_SESSION *old;

	assert_false(resumes(d));
	old = d->session;
	SSL_SESSION_up_ref(old);
	assert_true(ticket_ring_turn(d->ring, NOON + TICKET_TURN_S, NULL));
	assert_true(resumes(d));
	SSL_SESSION_free(d->session);
	d->session = old;
	assert_true(ticket_ring_turn(d->ring, NOON + 2 * TICKET_TURN_S, NULL));
	assert_false(resumes(d));
}

static void the_same__over_restarts(void **state)
{
	struct desk *d = *state;
	SSL_SESSION *old;

	assert_false(resumes(d));
	old = d->session;
	SSL_SESSION_up_ref(old);
	restart(d, NOON + TICKET_TURN_S);
	assert_true(resumes(d));
	SSL_SESSION_free(d->session);
	d->session = old;
	restart(d, NOON + 2 * TICKET_TURN_S);
	assert_false(resumes(d));
}

static void a_day_away__ends_all_tickets(void **state)
{
	struct desk *d = *state;

	assert_false(resumes(d));
	restart(d, NOON + TICKET_LIFE_S);
	assert_false(resumes(d));
}

/* A key of a time to come is none: it might never grow old. */
static void a_clock_that_was_wrong__makes_a_new_key(void **state)
{
	struct desk *d = *state;

	assert_false(resumes(d));
	assert_true(ticket_ring_turn(d->ring, NOON - 1, NULL));
	assert_false(resumes(d));
	assert_true(resumes(d));
}

static void read_keys(const struct desk *d, struct buf *out)
{
	char bytes[FILE_MAX];
	FILE *f = fopen(d->keys, "re");
	size_t n;

	assert_non_null(f);
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	buf_init(out, FILE_MAX);
	assert_true(n > 0 && buf_add(out, bytes, n));
}

static void write_keys(const char *path, const struct buf *b)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_int_equal(fchmod(fileno(f), 0600), 0);
	assert_int_equal(fwrite(b->p, 1, b->n, f), b->n);
	assert_int_equal(fclose(f), 0);
}

/* Who copied the file can play the server's part to the tickets of its time, and to no others. */
static void a_stolen_key__is_of_no_use_after_two_more(void **state)
{
	struct desk *d = *state;
	char loot[PATH];
	struct buf stolen, later;
	struct ticket_ring *thief;

	assert_false(resumes(d));
	read_keys(d, &stolen);
	snprintf(loot, sizeof(loot), "%s/loot", d->dir);
	write_keys(loot, &stolen);
	thief = ticket_ring_open(loot, NOON, NULL);
	assert_true(resumes_at(d, thief));
	for (int i = 1; i <= 2; i++) {
		assert_true(ticket_ring_turn(d->ring, NOON + i * TICKET_TURN_S, NULL));
		resumes(d);
	}
	assert_true(resumes(d));
	assert_false(resumes_at(d, thief));
	read_keys(d, &later);
	assert_null(memmem(later.p, later.n, stolen.p + 24, 80));
	ticket_ring_close(thief);
	buf_finish(&stolen);
	buf_finish(&later);
}

static void the_file__is_its_owners_alone__or_it_is_not_taken(void **state)
{
	struct desk *d = *state;
	struct err err = { 0 };
	struct stat st;

	assert_int_equal(stat(d->keys, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(chmod(d->keys, 0640), 0);
	assert_null(ticket_ring_open(d->keys, NOON, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_int_equal(unlink(d->keys), 0);
	assert_int_equal(symlink(d->certs.key_file, d->keys), 0);
	assert_null(ticket_ring_open(d->keys, NOON, &err));
}

/* That of an earlier version, or half a file: as if there was none. */
static void what_is_no_file_of_ours__is_made_anew(void **state)
{
	struct desk *d = *state;
	struct buf old;

	buf_init(&old, FILE_MAX);
	assert_false(resumes(d));
	for (int i = 0; i < 10; i++)
		buf_adds(&old, "8 bytes.");
	write_keys(d->keys, &old);
	restart(d, NOON);
	assert_false(resumes(d));
	assert_true(resumes(d));
	buf_finish(&old);
}

#define EACH(fn) cmocka_unit_test_setup_teardown(fn, open_desk, close_desk)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_ticket__is_good_again__and_after_a_restart),
		EACH(a_ticket__outlives_one_new_key__and_not_two),
		EACH(the_same__over_restarts),
		EACH(a_day_away__ends_all_tickets),
		EACH(a_clock_that_was_wrong__makes_a_new_key),
		EACH(a_stolen_key__is_of_no_use_after_two_more),
		EACH(the_file__is_its_owners_alone__or_it_is_not_taken),
		EACH(what_is_no_file_of_ours__is_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
