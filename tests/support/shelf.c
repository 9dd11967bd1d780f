/* SPDX-License-Identifier: MIT */
#include "support/shelf.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void open_it(struct shelf *sh)
{
	struct err err = { .code = ERR_NONE };

	sh->s = store_open(sh->kind, sh->path, &err);
	if (!sh->s)
		fail_msg("%s", err.text);
}

struct shelf *shelf_create(const char *kind)
{
	struct shelf *sh = mem_get(sizeof(*sh));

	sh->kind = kind;
	snprintf(sh->dir, sizeof(sh->dir), "/tmp/porchlight-store-XXXXXX");
	assert_non_null(mkdtemp(sh->dir));
	snprintf(sh->path, sizeof(sh->path), "%s/db", sh->dir);
	snprintf(sh->copy, sizeof(sh->copy), "%s/copy", sh->dir);
	open_it(sh);
	return sh;
}

void shelf_destroy(struct shelf *sh)
{
	static const char *const names[] = { "db",   "db-wal",   "db-shm",
					     "copy", "copy-wal", "copy-shm" };
	char path[128];

	store_close(sh->s);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", sh->dir, names[i]);
		unlink(path);
	}
	for (int version = 1; version < 32; version++) {
		snprintf(path, sizeof(path), "%s" STORE_BEFORE "%d", sh->path, version);
		unlink(path);
	}
	assert_int_equal(rmdir(sh->dir), 0); /* nothing else was left there */
	arena_finish(&sh->mem);
	free(sh);
}

void shelf_reopen(struct shelf *sh)
{
	store_close(sh->s);
	open_it(sh);
}

static struct str keep(struct shelf *sh, struct str text)
{
	return (struct str) { arena_dup(&sh->mem, text.p, text.n), text.n };
}

static void *keep_rows(struct shelf *sh, const void *rows, size_t n)
{
	return rows ? arena_dup(&sh->mem, rows, n) : NULL;
}

static void keep_all(struct shelf *sh, const struct store_reply *r)
{
	sh->r = *r;
	sh->r.messages = keep_rows(sh, r->messages, r->count * sizeof(*r->messages));
	sh->r.groups = keep_rows(sh, r->groups, r->count * sizeof(*r->groups));
	sh->r.users = keep_rows(sh, r->users, r->count * sizeof(*r->users));
	sh->r.reports = keep_rows(sh, r->reports, r->count * sizeof(*r->reports));
	for (size_t i = 0; i < r->count; i++) {
		if (r->messages) {
			sh->r.messages[i].text = keep(sh, r->messages[i].text);
			sh->r.messages[i].warning = keep(sh, r->messages[i].warning);
			sh->r.messages[i].mark = keep(sh, r->messages[i].mark);
		}
		if (r->reports) {
			sh->r.reports[i].why = keep(sh, r->reports[i].why);
			sh->r.reports[i].done = keep(sh, r->reports[i].done);
		}
		if (r->groups)
			sh->r.groups[i].name = keep(sh, r->groups[i].name);
		if (r->groups)
			sh->r.groups[i].called = keep(sh, r->groups[i].called);
		if (r->users) {
			sh->r.users[i].called = keep(sh, r->users[i].called);
			sh->r.users[i].name = keep(sh, r->users[i].name);
			sh->r.users[i].role = keep(sh, r->users[i].role);
			sh->r.users[i].pass_hash = keep(sh, r->users[i].pass_hash);
		}
	}
}

void shelf_on_reply(void *user, const struct store_reply *r)
{
	struct shelf *sh = user;

	keep_all(sh, r);
	if (sh->replies < sizeof(sh->order) / sizeof(sh->order[0]))
		sh->order[sh->replies] = r->seq;
	sh->replies++;
}

void shelf_submit(struct shelf *sh, struct store_req r)
{
	r.done = shelf_on_reply;
	r.user = sh;
	store_submit(sh->s, &r);
}

