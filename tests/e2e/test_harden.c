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

enum { PATH = 256, FAILED = 1, PIECE = 1 << 20 };

#define SECRET "correct horse battery"

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
	const char *word;
	int found;
	char *piece; /* PIECE bytes */
	int mem;
};

/* A word may lie across two pieces. */
static void search_range(struct search *s, uint64_t from, uint64_t to)
{
	const size_t n = strlen(s->word);

	for (uint64_t at = from; at < to; at += PIECE - PATH) {
		const size_t want = to - at < PIECE ? (size_t)(to - at) : PIECE;
		const ssize_t got = pread(s->mem, s->piece, want, (off_t)at);
		const char *end = s->piece + got;

		if (got <= 0)
			return; /* the kernel's own */
		for (char *p = s->piece; (p = memmem(p, (size_t)(end - p), s->word, n)); p++)
			s->found++;
	}
}

static FILE *open_memory(pid_t pid, struct search *s)
{
	char path[PATH];

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	s->mem = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	return s->mem < 0 ? NULL : fopen(path, "re");
}

/* How often it is in the memory of the process; -1: we may not look. */
static int count_in_memory(pid_t pid, const char *word)
{
	struct search s = { .word = word, .piece = malloc(PIECE) };
	FILE *maps = open_memory(pid, &s);
	char line[512];
	uint64_t from, to;

	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%" SCNx64 "-%" SCNx64, &from, &to) == 2)
			search_range(&s, from, to);
	if (s.mem >= 0)
		close(s.mem);
	free(s.piece);
	return maps ? fclose(maps), s.found : -1;
}

static void open_python(struct town *t, struct child *c)
{
	char *invite = town_invite(t, "patient"), script[PATH], port[12], code[64];
	const char *slash = strchr(invite, '/');

	snprintf(script, sizeof(script), "%s/tests/e2e/harden_client.py", getenv("SOURCE"));
	snprintf(port, sizeof(port), "%d", t->port);
	snprintf(code, sizeof(code), "%.*s", (int)strcspn(slash + 1, "#"), slash + 1);
	free(invite);
	assert_true(child_open(c,
			       (const char *const[]) { "/usr/bin/python3", script, port, code,
						       "Ana", SECRET, NULL },
			       NULL));
}

static void is_forgotten(const struct town *t, struct child *c)
{
	char token[64];

	assert_true(child_wait_for(c, "token "));
	assert_true(child_wait_for(c, "\n"));
	assert_int_equal(sscanf(strrchr(buf_text(&c->seen), ' ') + 1, "%63s", token), 1);
	assert_true(strlen(token) > 40);
	assert_int_equal(count_in_memory(t->server.pid, SECRET), 0);
	assert_int_equal(count_in_memory(t->server.pid, token), 0);
}

/* Until it has answered, and no longer.  That the search finds something is tried first. */
static void memory__holds_no_passphrase_and_no_token(void **state)
{
	struct town *t = *state;
	struct child c;
	char locked[64];

#if defined(__SANITIZE_ADDRESS__)
	skip(); /* it keeps what was freed, to find who uses it */
#endif
	if (!child_has_python("ssl") || count_in_memory(t->server.pid, t->data) < 0)
		skip(); /* or not even its own user may look */
	assert_true(count_in_memory(t->server.pid, t->data) > 0);
	status_of(t->server.pid, "VmLck", locked);
	if (!log_has(t, "event=memory_not_locked"))
		assert_true(strtol(locked, NULL, 10) > 0);
	open_python(t, &c);
	is_forgotten(t, &c);
	assert_true(child_say(&c, "go on"));
	is_forgotten(t, &c);
	assert_true(child_say(&c, "enough"));
	assert_int_equal(child_end(&c), 0);
	child_finish(&c);
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

	unsetenv("MALLOC_PERTURB_"); /* meson's: the server has to do it by itself */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
