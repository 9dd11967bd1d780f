/* SPDX-License-Identifier: MIT */
/*
 * Random walks of the caseload: every act by everybody, in whatever state things are, beside a
 * model that knows only the rows in the store.  CASELOAD_WALKS says how many walks there are;
 * without it a few.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/caseworker.h"

enum { WALKS = 40, STEPS = 250, ROWS = 400, FRAME = 8, KINDS = CASELOAD_KINDS_END };

/* What somebody has been told, and not that it is no more. */
struct client {
	int64_t told; /* the last "V" */
	bool online;
	struct caseload_cursor cursor;
	bool has[KINDS][ROWS];
	int64_t of[ROWS]; /* of notes */
};

/* A row as the store's text has it. */
struct fact {
	bool there, danger;
	int64_t group, member, of;
};

struct walk {
	unsigned seed, done[16], refused;
	struct caseworker t;
	struct client clients[CASE_PEOPLE];
	struct fact facts[KINDS][ROWS];
	struct wire_msg last; /* that was done; its texts are constant */
	int64_t last_by, last_row;
	bool in[CASE_GROUPS][CASE_PEOPLE];
};

static unsigned roll(struct walk *w, unsigned n)
{
	w->seed = w->seed * 1664525u + 1013904223u;
	return (w->seed >> 8) % n;
}

static bool leads(const struct walk *w, int64_t group, int64_t member)
{
	return w->in[group][member] && (member == ROBIN || member == MARA || member == SAM);
}

/* The store, read without the caseload */

static bool says_danger(const struct wire_msg *m)
{
	char text[256];
	const char *at;

	snprintf(text, sizeof(text), "%.*s", (int)m->b.n, m->b.p);
	at = str_is(m->c, "phq-9") ? strstr(text, "/44260-8\t#") : NULL;
	return at && at[strlen("/44260-8\t#")] != '0';
}

static void learn(struct walk *w, const struct caseload_row *r)
{
	struct fact *f = &w->facts[r->kind][r->number];
	struct arena mem = { 0 };
	struct wire_frame frame;
	const struct wire_msg *m;

	assert_in_range(r->number, 1, ROWS - 1);
	f->there = r->text.n > 0;
	if (!f->there)
		return;
	assert_true(wire_decode(r->text, WIRE_SERVER, &mem, &frame, NULL));
	m = &frame.msgs[0];
	f->there = r->kind == CASELOAD_NOTED || m->has & WIRE_C;
	f->of = m->k;
	if (r->kind != CASELOAD_NOTED) {
		f->group = m->g;
		f->member = m->u;
	}
	if (r->kind == CASELOAD_FILED && f->there) {
		f->danger = m->n;
		assert_int_equal(f->danger, says_danger(m));
	}
	arena_finish(&mem);
}

static void learn_all(struct walk *w)
{
	for (size_t i = 0; i < w->t.rows_count; i++)
		learn(w, &w->t.rows[i]);
}

static bool may_see(const struct walk *w, int kind, int64_t number, int64_t member)
{
	const struct fact *f = &w->facts[kind][number];

	if (kind == CASELOAD_NOTED)
		f = &w->facts[CASELOAD_FILED][f->of];
	return f->member == member || leads(w, f->group, member);
}

/* What is told */

static int kind_of(const struct wire_msg *m)
{
	return m->type == WIRE_ASSIGNED ? CASELOAD_ASSIGNED
	       : m->type == WIRE_FILED  ? CASELOAD_FILED
					: CASELOAD_NOTED;
}

static void take(struct walk *w, int64_t member, const struct wire_msg *m)
{
	struct client *c = &w->clients[member];
	const int kind = kind_of(m);

	if (m->type == WIRE_CASE) {
		assert_true(m->k >= c->told);
		assert_true(m->k <= w->t.version);
		c->told = m->k;
		return;
	}
	assert_true(may_see(w, kind, m->s, member));
	c->has[kind][m->s] = kind == CASELOAD_NOTED || m->has & WIRE_C;
	if (kind == CASELOAD_NOTED)
		c->of[m->s] = m->k;
	if (kind == CASELOAD_FILED && m->has & WIRE_C)
		assert_int_equal(m->n, w->facts[kind][m->s].danger);
	for (int i = 0; kind == CASELOAD_FILED && !(m->has & WIRE_C) && i < ROWS; i++)
		if (c->of[i] == m->s)
			c->has[CASELOAD_NOTED][i] = false;
}

