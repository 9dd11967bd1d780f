/* SPDX-License-Identifier: MIT */
/*
 * Random walks of the program, beside a model that knows only the rows in the store: who is
 * expected, how many seats are taken, who waits at which place, and what each client has to
 * have been told.  PROGRAM_WALKS says how many walks there are; without it a few.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/ledger.h"

enum {
	WALKS = 30,
	STEPS = 160,
	SERIES = LEDGER_SERIES,
	REQUESTS = LEDGER_REQUESTS,
	WEEKS = 3,
	VERSIONS = 4096
};

struct client {
	int64_t told;
	bool online;
	struct program_cursor cursor;
	bool noted[VERSIONS]; /* that it reads these of others is in the access log */
	char *series[SERIES], *requests[REQUESTS];
};

struct walk {
	unsigned seed;
	struct planned t;
	struct ledger l;
	bool ever_series[PEOPLE_END][SERIES], ever_requests[PEOPLE_END][REQUESTS];
	int taken[SERIES][WEEKS];
	struct client clients[PEOPLE_END];
	bool by_others; /* this input makes people come without a seat: a join, or another rule */
	unsigned granted, refused, waited;
};

static unsigned roll(struct walk *w, unsigned n)
{
	w->seed = w->seed * 1664525u + 1013904223u;
	return (w->seed >> 8) % n;
}

static int64_t first_of(const struct walk *w, int64_t series)
{
	return strstr(w->l.series[series].m.b.p, ":20261203T") ? FIRST_B : FIRST_A;
}

static bool is_cancelled(const struct walk *w, int64_t series, int week)
{
	static const char *const tuesdays[] = { "20261202", "20261209", "20261216" };
	static const char *const thursdays[] = { "20261204", "20261211", "20261218" };
	const char *b = w->l.series[series].m.b.p;
	const char *const *days = first_of(w, series) == FIRST_A ? tuesdays : thursdays;
	char text[32];

	snprintf(text, sizeof(text), "RECURRENCE-ID:%s", days[week]);
	return strstr(b, text) != NULL;
}

static void check_waiting(struct walk *w, int64_t series, int week, bool seat)
{
	const int64_t ms = first_of(w, series) + week * WEEK_MS;
	const bool over = ms <= w->t.now_utc_ms || is_cancelled(w, series, week);
	long place = 0;

	for (int i = 0; i < REQUESTS; i++) {
		const struct said *q = &w->l.requests[i];

		if (!q->there || q->m.n != WIRE_REQUEST_WAITING || q->at != series ||
		    q->ms != ms)
			continue;
		w->waited++;
		assert_false(over);
		assert_false(seat);
		assert_int_equal(strtol(q->m.x.p, NULL, 10), ++place);
	}
}

static void check_seats(struct walk *w, int64_t series, int week)
{
	const struct said *s = &w->l.series[series];
	const int64_t ms = first_of(w, series) + week * WEEK_MS;
	int taken = 0;

	for (int64_t m = ANA; m < PEOPLE_END; m++) {
		const bool comes = ledger_expected(&w->l, series, ms, m);

		if (comes != program_is_expected(w->t.p, m, series, ms))
			print_message("member %lld, series %lld, week %d\n", (long long)m,
				      (long long)series, week);
		assert_int_equal(comes, program_is_expected(w->t.p, m, series, ms));
		taken += comes;
	}
	/* Never more than there are, but where there were more before there were so few. */
	if (s->m.n && taken > s->m.n && !w->by_others)
		assert_true(taken <= w->taken[series][week]);
	w->taken[series][week] = taken;
	check_waiting(w, series, week, !s->m.n || taken < s->m.n);
}

