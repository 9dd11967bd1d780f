/* SPDX-License-Identifier: MIT */
/* The log of a group's sessions, in memory. */
#include "store/mem_in.h"

bool mem_event(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_group *g = mem_group(m, r->group);

	if (!g)
		return mem_not_found(a);
	if (r->seq != (int64_t)g->events_count + 1)
		return err_set(&a->r.err, ERR_EXISTS, "store: not the log's next number");
	g->events = mem_more(g->events, g->events_count, sizeof(*g->events));
	g->events[g->events_count++] = (struct store_message) { .seq = r->seq,
								.ticket = r->ticket,
								.utc_ms = r->utc_ms,
								.text = mem_text(r->a),
								.mark = mem_text(r->b) };
	a->r.seq = r->seq;
	return true;
}

bool mem_events(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_group *g = mem_group(m, r->group);
	size_t at = (size_t)r->seq;

	if (g && at < g->events_gone)
		at = g->events_gone;
	for (int left = r->limit; g && at < g->events_count && left > 0; at++, left--) {
		struct store_message *e = answer_message(a);

		*e = g->events[at];
		e->ticket = 0;
		e->text = answer_text(a, e->text);
		e->mark = answer_text(a, e->mark);
	}
	return true;
}

bool mem_session(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_group *g = mem_group(m, r->group);

	for (size_t i = 0; g && i < g->events_count; i++)
		if (g->events[i].ticket &&
		    (!r->utc_ms || (!a->r.seq && g->events[i].utc_ms >= r->utc_ms)))
			a->r.seq = g->events[i].seq;
	return true;
}
