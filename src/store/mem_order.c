/* SPDX-License-Identifier: MIT */
/* What an event of a session does to messages, in memory. */
#include "store/mem_in.h"

static bool log_it(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct store_req e = *r;

	e.ticket = 0;
	return mem_event(m, &e, a);
}

static bool is_next(const struct mem_group *g, const struct store_req *r)
{
	return g && r->seq == (int64_t)g->events_count + 1;
}

/* All is checked before anything is changed: the line first, and then the event fits. */
bool mem_let(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct store_req line = *r;

	line.a = r->c;
	line.b = r->d;
	line.utc_ms = r->utc_ms / 1000 * 1000;
	if (!is_next(mem_group(m, r->group), r))
		return log_it(m, r, a);
	if (!mem_say(m, &line, a))
		return false;
	line.seq = a->r.seq;
	log_it(m, r, a);
	a->r.seq = line.seq;
	return true;
}

bool mem_hide(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_group *g = mem_group(m, r->group);
	struct store_message *said;

	if (!is_next(g, r))
		return log_it(m, r, a);
	if (r->message <= (int64_t)g->gone || r->message > (int64_t)g->count)
		return mem_not_found(a);
	said = &g->messages[r->message - 1];
	if (said->erased)
		return mem_not_found(a);
	said->hidden = r->ticket != 0;
	log_it(m, r, a);
	mem_answer_message(a, said);
	return true;
}

bool mem_hidden(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_group *g = mem_group(m, r->group);
	int left = r->limit;

	for (size_t i = g ? g->count : 0; g && i > g->gone && left > 0; i--) {
		if (!g->messages[i - 1].hidden || g->messages[i - 1].erased)
			continue;
		mem_answer_message(a, &g->messages[i - 1]);
		left--;
	}
	return true;
}
