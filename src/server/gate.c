/* SPDX-License-Identifier: MIT */
#include "server/gate.h"

#include <stdlib.h>

#include "base/buf.h"

static struct gate_held *find(const struct gate *g, int64_t group)
{
	for (size_t i = 0; i < g->count; i++)
		if (g->held[i].first.group == group)
			return &g->held[i];
	return NULL;
}

static void open_for(struct gate *g, struct gate_held *h)
{
	*h = g->held[--g->count];
	if (g->count == 0)
		gate_finish(g);
}

void gate_finish(struct gate *g)
{
	free(g->held);
	g->held = NULL;
	g->count = 0;
}

/* Our clients come again within a minute; one that does not has given the line up. */
static bool waits_still(struct gate_held *h, int64_t now_ms)
{
	if (!h->since_ms)
		h->since_ms = now_ms;
	return now_ms - h->since_ms < GATE_HOLD_MS;
}

bool gate_take(struct gate *g, struct gate_line line, int64_t now_ms, struct rate rate)
{
	struct gate_held *h = line.ticket ? find(g, line.group) : NULL;
	const bool comes_early = h && line.ticket > h->first.ticket;

	if (comes_early && waits_still(h, now_ms))
		return false;
	if (comes_early)
		open_for(g, h);
	if (!bucket_take(&g->bucket, now_ms, rate, 1)) {
		gate_refuse(g, line);
		return false;
	}
	if (h && !comes_early)
		open_for(g, h);
	return true;
}

void gate_refuse(struct gate *g, struct gate_line line)
{
	struct gate_held *h = find(g, line.group);

	if (!line.ticket)
		return;
	if (h) {
		h->first.ticket = line.ticket < h->first.ticket ? line.ticket : h->first.ticket;
		return;
	}
	if (g->count == GATE_GROUPS_MAX)
		return;
	g->held = mem_grow(g->held, (g->count + 1) * sizeof(*g->held));
	g->held[g->count++] = (struct gate_held) { .first = line };
}

void gate_forget(struct gate *g, struct gate_line line)
{
	struct gate_held *h = find(g, line.group);

	if (h && h->first.ticket == line.ticket)
		open_for(g, h);
}
