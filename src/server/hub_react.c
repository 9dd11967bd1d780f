/* SPDX-License-Identifier: MIT */
/* Who has said "me too" or "thank you" to a message: told some seconds later, so that several
 * are one row.  Whoever comes is told how it stands, of the newest messages. */
#include "server/hub.h"

#include "server/hub_in.h"

static bool is_hidden(const struct group *g, int64_t seq)
{
	for (size_t i = 0; i < g->hidden_count; i++)
		if (g->hidden[i].said.seq == seq)
			return g->hidden[i].said.hidden;
	return false;
}

bool hub_barred(const struct hub *h, int64_t group, int64_t seq, int64_t member)
{
	const struct group *g = hub_group(h, group);
	const struct hub_said *m;

	if (!g || seq < g->ring_first || seq > g->last_seq)
		return g && is_hidden(g, seq);
	m = &hub_kept(g, seq)->said;
	return m->hidden || m->member == member;
}

/* A row is of use to who has the message. */
bool hub_react_told(const struct place *p)
{
	return p->react >= p->group->react_due || p->sent_seq < p->group->last_seq ||
	       p->conn->pages_count || !hub_hears(p);
}

static bool is_news(const struct place *p, const struct meeting_reacted *r)
{
	return r->version > p->react && r->version <= p->pass_react &&
	       r->message <= p->sent_seq &&
	       p->group->last_seq - r->message < MEETING_REACT_BACK &&
	       !is_hidden(p->group, r->message);
}

static void add(struct frame *f, const struct group *g, const struct meeting_reacted *r)
{
	const struct wire_msg m = { .type = WIRE_REACTED,
				    .has = WIRE_G | WIRE_S | WIRE_U | (r->kind ? WIRE_K : 0u) |
					   (r->count > 1 ? WIRE_N : 0u),
				    .g = g->id,
				    .s = r->message,
				    .u = r->members[0],
				    .k = r->kind,
				    .n = (int64_t)r->count };

	hub_add(f, &m);
}

/* As with people: what does not fit comes in the next frame. */
void hub_add_reacted(struct frame *f, struct place *p)
{
	const struct meeting *m = p->group->meeting;

	if (p->react_at == 0)
		p->pass_react = p->group->react_due;
	for (; p->react_at < m->reacted_count && !hub_full(f); p->react_at++)
		if (is_news(p, &m->reacted[p->react_at]))
			add(f, p->group, &m->reacted[p->react_at]);
	if (p->react_at < m->reacted_count)
		return;
	p->react_at = 0;
	p->react = p->pass_react;
}

int64_t hub_react_tick(struct hub *h, struct group *g, int64_t now_ms)
{
	if (g->react_due == g->meeting->react_version)
		return INT64_MAX;
	if (!g->react_at_ms)
		g->react_at_ms = now_ms + HUB_REACT_MS;
	if (g->react_at_ms > now_ms)
		return g->react_at_ms;
	g->react_at_ms = 0;
	g->react_due = g->meeting->react_version;
	hub_mark_group(h, g);
	return INT64_MAX;
}
