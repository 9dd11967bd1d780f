/* SPDX-License-Identifier: MIT */
/* The log of consents, and of what was given out by them, in memory. */
#include <stdlib.h>

#include "store/mem_in.h"

bool mem_consent(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	if (!mem_user(m, r->member))
		return mem_not_found(a);
	if (r->seq != (int64_t)m->consents_count + 1)
		return err_set(&a->r.err, ERR_EXISTS, "store: not the log's next number");
	m->consents = mem_more(m->consents, m->consents_count, sizeof(*m->consents));
	m->consents[m->consents_count++] = (struct store_message) { .seq = r->seq,
								    .utc_ms = r->utc_ms,
								    .member = r->member,
								    .text = mem_text(r->a),
								    .mark = mem_text(r->b) };
	a->r.seq = r->seq;
	return true;
}

bool mem_consents(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	int left = r->limit;

	for (size_t i = (size_t)r->seq; i < m->consents_count && left > 0; i++) {
		const struct store_message *row = &m->consents[i];
		struct store_message *out;

		if (r->member && row->member != r->member)
			continue;
		out = answer_message(a);
		*out = *row;
		out->text = answer_text(a, row->text);
		out->mark = answer_text(a, row->mark);
		left--;
	}
	return true;
}

bool mem_consents_end(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct store_message *row;

	(void)r;
	if (!m->consents_count)
		return true;
	row = &m->consents[m->consents_count - 1];
	*answer_message(a) = (struct store_message) { .seq = row->seq,
						      .utc_ms = row->utc_ms,
						      .mark = answer_text(a, row->mark) };
	return true;
}

void mem_consents_free(struct mem *m)
{
	for (size_t i = 0; i < m->consents_count; i++) {
		mem_drop(m->consents[i].text);
		mem_drop(m->consents[i].mark);
	}
	free(m->consents);
}
