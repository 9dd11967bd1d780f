/* SPDX-License-Identifier: MIT */
/*
 * A server that runs: what the kernel forbids it, that all still works in there, what is in its
 * memory after people have signed in, and what of TLS it takes.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/town.h"

enum { PATH = 256, FAILED = 1, PIECE = 1 << 20, TOKENS = 2 };

/* A word of a line of /proc/PID/status; "" when there is no such line. */
static void status_of(pid_t pid, const char *key, char out[64])
{
	char path[PATH], line[256];
	FILE *f;

	*out = '\0';
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "re");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		if (strncmp(line, key, strlen(key)) == 0 && line[strlen(key)] == ':')
			sscanf(line + strlen(key) + 1, "%63s", out);
	fclose(f);
}

static bool log_has(const struct town *t, const char *words)
{
	char *bytes = calloc(1, PIECE);
	FILE *f = fopen(t->log, "re");
	bool found;

	assert_non_null(f);
	fread(bytes, 1, PIECE - 1, f);
	fclose(f);
	found = strstr(bytes, words) != NULL;
	free(bytes);
	return found;
}

static bool serve_with(struct town *t, const char *line)
{
	char path[PATH];
	FILE *f;

	child_kill(&t->server, SIGTERM);
	assert_int_equal(child_end(&t->server), 0);
	child_finish(&t->server);
	snprintf(path, sizeof(path), "%s/porchlightd.conf", t->data);
	f = fopen(path, "we");
	assert_non_null(f);
	fprintf(f, "%s\n", line);
	assert_int_equal(fclose(f), 0);
	return town_serve(t);
}

/* ---- the sandbox ---- */

static void the_kernel__keeps_the_server_in(void **state)
{
	struct town *t = *state;
	char word[64];

	if (log_has(t, "event=sandbox part=calls held=no"))
		skip(); /* a kernel without seccomp */
	assert_true(log_has(t, "event=sandbox part=calls held=yes"));
	status_of(t->server.pid, "Seccomp", word);
	assert_string_equal(word, "2");
	status_of(t->server.pid, "NoNewPrivs", word);
	assert_string_equal(word, "1");
	assert_true(serve_with(t, "sandbox = no"));
	status_of(t->server.pid, "Seccomp", word);
	assert_string_equal(word, "0");
}

static void in_there__all_works_that_did(void **state)
{
	struct town *t = *state;
	struct child ana, robin;
	char to[PATH];

	if (!log_has(t, "event=sandbox part=files held=no"))
		assert_true(serve_with(t, "sandbox = must"));
	snprintf(to, sizeof(to), "%s/backup", t->dir);
	town_join(t, &robin, "Robin", "facilitator");
	town_join(t, &ana, "Ana", "patient"); /* each invite is a reload */
	assert_true(child_say(&ana, "Said inside."));
	assert_true(child_wait_for(&robin, "Ana: Said inside.\n"));
	assert_int_equal(town_admin(t, NULL, (const char *const[]) { "backup", to, NULL }), 0);
	assert_int_equal(town_admin(t, NULL, (const char *const[]) { "check", NULL }), 0);
	child_kill(&t->server, SIGHUP);
	assert_true(child_say(&ana, "And after a reload."));
	assert_true(child_wait_for(&robin, "Ana: And after a reload.\n"));
	child_finish(&ana);
	child_finish(&robin);
}

static void files_that_others_can_read__keep_it_from_starting(void **state)
{
	struct town *t = *state;
	char path[PATH], want[2 * PATH];

	town_kill(t);
	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	snprintf(want, sizeof(want), "chmod 600 %s", path);
	assert_int_equal(chmod(path, 0640), 0);
	assert_false(town_serve(t));
	assert_int_equal(child_end(&t->server), FAILED);
	child_finish(&t->server);
	assert_true(log_has(t, want));
	assert_int_equal(chmod(path, 0600), 0);
	assert_true(town_serve(t));
}

