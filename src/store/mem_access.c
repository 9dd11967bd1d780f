/* SPDX-License-Identifier: MIT */
/* Who has read what of whose record, in memory. */
#include <ctype.h>
#include <stdlib.h>

#include "store/mem_in.h"

/* The next number of a list; false: there is none. */
static bool next_number(const char **at, int64_t *out)
{
	char *end;

	while (**at && !isdigit((unsigned char)**at))
		(*at)++;
	*out = strtoll(*at, &end, 10);
	if (end == *at)
		return false;
	*at = end;
	return true;
}

static bool was_given(const struct mem *m, int64_t device, int64_t version)
{
	for (size_t i = 0; i < m->given_count; i++)
		if (m->given[i].device == device && m->given[i].version == version)
			return true;
	return false;
}

static void give(struct mem *m, const struct store_req *r)
{
	const char *at = r->c.p;
	int64_t version;

	while (next_number(&at, &version)) {
		if (was_given(m, r->device, version))
			continue;
		m->given = mem_more(m->given, m->given_count, sizeof(*m->given));
		m->given[m->given_count++] = (struct mem_given) { r->device, version };
	}
}

bool mem_access(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct str none = { "", 0 };
	const struct str before =
		m->accesses_count ? m->accesses[m->accesses_count - 1].mark : none;
	struct store_req row = *r;
	char mark[STORE_MARK];

	row.group = 0;
	row.seq = (int64_t)m->accesses_count + 1;
	r->chain(before.p, &row, mark);
	m->accesses = mem_more(m->accesses, m->accesses_count, sizeof(*m->accesses));
	m->accesses[m->accesses_count++] =
		(struct store_message) { .seq = row.seq,
					 .member = r->member,
					 .device = r->message,
					 .utc_ms = r->utc_ms,
					 .text = mem_text(r->a),
					 .mark = mem_text(str_of(mark)) };
	if (r->c.n && r->device)
		give(m, r);
	a->r.seq = row.seq;
	return true;
}

static void answer_access(struct store_answer *a, const struct store_message *row)
{
	struct store_message *out = answer_message(a);

	*out = *row;
	out->text = answer_text(a, row->text);
	out->mark = answer_text(a, row->mark);
}

/* The mark of the last that is gone is there still. */
bool mem_accesses(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const size_t first = m->accesses_gone ? m->accesses_gone - 1 : 0;
	size_t i = (size_t)r->seq > first ? (size_t)r->seq : first;

	for (int left = r->limit; i < m->accesses_count && left > 0; i++, left--)
		answer_access(a, &m->accesses[i]);
	return true;
}

bool mem_accesses_of(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	int left = r->limit;

	for (size_t i = m->accesses_count; i-- > m->accesses_gone && left > 0;) {
		const struct store_message *row = &m->accesses[i];

		if (row->member != r->member || (r->seq && row->seq >= r->seq))
			continue;
		answer_access(a, row);
		left--;
	}
	return true;
}

bool mem_given(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const char *at = r->a.p;
	int64_t version;

	while (next_number(&at, &version))
		if (was_given(m, r->device, version))
			answer_message(a)->seq = version;
	return true;
}

static bool has_version(const struct mem *m, int64_t version)
{
	for (size_t i = 0; i < m->rows_count; i++)
		if (m->rows[i].said.utc_ms == version)
			return true;
	return false;
}

bool mem_access_drop(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	size_t kept = 0;

	for (; a->r.id < r->limit && m->accesses_gone < m->accesses_count; a->r.id++) {
		struct store_message *row = &m->accesses[m->accesses_gone];

		if (row->utc_ms >= r->utc_ms)
			break;
		mem_drop(row->text);
		row->text = mem_text((struct str) { "", 0 });
		row->member = row->device = 0;
		m->accesses_gone++;
	}
	for (size_t i = 0; i < m->given_count; i++)
		if (has_version(m, m->given[i].version))
			m->given[kept++] = m->given[i];
	m->given_count = kept;
	return true;
}

void mem_access_free(struct mem *m)
{
	for (size_t i = 0; i < m->accesses_count; i++) {
		mem_drop(m->accesses[i].text);
		mem_drop(m->accesses[i].mark);
	}
	free(m->accesses);
	free(m->given);
}
