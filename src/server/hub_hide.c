/* SPDX-License-Identifier: MIT */
/*
 * Messages that those who lead have hidden, after all had them, or shown again.  Whoever
 * comes later gets none of their words: a page and the ring have them without.
 */
#include "server/hub.h"

#include <stdlib.h>
#include <string.h>

#include "server/hub_in.h"

static void drop(struct hidden *h)
{
	free((char *)(uintptr_t)h->said.text.p);
	free((char *)(uintptr_t)h->said.warning.p);
}

void hub_hide_finish(struct group *g)
{
	for (size_t i = 0; i < g->hidden_count; i++)
		drop(&g->hidden[i]);
}

/* The slot of a message: its own, a new one, or that of the one that was hidden first. */
static struct hidden *slot_of(struct group *g, int64_t seq)
{
	size_t at = 0;

	while (at < g->hidden_count && g->hidden[at].said.seq != seq)
		at++;
	if (at < g->hidden_count || g->hidden_count == HUB_HIDDEN)
		at = at < g->hidden_count ? at : 0;
	else
		g->hidden_count++;
	drop(&g->hidden[at]);
	memmove(&g->hidden[at], &g->hidden[at + 1],
		(g->hidden_count - 1 - at) * sizeof(g->hidden[0]));
	return &g->hidden[g->hidden_count - 1];
}

static struct str copy(struct str s)
{
	return (struct str) { mem_dup(s.p, s.n), s.n };
}

static void put_in_ring(struct group *g, const struct hub_said *m)
{
	struct kept *k = &g->ring[m->seq % HUB_RING];

	if (m->seq < g->ring_first || m->seq > g->last_seq)
		return;
	hub_kept_drop(k);
	k->said.text = copy(m->text);
	k->said.warning = copy(m->warning);
	k->said.hidden = m->hidden;
	k->cost = hub_cost(&k->said);
	k->by = 0; /* also to whoever said it: the words that it has are not these */
	for (size_t i = 0; i < BATCHES; i++)
		g->batches[i].to = -1;
}

static bool is_known(const struct group *g, const struct hub_said *m)
{
	for (size_t i = 0; i < g->hidden_count; i++)
		if (g->hidden[i].said.seq == m->seq)
			return g->hidden[i].said.hidden == m->hidden;
	return false;
}

void hub_hide(struct hub *h, const struct hub_said *m)
{
	struct group *g = hub_group(h, m->group);
	struct hidden *at;

	if (!g || is_known(g, m))
		return;
	at = slot_of(g, m->seq);
	*at = (struct hidden) { .said = *m, .version = ++g->hide_version };
	at->said.text = copy(m->text);
	at->said.warning = copy(m->warning);
	put_in_ring(g, m);
	hub_mark_group(h, g);
}

/* It is told no more that they were hidden: that they were erased is told. */
void hub_hide_erase(struct group *g, int64_t member)
{
	size_t kept = 0;

	for (size_t i = 0; i < g->hidden_count; i++) {
		struct hidden *h = &g->hidden[i];

		if (h->said.member == member) {
			mem_scrub(h->said.text.p, h->said.text.n);
			mem_scrub(h->said.warning.p, h->said.warning.n);
		} else {
			g->hidden[kept++] = *h;
		}
	}
	memset(&g->hidden[kept], 0, (g->hidden_count - kept) * sizeof(g->hidden[0]));
	g->hidden_count = kept;
}

bool hub_hide_told(const struct place *p)
{
	return p->hide_version >= p->group->hide_version || !hub_hears(p);
}

static void add(struct frame *f, const struct hub_said *s)
{
	const struct wire_msg m = { .type = WIRE_HIDDEN,
				    .has = WIRE_G | WIRE_S | WIRE_N |
					   (s->hidden ? 0u : WIRE_B) |
					   (s->warning.n ? WIRE_X : 0u),
				    .g = s->group,
				    .s = s->seq,
				    .n = s->hidden,
				    .x = s->warning,
				    .b = s->text };

	hub_add(f, &m);
}

/* What it has not been sent yet comes as it is now.  They are in the order of their versions:
 * what does not fit comes in the next frame. */
void hub_add_hidden(struct frame *f, struct place *p)
{
	const struct group *g = p->group;

	for (size_t i = 0; i < g->hidden_count && !hub_full(f); i++) {
		const struct hidden *h = &g->hidden[i];

		if (h->version <= p->hide_version)
			continue;
		if (h->said.seq <= p->sent_seq)
			add(f, &h->said);
		p->hide_version = h->version;
	}
}
