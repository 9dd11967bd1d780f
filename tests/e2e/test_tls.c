/* SPDX-License-Identifier: MIT */
/* What of TLS a server that runs takes: each version and each cipher, one after the other. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/ssl.h>

#include "support/town.h"

enum { WAIT_S = 10 };

static const struct row {
	const char *what;
	int from, to; /* versions that are offered */
	const char *old, *suites;
	bool taken;
} rows[] = {
	{ "TLS 1.0", TLS1_VERSION, TLS1_VERSION, "ALL:@SECLEVEL=0", "", false },
	{ "TLS 1.1", TLS1_1_VERSION, TLS1_1_VERSION, "ALL:@SECLEVEL=0", "", false },
	{ "TLS 1.2", TLS1_2_VERSION, TLS1_2_VERSION, "ALL:@SECLEVEL=0", "", false },
	{ "TLS 1.2 with ECDHE and AES-GCM", TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE+AESGCM", "",
	  false },
	{ "1.3 and AES-128", TLS1_3_VERSION, TLS1_3_VERSION, "", "TLS_AES_128_GCM_SHA256",
	  true },
	{ "1.3 and AES-256", TLS1_3_VERSION, TLS1_3_VERSION, "", "TLS_AES_256_GCM_SHA384",
	  true },
	{ "1.3 and ChaCha20", TLS1_3_VERSION, TLS1_3_VERSION, "",
	  "TLS_CHACHA20_POLY1305_SHA256", true },
	{ "1.3 and a short tag", TLS1_3_VERSION, TLS1_3_VERSION, "", "TLS_AES_128_CCM_8_SHA256",
	  false },
	{ "1.2 or 1.3", TLS1_2_VERSION, TLS1_3_VERSION, "ALL", "TLS_AES_128_GCM_SHA256", true },
};

static int reach(const struct town *t)
{
	const struct timeval wait = { .tv_sec = WAIT_S };
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)t->port) };
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(inet_pton(AF_INET, t->address, &to.sin_addr), 1);
	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)), 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)(const void *)&to, sizeof(to)),
			 0);
	return fd;
}

static void offer(const struct row *r, SSL_CTX *ctx)
{
	SSL_CTX_set_min_proto_version(ctx, r->from);
	SSL_CTX_set_max_proto_version(ctx, r->to);
	if (*r->old)
		assert_int_equal(SSL_CTX_set_cipher_list(ctx, r->old), 1);
	if (*r->suites)
		assert_int_equal(SSL_CTX_set_ciphersuites(ctx, r->suites), 1);
}

static bool is_taken(const struct town *t, const struct row *r)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	const int fd = reach(t);
	SSL *ssl;
	bool taken;

	offer(r, ctx);
	ssl = SSL_new(ctx);
	SSL_set_fd(ssl, fd);
	taken = SSL_connect(ssl) == 1;
	if (taken) {
		assert_int_equal(SSL_version(ssl), TLS1_3_VERSION);
		assert_null(SSL_get_current_compression(ssl));
		assert_int_equal(SSL_renegotiate(ssl), 0); /* 1.3 has none */
	}
	SSL_free(ssl);
	SSL_CTX_free(ctx);
	close(fd);
	return taken;
}

static void what_is_old_or_weak__is_refused(void **state)
{
	const struct town *t = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (is_taken(t, &rows[i]) != rows[i].taken)
			fail_msg("%s: %s", rows[i].what, rows[i].taken ? "refused" : "taken");
}

/* Without TLS nothing is said but that this is TLS: no page, no version. */
static void plain_http__gets_no_answer(void **state)
{
	static const char ask[] = "GET /v1/ca HTTP/1.1\r\nHost: a\r\n\r\n";
	const struct town *t = *state;
	const int fd = reach(t);
	char got[512] = "";
	ssize_t n;

	assert_int_equal(write(fd, ask, sizeof(ask) - 1), sizeof(ask) - 1);
	n = read(fd, got, sizeof(got) - 1);
	assert_true(n <= 7); /* an alert of TLS, or the end */
	assert_null(strstr(got, "HTTP"));
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_old_or_weak__is_refused),
		cmocka_unit_test(plain_http__gets_no_answer),
	};

	return cmocka_run_group_tests(tests, town_open, town_close);
}
