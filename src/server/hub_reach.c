/* SPDX-License-Identifier: MIT */
/* What has reached each, to those who lead and ask to watch it: so that they need not
 * guess who is still behind before they go on. */
#include "server/hub.h"

#include "server/hub_in.h"

bool hub_reach_told(const struct place *p)
{
	return !p->watch_until_ms || p->reach >= p->group->reach_due;
}

static void add(struct frame *f, const struct group *g, const struct person *who)
{
	const struct wire_msg m = { .type = WIRE_REACH,
				    .has = WIRE_G | WIRE_U | WIRE_S,
				    .g = g->id,
				    .u = who->id,
				    .s = who->got_seq };

	hub_add(f, &m);
}

/* As with people: what does not fit comes in the next frame. */
void hub_add_reach(struct frame *f, struct place *p)
{
	const struct group *g = p->group;

	if (p->reach_at == 0)
		p->pass_reach = g->reach;
	for (; p->reach_at < g->people_count && !hub_full(f); p->reach_at++)
		if (g->people[p->reach_at]->reach > p->reach)
			add(f, g, g->people[p->reach_at]);
	if (p->reach_at < g->people_count)
		return;
	p->reach_at = 0;
	p->reach = p->pass_reach;
}

void hub_watch(struct hub *h, struct hub_conn *c, int64_t group, int64_t now_ms)
{
	struct place *p = hub_place(c, group);

	if (!p)
		return;
	if (!p->watch_until_ms)
		p->reach = -1; /* all of it, at once */
	p->watch_until_ms = now_ms + HUB_REACH_FOR_MS;
	if (p->group->reach_at_ms == INT64_MAX)
		p->group->reach_at_ms = now_ms + HUB_REACH_MS;
	hub_mark(h, c);
}

bool hub_is_watched(const struct hub_conn *c)
{
	for (size_t i = 0; i < c->places_count; i++)
		if (c->places[i]->group->reach_at_ms != INT64_MAX)
			return true;
	return false;
}

void hub_reached(struct group *g, struct person *p, int64_t seq)
{
	if (seq <= p->got_seq)
		return;
	p->got_seq = seq;
	p->reach = ++g->reach;
}

void hub_arrived(struct hub_conn *c)
{
	for (size_t i = 0; i < c->places_count; i++)
		hub_reached(c->places[i]->group, c->places[i]->self, c->places[i]->sent_seq);
}

/* Does this place still watch?  It is told with its next frame. */
static bool mark(struct hub *h, struct place *p, int64_t now_ms)
{
	if (p->watch_until_ms <= now_ms)
		p->watch_until_ms = 0;
	else
		hub_mark(h, p->conn);
	return p->watch_until_ms;
}

int64_t hub_reach_tick(struct hub *h, struct group *g, int64_t now_ms)
{
	bool watched = false;

	if (g->reach_at_ms > now_ms)
		return g->reach_at_ms;
	g->reach_due = g->reach;
	for (struct place *p = g->places; p; p = p->next)
		watched = mark(h, p, now_ms) || watched;
	g->reach_at_ms = watched ? now_ms + HUB_REACH_MS : INT64_MAX;
	return g->reach_at_ms;
}
