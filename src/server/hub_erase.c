/* SPDX-License-Identifier: MIT */
/*
 * Whose words in a group were erased, and up to which message.  Who has a copy is told before what
 * comes later, so a connection that has messages from long behind it knows: it was there then.
 */
#include "server/hub.h"

#include <stdlib.h>

#include "server/hub_in.h"

/* Between the erasure and its news others may talk: so many messages behind it are as before it. */
enum { SLACK = 100 };

static bool is_known(const struct group *g, int64_t member)
{
	for (size_t i = 0; i < g->erased_count; i++)
		if (g->erased[i].member == member)
			return true;
	return false;
}

static void empty_ring(struct group *g, int64_t member, int64_t upto)
{
	for (int64_t seq = g->ring_first; seq <= upto && seq <= g->last_seq; seq++) {
		struct kept *k = &g->ring[seq % HUB_RING];

		if (k->said.member != member)
			continue;
		hub_kept_wipe(k);
		k->said.text = (struct str) { mem_dup("", 0), 0 };
		k->said.warning = (struct str) { mem_dup("", 0), 0 };
		k->said.hidden = k->said.erased = true;
		k->cost = hub_cost(&k->said);
		k->by = 0; /* also to who said it */
	}
	for (size_t i = 0; i < BATCHES; i++) {
		buf_wipe(&g->batches[i].frame);
		g->batches[i].to = -1;
	}
}

void hub_erase(struct hub *h, int64_t group, int64_t member, int64_t upto)
{
	struct group *g = hub_group(h, group);

	if (!g || is_known(g, member))
		return;
	g->erased = mem_grow(g->erased, (g->erased_count + 1) * sizeof(*g->erased));
	g->erased[g->erased_count++] = (struct erased) { member, upto };
	empty_ring(g, member, upto);
	hub_hide_erase(g, member);
	hub_report_erase(g, member);
	meeting_erase(g->meeting, member);
	hub_mark_group(h, g);
}

void hub_erased_begin(struct place *p, int64_t cursor)
{
	const struct group *g = p->group;

	while (p->erased_told < g->erased_count &&
	       (!cursor || g->erased[p->erased_told].upto + SLACK < cursor))
		p->erased_told++;
}

bool hub_erased_told(const struct place *p)
{
	return p->erased_told >= p->group->erased_count;
}

void hub_add_erased(struct frame *f, struct place *p)
{
	const struct group *g = p->group;

	for (; p->erased_told < g->erased_count && !hub_full(f); p->erased_told++) {
		const struct wire_msg m = { .type = WIRE_ERASED,
					    .has = WIRE_G | WIRE_U | WIRE_S,
					    .g = g->id,
					    .u = g->erased[p->erased_told].member,
					    .s = g->erased[p->erased_told].upto };

		hub_add(f, &m);
	}
}