void shelf_wait(struct shelf *sh, size_t n)
{
	struct pollfd p = { .fd = store_fd(sh->s), .events = POLLIN };

	while (sh->replies < n) {
		assert_int_equal(poll(&p, 1, -1), 1);
		store_drain(sh->s);
	}
}

const struct store_reply *shelf_ask(struct shelf *sh, struct store_req r)
{
	size_t before = sh->replies;

	r.done = shelf_on_reply;
	r.user = sh;
	store_ask(sh->s, &r);
	assert_true(sh->replies > before);
	return &sh->r;
}

const struct store_reply *shelf_must(struct shelf *sh, enum err_code code, struct store_req r)
{
	shelf_ask(sh, r);
	if (sh->r.err.code != code)
		fail_msg("op %d: code %d, not %d: %s", r.op, sh->r.err.code, code,
			 sh->r.err.text);
	return &sh->r;
}

int64_t shelf_group(struct shelf *sh, const char *name)
{
	return shelf_must(sh, ERR_NONE,
			  (struct store_req) { .op = STORE_GROUP_ADD, .a = str_of(name) })
		->id;
}

int64_t shelf_person(struct shelf *sh, const char *name, int64_t group)
{
	char code[80], token[80];

	snprintf(code, sizeof(code), "code of %s", name);
	snprintf(token, sizeof(token), "token of %s", name);
	shelf_must(sh, ERR_NONE, shelf_invite(code, group, 1000));
	return shelf_must(sh, ERR_NONE, shelf_enrol(code, name, token, 500))->member;
}

struct store_req shelf_enrol(const char *code, const char *name, const char *token, int64_t now)
{
	return (struct store_req) { .op = STORE_ENROL,
				    .a = str_of(code),
				    .b = str_of(name),
				    .c = str_of("argon2id's"),
				    .d = str_of(token),
				    .utc_ms = now };
}

struct store_req shelf_invite(const char *code, int64_t group, int64_t expires)
{
	return (struct store_req) { .op = STORE_INVITE_ADD,
				    .a = str_of(code),
				    .b = str_of("facilitator"),
				    .group = group,
				    .utc_ms = expires };
}

struct store_req shelf_say(int64_t group, int64_t member, int64_t ticket, const char *text)
{
	return (struct store_req) { .op = STORE_SAY,
				    .group = group,
				    .member = member,
				    .device = member,
				    .ticket = ticket,
				    .utc_ms = 5000 + ticket,
				    .a = str_of(text) };
}

static int set_up(void **state)
{
	*state = shelf_create(*state);
	return 0;
}

static int tear_down(void **state)
{
	shelf_destroy(*state);
	return 0;
}

int shelf_run(const struct CMUnitTest *rows, size_t n)
{
	static const char *const kinds[] = { "mem", "sqlite" };
	struct CMUnitTest *tests = mem_get(n * sizeof(*tests));
	int failed = 0;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		for (size_t i = 0; i < n; i++)
			tests[i] =
				(struct CMUnitTest) { rows[i].name, rows[i].test_func, set_up,
						      tear_down, (void *)(uintptr_t)kinds[k] };
		failed += _cmocka_run_group_tests(kinds[k], tests, n, NULL, NULL);
	}
	free(tests);
	return failed;
}

static int count_in(const char *path, const char *suffix, const char *words)
{
	char file[128], *bytes = calloc(1, 1 << 20);
	int found = 0;
	size_t n = 0;
	FILE *f;

	snprintf(file, sizeof(file), "%s%s", path, suffix);
	f = fopen(file, "re");
	if (f) {
		n = fread(bytes, 1, 1 << 20, f);
		assert_true(feof(f));
		fclose(f);
	}
	for (char *at = bytes;
	     (at = memmem(at, n - (size_t)(at - bytes), words, strlen(words))); at++)
		found++;
	free(bytes);
	return found;
}

int shelf_count(const struct shelf *sh, const char *words)
{
	return count_in(sh->path, "", words) + count_in(sh->path, "-wal", words);
}
