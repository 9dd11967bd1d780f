/* SPDX-License-Identifier: MIT */
/*
 * Reports of messages: told to who made them and to those who lead, whether a session runs
 * or not, and to nobody else.
 */
#include "server/hub.h"

#include <stdlib.h>

#include "server/hub_in.h"

static struct reported *find(const struct group *g, int64_t number)
{
	for (size_t i = 0; i < g->reports_count; i++)
		if (g->reports[i].said.number == number)
			return &g->reports[i];
	return NULL;
}

static struct reported *get(struct group *g, int64_t number)
{
	struct reported *r = find(g, number);

	if (r)
		return r;
	g->reports = mem_grow(g->reports, (g->reports_count + 1) * sizeof(*g->reports));
	r = &g->reports[g->reports_count++];
	*r = (struct reported) { .said = { .number = number } };
	return r;
}

static void drop_texts(const struct reported *r)
{
	free((char *)(uintptr_t)r->said.why.p);
	free((char *)(uintptr_t)r->said.done.p);
}

static struct str copy(struct str s)
{
	return (struct str) { mem_dup(s.p, s.n), s.n };
}

void hub_put_report(struct hub *h, int64_t group, const struct hub_report *said)
{
	struct group *g = hub_group(h, group);
	struct reported *r = g ? get(g, said->number) : NULL;
	struct hub_report now = *said;

	if (!r || (r->version && r->said.done_by == said->done_by))
		return;
	now.why = copy(said->why);
	now.done = copy(said->done);
	drop_texts(r);
	r->said = now;
	r->version = ++g->reports_version;
	hub_mark_group(h, g);
}

/* Why they made one. */
void hub_report_erase(struct group *g, int64_t member)
{
	for (size_t i = 0; i < g->reports_count; i++) {
		struct hub_report *r = &g->reports[i].said;

		if (r->member != member)
			continue;
		mem_scrub(r->why.p, r->why.n);
		r->why = (struct str) { mem_dup("", 0), 0 };
	}
}

const struct hub_report *hub_report(const struct hub *h, int64_t group, int64_t number)
{
	const struct group *g = hub_group(h, group);
	const struct reported *r = g ? find(g, number) : NULL;

	return r ? &r->said : NULL;
}

void hub_report_heard(struct hub *h, int64_t group, int64_t number)
{
	const struct group *g = hub_group(h, group);
	struct reported *r = g ? find(g, number) : NULL;

	if (r)
		r->said.heard = true;
}

size_t hub_reports_open(const struct hub *h, int64_t group, int64_t member)
{
	const struct group *g = hub_group(h, group);
	size_t n = 0;

	for (size_t i = 0; g && i < g->reports_count; i++)
		n += g->reports[i].said.member == member && !g->reports[i].said.done_by;
	return n;
}

void hub_reports_finish(struct group *g)
{
	for (size_t i = 0; i < g->reports_count; i++)
		drop_texts(&g->reports[i]);
	free(g->reports);
}

bool hub_reports_told(const struct place *p)
{
	return p->reports_version >= p->group->reports_version;
}

/* What is settled is news to those who knew it open; to who made it until they have heard. */
static bool is_news(const struct place *p, const struct hub *h, const struct reported *r)
{
	const bool own = r->said.member == p->self->id;

	if (r->version <= p->reports_version ||
	    (!own && !hub_leads(h, p->group->id, p->self->id)))
		return false;
	return !r->said.done_by || p->reports_version || (own && !r->said.heard);
}

/* Why, and then what was done. */
static void add_report(struct frame *f, const struct place *p, const struct hub_report *r)
{
	struct wire_msg m = { .type = WIRE_REPORT,
			      .has = WIRE_G | WIRE_S | WIRE_U | WIRE_N | WIRE_D | WIRE_B,
			      .g = p->group->id,
			      .s = r->number,
			      .u = r->member,
			      .n = r->message,
			      .d = r->utc_ms,
			      .b = r->why };

	hub_add(f, &m);
	if (!r->done_by)
		return;
	m.has |= WIRE_K;
	m.k = r->done_by;
	m.d = r->done_utc_ms;
	m.b = r->done;
	hub_add(f, &m);
}

/* As with people: what does not fit comes in the next frame, and what changes meanwhile in
 * the next pass. */
void hub_add_reports(struct frame *f, const struct hub *h, struct place *p)
{
	const struct group *g = p->group;

	if (p->reports_at == 0)
		p->pass_reports = g->reports_version;
	for (; p->reports_at < g->reports_count && !hub_full(f); p->reports_at++)
		if (is_news(p, h, &g->reports[p->reports_at]))
			add_report(f, p, &g->reports[p->reports_at].said);
	if (p->reports_at < g->reports_count)
		return;
	p->reports_at = 0;
	p->reports_version = p->pass_reports;
}
