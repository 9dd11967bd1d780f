/* SPDX-License-Identifier: MIT */
/*
 * What a client says beside what a person says: nothing of whose device it is, or which.  A real
 * evening goes through somebody who stands before the server and sees inside TLS.
 */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/town.h"

enum { PATH = 160, SAID = 1 << 20, NAME = 64 };

/* Of who sits there, as their system has it. */
static const char *const own[][2] = {
	{ "USER", "xanthippe" },         { "LOGNAME", "xanthippe" },
	{ "HOSTNAME", "quokkabox" },     { "TZ", "Asia/Kathmandu" },
	{ "LANGUAGE", "es_MX:es" },      { "EMAIL", "x@quokka.example" },
	{ "TERM_PROGRAM", "umberterm" },
};
enum { OWN = sizeof(own) / sizeof(own[0]) };

/* Each with what it is for; a header that is not here is one too many. */
static const char *const headers[] = {
	"host",       "authorization",     "content-type",          "content-length",
	"accept",     "accept-encoding",   "if-none-match",         "upgrade",
	"connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol",
	"pragma",     "cache-control",
};
enum { HEADERS = sizeof(headers) / sizeof(headers[0]) };

static char said[SAID];
static size_t said_n;

static void read_said(const char *path)
{
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	said_n = fread(said, 1, sizeof(said), f);
	fclose(f);
	assert_true(said_n > 0 && said_n < sizeof(said));
}

/* Without regard to case: headers are written either way. */
static bool is_said(const char *words)
{
	const size_t n = strlen(words);

	for (size_t i = 0; i + n <= said_n; i++)
		if (strncasecmp(said + i, words, n) == 0)
			return true;
	return false;
}

static void open_proxy(const struct town *t, struct child *proxy, int *port)
{
	char script[PATH], cert[PATH], key[PATH], file[PATH], to[16];

	snprintf(script, sizeof(script), "%s/tests/e2e/says_proxy.py", getenv("SOURCE"));
	snprintf(cert, sizeof(cert), "%s/server.pem", t->data);
	snprintf(key, sizeof(key), "%s/server.key", t->data);
	snprintf(file, sizeof(file), "%s/said", t->dir);
	snprintf(to, sizeof(to), "%d", t->port);
	assert_true(child_open(
		proxy,
		(const char *const[]) { "/usr/bin/python3", script, to, cert, key, file, NULL },
		NULL));
	assert_true(child_wait_for(proxy, "listening on "));
	assert_true(child_wait_for(proxy, "\n"));
	*port = (int)strtol(strstr(buf_text(&proxy->seen), "on ") + 3, NULL, 10);
}

/* The invite, by way of the proxy. */
static char *invite_at(struct town *t, int port)
{
	char *line = town_invite(t, "patient"), *out = malloc(512);
	const char *slash = strchr(line, '/');

	assert_non_null(slash);
	snprintf(out, 512, "porchlight join 127.0.0.1:%d%s", port, slash);
	free(line);
	return out;
}

/* Joins, talks, and asks for all that comes by HTTP. */
static void spend_an_evening(struct town *t, int port)
{
	static const struct {
		const char *line, *answer;
	} evening[] = {
		{ "/wait connected", "Evening" },
		{ "I am well.\n/wait sent\n/consents", "There is no consent of yours." },
		{ "/reads", "Nobody has read" },
		{ "/packs get", "nothing new" },
		{ "/attendance", "So said the server" },
		{ "/signout", "signed out" },
	};
	char *invite = invite_at(t, port);
	struct child ana;

	assert_true(child_open(&ana, town_words(t, "Ana", "--line", invite), NULL));
	for (size_t i = 0; i < sizeof(evening) / sizeof(evening[0]); i++) {
		assert_true(child_say(&ana, evening[i].line));
		assert_true(child_wait_for(&ana, evening[i].answer));
	}
	child_end_input(&ana);
	child_end(&ana);
	child_finish(&ana);
	free(invite);
}

static bool is_known(const char *name, size_t n)
{
	for (size_t i = 0; i < HEADERS; i++)
		if (strlen(headers[i]) == n && strncasecmp(headers[i], name, n) == 0)
			return true;
	return false;
}

/* Each line between a request's first and its empty one. */
static int check_headers(void)
{
	int requests = 0;

	for (const char *at = said;
	     (at = memmem(at, said_n - (size_t)(at - said), " HTTP/1.1\r\n", 11)) != NULL;
	     requests++) {
		at += 11;
		for (const char *end; (end = strstr(at, "\r\n")) && end != at; at = end + 2) {
			const size_t n = strcspn(at, ":");

			if (!is_known(at, n))
				fail_msg("a header that says too much: %.*s", (int)(end - at),
					 at);
		}
	}
	return requests;
}

static void it_says_nothing_of_whose_device_it_is(void **state)
{
	static const char *const programs[] = { "libwebsockets",  "libcurl",    "curl/",
						"sqlite",         "user-agent", "server:",
						"accept-language" };
	struct town *t = *state;
	struct utsname system;
	struct child proxy;
	char file[PATH];
	int port;

	if (!child_has_python("asyncio, ssl"))
		skip();
	for (size_t i = 0; i < OWN; i++)
		setenv(own[i][0], own[i][1], 1);
	open_proxy(t, &proxy, &port);
	spend_an_evening(t, port);
	child_finish(&proxy);
	snprintf(file, sizeof(file), "%s/said", t->dir);
	read_said(file);
	assert_true(is_said("/v1/enrol") && is_said("/v1/signout") && is_said("upgrade"));
	for (size_t i = 0; i < OWN; i++)
		assert_false(is_said(own[i][1]));
	assert_int_equal(uname(&system), 0);
	assert_false(is_said(system.sysname) || is_said(system.release) ||
		     is_said(system.version) || is_said(t->dir));
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		assert_false(is_said(programs[i]));
	assert_true(check_headers() >= 4);
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test_setup_teardown(it_says_nothing_of_whose_device_it_is,
						town_open, town_close),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
