/* SPDX-License-Identifier: MIT */
/*
 * What a person's device keeps, on a disk that fails, and after the power has gone.  A line that
 * was said to be kept is kept, once, and the folder opens with its passphrase.
 *
 * FAULTS_STATES: how many wrecks are opened; 100 unless it is set.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "client/cache_in.h"
#include "client/vault.h"
#include "support/cached.h"
#include "support/faults.h"
#include "support/wreck.h"

enum { LINES_MAX = 1024, FOREVER = 1 << 30 };

/* Lines that were said to be kept here, by their number. */
struct evening {
	struct folder *f;
	bool kept[LINES_MAX];
	int64_t tickets[LINES_MAX];
	int count;
	int64_t seq;     /* of the group's messages, those that were kept */
	int64_t settled; /* lines up to this are at the server */
};

/* ---- an evening ---- */

/* As the client does it: it is said, and if it is kept it goes out. */
static void say(struct evening *e)
{
	const struct state_group g = { .pub = { .id = GROUP }, .top = e->seq };
	const int i = ++e->count;
	struct wire_msg line = { .d = 5000 };
	char text[32];

	assert_true(i < LINES_MAX);
	snprintf(text, sizeof(text), "line %d", i);
	line.b = str_of(text);
	e->kept[i] = cache_outbox_add(e->f->cache, &g, &line);
	e->tickets[i] = line.k;
	if (e->kept[i])
		faults_mark(faults_here(), i);
}

/* A message of another, and our own that comes back; what is not kept comes again. */
static bool hear(struct evening *e, int own)
{
	struct wire_msg m = message(e->seq + 1, own ? ME : 2, "heard");
	char text[32];

	snprintf(text, sizeof(text), "line %d", own);
	if (own) {
		m.k = e->tickets[own];
		m.b = str_of(text);
	}
	if (!cache_keep(e->f->cache, &m, 1, ME, NULL))
		return false;
	e->seq++;
	return true;
}

/* Three lines, of which the first comes back from the server. */
static void talk(struct evening *e)
{
	const int own = e->count + 1;

	cache_draft_set(e->f->cache, GROUP, "half a line, and");
	say(e);
	hear(e, 0);
	say(e);
	cache_draft_set(e->f->cache, GROUP, "more than half a line");
	if (e->kept[own] && !hear(e, own)) {
		faults_disarm(faults_here());
		assert_true(hear(e, own));
	}
	if (e->kept[own])
		faults_mark(faults_here(), LINES_MAX + own);
	cache_seen(e->f->cache, GROUP, e->seq);
	say(e);
}

/* ---- is it all there? ---- */

static int number_of(struct str text)
{
	char copy[32] = "";

	memcpy(copy, text.p, text.n < sizeof(copy) ? text.n : sizeof(copy) - 1);
	return strncmp(copy, "line ", 5) == 0 ? (int)strtol(copy + 5, NULL, 10) : 0;
}

/* How often each of our lines is in the outbox or among the messages. */
static void count_lines(struct cache *c, int *seen)
{
	struct arena mem = { 0 };
	struct cache_line line = { 0 };
	struct state s;

	while (cache_outbox_next(c, GROUP, line.ticket, &mem, &line))
		seen[number_of(line.text)]++;
	arena_finish(&mem);
	load(c, &s);
	for (size_t i = 0; s.groups_count && i < s.groups[0]->messages_count; i++)
		if (s.groups[0]->messages[i].seq)
			seen[number_of(str_of(s.groups[0]->messages[i].text))]++;
	state_finish(&s);
}

/* `kept`: what has to be there; once, and nothing twice.  Of the newest 500. */
static void see_lines(struct cache *c, const bool *kept, int from, int count)
{
	int seen[LINES_MAX] = { 0 };

	count_lines(c, seen);
	for (int i = from; i <= count; i++)
		if (seen[i] > 1 || (kept[i] && !seen[i]))
			fail_msg("line %d is there %d times", i, seen[i]);
}

/* ---- life ---- */

/* As DIR/salt is made, but that the key takes no time. */
static void make_quick_salt(const char *dir)
{
	static const char salt[25] = { [0] = 1, [17] = 1, [21] = 8 };
	char path[128];

	snprintf(path, sizeof(path), "%s/salt", dir);
	assert_true(file_folder(dir, NULL));
	assert_true(file_make(path, (struct str) { salt, sizeof(salt) }, 0600, NULL));
}