/* Nobody asks for one seat twice, or to leave one twice. */
static void check_twice(const struct walk *w)
{
	for (int i = 0; i < REQUESTS; i++) {
		const struct said *a = &w->l.requests[i];

		for (int k = 0; k < i && a->there; k++) {
			const struct said *b = &w->l.requests[k];

			if (!b->there || a->m.u != b->m.u || !str_eq(a->m.r, b->m.r))
				continue;
			if (a->m.n <= WIRE_REQUEST_GRANTED && b->m.n <= WIRE_REQUEST_GRANTED)
				assert_false(a->at == b->at && a->ms == b->ms);
			if (a->to && a->m.n == WIRE_REQUEST_GRANTED &&
			    b->m.n == WIRE_REQUEST_GRANTED)
				assert_false(a->to == b->to && a->to_ms == b->to_ms);
		}
	}
}

/* Clients */

static void note_who_sees(struct walk *w)
{
	for (int64_t m = ANA; m < PEOPLE_END; m++) {
		for (int i = 0; i < SERIES; i++)
			if (w->l.series[i].there &&
			    ledger_sees_series(&w->l, &w->l.series[i], m))
				w->ever_series[m][i] = true;
		for (int i = 0; i < REQUESTS; i++)
			if (w->l.requests[i].there &&
			    ledger_sees_request(&w->l, &w->l.requests[i], m))
				w->ever_requests[m][i] = true;
	}
}

static void keep(struct walk *w, int64_t member, const struct wire_msg *m)
{
	struct client *c = &w->clients[member];
	char **at = m->type == WIRE_SERIES ? &c->series[m->s] : &c->requests[m->s];
	char text[640];

	assert_true(m->type == WIRE_SERIES ? w->ever_series[member][m->s]
					   : w->ever_requests[member][m->s]);
	ledger_render(m, m->type == WIRE_SERIES && !(m->has & WIRE_G), text, sizeof(text));
	free(*at);
	*at = mem_dup(text, strlen(text));
}

static void on_reading(void *user, const struct program_reading *r)
{
	struct client *c = user;

	assert_true(r->version > 0 && r->version < VERSIONS);
	assert_true(r->member != c->cursor.member);
	assert_true(r->group >= SECTION_A && r->group < GROUPS_END);
	c->noted[r->version] = true;
}

/* All that it will be told is noted; or somebody comes in between. */
static void note(struct walk *w, struct client *c)
{
	const struct program_upto upto = program_unread(w->t.p, &c->cursor, on_reading, c);

	program_noted(&c->cursor, &upto);
}

/* Nothing of another that was not noted before. */
static void is_noted(const struct walk *w, const struct client *c, const struct wire_msg *m)
{
	const struct program_row *rows = w->t.rows;

	for (size_t i = 0; m->type == WIRE_REQUEST && i < w->t.rows_count; i++)
		if (rows[i].kind == PROGRAM_REQUEST && rows[i].number == m->s)
			assert_true(m->u == c->cursor.member || c->noted[rows[i].version]);
}

/* The line may go after any number of rows. */
static void hear(struct walk *w, int64_t member)
{
	struct client *c = &w->clients[member];
	const bool all = roll(w, 4);
	struct wire_msg m;

	if (!c->online) {
		c->cursor = (struct program_cursor) {
			.told = c->told, .member = member, .device = 100 + member, .gated = true
		};
		program_begin(w->t.p, &c->cursor);
		c->online = true;
	}
	if (all)
		note(w, c);
	while (program_next(w->t.p, &c->cursor, &m) || program_break(w->t.p, &c->cursor, &m)) {
		if (m.type == WIRE_PROGRAM) {
			assert_true(m.k >= c->told && m.k <= w->t.version);
			c->told = m.k;
		} else {
			is_noted(w, c, &m);
			keep(w, member, &m);
		}
		if (roll(w, 40) == 0) {
			c->online = false;
			return;
		}
	}
	assert_false(program_has_news(w->t.p, &c->cursor));
	assert_true(!all || c->cursor.told == w->t.version);
}

static void check_has(char *const *have, const struct said *rows, int64_t number, bool sees,
		      bool ever)
{
	if (sees && !rows[number].gone) {
		if (!have[number])
			print_message("row %lld is missing: %s\n", (long long)number,
				      rows[number].text);
		assert_non_null(have[number]);
		assert_string_equal(have[number], rows[number].text);
	}
	if (sees && rows[number].gone && have[number])
		assert_string_equal(have[number], "gone");
	if (!ever)
		assert_null(have[number]);
}

