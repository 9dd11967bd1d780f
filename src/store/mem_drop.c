/* SPDX-License-Identifier: MIT */
/* What is kept no longer, in memory: places stay, so that numbers do, and lose their words. */
#include "store/mem_in.h"

static void empty(struct str *text)
{
	mem_drop(*text);
	*text = mem_text((struct str) { "", 0 });
}

bool mem_messages_drop(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_group *g = mem_group(m, r->group);

	if (!g)
		return mem_not_found(a);
	for (; a->r.id < r->limit && g->gone < g->count; a->r.id++) {
		if (g->messages[g->gone].utc_ms >= r->utc_ms)
			break;
		empty(&g->messages[g->gone].warning);
		empty(&g->messages[g->gone].text);
		empty(&g->messages[g->gone++].warning);
	}
	a->r.seq = (int64_t)g->gone + 1;
	return true;
}

/* Behind the last event of the oldest session; 0: there is none, or it is not over. */
static size_t end_of_oldest(const struct mem_group *g, bool newest_is_over)
{
	int begun = 0;

	for (size_t i = g->events_gone; i < g->events_count; i++) {
		begun += g->events[i].ticket != 0;
		if (begun == 2)
			return i;
	}
	return begun && newest_is_over ? g->events_count : 0;
}

bool mem_events_drop(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_group *g = mem_group(m, r->group);
	const size_t end = g ? end_of_oldest(g, r->seq != 0) : 0;

	if (!end || g->events[end - 1].utc_ms >= r->utc_ms)
		return true;
	for (size_t i = g->events_gone; i < end; i++) {
		empty(&g->events[i].text);
		g->events[i].ticket = 0;
	}
	a->r.id = (int64_t)(end - g->events_gone);
	g->events_gone = end - 1;
	return true;
}

bool mem_reports_drop(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_group *g = mem_group(m, r->group);

	(void)a;
	for (size_t i = 0; g && i < g->reports_count; i++) {
		struct store_report *said = &g->reports[i].said;

		if (!said->done_by || said->done_utc_ms >= r->utc_ms)
			continue;
		empty(&said->why);
		empty(&said->done);
	}
	return true;
}

bool mem_wipe(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	(void)m;
	(void)r;
	(void)a;
	return true;
}
