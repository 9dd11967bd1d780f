/* SPDX-License-Identifier: MIT */
/* Reports of messages, in memory. */
#include <stdlib.h>

#include "store/mem_in.h"

static struct mem_report *find_said(const struct mem *m, const struct store_req *r,
				    int64_t *group)
{
	for (size_t g = 0; g < m->groups_count; g++) {
		for (size_t i = 0; i < m->groups[g].reports_count; i++) {
			struct mem_report *said = &m->groups[g].reports[i];

			*group = (int64_t)g + 1;
			if (said->said.member == r->member && said->device == r->device &&
			    said->ticket == r->ticket)
				return said;
		}
	}
	return NULL;
}

static struct store_report *report_new(struct mem_group *g, const struct store_req *r)
{
	struct mem_report *said;

	g->reports = mem_more(g->reports, g->reports_count, sizeof(*g->reports));
	said = &g->reports[g->reports_count++];
	*said = (struct mem_report) {
		.said = { .number = (int64_t)g->reports_count,
			  .message = r->seq,
			  .member = r->member,
			  .utc_ms = r->utc_ms,
			  .why = mem_text(r->a),
			  .done = mem_text((struct str) { "", 0 }) },
		.device = r->device,
		.ticket = r->ticket,
	};
	return &said->said;
}

bool mem_report(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct mem_group *g = mem_group(m, r->group);
	int64_t group = 0;
	struct mem_report *before = find_said(m, r, &group);
	struct store_report *said = before ? &before->said : NULL;

	if (said && (group != r->group || said->message != r->seq))
		return err_set(&a->r.err, ERR_REFUSED, "store: the ticket is another report's");
	if (!said && !mem_member(m, r->group, r->member))
		return err_set(&a->r.err, ERR_REFUSED, "store: not a member of the group");
	if (!said && ((size_t)r->seq <= g->gone || (size_t)r->seq > g->count))
		return mem_not_found(a);
	a->r.repeated = said;
	if (!said)
		said = report_new(g, r);
	a->r.id = said->number;
	a->r.utc_ms = said->utc_ms;
	return true;
}

static struct store_report *find(const struct mem *m, const struct store_req *r)
{
	const struct mem_group *g = mem_group(m, r->group);

	return g && r->seq > 0 && (size_t)r->seq <= g->reports_count
		       ? &g->reports[r->seq - 1].said
		       : NULL;
}

bool mem_resolve(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct store_report *said = find(m, r);

	if (!said)
		return mem_not_found(a);
	a->r.repeated = said->done_by != 0;
	if (a->r.repeated && (said->done_by != r->member || !str_eq(said->done, r->a)))
		return err_set(&a->r.err, ERR_EXISTS, "store: the report was settled before");
	if (!a->r.repeated) {
		mem_drop(said->done);
		said->done = mem_text(r->a);
		said->done_by = r->member;
		said->done_utc_ms = r->utc_ms;
	}
	a->r.utc_ms = said->done_utc_ms;
	return true;
}

bool mem_report_heard(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	struct store_report *said = find(m, r);

	if (!said || said->member != r->member || !said->done_by)
		return mem_not_found(a);
	said->heard = true;
	return true;
}

bool mem_reports(struct mem *m, const struct store_req *r, struct store_answer *a)
{
	const struct mem_group *g = mem_group(m, r->group);
	size_t at = (size_t)r->seq;

	for (int left = r->limit; g && at < g->reports_count && left > 0; at++, left--) {
		struct store_report *out = answer_report(a);

		*out = g->reports[at].said;
		out->why = answer_text(a, out->why);
		out->done = answer_text(a, out->done);
	}
	return true;
}

void mem_reports_free(struct mem_group *g)
{
	for (size_t i = 0; i < g->reports_count; i++) {
		mem_drop(g->reports[i].said.why);
		mem_drop(g->reports[i].said.done);
	}
	free(g->reports);
}
