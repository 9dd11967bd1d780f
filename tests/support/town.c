/* SPDX-License-Identifier: MIT */
#include "support/town.h"

#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORDS_MAX = 24, NAME_AT = 5 };

static const char *program(const char *name)
{
	const char *path = getenv(name);

	if (!path)
		fail_msg("%s is not set: run this test by meson", name);
	return path;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

int town_admin(struct town *t, struct buf *out, const char *const *words)
{
	const char *argv[WORDS_MAX] = { program("PORCHLIGHTD"),
					"--data",
					t->data,
					"--host",
					t->host,
					"--address",
					t->address,
					"--port" };
	size_t n = 8;
	char port[12];
	struct child c;
	int status;

	snprintf(port, sizeof(port), "%d", t->port);
	argv[n++] = port;
	while (*words && n < WORDS_MAX - 1)
		argv[n++] = *words++;
	assert_true(child_open(&c, argv, NULL));
	child_end_input(&c);
	status = child_end(&c);
	if (out)
		buf_add(out, c.seen.p, c.seen.n);
	else if (status != 0)
		print_error("%s", buf_text(&c.seen));
	child_finish(&c);
	return status;
}

bool town_start(struct town *t)
{
	char port[12];
	const char *argv[] = { program("PORCHLIGHTD"),
			       "--data",
			       t->data,
			       "--host",
			       t->host,
			       "--address",
			       t->address,
			       "--port",
			       port,
			       "serve",
			       NULL };

	snprintf(port, sizeof(port), "%d", t->port);
	return child_open(&t->server, argv, t->log);
}

bool town_is_up(struct town *t)
{
	if (!child_wait_for(&t->server, "listening on ") || !child_wait_for(&t->server, "\n"))
		return false;
	t->port =
		(int)strtol(strstr(buf_text(&t->server.seen), "listening on ") + 13, NULL, 10);
	return t->port > 0;
}

bool town_serve(struct town *t)
{
	return town_start(t) && town_is_up(t);
}

bool town_set_cert(const struct town *t, const char *cert_file, const char *key_file)
{
	char path[160];
	bool had;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tickets.key", t->data);
	had = unlink(path) == 0;
	snprintf(path, sizeof(path), "%s/porchlightd.conf", t->data);
	f = fopen(path, "w");
	assert_non_null(f);
	if (cert_file) {
		assert_int_equal(chmod(key_file, 0600), 0);
		fprintf(f, "cert = %s\nkey = %s\n", cert_file, key_file);
	}
	assert_int_equal(fclose(f), 0);
	return had;
}

void town_kill(struct town *t)
{
	child_kill(&t->server, SIGKILL);
	child_end(&t->server);
	child_finish(&t->server);
}

static void write_pass(const struct town *t)
{
	FILE *f = fopen(t->pass, "w");

	assert_non_null(f);
	fputs(TOWN_PASSPHRASE "\n", f);
	assert_int_equal(fclose(f), 0);
}

struct town *town_open_at(const char *host)
{
	static const char *const init[] = { "init", "--group", "Evening", NULL };
	struct town *t = mem_get(sizeof(*t));

	/* A person's own settings and the tester's terminal have no say here. */
	unsetenv("ACCESSIBLE");
	setenv("TERM", "dumb", 1);
	setenv("TZ", "UTC", 1);
	snprintf(t->address, sizeof(t->address), "%s", host);
	snprintf(t->host, sizeof(t->host), "%s", host);
	snprintf(t->dir, sizeof(t->dir), "/tmp/porchlight-test-XXXXXX");
	assert_non_null(mkdtemp(t->dir));
	setenv("HOME", t->dir, 1);
	snprintf(t->data, sizeof(t->data), "%s/data", t->dir);
	snprintf(t->log, sizeof(t->log), "%s/log", t->dir);
	snprintf(t->pass, sizeof(t->pass), "%s/pass", t->dir);
	write_pass(t);
	t->server = (struct child) { .in = -1, .out = -1 };
	assert_int_equal(town_admin(t, NULL, init), 0);
	assert_true(town_serve(t));
	return t;
}

int town_open(void **state)
{
	*state = town_open_at("127.0.0.1");
	return 0;
}

int town_close(void **state)
{
	struct town *t = *state;
	int status = 0;

	if (t->server.pid) {
		child_kill(&t->server, SIGTERM);
		status = child_end(&t->server); /* a sanitizer's complaint is a status too */
	}
	if (status != 0)
		print_error("the server ended with %d; its log is in %s\n", status, t->log);
	child_finish(&t->server);
	if (status == 0)
		nftw(t->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(t);
	return status;
}

char *town_invite(struct town *t, const char *role)
{
	const char *words[] = { "invite", "--role", role, NULL };
	struct buf out;
	const char *line;
	char *copy;

	buf_init(&out, 65536);
	assert_int_equal(town_admin(t, &out, words), 0);
	line = strstr(buf_text(&out), "porchlight join ");
	assert_non_null(line);
	copy = mem_dup(line, strcspn(line, "\n"));
	buf_finish(&out);
	return copy;
}

const char *const *town_device(struct town *t, const char *device, const char *name,
			       const char *invite)
{
	const char **argv = (const char **)(uintptr_t)town_words(t, device, "--line", invite);

	argv[NAME_AT] = name;
	return argv;
}

const char *const *town_words(struct town *t, const char *name, const char *face,
			      const char *invite)
{
	static const char *argv[WORDS_MAX];
	static char home[128];
	size_t n = 0;

	snprintf(home, sizeof(home), "%s/%s", t->dir, name);
	argv[n++] = program("PORCHLIGHT");
	argv[n++] = face;
	argv[n++] = "--dir";
	argv[n++] = home;
	argv[n++] = "--name";
	argv[n++] = name;
	argv[n++] = "--passphrase-file";
	argv[n++] = t->pass;
	if (invite) {
		argv[n++] = "join";
		argv[n++] = invite;
	}
	argv[n] = NULL;
	return argv;
}

/* A locale of the name C is never translated; that of UTF-8 is everywhere. */
const char *const *town_in_spanish(const char *const *words)
{
	static const char *argv[WORDS_MAX] = { "/usr/bin/env", "LC_ALL=C.UTF-8",
					       "LANGUAGE=es" };
	size_t n = 3;

	argv[n++] = getenv("PORCHLIGHT_HERE");
	for (words++; *words && n + 1 < WORDS_MAX; words++)
		argv[n++] = *words;
	argv[n] = NULL;
	return argv[3] ? argv : NULL;
}

void town_join(struct town *t, struct child *c, const char *name, const char *role)
{
	char *invite = town_invite(t, role);

	assert_true(child_open(c, town_words(t, name, "--line", invite), NULL));
	assert_true(child_say(c, "/wait connected"));
	free(invite);
}

void town_return(struct town *t, struct child *c, const char *name)
{
	assert_true(child_open(c, town_words(t, name, "--line", NULL), NULL));
}
