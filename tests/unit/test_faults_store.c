/* SPDX-License-Identifier: MIT */
/*
 * The server's store on a disk that fails, and after the power has gone.  What was acknowledged
 * is there, once; what was refused can be asked again, and is there once then.
 *
 * FAULTS_STATES: how many wrecks are opened; 120 unless it is set.
 */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "store/store.h"
#include "support/faults.h"
#include "support/shelf.h"
#include "support/tmpdir.h"
#include "support/wreck.h"

enum { LINES = 3, ROUND = 3 * LINES, ROUNDS_MAX = 400, FOREVER = 1 << 30 };

typedef struct store_req ask;

/* What was asked, and whether it was acknowledged. */
struct meeting {
	struct shelf *sh;
	int64_t group, member, ticket, events, puts;
	bool said[ROUNDS_MAX * LINES + 1]; /* by ticket */
	bool noted, put;                   /* of the round that runs */
};

/* ---- a meeting ---- */

struct asked {
	bool *done;
	int64_t mark;
	const char *why;
};

static void on_done(void *user, const struct store_reply *r)
{
	struct asked *a = user;

	*a->done = *a->done || r->err.code == ERR_NONE;
	if (r->err.code == ERR_NONE)
		faults_mark(faults_here(), a->mark);
	else if (r->err.code != ERR_DISK && r->err.code != ERR_EXISTS)
		fail_msg("%s", r->err.text);
}

static void submit(struct meeting *m, ask r, struct asked *a)
{
	r.done = on_done;
	r.user = a;
	store_submit(m->sh->s, &r);
}

/* A page of the log of events, rows of the program, lines, and the log emptied; all that was
 * not acknowledged before is asked again, as the programs do it. */
static void ask_all(struct meeting *m, int64_t first)
{
	struct asked asked[ROUND];
	char text[64], mark[32];
	size_t n = 0;

	for (int64_t t = first; t < first + LINES; t++) {
		snprintf(text, sizeof(text), "line %lld", (long long)t);
		asked[n] = (struct asked) { &m->said[t], t, "line" };
		if (!m->said[t])
			submit(m, shelf_say(m->group, m->member, t, text), &asked[n++]);
		store_ask(m->sh->s, &(ask) { .op = STORE_GROUPS });
	}
	snprintf(mark, sizeof(mark), "mark %lld", (long long)m->events + 1);
	asked[n] = (struct asked) { &m->noted, 0, "event" };
	if (!m->noted)
		submit(m,
		       (ask) { .op = STORE_EVENT,
			       .group = m->group,
			       .seq = m->events + 1,
			       .utc_ms = 5,
			       .a = str_of("come"),
			       .b = str_of(mark) },
		       &asked[n++]);
	asked[n] = (struct asked) { &m->put, 0, "row" };
	if (!m->put)
		submit(m,
		       (ask) { .op = STORE_PUT,
			       .member = m->member,
			       .device = 1,
			       .ticket = first,
			       .a = str_of("a row of the program") },
		       &asked[n++]);
	store_ask(m->sh->s, &(ask) { .op = STORE_WIPE });
}

static void begin_round(struct meeting *m)
{
	m->noted = m->put = false;
}

static bool all_done(const struct meeting *m, int64_t first)
{
	bool done = m->noted && m->put;

	for (int64_t t = first; t < first + LINES; t++)
		done = done && m->said[t];
	return done;
}

static void end_round(struct meeting *m)
{
	m->ticket += LINES;
	m->events++;
	m->puts++;
}

/* ---- is it all there? ---- */

static int64_t count_rows(struct shelf *sh, ask r)
{
	return (int64_t)shelf_must(sh, ERR_NONE, r)->count;
}

/* Each line that was acknowledged once, and none twice. */
static void see_lines(struct shelf *sh, const bool *said, int64_t last)
{
	int *seen = mem_get((size_t)(last + 2) * sizeof(*seen));
	int64_t seq = 0;

	for (;;) {
		const struct store_reply *r = shelf_must(
			sh, ERR_NONE,
			(ask) { .op = STORE_READ, .group = 1, .seq = seq, .limit = 500 });

		for (size_t i = 0; i < r->count; i++) {
			assert_int_equal(r->messages[i].seq, ++seq);
			assert_in_range(r->messages[i].ticket, 1, last);
			seen[r->messages[i].ticket]++;
		}
		if (r->count < 500)
			break;
	}
	for (int64_t t = 1; t <= last; t++)
		if (seen[t] > 1 || (said[t] && !seen[t]))
			fail_msg("line %lld is there %d times", (long long)t, seen[t]);
	free(seen);
}