/* ---- memory ---- */

struct search {
	int mem;
	const char *words[TOKENS + 1];
	int found[TOKENS + 1];
	char *piece;
};

static void search_range(struct search *s, uint64_t from, uint64_t to)
{
	for (uint64_t at = from; at < to;) {
		const size_t want = to - at < PIECE ? (size_t)(to - at) : PIECE;
		const ssize_t n = pread(s->mem, s->piece, want, (off_t)at);

		if (n <= 0)
			return; /* the kernel's own */
		for (int i = 0; i <= TOKENS; i++)
			for (char *p = s->piece;
			     s->words[i] && (p = memmem(p, (size_t)(s->piece + n - p),
							s->words[i], strlen(s->words[i])));
			     p++) {
				s->found[i]++;
				print_message("%s is at %" PRIx64 " of %" PRIx64 "-%" PRIx64
					      "\n",
					      i ? "a token" : "the passphrase",
					      at + (uint64_t)(p - s->piece), from, to);
			}
		/* A word may lie across two pieces. */
		at += (size_t)n == PIECE ? PIECE - 256 : (size_t)n;
	}
}

/* False: we may not look. */
static bool search_memory(pid_t pid, struct search *s)
{
	char path[PATH], line[512];
	uint64_t from, to;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	s->mem = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	maps = s->mem >= 0 ? fopen(path, "re") : NULL;
	if (!maps)
		return false;
	s->piece = malloc(PIECE);
	while (fgets(line, sizeof(line), maps))
		if (sscanf(line, "%" SCNx64 "-%" SCNx64, &from, &to) == 2)
			search_range(s, from, to);
	fclose(maps);
	close(s->mem);
	free(s->piece);
	return true;
}

static void read_tokens(struct town *t, char tokens[TOKENS][64])
{
	char *invite = town_invite(t, "patient"), script[PATH], port[12], code[64];
	const char *slash = strchr(invite, '/');
	struct child c;

	snprintf(script, sizeof(script), "%s/tests/e2e/harden_client.py", getenv("SOURCE"));
	snprintf(port, sizeof(port), "%d", t->port);
	snprintf(code, sizeof(code), "%.*s", (int)strcspn(slash + 1, "#"), slash + 1);
	free(invite);
	assert_true(child_open(&c,
			       (const char *const[]) { "/usr/bin/python3", script, port, code,
						       "Ana", "correct horse battery", NULL },
			       NULL));
	child_end_input(&c);
	if (child_end(&c) != 0)
		fail_msg("%s", buf_text(&c.seen));
	assert_int_equal(sscanf(buf_text(&c.seen), "%63s %63s", tokens[0], tokens[1]), 2);
	child_finish(&c);
}

static void memory__holds_no_passphrase_and_no_token(void **state)
{
	struct town *t = *state;
	char tokens[TOKENS][64], locked[64];
	struct search s = { .words = { "correct horse battery" } };

#if defined(__SANITIZE_ADDRESS__)
	skip(); /* it keeps what was freed, to find who uses it */
#endif
	if (!child_has_python("ssl"))
		skip();
	read_tokens(t, tokens);
	for (int i = 0; i < TOKENS; i++)
		s.words[i + 1] = tokens[i];
	status_of(t->server.pid, "VmLck", locked);
	if (!log_has(t, "event=memory_not_locked"))
		assert_true(strtol(locked, NULL, 10) > 0);
	if (!search_memory(t->server.pid, &s))
		skip(); /* not even its own user may look */
	for (int i = 0; i <= TOKENS; i++)
		assert_int_equal(s.found[i], 0);
}

#define EACH(fn) cmocka_unit_test_setup_teardown(fn, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(the_kernel__keeps_the_server_in),
		EACH(in_there__all_works_that_did),
		EACH(files_that_others_can_read__keep_it_from_starting),
		EACH(memory__holds_no_passphrase_and_no_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
