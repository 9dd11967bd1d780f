/* SPDX-License-Identifier: MIT */
/* Worksheets, to those whom they concern: see server/caseload.h. */
#include "server/hub.h"

#include "server/hub_in.h"

void hub_put_cases(struct hub *h, struct caseload *c)
{
	h->cases = c;
}

void hub_cases_begin(struct hub *h, struct hub_conn *c, int64_t have)
{
	if (!h->cases || have < 1)
		return;
	c->cases = h->cases;
	c->cases_at.member = c->member;
	c->cases_at.told = have - 1;
	c->cases_at.fresh_utc_ms = c->utc_ms - CASELOAD_FRESH_DAYS * INT64_C(86400000);
	c->cases_at.gated = h->gated;
	caseload_begin(c->cases, &c->cases_at);
}

bool hub_cases_told(struct hub_conn *c)
{
	return !c->cases || !caseload_has_news(c->cases, &c->cases_at);
}

void hub_cases_changed(struct hub *h)
{
	for (struct hub_conn *c = h->conns; c; c = c->next)
		if (!hub_cases_told(c))
			hub_mark(h, c);
}

bool hub_cases_unread(const struct hub_conn *c, struct caseload_upto *upto,
		      caseload_reading_fn *each, void *user)
{
	if (c->cases)
		*upto = caseload_unread(c->cases, &c->cases_at, each, user);
	return c->cases;
}

void hub_cases_noted(struct hub *h, struct hub_conn *c, const struct caseload_upto *upto)
{
	caseload_noted(&c->cases_at, upto);
	if (!hub_cases_told(c))
		hub_mark(h, c);
}

void hub_cases_own(struct hub_conn *c, enum caseload_kind kind, int64_t version)
{
	if (c->cases)
		caseload_own(&c->cases_at, kind, version);
}

/* Answers may be long: such a row is alone in its frame, but for what ends there. */
static bool has_room(const struct frame *f, const struct caseload_cursor *at,
		     const struct hub_conn *c)
{
	struct caseload_cursor look = *at;
	struct wire_msg m;

	return !f->count || (!hub_full(f) && caseload_next(c->cases, &look, &m) &&
			     f->json->n + 2 * m.b.n < HUB_ROOM + WIRE_TEXT_MAX);
}

void hub_add_cases(struct frame *f, struct hub_conn *c)
{
	struct wire_msg m;

	if (!c->cases)
		return;
	while (has_room(f, &c->cases_at, c) && caseload_next(c->cases, &c->cases_at, &m))
		hub_add(f, &m);
	if (caseload_break(c->cases, &c->cases_at, &m))
		hub_add(f, &m);
}