static void check_client(const struct walk *w, int64_t member)
{
	const struct client *c = &w->clients[member];

	for (int i = 0; i < SERIES && c->online; i++)
		if (w->l.series[i].there)
			check_has(c->series, w->l.series, i,
				  ledger_sees_series(&w->l, &w->l.series[i], member),
				  w->ever_series[member][i]);
	for (int i = 0; i < REQUESTS && c->online; i++)
		if (w->l.requests[i].there)
			check_has(c->requests, w->l.requests, i,
				  ledger_sees_request(&w->l, &w->l.requests[i], member),
				  w->ever_requests[member][i]);
}

static void check(struct walk *w)
{
	ledger_read(&w->l, &w->t);
	note_who_sees(w);
	check_twice(w);
	for (int i = 1; i < SERIES; i++)
		for (int week = 0; week < WEEKS; week++)
			if (w->l.series[i].there && !w->l.series[i].gone)
				check_seats(w, i, week);
	for (int64_t m = ANA; m < PEOPLE_END; m++)
		if (roll(w, 3))
			hear(w, m);
		else
			w->clients[m].online = w->clients[m].online && roll(w, 4);
	for (int64_t m = ANA; m < PEOPLE_END; m++)
		if (w->clients[m].online && !program_has_news(w->t.p, &w->clients[m].cursor) &&
		    w->clients[m].cursor.told == w->t.version)
			check_client(w, m);
}

/* The inputs */

static const char *a_series(struct walk *w, int64_t *number)
{
	int64_t first;

	*number = 1 + (int64_t)roll(w, (unsigned)w->t.numbers[PROGRAM_SERIES] + 1);
	first = *number < SERIES && w->l.series[*number].there && !w->l.series[*number].gone &&
				roll(w, 9)
			? first_of(w, *number)
			: FIRST_A;
	return planned_at(*number, first + (int64_t)roll(w, WEEKS) * WEEK_MS);
}

static void do_ask(struct walk *w)
{
	static const char *const words[] = { "late", "listening", "absent",  "absent",
					     "swap", "swap",      "sign-up", "sign-up" };
	const char *word = words[roll(w, 8)];
	int64_t series;
	const char *at = a_series(w, &series), *x = NULL;
	const char *no;

	if (w->t.numbers[PROGRAM_REQUEST] >= REQUESTS - 2)
		return;
	if (strcmp(word, "late") == 0)
		x = "10";
	if (strcmp(word, "swap") == 0)
		x = a_series(w, &series);
	no = planned_ask(&w->t, ANA + (int64_t)roll(w, PEOPLE_END - ANA), word, at, x);
	w->refused += no != NULL;
}

static void do_answer(struct walk *w)
{
	static const char *const words[] = { "withdraw", "grant", "grant", "refuse" };
	const int64_t request =
		1 + (int64_t)roll(w, (unsigned)w->t.numbers[PROGRAM_REQUEST] + 1);
	const struct said *q = request < REQUESTS ? &w->l.requests[request] : NULL;
	const char *word = words[roll(w, 4)];
	int64_t by = roll(w, 2) ? LEADER : LEADS_B;

	if (q && q->there && strcmp(word, "withdraw") == 0 && roll(w, 8))
		by = q->m.u;
	if (!planned_answer(&w->t, by, word, request))
		w->granted += word[0] == 'g';
}

static const char *some_lines(struct walk *w)
{
	static char text[512];
	const bool a = roll(w, 2);
	const unsigned what = roll(w, 6);
	const char *days[2][3] = { { "20261204", "20261211", "20261218" },
				   { "20261202", "20261209", "20261216" } };

	snprintf(text, sizeof(text), "%s", a ? planned_a : planned_b);
	if (what < 3)
		snprintf(text, sizeof(text), "%s\nRECURRENCE-ID:%sT010000Z\nSTATUS:CANCELLED\n",
			 a ? planned_a : planned_b, days[a][what]);
	return text;
}

