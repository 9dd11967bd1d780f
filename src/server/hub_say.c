/* SPDX-License-Identifier: MIT */
#include "server/hub.h"

#include <assert.h>
#include <stdlib.h>

#include "server/hub_in.h"

static void answer(struct hub *h, struct hub_conn *c, const struct answer *a)
{
	if (c->answers_count == HUB_ANSWERS_MAX) {
		c->flooded = true;
		return;
	}
	c->answers = mem_grow(c->answers, (c->answers_count + 1) * sizeof(*a));
	c->answers[c->answers_count++] = *a;
	hub_mark(h, c);
}

void hub_error(struct hub *h, struct hub_conn *c, const char *code, int64_t group,
	       int64_t ticket)
{
	const struct answer a = {
		.type = WIRE_ERROR, .code = code, .group = group, .ticket = ticket
	};

	answer(h, c, &a);
}

void hub_granted(struct hub *h, struct hub_conn *c, int64_t group, int64_t ticket)
{
	const struct answer a = { .type = WIRE_GRANTED, .group = group, .ticket = ticket };

	answer(h, c, &a);
}

void hub_settled(struct hub *h, struct hub_conn *c, int64_t ticket, int64_t row,
		 const char *code)
{
	const struct answer a = { .type = WIRE_SETTLED,
				  .has = WIRE_K | (row ? WIRE_S : 0u) | (code ? WIRE_C : 0u),
				  .code = code,
				  .ticket = ticket,
				  .seq = row };

	answer(h, c, &a);
}

static void answer_with(struct hub *h, struct hub_conn *c, struct answer *a, struct str text)
{
	if (c->answers_count == HUB_ANSWERS_MAX) {
		c->flooded = true;
		return;
	}
	buf_init(&a->text, WIRE_TEXT_MAX);
	buf_add(&a->text, text.p, text.n);
	answer(h, c, a);
}

void hub_paper(struct hub *h, struct hub_conn *c, const struct hub_paper *p)
{
	struct answer a = { .type = WIRE_PAPER,
			    .group = p->group,
			    .member = p->member,
			    .n = p->n,
			    .utc_ms = p->utc_ms };

	answer_with(h, c, &a, p->text);
}

void hub_answers_finish(struct hub_conn *c)
{
	for (size_t i = 0; i < c->answers_count; i++)
		buf_wipe(&c->answers[i].text);
	free(c->answers);
	c->answers = NULL;
	c->answers_count = c->answers_sent = 0;
}

void hub_tell(struct hub *h, struct hub_conn *c, const struct wire_msg *m)
{
	struct answer a = { .type = m->type,
			    .has = m->has,
			    .code = m->has & WIRE_C ? m->c.p : NULL,
			    .group = m->g,
			    .ticket = m->k,
			    .seq = m->s,
			    .utc_ms = m->d,
			    .member = m->u,
			    .n = m->n };

	answer_with(h, c, &a, m->b);
}

bool hub_flooded(const struct hub_conn *c)
{
	return c->flooded;
}

/* As JSON has it, at most. */
static size_t cost_of(struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		const char c = text.p[i];

		n += (unsigned char)c < ' ' ? 6 : c == '"' || c == '\\' ? 2 : 1;
	}
	return n;
}

size_t hub_cost(const struct hub_said *m)
{
	return 128 + cost_of(m->text) + cost_of(m->warning);
}

void hub_kept_drop(struct kept *k)
{
	free((char *)(uintptr_t)k->said.text.p);
	free((char *)(uintptr_t)k->said.warning.p);
}

void hub_kept_wipe(struct kept *k)
{
	mem_scrub(k->said.text.p, k->said.text.n);
	mem_scrub(k->said.warning.p, k->said.warning.n);
}

static void ring_add(struct group *g, const struct hub_said *m, int64_t by)
{
	struct kept *slot = &g->ring[m->seq % HUB_RING];

	assert(m->seq == g->last_seq + 1);
	if (m->seq - g->ring_first >= HUB_RING)
		g->ring_first++;
	hub_kept_drop(slot);
	*slot = (struct kept) { .said = *m, .by = by, .cost = hub_cost(m) };
	slot->said.text.p = mem_dup(m->text.p, m->text.n);
	slot->said.warning.p = mem_dup(m->warning.p, m->warning.n);
	g->last_seq = m->seq;
}

void hub_say(struct hub *h, struct hub_conn *by, const struct hub_said *m, bool repeated)
{
	const struct answer again = { .type = WIRE_STORED,
				      .group = m->group,
				      .ticket = m->ticket,
				      .seq = m->seq,
				      .utc_ms = m->utc_ms };
	struct group *g = hub_group(h, m->group);
	struct person *p = g ? hub_person(g, m->member) : NULL;

	if (!g)
		return;
	if (repeated) {
		if (by)
			answer(h, by, &again);
		return;
	}
	ring_add(g, m, by ? by->id : 0);
	if (p)
		p->own_seq = m->seq;
	hub_mark_group(h, g);
}

int64_t hub_shown(const struct group *g, const struct person *p)
{
	int64_t n = 0;

	for (size_t i = 0; i < g->people_count; i++)
		n += g->people[i] != p && g->people[i]->seen_seq >= p->own_seq;
	return n;
}

bool hub_seen(struct hub_conn *c, int64_t group, int64_t seq, int64_t now_ms)
{
	struct place *p = hub_place(c, group);

	if (!p || seq <= p->self->seen_seq || seq > p->group->last_seq)
		return false;
	p->self->seen_seq = seq;
	hub_reached(p->group, p->self, seq);
	if (p->group->flush_at_ms == INT64_MAX)
		p->group->flush_at_ms = now_ms + HUB_BATCH_MS;
	return true;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t group_tick(struct hub *h, struct group *g, int64_t now_ms)
{
	int64_t due = INT64_MAX;

	for (size_t i = 0; i < g->people_count; i++) {
		struct person *p = g->people[i];

		if (p->left_at_ms <= now_ms) {
			p->left_at_ms = INT64_MAX;
			p->presence = HUB_LEFT;
			hub_changed(g, p);
			g->flush_at_ms = now_ms;
		}
		due = earlier(due, p->left_at_ms);
	}
	if (g->flush_at_ms <= now_ms) {
		g->flush_at_ms = INT64_MAX;
		g->round++;
		hub_mark_group(h, g);
	}
	due = earlier(due, hub_react_tick(h, g, now_ms));
	return earlier(due, earlier(g->flush_at_ms, hub_reach_tick(h, g, now_ms)));
}

int64_t hub_tick(struct hub *h, int64_t now_ms)
{
	int64_t due = INT64_MAX;

	for (size_t i = 0; i < h->groups_count; i++)
		due = earlier(due, group_tick(h, h->groups[i], now_ms));
	return due == INT64_MAX ? -1 : due - now_ms;
}
