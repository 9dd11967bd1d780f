/* SPDX-License-Identifier: MIT */
/*
 * The device's store after the power has gone: it opens, it is sound, and all that a person was
 * told is kept is there: lines, what was asked, done and finished, and that they are not safe.
 *
 * FAULTS_STATES: how many wrecks are opened; 40 unless it is set.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "client/cache_cases.h"
#include "client/cache_diary.h"
#include "client/cache_in.h"
#include "client/cache_sheets.h"
#include "support/cached.h"
#include "support/faults.h"
#include "support/wreck.h"

enum { STATES = 40, ROUNDS = 16, STRIDE = 7 };

/* What is kept in each round, in this order; a mark is ROUND * KINDS + kind. */
enum kind { LINE, ASK, WORK, SHEET, DANGER, KINDS };

struct evening {
	struct folder *f;
	int64_t tickets[ROUNDS + 1][KINDS]; /* of what has one */
};

/* ---- an evening ---- */

static bool keep_line(struct cache *c, int round, int64_t *ticket)
{
	const struct state_group g = { .pub = { .id = GROUP }, .top = round };
	struct wire_msg line = { .d = 5000, .b = str_of("a line") };
	const bool ok = cache_outbox_add(c, &g, &line);

	*ticket = line.k;
	return ok;
}

static bool keep_ask(struct cache *c, int round, int64_t *ticket)
{
	struct cache_asked a = { .m = { .type = WIRE_ASK,
					.has = WIRE_K | WIRE_R | WIRE_S,
					.s = round,
					.r = str_of("withdraw") } };
	const bool ok = cache_ask_add(c, &a, 1);

	*ticket = a.m.k;
	buf_finish(&a.json);
	return ok;
}

static bool keep_work(struct cache *c, int round, int64_t *ticket)
{
	struct cache_work w = { .m = { .type = WIRE_WORK,
				       .has = WIRE_K | WIRE_R | WIRE_S,
				       .s = round,
				       .r = str_of("read") } };
	const bool ok = cache_work_add(c, &w, 1);

	*ticket = w.m.k;
	buf_finish(&w.json);
	return ok;
}

static bool keep_sheet(struct cache *c, int round, int64_t *ticket)
{
	char form[] = "gad-7";
	const struct sheet s = { .id = (uint64_t)round, .form = form, .state = PL_SHEET_KEPT };

	(void)ticket;
	return cache_sheet_put_answers(c, &s, str_of("/1\tmine\n"));
}

static bool keep_danger(struct cache *c, int round, int64_t *ticket)
{
	char text[24];
	const struct cache_word word = { "danger", text };

	(void)ticket;
	snprintf(text, sizeof(text), "1 %d", round);
	return cache_set(c, &word, 1, CACHE_SAME);
}

static bool (*const keepers[KINDS])(struct cache *c, int round, int64_t *ticket) = {
	[LINE] = keep_line,   [ASK] = keep_ask,       [WORK] = keep_work,
	[SHEET] = keep_sheet, [DANGER] = keep_danger,
};

/* Between, what nobody was told is kept: the server has it, or it is half typed. */
static void spend(struct evening *e, int round)
{
	struct cache *c = e->f->cache;

	keep(c, message(round, 2, "heard"));
	cache_draft_set(c, GROUP, "half a line");
	for (int kind = 0; kind < KINDS; kind++) {
		assert_true(keepers[kind](c, round, &e->tickets[round][kind]));
		faults_mark(faults_here(), round * KINDS + kind);
	}
	cache_seen(c, GROUP, round);
}

/* ---- is it all there? ---- */

static int64_t count_of(struct cache *c, const char *select, int64_t number)
{
	struct sql_stmt *st = cache_ask(c, select, 1, &number, NULL);
	int64_t n = -1;

	assert_non_null(st);
	if (sql_step(st, NULL) == SQL_ROW) {
		n = sql_get_int(st, 0);
		sql_step(st, NULL);
	}
	return n;
}

static bool has_danger(struct cache *c, int round)
{
	char *text = cache_get(c, "danger");
	const bool has = text && strtol(text + 2, NULL, 10) >= round;

	free(text);
	return has;
}

static bool has_sheet(struct cache *c, int round)
{
	char *answers = cache_sheet_answers(c, (uint64_t)round);
	const bool has = answers && strcmp(answers, "/1\tmine\n") == 0;

	free(answers);
	return has && count_of(c, "SELECT count(*) FROM sheet WHERE id = ?1", round) == 1;
}

static bool has(struct cache *c, const struct evening *e, int round, enum kind kind)
{
	static const char *const selects[KINDS] = {
		[LINE] = "SELECT count(*) FROM line WHERE ticket = ?1",
		[ASK] = "SELECT count(*) FROM ask WHERE ticket = ?1",
		[WORK] = "SELECT count(*) FROM work WHERE ticket = ?1",
	};

	if (kind == DANGER)
		return has_danger(c, round);
	if (kind == SHEET)
		return has_sheet(c, round);
	return count_of(c, selects[kind], e->tickets[round][kind]) == 1;
}