static void see_sound(const char *path)
{
	struct err err = { 0 };

	if (!store_check(path, &err))
		fail_msg("%s", err.text);
}

/* ---- each call fails in its turn ---- */

static const struct way {
	const char *what;
	unsigned kinds;
	int error;
	int64_t count; /* calls that fail, one behind the other */
} ways[] = {
	{ "EIO, once", FAULT_ALL, EIO, 1 },
	{ "EIO, on and on", FAULT_ALL, EIO, FOREVER },
	{ "the disk is full", FAULT_WRITE | FAULT_TRUNCATE, ENOSPC, FOREVER },
	{ "a write is cut off", FAULT_WRITE, FAULT_SHORT, 1 },
	{ "a sync fails", FAULT_SYNC, EIO, 1 },
};

static void open_meeting(struct meeting *m)
{
	*m = (struct meeting) { .sh = shelf_create("sqlite") };
	m->group = shelf_group(m->sh, "Evening");
	m->member = shelf_person(m->sh, "Ana", 0);
	snprintf(faults_here()->under, FAULTS_PATH, "%s", m->sh->dir);
	faults_here()->quick = true;
}

static void close_meeting(struct meeting *m)
{
	faults_here()->under[0] = '\0';
	faults_here()->log[0] = '\0';
	faults_here()->quick = false;
	shelf_destroy(m->sh);
}

/* With the nth call; false: there are not so many. */
static bool fail_at(struct meeting *m, const struct way *w, int64_t n)
{
	struct faults *f = faults_here();
	const int64_t first = m->ticket + 1;
	bool failed;

	begin_round(m);
	faults_arm(f, w->kinds, w->error, n, w->count);
	ask_all(m, first);
	failed = f->failed > 0;
	faults_disarm(f);
	if (!all_done(m, first))
		ask_all(m, first);
	if (!all_done(m, first))
		fail_msg("%s, call %lld: it does not go on", w->what, (long long)n);
	end_round(m);
	return failed;
}

static void each_call_of_a_meeting_fails_and_nothing_is_lost(void **state)
{
	struct meeting *m = mem_get(sizeof(*m));
	int64_t rounds = 0;

	(void)state;
	open_meeting(m);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		int64_t n = 1;

		while (rounds < ROUNDS_MAX && fail_at(m, &ways[i], n)) {
			n++;
			rounds++;
		}
		assert_true(n > 3);
		print_message("%s: each of %lld calls\n", ways[i].what, (long long)n - 1);
	}
	assert_true(rounds < ROUNDS_MAX);
	see_lines(m->sh, m->said, m->ticket);
	assert_int_equal(
		count_rows(m->sh, (ask) { .op = STORE_EVENTS, .group = 1, .limit = 10000 }),
		m->events);
	shelf_reopen(m->sh);
	see_lines(m->sh, m->said, m->ticket);
	see_sound(m->sh->path);
	close_meeting(m);
	free(m);
}

/* The second is asked for when the disk works again, but before anybody has heard of the first. */
static void no_line_overtakes_one_that_failed(void **state)
{
	struct meeting *m = mem_get(sizeof(*m));
	struct asked first = { &m->said[1], 1, "line" }, second = { &m->said[2], 2, "line" };
	struct pollfd p;

	(void)state;
	open_meeting(m);
	p = (struct pollfd) { .fd = store_fd(m->sh->s), .events = POLLIN };
	faults_arm(faults_here(), FAULT_ALL, EIO, 1, FOREVER);
	submit(m, shelf_say(m->group, m->member, 1, "first"), &first);
	assert_int_equal(poll(&p, 1, -1), 1);
	faults_disarm(faults_here());
	submit(m, shelf_say(m->group, m->member, 2, "second"), &second);
	store_ask(m->sh->s, &(ask) { .op = STORE_GROUPS });
	assert_false(m->said[1] || m->said[2]);
	submit(m, shelf_say(m->group, m->member, 1, "first"), &first);
	submit(m, shelf_say(m->group, m->member, 2, "second"), &second);
	shelf_must(m->sh, ERR_NONE, (ask) { .op = STORE_READ, .group = 1, .limit = 9 });
	assert_int_equal(m->sh->r.count, 2);
	assert_int_equal(m->sh->r.messages[0].ticket, 1);
	close_meeting(m);
	free(m);
}

