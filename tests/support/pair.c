/* SPDX-License-Identifier: MIT */
#include "support/pair.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"

/*
 * libwebsockets numbers its marks on SSL_CTXs anew with each context that is made in the
 * process, and does not find those of an older one to free them.  A program of ours has one
 * context; a test that has a client and restarts a server has many.
 */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libssl.so\nleak:libcrypto.so\n";
}

enum { PATIENCE_MS = 20000, SETTLED_MS = 60 };

int pair_open(void **state)
{
	struct pair *p = mem_get(sizeof(*p));

	if (!tmpdir_make(p->base))
		return -1;
	snprintf(p->dir, sizeof(p->dir), "%s/data", p->base);
	fake_server_init(&p->server, p->base);
	*state = p;
	return 0;
}

int pair_close(void **state)
{
	struct pair *p = *state;

	pair_quit(p);
	fake_server_finish(&p->server);
	tmpdir_drop(p->base);
	free(p);
	return 0;
}

static void open_client(struct pair *p, const struct pl_options *o)
{
	enum pl_failure why;

	p->client = pl_client_open(o, &why);
	assert_int_equal(why, PL_OK);
	assert_non_null(p->client);
}

void pair_guest(struct pair *p)
{
	open_client(p, &(struct pl_options) { .guest = true });
}

void pair_member(struct pair *p)
{
	open_client(p, &(struct pl_options) { .dir = p->dir, .passphrase = PAIR_PASSPHRASE });
}

void pair_quit(struct pair *p)
{
	pl_client_close(p->client);
	p->client = NULL;
}

const char *pair_invite(struct pair *p)
{
	static char line[256];

	snprintf(line, sizeof(line), "porchlight join 127.0.0.1:%d/C0DE#%s", p->server.port,
		 p->server.certs.fingerprint);
	return line;
}

static int sooner(int a, int b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

/* One turn of both; false if there was nothing to do within `most_ms`. */
static bool turn(struct pair *p, int most_ms)
{
	struct pollfd fds[2] = { { .fd = -1 }, { .fd = -1 } };
	int wait = most_ms, ready;

	if (p->client) {
		fds[0] = (struct pollfd) { pl_client_fd(p->client), POLLIN, 0 };
		wait = sooner(wait, pl_client_timeout_ms(p->client));
	}
	if (p->server.loop) {
		fds[1] = (struct pollfd) { loop_fd(p->server.loop), POLLIN, 0 };
		wait = sooner(wait, loop_timeout_ms(p->server.loop));
	}
	ready = poll(fds, 2, wait);
	if (p->client)
		p->changed |= pl_client_work(p->client);
	if (p->server.loop)
		loop_work_once(p->server.loop);
	return ready > 0 || wait < most_ms;
}

void pair_until(struct pair *p, bool (*is_so)(struct pair *p))
{
	int64_t end = clock_ms() + PATIENCE_MS;

	p->changed = 0;
	while (!is_so(p)) {
		if (clock_ms() > end)
			fail_msg("waited too long");
		turn(p, 1000);
	}
}

void pair_settle(struct pair *p)
{
	int64_t end = clock_ms() + PATIENCE_MS;

	while (turn(p, SETTLED_MS) && clock_ms() < end)
		;
}

static bool is_over(struct pair *p)
{
	return !pl_client_busy(p->client);
}

enum pl_failure pair_end(struct pair *p, enum pl_failure begun)
{
	assert_int_equal(begun, PL_OK);
	assert_true(pl_client_busy(p->client));
	pair_until(p, is_over);
	assert_true(p->changed & PL_CHANGED_ACCOUNT);
	return pl_client_result(p->client);
}

enum pl_link pair_link(struct pair *p, enum pl_failure *why)
{
	struct pl_link_info info;

	pl_client_link(p->client, &info);
	if (why)
		*why = info.failure;
	return info.link;
}

static bool has_all(struct pair *p)
{
	const struct pl_group *g;

	return pl_client_groups(p->client, &g) == 1 && g->last_seq == p->server.said_count;
}

bool pair_is_live(struct pair *p)
{
	return pair_link(p, NULL) == PL_LINK_LIVE && has_all(p);
}

bool pair_is_waiting(struct pair *p)
{
	return pair_link(p, NULL) == PL_LINK_WAITING;
}

bool pair_has_none_kept(struct pair *p)
{
	struct pl_link_info info;

	pl_client_link(p->client, &info);
	return info.kept == 0;
}

void pair_join(struct pair *p)
{
	enum pl_failure begun =
		pl_client_join(p->client, pair_invite(p), "Ana", PAIR_PASSPHRASE);

	assert_int_equal(pair_end(p, begun), PL_OK);
	pair_until(p, pair_is_live);
}

const char *pair_talk(struct pair *p)
{
	static char talk[65536];
	const struct pl_message *m;
	size_t n = pl_client_messages(p->client, FAKE_GROUP, &m);
	size_t at = 0;

	talk[0] = '\0';
	for (size_t i = 0; i < n && at < sizeof(talk); i++) {
		const char *before = m[i].state == PL_KEPT_HERE      ? "-"
				     : m[i].state == PL_NOT_ACCEPTED ? "!"
								     : m[i].who;
		at += (size_t)snprintf(talk + at, sizeof(talk) - at, "%s%s%s%s", at ? " " : "",
				       before, m[i].seq ? ":" : "", m[i].text);
	}
	return talk;
}