/* A frame comes whole or not at all; now and then it is full, or the line goes down. */
static bool hear_frame(struct walk *w, int64_t member)
{
	struct client *c = &w->clients[member];
	struct wire_msg all[FRAME];
	const unsigned most = 1 + roll(w, FRAME - 1);
	size_t n = 0;

	while (n < most && caseload_next(w->t.c, &c->cursor, &all[n]))
		n++;
	if (n == most && caseload_break(w->t.c, &c->cursor, &all[n]))
		n++;
	c->online = roll(w, 20) > 0;
	for (size_t i = 0; i < n && c->online; i++)
		take(w, member, &all[i]);
	return n > 0;
}

static void hear(struct walk *w, int64_t member)
{
	while (w->clients[member].online && hear_frame(w, member))
		;
}

static void come(struct walk *w, int64_t member)
{
	struct client *c = &w->clients[member];

	c->online = true;
	memset(&c->cursor, 0, sizeof(c->cursor));
	c->cursor.told = c->told;
	c->cursor.member = member;
	caseload_begin(w->t.c, &c->cursor);
}

/* Whoever has heard all of it has just what is there. */
static void check_client(const struct walk *w, int64_t member)
{
	const struct client *c = &w->clients[member];

	for (int k = CASELOAD_ASSIGNED; k <= CASELOAD_NOTED; k++) {
		for (int i = 1; i <= w->t.numbers[k]; i++) {
			const struct fact *f = &w->facts[k][i];
			const bool there = f->there && (k != CASELOAD_NOTED ||
							w->facts[CASELOAD_FILED][f->of].there);

			if (c->has[k][i] != (there && may_see(w, k, i, member)))
				print_message("member %lld, kind %d, row %d\n",
					      (long long)member, k, i);
			assert_int_equal(c->has[k][i], there && may_see(w, k, i, member));
		}
	}
}

static void check_all(struct walk *w)
{
	for (int64_t m = 1; m < CASE_PEOPLE; m++) {
		do {
			if (!w->clients[m].online)
				come(w, m);
			hear(w, m);
		} while (!w->clients[m].online);
		assert_false(caseload_has_news(w->t.c, &w->clients[m].cursor));
		check_client(w, m);
	}
}

/* What is done */

static const char *const acts[] = { "assign", "unassign", "file",  "unfile",
				    "read",   "comment",  "again", "reviewed" };
static const char *const forms[] = { "phq-9", "phq-2", "safety-plan", "clinic/gone" };
static const char *const answers[] = { CALM, DANGER, "/44250-9\t#0\n", "/44260-8\t#3\n" };

static struct wire_msg random_act(struct walk *w, unsigned *which)
{
	struct wire_msg m = { .k = ++w->t.ticket };

	*which = roll(w, 8);
	m.r = str_of(acts[*which]);
	m.g = 1 + roll(w, CASE_GROUPS - 1);
	m.u = 1 + roll(w, CASE_PEOPLE - 1);
	m.d = w->t.now_utc_ms;
	m.c = str_of(forms[roll(w, 4)]);
	m.b = str_of(answers[roll(w, 4)]);
	if (*which == 0)
		m.has = WIRE_G | WIRE_C | WIRE_D | (roll(w, 4) ? WIRE_U : 0u);
	else if (*which == 2)
		m.has = WIRE_G | WIRE_C | WIRE_D | WIRE_B;
	else
		m.has = WIRE_S;
	if (*which > 4)
		m.has |= WIRE_B;
	if (*which != 0 && (*which != 2 || roll(w, 3) == 0)) {
		const int kind = *which < 3 ? CASELOAD_ASSIGNED : CASELOAD_FILED;

		m.has |= WIRE_S;
		m.s = 1 + roll(w, (unsigned)w->t.numbers[kind] + 1);
	}
	return m;
}

/* By who may, as the store's rows alone say; whatever else may stand in the way. */
static bool is_right(const struct walk *w, unsigned which, const struct wire_msg *m, int64_t by)
{
	static const bool of_assigned[] = { false, true, false, false };
	const int kind = which < 4 && of_assigned[which] ? CASELOAD_ASSIGNED : CASELOAD_FILED;
	const struct fact *f = &w->facts[kind][m->s];

	if (which == 0)
		return leads(w, m->g, by) && (!(m->has & WIRE_U) || w->in[m->g][m->u]);
	if (which == 2)
		return w->in[m->g][by];
	if (which == 3)
		return f->member == by;
	if (which == 5 && f->member == by)
		return true;
	return leads(w, f->group, by);
}