/* ---- the power goes ---- */

static int states_wanted(void)
{
	const char *value = getenv("FAULTS_STATES");

	return value ? (int)strtol(value, NULL, 10) : 120;
}

/* What had been acknowledged by then. */
static void said_before(const struct wreck *w, size_t upto, bool *said, int64_t last)
{
	memset(said, 0, (size_t)last + 1);
	for (size_t i = 0; i < upto; i++)
		if (wreck_mark(w, i) > 0)
			said[wreck_mark(w, i)] = true;
}

static void open_wreck(const char *dir, const bool *said, int64_t last)
{
	struct shelf sh = { .kind = "sqlite" };
	struct err err = { 0 };

	snprintf(sh.path, sizeof(sh.path), "%s/db", dir);
	see_sound(sh.path);
	sh.s = store_open("sqlite", sh.path, &err);
	if (!sh.s)
		fail_msg("%s", err.text);
	see_lines(&sh, said, last);
	store_close(sh.s);
	arena_finish(&sh.mem);
}

/* With a sync that fails now and then. */
static void talk_into_log(struct meeting *m, int rounds)
{
	for (int i = 0; i < rounds; i++) {
		const int64_t first = m->ticket + 1;

		begin_round(m);
		if (i % 3 == 1)
			faults_arm(faults_here(), FAULT_SYNC, EIO, 1 + i % 4, 1);
		ask_all(m, first);
		faults_disarm(faults_here());
		while (!all_done(m, first))
			ask_all(m, first);
		end_round(m);
	}
}

/* From the moment on at which it is made: what init makes and syncs is another test's. */
static void log_from_here(struct meeting *m, const char *log)
{
	store_close(m->sh->s);
	m->sh->s = NULL;
	unlink(m->sh->path);
	snprintf(faults_here()->log, FAULTS_PATH, "%s", log);
	m->sh->s = store_open("sqlite", m->sh->path, NULL);
	assert_non_null(m->sh->s);
	m->group = shelf_group(m->sh, "Evening");
	m->member = shelf_person(m->sh, "Ana", 0);
	faults_here()->quick = true;
	assert_true(file_sync(m->sh->path, NULL));
	faults_mark(faults_here(), 0);
}

static size_t behind_making(const struct wreck *w)
{
	size_t i = 0;

	while (wreck_mark(w, i) != 0)
		i++;
	return i + 1;
}

static void whatever_a_power_cut_leaves_is_whole(void **state)
{
	struct meeting *m = mem_get(sizeof(*m));
	char dir[TMPDIR_PATH], log[TMPDIR_PATH + 8], to[TMPDIR_PATH + 8];
	const int states = states_wanted();
	struct wreck *w;
	size_t from;
	bool *said;

	(void)state;
	assert_true(tmpdir_make(dir));
	snprintf(log, sizeof(log), "%s/log", dir);
	tmpdir_make(to);
	open_meeting(m);
	log_from_here(m, log);
	talk_into_log(m, 12);
	w = wreck_load(log, m->sh->dir);
	assert_non_null(w);
	from = behind_making(w);
	said = mem_get((size_t)m->ticket + 1);
	faults_here()->log[0] = '\0';
	for (int i = 0; i < states; i++) {
		const size_t upto =
			from + (wreck_count(w) - from) * (size_t)(i + 1) / (size_t)states;

		snprintf(faults_here()->under, FAULTS_PATH, "%s", to);
		assert_true(wreck_build(w, upto, (uint64_t)i, to));
		said_before(w, upto, said, m->ticket);
		open_wreck(to, said, m->ticket);
	}
	print_message("%d states of %zu calls, %lld lines\n", states, wreck_count(w),
		      (long long)m->ticket);
	wreck_free(w);
	close_meeting(m);
	tmpdir_drop(dir);
	tmpdir_drop(to);
	free(said);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_call_of_a_meeting_fails_and_nothing_is_lost),
		cmocka_unit_test(no_line_overtakes_one_that_failed),
		cmocka_unit_test(whatever_a_power_cut_leaves_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
