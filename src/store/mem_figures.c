/* SPDX-License-Identifier: MIT */
/* The figures of a person's phone, and the codes for when it is lost, in memory. */
#include <stdlib.h>

#include "store/mem_in.h"

static struct mem_figures *find(const struct mem *m, int64_t user)
{
	for (size_t i = 0; i < m->figures_count; i++)
		if (m->figures[i].user == user)
			return &m->figures[i];
	return NULL;
}

static void take_out(struct mem *m, size_t i)
{
	mem_drop(m->recoveries[i].hash);
	m->recoveries[i] = m->recoveries[--m->recoveries_count];
}

static void drop(struct mem *m, int64_t user)
{
	struct mem_figures *f = find(m, user);

	if (!f)
		return;
	mem_drop(f->sealed);
	*f = m->figures[--m->figures_count];
}

static void put_recovery(struct mem *m, const struct store_req *r)
{
	struct str rest = r->d, one;

	for (size_t i = m->recoveries_count; i-- > 0;)
		if (m->recoveries[i].user == r->member)
			take_out(m, i);
	while (answer_line(&rest, &one)) {
		m->recoveries =
			mem_more(m->recoveries, m->recoveries_count, sizeof(*m->recoveries));
		m->recoveries[m->recoveries_count++] =
			(struct mem_recovery) { r->member, mem_text(one) };
	}
}

bool mem_figures_set(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	if (r->c.n && !mem_user(m, r->member))
		return mem_not_found(a);
	drop(m, r->member);
	put_recovery(m, r);
	if (!r->c.n)
		return true;
	m->figures = mem_more(m->figures, m->figures_count, sizeof(*m->figures));
	m->figures[m->figures_count++] =
		(struct mem_figures) { r->member, 0, r->seq != 0, mem_text(r->c) };
	return true;
}

bool mem_figures(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_figures *f = find(m, r->member);

	if (!f)
		return true;
	*answer_message(a) = (struct store_message) { .text = answer_text(a, f->sealed),
						      .seq = f->step,
						      .hidden = !f->confirmed };
	for (size_t i = 0; i < m->recoveries_count; i++)
		a->r.id += m->recoveries[i].user == r->member;
	return true;
}

static bool use_code(struct mem *m, const struct store_req *r)
{
	for (size_t i = 0; i < m->recoveries_count; i++)
		if (m->recoveries[i].user == r->member && str_eq(m->recoveries[i].hash, r->a)) {
			take_out(m, i);
			return true;
		}
	return false;
}

static bool use_step(struct mem *m, const struct store_req *r)
{
	struct mem_figures *f = find(m, r->member);

	if (!f || f->step >= r->seq)
		return false;
	f->step = r->seq;
	f->confirmed = true;
	return true;
}

bool mem_figures_use(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	if (r->a.n ? !use_code(m, r) : !use_step(m, r))
		return err_set(&a->r.err, ERR_REFUSED, "store: it was used");
	if (r->d.n)
		put_recovery(m, r);
	return true;
}

void mem_figures_free(struct mem *m)
{
	while (m->recoveries_count)
		take_out(m, m->recoveries_count - 1);
	for (size_t i = 0; i < m->figures_count; i++)
		mem_drop(m->figures[i].sealed);
	free(m->recoveries);
	free(m->figures);
}
