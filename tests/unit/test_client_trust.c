/* SPDX-License-Identifier: MIT */
/* Who is taken for the server, over the WebSocket, that the token goes to. */
#include <setjmp.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/core.h"
#include "support/pair.h"

static const struct row {
	const char *host, *san;
	enum pl_failure why; /* PL_OK: it is the one */
} rows[] = {
	{ "127.0.0.1", "IP:127.0.0.2,DNS:localhost", PL_FAIL_CERTIFICATE },
	{ "localhost", "DNS:other.example,IP:127.0.0.1", PL_FAIL_CERTIFICATE },
	{ "::ffff:127.0.0.1", "IP:::1", PL_FAIL_CERTIFICATE },
	{ "::ffff:127.0.0.1", "IP:::ffff:127.0.0.1", PL_OK },
	{ "localhost", "DNS:localhost", PL_OK },
};

static void replace(char **slot, const char *s)
{
	free(*slot);
	*slot = mem_dup(s, strlen(s));
}

/* The client believes in a CA that has signed for `san`, and goes to `host`. */
static void set_up(struct pair *p, const struct row *r)
{
	const struct certs_want want = { r->san, -1, 30 };
	char name[16];

	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	snprintf(name, sizeof(name), "row%d", (int)(r - rows));
	certs_make(&p->server.certs, p->base, name, &want);
	replace(&p->client->ca, p->server.certs.ca_pem);
	replace(&p->client->host, r->host);
	fake_server_up(&p->server, NULL);
}

/* A bare machine may have no /etc/hosts. */
static bool is_known(const char *host)
{
	struct addrinfo *all;

	if (getaddrinfo(host, NULL, NULL, &all) != 0)
		return false;
	freeaddrinfo(all);
	return true;
}

/* A clinic's CA may stand behind many servers: by a numeric address too it must be this one. */
static void another_server_of_the_same_ca_gets_no_token(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const bool right = rows[i].why == PL_OK;
		enum pl_failure why;
		int opens;

		if (!is_known(rows[i].host)) {
			print_message("skipped: nobody knows where %s is\n", rows[i].host);
			continue;
		}
		set_up(p, &rows[i]);
		opens = p->server.opens;
		pl_client_connect_now(p->client);
		pair_until(p, right ? pair_is_live : pair_is_waiting);
		pair_link(p, &why);
		assert_int_equal(why, rows[i].why);
		assert_int_equal(p->server.opens, opens + right);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(another_server_of_the_same_ca_gets_no_token,
						pair_open, pair_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