/* The answer says what a "C" or "D" would; or the line goes down before it. */
static void answered(struct walk *w, int64_t by, unsigned which, const struct wire_msg *m)
{
	struct client *c = &w->clients[by];
	const int kind = which == 2 ? CASELOAD_FILED : CASELOAD_NOTED;

	c->online = c->online && roll(w, 8) > 0;
	if (!c->online || (which != 2 && which < 4))
		return;
	c->has[kind][w->t.row] = true;
	if (kind == CASELOAD_NOTED)
		c->of[w->t.row] = m->s;
}

static void act(struct walk *w)
{
	unsigned which;
	const struct wire_msg m = random_act(w, &which);
	const int64_t by = 1 + roll(w, CASE_PEOPLE - 1);
	const int64_t version = w->t.version;
	const char *no;
	bool here;

	/* Whoever says something to a sheet has it; else it is another device of theirs. */
	here = w->clients[by].online && (which < 4 || w->clients[by].has[CASELOAD_FILED][m.s]);
	w->t.by = here ? &w->clients[by].cursor : NULL;
	no = caseworker_act(&w->t, by, &m);
	w->t.by = NULL;
	if (no) {
		assert_int_equal(w->t.version, version);
		w->refused++;
		return;
	}
	assert_true(is_right(w, which, &m, by));
	w->done[which]++;
	w->last = m;
	w->last_by = by;
	w->last_row = w->t.row;
	learn_all(w);
	if (here)
		answered(w, by, which, &m);
}

/* The answer was lost: it comes again, and changes nothing. */
static void repeat(struct walk *w)
{
	const int64_t version = w->t.version;

	if (!w->last_by)
		return;
	assert_null(caseworker_act(&w->t, w->last_by, &w->last));
	assert_int_equal(w->t.version, version);
	assert_int_equal(w->t.row, w->last_row);
}

static void restart(struct walk *w)
{
	caseworker_restart(&w->t);
	for (int64_t m = 1; m < CASE_PEOPLE; m++)
		w->clients[m].online = false;
	learn_all(w);
}

static void join(struct walk *w)
{
	const int64_t g = 1 + roll(w, CASE_GROUPS - 1), m = 1 + roll(w, CASE_PEOPLE - 1);

	if (w->in[g][m] || roll(w, 3))
		return;
	w->in[g][m] = true;
	caseworker_join(&w->t, g, m);
}

static void step(struct walk *w)
{
	const unsigned what = roll(w, 40);
	const int64_t m = 1 + roll(w, CASE_PEOPLE - 1);

	if (what < 24)
		act(w);
	else if (what < 27)
		repeat(w);
	else if (what < 36 && w->clients[m].online)
		hear(w, m);
	else if (what < 36)
		come(w, m);
	else if (what == 36)
		w->clients[m].online = false;
	else if (what == 37)
		join(w);
	else if (what == 38 && roll(w, 4) == 0)
		restart(w);
	w->t.now_utc_ms += 60000;
}

static void walk(struct walk *w, unsigned seed)
{
	memset(w, 0, sizeof(*w));
	w->seed = seed;
	caseworker_begin(&w->t);
	for (int64_t g = 1; g < CASE_GROUPS; g++)
		for (int64_t m = 1; m < CASE_PEOPLE; m++)
			w->in[g][m] = caseworker_is_in(g, m);
	for (int i = 0; i < STEPS; i++) {
		step(w);
		if (i % 50 == 49)
			check_all(w);
	}
	restart(w);
	check_all(w);
	caseworker_end(&w->t);
}

static void everybody_has_what_is_theirs(void **state)
{
	const char *asked = getenv("CASELOAD_WALKS");
	const unsigned walks = asked ? (unsigned)strtoul(asked, NULL, 10) : WALKS;
	static struct walk w;
	unsigned done[8] = { 0 }, refused = 0;

	(void)state;
	for (unsigned seed = 1; seed <= walks; seed++) {
		walk(&w, seed);
		for (int i = 0; i < 8; i++)
			done[i] += w.done[i];
		refused += w.refused;
	}
	for (int i = 0; i < 8; i++) {
		print_message("%s %u, ", acts[i], done[i]);
		assert_true(done[i] > 0);
	}
	print_message("refused %u\n", refused);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_has_what_is_theirs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