static void see_sound(struct cache *c)
{
	struct sql_stmt *st = sql_get(c->db, "PRAGMA integrity_check", NULL);

	assert_non_null(st);
	assert_int_equal(sql_step(st, NULL), SQL_ROW);
	assert_string_equal(sql_get_text(st, 0).p, "ok");
	assert_int_equal(sql_step(st, NULL), SQL_DONE);
}

static void see_marked(struct cache *c, const struct evening *e, const struct wreck *w,
		       size_t upto)
{
	int64_t last = 0, ticket;

	for (size_t i = 0; i < upto; i++) {
		const int64_t mark = wreck_mark(w, i);
		const int round = (int)(mark / KINDS);
		const enum kind kind = mark > 0 ? (enum kind)(mark % KINDS) : KINDS;

		if (mark <= 0)
			continue;
		if (!has(c, e, round, kind))
			fail_msg("of round %d kind %d is gone", round, (int)kind);
		if (e->tickets[round][kind] > last)
			last = e->tickets[round][kind];
	}
	assert_true(keep_line(c, 1, &ticket));
	assert_true(ticket > last); /* the server may know that one, and would take it for it */
}

static void open_wreck(const struct evening *e, const struct wreck *w, size_t upto,
		       const char *base)
{
	struct folder f = { .cache = NULL };

	snprintf(f.dir, sizeof(f.dir), "%s/data", base);
	see_sound(reopen(&f));
	see_marked(f.cache, e, w, upto);
	cache_close(f.cache);
}

/* ---- the power goes ---- */

static int states_wanted(void)
{
	const char *value = getenv("FAULTS_STATES");

	return value ? (int)strtol(value, NULL, 10) : STATES;
}

/* As DIR/salt is made, but that the key takes no time. */
static void make_quick_salt(const char *dir)
{
	static const char salt[25] = { [0] = 1, [17] = 1, [21] = 8 };
	char path[128];

	snprintf(path, sizeof(path), "%s/salt", dir);
	assert_true(file_folder(dir, NULL));
	assert_true(file_make(path, (struct str) { salt, sizeof(salt) }, 0600, NULL));
}

/* The mark 0: somebody has joined. */
static void log_evening(struct evening *e, const char *log)
{
	struct faults *faults = faults_here();

	snprintf(faults->under, FAULTS_PATH, "%s", e->f->base);
	snprintf(faults->log, FAULTS_PATH, "%s", log);
	faults->quick = true;
	make_quick_salt(e->f->dir);
	assert_true(cache_set(reopen(e->f), account, 5, CACHE_OTHER));
	faults_mark(faults, 0);
	keep(e->f->cache, group_with(0, 0));
	for (int i = 1; i <= ROUNDS; i++)
		spend(e, i);
	faults->log[0] = '\0';
}

static size_t behind_mark(const struct wreck *w, int64_t mark)
{
	size_t i = 0;

	while (wreck_mark(w, i) != mark)
		i++;
	return i + 1;
}

/* Evenly over all that was written; every other one just behind something that was kept, of each
 * kind in its turn. */
static size_t moment(const struct wreck *w, int i, int states)
{
	const size_t from = behind_mark(w, 0);

	if (i % 2)
		return behind_mark(w, KINDS + (i / 2 * STRIDE) % (ROUNDS * KINDS));
	return from + (wreck_count(w) - from) * (size_t)(i + 1) / (size_t)states;
}

/* Of a third of them nothing that was not synced is there. */
static void what_was_told_is_kept_outlives_the_power(void **state)
{
	struct evening *e = mem_get(sizeof(*e));
	char dir[TMPDIR_PATH], to[TMPDIR_PATH], log[TMPDIR_PATH + 8];
	const int states = states_wanted();
	struct wreck *w;

	e->f = *state;
	assert_true(tmpdir_make(dir) && tmpdir_make(to));
	snprintf(log, sizeof(log), "%s/log", dir);
	log_evening(e, log);
	w = wreck_load(log, e->f->base);
	assert_non_null(w);
	for (int i = 0; i < states; i++) {
		const size_t upto = moment(w, i, states);

		assert_true(wreck_build(w, upto, i % 3 ? (uint64_t)i : 0, to));
		open_wreck(e, w, upto, to);
	}
	print_message("%d states of %zu calls, %d things kept\n", states, wreck_count(w),
		      ROUNDS * KINDS);
	wreck_free(w);
	tmpdir_drop(dir);
	tmpdir_drop(to);
	free(e);
}

static int close_all(void **state)
{
	faults_disarm(faults_here());
	faults_here()->under[0] = faults_here()->log[0] = '\0';
	return drop_folder(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_told_is_kept_outlives_the_power,
						make_folder, close_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