static void do_set(struct walk *w)
{
	static const char *const kinds[] = { "group.c",   "group", "workshop.o",
					     "family.oc", "away",  "workshop.oc",
					     "individual" };
	static const char *const tracks[] = { "skills", "skills", "night", "" };
	const int64_t number = 1 + (int64_t)roll(w, SERIES - 1);
	const bool is_new = number > w->t.numbers[PROGRAM_SERIES];
	const struct said *s = &w->l.series[number];
	struct planned_series p = { .group = 1 + (int64_t)roll(w, 3),
				    .number = is_new ? 0 : number,
				    .cap = roll(w, 4) ? 1 + (int64_t)roll(w, roll(w, 2) ? 2 : 7)
						      : 0,
				    .base = roll(w, 6) ? -1 : 1,
				    .kind = kinds[roll(w, 7)],
				    .track = tracks[roll(w, 4)],
				    .title = "Some",
				    .lines = some_lines(w) };
	int64_t by = roll(w, 4) ? LEADER : LEADS_B;

	if (!is_new && s->there && !s->gone)
		p.group = s->m.g;
	/* The times of one stay, or what was asked of it would be of another. */
	if (!is_new && s->there && !s->gone)
		p.lines = first_of(w, number) == FIRST_A ? planned_a : planned_b;
	if (!is_new && s->there && !s->gone && roll(w, 3) == 0)
		p.lines = s->m.b.p;
	planned_set(&w->t, by, &p);
}

static void do_drop(struct walk *w)
{
	if (roll(w, 4) == 0)
		planned_drop(&w->t, LEADER, 1 + (int64_t)roll(w, SERIES - 1));
}

static void do_join(struct walk *w)
{
	planned_join(&w->t, 1 + (int64_t)roll(w, 3), ANA + (int64_t)roll(w, PEOPLE_END - ANA));
}

static void do_time(struct walk *w)
{
	w->t.now_utc_ms += (int64_t)roll(w, 40) * 3600000;
	planned_follow(&w->t);
}

/* All connections go with it. */
static void do_restart(struct walk *w)
{
	if (roll(w, 3))
		return;
	for (int64_t m = ANA; m < PEOPLE_END; m++)
		w->clients[m].online = false;
	planned_restart(&w->t);
}

static void (*const inputs[])(struct walk *w) = { do_ask,    do_ask,    do_ask,    do_ask,
						  do_ask,    do_ask,    do_answer, do_answer,
						  do_answer, do_set,    do_drop,   do_join,
						  do_time,   do_restart };

static void walk_end(struct walk *w)
{
	for (int64_t m = ANA; m < PEOPLE_END; m++) {
		for (int i = 0; i < SERIES; i++)
			free(w->clients[m].series[i]);
		for (int i = 0; i < REQUESTS; i++)
			free(w->clients[m].requests[i]);
	}
	ledger_end(&w->l);
	planned_end(&w->t);
}

static void walk(unsigned seed, unsigned *granted, unsigned *waited)
{
	struct walk *w = mem_get(sizeof(*w));

	w->seed = seed;
	planned_begin(&w->t);
	planned_sections(&w->t);
	ledger_read(&w->l, &w->t);
	for (int i = 0; i < STEPS; i++) {
		void (*input)(struct walk *) =
			inputs[roll(w, sizeof(inputs) / sizeof(inputs[0]))];

		w->by_others = input == do_join || input == do_set || input == do_drop;
		input(w);
		check(w);
	}
	*granted += w->granted;
	*waited += w->waited;
	walk_end(w);
	free(w);
}

static void no_walk_breaks_a_promise(void **state)
{
	const char *times = getenv("PROGRAM_WALKS");
	const unsigned n = times ? (unsigned)strtoul(times, NULL, 10) : WALKS;
	unsigned granted = 0, waited = 0;

	(void)state;
	for (unsigned i = 0; i < n; i++)
		walk(i + 1, &granted, &waited);
	print_message("%u walks, %u requests granted, somebody waited at %u moments\n", n,
		      granted, waited);
	assert_true(granted > n);
	assert_true(waited > n / 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(no_walk_breaks_a_promise) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