static void open_evening(struct evening *e, struct folder *f)
{
	*e = (struct evening) { .f = f };
	make_quick_salt(f->dir);
	faults_here()->quick = true;
	assert_true(cache_set(reopen(f), account, 5, CACHE_OTHER));
	snprintf(faults_here()->under, FAULTS_PATH, "%s", f->base);
	keep(f->cache, group_with(0, 0));
}

static int close_all(void **state)
{
	faults_disarm(faults_here());
	faults_here()->under[0] = '\0';
	faults_here()->log[0] = '\0';
	return drop_folder(state);
}

/* ---- each call fails in its turn ---- */

static const struct way {
	const char *what;
	unsigned kinds;
	int error;
	int64_t count;
} ways[] = {
	{ "EIO, once", FAULT_ALL, EIO, 1 },
	{ "EIO, on and on", FAULT_ALL, EIO, FOREVER },
	{ "the disk is full", FAULT_WRITE | FAULT_TRUNCATE, ENOSPC, FOREVER },
	{ "a write is cut off", FAULT_WRITE, FAULT_SHORT, 1 },
};

static bool fail_at(struct evening *e, const struct way *w, int64_t n)
{
	bool failed;

	faults_arm(faults_here(), w->kinds, w->error, n, w->count);
	talk(e);
	failed = faults_here()->failed > 0;
	faults_disarm(faults_here());
	say(e);
	if (!e->kept[e->count])
		fail_msg("%s, call %lld: it does not go on", w->what, (long long)n);
	return failed;
}

static void each_call_of_an_evening_fails_and_no_line_is_lost(void **state)
{
	struct evening *e = mem_get(sizeof(*e));

	open_evening(e, *state);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		const int from = e->count + 1;
		int64_t n = 1;

		while (fail_at(e, &ways[i], n))
			n++;
		see_lines(e->f->cache, e->kept, from, e->count);
		see_lines(reopen(e->f), e->kept, from, e->count);
		assert_true(n > 3);
		print_message("%s: each of %lld calls\n", ways[i].what, (long long)n - 1);
	}
	free(e);
}

/* ---- the power goes ---- */

static int states_wanted(void)
{
	const char *value = getenv("FAULTS_STATES");

	return value ? (int)strtol(value, NULL, 10) : 100;
}

/* What was said to be kept by then. */
static void kept_before(const struct wreck *w, size_t upto, bool *kept)
{
	memset(kept, 0, LINES_MAX * sizeof(*kept));
	for (size_t i = 0; i < upto; i++)
		if (wreck_mark(w, i) > 0 && wreck_mark(w, i) < LINES_MAX)
			kept[wreck_mark(w, i)] = true;
}

static size_t behind_joining(const struct wreck *w)
{
	size_t i = 0;

	while (wreck_mark(w, i) != 0)
		i++;
	return i + 1;
}

/* From a folder that is not there to an evening; the first mark is that somebody has joined. */
static void log_evening(struct evening *e, struct folder *f, const char *log, bool quick)
{
	*e = (struct evening) { .f = f };
	snprintf(faults_here()->under, FAULTS_PATH, "%s", f->base);
	snprintf(faults_here()->log, FAULTS_PATH, "%s", log);
	faults_here()->quick = true;
	if (quick)
		make_quick_salt(f->dir);
	assert_true(cache_set(reopen(f), account, 5, CACHE_OTHER));
	faults_mark(faults_here(), 0);
	keep(f->cache, group_with(0, 0));
	for (int i = 0; i < 12; i++)
		talk(e);
	faults_here()->log[0] = '\0';
}

static void open_wreck(const char *base, const bool *kept, int count)
{
	struct folder f = { .cache = NULL };
	char *host;

	snprintf(f.dir, sizeof(f.dir), "%s/data", base);
	reopen(&f);
	host = cache_get(f.cache, "host");
	assert_non_null(host);
	assert_string_equal(host, "example.org");
	free(host);
	see_lines(f.cache, kept, 1, count);
	cache_close(f.cache);
}

