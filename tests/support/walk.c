/* SPDX-License-Identifier: MIT */
#include "support/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* What a message should be */

static void check_said(struct walk *w, const struct seat *s, const struct wire_msg *m)
{
	const struct stored *is;

	assert_in_range(m->s, 1, w->last[m->g]);
	is = &w->said[m->g][m->s];
	assert_int_equal(m->d, is->utc_ms);
	if (m->type == WIRE_STORED) {
		assert_int_equal(m->k, is->ticket);
		assert_int_equal(s->device, is->device);
		return;
	}
	assert_int_equal(m->u, is->member);
	assert_int_equal(m->b.n, is->n);
	assert_memory_equal(m->b.p, is->text, is->n);
	assert_int_equal((m->has & WIRE_K) != 0, is->device == s->device);
	if (m->has & WIRE_K)
		assert_int_equal(m->k, is->ticket);
}

static void take_said(struct walk *w, struct seat *s, const struct wire_msg *m)
{
	const struct stored *is;

	check_said(w, s, m);
	assert_true(s->told[m->g]);
	is = &w->said[m->g][m->s];
	if (m->type == WIRE_STORED && s->repeats[m->k] > 0) {
		s->repeats[m->k]--;
		return;
	}
	if (m->type == WIRE_STORED)
		assert_int_equal(is->conn, s->serial);
	if (m->s <= s->live[m->g]) { /* it must be of a page that was asked for */
		assert_int_equal(m->type, WIRE_MESSAGE);
		assert_in_range(s->asked[m->g][m->s], 1, 99);
		s->asked[m->g][m->s]--;
	} else {
		/* One's own words come back as numbers, unless they were skipped. */
		if (is->conn == s->serial)
			assert_int_equal(m->type, WIRE_STORED);
		s->live[m->g] = m->s;
		assert_false(s->have[m->g][m->s]);
	}
	s->have[m->g][m->s] = true;
}

static void take_message(struct walk *w, struct seat *s, const struct wire_msg *m)
{
	const struct stored *mine = m->type == WIRE_SHOWN ? &w->said[m->g][m->s] : NULL;

	if (m->type == WIRE_HELLO) {
		assert_false(s->greeted);
		s->greeted = true;
		assert_int_equal(m->u, s->member);
	}
	assert_true(s->greeted);
	if (m->type == WIRE_GROUP) {
		assert_false(s->told[m->g]);
		s->told[m->g] = true;
	} else if (m->type == WIRE_PERSON) {
		assert_true(s->told[m->g]);
		s->presence[m->g][m->u] = m->n;
	} else if (mine) {
		assert_int_equal(mine->member, s->member);
		assert_in_range(m->n, 1, PEOPLE);
	} else if (m->type == WIRE_ERROR) {
		s->errors--;
	} else if (m->type == WIRE_MESSAGE || m->type == WIRE_STORED) {
		take_said(w, s, m);
	}
}

bool walk_turn(struct walk *w, struct seat *s)
{
	struct wire_frame got;
	struct err err = { 0 };
	bool more = false;

	buf_reset(&w->frame);
	hub_next(w->hub, s->hub, &w->frame, &more);
	if (w->frame.n == 0)
		return false;
	assert_in_range(w->frame.n, 1, WIRE_FRAME_MAX);
	arena_reset(&w->mem);
	if (s->compressed)
		assert_true(
			wire_unpack((struct str) { w->frame.p, w->frame.n }, &w->json, &err));
	else {
		buf_reset(&w->json);
		buf_add(&w->json, w->frame.p, w->frame.n);
	}
	if (!wire_decode((struct str) { w->json.p, w->json.n }, WIRE_SERVER, &w->mem, &got,
			 &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < got.n; i++) {
		struct wire_msg m = got.msgs[i];

		if (!wire_chain_read(&s->chain, &m, &err))
			fail_msg("%s", err.text);
		take_message(w, s, &m);
	}
	return more;
}

void walk_answer(struct walk *w, struct seat *s)
{
	const struct hub_want a = s->want[0];
	struct hub_said said[WIRE_PAGE];
	size_t n = 0;

	assert_in_range(a.limit, 1, WIRE_PAGE);
	for (int64_t q = a.after + 1; q <= w->last[a.group] && (int64_t)n < a.limit; q++) {
		const struct stored *is = &w->said[a.group][q];

		said[n++] = (struct hub_said) { .group = a.group,
						.seq = q,
						.member = is->member,
						.device = is->device,
						.ticket = is->ticket,
						.utc_ms = is->utc_ms,
						.text = { is->text, is->n } };
	}
	memmove(s->want, s->want + 1, sizeof(s->want) - sizeof(s->want[0]));
	s->wants--;
	hub_page(w->hub, s->hub, a.id, said, n);
}

void walk_pump(struct walk *w)
{
	struct seat *s;

	while ((s = hub_wanting(w->hub)))
		while (s->wants < 24 && hub_wants_page(s->hub, &s->want[s->wants]))
			s->wants++;
}

void walk_settle(struct walk *w)
{
	bool again = true;

	while (again) {
		again = false;
		walk_pump(w);
		for (int i = 0; i < CONNS; i++) {
			struct seat *s = &w->seats[i];

			while (s->hub && s->wants) {
				walk_answer(w, s);
				again = true;
			}
			while (s->hub && walk_turn(w, s))
				again = true;
		}
	}
	walk_pump(w);
}
