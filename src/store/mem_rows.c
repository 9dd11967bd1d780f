/* SPDX-License-Identifier: MIT */
/* The program's rows, in memory. */
#include <stdlib.h>

#include "store/mem_in.h"

static struct mem_row *find_row(const struct mem *m, int64_t kind, int64_t number)
{
	for (size_t i = 0; i < m->rows_count; i++)
		if (m->rows[i].kind == kind && m->rows[i].said.seq == number)
			return &m->rows[i];
	return NULL;
}

static const struct mem_put *find_put(const struct mem *m, const struct store_req *r)
{
	for (size_t i = 0; r->ticket && i < m->puts_count; i++)
		if (m->puts[i].member == r->member && m->puts[i].device == r->device &&
		    m->puts[i].ticket == r->ticket)
			return &m->puts[i];
	return NULL;
}

static struct mem_row *row_new(struct mem *m, const struct store_req *r)
{
	m->rows = mem_more(m->rows, m->rows_count, sizeof(*m->rows));
	m->rows[m->rows_count] = (struct mem_row) {
		.kind = r->limit,
		.said = { .seq = ++m->numbers[r->limit],
			  .member = r->member,
			  .device = r->device,
			  .ticket = r->ticket,
			  .text = mem_text((struct str) { "", 0 }) },
	};
	return &m->rows[m->rows_count++];
}

static void put(struct mem *m, const struct store_req *r, struct mem_row *row)
{
	mem_drop(row->said.text);
	row->said.text = mem_text(r->a);
	row->said.hidden = !r->a.n;
	row->said.utc_ms = ++m->version;
	if (!r->ticket)
		return;
	m->puts = mem_more(m->puts, m->puts_count, sizeof(*m->puts));
	m->puts[m->puts_count++] = (struct mem_put) { r->member, r->device,     r->ticket,
						      r->limit,  row->said.seq, m->version };
}

bool mem_put(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_put *before = find_put(m, r);
	struct mem_row *row = before ? NULL : find_row(m, r->limit, r->seq);

	if (before && before->kind != r->limit)
		return err_set(&a->r.err, ERR_REFUSED, "store: the ticket is another kind's");
	if (!before && r->seq && (!row || row->said.hidden))
		return err_set(&a->r.err, ERR_NOT_FOUND, "store: no such row");
	a->r.repeated = before;
	if (!before) {
		row = row ? row : row_new(m, r);
		put(m, r, row);
	}
	a->r.seq = before ? before->number : row->said.seq;
	a->r.utc_ms = before ? before->version : row->said.utc_ms;
	return true;
}

/* Rows are kept in the order in which they were made, and so by number. */
bool mem_rows(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	for (size_t i = 0; i < m->rows_count && a->r.count < STORE_ROWS_MAX; i++) {
		const struct mem_row *row = &m->rows[i];
		struct store_message *out;

		if (row->kind != r->limit || row->said.seq <= r->seq)
			continue;
		out = answer_message(a);
		*out = row->said;
		out->text = answer_text(a, row->said.text);
	}
	return true;
}

static void puts_drop(struct mem *m, const struct mem_row *row)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->puts_count; i++)
		if (m->puts[i].kind != row->kind || m->puts[i].number != row->said.seq)
			m->puts[kept++] = m->puts[i];
	m->puts_count = kept;
}

bool mem_rows_drop(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->rows_count; i++) {
		struct mem_row *row = &m->rows[i];

		if (row->kind == r->limit && row->said.hidden && row->said.utc_ms < r->utc_ms) {
			puts_drop(m, row);
			mem_drop(row->said.text);
			a->r.id++;
		} else {
			m->rows[kept++] = *row;
		}
	}
	m->rows_count = kept;
	return true;
}

void mem_rows_free(struct mem *m)
{
	for (size_t i = 0; i < m->rows_count; i++)
		mem_drop(m->rows[i].said.text);
	free(m->rows);
	free(m->puts);
}