/* Evenly over all calls behind the mark 0. */
static void open_wrecks(struct folder *f, int states, bool quick)
{
	struct evening *e = mem_get(sizeof(*e));
	char dir[TMPDIR_PATH], to[TMPDIR_PATH], log[TMPDIR_PATH + 8];
	bool kept[LINES_MAX];
	struct wreck *w;
	size_t from;

	assert_true(tmpdir_make(dir) && tmpdir_make(to));
	snprintf(log, sizeof(log), "%s/log", dir);
	log_evening(e, f, log, quick);
	w = wreck_load(log, e->f->base);
	assert_non_null(w);
	from = behind_joining(w);
	for (int i = 0; i < states; i++) {
		const size_t upto = from + (wreck_count(w) - from) * (size_t)i / (size_t)states;

		assert_true(wreck_build(w, upto, (uint64_t)i, to));
		kept_before(w, upto, kept);
		open_wreck(to, kept, e->count);
	}
	print_message("%d states of %zu calls, %d lines\n", states, wreck_count(w), e->count);
	wreck_free(w);
	tmpdir_drop(dir);
	tmpdir_drop(to);
	free(e);
}

static void whatever_a_power_cut_leaves_opens(void **state)
{
	open_wrecks(*state, states_wanted(), true);
}

static void who_has_just_joined_has_joined_after_a_power_cut_too(void **state)
{
	open_wrecks(*state, 4, false);
}

/* ---- versions ---- */

/* The store as a program of some version left it; the caller's to close. */
static struct sql *open_raw(struct folder *f)
{
	unsigned char key[SQL_KEY_BYTES];
	struct err err = { 0 };
	char path[128];
	struct sql *s;

	snprintf(path, sizeof(path), "%s/store.db", f->dir);
	assert_true(vault_key(f->dir, PASSPHRASE, key, &err));
	s = sql_open(path, key, &err);
	if (!s)
		fail_msg("%s", err.text);
	return s;
}

static void run(struct sql *s, const char *text)
{
	struct err err = { 0 };

	if (!sql_run(s, text, &err))
		fail_msg("%s", err.text);
}

static void make_version(struct folder *f, size_t version)
{
	char set[48];
	struct sql *s;

	make_quick_salt(f->dir);
	s = open_raw(f);
	for (size_t i = 0; i < version; i++)
		run(s, cache_steps[i]);
	run(s, "INSERT INTO word VALUES ('host', 'example.org');"
	       "INSERT INTO party (id, name, seen) VALUES (1, 'Tuesday', 1);"
	       "INSERT INTO message (party, seq, member, utc_ms, ticket, shown, text)"
	       " VALUES (1, 1, 7, 1000, 0, 0, 'line 1');"
	       "INSERT INTO line (party, utc_ms, after_seq, state, text)"
	       " VALUES (1, 2000, 1, 0, 'line 2');"
	       "INSERT INTO draft VALUES (1, 'half a line')");
	snprintf(set, sizeof(set), "PRAGMA user_version = %zu", version);
	run(s, set);
	sql_close(s);
}

static void what_an_older_program_kept_is_all_there(void **state)
{
	static const bool both[3] = { false, true, true };
	struct folder *f = *state;

	faults_here()->quick = true;
	for (size_t version = 1; version < cache_version; version++) {
		char *draft;

		snprintf(f->dir, sizeof(f->dir), "%s/v%zu", f->base, version);
		make_version(f, version);
		see_lines(reopen(f), both, 1, 2);
		draft = cache_draft(f->cache, GROUP);
		assert_string_equal(draft, "half a line");
		free(draft);
		cache_close(f->cache);
		f->cache = NULL;
	}
}

static int64_t sum_of(const struct folder *f)
{
	char path[128];
	int64_t sum = 0;
	FILE *file;
	int c;

	snprintf(path, sizeof(path), "%s/store.db", f->dir);
	file = fopen(path, "re");
	assert_non_null(file);
	while ((c = getc(file)) != EOF)
		sum = (sum * 31 + c) % 1000000007;
	fclose(file);
	return sum;
}

static void what_a_newer_program_keeps_is_not_touched(void **state)
{
	struct folder *f = *state;
	struct err err = { 0 };
	struct sql *s;
	int64_t was;

	make_version(f, cache_version);
	s = open_raw(f);
	run(s, "PRAGMA user_version = 99");
	sql_close(s);
	was = sum_of(f);
	assert_null(cache_open(f->dir, PASSPHRASE, &err));
	assert_int_equal(err.code, ERR_TOO_OLD);
	assert_int_equal(sum_of(f), was);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_folder, close_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_call_of_an_evening_fails_and_no_line_is_lost),
		TEST(whatever_a_power_cut_leaves_opens),
		TEST(who_has_just_joined_has_joined_after_a_power_cut_too),
		TEST(what_an_older_program_kept_is_all_there),
		TEST(what_a_newer_program_keeps_is_not_touched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
