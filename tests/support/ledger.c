/* SPDX-License-Identifier: MIT */
#include "support/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The model reads the store */

static void read_request(struct said *s)
{
	long long at = 0, ms = 0, to = 0, to_ms = 0;

	sscanf(s->m.c.p, "%lld.%lld", &at, &ms);
	if (s->m.x.n)
		sscanf(s->m.x.p, "%lld.%lld", &to, &to_ms);
	s->at = at;
	s->ms = ms;
	s->to = str_is(s->m.r, "swap") ? to : 0;
	s->to_ms = to_ms;
}

static const char *or_none(struct str s)
{
	return s.n ? s.p : "";
}

void ledger_render(const struct wire_msg *m, bool gone, char *out, size_t size)
{
	if (gone)
		snprintf(out, size, "gone");
	else
		snprintf(out, size, "%s %s %s %s %lld %lld", or_none(m->x), or_none(m->r),
			 or_none(m->c), or_none(m->b), (long long)m->n,
			 m->type == WIRE_SERIES ? (long long)m->k : 0);
}

static void read_row(struct ledger *l, const struct program_row *r)
{
	struct said *s =
		r->kind == PROGRAM_SERIES ? &l->series[r->number] : &l->requests[r->number];
	struct wire_frame f;

	assert_true(r->number < (r->kind == PROGRAM_SERIES ? LEDGER_SERIES : LEDGER_REQUESTS));
	*s = (struct said) { .there = r->text.n, .gone = !r->text.n };
	if (s->gone)
		return;
	assert_true(wire_decode(r->text, WIRE_SERVER, &l->mem, &f, NULL));
	s->m = f.msgs[0];
	s->gone = r->kind == PROGRAM_SERIES && !(s->m.has & WIRE_B);
	if (r->kind == PROGRAM_REQUEST)
		read_request(s);
	ledger_render(&s->m, s->gone, s->text, sizeof(s->text));
}

void ledger_read(struct ledger *l, const struct planned *t)
{
	arena_reset(&l->mem);
	for (size_t i = 0; i < t->rows_count; i++) {
		const struct program_row *r = &t->rows[i];

		if (r->kind == PROGRAM_MEMBER)
			l->in[r->ticket][r->member] = true;
		else
			read_row(l, r);
	}
}

static bool leads(const struct ledger *l, int64_t group, int64_t member)
{
	return l->in[group][member] && (member == LEADER || member == LEADS_B);
}

bool ledger_sees_series(const struct ledger *l, const struct said *s, int64_t member)
{
	if (l->in[s->m.g][member])
		return !str_is(s->m.r, "away") || leads(l, s->m.g, member);
	if (!s->m.c.n || str_is(s->m.r, "away"))
		return false;
	for (int i = 0; i < LEDGER_SERIES; i++)
		if (l->series[i].there && !l->series[i].gone &&
		    str_eq(l->series[i].m.c, s->m.c) && l->in[l->series[i].m.g][member])
			return true;
	return false;
}

bool ledger_sees_request(const struct ledger *l, const struct said *q, int64_t member)
{
	return q->m.u == member || leads(l, l->series[q->at].m.g, member) ||
	       (q->to && leads(l, l->series[q->to].m.g, member));
}

/* Who is expected, out of the rows alone */

static bool had(const struct said *q)
{
	return q->there && q->to &&
	       (q->m.n == WIRE_REQUEST_GRANTED || q->m.n == WIRE_REQUEST_WITHDRAWN);
}

static bool is_guest(const struct ledger *l, int64_t group, int64_t member)
{
	for (int i = 0; i < LEDGER_REQUESTS; i++) {
		const struct said *q = &l->requests[i];
		const int64_t from = had(q) ? l->series[q->at].m.g : 0;

		if (from && q->m.u == member && l->series[q->to].m.g == group &&
		    from != group && l->in[from][member])
			return true;
	}
	return false;
}

bool ledger_expected(const struct ledger *l, int64_t series, int64_t ms, int64_t member)
{
	const struct said *s = &l->series[series];
	const bool family = str_is(s->m.r, "family");
	bool comes = !(s->m.k & WIRE_SERIES_OPTIONAL) && (member != KIN || family) &&
		     !is_guest(l, s->m.g, member);
	bool away = false;

	if (!l->in[s->m.g][member] || leads(l, s->m.g, member) || str_is(s->m.r, "away"))
		return false;
	for (int i = 0; i < LEDGER_REQUESTS; i++) {
		const struct said *q = &l->requests[i];

		if (q->there && q->m.n == WIRE_REQUEST_GRANTED && q->m.u == member &&
		    q->at == series && q->ms == ms && str_is(q->m.r, "swap"))
			comes = false;
	}
	for (int i = 0; i < LEDGER_REQUESTS; i++) {
		const struct said *q = &l->requests[i];

		if (!q->there || q->m.n != WIRE_REQUEST_GRANTED || q->m.u != member)
			continue;
		comes = comes || (q->to == series && q->to_ms == ms) ||
			(q->at == series && q->ms == ms && str_is(q->m.r, "sign-up"));
		away = away || (q->at == series && q->ms == ms && str_is(q->m.r, "absent"));
	}
	return comes && !away;
}

void ledger_end(struct ledger *l)
{
	arena_finish(&l->mem);
}
