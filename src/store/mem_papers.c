/* SPDX-License-Identifier: MIT */
/* What is kept sealed of a person, and who has looked at it, in memory. */
#include <stdlib.h>

#include "store/mem_in.h"

static void take_out(struct mem *m, size_t i)
{
	mem_drop(m->papers[i].sealed);
	m->papers[i] = m->papers[--m->papers_count];
}

static void put(struct mem *m, const struct store_req *r)
{
	for (size_t i = m->papers_count; i-- > 0;)
		if (m->papers[i].group == r->group && m->papers[i].user == r->member &&
		    m->papers[i].kind == r->ticket)
			take_out(m, i);
	if (!r->c.n)
		return;
	m->papers = mem_more(m->papers, m->papers_count, sizeof(*m->papers));
	m->papers[m->papers_count++] =
		(struct mem_paper) { r->group, r->member, r->ticket, mem_text(r->c) };
}

bool mem_reply(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct store_req event = *r;

	event.ticket = 0;
	if (!mem_event(m, &event, a))
		return false;
	put(m, r);
	return true;
}

bool mem_replies_drop(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	(void)a;
	for (size_t i = m->papers_count; i-- > 0;)
		if (m->papers[i].group == r->group)
			take_out(m, i);
	return true;
}

bool mem_legal(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct store_req mine = *r;

	mine.group = mine.ticket = 0;
	if (!mem_user(m, r->member))
		return mem_not_found(a);
	put(m, &mine);
	return true;
}

bool mem_legal_of(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	for (size_t i = 0; i < m->papers_count; i++)
		if (!m->papers[i].group && !m->papers[i].kind && m->papers[i].user == r->member)
			answer_message(a)->text = answer_text(a, m->papers[i].sealed);
	return true;
}

bool mem_look(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const int64_t group = r->ticket ? r->group : 0;
	struct store_req logged = *r;

	/* In the order of their kinds, of which there are few. */
	for (int64_t kind = 0; kind <= STORE_KINDS; kind++)
		for (size_t i = 0; i < m->papers_count; i++) {
			const struct mem_paper *p = &m->papers[i];

			if (p->group == group && p->user == r->member && p->kind == kind)
				*answer_message(a) = (struct store_message) {
					.seq = kind, .text = answer_text(a, p->sealed)
				};
		}
	if (!a->r.count)
		return mem_not_found(a);
	m->looks = mem_more(m->looks, m->looks_count, sizeof(*m->looks));
	m->looks[m->looks_count++] = (struct store_message) {
		.member = r->member, .device = r->seq, .ticket = r->ticket, .utc_ms = r->utc_ms
	};
	logged.message = r->seq;
	return !r->chain || mem_access(m, &logged, a);
}

bool mem_looks(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	int left = r->limit;

	for (size_t i = m->looks_count; i-- > 0 && left > 0;) {
		if (r->member && m->looks[i].member != r->member)
			continue;
		*answer_message(a) = m->looks[i];
		left--;
	}
	return true;
}

void mem_papers_free(struct mem *m)
{
	while (m->papers_count)
		take_out(m, m->papers_count - 1);
	free(m->papers);
	free(m->looks);
}
